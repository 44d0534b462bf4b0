"""The page that `evidence check` shows: what was read of a case, and what to look at again."""

from __future__ import annotations

from typing import Any

from peelgrade.assessment import Appraisal
from peelgrade.framework import Area
from peelgrade.pages.parts import basis, basis_data
from peelgrade.stocktaking import DIRECTIONS, Filled, Stock, Tally
from peelgrade.view import Block, Bullets, Heading, Page, Sentence, Table, say
from peelgrade.wording import counted, ended, joined, sentence_case, tell, words

COLUMNS = ("Records", "Shortfalls", "Strengths", "Exceeding", "Not judged")


def stock_page(stock: Stock) -> Page:
    """Return what was read of a case in words: every part that has something to say."""
    case = stock.inspection.case
    blocks: list[Block] = [say(_summary(stock))]
    blocks += [Heading("What was read"), _areas(stock), _sources(stock)]
    blocks += _part("Characteristics that nothing weighs on", _missing(stock))
    blocks += _part("Drafts that nobody has confirmed", [Sentence(_drafts(stock))] if stock.drafts else [])
    blocks += _part("Where words and figures differ", [_differing(one) for one in stock.differing])
    blocks += _part("Left out, and read from the figure", [_filled(one) for one in stock.filled])
    blocks += _weightless(stock)
    blocks += _part("Areas that `affects` names without effect", [_idle(one, stock) for one in stock.idle])
    blocks += _part("Doubtful codings", [_doubtful(stock, one.id) for one in stock.doubtful])
    blocks += _part("Records without a reference", _unreferenced(stock))
    return Page(f"{case.force}: evidence check", tuple(blocks), case.marking, basis(stock.inspection))


def _part(title: str, items: list[Sentence]) -> list[Block]:
    return [Heading(title), Bullets(tuple(items))] if items else []


def _summary(stock: Stock) -> str:
    records = sentence_case(counted(len(stock.inspection.case.evidence), "record"))
    read = f"{records} read, from {counted(len(stock.by_source), 'kind')} of source"
    if stock.drafts:
        return (
            f"{read}. {sentence_case(counted(len(stock.drafts), 'draft'))} among them can't be graded yet."
        )
    return f"{read}, and no fault is in them."


def _areas(stock: Stock) -> Table:
    framework = stock.inspection.framework
    rows = []
    for tally in stock.by_area:
        area = framework.area(tally.id)
        rows.append((area.title, *_counts(tally), _assessed(stock, area)))
    caption = "Records by area; one that speaks to several areas is counted in each."
    return Table(caption, ("Area", *COLUMNS, "Characteristics assessed"), tuple(rows))


def _assessed(stock: Stock, area: Area) -> str:
    """Return how many characteristics are assessed, and how many must be, if they aren't enough."""
    assessed = len(area.ids) - len(stock.missing[area.id])
    needed = stock.needed.get(area.id, 0)
    short = f", {needed} needed" if assessed < needed else ""
    return f"{assessed} of {len(area.ids)}{short}"


def _sources(stock: Stock) -> Table:
    rows = tuple((sentence_case(words(one.id)), *_counts(one)) for one in stock.by_source)
    return Table("Records by kind of source.", ("Source", *COLUMNS), rows)


def _counts(tally: Tally) -> tuple[str, ...]:
    return (str(tally.records), *(str(tally.shows[one]) for one in DIRECTIONS))


def _missing(stock: Stock) -> list[Sentence]:
    framework = stock.inspection.framework
    found = [(framework.area(area), ids) for area, ids in stock.missing.items() if ids]
    return [
        Sentence(f"{area.title}: {joined(ids) if len(ids) < len(area.ids) else f'all {len(ids)}'}.")
        for area, ids in found
    ]


def _drafts(stock: Stock) -> str:
    drafts, total = len(stock.drafts), len(stock.inspection.case.evidence)
    return (
        f"`grade` refuses {counted(drafts, 'record')} of {total} until somebody has read "
        f"{'it' if drafts == 1 else 'them'} against the source: {joined(stock.drafts)}."
    )


def _differing(one: Appraisal) -> Sentence:
    finding = one.record.finding or str(one.record.measure)
    return Sentence(tell("difference", finding=finding, differs=one.differs), (one.record.id,))


def _filled(one: Filled) -> Sentence:
    fields = joined(f"{name} is {words(value)}" for name, value in one.fields.items())
    figure = one.reads or f"{one.record.measure}{_before(one)}"
    return Sentence(f"{sentence_case(fields)}: {ended(figure)}", (one.record.id,))


def _before(one: Filled) -> str:
    earlier = one.record.measure and one.record.measure.previous
    return f", before it {earlier}" if earlier else ""


def _weightless(stock: Stock) -> list[Block]:
    """Return the records that settle nothing, under the rule that says so."""
    if not stock.weightless:
        return []
    blocks: list[Block] = [Heading("Records that settle nothing")]
    for rule, because in dict.fromkeys((one.rule, one.because) for one in stock.weightless):
        found = [one.record for one in stock.weightless if one.rule == rule]
        items = [Sentence(ended(one.finding or str(one.measure)), (one.id,)) for one in found]
        blocks += [say(f"{because} (Rule {rule}.)"), Bullets(tuple(items))]
    return blocks


def _idle(record: str, stock: Stock) -> Sentence:
    own = stock.inspection.case.record(record).characteristic
    return Sentence(f"No rule lets {joined(own)} bear on {joined(stock.idle[record])}.", (record,))


def _doubtful(stock: Stock, record: str) -> Sentence:
    found = stock.inspection.case.record(record)
    return Sentence(ended(found.note or "No reason is given in `note`"), (record,))


def _unreferenced(stock: Stock) -> list[Sentence]:
    if not stock.unreferenced:
        return []
    return [Sentence(f"{joined(stock.unreferenced)}.")]


def stock_data(stock: Stock) -> dict[str, Any]:
    """Return the same as plain data."""
    case = stock.inspection.case
    return {
        "case": case.case,
        "force": case.force,
        "marking": case.marking,
        "provenance": basis_data(stock.inspection),
        "areas": [
            _tally_data(one)
            | {"not_assessed": list(stock.missing[one.id]), "needed": stock.needed.get(one.id)}
            for one in stock.by_area
        ],
        "sources": [_tally_data(one) for one in stock.by_source],
        "drafts": list(stock.drafts),
        "differences": [{"record": one.record.id, "differs": one.differs} for one in stock.differing],
        "derived": [
            {"record": one.record.id, "fields": one.fields, "reads": one.reads} for one in stock.filled
        ],
        "weightless": [
            {"record": one.record.id, "rule": one.rule, "because": one.because} for one in stock.weightless
        ],
        "idle": [{"record": one, "affects": list(areas)} for one, areas in stock.idle.items()],
        "doubtful": [{"record": one.id, "note": one.note} for one in stock.doubtful],
        "unreferenced": list(stock.unreferenced),
    }


def _tally_data(tally: Tally) -> dict[str, Any]:
    return {"id": tally.id, "records": tally.records, "shows": tally.shows}
