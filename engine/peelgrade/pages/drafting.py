"""The page that `evidence draft` shows: what was drafted from a report, and what was left out."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from peelgrade.drafting import Draft
from peelgrade.drafting.decoding import Source
from peelgrade.drafting.reporting import Drafted
from peelgrade.evidence import Record
from peelgrade.framework import Framework
from peelgrade.pages.parts import SHORT_HASH, basis, basis_data, notice
from peelgrade.view import Block, Bullets, Heading, Page, Paragraph, Sentence, Table, say
from peelgrade.wording import counted, joined, sentence_case


def draft_page(drafted: Drafted) -> Page:
    """Return what a draft holds, and what the person who codes from it has to know."""
    draft, source, framework = drafted.draft, drafted.source, drafted.inspection.framework
    blocks: list[Block] = [Paragraph(tuple(_summary(draft, source)))]
    blocks += [Heading("What was drafted"), _areas(draft, framework)]
    blocks += _without(draft, framework)
    if draft.layout.tables:
        where = joined(draft.layout.tables)
        blocks.append(say(f"Tables aren't read. Look for figures in those of: {where}."))
    if draft.left:
        blocks += [Heading("What was left out"), *_left(draft)]
    title = f"{draft.case.force}: a draft from a report"
    return Page(title, tuple(blocks), None, _provenance(drafted), notice(draft.case))


def _provenance(drafted: Drafted) -> tuple[str, ...]:
    source = Path(drafted.source.path).name
    return (f"Report: {source}, {drafted.source.sha256[:SHORT_HASH]}", *basis(drafted.inspection))


def _summary(draft: Draft, source: Source) -> list[Sentence]:
    records = draft.case.evidence
    figures = sum(record.measure is not None for record in records)
    count = sentence_case(counted(len(records), "record"))
    read = f"The report was read as {source.encoding}, {source.known_by}"
    return [
        Sentence(f"{count} drafted, {counted(figures, 'figure')} among them."),
        Sentence("No command takes them as evidence before somebody has read each against the report, "
                 "put it right and confirmed it."),
        Sentence(f"{read}{', as a page of HTML' if source.html else ''}."),
    ]  # fmt: skip


def _areas(draft: Draft, framework: Framework) -> Table:
    rows = []
    for area in framework.areas:
        records = [one for one in draft.case.evidence if one.characteristic[0] in area.ids]
        shown = Counter(one.shows for one in records)
        figures = sum(one.measure is not None for one in records)
        named = {one.characteristic[0] for one in records}
        counts = (len(records), shown["shortfall"], shown["strength"], shown["exceeds"], figures)
        cells = (*(str(one) for one in counts), f"{len(named)} of {len(area.ids)}")
        rows.append((area.title, *cells))
    columns = ("Area", "Records", "Shortfalls", "Strengths", "Exceeding", "Figures", "Characteristics")
    return Table("Drafted records by area of their characteristic.", columns, tuple(rows))


def _without(draft: Draft, framework: Framework) -> list[Block]:
    """Return the areas for which no section was found."""
    found = {area for _, area in draft.layout.sections}
    missing = [area.title for area in framework.areas if area.id not in found]
    return [say(f"No heading of the report is that of: {joined(missing)}.")] if missing else []


def _left(draft: Draft) -> list[Block]:
    """Return how often something was left out, and for what reason."""
    kinds = Counter(one.because for one in draft.left)
    items = [
        Sentence(f"{sentence_case(because)}: {counted(count, 'time')}.")
        for because, count in kinds.most_common()
    ]
    return [say("The result as JSON (`--format json`) has each, with its place."), Bullets(tuple(items))]


def draft_data(drafted: Drafted) -> dict[str, Any]:
    """Return the same as plain data, with everything that was left out."""
    draft, source = drafted.draft, drafted.source
    return {
        "case": draft.case.case,
        "force": draft.case.force,
        "published": draft.case.published,
        "provenance": basis_data(drafted.inspection) | {"report": {"sha256": source.sha256}},
        "read_as": {"encoding": source.encoding, "known_by": source.known_by, "html": source.html},
        "sections": [{"title": title, "area": area or None} for title, area in draft.layout.sections],
        "skipped": list(draft.layout.skipped),
        "tables": list(draft.layout.tables),
        "records": [_record_data(one, draft) for one in draft.case.evidence],
        "left_out": [
            {
                "text": one.text,
                "because": one.because,
                "words": one.words,
                "reference": one.passage.reference,
                "line": one.passage.line,
            }
            for one in draft.left
        ],
    }


def _record_data(record: Record, draft: Draft) -> dict[str, Any]:
    data = record.model_dump(mode="json", exclude_defaults=True)
    return data | {"line": draft.passages[record.id].line}
