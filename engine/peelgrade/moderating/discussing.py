"""
The fewest grades to discuss: the smallest set whose change would leave no conflict.

Exact, by a minimum cut. Each case gets a chain of nodes, one for each step of the scale; cutting the chain
at a place gives the case that grade, which costs nothing where it is the grade it has. That one case's
evidence is at least as good as another's is an arc that no cut may cross, so every cut is an assignment
of grades without conflict, and the cheapest changes the fewest (Ishikawa 2003 for the chains; Rademaker,
De Baets and De Meyer 2009 for relabelling to monotone data).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from peelgrade.moderating.dominance import Relation, conflicts

SOURCE, SINK, FIRST = 0, 1, 2
Costs = list[list[int]]
"""What it costs to give each case each grade."""


@dataclass(frozen=True)
class Fewest:
    """
    One smallest set, *chosen*, and how far it could be another.

    *always* are the cases in every smallest set, *sometimes* those in some and not in all.
    """

    chosen: tuple[int, ...]
    always: tuple[int, ...]
    sometimes: tuple[int, ...]


def fewest(relation: Relation, grades: Sequence[int], top: int, preferred: Collection[int] = ()) -> Fewest:
    """
    Return the fewest cases whose grade must change for no conflict to be left.

    Args:
        relation: Whether the evidence of each case (row) is at least as good as each other's (column).

        grades: Each case's grade as its place on the scale.

        top: The place of the best grade.

        preferred: The cases to choose first where there are several smallest sets.

    """
    involved = {case for pair in conflicts(relation, grades) for case in pair}
    if not involved:
        return Fewest((), (), ())
    one = len(grades) + 1
    costs = [_costs(grade, top, one - (case in preferred)) for case, grade in enumerate(grades)]
    chosen = _changed(relation, grades, costs)
    plain = [_costs(grade, top, 1) for grade in grades]
    always = tuple(case for case in chosen if _kept(relation, grades, plain, case) > len(chosen))
    others = sorted({*involved, *chosen} - {*always}) if len(always) < len(chosen) else []
    sometimes = [case for case in others if _forced(relation, grades, plain, case) == len(chosen)]
    return Fewest(chosen, always, tuple(sometimes))


def _costs(grade: int, top: int, price: int) -> list[int]:
    return [0 if one == grade else price for one in range(top + 1)]


def _kept(relation: Relation, grades: Sequence[int], costs: Costs, case: int) -> int:
    """Return how many grades must change if this one stays."""
    dear = [price * (len(grades) + 1) for price in costs[case]]
    return len(_changed(relation, grades, [*costs[:case], dear, *costs[case + 1 :]]))


def _forced(relation: Relation, grades: Sequence[int], costs: Costs, case: int) -> int:
    """Return how many grades must change if this one does."""
    moved = [price or len(grades) + 1 for price in costs[case]]
    return len(_changed(relation, grades, [*costs[:case], moved, *costs[case + 1 :]]))


def _changed(relation: Relation, grades: Sequence[int], costs: Costs) -> tuple[int, ...]:
    """Return the cases whose grade is another in the cheapest assignment without conflict."""
    found = _assigned(relation, costs)
    return tuple(case for case, grade in enumerate(grades) if found[case] != grade)


def _assigned(relation: Relation, costs: Costs) -> list[int]:
    """Return the cheapest grades without conflict; of several the lowest, so that it is always the same."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import breadth_first_order, maximum_flow

    many, steps = len(costs), len(costs[0]) - 1
    endless = 1 + sum(max(one) for one in costs)
    chain, stiff = list(_chains(costs, endless)), _stiff(relation, steps)
    tails = np.concatenate([[arc[0] for arc in chain], stiff[0]])
    heads = np.concatenate([[arc[1] for arc in chain], stiff[1]])
    widths = np.concatenate([[arc[2] for arc in chain], np.full(len(stiff[0]), endless)])
    size = FIRST + many * steps
    graph = csr_array((widths.astype(np.int32), (tails, heads)), shape=(size, size))
    left = csr_array(graph - maximum_flow(graph, SOURCE, SINK).flow)
    left.eliminate_zeros()
    reached = np.zeros(size, dtype=bool)
    reached[breadth_first_order(left, SOURCE, return_predecessors=False)] = True
    found: list[int] = reached[FIRST:].reshape(many, steps).sum(axis=1).tolist()
    return found


def _chains(costs: Costs, endless: int) -> Iterator[tuple[int, int, int]]:
    """Yield the chain of each case, forwards at the price of each grade, backwards not to be cut."""
    steps = len(costs[0]) - 1
    for case, prices in enumerate(costs):
        chain = [SOURCE, *range(FIRST + case * steps, FIRST + (case + 1) * steps), SINK]
        for place, price in enumerate(prices):
            if price:
                yield chain[place], chain[place + 1], price
        for low, high in pairwise(chain[1:-1]):
            yield high, low, endless


def _stiff(relation: Relation, steps: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the ends of the arcs that hold each case as high as any that it must not fall below."""
    better, other = (one[:, None] * steps + FIRST + np.arange(steps) for one in np.nonzero(relation))
    return other.ravel(), better.ravel()
