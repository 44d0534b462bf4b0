"""
Counterexamples as cases that `grade` accepts, as few and as plain records as show it.

A hole is shown by records that lead into it. A fall is shown by two cases that differ in one record,
which got better, was added or was taken away: where there is one, a pair in which an area's grade
falls; else one in which a verdict or a concern gets worse; else the record alone, which weighs less.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
from peelgrade.checking.grades import distinct, graded, met_or_better, plainly
from peelgrade.checking.kinds import Kind, kinds, same, worded
from peelgrade.checking.records import levels
from peelgrade.checking.spaces import record_space
from peelgrade.checking.summing import AreaSpace, Block, Reached, alike
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
    """A pair of outcomes for each characteristic of an area, and what it costs to bring about."""

    cost: int
    area: Area
    special: str
    outcomes: Mapping[str, Outcome]


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
            return self._of_grade(best, moved, plain)
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
        """Yield the cheapest fall of every area's grade, for each characteristic that could be the one."""
        for area in self.run.framework.areas:
            if area.graded and self.fault.area in (None, area.id):
                space = AreaSpace((Tally(self.run, area),) * 2, alike(plain, area.ids))
                for number, block in distinct(space.blocks):
                    others = space.blocks[:number] + space.blocks[number + 1 :]
                    ways = space.reach(others)
                    for member in block.members:
                        special = space.block(block.members, {member: moved})
                        yield from self._in_block(space, others, ways, special, member)

    def _in_block(
        self, space: AreaSpace, others: Sequence[Block], ways: list[Reached], special: Block, member: str
    ) -> Iterator[_Candidate]:
        rest = ways[-1]
        table = space.added(rest.keys, special.rows)
        rows = space.rows(table.ravel())
        before, after = (space.tallies[n].ranks(space.own(rows, n)).reshape(table.shape) for n in (0, 1))
        fell = (before >= 0) & (after >= 0)
        fell &= (after > before) if self.fault.newly == "worst" else (after < before)
        if fell.any():
            cost = rest.costs[:, None] + special.costs[None, :]
            cost = np.where(fell, cost, np.iinfo(np.int64).max)
            place, chosen = np.unravel_index(int(cost.argmin()), cost.shape)
            context = space.way(others, ways, int(rest.keys[place]))
            context |= dict(zip(special.members, special.ways[int(chosen)], strict=True))
            area = space.tallies[0].area
            yield _Candidate(int(cost.min()), area, member, {one: context[one] for one in area.ids})

    def _of_grade(
        self, best: _Candidate, moved: Mapping[Outcome, Found], plain: Mapping[Outcome, Found]
    ) -> Witness:
        records = {
            one: (moved if one == best.special else plain)[outcome].records
            for one, outcome in best.outcomes.items()
        }
        tally = Tally(self.run, best.area)
        before, after = (
            graded(tally, {one: (outcome[end],) for one, outcome in best.outcomes.items()})[0]
            for end in (0, 1)
        )
        return self._pair(f"{best.area.id} goes from {plainly(before)} to {plainly(after)}", records)

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
