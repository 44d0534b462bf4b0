"""
Families of sets, told as kinds: "any three of these five, and RTP-04".

A family comes as vectors that say how many of each group of interchangeable records are taken.
Records are joined further where trading one for the other turns every set of the family into
another of it, and kinds that differ in one record each are drawn together: so few kinds say
everything, and nothing that isn't so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import islice
from math import comb, prod

from peelgrade.reaching.dualising import Vector

Set = tuple[str, ...]


@dataclass(frozen=True, order=True)
class Choice:
    """Any *choose* of the records *of*."""

    of: tuple[str, ...]
    choose: int


Kind = tuple[Choice, ...]
"""One choice from each of several groups of records: all the sets that this leads to."""


def kinds(family: Collection[Vector], groups: tuple[tuple[str, ...], ...]) -> tuple[Kind, ...]:
    """Return the sets of a *family* as kinds, smallest first; no set is of two kinds."""
    joined = _joined(set(family), groups)
    found = _merged({_kind(vector, joined, groups) for vector in family})
    return tuple(sorted(found, key=lambda kind: (size(kind), kind)))


def _merged(found: set[Kind]) -> set[Kind]:
    """Return kinds of which those that differ in one record each are drawn together: A or B, and C."""
    while True:
        alike: dict[Kind, list[Choice]] = {}
        for kind in sorted(found):
            for choice in kind:
                if choice.choose == 1:
                    alike.setdefault(_without(kind, choice), []).append(choice)
        left = set(found)
        for rest, choices in sorted(alike.items(), key=lambda one: (-len(one[1]), one[0])):
            still = [one for one in choices if _with(rest, one) in left]
            if len(still) > 1:
                left -= {_with(rest, one) for one in still}
                either = Choice(tuple(sorted(record for one in still for record in one.of)), 1)
                left.add(_with(rest, either))
        if len(left) == len(found):
            return found
        found = left


def _without(kind: Kind, choice: Choice) -> Kind:
    return tuple(one for one in kind if one != choice)


def _with(rest: Kind, choice: Choice) -> Kind:
    return tuple(sorted((*rest, choice)))


def _kind(vector: Vector, joined: list[list[int]], groups: tuple[tuple[str, ...], ...]) -> Kind:
    choices = []
    for places in joined:
        chosen = sum(vector[place] for place in places)
        if chosen:
            choices.append(Choice(tuple(sorted(one for g in places for one in groups[g])), chosen))
    return tuple(sorted(choices))


def _joined(family: set[Vector], groups: tuple[tuple[str, ...], ...]) -> list[list[int]]:
    """Return the places of groups whose records can be traded within the family."""
    sizes = tuple(len(group) for group in groups)
    uses = [0] * len(groups)
    for vector in family:
        sets = prod(comb(size, n) for size, n in zip(sizes, vector, strict=True))
        for place, n in enumerate(vector):
            uses[place] += sets * n // sizes[place]
    joined: list[list[int]] = []
    for place, size_ in enumerate(sizes):
        alike = (
            one
            for one in joined
            if uses[one[0]] == uses[place] and _tradable(family, one[0], place, sizes[one[0]], size_)
        )
        found = next(alike, None)
        if found is None:
            joined.append([place])
        else:
            found.append(place)
    return joined


def _tradable(family: set[Vector], a: int, b: int, size_a: int, size_b: int) -> bool:
    """Say whether giving up one of *a* for one of *b*, or the reverse, always leads to the family."""
    for vector in family:
        if vector[a] and vector[b] < size_b and _traded(vector, a, b) not in family:
            return False
        if vector[b] and vector[a] < size_a and _traded(vector, b, a) not in family:
            return False
    return True


def _traded(vector: Vector, given: int, taken: int) -> Vector:
    changed = list(vector)
    changed[given] -= 1
    changed[taken] += 1
    return tuple(changed)


def size(kind: Kind) -> int:
    """Return how many records every set of a kind holds."""
    return sum(choice.choose for choice in kind)


def count(found: Collection[Kind]) -> int:
    """Return how many sets there are of these kinds."""
    return sum(prod(comb(len(one.of), one.choose) for one in kind) for kind in found)


def first_sets(found: Collection[Kind], most: int) -> tuple[Set, ...]:
    """Return the first *most* sets, smaller ones first, then in order of their ids."""
    ordered = merge(*(_sets(kind) for kind in found), key=lambda one: (len(one), one))
    return tuple(islice(ordered, most))


def _sets(kind: Kind) -> Iterator[Set]:
    """Yield the sets of a kind in order of their ids."""
    place = {one: number for number, choice in enumerate(kind) for one in choice.of}
    ids = sorted(place)
    wanted = tuple(choice.choose for choice in kind)
    todo: list[tuple[Set, int, Vector, Vector]] = [((), 0, wanted, tuple(len(c.of) for c in kind))]
    while todo:
        taken, start, wanted, left = todo.pop()
        if not any(wanted):
            yield taken
            continue
        number = place[ids[start]]
        fewer = _less(left, number)
        if fewer[number] >= wanted[number]:
            todo.append((taken, start + 1, wanted, fewer))
        if wanted[number]:
            todo.append(((*taken, ids[start]), start + 1, _less(wanted, number), fewer))


def _less(numbers: tuple[int, ...], place: int) -> tuple[int, ...]:
    return (*numbers[:place], numbers[place] - 1, *numbers[place + 1 :])
