"""
The states of a tier, whole: every input that its rules can be given.

They are finite, so looking at every state proves what sampling can only suggest. A record's facts are
closed codes, and counts matter only up to just above the largest number that a condition compares
them with: beyond it nothing changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from peelgrade.compiling import Program
from peelgrade.conditions import Compiled, comparisons
from peelgrade.rules import Tier

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

LARGEST = 30_000_000
"""More states than this aren't looked at one by one; what depends on them isn't proved."""


class TooLargeError(Exception):
    """A space has too many states to look at each."""


def read_by(tier: Compiled) -> tuple[str, ...]:
    """Return the facts that the rules of a tier mention, in order."""
    return tuple(sorted({one.fact for test in tier.tests.values() for one in comparisons(test)}))


def largest_compared(tier: Compiled, fact: str, most: int, rules: Iterable[str] | None = None) -> int:
    """Return the number just above the largest that a fact is compared with, by *rules* or by all."""
    bounds = [
        bound
        for rule in (tier.tests if rules is None else rules)
        for one in comparisons(tier.tests[rule])
        if one.fact == fact
        for bound in (one.low, one.high, *one.among)
        if bound is not None
    ]
    return max(0, min(most, max(bounds, default=-1) + 1))


@dataclass(frozen=True)
class Grid:
    """States as arrays: one array for each fact, all of one length. *shape* is that of a product."""

    facts: dict[str, Ints]
    shape: tuple[int, ...]

    @property
    def size(self) -> int:
        """Return how many states there are."""
        return int(np.prod(self.shape))

    def state(self, place: int) -> dict[str, int]:
        """Return one state as facts by name."""
        return {name: int(values[place]) for name, values in self.facts.items()}


def grid(domains: dict[str, Iterable[int]]) -> Grid:
    """Return the product of *domains*; raise TooLargeError beyond what can be looked at."""
    listed = {name: np.array(list(values), dtype=np.int64) for name, values in domains.items()}
    shape = tuple(len(values) for values in listed.values())
    if int(np.prod(shape, dtype=object)) > LARGEST:
        raise TooLargeError
    arrays = np.meshgrid(*listed.values(), indexing="ij") if listed else []
    return Grid({n: a.ravel() for n, a in zip(listed, arrays, strict=True)}, shape)


def record_space(run: Program) -> Grid:
    """Return every state of a record, as far as the appraise rules read it; `shows` always among it."""
    facts = run.facts["appraise"]
    used = sorted({*read_by(run.tiers["appraise"]), "shows", "extent"})
    return grid({name: facts[name].domain for name in used})


def concluded(run: Program, tier: Tier, states: Grid) -> dict[str, Flags]:
    """Return where each rule of a tier fires."""
    size = states.size
    known: dict[str, object] = {}
    return {
        rule: np.broadcast_to(np.asarray(run.tiers[tier].fires(rule, states.facts, known)), (size,))
        for rule in run.tiers[tier].tests
    }


def ranks(run: Program, fired: dict[str, Flags], scale: tuple[str, ...], size: int) -> Ints:
    """Return the place on *scale* of what is concluded in each state; -1 where nothing is."""
    found = np.full(size, -1, dtype=np.int64)
    for rule, fires in fired.items():
        found[fires] = scale.index(run.says(rule))
    return found


def told(run: Program, tier: Tier, state: dict[str, int]) -> str:
    """Return a state in words."""
    facts = run.facts[tier]
    return ", ".join(f"{name} {facts[name].read(value)}" for name, value in state.items())


def plainest(run: Program, tier: Tier, states: Grid, where: Flags) -> dict[str, int]:
    """Return the state among those marked that differs least from the defaults."""
    places = np.flatnonzero(where)
    facts = run.facts[tier]
    apart = sum((states.facts[name][places] != facts[name].default).astype(int) for name in states.facts)
    return states.state(int(places[np.argmin(apart)]))
