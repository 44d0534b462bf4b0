"""Made-up forces for tests of moderation: evidence by verdict, awards by grade."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from random import Random
from typing import Any

from generators import framework, pack
from peelgrade.assessment import Assessment, Inspection
from peelgrade.awards import Award
from peelgrade.deriving import derive
from peelgrade.evidence import Case, Record, in_order
from test_fixtures import masked

AREA = "responding"
FIELDS: dict[str, dict[str, Any]] = {
    "exceeded": {"shows": "exceeds", "extent": "systemic"},
    "met": {"shows": "strength", "extent": "widespread"},
    "partly-met": {"shows": "shortfall", "extent": "some", "impact": "moderate"},
    "not-met": {"shows": "shortfall", "extent": "systemic", "impact": "high"},
}
"""Records of which each alone makes this verdict."""


def kept(text: str) -> str:
    """Return a rendered text without hashes and versions, which say nothing of moderation."""
    return re.sub(r"(?m)^(Rules|Framework|Engine): .*$", r"\1: (version)", masked(text))


def ids(area: str = AREA) -> tuple[str, ...]:
    """Return the characteristics of an area."""
    return framework().area(area).ids


def pattern(text: str, area: str = AREA) -> dict[str, str]:
    """Return verdicts by characteristic from a letter each: e, m, p, n, or a dot where not assessed."""
    verdicts = {one[0]: one for one in FIELDS}
    return {one: verdicts[letter] for one, letter in zip(ids(area), text, strict=True) if letter != "."}


def force(name: str, verdicts: Mapping[str, str], **fields: Any) -> Case:
    """Return a case of a force with these verdicts by characteristic."""
    records = tuple(
        Record(
            id=f"R-{one}",
            characteristic=(one,),
            source="inspection",
            finding=f"What was found of {one} in {name}.",
            **FIELDS[verdict],
        )
        for one, verdict in verdicts.items()
    )
    values = {"case": name, "force": f"{name.title()} Police", "framework": "peel-2023-25"} | fields
    return Case(**values, evidence=in_order(records))


def assessed(*cases: Case, areas: Iterable[str] | None = (AREA,)) -> dict[str, Assessment]:
    """Return the assessments of some cases by name, of one area unless told otherwise."""
    return {
        one.case: derive(Inspection(one, framework(), pack()), areas=areas, chained=False) for one in cases
    }


def award(name: str, grade: str, area: str = AREA, **fields: Any) -> Award:
    """Return a grade awarded to a made-up force."""
    return Award(force=f"{name.title()} Police", framework="peel-2023-25", area=area, grade=grade, **fields)


def as_proposed(assessments: Mapping[str, Assessment]) -> dict[tuple[str, str], str]:
    """Return the grades proposed by case and area, to be awarded as they are or altered."""
    return {
        (name, area.area): area.grade
        for name, one in assessments.items()
        for area in one.areas
        if area.grade is not None
    }


def awards(grades: Mapping[tuple[str, str], str], **fields: Any) -> tuple[Award, ...]:
    """Return awards from grades by case and area."""
    return tuple(award(name, grade, area, **fields) for (name, area), grade in grades.items())


def random_forces(seed: int, many: int = 8) -> dict[str, Assessment]:
    """Return made-up forces with about three quarters of their characteristics assessed."""
    chance = Random(seed)
    cases = []
    for number in range(many):
        level = chance.random()
        weights = [level**3, level, 1 - level, (1 - level) ** 2]
        letters = ["." if chance.random() < 0.25 else chance.choices("empn", weights)[0] for _ in ids()]
        cases.append(force(f"force-{number}", pattern("".join(letters))))
    return assessed(*cases)
