"""What `what-if` shows: the difference that some changes make, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from peelgrade.assessment import AreaAssessment, Inspection
from peelgrade.drafts import drafts
from peelgrade.loading import fingerprint
from peelgrade.model import plain_number
from peelgrade.pages.parts import outcome_words, page, provenance_data
from peelgrade.view import Block, Bullets, Heading, Page, Paragraph, Sentence
from peelgrade.whatif import Moved, WhatIf
from peelgrade.whatif.changing import Add, Change, Drop, Param, Right, Set, old_value
from peelgrade.whatif.moving import Difference
from peelgrade.whatif.scenario import Scenario, change_data, stale
from peelgrade.wording import counted, ended, joined, sentence_case, words


def what_if_page(found: WhatIf, scenario: Scenario | None = None) -> Page:
    """Return what moves: in one line if nothing does, else area by area."""
    inspection = found.before.inspection
    blocks: list[object] = _asked(scenario, inspection) if scenario else []
    if found.changes:
        items = [_change(one, inspection) for one in found.changes]
        blocks += [Paragraph((Sentence("With these changes:"),)), Bullets(tuple(items))]
    blocks.append(Paragraph((_summary(found),)))
    for one in found.areas:
        blocks += _area(one, found)
    blocks += _ceilings_only(found)
    title = f"{inspection.case.force}: {_title(scenario)}"
    return page(found.before, title, blocks, after=found.after)


def _title(scenario: Scenario | None) -> str:
    return f"what if, {scenario.title}" if scenario else "what if"


def _asked(scenario: Scenario, inspection: Inspection) -> list[object]:
    """Return who asks and why, after the warning if the scenario is stale."""
    sentences = []
    old = stale(scenario, inspection)
    if old:
        text = f"Stale: changed since this scenario was written: {joined(old)}."
        sentences.append(Sentence(text, tone="warning"))
    if scenario.by:
        sentences.append(Sentence(f"Asked by {ended(scenario.by)}"))
    if scenario.why:
        sentences.append(Sentence(f"Why: {ended(scenario.why)}"))
    return [Paragraph(tuple(sentences))] if sentences else []


def _change(change: Change, inspection: Inspection) -> Sentence:
    """Return a change in words, with what it changes from."""
    match change:
        case Drop(record=record):
            return Sentence(f"{record} taken away.", (record,))
        case Right(record=record):
            return Sentence(f"{record} put right.", (record,))
        case Add(record=record):
            text = f"{record.id} added: {ended(record.finding or str(record.measure))}"
            return Sentence(text, (record.id,))
        case Param():
            was = plain_number(inspection.pack.values[change.name])
            return Sentence(f"The parameter {change.name}: {plain_number(change.value)}, was {was}.")
        case Set():
            return Sentence(_set(change, inspection), (change.record,))


def _set(change: Set, inspection: Inspection) -> str:
    known = any(one.id == change.record for one in inspection.case.evidence)
    was = f", was {_shown(old_value(inspection, change))}" if known else ""
    return f"{sentence_case(words(change.name))} of {change.record}: {_shown(change.value)}{was}."


def _shown(value: Any) -> str:
    if value is None:
        return "left out"
    return words(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _summary(found: WhatIf) -> Sentence:
    """Return the answer in one sentence."""
    regraded = [one for one in found.areas if one.regraded]
    if not found.areas:
        return Sentence("Nothing changes: every grade, verdict and concern stays as it is.")
    names = joined(_name(one, found) for one in regraded or found.areas)
    if not regraded:
        return Sentence(f"No grade changes. Something else does in {names}.")
    rest = len(found.areas) - len(regraded)
    more = f" In {counted(rest, 'more area')} something else does." if rest else ""
    return Sentence(f"The grade changes for {names}.{more}")


def _name(moved: Moved, found: WhatIf) -> str:
    return f"“{found.before.inspection.framework.area(moved.area).title}”"


def _area(moved: Moved, found: WhatIf) -> list[Block]:
    title = found.before.inspection.framework.area(moved.area).title
    old, new = outcome_words(moved.before), outcome_words(moved.after)
    heading = f"{title}: {new}, was {old}" if moved.regraded else f"{title}: still {new}"
    items = [_difference(one, moved, found) for one in moved.differences]
    return [Heading(heading), Bullets(tuple(items))]


def _difference(one: Difference, moved: Moved, found: WhatIf) -> Sentence:
    text = f"{ended(_told(one, moved, found))} {_because(one, found.changes)}".strip()
    return Sentence(text, one.evidence)


def _told(one: Difference, moved: Moved, found: WhatIf) -> str:
    """Return what changed, in words."""
    framework = found.before.inspection.framework
    if one.kind == "grade":
        return f"Now {outcome_words(moved.after)}, was {outcome_words(moved.before)}"
    if one.kind == "verdict":
        text = framework.characteristic(one.id).text.rstrip(".")
        return f"{one.id} is {words(one.now or '')} and was {words(one.was or '')}: {text}"
    if one.kind == "ceiling":
        return _ceiling(one)
    name = sentence_case(words(one.kind))
    text = (one.after or one.before).text  # type: ignore[union-attr]
    return f"{name} {'new' if one.after else 'gone'} ({one.id}): {text}"


def _ceiling(one: Difference) -> str:
    said = one.after or one.before
    assert said is not None
    if one.before and one.after:
        held = f"Ceiling {words(one.after.value)}, was {words(one.before.value)}"
    else:
        held = f"{'New ceiling' if one.after else 'Ceiling lifted'}, {words(said.value)}"
    return f"{held}: {said.text} (rule {one.id})"


def _because(one: Difference, changes: Sequence[Change]) -> str:
    """Return which changes make a difference, where there are several that could."""
    if len(changes) < 2:
        return ""
    named = {str(change): _doing(change) for change in changes}
    if one.because:
        text = joined((named[change] for change in one.because), "or")
        return f"{sentence_case(text)} does this by itself."
    if one.together:
        return f"It takes {joined(named[change] for change in one.together)}."
    return "No change does this by itself, and none is needed for it."


def _doing(change: Change) -> str:
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
            return f"the other {words(change.name)} of {change.record}"


def _ceilings_only(found: WhatIf) -> list[Block]:
    """Return the areas in which only ceilings that don't decide have changed."""
    quiet = [one for one in found.moved if one.ceilings_only]
    if not quiet:
        return []
    text = f"Ceilings that decide nothing changed in {joined(_name(one, found) for one in quiet)}."
    return [Paragraph((Sentence(text),))]


