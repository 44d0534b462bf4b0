"""A moderation as JSON: the keys of the contract, and more beside them."""

from __future__ import annotations

from typing import Any

from peelgrade import __version__
from peelgrade.assessment import Ceiling
from peelgrade.drafts import drafts
from peelgrade.loading import fingerprint
from peelgrade.model import plain_number
from peelgrade.moderating.agreeing import Agreed, Agreement
from peelgrade.moderating.coders import Coders, Field
from peelgrade.moderating.comparing import Neighbours
from peelgrade.moderating.conflicting import AreaConflicts, Pair
from peelgrade.moderating.departing import Departure
from peelgrade.moderating.drifting import Drift
from peelgrade.moderating.moderation import Moderation
from peelgrade.moderating.panel import Seat
from peelgrade.moderating.resampling import Estimate
from peelgrade.pages.moderating.agenda import sentence, shown
from peelgrade.pages.moderating.conflicts import because
from peelgrade.pages.moderating.page import marking
from peelgrade.pages.parts import changed_data

DIGITS = 4


def moderate_data(found: Moderation, *, order: str = "agenda") -> dict[str, Any]:
    """Return a moderation as plain data."""
    settings = found.settings
    return {
        "framework": found.panel.framework.id,
        "marking": marking(found),
        "provenance": _provenance(found),
        "cases": [_case(seat) for seat in found.panel.every],
        "settings": {
            "min_overlap": plain_number(settings.min_overlap),
            "neighbours": settings.neighbours,
            "resamples": settings.resamples,
            "seed": settings.seed,
            "confidence": settings.confidence,
            "least_forces": settings.least_forces,
        },
        "agenda": [
            {"case": one.case, "area": one.area, "why": sentence(found, one)} for one in shown(found, order)
        ],
        "fewest_to_discuss": [
            _to_discuss(area, one.case) for area in found.conflicts for one in area.fewest
        ],
        "inconsistent_pairs": [_pair(found, one) for area in found.conflicts for one in area.pairs],
        "areas": [_area(one) for one in found.conflicts],
        "departures": [_departure(one) for one in found.departures],
        "comparators": [_neighbours(one) for one in found.neighbours],
        "agreement": _agreed(found.agreement[0])
        | {"by_area": [_agreed(one) for one in found.agreement[1:]]},
        "coders": [_coders(one) for one in found.coders],
        "drift": {
            "by_area": [_drift(one) for one in found.drifts.areas],
            "over_time": None if found.drifts.time is None else _drift(found.drifts.time),
        },
    }


def _provenance(found: Moderation) -> dict[str, Any]:
    framework, assessment = found.panel.framework, found.panel.seats[0].assessment
    pack = assessment.inspection.pack
    return {
        "engine": __version__,
        "evaluators": list(assessment.evaluators),
        "framework": {"id": framework.id, "version": framework.version, "sha256": fingerprint(framework)},
        "rules": {"id": pack.id, "version": pack.version, "sha256": fingerprint(pack)} | changed_data(pack),
    }


def _case(seat: Seat) -> dict[str, Any]:
    return {
        "case": seat.name,
        "force": seat.case.force,
        "published": seat.published or None,
        "evidence": {
            "sha256": seat.case.sha256,
            "records": len(seat.case.evidence),
            "drafts": len(drafts(seat.case)),
        },
        "awards": len(seat.awards),
    }


def _to_discuss(area: AreaConflicts, case: str) -> dict[str, Any]:
    certain = any(one.case == case for one in area.always)
    chosen = {one.case for one in area.fewest}
    others = [] if certain else [one.case for one in area.sometimes if one.case not in chosen]
    return {"case": case, "area": area.area, "certain": certain, "or_instead": others}


def _pair(found: Moderation, pair: Pair) -> dict[str, Any]:
    return {
        "area": pair.area,
        "better_evidence": pair.lower.case,
        "lower_graded": pair.lower.case,
        "higher_graded": pair.higher.case,
        "grades": {one.case: one.grade for one in (pair.lower, pair.higher)},
        "because": because(found, pair),
        "characteristics": [
            {
                "id": one.characteristic,
                "verdicts": {pair.lower.case: one.lower.verdict, pair.higher.case: one.higher.verdict},
                "concerns": {
                    pair.lower.case: one.lower_concern or None,
                    pair.higher.case: one.higher_concern or None,
                },
                "evidence": {
                    pair.lower.case: list(one.lower.evidence),
                    pair.higher.case: list(one.higher.evidence),
                },
            }
            for one in pair.beside
        ],
        "only": {
            position.case: {one.characteristic: one.verdict for one in alone}
            for position, alone in ((pair.lower, pair.lower_alone), (pair.higher, pair.higher_alone))
        },
        "open": pair.open,
        "reason": pair.reason or None,
        "rests_on_what_only_one_has": pair.rests,
    }


