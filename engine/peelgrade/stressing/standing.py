"""Where an area stands: its outcome and grade, without what they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from peelgrade.assessment import GRADED, NOT_GRADED, NOT_SECURE, AreaAssessment, Outcome
from peelgrade.capping import State, fired
from peelgrade.compiling import Program
from peelgrade.framework import Area, Framework

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


def stands(run: Program, area: Area, then: State) -> Standing:
    """Return where an area in some state stands; the reasons, which take longer, aren't worked out."""
    if not area.graded or not then.secure:
        return Standing(NOT_SECURE if area.graded else NOT_GRADED)
    ceilings = fired(run, area, then.facts)
    return Standing(GRADED, ceilings[0].concludes if ceilings else run.framework.grade_ids[-1])


def way(framework: Framework, before: Standing, after: Standing) -> Way:
    """Return which way an area goes from one standing to another."""
    if before == after:
        return "same"
    if before.grade is None or after.grade is None:
        return "lost" if before.outcome == GRADED else "gained"
    return "lower" if framework.rank(after.grade) < framework.rank(before.grade) else "higher"
