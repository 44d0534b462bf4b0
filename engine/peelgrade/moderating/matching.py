"""
Which record of one coder is which of another's: by what the records say, and by id where that fits.

Records are matched one to one, so that together they are as alike as they can be, and none is less alike
than a threshold. The same id makes two records more alike and no more than that: two people who code a
report by themselves both begin at `RES-01`, with different findings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from peelgrade.evidence import Record

RULE = (
    "Records are matched one to one, so that together they are as alike as they can be: words shared by "
    "the findings and a figure that is the same count twice, words shared by the references once, the same "
    "id makes up a tenth of what is missing, and at least 0.3 of 1 is needed."
)
LEAST = 0.3
"""On three codings of one report this matches nine in ten records, nine in ten of them on a shared
characteristic; a lower one wins few more, and most of these not on a shared one."""
SAME_ID = 0.1
_WORD = re.compile(r"[0-9][0-9,.]*|[^\W_]{4,}")
"""A figure, or a word of four letters and more: the short ones say little of what a text is about."""


@dataclass(frozen=True)
class Match:
    """Two records of two coders that tell of the same thing, and how it is known."""

    first: Record
    second: Record
    by_id: bool
    likeness: float


@dataclass(frozen=True)
class Matching:
    """The records of two coders side by side, and those of each that the other doesn't have."""

    matches: tuple[Match, ...]
    first_alone: tuple[Record, ...]
    second_alone: tuple[Record, ...]


def matching(first: Sequence[Record], second: Sequence[Record]) -> Matching:
    """Return which of two coders' records tell of the same thing; neither goes before the other."""
    found = _matched(first, second)
    ours, others = {one.first.id for one in found}, {one.second.id for one in found}
    return Matching(
        tuple(sorted(found, key=lambda one: one.first.id)),
        tuple(one for one in first if one.id not in ours),
        tuple(one for one in second if one.id not in others),
    )


def _matched(first: Sequence[Record], second: Sequence[Record]) -> list[Match]:
    from scipy.optimize import linear_sum_assignment

    if not first or not second:
        return []
    alike = np.array([[_alike(one, two) for two in second] for one in first])
    rows, columns = linear_sum_assignment(np.where(alike >= LEAST, alike, 0), maximize=True)
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return [
        Match(first[row], second[column], first[row].id == second[column].id, float(alike[row, column]))
        for row, column in pairs
        if alike[row, column] >= LEAST
    ]


def _alike(one: Record, other: Record) -> float:
    """Return how alike two records are, their ids among it."""
    alike = likeness(one, other)
    return alike + SAME_ID * (1 - alike) if one.id == other.id and alike > 0 else alike


def likeness(one: Record, other: Record) -> float:
    """Return how alike two records are in what they say, from 0 to 1, whatever they are coded as."""
    parts = [(2, _shared(one.finding, other.finding))]
    if one.measure is not None and other.measure is not None:
        parts.append((2, float(str(one.measure) == str(other.measure))))
    if one.reference and other.reference:
        parts.append((1, _shared(one.reference, other.reference)))
    return sum(weight * part for weight, part in parts) / sum(weight for weight, _ in parts)


def _shared(one: str, other: str) -> float:
    """Return the share of words that two texts have in common (the Dice coefficient)."""
    mine, theirs = _words(one), _words(other)
    return 2 * len(mine & theirs) / (len(mine) + len(theirs)) if mine and theirs else 0.0


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower()))
