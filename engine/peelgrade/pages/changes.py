"""Changes in words: what was asked for, from what, and each as something that is done."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from peelgrade.assessment import Inspection
from peelgrade.evidence import Record
from peelgrade.model import plain_number
from peelgrade.view import Sentence
from peelgrade.whatif import WhatIf
from peelgrade.whatif.changes import Add, Change, Drop, Param, Right, Set, of
from peelgrade.whatif.changing import old_value
from peelgrade.wording import ended, words


def changed_records(found: WhatIf) -> Iterator[Sentence]:
    """Yield what is changed of the evidence, the fields of one record together."""
    changes, inspection = found.changes, found.before.inspection
    told = set[str]()
    for change in changes:
        match change:
            case Drop(record=name):
                yield Sentence(f"{name} taken away: {_finding(name, inspection)}", (name,))
            case Right(record=name):
                yield Sentence(
                    f"{name}{_no_shortfall(name, found)} put right: {_finding(name, inspection)}", (name,)
                )
            case Add(record=record):
                yield Sentence(f"{record.id} added: {_said(record)}", (record.id,))
            case Set(record=name) if name not in told:
                told.add(name)
                fields = "; ".join(_set(one, inspection) for one in of(changes, Set) if one.record == name)
                yield Sentence(f"{name} with {fields}: {_finding(name, inspection)}", (name,))


def _no_shortfall(name: str, found: WhatIf) -> str:
    """Return a remark on a record that is put right and shows nothing that would have to be."""
    appraisal = found.before.appraisals.get(name)
    return "" if appraisal is None or appraisal.shows == "shortfall" else ", though it shows no shortfall,"


def changed_params(found: WhatIf) -> Iterator[Sentence]:
    """Yield what is changed of the rules' parameters, and whether reasonable people could set it so."""
    known = {one.id: one for one in found.before.inspection.pack.parameters}
    for change in of(found.changes, Param):
        one = known[change.name]
        text = (
            f"{one.id} is {plain_number(change.value)}, was {plain_number(one.value)}: {ended(one.means)}"
        )
        low, high = one.plausible
        if not low <= change.value <= high:
            between = f"{plain_number(low)} to {plain_number(high)}"
            text += f" That lies outside what is held plausible, {between}."
        yield Sentence(text)


def _said(record: Record) -> str:
    return ended(record.finding or str(record.measure))


def _finding(name: str, inspection: Inspection) -> str:
    """Return what a record of the case says; of one that is only added it is told there."""
    return next((_said(one) for one in inspection.case.evidence if one.id == name), "it is added as well.")


def _set(change: Set, inspection: Inspection) -> str:
    field = f"{words(change.name.replace('.', ' '))} {_shown(change.value)}"
    if all(one.id != change.record for one in inspection.case.evidence):
        return field
    old = old_value(inspection, change)
    return f"{field}, {'not given before' if old is None else f'was {_shown(old)}'}"


def _shown(value: Any) -> str:
    if value is None:
        return "left out"
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return words(value) if re.fullmatch(r"[a-z-]+", value) else f"“{value}”"


def doing(change: Change) -> str:
    """Return a change as something that is done."""
    match change:
        case Drop(record=record):
            return f"taking {record} away"
        case Right(record=record):
            return f"putting {record} right"
        case Add(record=record):
            return f"adding {record.id}"
        case Param(name=name):
            return f"the other value of {name}"
        case Set():
            return f"the other {words(change.name.replace('.', ' '))} of {change.record}"
