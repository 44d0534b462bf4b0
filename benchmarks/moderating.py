"""Moderating many forces: the grades of a hundred made-up ones, nine areas each, some awarded otherwise."""

from __future__ import annotations

from functools import cache
from random import Random

from benchmarks.timing import Timed, timed
from peelgrade.assessment import Assessment, Inspection
from peelgrade.awards import Award
from peelgrade.deriving import derive
from peelgrade.evidence import EXTENTS, IMPACTS, Case, Record, in_order
from peelgrade.framework import Area
from peelgrade.loading import load_framework, load_rules
from peelgrade.moderating import Moderation, moderate

FRAMEWORK = "peel-2023-25"
ASSESSED = 0.7
"""The share of an area's characteristics that are assessed."""
DEPARTING = 0.1
"""The share of grades awarded one higher or lower than proposed."""


def moderating(sizes: tuple[int, ...] = (10, 30, 100)) -> list[Timed]:
    """Time a moderation as the number of forces grows, and the grading that goes before it."""
    found = [timed("grading 10 forces by both evaluators", lambda: graded(10), runs=3)]
    for size in sizes:
        forces = graded(size)
        given = awards(forces)
        assert moderate(forces, given).departures
        run = lambda one=forces, two=given: moderate(one, two)  # noqa: E731
        found.append(timed(f"moderating {size} forces in nine areas", run, runs=3))
    return found


def graded(size: int) -> dict[str, Assessment]:
    """Return the assessments of some made-up forces by name, the same every time."""
    return {one.case.case: derive(one) for one in made_up(size)}


@cache
def made_up(size: int) -> tuple[Inspection, ...]:
    """Return the inspections of some made-up forces, some good throughout and some not."""
    framework = load_framework(FRAMEWORK)
    pack = load_rules(FRAMEWORK, framework)
    chance = Random(size)
    found = []
    for number in range(size):
        good = chance.uniform(0.3, 0.95)
        records = [r for area in framework.areas for r in _records(area, good, chance)]
        name = f"force-{number:03d}"
        case = Case(
            case=name, force=f"{name} Police", framework=FRAMEWORK, evidence=in_order(tuple(records))
        )
        found.append(Inspection(case, framework, pack))
    return tuple(found)


def _records(area: Area, good: float, chance: Random) -> list[Record]:
    return [
        Record(
            id=f"{one}-{number}",
            characteristic=(one,),
            source=chance.choice(["inspection", "interview", "document"]),
            finding="Something was found.",
            shows="strength" if strong else "shortfall",
            extent=chance.choice(EXTENTS),  # type: ignore[arg-type]
            impact=None if strong else chance.choice(IMPACTS[:3]),  # type: ignore[arg-type]
        )
        for one in area.ids
        if chance.random() < ASSESSED
        for number in range(chance.randint(1, 2))
        for strong in [chance.random() < good]
    ]


def awards(forces: dict[str, Assessment]) -> tuple[Award, ...]:
    """Return the grades proposed as if awarded, some of them one higher or lower."""
    chance = Random(len(forces))
    found = []
    for one in forces.values():
        grades = one.inspection.framework.grade_ids
        for area in one.areas:
            if area.grade is not None:
                moved = chance.choice([-1, 1]) if chance.random() < DEPARTING else 0
                place = min(max(grades.index(area.grade) + moved, 0), len(grades) - 1)
                force = one.inspection.case.force
                found.append(Award(force=force, framework=FRAMEWORK, area=area.area, grade=grades[place]))
    return tuple(found)


def sample(size: int) -> Moderation:
    """Return the moderation of some made-up forces."""
    forces = graded(size)
    return moderate(forces, awards(forces))
