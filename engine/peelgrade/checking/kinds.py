"""
The kinds of record that there can be: from which source, and what it weighs.

However many records a case has, of each only its source and its level count for what comes after. A
kind may be read in several ways at once: by two packs, or before and after a change. So one
machinery finds what a single pack can come to, what two packs make of the same evidence, and what
becomes of a case when one record gets better.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np

from peelgrade.checking.spaces import Grid, Ints, concluded, grid, ranks, read_by
from peelgrade.compiling import Program
from peelgrade.evidence import NO_STANDARD, Measure
from peelgrade.facts import NOTHING

Fields = dict[str, Any]
"""The fields of a record, but for its id and its characteristic."""

READINGS = ("shows", "extent", "trend", "steps")
"""The facts of a record that its words or its figure can say."""

EACH_RECORD, EACH_FACT = 1000, 10


@dataclass(frozen=True)
class Reading:
    """Words or a figure in each way of reading: the facts, and the fields of a record that say them."""

    facts: tuple[dict[str, int], ...]
    fields: tuple[Fields, ...]


@dataclass(frozen=True)
class Kind:
    """
    A kind of record: its *source*, and its level in each way of reading; None where it isn't there.

    *made* is the plainest such record for each way of reading, *cost* what it adds to the size of a case:
    a thousand for being there, ten for each fact that isn't at its default, one for what exceeds.
    """

    source: str
    levels: tuple[str | None, ...]
    made: tuple[Fields | None, ...]
    cost: int


def worded(run: Program, also: Iterable[str] = ()) -> Iterator[Reading]:
    """
    Yield every reading that words can say, and with it every number of steps that a value reaches.

    It is told by the facts that the pack's rules read, and by those *also* named.
    """
    facts = run.facts["appraise"]
    used = {*read_by(run.tiers["appraise"]), *also}
    axes: list[Iterable[int]] = [
        facts[name].domain if name in used else [_unread(run, name)] for name in READINGS
    ]
    for values in product(*axes):
        state = dict(zip(READINGS, values, strict=True))
        fields = written(run, state)
        if fields is not None:
            yield Reading((state,), (fields,))


def _unread(run: Program, name: str) -> int:
    """Return the value of a fact that no rule reads: a figure by itself, if `shows` is one of them."""
    fact = run.facts["appraise"][name]
    return fact.encode(NOTHING) if name == "shows" else fact.default


def written(run: Program, state: dict[str, int]) -> Fields | None:
    """Return how a reading is written in a record; None if no record can say it."""
    facts = run.facts["appraise"]
    said = {name: facts[name].decode(state.get(name, facts[name].default)) for name in READINGS}
    steps = int(str(said["steps"]))
    fields: Fields = {"trend": said["trend"]} if said["trend"] != "steady" else {}
    if said["shows"] != NOTHING:
        fields |= {"shows": said["shows"], "extent": said["extent"]}
    elif steps and run.pack.measures is not None:
        return None  # where figures are judged, a value with a standard is a strength at least
    elif "extent" in read_by(run.tiers["appraise"]) and said["extent"] != "isolated":
        fields["extent"] = said["extent"]
    if steps:
        stepped = next(one for one in run.pack.standards if len(one.steps) >= steps)
        value = stepped.steps[steps - 1]
        return fields | {"measure": Measure(value=value, unit="points", standard=stepped.id)}
    if said["shows"] == NOTHING:
        fields["measure"] = Measure(value=Fraction(1), unit="things", standard=NO_STANDARD)
    return fields


def departure(run: Program, state: dict[str, int]) -> int:
    """Return how many of a record's facts aren't at their defaults."""
    facts = run.facts["appraise"]
    return sum(value != facts[name].default for name, value in state.items())


def kinds(runs: Sequence[Program], readings: Iterable[Reading]) -> tuple[Kind, ...]:
    """Return every kind of record, each by its plainest one: one level for each of *runs*."""
    others = _others(runs)
    apart = departures(runs[0], others)
    plain = np.argsort(apart, kind="stable")
    found: dict[tuple[str, tuple[str | None, ...]], Kind] = {}
    for reading in readings:
        levels = [_levels(run, others, facts) for run, facts in zip(runs, reading.facts, strict=True)]
        rows = np.stack([others.facts["source"], *levels], axis=1)[plain]
        loose = impact_is_loose(others, levels)
        for place in plain[np.unique(rows, axis=0, return_index=True)[1]]:
            kind = _kind(runs, others, reading, [int(one[place]) for one in levels], int(place), loose)
            known = found.get((kind.source, kind.levels))
            if known is None or kind.cost < known.cost:
                found[kind.source, kind.levels] = kind
    return tuple(sorted(found.values(), key=lambda one: (one.cost, one.source, str(one.levels))))


def departures(run: Program, states: Grid) -> Ints:
    """Return how many facts of each state aren't at their defaults."""
    facts = run.facts["appraise"]
    apart: Ints = np.sum(
        [(v != facts[n].default).astype(np.int64) for n, v in states.facts.items()], axis=0
    )
    return apart


def _others(runs: Sequence[Program]) -> Grid:
    """Return every state of the facts that neither words nor figures decide."""
    used = {name for run in runs for name in read_by(run.tiers["appraise"])} - {*READINGS}
    facts = runs[0].facts["appraise"]
    return grid({name: facts[name].domain for name in sorted({*used, "source"})})


def _levels(run: Program, others: Grid, facts: dict[str, int]) -> Ints:
    """Return the place on the pack's scale of what records of one reading weigh."""
    states = Grid(others.facts | {name: np.full(others.size, v) for name, v in facts.items()}, others.shape)
    return ranks(run, concluded(run, "appraise", states), run.pack.level_ids, states.size)


def impact_is_loose(others: Grid, levels: Sequence[Ints]) -> Ints:
    """Return where the level is the same for every impact, so that a record needn't name one."""
    if "impact" not in others.facts:
        return np.ones(others.size, dtype=np.int64)
    axis = list(others.facts).index("impact")
    same = np.ones(others.shape, dtype=bool)
    for one in levels:
        shaped = one.reshape(others.shape)
        same &= np.all(shaped == np.take(shaped, [0], axis), axis=axis, keepdims=True)
    return same.ravel().astype(np.int64)


def _kind(
    runs: Sequence[Program], others: Grid, reading: Reading, levels: list[int], place: int, loose: Ints
) -> Kind:
    state = others.state(place)
    facts = runs[0].facts["appraise"]
    besides = {name: facts[name].decode(value) for name, value in state.items()}
    dropped = {name for name in ("recurring", "mitigated") if not besides.get(name)}
    dropped |= {"impact"} if loose[place] else set()
    kept = {name: value for name, value in besides.items() if name not in dropped}
    named = tuple(run.pack.level_ids[level] for run, level in zip(runs, levels, strict=True))
    rare = reading.fields[0].get("shows") == "exceeds"
    cost = EACH_RECORD + EACH_FACT * departure(runs[0], state | reading.facts[0]) + rare
    return Kind(str(besides["source"]), named, tuple(one | kept for one in reading.fields), cost)


def same(kinds: Iterable[Kind]) -> tuple[Kind, ...]:
    """Return kinds that one pack reads as kinds that stay as they are before and after a change."""
    return tuple(Kind(one.source, one.levels * 2, one.made * 2, one.cost) for one in kinds)
