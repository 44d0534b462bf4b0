"""Where an area stands: its outcome and grade, without what they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from peelgrade.assessment import GRADED, AreaAssessment, Outcome
from peelgrade.framework import Framework

Way = Literal["lower", "higher", "lost", "gained", "same"]
"""How one standing lies to another; a grade is `lost` where none is proposed any more."""


@dataclass(frozen=True)
class Standing:
    """An area's outcome, and its grade where it has one."""

    outcome: Outcome
    grade: str | None = None


def standing(area: AreaAssessment) -> Standing:
    """Return where an assessed area stands."""
    return Standing(area.outcome, area.grade)


def way(framework: Framework, before: Standing, after: Standing) -> Way:
    """Return which way an area goes from one standing to another."""
    if before == after:
        return "same"
    if before.grade is None or after.grade is None:
        return "lost" if before.outcome == GRADED else "gained"
    return "lower" if framework.rank(after.grade) < framework.rank(before.grade) else "higher"
