"""
Counterexamples as cases that `grade` accepts, as few and as plain records as show it.

A hole is shown by records that lead into it. A fall is shown by two cases that differ in one record,
which got better, was added or was taken away: where there is one, a pair in which an area's grade
falls; else one in which a verdict or a concern gets worse; else the record alone, which weighs less.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from peelgrade.checking.areas import Tally
from peelgrade.checking.bettering import better_records, fields_of, writable
from peelgrade.checking.findings import Fall, Hole
from peelgrade.checking.gathering import (
    CONCERN_SCALE,
    FACTS,
    UNASSESSED,
    Found,
    Outcome,
    gathered,
    outcomes,
)
from peelgrade.checking.grades import met_or_better, plainly
from peelgrade.checking.kinds import Kind, kinds, same, worded
from peelgrade.checking.paths import FAR, Step, Walk, machine, steps
from peelgrade.checking.records import levels
from peelgrade.checking.spaces import record_space
from peelgrade.checking.summing import grouped
from peelgrade.compiling import Program
from peelgrade.errors import RulesError
from peelgrade.evidence import Case, Record, in_order
from peelgrade.framework import NOT_ASSESSED, Area


@dataclass(frozen=True)
class Witness:
    """What a counterexample shows, in a sentence, and the cases that show it, by name."""

    says: str
    cases: Mapping[str, Case]


@dataclass(frozen=True)
class Witnesses:
    """Makes cases of a pack's faults; what all of them need is worked out once."""

    run: Program

    def of(self, fault: Hole | Fall) -> Witness:
        """Return the plainest cases that show a fault."""
        if isinstance(fault, Hole):
            return _hole(self.run, fault)
        return _Search(self, fault).found()

    @cached_property
    def still(self) -> tuple[Kind, ...]:
        """Return the kinds of record that stay as they are, before and after."""
        return same(kinds([self.run], worded(self.run)))

    @cached_property
    def steps(self) -> tuple[Kind, ...]:
        """Return every single step of a record."""
        states = record_space(self.run)
        return better_records(self.run, states, writable(self.run, states), levels(self.run, states))

    @cached_property
    def plain(self) -> dict[Outcome, Found]:
        """Return what a characteristic can come to where nothing changes."""
        return outcomes((self.run, self.run), gathered((self.run, self.run), self.still))

    @cached_property
    def moved(self) -> dict[Outcome, Found]:
        """Return what a characteristic can come to where any one record takes a step."""
        return outcomes((self.run, self.run), gathered((self.run, self.run), self.still, self.steps))


def _hole(run: Program, hole: Hole) -> Witness:
    area = next(one for one in run.framework.areas if one.graded)
    if hole.tier == "appraise":
        records: tuple[dict[str, object], ...] = (fields_of(run, hole.state),)
    else:
        states = gathered([run], kinds([run], worded(run)))
        wanted = tuple(hole.state[name] for name in FACTS)
        records = tuple(dict(one.made[0] or {}) for one in states[wanted].records)
    case = made_case(run, "hole", {area.ids[0]: records})
    return Witness(f"grading it finds no single rule of tier {hole.tier}", {"case": case})


def made_case(
    run: Program, name: str, records: Mapping[str, Sequence[Mapping[str, object] | None]]
) -> Case:
    """Return a made-up case of these records, given as fields for each characteristic."""
    made: list[Record] = []
    for characteristic, some in records.items():
        for number, fields in enumerate(some, 1):
            if fields is not None:
                id = f"{characteristic}-{number}"
                values = {"id": id, "characteristic": (characteristic,), "finding": "Made up."} | dict(
                    fields
                )
                made.append(Record(**values))  # type: ignore[arg-type]
    return Case(
        case=name, force="A made-up force", framework=run.framework.id, evidence=in_order(tuple(made))
    )


def _added(kind: Kind) -> Kind:
    return Kind(kind.source, (None, kind.levels[1]), (None, kind.made[1]), kind.cost)


@dataclass(frozen=True)
class _Candidate:
    """A fall of an area's grade, and the records of each characteristic that bring it about."""

    cost: int
    says: str
    records: Mapping[str, Sequence[Kind]]


