"""
A draft held against a coded case: how much of what people coded was found, and how much of it was right.

A drafted record is matched to a coded one by its figure, or by the words that they share where both
are of the same section of the report. Nothing that is measured takes part in the matching. Two codings of
one report by people can be held against each other in the same way.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from peelgrade.appraising import read
from peelgrade.drafting.placing import stems
from peelgrade.evidence import Case, Measure, Record
from peelgrade.framework import Framework
from peelgrade.rules import Pack

ALIKE = 0.12
"""How alike two records' words must be, from 0 to 1, where the figure doesn't match them."""
SAME_PARAGRAPH = 0.1
"""What it adds to that if both stand in the same paragraph."""
_SECTION = re.compile(r"[,;]? (?:finding \d|paragraph \d|\"|“)")
"""How what follows a section begins in a reference."""


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    count: int
    of: int

    def __str__(self) -> str:
        """Return it as it stands in a table: `30 of 30 (100 %)`."""
        return f"{self.count} of {self.of}" + (f" ({self.count / self.of:.0%})" if self.of else "")


@dataclass(frozen=True)
class Agreement:
    """
    What a draft has of a coded case.

    *figures_found* of the coded figures are in the draft, *figures_coded* of the drafted ones were
    coded; *found* of the coded records have a drafted one, *coded* of the drafted ones a coded one. Of
    those matched, so many have the right direction, area, characteristic, extent and source.
    """

    figures_found: Share
    figures_coded: Share
    found: Share
    coded: Share
    direction: Share
    area: Share
    characteristic: Share
    extent: Share
    source: Share


def matched(drafted: Case, coded: Case) -> dict[str, str]:
    """Return which drafted record matches each coded one, by their ids; each is used once."""
    pairs = [*_by_figure(drafted, coded)]
    taken = {one for pair in pairs for one in pair}
    pairs += _by_words(
        [one for one in drafted.evidence if f"drafted {one.id}" not in taken],
        [one for one in coded.evidence if f"coded {one.id}" not in taken],
    )
    return {mine.removeprefix("coded "): other.removeprefix("drafted ") for mine, other in pairs}


def _by_figure(drafted: Case, coded: Case) -> Iterable[tuple[str, str]]:
    free = [one for one in drafted.evidence if one.measure is not None]
    for record in coded.evidence:
        same = [one for one in free if record.measure and figure(one.measure) == figure(record.measure)]
        if same:
            best = max(same, key=lambda one: _alike(one, record, {}))
            free.remove(best)
            yield f"coded {record.id}", f"drafted {best.id}"


def _by_words(drafted: list[Record], coded: list[Record]) -> list[tuple[str, str]]:
    rarity = _rarity([*drafted, *coded])
    likely = sorted(
        (
            (_alike(one, record, rarity), record.id, one.id)
            for record in coded
            for one in drafted
            if _same_section(one.reference, record.reference)
        ),
        reverse=True,
    )
    pairs: list[tuple[str, str]] = []
    used: set[str] = set()
    for alike, mine, other in likely:
        if alike >= ALIKE and not {f"coded {mine}", f"drafted {other}"} & used:
            used |= {f"coded {mine}", f"drafted {other}"}
            pairs.append((f"coded {mine}", f"drafted {other}"))
    return pairs


def figure(measure: Measure | None) -> tuple[object, ...]:
    """Return the numbers of a measure, by which it is told from others."""
    if measure is None:
        return ()
    now = (measure.count, measure.of, measure.percent, measure.margin, measure.value)
    return (*now, *figure(measure.previous))


def _same_section(first: str, second: str) -> bool:
    """Say whether two references name the same section; a long title may be cut short."""
    one, other = (_SECTION.split(each, maxsplit=1)[0].lower() for each in (first, second))
    return one.startswith(other) or other.startswith(one)


def _rarity(records: Iterable[Record]) -> dict[str, float]:
    listed = [set(stems(one.finding)) for one in records]
    spread = Counter(stem for found in listed for stem in found)
    return {stem: math.log(1 + len(listed) / count) for stem, count in spread.items()}


def _alike(one: Record, other: Record, rarity: dict[str, float]) -> float:
    """Return how alike two records' words are: what they share, beside all they have (Dice)."""
    words = [set(stems(each.finding)) for each in (one, other)]
    total = sum(rarity.get(stem, 1.0) for found in words for stem in found)
    shared = 2 * sum(rarity.get(stem, 1.0) for stem in words[0] & words[1])
    near = SAME_PARAGRAPH if one.reference == other.reference else 0.0
    return (shared / total if total else 0.0) + (near if shared else 0.0)


def agreement(drafted: Case, coded: Case, framework: Framework, pack: Pack) -> Agreement:
    """Return how far a draft agrees with a coded case of the same report."""
    found = matched(drafted, coded)
    pairs = [(drafted.record(other), coded.record(mine)) for mine, other in found.items()]
    mine = [figure(one.measure) for one in drafted.evidence if one.measure]
    theirs = [figure(one.measure) for one in coded.evidence if one.measure]

    def right(same: Iterable[bool]) -> Share:
        return Share(sum(same), len(pairs))

    return Agreement(
        figures_found=Share(sum((Counter(mine) & Counter(theirs)).values()), len(theirs)),
        figures_coded=Share(sum((Counter(mine) & Counter(theirs)).values()), len(mine)),
        found=Share(len(pairs), len(coded.evidence)),
        coded=Share(len(pairs), len(drafted.evidence)),
        direction=right(_side(a, framework, pack) == _side(b, framework, pack) for a, b in pairs),
        area=right(bool(_areas(a, framework) & _areas(b, framework)) for a, b in pairs),
        characteristic=right(bool(set(a.characteristic) & set(b.characteristic)) for a, b in pairs),
        extent=right(_extent(a, framework, pack) == _extent(b, framework, pack) for a, b in pairs),
        source=right(a.source == b.source for a, b in pairs),
    )


def _side(record: Record, framework: Framework, pack: Pack) -> object:
    shows = read(record, framework, pack).facts["shows"]
    return "strength" if shows == "exceeds" else shows


def _extent(record: Record, framework: Framework, pack: Pack) -> object:
    return read(record, framework, pack).facts["extent"]


def _areas(record: Record, framework: Framework) -> set[str]:
    return {framework.area_of(one).id for one in record.characteristic}
