"""Figures, and those that a report compares in time: an earlier one stands inside the present one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from peelgrade.drafting.figurewords import Comparison, FigureWords
from peelgrade.drafting.forms import NUMBER, SHARE, WEAK, any_of
from peelgrade.drafting.numbering import Mirror, Number
from peelgrade.evidence import Measure
from peelgrade.model import altered

FARTHEST = 260
"""How many characters two figures that are compared stand apart at most."""
_YEAR = re.compile(rf"{WEAK}|\b(?:19|20)\d\d\b")
_SIGNS = f"{NUMBER}{WEAK}{SHARE}"


@dataclass(frozen=True)
class Figure:
    """
    A figure where it stands in a passage, and the rule that read it.

    *numbers* are those that it is made of; *start* and *end* the stretch from the first to the last.
    *sampled* is whether it can be of a sample; a rate in words isn't. *shared* is whether it can be a
    share of the service; a change in percent isn't.
    """

    measure: Measure
    rule: str
    numbers: tuple[Number, ...]
    sampled: bool = True
    shared: bool = True

    @property
    def start(self) -> int:
        """Return where its first number starts."""
        return min(one.start for one in self.numbers)

    @property
    def end(self) -> int:
        """Return where its last number ends."""
        return max(one.end for one in self.numbers)


def compared(found: list[Figure], mirror: Mirror, words: FigureWords) -> list[Figure]:
    """Return the figures, an earlier one inside the present one that it is compared with."""
    for previous in ("first", "second"):
        ways = [one for one in words.comparisons if one.previous == previous]
        found = [*_paired(found, ways, mirror, words)]
    return found


def _paired(
    found: list[Figure], ways: list[Comparison], mirror: Mirror, words: FigureWords
) -> Iterator[Figure]:
    waiting = list(found)
    while waiting:
        first = waiting.pop(0)
        second = next((one for one in waiting if one.measure.shape == first.measure.shape), None)
        way = None if second is None else _comparison(first, second, found, ways, mirror, words)
        if second is None or way is None:
            yield first
            continue
        now, before = (second, first) if way.previous == "first" else (first, second)
        explained = [
            one for one in waiting if _between(one, first, second) and _is_change(one, now, before)
        ]
        waiting = [one for one in waiting if one != second and one not in explained]
        yield _joined(now, before)


def _between(one: Figure, first: Figure, second: Figure) -> bool:
    return first.end <= one.start and one.end <= second.start


def _is_change(one: Figure, now: Figure, before: Figure) -> bool:
    """Say whether a percentage is the change from one amount to another, as far as rounding goes."""
    first, second = _amount(before), _amount(now)
    if one.measure.percent is None or not first or second is None:
        return False
    return abs(abs(second - first) / first * 100 - one.measure.percent) <= 1


def _amount(figure: Figure) -> Fraction | None:
    value = figure.measure.value
    return None if value is None else value * figure.numbers[0].times


def _joined(now: Figure, before: Figure) -> Figure:
    earlier, amount = before.measure, _amount(before)
    if amount is not None:
        earlier = altered(earlier, value=amount / now.numbers[0].times, unit=now.measure.unit)
    fields = {name: getattr(now.measure, name) for name in now.measure.model_fields_set}
    measure = Measure(**fields, previous=earlier)
    return replace(now, measure=measure, numbers=(*now.numbers, *before.numbers))


def _comparison(
    first: Figure,
    second: Figure,
    found: list[Figure],
    ways: list[Comparison],
    mirror: Mirror,
    words: FigureWords,
) -> Comparison | None:
    """Return how two figures are compared in time, if they are; a change in percent may stand between."""
    if first.measure.previous or second.measure.previous:
        return None
    between = _stretch(mirror, first.end, second.start)
    if first.measure.shape == "value" and not _same_unit(first, second):
        return None
    changes = [one for one in found if _between(one, first, second)]
    if any(one.measure.shape != "percent" or first.measure.shape == "percent" for one in changes):
        return None
    sentence = between + _rest(mirror, second.end)
    for one in ways:
        if not _says(one, between, mirror, first):
            continue
        timed = any_of(words.times).search(sentence) or _YEAR.search(sentence)
        if one.needs_time and (not timed or any_of(words.others).search(sentence)):
            continue
        return one
    return None


def _says(one: Comparison, between: str, mirror: Mirror, first: Figure) -> bool:
    if one.previous == "first":
        joined = re.sub(rf"[£%{_SIGNS}\s]", "", between)
        before = mirror.text[: _sign_place(mirror, first.start)][-12:]
        return joined == "to" and bool(re.search(r"\bfrom\s+(?:\w+\s+)?£?$", before))
    return len(between) < FARTHEST and any_of(one.forms).search(between) is not None


def _same_unit(first: Figure, second: Figure) -> bool:
    """Say whether two amounts are of the same thing, as far as their last words tell."""
    units = [(one.measure.unit or "").split() for one in (first, second)]
    return units[0][-1:] == units[1][-1:] or set(units[0]) == set(units[1])


def _sign_place(mirror: Mirror, start: int) -> int:
    return next(place for place, one in mirror.numbers.items() if one.start == start)


def _stretch(mirror: Mirror, start: int, end: int) -> str:
    """Return the mirrored text between two places of the original."""
    return "".join(
        sign for sign, place in zip(mirror.text, mirror.places, strict=True) if start <= place < end
    )


def _rest(mirror: Mirror, start: int) -> str:
    """Return the mirrored text from a place of the original to the end of its sentence."""
    text = "".join(sign for sign, place in zip(mirror.text, mirror.places, strict=True) if place >= start)
    return re.split(r"[.!?](?:\s|$)", text, maxsplit=1)[0]
