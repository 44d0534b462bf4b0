"""
Drift: whether proposals lie higher or lower than awards in an area, or more so as time goes on.

Steps from the grade awarded to the one proposed, above zero where more is proposed. Nothing is said where
there are fewer forces than the settings ask for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from peelgrade.awards import published_day, short
from peelgrade.framework import Framework
from peelgrade.moderating.agreement import Array
from peelgrade.moderating.panel import Panel, Position
from peelgrade.moderating.resampling import Estimate, Statistic, estimate, resamples
from peelgrade.moderating.settings import Settings

DAYS_A_YEAR = 365.25


@dataclass(frozen=True)
class Drift:
    """
    How far proposals lie above awards: *steps* on average, or for time the steps more a year.

    *area* is empty for all areas together.
    """

    area: str
    forces: int
    units: int
    steps: Estimate

    @property
    def told(self) -> bool:
        """Say whether the interval leaves out zero, so that there is something to tell."""
        low, high = self.steps.low, self.steps.high
        return low is not None and high is not None and not low <= 0 <= high


@dataclass(frozen=True)
class Drifts:
    """Drift by area and over time; what too few forces tell of is left out, *silent* counts those areas."""

    areas: tuple[Drift, ...]
    time: Drift | None
    silent: int


def drifting(panel: Panel, settings: Settings) -> Drifts:
    """Return the drift of proposals against awards, by area and over the date of publication."""
    framework = panel.framework
    by_area = {area.id: [one for one in panel.compared if one.area.area == area.id] for area in panel.areas}
    told = {area: one for area, one in by_area.items() if _forces(one) >= settings.least_forces}
    return Drifts(
        tuple(_drift(area, one, _mean(_steps(framework, one)), settings) for area, one in told.items()),
        _over_time(framework, panel.compared, settings),
        len(panel.areas) - len(told),
    )


def _over_time(framework: Framework, compared: Sequence[Position], settings: Settings) -> Drift | None:
    days_of = [published_day(one.seat.published) for one in compared]
    dated = [one for one, day in zip(compared, days_of, strict=True) if day is not None]
    days = np.array([day.toordinal() for day in days_of if day is not None], dtype=float)
    if _forces(dated) < settings.least_forces or len(set(days)) < settings.least_forces:
        return None
    return _drift("", dated, _slope(days / DAYS_A_YEAR, _steps(framework, dated)), settings)


def _forces(positions: Sequence[Position]) -> int:
    return len({short(one.force) for one in positions})


def _steps(framework: Framework, positions: Sequence[Position]) -> Array:
    rank = framework.rank
    return np.array([rank(str(one.proposed)) - rank(str(one.awarded)) for one in positions], dtype=float)


def _drift(area: str, positions: Sequence[Position], statistic: Statistic, settings: Settings) -> Drift:
    times = resamples([short(one.force) for one in positions], settings.resamples, settings.seed)
    found = estimate(statistic, times, settings.confidence)
    return Drift(area, _forces(positions), len(positions), found)


def _mean(steps: Array) -> Statistic:
    return lambda times: np.asarray((times @ steps) / times.sum(axis=1))


def _slope(years: Array, steps: Array) -> Statistic:
    """Return the slope of steps over years by least squares; NaN where a resample has one date only."""
    years = years - years.mean()

    def slope(times: Array) -> Array:
        total = times.sum(axis=1)
        middle, mean = (times @ years) / total, (times @ steps) / total
        spread = (times @ years**2) / total - middle**2
        together = (times @ (years * steps)) / total - middle * mean
        room = np.where(spread > 1e-9, spread, np.nan)
        return np.asarray(together / room)

    return slope
