"""
What a case comes to: appraisals, verdicts, concerns, ceilings and outcomes.

The derivation is the value itself: every conclusion holds the rule and the evidence that it was
drawn from, and an area keeps also the rules that didn't fire and the facts that they read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from peelgrade.evidence import Case, Record
from peelgrade.framework import NOT_ASSESSED, Framework
from peelgrade.rules import Pack, Side

Outcome = Literal["graded", "not-graded", "evidence-not-secure"]
GRADED: Outcome = "graded"
NOT_GRADED: Outcome = "not-graded"
NOT_SECURE: Outcome = "evidence-not-secure"


@dataclass(frozen=True)
class Inspection:
    """A case with the framework and the rules that it is assessed by: all that a grade rests on."""

    case: Case
    framework: Framework
    pack: Pack


@dataclass(frozen=True)
class Appraisal:
    """
    What one record shows and how much it weighs.

    *facts* are what the rules read of it, as whole numbers by name. *reads* says how its figure
    compares with the standard, *derived* which fields the engine filled in from that, and *differs*
    where the coder's words and the figure disagree (the words stand).
    """

    record: Record
    facts: dict[str, int]
    shows: str
    level: str
    side: Side
    rule: str
    reads: str = ""
    derived: tuple[str, ...] = ()
    differs: str = ""


@dataclass(frozen=True)
class Verdict:
    """
    The verdict on one characteristic and what decides it.

    *shortfalls* and *strengths* are the records that decide it, *evidence* both together;
    *weighs* is every record that weighs on it at all, *supports* those that point somewhere but
    settle nothing, such as a survey.
    """

    characteristic: str
    verdict: str
    rule: str = ""
    facts: dict[str, int] = field(default_factory=dict)
    shortfalls: tuple[str, ...] = ()
    strengths: tuple[str, ...] = ()
    weighs: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()

    @property
    def assessed(self) -> bool:
        """Say whether anything weighs on the characteristic."""
        return self.verdict != NOT_ASSESSED

    @property
    def evidence(self) -> tuple[str, ...]:
        """Return the ids of the records that decide the verdict, in order."""
        return tuple(sorted({*self.shortfalls, *self.strengths}))


@dataclass(frozen=True)
class Concern:
    """An area for improvement or a cause of concern, with what it rests on."""

    id: str
    kind: Literal["area-for-improvement", "cause-of-concern"]
    title: str
    characteristics: tuple[str, ...]
    evidence: tuple[str, ...]
    rule: str
    recommendations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ceiling:
    """One rule's "no higher than": the grade, the reason, and what it rests on."""

    grade: str
    rule: str
    because: str
    evidence: tuple[str, ...]
    characteristics: tuple[str, ...]


@dataclass(frozen=True)
class AreaAssessment:
    """
    One area: its outcome, and everything that was considered on the way.

    *facts* are what the grade rules read, as whole numbers by name; *considered* are the grade
    rules that speak of this area, in order of their ids, fired or not. *missing* are the
    characteristics that nothing weighs on.
    """

    area: str
    outcome: Outcome
    grade: str | None
    ceilings: tuple[Ceiling, ...]
    verdicts: tuple[Verdict, ...]
    improvements: tuple[Concern, ...]
    causes: tuple[Concern, ...]
    facts: dict[str, int]
    considered: tuple[str, ...]
    missing: tuple[str, ...]
    needed: int

    @property
    def decisive(self) -> tuple[Ceiling, ...]:
        """Return the ceilings at the grade: exactly why it isn't higher."""
        return tuple(one for one in self.ceilings if one.grade == self.grade)

    @property
    def cited(self) -> tuple[str, ...]:
        """Return the ids of every record that the area rests on, in order."""
        return tuple(
            sorted(
                {one for ceiling in self.ceilings for one in ceiling.evidence}
                | {one for verdict in self.verdicts for one in verdict.evidence}
                | {one for concern in (*self.improvements, *self.causes) for one in concern.evidence}
            )
        )

    def verdict(self, characteristic: str) -> Verdict:
        """Return the verdict on one of the area's characteristics."""
        return next(one for one in self.verdicts if one.characteristic == characteristic)


@dataclass(frozen=True)
class Assessment:
    """Every area of one case, with the inspection that it was derived from."""

    inspection: Inspection
    appraisals: dict[str, Appraisal]
    areas: tuple[AreaAssessment, ...]
    evaluators: tuple[str, ...]

    def area(self, area: str) -> AreaAssessment:
        """Return the assessment of one area, or raise NotFoundError naming the nearest id."""
        wanted = self.inspection.framework.area(area).id
        return next(one for one in self.areas if one.area == wanted)

    @property
    def differences(self) -> tuple[Appraisal, ...]:
        """Return the appraisals whose words and figure disagree, in order of the records."""
        return tuple(one for _, one in sorted(self.appraisals.items()) if one.differs)