def _area(area: AreaConflicts) -> dict[str, Any]:
    return {
        "id": area.area,
        "forces": len(area.positions),
        "pairs_compared": area.compared,
        "pairs_left_out": area.left_out,
        "not_secure": area.insecure,
        "conflicts": len(area.open),
        "accounted_for": len(area.accounted),
        "quality_of_classification": None if area.quality is None else round(float(area.quality), DIGITS),
    }


def _departure(one: Departure) -> dict[str, Any]:
    return {
        "case": one.position.case,
        "area": one.position.area.area,
        "proposed": one.position.proposed,
        "awarded": one.position.awarded,
        "direction": "higher" if one.steps > 0 else "lower",
        "steps": one.steps,
        "decisive": [_ceiling(ceiling) for ceiling in one.decisive],
        "passed": [_ceiling(barrier.ceiling) for barrier in one.passed],
        "nearest_rule": None if one.unmet is None else one.unmet.rule.id,
        "firmness": {
            "tried": one.firmness.of,
            "close": one.firmness.close,
            "towards": [record for each in one.firmness.towards for record in each.records],
            "elsewhere": [record for each in one.firmness.elsewhere for record in each.records],
        },
        "reason": one.position.reason or None,
    }


def _ceiling(ceiling: Ceiling) -> dict[str, Any]:
    return {
        "rule": ceiling.rule,
        "grade": ceiling.grade,
        "because": ceiling.because,
        "evidence": list(ceiling.evidence),
    }


def _neighbours(one: Neighbours) -> dict[str, Any]:
    return {
        "case": one.position.case,
        "area": one.position.area.area,
        "nearest": [
            {
                "case": near.position.case,
                "grade": near.position.grade,
                "distance": round(float(near.distance), DIGITS),
                "shared": near.shared,
                "differ": list(near.differ),
            }
            for near in one.nearest
        ],
    }


def _agreed(one: Agreed) -> dict[str, Any]:
    """Return the agreement of one area, or of all, beside its baseline; `interval` is kappa's."""
    head = {"area": one.area} if one.area else {}
    return head | {
        "n": one.agreement.units,
        "forces": one.forces,
        **_agreement(one.agreement),
        "baseline": {"grade": one.commonest, **_agreement(one.baseline)},
    }


def _agreement(one: Agreement) -> dict[str, Any]:
    named = {"exact": one.exact, "within_one": one.within_one, "weighted_kappa": one.kappa}
    named |= {"alpha": one.alpha, "ac2": one.ac2}
    told = {name: each for name, each in named.items() if each is not None}
    return {
        **{name: _rounded(each.value) for name, each in told.items()},
        "interval": _interval(one.kappa),
        "intervals": {name: _interval(each) for name, each in told.items()},
        "standard_errors": {name: _rounded(each) for name, each in one.errors.items()},
    }


def _interval(one: Estimate) -> list[float | None]:
    return [_rounded(one.low), _rounded(one.high)]


def _rounded(value: float | None) -> float | None:
    """Return a value rounded, so that the last bits of a sum can't differ between machines."""
    return None if value is None else round(value, DIGITS) + 0.0


def _coders(one: Coders) -> dict[str, Any]:
    found = one.matching
    return {
        "first": one.first.name,
        "second": one.second.name,
        "matched": [
            {"first": each.first.id, "second": each.second.id, "by": "id" if each.by_id else "likeness"}
            for each in found.matches
        ],
        "first_alone": [each.id for each in found.first_alone],
        "second_alone": [each.id for each in found.second_alone],
        "characteristic_in_common": one.overlapping,
        "fields": [_field(each) for each in one.fields],
        "regraded": [
            {"area": mine.area, "first": mine.grade, "second": theirs.grade}
            for mine, theirs in one.regraded
        ],
    }


def _field(one: Field) -> dict[str, Any]:
    return {
        "part": one.part,
        "name": one.name,
        "ordered": one.ordered,
        "n": one.agreement.units,
        **_agreement(one.agreement),
        "differ": [{"on": thing, "first": mine, "second": theirs} for thing, mine, theirs in one.differ],
    }


def _drift(one: Drift) -> dict[str, Any]:
    head = {"area": one.area} if one.area else {}
    return head | {
        "forces": one.forces,
        "n": one.units,
        "steps": _rounded(one.steps.value),
        "interval": _interval(one.steps),
    }
