"""What can be changed at one characteristic: the least for each thing that it could come to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import product

from peelgrade.assessment import Appraisal
from peelgrade.compiling import Program
from peelgrade.conditions import comparisons
from peelgrade.deciding import verdict_facts
from peelgrade.reaching.dualising import Vector, borders
from peelgrade.reaching.interchange import Board
from peelgrade.reaching.searching import Option, Options


def bettering(board: Board) -> Options:
    """Return the options where a change never makes a verdict worse: for each better outcome, the least."""
    return tuple(_ordered(board, name, _bettering(board, name)) for name in board.area.ids)


def _bettering(board: Board, name: str) -> set[Vector]:
    tops = tuple(board.tops[group] for group in board.at[name])
    low, high = board.outcome(name, (0,) * len(tops)), board.outcome(name, tops)
    found: set[Vector] = set()
    for step, concern in product(range(low[0], high[0] + 1), range(low[1], high[1] + 1)):

        def reaches(chosen: Vector, step: int = step, concern: int = concern) -> bool:
            outcome = board.outcome(name, chosen)
            return outcome[0] >= step and outcome[1] >= concern

        found |= set(borders(reaches, tops).yes)
    return found


def removing(board: Board) -> Options:
    """
    Return the options where a change takes records away: for each outcome, the least.

    Each side is looked at by itself. Taking away can only lessen what it says, and a verdict reads
    nothing else of it.
    """
    return tuple(_ordered(board, name, _removing(board, name)) for name in board.area.ids)


def _removing(board: Board, name: str) -> set[Vector]:
    if not board.tally.rules:
        # Only whether it is assessed at all is read, and it is while anything is left.
        return {tuple(board.tops[group] for group in board.at[name])}
    sides: dict[str, list[int]] = {}
    for place, group in enumerate(board.at[name]):
        sides.setdefault(board.groups[group].stands[0].side, []).append(place)
    sides.pop("neither", None)
    found = {(0,) * len(board.at[name])}
    for places in sides.values():
        each = _lessening(board, name, places)
        found = {tuple(map(max, one, other)) for one in found for other in each}
    return _cheapest(board, name, found)


def _lessening(board: Board, name: str, places: list[int]) -> set[Vector]:
    """Return the least to take away on one side for each thing that the side could still say."""
    groups = [board.groups[board.at[name][place]] for place in places]
    tops = tuple(len(group.records) for group in groups)
    most = _told_apart(board.run)

    def says(chosen: Vector) -> tuple[int, ...]:
        left: list[Appraisal] = []
        for number, group in zip(chosen, groups, strict=True):
            left += group.with_changed(number)
        return tuple(min(fact, most[one]) for one, fact in verdict_facts(board.run, left).items())

    found: set[Vector] = set()
    for bound in product(*(range(top + 1) for top in says((0,) * len(tops)))):

        def lessened(chosen: Vector, bound: tuple[int, ...] = bound) -> bool:
            return all(fact <= limit for fact, limit in zip(says(chosen), bound, strict=True))

        found |= set(borders(lessened, tops).yes)
    return {_spread(chosen, places, len(board.at[name])) for chosen in found}


def _told_apart(run: Program) -> dict[str, int]:
    """Return the largest value of each fact of a verdict that the rules tell from smaller ones."""
    tests = [test for tier in (run.tiers["verdict"], run.tiers["concern"]) for test in tier.tests.values()]
    most = dict.fromkeys(run.facts["verdict"], 0)
    for one in (one for test in tests for one in comparisons(test) if one.fact in most):
        # Up to a bound is told from above it, so the value above it is told apart as well.
        edges = [one.low or 0, *(bound + 1 for bound in (one.high, *one.among) if bound is not None)]
        most[one.fact] = max(most[one.fact], *edges)
    return most


def _spread(chosen: Vector, places: list[int], length: int) -> Vector:
    spread = [0] * length
    for place, number in zip(places, chosen, strict=True):
        spread[place] = number
    return tuple(spread)


def _cheapest(board: Board, name: str, found: Iterable[Vector]) -> set[Vector]:
    """Return the vectors that no cheaper one equals in outcome, where all records weigh here only."""
    if any(len(board.groups[group].characteristics) > 1 for group in board.at[name]):
        return set(found)
    least: dict[object, int] = {}
    for vector in found:
        outcome = board.outcome(name, vector)
        least[outcome] = min(sum(vector), least.get(outcome, sum(vector)))
    return {one for one in found if sum(one) == least[board.outcome(name, one)]}


def _ordered(board: Board, name: str, found: Iterable[Vector]) -> tuple[Option, ...]:
    """Return vectors as options, the one that changes nothing first, then those of fewer records."""
    nothing = (0,) * len(board.at[name])
    vectors = sorted({nothing, *found}, key=lambda one: (sum(one), one))
    return tuple(_option(board, name, vector) for vector in vectors)


def _option(board: Board, name: str, vector: Vector) -> Option:
    own: Callable[[int], bool] = lambda place: len(board.groups[board.at[name][place]].characteristics) == 1  # noqa: E731
    lowered = {
        board.outcome(name, (*vector[:place], number - 1, *vector[place + 1 :]))
        for place, number in enumerate(vector)
        if number and own(place)
    }
    chosen = tuple((group, n) for group, n in zip(board.at[name], vector, strict=True) if n)
    return Option(chosen, board.outcome(name, vector), frozenset(lowered))
