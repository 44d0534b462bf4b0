"""
Better evidence, one step at a time: what may change in a record for it to be called better.

The steps are those of the contract: a shortfall becomes a strength, a strength exceeds; a shortfall
reaches less far, matters less, no longer recurs, is mitigated, its trend improves; a strength reaches
further; a strength is added, a shortfall taken away. A figure that gets better moves its trend and the
steps that it reaches, whatever it shows, so these two are stepped everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from peelgrade.checking.kinds import (
    EACH_FACT,
    EACH_RECORD,
    Fields,
    Kind,
    departure,
    departures,
    impact_is_loose,
    written,
)
from peelgrade.checking.spaces import Flags, Grid, Ints, read_by
from peelgrade.compiling import Program
from peelgrade.facts import NOTHING

SHORT, STRONG = ("shortfall",), ("strength", "exceeds")
ANY = (NOTHING, *SHORT, *STRONG)

STEPS: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    ("extent", -1, SHORT),
    ("extent", 1, STRONG),
    ("impact", -1, SHORT),
    ("recurring", -1, SHORT),
    ("mitigated", 1, SHORT),
    ("trend", 1, ANY),
    ("steps", 1, ANY),
)
"""A fact, the direction in which it is better, and what a record must show for that."""


def writable(run: Program, states: Grid) -> Flags:
    """Return which states a record can be in: where figures are judged, a value shows something."""
    if run.pack.measures is None or "steps" not in states.facts:
        return np.ones(states.size, dtype=bool)
    silent = states.facts["shows"] == run.facts["appraise"]["shows"].encode(NOTHING)
    can: Flags = ~(silent & (states.facts["steps"] > 0))
    return can


def record_steps(run: Program, states: Grid, can: Flags) -> Iterator[tuple[str, Ints, Ints]]:
    """Yield each kind of better step: its words, and the places of the states before and after."""
    order = run.facts["appraise"]["shows"].values
    for before, after in (("shortfall", "strength"), ("strength", "exceeds")):
        pair = _along(run, states, can, "shows", (order.index(before), order.index(after)), (before,))
        yield f"a {before} becomes {'a strength' if after == 'strength' else 'one that exceeds'}", *pair
    for name, direction, when in STEPS:
        if name in states.facts:
            fact = run.facts["appraise"][name]
            for start in fact.domain:
                if start + direction in fact.domain:
                    words = f"{name} goes from {fact.read(start)} to {fact.read(start + direction)}"
                    yield words, *_along(run, states, can, name, (start, start + direction), when)


def _along(
    run: Program, states: Grid, can: Flags, name: str, step: tuple[int, int], when: tuple[str, ...]
) -> tuple[Ints, Ints]:
    """Return the places before and after one fact takes a step, where the record shows one of *when*."""
    axis = list(states.facts).index(name)
    places = np.arange(states.size).reshape(states.shape)
    low, high = (np.take(places, one, axis).ravel() for one in step)
    order = run.facts["appraise"]["shows"].values
    fits = np.isin(states.facts["shows"][low], [order.index(one) for one in when]) & can[low] & can[high]
    return low[fits], high[fits]


def better_records(run: Program, states: Grid, can: Flags, level: Ints) -> tuple[Kind, ...]:
    """Return every single step of a record as levels before and after, those that keep it included."""
    found: list[Kind] = []
    for _, before, after in record_steps(run, states, can):
        found += pairs(run, states, level, before, after)
    by_words = reads_shows(run)
    for place in _plainest_each(run, states, level, np.flatnonzero(can)):
        state = states.state(int(place))
        shows = run.facts["appraise"]["shows"].decode(state["shows"])
        mine = run.pack.level_ids[int(level[place])]
        side = next(one.side for one in run.pack.levels if one.id == mine)
        if shows in STRONG if by_words else side == "strength":
            found.append(_step(run, states, (None, int(place)), level))
        if shows in SHORT if by_words else side == "shortfall":
            found.append(_step(run, states, (int(place), None), level))
    best: dict[object, Kind] = {}
    for one in sorted(found, key=lambda kind: kind.cost):
        best.setdefault((one.source, one.levels), one)
    return tuple(best.values())


def reads_shows(run: Program) -> bool:
    """Say whether a pack reads what a record shows; else its side is that of its level."""
    return "shows" in read_by(run.tiers["appraise"])


def pairs(run: Program, states: Grid, level: Ints, before: Ints, after: Ints) -> list[Kind]:
    """Return the plainest record before and after for each source and each two levels."""
    source = states.facts.get("source", np.zeros(states.size, dtype=np.int64))
    order = np.argsort(departures(run, states)[before], kind="stable")
    rows = np.stack([source[before], level[before], level[after]], axis=1)[order]
    chosen = order[np.unique(rows, axis=0, return_index=True)[1]]
    return [_step(run, states, (int(before[one]), int(after[one])), level) for one in chosen]


def _plainest_each(run: Program, states: Grid, level: Ints, places: Ints) -> Ints:
    """Return the plainest place for each source, level and showing."""
    source = states.facts.get("source", np.zeros(states.size, dtype=np.int64))
    order = places[np.argsort(departures(run, states)[places], kind="stable")]
    rows = np.stack([source[order], level[order], states.facts["shows"][order]], axis=1)
    chosen: Ints = order[np.unique(rows, axis=0, return_index=True)[1]]
    return chosen


def _step(run: Program, states: Grid, places: tuple[int | None, int | None], level: Ints) -> Kind:
    levels = tuple(None if one is None else run.pack.level_ids[int(level[one])] for one in places)
    made = tuple(None if one is None else fields_of(run, states.state(one)) for one in places)
    loose = impact_is_loose(states, [level])
    if all(loose[one] for one in places if one is not None):
        made = tuple(one and {name: v for name, v in one.items() if name != "impact"} for one in made)
    there = next(one for one in places if one is not None)
    cost = EACH_RECORD + EACH_FACT * departure(run, states.state(there))
    source = next(str(one["source"]) for one in made if one is not None)
    return Kind(source, levels, made, cost)


def fields_of(run: Program, state: dict[str, int]) -> Fields:
    """Return a state of a record as the fields that say it."""
    facts = run.facts["appraise"]
    fields: Fields = {"source": facts["source"].decode(facts["source"].default)}
    fields |= written(run, state) or {}
    fields |= {
        name: facts[name].decode(state[name])
        for name in ("source", "impact", "recurring", "mitigated")
        if name in state
    }
    return fields
