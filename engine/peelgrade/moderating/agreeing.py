"""
How well grades proposed and awarded agree, always beside saying the commonest grade every time.

Each number comes with its interval. Where every unit agrees, resampling would show no spread at all, as
if nine areas made certain; so one more unit is imagined that differs by as little as can be seen, and the
interval is that of the larger sample.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from peelgrade.awards import short
from peelgrade.moderating.agreement import (
    Array,
    Whole,
    ac2,
    alpha,
    alpha_ordinal,
    kappa,
    once,
    share,
    weights,
)
from peelgrade.moderating.erring import ac2_error, alpha_error, kappa_error
from peelgrade.moderating.panel import Panel, Position
from peelgrade.moderating.resampling import Estimate, Statistic, estimate, resamples
from peelgrade.moderating.settings import Settings

Sample = Callable[[Whole], Statistic]
"""A statistic of some pairs, still to be told how often each counts."""

UNKNOWN = Estimate(None)


@dataclass(frozen=True)
class Agreement:
    """
    How well two ratings of *units* agree.

    *exact* and *within_one* are shares, *within_one* None where categories have no order. *kappa*, *alpha*
    and *ac2* are chance-corrected; *errors* are their standard errors by formula, as if units were
    independent. *imagined* says that every unit agrees and one more was imagined for the intervals.
    """

    units: int
    exact: Estimate
    within_one: Estimate | None
    kappa: Estimate
    alpha: Estimate
    ac2: Estimate
    errors: dict[str, float | None]
    imagined: bool = False


@dataclass(frozen=True)
class Agreed:
    """The agreement over some areas, and what always saying *commonest*, the commonest award, comes to."""

    area: str
    forces: int
    agreement: Agreement
    commonest: str | None
    baseline: Agreement


def agreeing(panel: Panel, settings: Settings) -> tuple[Agreed, ...]:
    """Return the agreement of grades proposed with those awarded: over all areas, then by area."""
    whole = _agreed(panel, "", panel.compared, settings)
    areas = [
        _agreed(panel, area.id, [one for one in panel.compared if one.area.area == area.id], settings)
        for area in panel.areas
    ]
    return (whole, *(one for one in areas if one.agreement.units))


def _agreed(panel: Panel, area: str, positions: Sequence[Position], settings: Settings) -> Agreed:
    rank, size = panel.framework.rank, len(panel.framework.grades)
    awarded = [rank(str(one.awarded)) for one in positions]
    proposed = [rank(str(one.proposed)) for one in positions]
    forces = [short(one.force) for one in positions]
    common = int(np.argmax(np.bincount(awarded))) if awarded else 0
    always = [(common, one) for one in awarded]
    return Agreed(
        area,
        len(set(forces)),
        agreement(list(zip(proposed, awarded, strict=True)), forces, size, settings),
        panel.framework.grade_ids[common] if awarded else None,
        agreement(always, forces, size, settings),
    )


def agreement(
    pairs: Sequence[tuple[int, int]],
    forces: Sequence[str],
    size: int,
    settings: Settings,
    *,
    ordered: bool = True,
) -> Agreement:
    """
    Return how well two ratings agree, each a place among *size* categories.

    Ordered categories are weighed by quadratic weights, and alpha uses Krippendorff's ordinal metric;
    others count as the same or not. Units of one of *forces* are drawn again together.
    """
    if not pairs:
        return Agreement(0, UNKNOWN, UNKNOWN if ordered else None, UNKNOWN, UNKNOWN, UNKNOWN, {})
    found = np.array(pairs, dtype=np.int64)
    weighing = weights("quadratic" if ordered else "identity", size)
    measured = {name: _measured(one, found, forces, settings, size, 1) for name, one in (
        ("exact", _within(0)),
        ("kappa", lambda two: lambda times: kappa(two, weighing, times)),
        ("ac2", lambda two: lambda times: ac2(_ratings(two, size), weighing, times)),
        ("alpha", lambda two: lambda times: _alpha(_ratings(two, size), weighing, times, ordered=ordered)),
    )}  # fmt: skip
    return Agreement(
        len(pairs),
        measured["exact"],
        _measured(_within(1), found, forces, settings, size, 2) if ordered else None,
        measured["kappa"],
        measured["alpha"],
        measured["ac2"],
        _errors(found, weighing, size, ordered=ordered),
        bool((found[:, 0] == found[:, 1]).all()),
    )


def _within(steps: int) -> Sample:
    return lambda pairs: lambda times: share(np.abs(pairs[:, 0] - pairs[:, 1]) <= steps, times)


def _ratings(pairs: Whole, size: int) -> Array:
    return np.eye(size)[pairs[:, 0]] + np.eye(size)[pairs[:, 1]]


def _alpha(ratings: Array, weighing: Array, times: Array, *, ordered: bool) -> Array:
    return alpha_ordinal(ratings, times) if ordered else alpha(ratings, weighing, times)


def _measured(
    sample: Sample, pairs: Whole, forces: Sequence[str], settings: Settings, size: int, steps: int
) -> Estimate:
    """Return a statistic with its interval; see the module on a sample in which nothing differs."""
    if (np.abs(pairs[:, 0] - pairs[:, 1]) >= steps).any():
        times = resamples(forces, settings.resamples, settings.seed)
        return estimate(sample(pairs), times, settings.confidence)
    value = estimate(sample(pairs), once(len(pairs)), settings.confidence).value
    if value is None or steps >= size:
        return Estimate(value)
    more = np.vstack([pairs, [_imagined(pairs, size, steps)]])
    times = resamples([*forces, forces[-1]], settings.resamples, settings.seed)
    spread = estimate(sample(more), times, settings.confidence)
    return Estimate(value, spread.low, value if spread.high is None else max(value, spread.high))


def _imagined(pairs: Whole, size: int, steps: int) -> tuple[int, int]:
    """Return two categories *steps* apart, one of them the commonest if there is room beside it."""
    common = int(np.argmax(np.bincount(pairs[:, 1])))
    if common >= steps:
        return common - steps, common
    return (common, common + steps) if common + steps < size else (0, steps)


def _errors(pairs: Whole, weighing: Array, size: int, *, ordered: bool) -> dict[str, float | None]:
    """Return the standard errors by formula; None where the sample gives none."""
    ratings = _ratings(pairs, size)
    used = ratings.sum(axis=0)
    if (used > 0).sum() < 2 or (pairs == pairs[0]).all():
        return dict.fromkeys(("kappa", "alpha", "ac2"))
    fixed = weighing
    if ordered:
        middle = np.cumsum(used) - used / 2
        apart = (middle[:, None] - middle[None, :]) ** 2
        fixed = 1 - apart / apart.max()
    return {
        "kappa": kappa_error(pairs, weighing),
        "alpha": alpha_error(ratings, fixed),
        "ac2": ac2_error(ratings, weighing),
    }
