"""A case before anything is graded: what was read, what weighs nothing and why, what to look at again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from peelgrade.appraising import read, weighing
from peelgrade.assessment import Appraisal, Inspection
from peelgrade.capping import Weighed, needed
from peelgrade.compiling import Program, program
from peelgrade.deriving import appraise
from peelgrade.drafts import drafts
from peelgrade.evidence import SHOWS, SOURCES, Record
from peelgrade.facts import NOTHING

DIRECTIONS = (*SHOWS, NOTHING)
"""What a record can show; the last one is a figure that nobody judged."""


@dataclass(frozen=True)
class Tally:
    """How many records show what: in one area, or from one kind of source."""

    id: str
    shows: dict[str, int]

    @property
    def records(self) -> int:
        """Return how many records there are."""
        return sum(self.shows.values())


@dataclass(frozen=True)
class Filled:
    """A record that left fields out, what its figure says of them, and how the figure reads."""

    record: Record
    fields: dict[str, str]
    reads: str


@dataclass(frozen=True)
class Weightless:
    """A record that settles nothing, with the rule that says so and its reason."""

    record: Record
    rule: str
    because: str


@dataclass(frozen=True)
class Stock:
    """
    What a case holds.

    *by_area* has every area, and counts a record in each that it speaks to. *missing* are the
    characteristics of each area that nothing weighs on, *needed* how many must be assessed before an
    area is graded. *idle* names, by record, the areas that `affects` names and on which nothing there
    bears.
    """

    inspection: Inspection
    by_area: tuple[Tally, ...]
    by_source: tuple[Tally, ...]
    missing: dict[str, tuple[str, ...]]
    needed: dict[str, int]
    weightless: tuple[Weightless, ...]
    differing: tuple[Appraisal, ...]
    filled: tuple[Filled, ...]
    idle: dict[str, tuple[str, ...]]
    drafts: tuple[str, ...]
    doubtful: tuple[Record, ...]
    unreferenced: tuple[str, ...]


def take_stock(inspection: Inspection) -> Stock:
    """
    Return what a case holds, appraised by our own evaluator; nothing is graded.

    Raises:
        RulesError: If the rules leave a record unweighed, or weigh it twice.

    """
    case, framework = inspection.case, inspection.framework
    run = program(framework, inspection.pack, chained=False)
    found = appraise(run, case.evidence)
    every = tuple(found[record.id] for record in case.evidence)
    return Stock(
        inspection,
        _by_area(inspection, found),
        tuple(one for one in _by_source(every) if one.records),
        _missing(run, inspection, found),
        {area.id: needed(run, area) for area in framework.areas if area.graded},
        tuple(_weightless(run, one) for one in every if one.side == "neither"),
        tuple(one for one in every if one.differs),
        tuple(_filled(inspection, one) for one in every if one.derived),
        _idle(inspection),
        drafts(case),
        tuple(record for record in case.evidence if record.doubt),
        tuple(record.id for record in case.evidence if not record.reference),
    )


def _by_area(inspection: Inspection, found: dict[str, Appraisal]) -> tuple[Tally, ...]:
    area_of = inspection.framework.area_of
    pairs = [
        (area, found[record.id].shows)
        for record in inspection.case.evidence
        for area in sorted({area_of(one).id for one in record.characteristic})
    ]
    return _tallies(pairs, tuple(area.id for area in inspection.framework.areas))


def _by_source(every: tuple[Appraisal, ...]) -> tuple[Tally, ...]:
    return _tallies([(one.record.source, one.shows) for one in every], SOURCES)


def _tallies(pairs: list[tuple[str, str]], order: tuple[str, ...]) -> tuple[Tally, ...]:
    counts = Counter(pairs)
    return tuple(Tally(one, {shows: counts[one, shows] for shows in DIRECTIONS}) for one in order)


def _missing(
    run: Program, inspection: Inspection, found: dict[str, Appraisal]
) -> dict[str, tuple[str, ...]]:
    records = weighing(inspection.case, inspection.framework, inspection.pack)
    weighed = Weighed(run, {one: tuple(found[r.id] for r in records[one]) for one in records})
    return {
        area.id: tuple(one for one in area.ids if not weighed.verdict(one).assessed)
        for area in inspection.framework.areas
    }


def _filled(inspection: Inspection, one: Appraisal) -> Filled:
    facts = read(one.record, inspection.framework, inspection.pack).facts
    return Filled(one.record, {name: str(facts[name]) for name in one.derived}, one.reads)


def _weightless(run: Program, one: Appraisal) -> Weightless:
    return Weightless(one.record, one.rule, run.pack.by_id[one.rule].says)


def _idle(inspection: Inspection) -> dict[str, tuple[str, ...]]:
    """Return the areas that a record's `affects` names in vain: no bearing leads there."""
    framework = inspection.framework
    bearings = {one.characteristic: one.on for one in inspection.pack.bearings}
    found = {}
    for record in inspection.case.evidence:
        bears = {one for own in record.characteristic for one in bearings.get(own, ())}
        reached = {framework.area_of(one).id for one in bears}
        idle = tuple(area for area in record.affects if area not in reached)
        if idle:
            found[record.id] = idle
    return found
