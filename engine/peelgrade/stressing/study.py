"""One area with everything that its sampled figures could come out as: the numbers behind `sampling`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil, prod, sqrt
from typing import Literal

import numpy as np
import numpy.typing as npt

from peelgrade.assessment import Inspection
from peelgrade.stressing.arrays import Layout
from peelgrade.stressing.folding import Ints
from peelgrade.stressing.redrawing import Figure, Possible
from peelgrade.stressing.standing import Standing, Way, way

Unit = Literal["cases", "points"]

BLOCK = 25_000
"""So many draws are made and judged at once."""
LOWEST = -2
"""The lowest rank that an area can have; see `upper`."""

UNITS: dict[str, Unit] = {"count": "cases", "percent": "points"}

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Chance:
    """How probable it is that an area stands so; *error* is the standard error, nought where exact."""

    standing: Standing
    probability: float
    error: float = 0.0


@dataclass(frozen=True)
class Driver:
    """A record whose figure, drawn again while all else stays, moves the area with this probability."""

    record: str
    probability: float


@dataclass(frozen=True)
class Margin:
    """
    By how much a record's figure could be otherwise before the area moves, all else staying.

    *by* is in cases or percentage points, and *better* says whether more would meet the standard.
    """

    record: str
    by: float
    unit: Unit
    better: bool
    standing: Standing
    goes: Way


@dataclass(frozen=True)
class Study:
    """One area with everything that its figures could come out as."""

    inspection: Inspection
    area: str
    layout: Layout
    found: Mapping[str, Sequence[Possible]]

    @cached_property
    def shares(self) -> dict[str, Floats]:
        """Return how probable each class of each record is; the first option is the record as it is."""
        return {
            name: np.bincount(
                self.layout.varying[name].classes[1:],
                weights=np.array([one.probability for one in possible]),
                minlength=self.layout.varying[name].size,
            ).astype(np.float64)
            for name, possible in self.found.items()
        }

    @cached_property
    def follows(self) -> tuple[str, ...]:
        """Return the records of which what is drawn makes a difference."""
        return tuple(name for name, share in self.shares.items() if np.count_nonzero(share) > 1)

    @property
    def combinations(self) -> int:
        """Return in how many ways all figures together can read."""
        return prod(len(self.shares[name]) for name in self.follows)

    @cached_property
    def now(self) -> Standing:
        """Return how the area stands as it is."""
        return self.layout.standing(int(self.ranks({}, 1)[0]))

    def ranks(self, classes: Mapping[str, Ints], length: int) -> Ints:
        """Return the rank of the area in each variant."""
        return self.layout.by_class(classes, length).ranks[self.area]

    def exactly(self) -> tuple[Chance, ...]:
        """Return the chances, from every combination of readings."""
        sizes = [len(self.shares[name]) for name in self.follows]
        places = np.indices(sizes).reshape(len(sizes), -1) if sizes else np.zeros((0, 1), dtype=np.int64)
        classes = dict(zip(self.follows, places, strict=True))
        weights = np.ones(places.shape[1])
        for name, chosen in classes.items():
            weights = weights * self.shares[name][chosen]
        ranks = self.ranks(classes, len(weights))
        totals = np.bincount(ranks - LOWEST, weights=weights)
        return self._chances(totals / totals.sum())

    def drawn(self, number: int, seed: int) -> tuple[Chance, ...]:
        """Return the chances, from so many draws."""
        totals = np.zeros(len(self.inspection.framework.grades) - LOWEST, dtype=np.int64)
        for block in range(ceil(number / BLOCK)):
            length = min(BLOCK, number - block * BLOCK)
            classes = {name: self._draw(name, seed, block, length) for name in self.follows}
            ranks = self.ranks(classes, length)
            totals += np.bincount(ranks - LOWEST, minlength=len(totals))
        return self._chances(totals / number, number)

    def _draw(self, name: str, seed: int, block: int, length: int) -> Ints:
        """Return the classes of a record's figures that come up in one block."""
        text = f"{seed}\n{self.inspection.case.case}\n{name}\n{block}"
        start = int.from_bytes(hashlib.sha256(text.encode()).digest()[:16], "big")
        drawn = np.random.Generator(np.random.PCG64(start)).random(length)
        up_to = np.cumsum(self.shares[name])[:-1]
        return np.searchsorted(up_to, drawn, side="right").astype(np.int64)

    def _chances(self, shares: Floats, number: int | None = None) -> tuple[Chance, ...]:
        found = [
            Chance(
                self.layout.standing(int(place) + LOWEST),
                float(shares[place]),
                0.0 if number is None else sqrt(shares[place] * (1 - shares[place]) / number),
            )
            for place in np.flatnonzero(shares)
        ]
        return tuple(sorted(found, key=lambda one: -one.probability))

    @cached_property
    def _alone(self) -> dict[str, Ints]:
        """Return the rank of the area for each class of each record, all others standing as they are."""
        return {
            name: self.ranks({name: np.arange(len(self.shares[name]))}, len(self.shares[name]))
            for name in self.follows
        }

    def drivers(self) -> tuple[Driver, ...]:
        """Return the records that alone can move the area, the most probable first."""
        found = []
        for name, ranks in self._alone.items():
            moved = np.array([self.layout.standing(int(rank)) != self.now for rank in ranks])
            probability = float(self.shares[name][moved].sum())
            if probability > 0:
                found.append(Driver(name, probability))
        return tuple(sorted(found, key=lambda one: (-one.probability, one.record)))

    def margins(self) -> tuple[Margin, ...]:
        """Return the nearest figures that alone move the area, either way, the nearest first."""
        found = [one for name in self.follows for one in self._nearest(name)]
        return tuple(sorted(found, key=lambda one: (one.unit, one.by, one.record, one.better)))

    def _nearest(self, name: str) -> Iterator[Margin]:
        """Yield the nearest figure below and the nearest above at which the area stands otherwise."""
        measure = Figure(self.inspection.case.record(name), self.inspection).measure
        at = float(measure.percent or 0) if measure.count is None else float(measure.count)
        classes = self.layout.varying[name].classes[1:]
        after = [self.layout.standing(int(self._alone[name][place])) for place in classes]
        moving = [pair for pair in zip(self.found[name], after, strict=True) if pair[1] != self.now]
        below = [(at - one.high, then) for one, then in moving if one.high < at]
        above = [(one.low - at, then) for one, then in moving if one.low > at]
        for found, up in ((below, False), (above, True)):
            if found:
                by, then = min(found, key=lambda one: one[0])
                goes = way(self.inspection.framework, self.now, then)
                yield Margin(name, by, UNITS[measure.shape], up == (measure.counts == "met"), then, goes)
