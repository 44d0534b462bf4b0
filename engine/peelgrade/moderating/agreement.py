"""
Statistics of agreement, by their formulas, on plain arrays.

`units` are what was rated, `ratings` how many raters put each unit into each category (a row a unit),
and `times` how often each unit counts: a row for each resample, so that a statistic and its bootstrap
are one computation. A value is NaN where the formula has none, as when there is only one category.

Two different things go by the name of ordinal alpha: Krippendorff's metric, which depends on how often
each category was used, and Gwet's ordinal weights, which depend on the number of categories alone. They
are told apart here by formula: `alpha_ordinal` and `alpha` with `weights("ordinal", …)`.

Sources: Cohen 1968 (weighted kappa); Krippendorff, *Content Analysis*, 2004 (alpha); Gwet, *Handbook of
Inter-Rater Reliability*, 2014 (AC1, AC2, weights).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Whole = NDArray[np.int64]
Kind = Literal["identity", "linear", "quadratic", "ordinal"]


def weights(kind: Kind, size: int) -> Array:
    """Return how much each two of *size* categories count as agreeing, from 0 to 1 (Gwet 2014, ch. 3)."""
    apart = np.abs(np.subtract.outer(np.arange(size), np.arange(size))).astype(float)
    if kind == "identity":
        return np.asarray(apart == 0, dtype=float)
    if kind == "ordinal":
        pairs = apart * (apart + 1) / 2
        return np.asarray(1 - pairs / max(size * (size - 1) / 2, 1))
    share = apart / max(size - 1, 1)
    return np.asarray(1 - (share if kind == "linear" else share**2))


def tallied(ratings: Sequence[Sequence[int | None]], size: int) -> Array:
    """Return how many raters put each unit into each category, from one row of ratings a rater."""
    found = np.zeros((len(ratings[0]), size))
    for rater in ratings:
        for unit, category in enumerate(rater):
            if category is not None:
                found[unit, category] += 1
    return found


def once(units: int) -> Array:
    """Return the multiplicities of the sample itself: every unit once."""
    return np.ones((1, units))


def share(agree: NDArray[np.bool_], times: Array) -> Array:
    """Return the share of units that agree, for each row of *times*."""
    return _divided(times @ agree.astype(float), times.sum(axis=1))


def kappa(pairs: Whole, weighing: Array, times: Array) -> Array:
    """
    Return Cohen's weighted kappa of two raters, for each row of *times*.

    (po - pe) / (1 - pe), with po the weighted share that agrees and pe the one expected if each rater
    drew from their own categories at random. *pairs* holds the two categories of each unit.
    """
    size = len(weighing)
    total = times.sum(axis=1)
    observed = _divided(times @ weighing[pairs[:, 0], pairs[:, 1]], total)
    first, second = (times @ np.eye(size)[pairs[:, rater]] for rater in (0, 1))
    expected = _divided(_quadratic_form(first, weighing, second), total**2)
    return _beyond_chance(observed, expected)


def ac2(ratings: Array, weighing: Array, times: Array) -> Array:
    """
    Return Gwet's AC2 (AC1 with identity weights), for each row of *times*.

    Chance agreement is T / (K (K - 1)) times the sum of pi (1 - pi), with T the sum of the weights and pi
    the mean share of each category: it doesn't collapse where one category dominates, as kappa does.
    """
    size = len(weighing)
    each = ratings.sum(axis=1)
    several = (each >= 2).astype(float)
    agree = _divided((ratings * (ratings @ weighing - 1)).sum(axis=1), each * (each - 1), empty=0.0)
    observed = _divided(times @ (agree * several), times @ several)
    shares = _divided(
        times @ (ratings / np.maximum(each, 1)[:, None]),
        (times @ (each > 0).astype(float))[:, None],
    )
    spread = (shares * (1 - shares)).sum(axis=1)
    return _beyond_chance(observed, weighing.sum() / max(size * (size - 1), 1) * spread)


def alpha(ratings: Array, weighing: Array, times: Array) -> Array:
    """
    Return Krippendorff's alpha with a fixed distance of 1 - weight, for each row of *times*.

    1 - Do / De: what differs within units over what would differ between all values thrown together.
    """
    paired, within = _paired(ratings)
    used = times @ paired
    total = used.sum(axis=1)
    apart = 1 - weighing
    inside = np.einsum("uk,kl,ul->u", within, apart, paired)
    return _one_minus(
        times @ inside, _divided(_quadratic_form(used, apart, used), np.maximum(total - 1, 1))
    )


def alpha_ordinal(ratings: Array, times: Array) -> Array:
    """
    Return Krippendorff's alpha with his ordinal metric, for each row of *times*.

    Two categories are as far apart as there are values between them, half of their own included; squared.
    """
    paired, within = _paired(ratings)
    used = times @ paired
    middle = np.cumsum(used, axis=1) - used / 2
    apart = (middle[:, :, None] - middle[:, None, :]) ** 2
    coincide = np.einsum("ru,uk,ul->rkl", times, within, paired, optimize=True)
    expected = np.einsum("rk,rkl,rl->r", used, apart, used)
    total = np.maximum(used.sum(axis=1) - 1, 1)
    return _one_minus((coincide * apart).sum(axis=(1, 2)), expected / total)


def _paired(ratings: Array) -> tuple[Array, Array]:
    """Return the ratings of units with at least two, and the same divided by one less than their number."""
    each = ratings.sum(axis=1)
    paired = ratings * (each >= 2)[:, None]
    return paired, paired / np.maximum(each - 1, 1)[:, None]


def _quadratic_form(left: Array, middle: Array, right: Array) -> Array:
    return np.asarray(((left @ middle) * right).sum(axis=1))


def _divided(above: Any, below: Any, empty: float = np.nan) -> Array:
    below = np.broadcast_to(np.asarray(below, dtype=float), np.shape(above))
    found = np.full(np.shape(above), empty)
    np.divide(above, below, out=found, where=below > 0)
    return found


def _beyond_chance(observed: Array, expected: Array) -> Array:
    room = 1 - expected
    return _divided(observed - expected, np.where(room > 1e-12, room, 0.0))


def _one_minus(observed: Array, expected: Array) -> Array:
    return np.asarray(1 - _divided(observed, np.where(expected > 1e-12, expected, 0.0)))
