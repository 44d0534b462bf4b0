"""What was decided, beside what is proposed: never over it, and marked where it is stale."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from peelgrade.assessment import NOT_SECURE, AreaAssessment, Assessment, Inspection
from peelgrade.framework import Framework
from peelgrade.ledger import Beside, Entry, Fault, Ledger, Standing, standings
from peelgrade.pages.parts import SHORT_HASH, basis, basis_data, grade_words, notice, outcome_words, page
from peelgrade.view import Block, Bullets, Heading, Page, Paragraph, Sentence, Table, bullets, say
from peelgrade.wording import counted, ended, joined

CAPTION = "What was decided beside what is proposed: a decision stands beside a proposal, never over it."
NOT_SHOWN = (
    "Nothing that it holds is shown, since what was altered in a record can't be told from what wasn't."
)


def decided_words(found: Standing, framework: Framework) -> str:
    """Return a decision in a few words, marked where it is stale: `adequate (stale)`."""
    decided = grade_words(found.entry.decided, framework)
    return f"{decided} (stale)" if found.stale else decided


def stale_words(found: Standing) -> str:
    """Return what a decision was made on and is otherwise now: `other evidence and other rules`."""
    return joined("another framework" if one == "framework" else f"other {one}" for one in found.stale)


def decision_sentences(
    found: Standing, framework: Framework, now: AreaAssessment | None = None
) -> tuple[Sentence, ...]:
    """Return a decision in sentences: what, by whom, why, and that it is stale, where it is."""
    entry = found.entry
    told = [
        Sentence(f"Decided: {grade_words(entry.decided, framework)}, {_beside(entry, framework)}."),
        Sentence(f"Put forward by {entry.by}, approved by {entry.approved_by}, on {entry.date}."),
    ]
    if entry.reason:
        told.append(Sentence(f"Reason: {ended(entry.reason)}"))
    if entry.departs_from:
        told.append(Sentence(f"It departs from {joined(entry.departs_from)}."))
    if found.stale:
        told.append(Sentence(_stale(found, framework, now), tone="bad"))
    if found.superseded is not None:
        told.append(Sentence(f"Superseded by entry {found.superseded}."))
    return tuple(told)


def _beside(entry: Entry, framework: Framework) -> str:
    """Return what was proposed when a decision was made."""
    if entry.proposed.outcome == NOT_SECURE:
        return "where no grade was proposed, since the evidence wasn't secure"
    grade = grade_words(entry.proposed.grade, framework)
    return f"where {grade} was proposed" if entry.departs else "as proposed"


def _stale(found: Standing, framework: Framework, now: AreaAssessment | None) -> str:
    text = f"Stale: made on {stale_words(found)} than what is here now"
    if now is None:
        return f"{text}."
    return f"{text}; now {grade_words(now.grade, framework)} is proposed."


def decided_blocks(beside: Beside | None, area: AreaAssessment, framework: Framework) -> list[Block]:
    """Return the decision on one area beside its proposal, where one stands."""
    found = beside.by_area.get(area.area) if beside is not None else None
    return [Paragraph(decision_sentences(found, framework, area))] if found is not None else []


def broken_blocks(ledger: Ledger) -> list[Block]:
    """Return, for a record that isn't intact, that it isn't, and that nothing of it is shown."""
    if ledger.intact:
        return []
    text = (
        f"The record of decisions isn't intact: {counted(len(ledger.faults), 'thing')} in {ledger.file} "
        f"{'is' if len(ledger.faults) == 1 else 'are'} wrong, and `peelgrade decisions verify` says what."
    )
    return [Paragraph((Sentence(text, tone="bad"), Sentence(NOT_SHOWN)))]


def decisions_page(assessment: Assessment, ledger: Ledger | None) -> Page:
    """Return every decision on a case, beside what is proposed now."""
    inspection = assessment.inspection
    title = f"{inspection.case.force}: decisions"
    if ledger is None:
        return page(assessment, title, [say("No decision is recorded.")])
    blocks: list[Block] = broken_blocks(ledger)
    if not ledger.intact:
        return page(assessment, title, [*blocks, Bullets(tuple(Sentence(str(f)) for f in ledger.faults))])
    now = {one.area: one for one in assessment.areas}
    found = _within(standings(ledger.entries, inspection), assessment)
    if not found:
        return page(assessment, title, [say("No decision on this area is recorded.")])
    blocks.append(_table(inspection.framework, found, now))
    for one in found:
        blocks += _entry(inspection.framework, one, now.get(one.entry.area))
    blocks += [Heading("The record"), _head(ledger.entries)]
    return page(assessment, title, list(blocks))


def _within(found: Iterable[Standing], assessment: Assessment) -> list[Standing]:
    """Return the decisions that concern an assessment: all of them, unless it is of some areas only."""
    areas, whole = {one.area for one in assessment.areas}, assessment.inspection.framework.areas
    return [one for one in found if one.entry.area in areas or len(areas) == len(whole)]


def _table(framework: Framework, found: Sequence[Standing], now: dict[str, AreaAssessment]) -> Table:
    columns = ("Entry", "Area", "Decided", "Proposed then", "Proposed now", "State")
    rows = (
        (
            str(one.entry.number),
            _title(framework, one.entry.area),
            grade_words(one.entry.decided, framework),
            _then(one.entry, framework),
            outcome_words(now[one.entry.area], framework) if one.entry.area in now else "no such area",
            _state(one),
        )
        for one in found
    )
    return Table(CAPTION, columns, tuple(rows))


def _then(entry: Entry, framework: Framework) -> str:
    return grade_words(entry.proposed.grade or entry.proposed.outcome, framework)


def _state(found: Standing) -> str:
    state = "stands" if found.superseded is None else f"superseded by {found.superseded}"
    return f"{state}, stale" if found.stale else state


def _title(framework: Framework, area: str) -> str:
    return next((one.title for one in framework.areas if one.id == area), area)


def _entry(framework: Framework, found: Standing, now: AreaAssessment | None) -> list[Block]:
    entry = found.entry
    return [
        Heading(f"Entry {entry.number}: {_title(framework, entry.area)}"),
        Paragraph(decision_sentences(found, framework, now)),
        bullets(Sentence(_basis(entry)), Sentence(f"Hash {entry.sha256}.")),
    ]


def _basis(entry: Entry) -> str:
    made = entry.basis
    sources = (
        f"{kind} {one.id} {one.version} ({one.sha256[:SHORT_HASH]})"
        for kind, one in (("rules", made.rules), ("framework", made.framework))
    )
    evidence = (
        f"{counted(made.evidence.records, 'record')} of evidence ({made.evidence.sha256[:SHORT_HASH]})"
    )
    drafts = f", {counted(made.evidence.drafts, 'draft')} among them" if made.evidence.drafts else ""
    return f"Made on {evidence}{drafts}, {joined([*sources, f'peelgrade {made.engine}'])}."


def _head(entries: Sequence[Entry]) -> Paragraph:
    return say(
        f"The record has {counted(len(entries), 'entry', 'entries')}; the hash of the last is "
        f"{entries[-1].sha256}. Noted where this file isn't, such as in the minutes, it lets "
        "`peelgrade decisions verify --expect` find also entries removed at the end."
    )


def taken_page(inspection: Inspection, file: str, found: Sequence[Standing]) -> Page:
    """Return what was just written into a record, whose last entry is the decision taken."""
    blocks = _entry(inspection.framework, found[-1], None)
    earlier = [one.entry.number for one in found if one.superseded == found[-1].entry.number]
    if earlier:
        blocks.append(say(f"It supersedes entry {joined(map(str, earlier))}, which stays in the record."))
    blocks += [Heading("The record"), say(f"Written to {file}."), _head([one.entry for one in found])]
    title = f"{inspection.case.force}: a decision"
    return Page(
        title,
        tuple(blocks),
        inspection.case.marking,
        basis(inspection),
        notice(inspection.case, pack=inspection.pack),
    )


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
            standing_data(one) | {"now": now.get(one.entry.area)} for one in _within(found, assessment)
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
    """Return one decision as plain data: its entry, what is stale about it, what superseded it."""
    return found.entry.model_dump(mode="json") | {
        "stale": list(found.stale),
        "superseded_by": found.superseded,
    }
