"""
The smallest and the minimal choices of records that take an area where it is wanted.

Each characteristic has its *options*: the least that must change there for each thing that it could
come to. Options are combined one characteristic after another. From any sums reached, the least that
the rest still costs is known beforehand (a record that weighs on several characteristics costs each
its share), so nothing is looked at that can't lead to an answer small enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from math import inf, lcm

from peelgrade.reaching.dualising import TooManyError, Vector
from peelgrade.reaching.interchange import Board
from peelgrade.reaching.tallying import Outcome, Sums

Accepts = Callable[[int], bool]
"""Whether a rank (see `Tally.rank`) is where the area is wanted."""

LARGEST = 20_000
"""More choices than this aren't listed."""
PATIENCE = 150_000
"""More combinations of options than this aren't looked at."""


@dataclass(frozen=True)
class Option:
    """Something to change at one characteristic: how many of each group, and what it comes to."""

    chosen: tuple[tuple[int, int], ...]
    outcome: Outcome
    lowered: frozenset[Outcome] = frozenset()
    """What it comes to with one record less, for the records that weigh nowhere else."""


@dataclass(frozen=True)
class Found:
    """The choices that were found, and whether they are all there are."""

    choices: frozenset[Vector]
    complete: bool


Options = tuple[tuple[Option, ...], ...]
"""The options at each characteristic, in the area's order; the first changes nothing."""


