"""What was decided, as plain data: beside what is proposed, and whether the record is intact."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from peelgrade.assessment import Assessment, Inspection
from peelgrade.ledger import Fault, Ledger, Standing, standings
from peelgrade.pages.decisions import within
from peelgrade.pages.parts import basis_data


def taken_data(inspection: Inspection, file: str, found: Sequence[Standing]) -> dict[str, Any]:
    """Return what was just written into a record as plain data."""
    return _case(inspection) | {
        "record": {"file": file, "intact": True, "entries": len(found), "head": found[-1].entry.sha256},
        "decision": standing_data(found[-1]),
    }


def decisions_data(assessment: Assessment, ledger: Ledger | None) -> dict[str, Any]:
    """Return every decision on a case as plain data, beside what is proposed now."""
    inspection = assessment.inspection
    now = {one.area: {"outcome": one.outcome, "grade": one.grade} for one in assessment.areas}
    intact = ledger is not None and ledger.intact
    found = standings(ledger.entries, inspection) if ledger is not None and intact else ()
    return _case(inspection) | {
        "record": None if ledger is None else record_data(ledger),
        "decisions": [
            standing_data(one) | {"now": now.get(one.entry.area)} for one in within(found, assessment)
        ],
    }


def _case(inspection: Inspection) -> dict[str, Any]:
    case = inspection.case
    return {
        "case": case.case,
        "force": case.force,
        "marking": case.marking,
        "provenance": basis_data(inspection),
    }


def record_data(ledger: Ledger) -> dict[str, Any]:
    """Return the state of a record as plain data."""
    return {
        "file": ledger.file,
        "intact": ledger.intact,
        "entries": len(ledger.entries),
        "head": ledger.last.sha256 if ledger.last else None,
        "problems": [fault_data(one) for one in ledger.faults],
    }


def fault_data(fault: Fault) -> dict[str, Any]:
    """Return one thing that is wrong with a record as plain data."""
    return {
        "line": fault.where.line or None,
        "column": fault.where.column or None,
        "entry": fault.entry or None,
        "message": fault.message,
    }


def standing_data(found: Standing) -> dict[str, Any]:
    """Return one decision as plain data: its entry, what is stale about it, what takes its place."""
    return found.entry.model_dump(mode="json") | {
        "stale": list(found.stale),
        "superseded_by": found.superseded,
        "pending": None if found.pending is None else found.pending.number,
    }
