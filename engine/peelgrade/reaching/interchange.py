"""
Records that can change, grouped by what they can stand in for.

Two records are interchangeable when trading one for the other alters no verdict in any company: they
weigh on the same characteristics of the area, come to the same level before and after the change, and
are of the same kind of source, or each is the only one of its kind wherever it weighs.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from peelgrade.appraising import weighing
from peelgrade.assessment import Appraisal, Inspection
from peelgrade.capping import Weighed
from peelgrade.compiling import Program, program
from peelgrade.deciding import decide
from peelgrade.deriving import appraise
from peelgrade.framework import Area
from peelgrade.reaching.dualising import Vector
from peelgrade.reaching.tallying import Outcome, Tally

ALONE = "the only one of its kind"


@dataclass(frozen=True)
class Group:
    """
    Interchangeable records of one area, in order of their ids.

    *becomes* are their appraisals once changed; None where the change takes them away.
    """

    records: tuple[str, ...]
    characteristics: tuple[str, ...]
    stands: tuple[Appraisal, ...]
    becomes: tuple[Appraisal | None, ...]

    def with_changed(self, number: int) -> list[Appraisal]:
        """Return the appraisals with the first *number* records changed."""
        changed = [one for one in self.becomes[:number] if one is not None]
        return [*changed, *self.stands[number:]]


def grouped(now: Weighed, area: Area, becomes: Mapping[str, Appraisal | None]) -> tuple[Group, ...]:
    """Return the records that can change in groups, in order of their first ids."""
    places: dict[str, list[str]] = {}
    stands: dict[str, Appraisal] = {}
    for name in area.ids:
        for one in now.appraisals[name]:
            places.setdefault(one.record.id, []).append(name)
            stands[one.record.id] = one
    found: dict[object, list[str]] = {}
    for record in sorted(set(becomes) & set(stands)):
        after = becomes[record]
        source = _source(now, stands[record], places[record], becomes)
        key = (tuple(places[record]), stands[record].level, after and after.level, source)
        found.setdefault(key, []).append(record)
    return tuple(
        Group(
            tuple(records),
            tuple(places[records[0]]),
            tuple(stands[one] for one in records),
            tuple(becomes[one] for one in records),
        )
        for records in found.values()
    )


def _source(now: Weighed, one: Appraisal, places: list[str], becomes: Container[str]) -> str:
    """Return the kind of source of a record, as far as other records can tell it from any other kind."""
    corroboration = now.run.pack.corroboration
    if corroboration.shortfall is None and corroboration.strength is None:
        return ALONE
    source, record = one.record.source, one.record.id
    others = (
        other
        for place in places
        for other in now.appraisals[place]
        if other.record.id != record and (other.side != "neither" or other.record.id in becomes)
    )
    return source if any(other.record.source == source for other in others) else ALONE


@dataclass(frozen=True)
class Board:
    """
    One area in which records can change: what it comes to for any choice of them.

    A choice is a vector: how many of each group are changed.
    """

    run: Program
    area: Area
    tally: Tally
    groups: tuple[Group, ...]
    fixed: dict[str, tuple[Appraisal, ...]]
    _known: dict[tuple[str, Vector], Outcome] = field(default_factory=dict, compare=False)

    @cached_property
    def tops(self) -> Vector:
        """Return how many records each group has."""
        return tuple(len(group.records) for group in self.groups)

    @cached_property
    def nothing(self) -> Vector:
        """Return the choice of nothing."""
        return (0,) * len(self.groups)

    @cached_property
    def at(self) -> dict[str, tuple[int, ...]]:
        """Return the groups that weigh on each characteristic."""
        return {
            name: tuple(n for n, group in enumerate(self.groups) if name in group.characteristics)
            for name in self.area.ids
        }

    @cached_property
    def shared(self) -> bool:
        """Say whether any record that can change weighs on several characteristics."""
        return any(len(group.characteristics) > 1 for group in self.groups)

    def outcome(self, name: str, chosen: Vector) -> Outcome:
        """Return what a characteristic comes to, given how many of each group *at* it are changed."""
        if (name, chosen) not in self._known:
            appraisals = list(self.fixed[name])
            for number, place in zip(chosen, self.at[name], strict=True):
                appraisals += self.groups[place].with_changed(number)
            self._known[name, chosen] = self.tally.outcome(decide(self.run, name, appraisals))
        return self._known[name, chosen]

    def rank(self, vector: Vector) -> int:
        """Return the rank of the area for a choice: see `Tally.rank`."""
        sums = self.tally.start
        for place, name in enumerate(self.area.ids):
            chosen = tuple(vector[group] for group in self.at[name])
            sums = self.tally.added(sums, place, self.outcome(name, chosen))
        return self.tally.rank(sums)

    def records(self, vector: Vector) -> tuple[str, ...]:
        """Return the first of the sets of records that a choice stands for."""
        chosen = zip(self.groups, vector, strict=True)
        return tuple(sorted(one for group, number in chosen for one in group.records[:number]))


def weighed(inspection: Inspection, area: Area) -> Weighed:
    """Return the appraisals of the records that weigh in one area, by our own evaluator."""
    run = program(inspection.framework, inspection.pack, chained=False)
    records = weighing(inspection.case, inspection.framework, inspection.pack)
    used = sorted({one.id for name in area.ids for one in records[name]})
    found = appraise(run, [inspection.case.record(one) for one in used])
    return Weighed(run, {name: tuple(found[one.id] for one in records[name]) for name in area.ids})


def board(now: Weighed, area: Area, below: int, becomes: Mapping[str, Appraisal | None]) -> Board:
    """Return an area with the records that can change, as far as ceilings lower than *below* read it."""
    fixed = {
        name: tuple(one for one in now.appraisals[name] if one.record.id not in becomes)
        for name in area.ids
    }
    return Board(now.run, area, Tally(now.run, area, below), grouped(now, area, becomes), fixed)
