"""
The state spaces of a rule pack, whole: every input that a tier can have.

They are finite, so looking at every state proves what sampling can only suggest. A record's facts
are closed codes. Of a characteristic only the extremes and the kinds of source matter, and counts
matter only up to just above the largest number that a condition compares them with. An area's
counts are sums over its characteristics and themes, so every reachable sum is found by adding one
after another, and characteristics that count alike needn't be told apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from peelgrade.capping import needed
from peelgrade.compiling import Program
from peelgrade.conditions import Compiled, comparisons
from peelgrade.counting import read_unit, units
from peelgrade.framework import NOT_ASSESSED, Area
from peelgrade.rules import Count, Tier

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

LARGEST = 30_000_000
"""More states than this aren't looked at one by one; what depends on them isn't proved."""


class TooLargeError(Exception):
    """A space has too many states to look at each."""


def read_by(tier: Compiled) -> tuple[str, ...]:
    """Return the facts that the rules of a tier mention, in order."""
    return tuple(sorted({one.fact for test in tier.tests.values() for one in comparisons(test)}))


def largest_compared(tier: Compiled, fact: str, most: int) -> int:
    """Return the number just above the largest that a fact is compared with: beyond it nothing changes."""
    bounds = [
        bound
        for test in tier.tests.values()
        for one in comparisons(test)
        if one.fact == fact
        for bound in (one.low, one.high, *one.among)
        if bound is not None
    ]
    return max(0, min(most, max(bounds, default=0) + 1))


@dataclass(frozen=True)
class Grid:
    """All states of a tier as arrays: one for each fact, all of one length."""

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


def verdict_space(run: Program, *, more: dict[str, Iterable[int]] | None = None) -> tuple[Grid, Flags]:
    """
    Return every state of a characteristic, and which of them can occur.

    One can occur if something weighs on it, and if a side has kinds of source that tell of it
    exactly where its extreme reaches the level from which records corroborate.
    """
    facts = run.facts["verdict"]
    domains: dict[str, Iterable[int]] = {}
    for name, fact in facts.items():
        tops = [largest_compared(run.tiers[t], name, fact.top) for t in _reading(run, name)]
        domains[name] = fact.domain if fact.values else range(max([1, *tops]) + 1)
    states = grid(domains | (more or {}))
    can = (states.facts["gravest"] > 0) | (states.facts["strongest"] > 0)
    for extreme, kinds, level in (
        ("gravest", "shortfall-kinds", run.pack.corroboration.shortfall),
        ("strongest", "strength-kinds", run.pack.corroboration.strength),
    ):
        if level is None:
            can &= states.facts[kinds] == 0
        else:
            reaches = states.facts[extreme] >= facts[extreme].encode(level)
            can &= reaches == (states.facts[kinds] > 0)
    return states, can


def _reading(run: Program, fact: str) -> list[Tier]:
    tiers: tuple[Tier, ...] = ("verdict", "concern")
    return [tier for tier in tiers if fact in read_by(run.tiers[tier])]


@dataclass(frozen=True)
class Block:
    """Characteristics that count together, and what each of their joint states adds to every sum."""

    members: tuple[str, ...]
    states: tuple[tuple[str, ...], ...]
    keys: Ints


@dataclass(frozen=True)
class Sum:
    """Points for each verdict, worst first, summed over units."""

    units: tuple[tuple[str, ...], ...]
    points: tuple[int, ...]


@dataclass(frozen=True)
class AreaSpace:
    """
    Every sum that an area's counts can come to.

    A state is one whole number, its *key*: the characteristics assessed, the points of each count and
    the units assessed of each share, each in a place of its own, so that keys add up.
    """

    run: Program
    area: Area

    @cached_property
    def counts(self) -> tuple[Count, ...]:
        """Return the counts that the area's grade rules read."""
        used = {one.fact for rule in self.rules for one in comparisons(self.run.tiers["grade"].tests[rule])}
        return tuple(one for one in self.run.pack.counts if one.id in used)

    @cached_property
    def rules(self) -> tuple[str, ...]:
        """Return the ids of the grade rules that speak of the area."""
        pack = self.run.pack
        return tuple(rule.id for rule in pack.tier("grade") if pack.applies(rule, self.area.id))

    @cached_property
    def sums(self) -> tuple[Sum, ...]:
        """Return what is summed, each once: the characteristics assessed first."""
        found = [self._assessed(tuple((one,) for one in self.area.ids))]
        for count in self.counts:
            found.append(self._points(count))
            if count.kind == "share":
                found.append(self._assessed(units(count, self.area, self.run.pack)))
        return tuple(dict.fromkeys(found))

    def _points(self, count: Count) -> Sum:
        points = tuple(count.points.get(one, 0) for one in self.run.framework.verdicts)
        return Sum(units(count, self.area, self.run.pack), points)

    def _assessed(self, of: tuple[tuple[str, ...], ...]) -> Sum:
        return Sum(of, (1,) * len(self.run.framework.verdicts))

    @cached_property
    def radices(self) -> tuple[int, ...]:
        """Return the size of each place of a key."""
        return tuple(1 + len(one.units) * max(one.points) for one in self.sums)

    @cached_property
    def size(self) -> int:
        """Return how many keys there could be; raise TooLargeError beyond what can be looked at."""
        size = int(np.prod(self.radices, dtype=object))
        if size > LARGEST:
            raise TooLargeError
        return size

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Return the characteristics in blocks: those that a theme joins are one block."""
        groups = [{one} for one in self.area.ids]
        for theme in self.run.pack.themes_of(self.area.id):
            joined = [group for group in groups if group & set(theme.characteristics)]
            groups = [group for group in groups if group not in joined]
            groups.append(set().union(*joined))
        order = self.area.ids.index
        listed = sorted((tuple(sorted(group, key=order)) for group in groups), key=lambda g: order(g[0]))
        return tuple(self._block(members) for members in listed)

    def _block(self, members: tuple[str, ...]) -> Block:
        scale = (NOT_ASSESSED, *self.run.framework.verdicts)
        states = tuple(product(scale, repeat=len(members)))
        keys = np.array([self._key(dict(zip(members, state, strict=True))) for state in states])
        return Block(members, states, keys)

    def _key(self, verdicts: dict[str, str]) -> int:
        """Return what a block's verdicts add to the key."""
        scale = self.run.framework.verdicts
        places = []
        for one in self.sums:
            read = [
                read_unit(u, verdicts, self.run.framework) for u in one.units if set(u) <= set(verdicts)
            ]
            places.append(sum(one.points[scale.index(verdict)] for verdict in read if verdict in scale))
        key = 0
        for place, radix in zip(places, self.radices, strict=True):
            key = key * radix + place
        return key

    def reach(self, blocks: Iterable[Block]) -> list[Flags]:
        """Return which keys can be reached with none, one, two … of *blocks* added up."""
        start = np.zeros(self.size, dtype=bool)
        start[0] = True
        found = [start]
        for block in blocks:
            after = np.zeros(self.size, dtype=bool)
            places = np.flatnonzero(found[-1])
            for key in np.unique(block.keys):
                after[places + key] = True
            found.append(after)
        return found

    def facts(self, keys: Ints, concerns: dict[str, int]) -> dict[str, Any]:
        """Return what the grade rules read in the states with these keys."""
        places: list[Ints] = []
        rest = keys
        for radix in reversed(self.radices):
            rest, place = np.divmod(rest, radix)
            places.insert(0, place)
        place_of = dict(zip(self.sums, places, strict=True))
        facts: dict[str, Any] = {"assessed": places[0]}
        for count in self.counts:
            points = place_of[self._points(count)]
            if count.kind == "share":
                unit = self.run.facts["grade"][count.id].unit
                given = place_of[self._assessed(units(count, self.area, self.run.pack))]
                most = given * max(count.points.values())
                points = np.where(most > 0, points * unit // np.maximum(most, 1), unit)
            facts[count.id] = points
        return facts | concerns

    def grades(self, keys: Ints, concerns: dict[str, int]) -> npt.NDArray[np.int8]:
        """Return the rank of the grade in the states with these keys; -1 where it isn't secure."""
        return self._lowest(self.facts(keys, concerns))

    def _lowest(self, facts: dict[str, Any]) -> npt.NDArray[np.int8]:
        framework, tier = self.run.framework, self.run.tiers["grade"]
        size = len(facts["assessed"])
        lowest = np.full(size, len(framework.grades) - 1, dtype=np.int8)
        for rule in self.rules:
            fires = np.broadcast_to(tier.fires(rule, facts), (size,))
            rank = framework.rank(self.run.pack.by_id[rule].concludes)
            lowest[fires] = np.minimum(lowest[fires], rank)
        lowest[facts["assessed"] < needed(self.run, self.area)] = -1
        return lowest

    def concern_states(self) -> list[dict[str, int]]:
        """Return every number of concerns that the rules can tell apart, none first."""
        names = ("causes-of-concern", "areas-for-improvement")
        tops = [
            largest_compared(self.run.tiers["grade"], name, len(self.area.ids))
            if name in read_by(self.run.tiers["grade"])
            else 0
            for name in names
        ]
        ranges = [range(top + 1) for top in tops]
        return [dict(zip(names, numbers, strict=True)) for numbers in product(*ranges)]

    def verdicts(self, blocks: tuple[Block, ...], reached: list[Flags], key: int) -> dict[str, str]:
        """Return verdicts of *blocks* that add up to *key*, fewest assessed characteristics first."""
        found: dict[str, str] = {}
        for block, before in zip(reversed(blocks), reversed(reached[:-1]), strict=True):
            for state, mine in zip(block.states, block.keys, strict=True):
                if key >= mine and before[key - mine]:
                    found |= dict(zip(block.members, state, strict=True))
                    key -= int(mine)
                    break
        return found
