"""
The agenda: which cases to discuss, in order, and why.

First the grades whose change would remove every conflict, those in every smallest such set before those
that another could stand in for; then awards that depart without a recorded reason, the farthest first, and
of those as far the firmer ones; then inspections that two coders bring to different grades. Within
each the order is that of the framework's areas and of names. It is no order of merit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from peelgrade.assessment import AreaAssessment
from peelgrade.moderating.coders import Coders
from peelgrade.moderating.conflicting import AreaConflicts, Pair
from peelgrade.moderating.departing import Departure
from peelgrade.moderating.panel import Position, Seat


@dataclass(frozen=True)
class Item:
    """
    One case to discuss in one area.

    *pairs* are the open conflicts that it stands in, if its grade is among the fewest to discuss; *certain*
    says that it is in every smallest set, and *instead* are the cases in conflict with it that a set just
    as small has in its place. *departure* is the open one, if there is; *coded* the two assessments that
    differ, where two people coded the inspection.
    """

    seat: Seat
    area: str
    pairs: tuple[Pair, ...] = ()
    certain: bool = False
    instead: tuple[Position, ...] = ()
    departure: Departure | None = None
    coded: tuple[tuple[Seat, AreaAssessment], ...] = ()

    @property
    def case(self) -> str:
        """Return the name of the case."""
        return self.seat.name


def agenda(
    conflicts: Sequence[AreaConflicts], departures: Sequence[Departure], coders: Sequence[Coders]
) -> tuple[Item, ...]:
    """Return what to discuss, in order; nothing where all is consistent or accounted for."""
    departing = {(one.position.area.area, one.position.case): one for one in departures if not one.settled}
    found = [
        _item(one, area, departing.pop((area.area, one.case), None))
        for area in conflicts
        for one in area.fewest
    ]
    found += [Item(one.position.seat, area, departure=one) for (area, _), one in departing.items()]
    found += [_coded(one, two, both) for both in coders for one, two in both.regraded]
    places = {area.area: place for place, area in enumerate(conflicts)}
    return tuple(sorted(found, key=lambda one: (*_urgency(one), places[one.area], one.case)))


def _item(position: Position, area: AreaConflicts, departure: Departure | None) -> Item:
    pairs = tuple(one for one in area.open if position.case in (one.lower.case, one.higher.case))
    opposed = {one.case for pair in pairs for one in (pair.lower, pair.higher)}
    chosen = {one.case for one in area.fewest}
    instead = [one for one in area.sometimes if one.case in opposed - chosen]
    certain = any(one.case == position.case for one in area.always)
    return Item(position.seat, area.area, pairs, certain, tuple(instead), departure)


def _coded(one: AreaAssessment, two: AreaAssessment, both: Coders) -> Item:
    return Item(both.first, one.area, coded=((both.first, one), (both.second, two)))


def _urgency(one: Item) -> tuple[int, int, int]:
    """Return where an item stands: conflicts, departures, codings; each by how clear it is."""
    if one.pairs:
        return (0, 0 if one.certain else 1, 0)
    if one.departure is not None:
        return (1, -abs(one.departure.steps), int(one.departure.firmness.close))
    return (2, 0, 0)
