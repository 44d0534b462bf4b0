"""Assessments as JSON: the keys are a contract that others rely on."""

from __future__ import annotations

from typing import Any

from peelgrade.assessment import (
    Appraisal,
    AreaAssessment,
    Assessment,
    Ceiling,
    Concern,
    Verdict,
)
from peelgrade.explaining import Barrier, Compared, explain, why_not
from peelgrade.ledger import Beside
from peelgrade.pages.decisions_data import record_data, standing_data
from peelgrade.pages.parts import provenance_data


def assessment_data(assessment: Assessment, decided: Beside | None = None) -> dict[str, Any]:
    """Return the result of `grade` as plain data, in the framework's order of areas."""
    data = _assessment(assessment)
    if decided is None:
        return data
    for area in data["areas"]:
        found = decided.by_area.get(area["id"])
        area["decision"] = None if found is None else standing_data(found)
    return data | {"decisions": record_data(decided.ledger)}


def _assessment(assessment: Assessment) -> dict[str, Any]:
    case = assessment.inspection.case
    return {
        "case": case.case,
        "force": case.force,
        "marking": case.marking,
        "provenance": provenance_data(assessment),
        "areas": [area_data(assessment, area) for area in assessment.areas],
        "differences": [
            {"record": one.record.id, "differs": one.differs} for one in assessment.differences
        ],
    }


def area_data(assessment: Assessment, area: AreaAssessment) -> dict[str, Any]:
    """Return one area as plain data."""
    place = assessment.inspection.framework.area(area.area)
    return {
        "id": area.area,
        "title": place.title,
        "graded": place.graded,
        "outcome": area.outcome,
        "grade": area.grade,
        "ceilings": [ceiling_data(one) for one in area.ceilings],
        "characteristics": [verdict_data(one) for one in area.verdicts],
        "areas_for_improvement": [concern_data(one) for one in area.improvements],
        "causes_of_concern": [concern_data(one) for one in area.causes],
        "assessed": area.facts["assessed"],
        "needed": area.needed,
        "missing": list(area.missing),
        "considered": list(area.considered),
        "cited": list(area.cited),
    }


def ceiling_data(ceiling: Ceiling) -> dict[str, Any]:
    """Return one ceiling as plain data."""
    return {
        "grade": ceiling.grade,
        "rule": ceiling.rule,
        "because": ceiling.because,
        "evidence": list(ceiling.evidence),
        "characteristics": list(ceiling.characteristics),
    }


def verdict_data(verdict: Verdict) -> dict[str, Any]:
    """Return one verdict as plain data; `rule` is null where nothing was assessed."""
    return {
        "id": verdict.characteristic,
        "verdict": verdict.verdict,
        "rule": verdict.rule or None,
        "evidence": list(verdict.evidence),
        "supports": list(verdict.supports),
    }


def concern_data(concern: Concern) -> dict[str, Any]:
    """Return one area for improvement or cause of concern as plain data."""
    data: dict[str, Any] = {
        "id": concern.id,
        "title": concern.title,
        "characteristics": list(concern.characteristics),
        "evidence": list(concern.evidence),
        "rule": concern.rule,
    }
    if concern.recommendations:
        data["recommendations"] = list(concern.recommendations)
    return data


def explanation_data(assessment: Assessment, area: str, grade: str | None) -> dict[str, Any]:
    """Return the result of `explain` as plain data: the area, its records, and what is in the way."""
    explained = explain(assessment, area)
    wanted = grade or explained.next_grade
    barriers = why_not(assessment, area, wanted) if wanted else ()
    data = assessment_data(assessment)
    return {key: data[key] for key in ("case", "force", "marking", "provenance")} | {
        "area": area_data(assessment, explained.area),
        "why_not": {"grade": wanted, "ceilings": [barrier_data(one) for one in barriers]},
        "near_misses": [
            {"rule": one.rule.id, "grade": one.rule.concludes, "compared": compared_data(one.compared)}
            for one in explained.near_misses
        ],
        "records": [appraisal_data(one) for _, one in sorted(assessment.appraisals.items())],
    }


def barrier_data(barrier: Barrier) -> dict[str, Any]:
    """Return a ceiling that stands in the way, with its comparisons."""
    return ceiling_data(barrier.ceiling) | {
        "says": barrier.rule.says,
        "cites": barrier.rule.cites,
        "compared": compared_data(barrier.compared),
    }


def compared_data(compared: tuple[Compared, ...]) -> list[dict[str, Any]]:
    """Return comparisons with both their numbers."""
    return [
        {
            "fact": one.fact,
            "means": one.means,
            "found": one.found,
            "bites": one.bites,
            "change": one.change,
            "among": list(one.among),
        }
        for one in compared
    ]


def appraisal_data(appraisal: Appraisal) -> dict[str, Any]:
    """Return what one record came to."""
    return {
        "id": appraisal.record.id,
        "shows": appraisal.shows,
        "level": appraisal.level,
        "side": appraisal.side,
        "rule": appraisal.rule,
        "reads": appraisal.reads,
        "derived": list(appraisal.derived),
        "differs": appraisal.differs,
    }