def what_if_data(found: WhatIf, scenario: Scenario | None = None) -> dict[str, Any]:
    """Return the difference as plain data."""
    inspection, after = found.before.inspection, found.after.inspection
    data: dict[str, Any] = {
        "case": inspection.case.case,
        "force": inspection.case.force,
        "marking": inspection.case.marking,
        "provenance": provenance_data(found.before),
        "changed": {
            "rules": fingerprint(after.pack),
            "evidence": after.case.sha256,
            "drafts": len(drafts(after.case)),
        },
    }
    if scenario is not None:
        data["scenario"] = {
            "title": scenario.title,
            "by": scenario.by,
            "why": scenario.why,
            "stale": list(stale(scenario, inspection)),
        }
    data["changes"] = [change_data(one) for one in found.changes]
    data["areas"] = [_moved_data(one, found) for one in found.areas]
    data["ceilings_only"] = [_moved_data(one, found) for one in found.moved if one.ceilings_only]
    return data


def _moved_data(moved: Moved, found: WhatIf) -> dict[str, Any]:
    return {
        "id": moved.area,
        "title": found.before.inspection.framework.area(moved.area).title,
        "before": _outcome(moved.before),
        "after": _outcome(moved.after),
        "because": list(moved.because),
        "differences": [_difference_data(one) for one in moved.differences],
    }


def _outcome(area: AreaAssessment) -> dict[str, Any]:
    return {"outcome": area.outcome, "grade": area.grade}


def _difference_data(one: Difference) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "id": one.id,
        "before": one.was,
        "after": one.now,
        "because": list(one.because),
        "together": list(one.together),
        "evidence": list(one.evidence),
    }
