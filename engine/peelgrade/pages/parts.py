"""What several pages share: provenance, titles, and sentences about grades and records."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from peelgrade import __version__
from peelgrade.assessment import NOT_GRADED, NOT_SECURE, AreaAssessment, Assessment, Inspection
from peelgrade.drafts import drafts
from peelgrade.evidence import Case
from peelgrade.explaining import Barrier, Compared, Explanation
from peelgrade.framework import Framework
from peelgrade.loading import fingerprint
from peelgrade.model import plain_number
from peelgrade.rules import Pack, Parameter
from peelgrade.view import NOTICE, Page, Sentence
from peelgrade.wording import joined, tell, words

SHORT_HASH = 12


def provenance_data(assessment: Assessment) -> dict[str, object]:
    """Return what a result rests on: engine, framework, rules and evidence, with their hashes."""
    basis = basis_data(assessment.inspection)
    return {"engine": basis.pop("engine"), "evaluators": list(assessment.evaluators)} | basis


def basis_data(inspection: Inspection) -> dict[str, object]:
    """Return what anything said of a case rests on, before it is graded."""
    framework, pack, case = inspection.framework, inspection.pack, inspection.case
    return {
        "engine": __version__,
        "framework": {
            "id": framework.id,
            "version": framework.version,
            "sha256": fingerprint(framework),
        },
        "rules": {"id": pack.id, "version": pack.version, "sha256": fingerprint(pack)} | changed_data(pack),
        "evidence": {
            "sha256": case.sha256,
            "records": len(case.evidence),
            "drafts": len(drafts(case)),
        },
    }


def provenance(assessment: Assessment) -> tuple[str, ...]:
    """Return the provenance as lines to read."""
    lines = basis(assessment.inspection)
    if len(assessment.evaluators) > 1:
        return lines
    return (*lines[:-1], f"{lines[-1]}; durable_rules wasn't available, so one evaluator alone")


def together(cases: Iterable[Case]) -> str:
    """Return one hash of several cases, the same in any order."""
    return hashlib.sha256("".join(sorted(case.sha256 for case in cases)).encode()).hexdigest()


def basis(inspection: Inspection) -> tuple[str, ...]:
    """Return what anything said of a case rests on, as lines to read."""
    framework, pack, case = inspection.framework, inspection.pack, inspection.case
    return (
        f"Evidence: {case.case}, {len(case.evidence)} records, {case.sha256[:SHORT_HASH]}",
        f"Rules: {pack.id} {pack.version}, {fingerprint(pack)[:SHORT_HASH]}",
        f"Framework: {framework.id} {framework.version}, {fingerprint(framework)[:SHORT_HASH]}",
        f"Engine: peelgrade {__version__}",
    )


def notice(*cases: Case, pack: Pack | None = None) -> str:
    """
    Return what every page begins with.

    It says how many of the records used nobody has confirmed, and which parameters of the *pack* had
    other values than the pack gives them: whoever reads a page has to know.
    """
    said = [NOTICE]
    count = sum(len(drafts(case)) for case in cases)
    if count:
        said.append(tell("drafts", count=count, records=sum(len(case.evidence) for case in cases)))
    if pack is not None and pack.changed:
        said.append(tell("changed", changes=[_changed(pack, one) for one in pack.changed]))
    return " ".join(said)


def _changed(pack: Pack, one: Parameter) -> str:
    low, high = one.plausible
    said = f"{one.id} is {plain_number(one.value)} instead of {plain_number(pack.written[one.id])}"
    if low <= one.value <= high:
        return said
    return f"{said}, outside its plausible range of {plain_number(low)} to {plain_number(high)}"


def changed_data(pack: Pack) -> dict[str, object]:
    """Return the parameters that had other values than the pack gives them; nothing if none had."""
    if not pack.changed:
        return {}
    changed = {
        one.id: {"value": plain_number(one.value), "written": plain_number(pack.written[one.id])}
        for one in pack.changed
    }
    return {"parameters": changed}


def page(
    assessment: Assessment, title: str, blocks: list[object], *, after: Assessment | None = None
) -> Page:
    """Return a page about one assessment, and one *after* a change, with its marking and provenance."""
    cases = [one.inspection.case for one in (assessment, after) if one is not None]
    used = max(cases, key=lambda case: len(drafts(case)))
    return Page(
        title,
        tuple(blocks),  # type: ignore[arg-type]
        assessment.inspection.case.marking,
        provenance(assessment),
        notice(used, pack=assessment.inspection.pack),
    )


def grade_words(grade: str | None, framework: Framework) -> str:
    """
    Return a grade's title as it stands inside a sentence: in small letters, but for words all in capitals.

    What is no grade of the framework, such as `not-graded`, is its code as words.
    """
    if not grade:
        return "no grade"
    if grade not in framework.grade_ids:
        return words(grade)
    title = framework.grade(grade).title
    return " ".join(word if word.isupper() else word.lower() for word in title.split())


def outcome_words(area: AreaAssessment, framework: Framework) -> str:
    """Return an area's outcome in a few words."""
    if area.outcome == NOT_GRADED:
        return "assessed, not graded"
    if area.outcome == NOT_SECURE:
        return "evidence not secure"
    return grade_words(area.grade, framework)


