"""
Both borders of a question that more can only turn from no to yes.

The points are vectors of whole numbers from zero up to *tops*: how many of each kind are chosen. A
monotone question has a lower border of yes (its minimal points) and an upper border of no (its
maximal points), and each is all that the other leaves: a point is minimal if it exceeds every
maximal no somewhere and nothing below it does (C. Berge, 1989, "Hypergraphs"; D. Gunopulos and
others, 2003, "Discovering all most specific sentences").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

Vector = tuple[int, ...]


@dataclass(frozen=True)
class Borders:
    """The minimal points that answer yes and the maximal points that answer no."""

    yes: tuple[Vector, ...]
    no: tuple[Vector, ...]


class TooManyError(Exception):
    """There are more points on a border than were asked for."""


class Exceeding:
    """
    The minimal points that exceed each of some points in at least one place.

    A point is kept as a number whose bits stand for the steps that it has climbed, so that "at or
    below" is one operation.
    """

    def __init__(self, tops: Vector, most: int) -> None:
        """Start without points to exceed: then the lowest point of all is the answer."""
        self.tops, self._most = tops, most
        self._starts = [sum(tops[:place]) for place in range(len(tops))]
        self.members: set[int] = {0}

    def add(self, point: Vector) -> None:
        """Have *point* exceeded too; raise TooManyError where there are too many answers."""
        steps = [self._climbed(g, n + 1) for g, n in enumerate(point) if n < self.tops[g]]
        marks = sum(self._step(g, n + 1) for g, n in enumerate(point) if n < self.tops[g])
        kept = [one for one in self.members if one & marks]
        raised = {one | step for one in self.members if not one & marks for step in steps}
        self.members = {*kept, *_least(raised, kept)}
        if len(self.members) > self._most:
            raise TooManyError

    def _step(self, place: int, number: int) -> int:
        return 1 << (self._starts[place] + number - 1)

    def _climbed(self, place: int, number: int) -> int:
        return ((1 << number) - 1) << self._starts[place]

    def vector(self, member: int) -> Vector:
        """Return a member as a vector."""
        return tuple(
            ((member >> start) & ((1 << top) - 1)).bit_count()
            for start, top in zip(self._starts, self.tops, strict=True)
        )


def _least(raised: set[int], kept: list[int]) -> Iterable[int]:
    """Return those *raised* that lie above nothing that was *kept* and above no other of them."""
    least: list[int] = []
    for one in sorted(raised, key=int.bit_count):
        if not any(other & one == other for other in (*kept, *least)):
            least.append(one)
    return least


def borders(question: Callable[[Vector], bool], tops: Vector, most: int = 100_000) -> Borders:
    """
    Return both borders of a monotone question, every point of them.

    Candidates are the minimal points that exceed every known no. One that answers yes is minimal for
    good; one that answers no is raised to a maximal no, which is then known too. When all answer yes
    they are the whole lower border, and what was known is the whole upper one.

    Raises:
        TooManyError: If more than *most* candidates would have to be held at once.

    """
    if not question(tops):
        return Borders((), (tops,))
    candidates, yes, no = Exceeding(tops, most), set[int](), list[Vector]()
    while unknown := candidates.members - yes:
        one = min(unknown)
        point = candidates.vector(one)
        if question(point):
            yes.add(one)
        else:
            no.append(_raised(question, point, tops))
            candidates.add(no[-1])
    return Borders(tuple(sorted(map(candidates.vector, yes))), tuple(sorted(no)))


def _raised(question: Callable[[Vector], bool], point: Vector, tops: Vector) -> Vector:
    """Return a maximal point at or above *point* that still answers no."""
    for place, top in enumerate(tops):
        while point[place] < top:
            higher = (*point[:place], point[place] + 1, *point[place + 1 :])
            if question(higher):
                break
            point = higher
    return point


def maximal_no(minimal_yes: Iterable[Vector], tops: Vector, most: int) -> tuple[Vector, ...]:
    """
    Return the maximal points that lie above none of *minimal_yes*: the other border, by duality.

    What such a point leaves out is a minimal point that cuts into each of *minimal_yes* (a minimal
    transversal). They are found one by one, depth first, each once, and a branch ends where something
    left out is no longer the only cut into any of them (K. Murakami and T. Uno, 2014, "Efficient
    algorithms for dualizing large-scale hypergraphs").

    Raises:
        TooManyError: If there are more than *most*, or if that many branches end in vain.

    """
    found: list[Vector] = []
    cuts = _Cuts(tuple(minimal_yes), tops, 20 * most)
    for left_out in cuts.minimal((0,) * len(tops), tops):
        found.append(tuple(top - n for top, n in zip(tops, left_out, strict=True)))
        if len(found) > most:
            raise TooManyError
    return tuple(sorted(found))


class _Cuts:
    """The points that must be cut into, and which of them each amount left out of a place cuts into."""

    def __init__(self, points: tuple[Vector, ...], tops: Vector, most: int) -> None:
        self.all = (1 << len(points)) - 1
        self.points, self.tops, self.patience = points, tops, most
        self.cut = [
            [sum(1 << n for n, one in enumerate(points) if one[g] > top - out) for out in range(top + 1)]
            for g, top in enumerate(tops)
        ]

    def minimal(self, out: Vector, caps: Vector) -> Iterator[Vector]:
        """Yield the minimal points that leave out at least *out* and at most *caps*, and cut into all."""
        self.patience -= 1
        if self.patience < 0:
            raise TooManyError
        once, more = self._cut_into(out)
        if not self._all_needed(out, caps, more):
            return
        left = self.all & ~once
        if not left:
            if self._all_needed(out, out, more):
                yield out
            return
        point = self.points[(left & -left).bit_length() - 1]
        tries = [
            (g, self.tops[g] - n + 1)
            for g, n in enumerate(point)
            if n and out[g] <= self.tops[g] - n < caps[g]
        ]
        for number, (g, least) in enumerate(tries):
            capped = list(caps)
            for other, bound in tries[number + 1 :]:
                capped[other] = min(capped[other], bound - 1)
            yield from self.minimal((*out[:g], least, *out[g + 1 :]), tuple(capped))

    def _cut_into(self, out: Vector) -> tuple[int, int]:
        """Return the points that are cut into, and those that are in more than one place."""
        once = more = 0
        for place, number in enumerate(out):
            if number:
                here = self.cut[place][number]
                more |= once & here
                once |= here
        return once, more

    def _all_needed(self, out: Vector, caps: Vector, more: int) -> bool:
        """Say whether each amount left out is, or could become, the only cut into some point."""
        return all(
            self.cut[place][caps[place]] & ~self.cut[place][number - 1] & ~more
            for place, number in enumerate(out)
            if number
        )
