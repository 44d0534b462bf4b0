"""
The two-stage bootstrap: forces are drawn again with replacement, then the units within each.

Areas of one force share inspectors, evidence and moderation, so they aren't drawn one by one (Davison
and Hinkley, *Bootstrap Methods and their Application*, 1997, section 3.8, the second strategy: of the two
it errs to the wide side, and it says something also where there is one force alone).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from peelgrade.moderating.agreement import Array, once

Statistic = Callable[[Array], Array]
"""A statistic of a sample: from how often each unit counts, a row a resample, to a value for each row."""

LEAST_DEFINED = 0.5
"""The share of resamples that must have a value for their spread to mean anything."""


@dataclass(frozen=True)
class Estimate:
    """A value and its interval; None where the formula has none."""

    value: float | None
    low: float | None = None
    high: float | None = None


def resamples(forces: Sequence[str], number: int, seed: int) -> Array:
    """
    Return how often each unit comes up in each of *number* resamples, a row a resample.

    *forces* names the force of each unit. The same seed gives the same resamples on every machine: the
    stream of NumPy's RandomState is frozen, that of its successor is not.
    """
    return _drawn(tuple(forces), number, seed)


@lru_cache(maxsize=4)
def _drawn(forces: tuple[str, ...], number: int, seed: int) -> Array:
    names = sorted(set(forces))
    order = np.argsort([names.index(one) for one in forces], kind="stable")
    sizes = np.bincount([names.index(one) for one in forces], minlength=len(names))
    chance = np.random.RandomState(seed)
    drawn = chance.randint(len(names), size=(number, len(names)))
    inside = chance.random_sample((number, len(names), max(sizes)))
    many = sizes[drawn][:, :, None]
    places = (np.cumsum(sizes) - sizes)[drawn][:, :, None] + (inside * many).astype(int)
    kept = np.broadcast_to(np.arange(max(sizes)) < many, places.shape)
    rows = np.broadcast_to(np.arange(number)[:, None, None], places.shape)
    units = order[np.where(kept, places, 0)]
    flat = (rows * len(forces) + units)[kept]
    counted = np.bincount(flat, minlength=number * len(forces))
    found = counted.reshape(number, len(forces)).astype(float)
    found.setflags(write=False)  # it is kept for the next statistic of the same sample
    return found


def estimate(statistic: Statistic, times: Array, confidence: float) -> Estimate:
    """Return a statistic of the sample with its percentile interval over the resamples *times*."""
    value = _known(statistic(once(times.shape[1]))[0])
    found = statistic(times)
    found = found[~np.isnan(found)]
    if value is None or len(found) < LEAST_DEFINED * len(times):
        return Estimate(value)
    tail = (1 - confidence) / 2
    low, high = np.quantile(found, [tail, 1 - tail])
    return Estimate(value, float(low), float(high))


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
