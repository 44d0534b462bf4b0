"""What a grade hangs on: the smallest sets of records without which it would be another."""

from __future__ import annotations

from dataclasses import dataclass

from peelgrade.assessment import GRADED, AreaAssessment, Inspection
from peelgrade.errors import DisagreementError
from peelgrade.framework import Area
from peelgrade.reaching.dualising import TooManyError
from peelgrade.reaching.interchange import Board, board, weighed
from peelgrade.reaching.options import removing
from peelgrade.reaching.searching import Accepts, Search
from peelgrade.reaching.tallying import NOT_SECURE
from peelgrade.reaching.ways import Ways, changed, graded_area, ways_of


@dataclass(frozen=True)
class Hanging:
    """
    The smallest sets of records whose removal changes an area's grade, in each way that it can.

    Without those of *lower* the grade is lower, without those of *higher* it is higher, without those of
    *lost* too little is assessed for any. *grades* are what the sets that are told lead to.
    """

    lower: Ways
    higher: Ways
    lost: Ways
    grades: dict[str, tuple[str, ...]]

    @property
    def smallest(self) -> int | None:
        """Return the fewest records on which the grade hangs, whichever way it changes."""
        found = [one.smallest for one in (self.lower, self.higher, self.lost)]
        return min((one for one in found if one is not None), default=None)


def hanging(inspection: Inspection, area: str) -> Hanging | None:
    """
    Return what the grade of *area* hangs on; None where no grade is proposed.

    Any record that weighs may be taken away, strengths among them.

    Raises:
        NotFoundError: If there is no such area.
        RefusedError: If the area is assessed and never graded.
        DisagreementError: If a set doesn't hold when the case without it is graded once more.

    """
    place = graded_area(inspection, area)
    now = changed(inspection, place).areas[0]
    if now.outcome != GRADED or now.grade is None:
        return None
    rank = inspection.framework.rank(now.grade)
    tests: dict[str, tuple[int, Accepts]] = {
        "lower": (rank + 1, lambda reached: NOT_SECURE < reached < rank),
        "higher": (rank + 1, lambda reached: reached > rank),
        "lost": (0, lambda reached: reached == NOT_SECURE),
    }
    ways = {name: _ways(inspection, place, below, test) for name, (below, test) in tests.items()}
    grades = {name: _verified(inspection, place, ways[name], test) for name, (_, test) in tests.items()}
    return Hanging(ways["lower"], ways["higher"], ways["lost"], grades)


def _ways(inspection: Inspection, area: Area, below: int, test: Accepts) -> Ways:
    """Return the smallest removals after which a test holds of the rank, as far as ceilings *below* go."""
    table = removals_board(inspection, area, min(below, len(inspection.framework.grades) - 1))
    try:
        return ways_of(table, Search(table, removing(table), test).smallest())
    except TooManyError:
        return Ways((), complete=False)


def removals_board(inspection: Inspection, area: Area, below: int) -> Board:
    """Return an area in which every record that weighs can be taken away."""
    now = weighed(inspection, area)
    found = {one.record.id: one for name in area.ids for one in now.appraisals[name]}
    gone = {name: None for name, one in found.items() if one.side != "neither"}
    return board(now, area, below, gone)


def _verified(inspection: Inspection, area: Area, ways: Ways, test: Accepts) -> tuple[str, ...]:
    """Return the grades without each set that is told, lowest first, having graded the case without it."""
    found: set[str] = set()
    for one in ways.examples:
        now = changed(inspection, area, gone=one).areas[0]
        if not test(_rank(inspection, now)):
            raise DisagreementError(f"without {', '.join(one)} the grade is {now.grade or 'not proposed'}")
        found |= {now.grade} if now.grade else set()
    return tuple(sorted(found, key=inspection.framework.rank))


def _rank(inspection: Inspection, area: AreaAssessment) -> int:
    return NOT_SECURE if area.grade is None else inspection.framework.rank(area.grade)
