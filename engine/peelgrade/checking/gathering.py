"""
What the records on one characteristic can come to: every state that its rules can be given.

Of the records of one side only the extreme counts, and from how many sources they come that weigh
enough to corroborate. So the states are found by adding one kind of record after another, source by
source, until nothing new comes up; each is kept with the fewest and plainest records that lead to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count

import numpy as np

from peelgrade.checking.kinds import Kind
from peelgrade.checking.spaces import Grid, largest_compared, read_by
from peelgrade.compiling import Program
from peelgrade.facts import NO_CONCERN
from peelgrade.framework import NOT_ASSESSED
from peelgrade.rules import CONCERNS, Tier

FACTS = ("gravest", "strongest", "shortfall-kinds", "strength-kinds")
"""What the verdict rules read, in the order in which a state holds it."""

State = tuple[int, ...]
"""The facts of a characteristic, four for each way of reading; all zero where nothing weighs."""

Outcome = tuple[tuple[str, str], ...]
"""A verdict and a concern for each way of reading."""

CONCERN_SCALE = (*CONCERNS, NO_CONCERN)
UNASSESSED = (NOT_ASSESSED, NO_CONCERN)


@dataclass(frozen=True)
class Found:
    """The fewest and plainest records that lead somewhere, and what they cost."""

    cost: int
    records: tuple[Kind, ...]

    def and_(self, other: Found) -> Found:
        """Return the records of both together."""
        return Found(self.cost + other.cost, self.records + other.records)


NOTHING_FOUND = Found(0, ())


def limits(run: Program, spare: int = 0) -> State:
    """Return the largest number that matters of each fact of a characteristic, and so many *spare*."""
    facts = run.facts["concern"]
    tiers: tuple[Tier, ...] = ("verdict", "concern")
    found = []
    for name in FACTS:
        fact = facts[name]
        tops = [
            largest_compared(run.tiers[t], name, fact.top) for t in tiers if name in read_by(run.tiers[t])
        ]
        found.append(len(fact.values) - 1 if fact.values else max([1, *tops]) + spare)
    return tuple(found)


def comes_to(run: Program, level: str | None) -> State:
    """Return what a single record of a level comes to; nothing, where it is on neither side."""
    side = next((one.side for one in run.pack.levels if one.id == level), "neither")
    if side == "neither":
        return (0, 0, 0, 0)
    fact = run.facts["verdict"]["gravest" if side == "shortfall" else "strongest"]
    place = fact.encode(level)
    least = run.pack.corroboration.shortfall if side == "shortfall" else run.pack.corroboration.strength
    tells = int(least is not None and place >= fact.encode(least))
    return (place, 0, tells, 0) if side == "shortfall" else (0, place, 0, tells)


def gathered(
    runs: Sequence[Program], kinds: Sequence[Kind], first: Sequence[Kind] = (), spare: int = 0
) -> dict[State, Found]:
    """
    Return every state that records of these kinds can lead to, one of *first* among them if any are given.

    Numbers of sources are cut at the largest that matters, and so many *spare* above it.

    Sources of which there are the same kinds can stand in for one another, so of each such class no
    more are needed than the largest number of sources that matters.
    """
    most = tuple(limit for run in runs for limit in limits(run, spare))
    several = max(limit for place, limit in enumerate(most) if place % 4 > 1)
    if not first:
        nothing = {(0,) * len(most): NOTHING_FOUND}
        return _joined(runs, nothing, _chosen(kinds, several), most)
    states: dict[State, Found] = {}
    for source, mine in _chosen(kinds, 1, first).items():
        start = _within(runs, mine, [one for one in first if one.source == source])
        others = _chosen([one for one in kinds if one.source != source], several)
        for state, found in _joined(runs, start, others, most).items():
            _keep(states, state, found)
    return states


def _chosen(kinds: Sequence[Kind], several: int, first: Sequence[Kind] = ()) -> dict[str, list[Kind]]:
    """Return the kinds of each source; of sources that can stand in for one another only *several*."""
    by_source: dict[str, list[Kind]] = {one.source: [] for one in (first or kinds)}
    for one in kinds:
        if one.source in by_source:
            by_source[one.source].append(one)
    taken: dict[object, int] = {}
    chosen = {}
    for source, mine in by_source.items():
        levels = frozenset(one.levels for one in mine)
        alike = (levels, frozenset(one.levels for one in first if one.source == source))
        taken[alike] = taken.get(alike, 0) + 1
        if taken[alike] <= several:
            chosen[source] = mine
    return chosen


def _joined(
    runs: Sequence[Program], start: dict[State, Found], sources: Mapping[str, Sequence[Kind]], most: State
) -> dict[State, Found]:
    """Return the states that lead from *start* with what any of the *sources* may tell besides."""
    states = start
    for mine in sources.values():
        more = _within(runs, mine)
        joined: dict[State, Found] = {}
        for state, found in states.items():
            for other, besides in more.items():
                _keep(joined, _together(state, other, most), found.and_(besides))
        states = joined
    return states


def _together(state: State, other: State, most: State) -> State:
    """Return the state of two sources together: the extremes, and the numbers of sources added up."""
    return tuple(
        max(one, two) if place % 4 < 2 else min(one + two, limit)
        for place, (one, two, limit) in enumerate(zip(state, other, most, strict=True))
    )


def _keep(states: dict[State, Found], state: State, found: Found) -> None:
    if state not in states or found.cost < states[state].cost:
        states[state] = found


def _within(
    runs: Sequence[Program], kinds: Sequence[Kind], first: Sequence[Kind] = ()
) -> dict[State, Found]:
    """Return what records of one source can come to, the cheapest way: what a source tells counts once."""
    number = count()
    waiting: list[tuple[int, int, State, Found]] = []
    steps = [(kind, _alone(runs, kind)) for kind in kinds]
    if first:
        for kind in first:
            heappush(waiting, (kind.cost, next(number), _alone(runs, kind), Found(kind.cost, (kind,))))
    else:
        heappush(waiting, (0, next(number), (0,) * 4 * len(runs), NOTHING_FOUND))
    states: dict[State, Found] = {}
    while waiting:
        _, _, state, found = heappop(waiting)
        if state in states:
            continue
        states[state] = found
        for kind, alone in steps:
            after = tuple(map(max, state, alone))
            if after not in states:
                more = found.and_(Found(kind.cost, (kind,)))
                heappush(waiting, (more.cost, next(number), after, more))
    return states


def _alone(runs: Sequence[Program], kind: Kind) -> State:
    return tuple(v for run, level in zip(runs, kind.levels, strict=True) for v in comes_to(run, level))


def as_grid(states: Sequence[State]) -> Grid:
    """Return the states of one way of reading as arrays."""
    table = np.array(states, dtype=np.int64).reshape(len(states), len(FACTS))
    return Grid({name: table[:, place] for place, name in enumerate(FACTS)}, (len(states),))


def outcomes(runs: Sequence[Program], states: Mapping[State, Found]) -> dict[Outcome, Found]:
    """
    Return every outcome of a characteristic with the plainest records that lead to it.

    Raises:
        RulesError: If the rules leave a state undecided, or decide it twice.

    """
    found: dict[Outcome, Found] = {}
    known: list[dict[State, tuple[str, str]]] = [{} for _ in runs]
    for state, records in states.items():
        outcome = []
        for place, run in enumerate(runs):
            own = state[4 * place : 4 * place + 4]
            if own not in known[place]:
                known[place][own] = decided(run, own)
            outcome.append(known[place][own])
        if tuple(outcome) not in found or records.cost < found[tuple(outcome)].cost:
            found[tuple(outcome)] = records
    return found


def decided(run: Program, state: State) -> tuple[str, str]:
    """Return the verdict and the concern that one state leads to; raise RulesError where it doesn't."""
    if not state[0] and not state[1]:
        return UNASSESSED
    facts = dict(zip(FACTS, state, strict=True))
    verdict = run.says(run.only("verdict", run.tiers["verdict"].fired(facts), "a characteristic"))
    facts |= {"verdict": run.framework.verdicts.index(verdict)}
    fired = run.tiers["concern"].fired(facts)
    return verdict, run.says(run.only("concern", fired, "a characteristic")) if fired else NO_CONCERN
