"""What was decided, beside what is proposed: never over it, and marked where it is stale."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from peelgrade.assessment import NOT_SECURE, AreaAssessment, Assessment, Inspection
from peelgrade.framework import Framework
from peelgrade.ledger import Beside, Entry, Ledger, Standing, standings
from peelgrade.pages.parts import SHORT_HASH, basis, grade_words, notice, outcome_words, page
from peelgrade.view import Block, Bullets, Heading, Page, Paragraph, Sentence, Table, bullets, say
from peelgrade.wording import counted, ended, joined

PUT_FORWARD = "put forward, not yet approved"
CAPTION = "What was decided beside what is proposed: a decision stands beside a proposal, never over it."
NOT_SHOWN = (
    "Nothing that it holds is shown, since what was altered in a record can't be told from what wasn't."
)


def decided_words(found: Standing, framework: Framework) -> str:
    """Return a decision in a few words, marked where it isn't approved or is stale: `adequate (stale)`."""
    marks = [PUT_FORWARD] * (not found.entry.approved) + ["stale"] * bool(found.stale)
    decided = grade_words(found.entry.decided, framework)
    return f"{decided} ({'; '.join(marks)})" if marks else decided


def stale_words(found: Standing) -> str:
    """Return what a decision was made on and is otherwise now: `other evidence and other rules`."""
    return joined("another framework" if one == "framework" else f"other {one}" for one in found.stale)


def decision_sentences(
    found: Standing, framework: Framework, now: AreaAssessment | None = None
) -> tuple[Sentence, ...]:
    """Return a decision in sentences: what, by whom, why, and that it is stale or waits for another."""
    entry = found.entry
    told = [*_signed(entry, framework)]
    if entry.reason:
        told.append(Sentence(f"Reason: {ended(entry.reason)}"))
    if entry.departs_from:
        told.append(Sentence(f"It departs from {joined(entry.departs_from)}."))
    if found.stale:
        told.append(Sentence(_stale(found, framework, now), tone="bad"))
    if found.superseded is not None:
        told.append(Sentence(f"Superseded by entry {found.superseded}."))
    if found.pending is not None:
        told.append(Sentence(_pending(found.pending, framework)))
    return tuple(told)


def _signed(entry: Entry, framework: Framework) -> tuple[Sentence, Sentence]:
    """Return what was decided, or is only put forward, and by whom."""
    what = f"{grade_words(entry.decided, framework)}, {_beside(entry, framework)}."
    if not entry.approved:
        told = Sentence(f"{PUT_FORWARD.capitalize()}: {what}", tone="bad")
        return told, Sentence(f"By {entry.by}, on {entry.date}.")
    who = f"Put forward by {entry.by}, approved by {entry.approved_by}, on {entry.date}."
    return Sentence(f"Decided: {what}"), Sentence(who)


def _pending(later: Entry, framework: Framework) -> str:
    what = f"{grade_words(later.decided, framework)}, by {later.by}, on {later.date}"
    return f"It stands until entry {later.number} is approved ({PUT_FORWARD}: {what})."


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
    found = within(standings(ledger.entries, inspection), assessment)
    if not found:
        return page(assessment, title, [say("No decision on this area is recorded.")])
    blocks.append(_table(inspection.framework, found, now))
    for one in found:
        blocks += _entry(inspection.framework, one, now.get(one.entry.area))
    blocks += [Heading("The record"), _head(ledger.entries)]
    return page(assessment, title, list(blocks))


def within(found: Iterable[Standing], assessment: Assessment) -> list[Standing]:
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
    state = "stands" if found.entry.approved else PUT_FORWARD
    if found.superseded is not None:
        state = f"superseded by {found.superseded}"
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
    blocks += [
        say(f"Entry {one.entry.number} stands until it is approved.")
        for one in found
        if one.pending is not None and one.pending.number == found[-1].entry.number
    ]
    blocks += [Heading("The record"), say(f"Written to {file}."), _head([one.entry for one in found])]
    title = f"{inspection.case.force}: a decision"
    return Page(
        title,
        tuple(blocks),
        inspection.case.marking,
        basis(inspection),
        notice(inspection.case, pack=inspection.pack),
    )
