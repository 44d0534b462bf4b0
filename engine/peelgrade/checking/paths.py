"""
Areas read in two ways at once: what both come to, and the cheapest case that leads there.

After each block of characteristics only so much of an area's sums still matters as can make a
difference to its grade. So each reading is first reduced to a machine: its states after a block are the
classes of rows from which every continuation leads to the same grades. Two machines then walk in step, and
every pair of outcomes is found with the least that it takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from peelgrade.checking.areas import Tally
from peelgrade.checking.gathering import Outcome
from peelgrade.checking.spaces import LARGEST, Ints, TooLargeError
from peelgrade.checking.summing import AreaSpace, Choices, Reached, cheapest

FAR = np.iinfo(np.int64).max // 4
"""A cost that no case has."""


@dataclass(frozen=True)
class Machine:
    """
    An area as one pack grades it, reduced to what still matters.

    *tables* say for each block to which class of the next layer a class and a row lead; *rows* which
    row the outcomes of a block's members are; *ranks* the grade of each class at the end.
    """

    tables: tuple[Ints, ...]
    rows: tuple[Mapping[tuple[tuple[str, str], ...], int], ...]
    ranks: Ints


def machine(
    tally: Tally, groups: Sequence[tuple[str, ...]], outcomes: Sequence[tuple[str, str]]
) -> Machine:
    """Return an area reduced, its characteristics in *groups*, each with any of these *outcomes*."""
    space = AreaSpace(tally, {})
    layers = [np.zeros(1, dtype=np.int64)]
    rows, tables = [], []
    for members in groups:
        ways = list(product(outcomes, repeat=len(members)))
        every = [space.row(members, [(one,) for one in way]) for way in ways]
        distinct = list(dict.fromkeys(every))
        place = {row: number for number, row in enumerate(distinct)}
        rows.append({way: place[row] for way, row in zip(ways, every, strict=True)})
        if len(layers[-1]) * len(distinct) > LARGEST:
            raise TooLargeError
        keys = space.added(layers[-1], np.array(distinct, dtype=np.int64))
        found, inverse = np.unique(keys.ravel(), return_inverse=True)
        layers.append(found)
        tables.append(inverse.reshape(keys.shape))
    ranks, merged = np.unique(tally.ranks(space.rows(layers[-1])).astype(np.int64), return_inverse=True)
    reduced = []
    for table in reversed(tables):
        classes, merged = np.unique(merged[table], axis=0, return_inverse=True)
        reduced.append(classes)
    return Machine(tuple(reversed(reduced)), tuple(rows), ranks)


@dataclass(frozen=True)
class Step:
    """What the members of a block come to, what it costs, and whether one is the *marked* one."""

    way: tuple[Outcome, ...]
    cost: int
    marked: bool = False


def steps(
    choices: Sequence[Choices], special: Choices | None = None, places: Iterable[int] = ()
) -> Iterator[Step]:
    """Yield all that a block's members can come to; with *special* also with one at *places* marked."""
    yield from _steps(choices, marked=False)
    if special is not None:
        for place in places:
            yield from _steps([*choices[:place], special, *choices[place + 1 :]], marked=True)


def _steps(choices: Sequence[Choices], *, marked: bool) -> Iterator[Step]:
    for way in product(*choices):
        cost = sum(some[one].cost for some, one in zip(choices, way, strict=True))
        yield Step(way, cost, marked)


@dataclass(frozen=True)
class _Layer:
    """The steps of one block, one for each effect: each machine's row, the cost, and if it is marked."""

    steps: tuple[Step, ...]
    rows: tuple[Ints, ...]
    costs: Ints
    marks: Ints


class Walk:
    """Machines walking in step: every pair of classes that can be reached, by the cheapest way."""

    def __init__(
        self, machines: Sequence[Machine], blocks: Sequence[Sequence[Step]], *, marked: bool = False
    ):
        """Walk; where *marked*, only ways count in which exactly one step is marked."""
        self.machines, self.marked = machines, marked
        self.layers = [self._layer(number, every) for number, every in enumerate(blocks)]
        zero = np.zeros(1, dtype=np.int64)
        self.reached = [Reached(zero, zero)]
        for number in range(len(blocks)):
            keys, costs = self._after(number, self.reached[-1])
            near = costs < FAR
            self.reached.append(cheapest(keys[near], costs[near]))

    def _layer(self, number: int, every: Sequence[Step]) -> _Layer:
        best: dict[object, tuple[tuple[int, ...], Step]] = {}
        for step in every:
            rows = tuple(
                one.rows[number][tuple(outcome[place] for outcome in step.way)]
                for place, one in enumerate(self.machines)
            )
            known = best.get((rows, step.marked))
            if known is None or step.cost < known[1].cost:
                best[rows, step.marked] = (rows, step)
        kept = list(best.values())
        columns = np.array([rows for rows, _ in kept], dtype=np.int64).reshape(
            len(kept), len(self.machines)
        )
        return _Layer(
            tuple(step for _, step in kept),
            tuple(columns[:, place] for place in range(len(self.machines))),
            np.array([step.cost for _, step in kept], dtype=np.int64),
            np.array([step.marked for _, step in kept], dtype=np.int64),
        )

    def _sizes(self, number: int) -> list[int]:
        """Return how many classes each machine has before a block, or at the end."""
        return [
            len(one.tables[number]) if number < len(one.tables) else len(one.ranks) for one in self.machines
        ]

    def _apart(self, number: int, keys: Ints) -> tuple[Ints, list[Ints]]:
        """Return the marks that keys hold, and the class of each machine."""
        found: list[Ints] = []
        for size in reversed(self._sizes(number)):
            keys, one = np.divmod(keys, size)
            found.insert(0, one)
        return keys, found

    def _after(self, number: int, before: Reached) -> tuple[Ints, Ints]:
        """Return the key and the cost after each reached key and each step, one after another."""
        layer = self.layers[number]
        if len(before.keys) * len(layer.steps) > LARGEST:
            raise TooLargeError
        marks, classes = self._apart(number, before.keys)
        key = marks[:, None] + layer.marks[None, :]
        cost = before.costs[:, None] + layer.costs[None, :]
        cost = np.where(key > 1, FAR, cost)
        for one, mine, rows, size in zip(
            self.machines, classes, layer.rows, self._sizes(number + 1), strict=True
        ):
            key = key * size + one.tables[number][mine[:, None], rows[None, :]]
        return key.ravel(), cost.ravel()

    def ends(self) -> tuple[tuple[Ints, ...], Ints, Ints]:
        """Return the grade of each machine at every end, with its key and its cost."""
        last = self.reached[-1]
        marks, classes = self._apart(len(self.layers), last.keys)
        ok = marks == int(self.marked)
        ranks = tuple(one.ranks[mine][ok] for one, mine in zip(self.machines, classes, strict=True))
        return ranks, last.keys[ok], last.costs[ok]

    def way(self, key: int) -> list[Step]:
        """Return the cheapest steps that lead to an end."""
        found: list[Step] = []
        for number in reversed(range(len(self.layers))):
            before = self.reached[number]
            keys, costs = self._after(number, before)
            place = int(np.where(keys == key, costs, FAR).argmin())
            state, chosen = divmod(place, len(self.layers[number].steps))
            found.insert(0, self.layers[number].steps[chosen])
            key = int(before.keys[state])
        return found
