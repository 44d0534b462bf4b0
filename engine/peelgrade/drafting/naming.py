"""What things are called: whose a report is, when it was published, and the ids of its records."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from peelgrade.drafting.blocks import Block
from peelgrade.drafting.lexicon import SectionWords
from peelgrade.drafting.numbering import flat
from peelgrade.framework import Framework

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
AT_THE_HEAD = 60
"""Among how many blocks from the start the date of publication stands."""


def force_of(blocks: tuple[Block, ...], words: SectionWords) -> str | None:
    """Return the force that a report names most often, if it names one more often than any other."""
    endings = "|".join(re.escape(one) for one in words.forces)
    name = re.compile(
        rf"\b((?:[A-Z][a-z]+(?:[- ](?:and |of |the )?(?=[A-Z]))){{1,5}}(?:{endings}))\b(?!\s+[A-Z][a-z])"
    )
    found = Counter(match.group(1) for block in blocks for match in name.finditer(flat(block.text)))
    for one in words.no_forces:
        found.pop(one, None)
    (first, often), (_, next_often) = [*found.most_common(2), ("", 0), ("", 0)][:2]
    return first if often > next_often else None


def published_on(blocks: tuple[Block, ...], words: SectionWords) -> str | None:
    """Return the day of publication, if it is told at the head of a report."""
    told = "|".join(re.escape(one) for one in words.published)
    day = re.compile(rf"\b(?:{told})\W{{0,3}}(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})\b", re.IGNORECASE)
    for block in blocks[:AT_THE_HEAD]:
        match = day.search(flat(block.text))
        if match:
            month = [one.lower() for one in MONTHS].index(match[2].lower()) + 1
            try:
                return date(int(match[3]), month, int(match[1])).isoformat()
            except ValueError:
                return None
    return None


def ids_of(areas: Sequence[str], framework: Framework) -> list[str]:
    """Return an id for each record, given its area: the area's first letters and a number."""
    short = prefixes(framework)
    counts: Counter[str] = Counter()
    found = []
    for area in areas:
        counts[area] += 1
        found.append(f"{short[area]}-{counts[area]:02d}")
    return found


def prefixes(framework: Framework) -> dict[str, str]:
    """Return the first letters of each area's id, at least three and as many as tell it from all others."""
    ids = [area.id for area in framework.areas]
    found = {}
    for one in ids:
        lengths = range(3, len(one))
        alone = (n for n in lengths if sum(other.startswith(one[:n]) for other in ids) == 1)
        found[one] = one[: next(alone, len(one))].upper()
    return found
