"""A decision taken on an area of a case: every check that it must pass, and what it departs from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from peelgrade.assessment import Assessment, Inspection
from peelgrade.awards import NOT_GRADED
from peelgrade.deriving import derive
from peelgrade.errors import InvalidInputError, Problem, Where, noting
from peelgrade.explaining import explain, why_not
from peelgrade.framework import Framework
from peelgrade.ledger.decision import (
    SUBSTANCE,
    Decision,
    Proposed,
    basis_of,
    departs,
    different_words,
    same_person,
    substantial,
)
from peelgrade.model import spelled
from peelgrade.reading import refuse_controls
from peelgrade.vetting import known

AREA, GRADE = Where("AREA"), Where("GRADE")


@dataclass(frozen=True)
class Said:
    """What people say of one area: the grade that they decide, why, who says so, and when."""

    area: str
    grade: str
    reason: str
    by: str
    approved_by: str | None
    day: date


def take(inspection: Inspection, said: Said) -> Decision:
    """
    Return the decision on one area, beside what is proposed for it now.

    An area whose evidence isn't secure may be decided, too: the outcome then proposed is kept with it.

    Raises:
        InvalidInputError: With everything at once that keeps the decision from being taken.

    """
    said = _tidied(said)
    problems = [*_refused(inspection.framework, said), *_unsigned(said)]
    for option, text in _texts(said):
        with noting(problems):
            _readable(text, option)
    if any(one.where in (AREA, GRADE) for one in problems):
        raise InvalidInputError(problems)
    assessment = derive(inspection, areas=[said.area])
    proposed = assessment.area(said.area).grade
    if departs(proposed, said.grade) and not substantial(said.reason):
        problems.append(Problem(Where("--reason"), _unreasoned(said.reason, proposed)))
    if problems:
        raise InvalidInputError(problems)
    return _decision(assessment, said)


def _tidied(said: Said) -> Said:
    """Return what was said with every text on one line and no spaces around it."""
    approved = None if said.approved_by is None else _on_one_line(said.approved_by)
    return replace(said, reason=_on_one_line(said.reason), by=_on_one_line(said.by), approved_by=approved)


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _texts(said: Said) -> tuple[tuple[str, str], ...]:
    return (("--reason", said.reason), ("--by", said.by), ("--approved-by", said.approved_by or ""))


def _refused(framework: Framework, said: Said) -> Iterator[Problem]:
    """Yield why an area can't be decided, or a grade can't be given."""
    areas = {one.id: one for one in framework.areas}
    yield from known("area", said.area, areas, AREA)
    if said.area in areas and not areas[said.area].graded:
        yield Problem(AREA, f"`{said.area}` is assessed and not graded: there is no grade to decide")
    grades = [*framework.grade_ids, NOT_GRADED]
    yield from known(f"grade of {framework.id}", said.grade, grades, GRADE)


def _unsigned(said: Said) -> Iterator[Problem]:
    """Yield that nobody puts a decision forward, or that who approves it is nobody, or the same person."""
    if not said.by:
        yield Problem(Where("--by"), "names nobody: a decision says who puts it forward, by role")
    if said.approved_by is None:
        return
    if not said.approved_by:
        message = "is empty: it names who approves the decision, or is left out until somebody does"
        yield Problem(Where("--approved-by"), message)
    elif same_person(said.by, said.approved_by):
        message = f"`{said.approved_by}` puts the decision forward and can't approve it as well"
        yield Problem(Where("--approved-by"), message, "name somebody else")


def _readable(text: str, option: str) -> None:
    """Refuse what no text file should hold."""
    refuse_controls(text, option)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise InvalidInputError([Problem(Where(option), "isn't readable as UTF-8")]) from None


def _unreasoned(reason: str, proposed: str | None) -> str:
    count = len(different_words(reason))
    given = f"`{reason}` has {spelled(count)}" if reason else "none is given"
    beside = (
        f"`{proposed}` is proposed" if proposed else "the evidence isn't secure and no grade is proposed"
    )
    wanted = f"a reason of at least {spelled(SUBSTANCE)} different words"
    return f"{beside}, and a departure needs {wanted}: {given}"


def _decision(assessment: Assessment, said: Said) -> Decision:
    found = assessment.area(said.area)
    return Decision(
        case=assessment.inspection.case.case,
        area=said.area,
        proposed=Proposed(outcome=found.outcome, grade=found.grade),
        decided=said.grade,
        reason=said.reason,
        departs_from=departed(assessment, said.area, said.grade),
        by=said.by,
        approved_by=said.approved_by,
        date=said.day.isoformat(),
        basis=basis_of(assessment.inspection),
    )


def departed(assessment: Assessment, area: str, decided: str) -> tuple[str, ...]:
    """
    Return what a decision on an area passes over, by id; nothing where it agrees.

    Above the proposal that is every rule whose ceiling stands below the decision, lowest first. Below it,
    it is the nearest rule that would have held the area so low, and doesn't bite. Where a grade is decided
    on evidence that isn't secure, or none on evidence that is, it is the parameter that parts the two.
    """
    proposed, framework = assessment.area(area).grade, assessment.inspection.framework
    if not departs(proposed, decided):
        return ()
    if proposed is None or decided == NOT_GRADED:
        return (assessment.inspection.pack.secure,)
    if framework.rank(decided) > framework.rank(proposed):
        return tuple(dict.fromkeys(one.ceiling.rule for one in why_not(assessment, area, decided)))
    misses = [one.rule for one in explain(assessment, area).near_misses]
    low = [one for one in misses if framework.rank(one.concludes) <= framework.rank(decided)]
    return tuple(one.id for one in sorted(low, key=lambda one: -framework.rank(one.concludes))[:1])
