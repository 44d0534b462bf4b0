"""Ways to get somewhere: sets of records as kinds, and what one set of them really comes to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from peelgrade.assessment import Assessment, Inspection
from peelgrade.deriving import derive
from peelgrade.errors import PeelgradeError, RefusedError
from peelgrade.evidence import put_right
from peelgrade.framework import Area
from peelgrade.reaching.dualising import TooManyError
from peelgrade.reaching.interchange import Board
from peelgrade.reaching.kinds import Kind, Set, count, first_sets, kinds, size
from peelgrade.reaching.searching import Found, Search

TOLD = 100
"""How many sets are spelled out."""


@dataclass(frozen=True)
class Ways:
    """
    Sets of records, as kinds: all of the smallest, or all from which nothing can be left out.

    *complete* says whether they are all there are.
    """

    kinds: tuple[Kind, ...]
    complete: bool = True

    @cached_property
    def smallest(self) -> int | None:
        """Return how many records the smallest sets hold; None if there is no set."""
        return min(map(size, self.kinds), default=None)

    @cached_property
    def largest(self) -> int | None:
        """Return how many records the largest sets hold; None if there is no set."""
        return max(map(size, self.kinds), default=None)

    @cached_property
    def count(self) -> int:
        """Return how many sets there are."""
        return count(self.kinds)

    @cached_property
    def sets(self) -> tuple[Set, ...]:
        """Return the first sets, spelled out: smaller ones first, then in order of their ids."""
        return first_sets(self.kinds, TOLD)

    @property
    def examples(self) -> tuple[Set, ...]:
        """Return the sets spelled out, and one of each of the first kinds."""
        firsts = (one for kind in self.kinds[:TOLD] for one in first_sets([kind], 1))
        return tuple(dict.fromkeys((*self.sets, *firsts)))


def ways_of(table: Board, found: Found) -> Ways:
    """Return choices as kinds of sets of records."""
    groups = tuple(group.records for group in table.groups)
    return Ways(kinds(found.choices, groups), found.complete)


def smallest_of(search: Search) -> Found:
    """Return the smallest choices; raise PeelgradeError where the search has to give up."""
    try:
        return search.smallest()
    except TooManyError:
        message = "too many records weigh on several characteristics at once to look at every combination"
        raise PeelgradeError(message) from None


def graded_area(inspection: Inspection, area: str) -> Area:
    """Return an area that has a grade; raise RefusedError if it never has."""
    place = inspection.framework.area(area)
    if not place.graded:
        raise RefusedError(f"`{area}` is assessed and never graded, so no grade can be reached there")
    return place


def changed(
    inspection: Inspection,
    area: Area,
    *,
    right: Iterable[str] = (),
    gone: Iterable[str] = (),
) -> Assessment:
    """Return the assessment of one area with some records put right and others taken away."""
    righted, left_out = set(right), set(gone)
    records = tuple(
        put_right(record) if record.id in righted else record
        for record in inspection.case.evidence
        if record.id not in left_out
    )
    case = inspection.case.with_evidence(records)
    return derive(Inspection(case, inspection.framework, inspection.pack), areas=[area.id], chained=False)
