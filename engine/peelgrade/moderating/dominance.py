"""
Like evidence, unlike grades: the dominance relation, its conflicts, and rough sets on it.

Nothing here weighs one characteristic against another. One case's evidence is at least as good as
another's where no characteristic that both were assessed on has a lower verdict; where it is graded
lower all the same, the two grades are in conflict. On the same relation stands the dominance-based
rough set approach (Greco, Matarazzo and Słowiński, EJOR 129, 2001): which cases surely belong to a grade
or better, and which possibly do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Levels = NDArray[np.int64]
"""The verdict of each case (a row) on each characteristic (a column) as its place on the scale."""
Relation = NDArray[np.bool_]

NOT_ASSESSED = -1


def overlap(levels: Levels) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for each two cases how many characteristics both were assessed on, and how many either was."""
    assessed = (levels != NOT_ASSESSED).astype(np.int64)
    both = assessed @ assessed.T
    each = assessed.sum(axis=1)
    return both, each[:, None] + each[None, :] - both


def comparable(levels: Levels, least: Fraction) -> Relation:
    """Say for each two cases whether they share at least this share of what either was assessed on."""
    both, either = overlap(levels)
    found = (both * least.denominator >= either * least.numerator) & (both > 0)
    np.fill_diagonal(found, False)
    return found


def at_least_as_good(levels: Levels, compared: Relation) -> Relation:
    """Say whether the evidence of each case (row) is at least as good as that of each other (column)."""
    found = compared.copy()
    for column in levels.T:
        both = (column != NOT_ASSESSED)[:, None] & (column != NOT_ASSESSED)[None, :]
        found &= ~(both & (column[:, None] < column[None, :]))
    return found


def conflicts(relation: Relation, grades: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Return the pairs of which the first has evidence at least as good and the lower grade."""
    given = np.asarray(grades)
    better, other = np.nonzero(relation & (given[:, None] < given[None, :]))
    return tuple((int(one), int(two)) for one, two in zip(better, other, strict=True))


@dataclass(frozen=True)
class Union:
    """
    The cases graded *grade* or better, as far as evidence tells: *surely* so, and *possibly* so.

    Surely: nobody with evidence at least as good is graded lower. Possibly: evidence at least as good as
    that of somebody who is graded so.
    """

    grade: int
    members: frozenset[int]
    surely: frozenset[int]
    possibly: frozenset[int]

    @property
    def boundary(self) -> frozenset[int]:
        """Return the cases of which the evidence doesn't tell."""
        return self.possibly - self.surely

    @property
    def accuracy(self) -> Fraction:
        """Return how many are surely so for each that is possibly so."""
        return Fraction(len(self.surely), max(len(self.possibly), 1))

    @property
    def quality(self) -> Fraction:
        """Return the share of those graded so that are surely so."""
        return Fraction(len(self.surely), max(len(self.members), 1))


def unions(relation: Relation, grades: Sequence[int]) -> tuple[Union, ...]:
    """Return the upward unions of every grade but the lowest that occurs, lowest first."""
    given = np.asarray(grades, dtype=np.int64)
    whole = relation | np.eye(len(given), dtype=bool)
    return tuple(_union(whole, given, grade) for grade in sorted({*grades})[1:])


def _union(whole: Relation, given: NDArray[np.int64], grade: int) -> Union:
    inside = given >= grade
    surely = ~(whole & ~inside[:, None]).any(axis=0)
    possibly = (whole & inside[None, :]).any(axis=1)
    return Union(grade, *(frozenset(np.flatnonzero(one).tolist()) for one in (inside, surely, possibly)))


def quality(relation: Relation, grades: Sequence[int]) -> Fraction | None:
    """Return the quality of classification: the share of cases on no boundary; None without cases."""
    if not grades:
        return None
    unsure = frozenset[int]().union(*(one.boundary for one in unions(relation, grades)))
    return 1 - Fraction(len(unsure), len(grades))
