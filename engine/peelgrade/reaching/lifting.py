"""
What it would take: every smallest set of shortfalls whose putting right lifts an area to a grade.

Exact: every smaller set is ruled out by the search in `searching`, and every set that is told is put
right and graded once more by `derive`. What putting right can't do is named as a gap.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import comb, prod

from peelgrade.assessment import Appraisal, AreaAssessment, Assessment, Inspection
from peelgrade.deriving import appraise, derive
from peelgrade.errors import DisagreementError
from peelgrade.evidence import put_right
from peelgrade.explaining import Barrier, why_not
from peelgrade.framework import Area
from peelgrade.reaching.dualising import TooManyError, maximal_no
from peelgrade.reaching.interchange import Board, board, weighed
from peelgrade.reaching.lacking import Lacking, lacking
from peelgrade.reaching.options import bettering
from peelgrade.reaching.searching import Found, Search
from peelgrade.reaching.ways import Ways, changed, graded_area, smallest_of, ways_of

WAYS_TO_FAIL = 5_000
"""With more maximal ways to fail than this, a list isn't checked by duality."""


@dataclass(frozen=True)
class Reach:
    """
    What lifts one area to the grade *wanted*.

    *shortfalls* are the records that could be put right, *highest* is the area with all of them put
    right. Where that isn't enough, *gaps* are the ceilings that are left, and *lacking* what they wait
    for. *every* says whether *ways* are all from which nothing can be left out, or the smallest only.
    *failing* is the number of the largest sets that fail, where the list was checked against them;
    *verified* that of the sets that were graded once more, and *grades* what that came to.
    """

    assessment: Assessment
    wanted: str
    shortfalls: tuple[str, ...]
    ways: Ways
    every: bool
    highest: AreaAssessment
    gaps: tuple[Barrier, ...]
    lacking: Lacking | None
    failing: int | None
    verified: int
    grades: tuple[str, ...]

    @property
    def area(self) -> AreaAssessment:
        """Return the area as it stands."""
        return self.assessment.areas[0]

    @property
    def reached(self) -> bool:
        """Say whether the area has the grade already."""
        return self.ways.smallest == 0


def reach(
    inspection: Inspection, area: str, grade: str, *, every: bool = False, chained: bool = True
) -> Reach:
    """
    Return every smallest set of shortfalls whose putting right lifts *area* to at least *grade*.

    It is taken as given that putting right never lowers a grade, which `rules check` proves of a pack.

    Args:
        inspection: The case, its framework and the rule pack.

        area: The id of a graded area.

        grade: The id of the grade wanted.

        every: Whether to return every set from which nothing can be left out, also larger ones.

        chained: Whether durable_rules checks the area as it stands (where it can be imported).

    Raises:
        NotFoundError: If there is no such area or grade.
        RefusedError: If the area is assessed and never graded.
        DisagreementError: If a set doesn't hold when it is graded once more.
        PeelgradeError: If the evidence is too entangled to look at every combination.

    """
    place, rank = graded_area(inspection, area), inspection.framework.rank(grade)
    table = shortfalls_board(inspection, place, rank)
    search = Search(table, bettering(table), lambda reached: reached >= rank)
    found = smallest_of(search)
    if every:
        found = _every(search, found)
    ways, short = ways_of(table, found), table.records(table.tops)
    grades = _verified(inspection, place, ways, rank)
    highest = changed(inspection, place, right=short)
    best = highest.areas[0]
    return Reach(
        derive(inspection, areas=[area], chained=chained),
        grade,
        short,
        ways,
        every,
        best,
        why_not(highest, area, grade),
        lacking(inspection, place, best, rank) if not ways.kinds and best.grade else None,
        _failing(table, found, rank) if every and found.complete else None,
        len(ways.examples),
        grades,
    )


def shortfalls_board(inspection: Inspection, area: Area, rank: int) -> Board:
    """Return an area whose shortfalls can be put right, as far as ceilings below *rank* read it."""
    now = weighed(inspection, area)
    found = {one.record.id: one for name in area.ids for one in now.appraisals[name]}
    short = [one.record for one in found.values() if one.shows == "shortfall" and one.side != "neither"]
    right: dict[str, Appraisal | None] = {**appraise(now.run, [put_right(one) for one in short])}
    return board(now, area, rank, right)


def _every(search: Search, smallest: Found) -> Found:
    """Return every minimal choice; the smallest, found apart from them, must be among them."""
    found = search.minimal()
    if found.complete and not smallest.choices <= found.choices:
        raise DisagreementError("a smallest set isn't among those from which nothing can be left out")
    return Found(found.choices | smallest.choices, found.complete and smallest.complete)


def _verified(inspection: Inspection, area: Area, ways: Ways, rank: int) -> tuple[str, ...]:
    """Return what every set that is told comes to, put right and graded once more, lowest first."""
    found: set[str] = set()
    for one in ways.examples:
        grade = changed(inspection, area, right=one).areas[0].grade
        if grade is None or inspection.framework.rank(grade) < rank:
            raise DisagreementError(f"putting right {', '.join(one)} gives {grade or 'no grade'}")
        found.add(grade)
    return tuple(sorted(found, key=inspection.framework.rank))


def _failing(table: Board, found: Found, rank: int) -> int | None:
    """
    Return how many of the largest sets that fail there are, having checked the list against them.

    The list is complete if and only if whatever leaves out something of each set on it fails, so all
    that do and are maximal are worked out from the list alone, and graded.
    """
    try:
        failing = maximal_no(found.choices, table.tops, WAYS_TO_FAIL)
    except TooManyError:
        return None
    if any(table.rank(one) >= rank for one in failing):
        raise DisagreementError("a set leads to the grade that isn't on the list of those that do")
    return sum(prod(map(comb, table.tops, one)) for one in failing)
