"""
Everything that an area can come to: every row that its characteristics can add up to.

Characteristics that a theme joins are one block, since the theme's verdict is their lowest; all else
adds up. So every reachable row is found by adding one block after another, each row kept with the
cost of the cheapest way to it, from which the way itself is read off.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np

from peelgrade.checking.areas import Tally
from peelgrade.checking.gathering import Found, Outcome
from peelgrade.checking.spaces import LARGEST, Ints, TooLargeError

AT_ONCE = 1_000_000
"""So many rows are added up at a time, which bounds the memory that it takes."""

Choices = Mapping[Outcome, Found]
"""What a characteristic can come to, and the records that lead there."""


@dataclass(frozen=True)
class Block:
    """
    Characteristics that count together: the rows that they can add, each once and by its cheapest way.

    *ways* holds for each row an outcome for each member.
    """

    members: tuple[str, ...]
    rows: Ints
    costs: Ints
    ways: tuple[tuple[Outcome, ...], ...]


@dataclass(frozen=True)
class Reached:
    """Rows that can be reached, as keys in order, and what the cheapest way to each costs."""

    keys: Ints
    costs: Ints


@dataclass(frozen=True)
class AreaSpace:
    """An area as a *tally* counts it, and what each characteristic can come to."""

    tally: Tally
    choices: Mapping[str, Choices]

    @cached_property
    def limits(self) -> Ints:
        """Return the largest number of every column."""
        return np.array(self.tally.limits, dtype=np.int64)

    @cached_property
    def places(self) -> Ints:
        """Return what a one in each column adds to a key; raise TooLargeError where keys would overflow."""
        found = [1]
        for limit in self.limits[:0:-1]:
            found.append(found[-1] * (int(limit) + 1))
        if found[-1] * (int(self.limits[0]) + 1) >= 2**62:
            raise TooLargeError
        return np.array(found[::-1], dtype=np.int64)

    def rows(self, keys: Ints) -> Ints:
        """Return the rows with these keys."""
        rows: Ints = keys[:, None] // self.places % (self.limits + 1)
        return rows

    def added(self, keys: Ints, rows: Ints) -> Ints:
        """Return the keys of every sum of a reached row and one of *rows*, as a table."""
        sums = np.minimum(self.rows(keys)[:, None, :] + rows[None, :, :], self.limits)
        table: Ints = sums @ self.places
        return table

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Return the characteristics in blocks."""
        return tuple(self._block(members) for members in grouped([self.tally]))

    def _block(self, members: tuple[str, ...]) -> Block:
        """Return the rows that some characteristics can add."""
        choices = [self.choices[one] for one in members]
        found: dict[tuple[int, ...], tuple[int, tuple[Outcome, ...]]] = {}
        for way in product(*choices):
            row = self.row(members, way)
            cost = sum(some[outcome].cost for some, outcome in zip(choices, way, strict=True))
            if row not in found or cost < found[row][0]:
                found[row] = (cost, way)
        rows = np.array(list(found), dtype=np.int64).reshape(len(found), len(self.limits))
        costs = np.array([cost for cost, _ in found.values()], dtype=np.int64)
        return Block(members, rows, costs, tuple(way for _, way in found.values()))

    def row(self, members: Sequence[str], way: Sequence[Outcome]) -> tuple[int, ...]:
        """Return what members with these outcomes add to every column."""
        return self.tally.row({one: outcome[0] for one, outcome in zip(members, way, strict=True)})

    def reach(self, blocks: Iterable[Block]) -> list[Reached]:
        """Return which rows can be reached with none, one, two … of *blocks* added up."""
        found = [Reached(np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64))]
        for block in blocks:
            found.append(self._with(found[-1], block))
        return found

    def _with(self, before: Reached, block: Block) -> Reached:
        total = len(before.keys) * len(block.rows)
        if total > LARGEST:
            raise TooLargeError
        step = max(1, AT_ONCE // len(block.rows))
        keys, costs = [], []
        for start in range(0, len(before.keys), step):
            part = slice(start, start + step)
            table = self.added(before.keys[part], block.rows)
            cost = before.costs[part][:, None] + block.costs[None, :]
            some = cheapest(table.ravel(), cost.ravel())
            keys.append(some.keys)
            costs.append(some.costs)
        return cheapest(np.concatenate(keys), np.concatenate(costs))

    def way(self, blocks: Sequence[Block], reached: Sequence[Reached], key: int) -> dict[str, Outcome]:
        """Return the cheapest outcomes of the members of *blocks* that add up to *key*."""
        found: dict[str, Outcome] = {}
        for block, before in zip(reversed(blocks), reversed(reached[:-1]), strict=True):
            table = self.added(before.keys, block.rows)
            cost = np.where(
                table == key, before.costs[:, None] + block.costs[None, :], np.iinfo(np.int64).max
            )
            place, chosen = np.unravel_index(int(cost.argmin()), cost.shape)
            found |= dict(zip(block.members, block.ways[int(chosen)], strict=True))
            key = int(before.keys[place])
        return found


def cheapest(keys: Ints, costs: Ints) -> Reached:
    """Return each key once, with its lowest cost."""
    order = np.lexsort((costs, keys))
    keys, costs = keys[order], costs[order]
    first = np.ones(len(keys), dtype=bool)
    first[1:] = keys[1:] != keys[:-1]
    return Reached(keys[first], costs[first])


def alike(choices: Choices, members: Iterable[str]) -> dict[str, Choices]:
    """Return the same choices for every one of *members*."""
    return dict.fromkeys(members, choices)


def grouped(tallies: Sequence[Tally]) -> tuple[tuple[str, ...], ...]:
    """Return an area's characteristics in groups: those that a theme of any of the packs joins are one."""
    area = tallies[0].area
    groups = [{one} for one in area.ids]
    for theme in [theme for tally in tallies for theme in tally.run.pack.themes_of(area.id)]:
        joined = [group for group in groups if group & set(theme.characteristics)]
        groups = [group for group in groups if group not in joined]
        groups.append(set().union(*joined))
    order = area.ids.index
    return tuple(
        sorted((tuple(sorted(group, key=order)) for group in groups), key=lambda group: order(group[0]))
    )
