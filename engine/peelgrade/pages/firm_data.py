"""How firm the grades are, as plain data for JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from peelgrade.model import plain_number
from peelgrade.pages.parts import basis_data
from peelgrade.stressing.doubting import Flip
from peelgrade.stressing.firmness import Firmness
from peelgrade.stressing.removing import Removal, Removals
from peelgrade.stressing.sampling import Sampling
from peelgrade.stressing.spreading import Stressed
from peelgrade.stressing.standing import Standing
from peelgrade.stressing.sweeping import Sweep


def stress_data(found: Stressed) -> dict[str, Any]:
    """Return one case as plain data."""
    case = found.inspection.case
    return {
        "case": case.case,
        "force": case.force,
        "marking": case.marking,
        "provenance": basis_data(found.inspection),
        "areas": [_area(one, found) for one in found.areas],
    }


def study_data(found: Sequence[Stressed]) -> dict[str, Any]:
    """Return several cases as plain data."""
    return {"cases": [stress_data(one) for one in found]}


def _area(area: Firmness, found: Stressed) -> dict[str, Any]:
    return {
        "id": area.area,
        "title": found.inspection.framework.area(area.area).title,
        **_standing(area.now),
        "removals": _removals(area.removals),
        "sources": {source: _removal(one) for source, one in area.sources.items()},
        "pairs": None if area.pairs is None else _removals(area.pairs),
        "parameters": [_sweep(one) for one in area.sweeps],
        "sampling": _sampling(area.sampling),
        "doubts": [_flip(one) for one in area.flips],
    }


def _standing(standing: Standing) -> dict[str, Any]:
    return {"outcome": standing.outcome, "grade": standing.grade}


def _removals(found: Removals) -> dict[str, Any]:
    return {"of": found.of, "held": found.held, "moves": [_removal(one) for one in found.moves]}


def _removal(one: Removal) -> dict[str, Any]:
    return {"records": list(one.records), **_standing(one.standing), "goes": one.goes}


def _sweep(found: Sweep) -> dict[str, Any]:
    return {
        "id": found.parameter,
        "value": plain_number(found.value),
        "whole_numbers": found.whole,
        "holds": found.holds,
        "stretches": [
            {
                "from": float(one.low),
                "from_included": one.low_in,
                "to": float(one.high),
                "to_included": one.high_in,
                **_standing(one.standing),
                "goes": one.goes,
            }
            for one in found.stretches
        ],
    }


def _sampling(found: Sampling) -> dict[str, Any]:
    return {
        "method": "exact" if found.exact else "drawn",
        "combinations" if found.exact else "draws": found.number,
        "seed": None if found.exact else found.seed,
        "chances": [
            {**_standing(one.standing), "probability": one.probability, "standard_error": one.error}
            for one in found.chances
        ],
        "drivers": [{"record": one.record, "probability": one.probability} for one in found.drivers],
        "margins": [
            {
                "record": one.record,
                "by": int(one.by) if one.unit == "cases" else round(one.by, 6),
                "unit": one.unit,
                "better": one.better,
                **_standing(one.standing),
                "goes": one.goes,
            }
            for one in found.margins
        ],
        "follows": list(found.follows),
        "words_stand": list(found.stands),
        "alike": list(found.alike),
    }


def _flip(one: Flip) -> dict[str, Any]:
    return {
        "record": one.record,
        "field": one.field,
        "was": one.was,
        "now": one.now,
        **_standing(one.standing),
        "goes": one.goes,
    }
