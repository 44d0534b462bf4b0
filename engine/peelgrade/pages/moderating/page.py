"""The whole page of a moderation, and what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from peelgrade.awards import short
from peelgrade.moderating.moderation import Moderation
from peelgrade.moderating.panel import Panel
from peelgrade.pages import parts
from peelgrade.pages.moderating.agenda import agenda_blocks, shown
from peelgrade.pages.moderating.coders import coder_blocks
from peelgrade.pages.moderating.conflicts import conflict_blocks
from peelgrade.pages.moderating.departures import comparator_blocks, departure_blocks
from peelgrade.pages.moderating.method import method_blocks
from peelgrade.pages.moderating.numbers import agreement_blocks, drift_blocks
from peelgrade.pages.parts import SHORT_HASH, notice, together
from peelgrade.view import Block, Page, say
from peelgrade.wording import counted, joined, number, sentence_case


def moderate_page(found: Moderation, *, order: str = "agenda", cases: Sequence[str] = ()) -> Page:
    """Return what a panel reads, the agenda in *order*, with the comparators also of the *cases* named."""
    blocks: list[Block] = [
        say(_summary(found)),
        *agenda_blocks(found, shown(found, order)),
        *conflict_blocks(found),
        *departure_blocks(found),
        *comparator_blocks(found, cases),
        *agreement_blocks(found),
        *coder_blocks(found),
        *drift_blocks(found),
        *method_blocks(found),
    ]
    every = [seat.case for seat in found.panel.every]
    title = f"Moderation: {found.panel.framework.title}"
    pack = found.panel.seats[0].assessment.inspection.pack
    return Page(title, tuple(blocks), marking(found), provenance(found), notice(*every, pack=pack))


def _summary(found: Moderation) -> str:
    """Return what is at the table, in one or two sentences."""
    panel = found.panel
    graded = sum(len(panel.secure(area.id)) for area in panel.areas)
    both = number(len(panel.compared)) if panel.compared else "none"
    known = f", {both} of them beside a grade awarded" if panel.known else ""
    text = (
        f"{sentence_case(counted(len(panel.seats), 'inspection'))}, {counted(len(panel.areas), 'area')}: "
        f"{counted(graded, 'grade')} proposed{known}."
    )
    missing = [seat.case.force for seat in panel.seats if not seat.awards]
    if panel.known and missing:
        text = f"{text} No grade awarded is known for {joined(sorted(missing))}.{_meant(panel)}"
    return f"{text} Forces aren't ranked: the order is that of the agenda."


def _meant(panel: Panel) -> str:
    """Return, where no force has a grade awarded, which names beside grades are nearest to theirs."""
    if any(seat.awards for seat in panel.seats):
        return ""
    names = {short(one): one for one in panel.strays}
    near = [
        (seat.case.force, names[one])
        for seat in panel.seats
        for one in get_close_matches(short(seat.case.force), names, n=1)
    ]
    meant = joined([f"{name} for {force}" for force, name in near])
    return f" There are grades awarded to others, with a name like one here: {meant}." if near else ""


def marking(found: Moderation) -> str | None:
    """Return every marking that occurs, since the page holds something of each."""
    marks = {seat.case.marking for seat in found.panel.every if seat.case.marking}
    return ", ".join(sorted(marks)) or None


def provenance(found: Moderation) -> tuple[str, ...]:
    """Return what a moderation rests on, as lines to read."""
    every = [seat.case for seat in found.panel.every]
    records = sum(len(case.evidence) for case in every)
    cases = f"{len(every)} case{'' if len(every) == 1 else 's'}"
    _, *rest = parts.provenance(found.panel.seats[0].assessment)
    return (f"Evidence: {cases}, {records} records, {together(every)[:SHORT_HASH]}", *rest)