class _Search:
    """Looks for the plainest fall: in a grade, else in a verdict or concern, else in a level."""

    def __init__(self, known: Witnesses, fault: Fall) -> None:
        self.known, self.run, self.fault = known, known.run, fault
        self.steps = sorted(fault.steps or known.steps, key=lambda one: one.cost)

    def found(self) -> Witness:
        """Return the plainest fall that there is."""
        try:
            plain = self.known.plain
            moved = self._newly(plain) if self.fault.newly else self._stepped()
        except RulesError:
            return self._of_level()
        moved = {one: found for one, found in moved.items() if self._matters(one)}
        best = min(self._falls(moved, plain), key=lambda one: one.cost, default=None)
        if best is not None:
            return self._pair(best.says, best.records)
        if self.fault.ends is not None:
            return _Search(self.known, replace(self.fault, member=None, ends=None)).found()
        worse = [one for one in moved if self._worse(one)]
        return (
            self._of_verdict(min(worse, key=lambda one: moved[one].cost), moved)
            if worse
            else self._of_level()
        )

    def _stepped(self) -> dict[Outcome, Found]:
        """Return what a characteristic comes to where one of its records takes a step."""
        every = self.known.moved
        if self.fault.steps:
            both = (self.run, self.run)
            every = outcomes(both, gathered(both, self.known.still, self.steps))
        return {
            outcome: found
            for outcome, found in every.items()
            if NOT_ASSESSED not in [verdict for verdict, _ in outcome]
        }

    def _newly(self, plain: Mapping[Outcome, Found]) -> dict[Outcome, Found]:
        """Return what a characteristic comes to that wasn't assessed before."""
        scale = self.run.framework.verdicts
        wanted = met_or_better(scale) if self.fault.newly == "best" else scale[:1]
        return {
            (UNASSESSED, after): Found(found.cost, tuple(map(_added, found.records)))
            for (_, after), found in plain.items()
            if after[0] in wanted
        }

    def _matters(self, outcome: Outcome) -> bool:
        """Say whether a step could show the fault: if it isn't known to be of an area, by getting worse."""
        return self._worse(outcome) if self.fault.area is None else outcome[0] != outcome[1]

    def _worse(self, outcome: Outcome) -> bool:
        (before, concern), (after, other) = outcome
        scale = self.run.framework.verdicts
        if NOT_ASSESSED in (before, after):
            return False
        falls = scale.index(after) < scale.index(before)
        return falls or CONCERN_SCALE.index(other) < CONCERN_SCALE.index(concern)

    def _falls(
        self, moved: Mapping[Outcome, Found], plain: Mapping[Outcome, Found]
    ) -> Iterator[_Candidate]:
        """Yield the cheapest fall of every area's grade in which one characteristic is *moved*."""
        every = {**plain, **moved}
        ends = list(dict.fromkeys(outcome[end] for outcome in every for end in (0, 1)))
        for area in self.run.framework.areas:
            if area.graded and moved and self.fault.area in (None, area.id):
                tally = Tally(self.run, area)
                groups = grouped([tally])
                mine = machine(tally, groups, ends)
                blocks = [list(self._steps(group, moved, plain)) for group in groups]
                yield from self._fallen(area, groups, Walk((mine, mine), blocks, marked=True), every)

    def _steps(
        self, group: Sequence[str], moved: Mapping[Outcome, Found], plain: Mapping[Outcome, Found]
    ) -> Iterator[Step]:
        """Yield what a group can come to, and with one of its members moved: the known one, if it is."""
        places = [n for n, one in enumerate(group) if self.fault.member in (None, one)]
        return steps([plain] * len(group), moved, places)

    def _fallen(
        self, area: Area, groups: Sequence[Sequence[str]], walk: Walk, every: Mapping[Outcome, Found]
    ) -> Iterator[_Candidate]:
        (before, after), keys, costs = walk.ends()
        grades = self.run.framework.grade_ids
        fell = (before >= 0) & (after >= 0)
        fell &= (after > before) if self.fault.newly == "worst" else (after < before)
        if self.fault.ends is not None:
            known = [grades.index(one) for one in self.fault.ends]
            fell &= (before == known[0]) & (after == known[1])
        if fell.any():
            best = int(np.where(fell, costs, FAR).argmin())
            records = {
                one: every[outcome].records
                for group, step in zip(groups, walk.way(int(keys[best])), strict=True)
                for one, outcome in zip(group, step.way, strict=True)
            }
            old, new = (plainly(grades[int(one[best])]) for one in (before, after))
            yield _Candidate(int(costs[best]), f"{area.id} goes from {old} to {new}", records)

    def _of_verdict(self, outcome: Outcome, moved: Mapping[Outcome, Found]) -> Witness:
        first = next(one for one in self.run.framework.areas if one.graded).ids[0]
        (before, concern), (after, other) = outcome
        ends = [plainly(f"{before}, {concern}"), plainly(f"{after}, {other}")]
        says = f"no grade falls, but {first} goes from {ends[0]} to {ends[1]}"
        return self._pair(says, {first: moved[outcome].records})

    def _of_level(self) -> Witness:
        first = next(one for one in self.run.framework.areas if one.graded).ids[0]
        step = min(self.steps, key=lambda one: one.cost)
        says = f"no verdict falls, but the record on {first} goes from {step.levels[0]} to {step.levels[1]}"
        return self._pair(says, {first: (step,)})

    def _pair(self, says: str, records: Mapping[str, Iterable[Kind]]) -> Witness:
        cases = {
            name: made_case(
                self.run, name, {one: [k.made[end] for k in some] for one, some in records.items()}
            )
            for end, name in enumerate(("before", "after"))
        }
        return Witness(says, cases)
