"""What it would take: the largest area of a real force, and a made-up one with sixty shortfalls."""

from __future__ import annotations

from benchmarks.cases import crowded
from benchmarks.grading import WEST_MERCIA
from benchmarks.timing import Timed, timed
from peelgrade.assessment import Inspection
from peelgrade.loading import load_case
from peelgrade.reaching import Reach, hanging, reach

GRADE = "good"
CROWDED, SHORTFALLS, SEEDS = "leadership", 60, (1, 2)


def largest(inspection: Inspection) -> str:
    """Return the graded area with the most shortfalls."""
    areas = [area.id for area in inspection.framework.areas if area.graded]
    return max(areas, key=lambda area: len(reach(inspection, area, GRADE, chained=False).shortfalls))


def reaching() -> list[Timed]:
    """
    Time the search for every smallest set, for all minimal ones, and for what a grade hangs on.

    `reach` grades the sets that it tells once more and checks a complete list by duality, so its
    answers are verified in every run.
    """
    inspection = load_case(WEST_MERCIA)
    area = largest(inspection)
    found = [
        _timed(f"West Mercia, {area}", inspection, area, every=False),
        _timed(f"West Mercia, {area}", inspection, area, every=True),
        timed(f"West Mercia, {area}, hangs on", lambda: hanging(inspection, area)),
    ]
    for seed in SEEDS:
        case = crowded(CROWDED, SHORTFALLS, seed)
        found += [_timed(f"made up ({seed})", case, CROWDED, every=every) for every in (False, True)]
        found.append(timed(f"made up ({seed}), hangs on", lambda case=case: hanging(case, CROWDED), runs=3))  # type: ignore[misc]
    return found


def _timed(name: str, inspection: Inspection, area: str, *, every: bool) -> Timed:
    def run() -> Reach:
        return reach(inspection, area, GRADE, every=every, chained=False)

    answer = run()
    sets = f"{answer.ways.count:,} {'minimal' if every else 'smallest'}"
    more = "" if answer.ways.complete else " and more"
    return timed(f"{name}, {len(answer.shortfalls)} shortfalls: {sets}{more}", run, runs=3)