def headline(assessment: Assessment, explained: Explanation) -> Sentence:
    """Return the one sentence that comes first: the outcome, and the reason that decides it."""
    area = explained.area
    framework = assessment.inspection.framework
    title = framework.area(area.area).title
    if area.outcome == NOT_GRADED:
        return Sentence(tell("not_graded", title=title))
    if area.outcome == NOT_SECURE:
        assessed = sum(verdict.assessed for verdict in area.verdicts)
        total = len(area.verdicts)
        text = tell("not_secure", assessed=assessed, total=total, needed=area.needed)
        return Sentence(text, area.cited)
    grade = grade_words(area.grade, framework)
    if not explained.decisive:
        return Sentence(tell("graded_top", title=title, grade=grade), area.cited)
    because = joined(barrier.ceiling.because for barrier in explained.decisive)
    cited = {one for barrier in explained.decisive for one in barrier.ceiling.evidence}
    return Sentence(tell("graded", title=title, grade=grade, because=because), tuple(sorted(cited)))


def lift(barriers: tuple[Barrier, ...], grade: str, framework: Framework) -> list[Sentence]:
    """Return why an area isn't *grade*, and what would have to be so for it to be."""
    if not barriers:
        return []
    name = grade_words(grade, framework)
    reasons = list(dict.fromkeys(barrier.ceiling.because for barrier in barriers))
    cited = tuple(sorted({one for barrier in barriers for one in barrier.ceiling.evidence}))
    changes = [turn(one) for one in _least(barriers)]
    return [
        Sentence(tell("contrast", grade=name, reasons=reasons), cited),
        Sentence(tell("lift", grade=name, changes=changes), cited),
    ]


def _least(barriers: tuple[Barrier, ...]) -> list[Compared]:
    """Return the fewest changes that lift all barriers: what is asked twice is told once."""
    asked: dict[tuple[tuple[str, ...], str], Compared] = {}
    for one in (compared for barrier in barriers for compared in barrier.compared):
        known = asked.get((one.among, one.goal))
        if known is None or known.change < one.change:
            asked[one.among, one.goal] = one
    return [one for one in asked.values() if not any(_includes(other, one) for other in asked.values())]


def _includes(other: Compared, one: Compared) -> bool:
    """Say whether a change leads to another one by itself, so that the other needn't be told."""
    if other is one or other.goal != one.goal or not one.among:
        return False
    return set(other.among) <= set(one.among) and other.among != one.among and other.change >= one.change


def turn(one: Compared) -> str:
    """Return what would have to change for a comparison to turn, in words."""
    return tell("turn", count=one.change, among=list(one.among), means=one.means, goal=one.goal)


def change(one: Compared) -> str:
    """Return what would have to change for a comparison to turn, with both its numbers."""
    return tell("turned", turned=turn(one), means=one.means, found=one.found, edge=one.bites)


def parameters_used(inspection: Inspection) -> tuple[tuple[str, ...], ...]:
    """Return the pack's parameters as rows: id, value, plausible range, meaning."""
    return tuple(
        (
            one.id,
            str(plain_number(one.value)),
            f"{plain_number(one.plausible[0])} to {plain_number(one.plausible[1])}",
            one.means,
        )
        for one in inspection.pack.parameters
    )
