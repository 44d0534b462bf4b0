"""What `what-if` shows: the difference that some changes make, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from peelgrade.assessment import NOT_SECURE, AreaAssessment, Inspection
from peelgrade.drafts import drafts
from peelgrade.framework import Framework
from peelgrade.loading import fingerprint
from peelgrade.pages.changes import changed_params, changed_records, doing
from peelgrade.pages.parts import grade_words, outcome_words, page, provenance_data
from peelgrade.view import Block, Bullets, Heading, Page, Paragraph, Sentence
from peelgrade.whatif import Moved, WhatIf
from peelgrade.whatif.changes import Change
from peelgrade.whatif.moving import Difference
from peelgrade.whatif.scenario import Scenario, change_data, stale
from peelgrade.wording import counted, ended, joined, number, sentence_case, words


def what_if_page(found: WhatIf, scenario: Scenario | None = None) -> Page:
    """Return what moves: in one line if nothing does, else area by area."""
    inspection = found.before.inspection
    blocks: list[object] = _asked(scenario, inspection) if scenario else []
    if found.changes:
        items = [*changed_records(found), *changed_params(found)]
        blocks += [Paragraph((Sentence("With these changes:"),)), Bullets(tuple(items))]
    blocks.append(Paragraph((_summary(found),)))
    for one in found.moved:
        blocks += _area(one, found)
    title = f": {scenario.title}" if scenario else ""
    return page(found.before, f"{inspection.case.force}, what if{title}", blocks, after=found.after)


def _asked(scenario: Scenario, inspection: Inspection) -> list[object]:
    """Return who asks and why, after the warning if the scenario is stale."""
    blocks: list[object] = []
    old = [f"the {one}" for one in stale(scenario, inspection)]
    if old:
        verb = "has" if old in (["the evidence"], ["the framework"]) else "have"
        text = f"Stale: {joined(old)} {verb} changed since this scenario was written."
        blocks.append(Paragraph((Sentence(text, tone="warning"),)))
    named = {"Asked by": scenario.by, "Why": scenario.why}
    asked = tuple(Sentence(f"{name}: {ended(said)}") for name, said in named.items() if said)
    return [*blocks, *([Paragraph(asked)] if asked else [])]


def _summary(found: WhatIf) -> Sentence:
    """Return the answer in one sentence or two."""
    regraded = [_regraded(one, found) for one in found.areas if one.regraded]
    others = [one for one in found.areas if not one.regraded]
    if not found.moved:
        return Sentence("Nothing changes: every grade, ceiling, verdict and concern stays as it is.")
    if not found.areas:
        names = joined(_name(one, found) for one in found.moved)
        return Sentence(f"No grade, verdict or concern changes, but ceilings do in {names}.")
    first = f"{ended(joined(regraded))}" if regraded else "No grade changes."
    return Sentence(" ".join([first, *_also(others, found, more=bool(regraded))]))


def _regraded(one: Moved, found: WhatIf) -> str:
    framework = found.before.inspection.framework
    was = outcome_words(one.before, framework)
    if one.after.grade is None:
        return f"{_name(one, found)} gets no grade any more and was {was}"
    before = f"was {was}" if one.before.grade else "had no grade"
    return f"{_name(one, found)} becomes {outcome_words(one.after, framework)} and {before}"


def _also(others: Sequence[Moved], found: WhatIf, *, more: bool) -> Iterator[str]:
    """Yield what changes in the areas that keep their grade."""
    if others:
        kinds = {one.kind for moved in others for one in moved.differences}
        named = [many for kind, many in _MANY.items() if kind in kinds]
        text = f"{joined(named)} change in {joined(_name(one, found) for one in others)}."
        yield f"{sentence_case(text.replace(' change in ', ' also change in ', 1) if more else text)}"


_MANY = {
    "verdict": "verdicts",
    "area-for-improvement": "areas for improvement",
    "cause-of-concern": "causes of concern",
}


def _name(moved: Moved, found: WhatIf) -> str:
    return f"“{found.before.inspection.framework.area(moved.area).title}”"


def _area(moved: Moved, found: WhatIf) -> list[Block]:
    framework = found.before.inspection.framework
    title = framework.area(moved.area).title
    old, new = outcome_words(moved.before, framework), outcome_words(moved.after, framework)
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
        return f"Proposed: {_reason(moved.after, framework)}. It was {_reason(moved.before, framework)}"
    if one.kind == "verdict":
        text = framework.characteristic(one.id).text
        return f"{one.id} is {words(one.now or '')} and was {words(one.was or '')}: {text}"
    said = one.after or one.before
    assert said is not None
    if one.kind == "ceiling":
        held = f"no higher than {grade_words(said.value, framework)}: {said.text} (rule {one.id})"
        return f"{'New ceiling' if one.after else 'Ceiling lifted'}, {held}"
    return f"{'New' if one.after else 'Gone'}, {words(one.kind)} ({one.id}): {said.text}"


def _reason(area: AreaAssessment, framework: Framework) -> str:
    """Return an outcome with what decides it."""
    if area.outcome == NOT_SECURE:
        have, need = area.facts["assessed"], counted(area.needed, "characteristic")
        few = f"only {number(have)}" if have else "none"
        return (
            f"no grade, because {few} of the {need} needed for one {'is' if have < 2 else 'are'} assessed"
        )
    because = joined(one.because for one in area.decisive) or "no rule holds it lower"
    return f"{outcome_words(area, framework)}, because {because}"


def _because(one: Difference, changes: Sequence[Change]) -> str:
    """Return which changes make a difference, where there are several that could."""
    if len(changes) < 2:
        return ""
    named = {str(change): doing(change) for change in changes}
    if one.because:
        text = joined((named[change] for change in one.because), "or")
        return f"{sentence_case(text)} does this by itself."
    if not one.needed:
        return "It takes several of the changes, and none of them in particular."
    text = joined(named[change] for change in one.needed)
    verb = "are" if len(one.needed) > 1 else "is"
    if one.enough:
        return f"It takes {'both ' if len(one.needed) == 2 else ''}{text}."
    return f"{sentence_case(text)} {verb} needed for this, and {verb} not enough alone."


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
        "needed": list(one.needed),
        "enough": one.enough,
        "evidence": list(one.evidence),
    }