@dataclass
class Search:
    """One search; *steps* counts the combinations that were looked at."""

    board: Board
    options: Options
    accepts: Accepts
    steps: int = 0
    _least: dict[tuple[int, Sums], float] = field(default_factory=dict)
    _kept: dict[tuple[int, Sums], bool] = field(default_factory=dict)
    _seen: set[Vector] = field(default_factory=set)
    _differ: dict[tuple[int, Sums, Sums], bool] = field(default_factory=dict)

    @cached_property
    def unit(self) -> int:
        """Return what one record costs: a whole number that every share of it divides."""
        return lcm(*(len(group.characteristics) for group in self.board.groups), 1)

    @cached_property
    def shares(self) -> tuple[int, ...]:
        """Return what a record of each group costs each of its characteristics."""
        return tuple(self.unit // len(group.characteristics) for group in self.board.groups)

    @cached_property
    def _cheapest(self) -> tuple[dict[Outcome, int], ...]:
        found: list[dict[Outcome, int]] = []
        for options in self.options:
            costs: dict[Outcome, int] = {}
            for option in options:
                cost = sum(self.shares[group] * number for group, number in option.chosen)
                costs[option.outcome] = min(cost, costs.get(option.outcome, cost))
            found.append(costs)
        return tuple(found)

    def least(self, place: int, sums: Sums) -> float:
        """Return the least that the characteristics from *place* on cost; infinite if in vain."""
        if (place, sums) not in self._least:
            self._least[place, sums] = self._least_after(place, sums)
        return self._least[place, sums]

    def _least_after(self, place: int, sums: Sums) -> float:
        tally = self.board.tally
        if place == len(self.options):
            return 0 if self.accepts(tally.rank(sums)) else inf
        return min(
            cost + self.least(place + 1, tally.added(sums, place, outcome))
            for outcome, cost in self._cheapest[place].items()
        )

    def _rests(self, place: int, sums: Sums) -> bool:
        """Say whether the area is where it is wanted if nothing is changed from *place* on."""
        if (place, sums) not in self._kept:
            tally = self.board.tally
            if place == len(self.options):
                self._kept[place, sums] = self.accepts(tally.rank(sums))
            else:
                after = tally.added(sums, place, self.options[place][0].outcome)
                self._kept[place, sums] = self._rests(place + 1, after)
        return self._kept[place, sums]

    def smallest(self) -> Found:
        """
        Return every choice of the fewest records; none if no choice leads there.

        Raises:
            TooManyError: If too much would have to be looked at before any was found.

        """
        least = self.least(0, self.board.tally.start)
        if least == inf:
            return Found(frozenset(), True)
        for size in range(-(-int(least) // self.unit), sum(self.board.tops) + 1):
            found = self._gathered(self._within(0, self.board.tally.start, size=size))
            if found.choices:
                return found
            if not found.complete:
                raise TooManyError
        return Found(frozenset(), True)

    def _gathered(self, choices: Iterator[Vector]) -> Found:
        """Return choices as far as they can be listed."""
        found: set[Vector] = set()
        try:
            for one in choices:
                found.add(one)
                if len(found) > LARGEST:
                    raise TooManyError
        except TooManyError:
            return Found(frozenset(found), False)
        return Found(frozenset(found), True)

    def _within(
        self, place: int, sums: Sums, chosen: Vector | None = None, *, size: int
    ) -> Iterator[Vector]:
        """Yield the choices of at most *size* records that go on from *chosen*."""
        chosen = self.board.nothing if chosen is None else chosen
        self._step()
        if self._spent(chosen, place) + self.least(place, sums) > size * self.unit:
            return
        if place == len(self.options):
            if not self.board.shared or self.accepts(self.board.rank(chosen)):
                yield chosen
            return
        for option in self.options[place]:
            after = self.board.tally.added(sums, place, option.outcome)
            yield from self._within(place + 1, after, _joined(chosen, option), size=size)

    def _step(self) -> None:
        self.steps += 1
        if self.steps > PATIENCE:
            raise TooManyError

    def _spent(self, chosen: Vector, place: int) -> int:
        """Return what is spent for sure on the characteristics before *place*."""
        return sum(n * cost[place] for n, cost in zip(chosen, self._paid, strict=True) if n)

    @cached_property
    def _paid(self) -> tuple[tuple[int, ...], ...]:
        """Return, for each group, what one of its records has cost before each characteristic."""
        ids = self.board.area.ids
        return tuple(
            tuple(
                share * sum(name in group.characteristics for name in ids[:place])
                for place in range(len(ids) + 1)
            )
            for group, share in zip(self.board.groups, self.shares, strict=True)
        )

    def minimal(self) -> Found:
        """
        Return every choice that leads there and from which nothing can be left out.

        That more change never leads away again is taken as given: `rules check` proves it of a pack.
        """
        start = self.board.tally.start
        return self._gathered(self._needed(0, start, self.board.nothing, frozenset()))

    def _needed(self, place: int, sums: Sums, chosen: Vector, without: frozenset[Sums]) -> Iterator[Vector]:
        """Yield the minimal choices that go on from *chosen*; *without* are its sums with one less."""
        self._step()
        if self.least(place, sums) == inf or not all(self._matters(place, sums, one) for one in without):
            return
        if place == len(self.options):
            if not self.board.shared or self._is_minimal(chosen):
                yield chosen
            return
        added = self.board.tally.added
        for option in self.options[place][: 1 if self._rests(place, sums) else None]:
            after = {added(one, place, option.outcome) for one in without}
            after |= {added(sums, place, lower) for lower in option.lowered}
            joined = _joined(chosen, option)
            yield from self._needed(place + 1, added(sums, place, option.outcome), joined, frozenset(after))

    def _matters(self, place: int, sums: Sums, lower: Sums) -> bool:
        """Say whether what is still to come could lead there from *sums* and not from *lower*."""
        if sums == lower:
            return False
        if (place, sums, lower) not in self._differ:
            self._differ[place, sums, lower] = self._differs(place, sums, lower)
        return self._differ[place, sums, lower]

    def _differs(self, place: int, sums: Sums, lower: Sums) -> bool:
        tally = self.board.tally
        if place == len(self.options):
            return self.accepts(tally.rank(sums)) and not self.accepts(tally.rank(lower))
        return any(
            self._matters(place + 1, tally.added(sums, place, one), tally.added(lower, place, one))
            for one in self._cheapest[place]
        )

    def _is_minimal(self, chosen: Vector) -> bool:
        """Say whether a choice leads there and nothing can be left out: looked at only where shared."""
        if chosen in self._seen:
            return False
        self._seen.add(chosen)
        fewer = (
            (*chosen[:place], number - 1, *chosen[place + 1 :])
            for place, number in enumerate(chosen)
            if number
        )
        rank = self.board.rank
        return self.accepts(rank(chosen)) and not any(self.accepts(rank(one)) for one in fewer)


def _joined(chosen: Vector, option: Option) -> Vector:
    """Return a choice with an option added; records chosen for both count once."""
    if not option.chosen:
        return chosen
    joined = list(chosen)
    for group, number in option.chosen:
        joined[group] = max(joined[group], number)
    return tuple(joined)
