"""
Figures against standards, with their uncertainty.

A sample of k in n is judged by its Wilson interval (E. B. Wilson, 1927, "Probable inference"), a
published percentage by its published margin, a whole population by the figure itself. A figure
*meets* its standard when the whole interval does, *falls short* when none of it does, and can't be
told apart from it otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from statistics import NormalDist
from typing import Literal

from peelgrade.evidence import Measure
from peelgrade.rules import Measures, Pack, Standard

Reading = Literal["falls-short", "unclear", "meets", "exceptional"]


@dataclass(frozen=True)
class Judged:
    """A figure held against its standard: the share that met it, its interval, and the reading."""

    share: float
    low: float
    high: float
    expected: float
    reading: Reading

    def __str__(self) -> str:
        """Return the comparison with both its numbers."""
        word = {
            "falls-short": "falls short of",
            "unclear": "can't be told apart from",
            "meets": "meets",
            "exceptional": "is far above",
        }[self.reading]
        between = f" (between {self.low:.1%} and {self.high:.1%})" if self.low < self.high else ""
        return f"{self.share:.1%}{between} {word} the standard of {self.expected:.1%}"


def wilson(count: int, of: int, z: float) -> tuple[float, float]:
    """Return the Wilson score interval for *count* of *of* at *z* standard deviations."""
    share, spread = count / of, z * z / of
    middle = share + spread / 2
    half = z * sqrt(share * (1 - share) / of + spread / (4 * of))
    return max(0.0, (middle - half) / (1 + spread)), min(1.0, (middle + half) / (1 + spread))


def deviations(confidence: Fraction) -> float:
    """Return how many standard deviations hold *confidence* of a normal distribution."""
    return NormalDist().inv_cdf((1 + float(confidence)) / 2)


def share_met(measure: Measure) -> float:
    """Return the share that met the standard, whichever way round the figure counts."""
    return float(exact_share(measure))


def exact_share(measure: Measure) -> Fraction:
    """Return the share that met the standard as the fraction that it is."""
    if measure.count is not None and measure.of is not None:
        share = Fraction(measure.count, measure.of)
    else:
        share = (measure.percent or Fraction(0)) / 100
    return 1 - share if measure.counts == "failed" else share


def interval(measure: Measure, z: float) -> tuple[float, float]:
    """Return the interval of the share that met the standard."""
    if measure.count is not None and measure.of is not None:
        met = measure.of - measure.count if measure.counts == "failed" else measure.count
        return wilson(met, measure.of, z)
    half = float(measure.margin or 0) / 100
    share = share_met(measure)
    return max(0.0, share - half), min(1.0, share + half)


def judge(measure: Measure, standard: Standard, pack: Pack) -> Judged:
    """Hold a share against its standard."""
    assert pack.measures is not None
    z = deviations(pack.number(pack.measures.confidence))
    exceptional = None if standard.exceptional is None else float(pack.number(standard.exceptional))
    return held_against(measure, float(pack.number(standard.expected)), exceptional, z)


def held_against(measure: Measure, expected: float, exceptional: float | None, z: float) -> Judged:
    """Hold a share against what is *expected* of it, at *z* standard deviations."""
    low, high = interval(measure, z)
    reading: Reading = "unclear"
    if high < expected:
        reading = "falls-short"
    elif low >= expected:
        reading = "meets" if exceptional is None or low < exceptional else "exceptional"
    return Judged(share_met(measure), low, high, expected, reading)


def extent_of(share: float, measures: Measures, pack: Pack) -> str:
    """Return the extent that a *share* of the service speaks for; a third exactly is widespread."""
    bands = measures.bands
    if share > float(pack.number(bands.systemic)) + 1e-12:
        return "systemic"
    if share >= float(pack.number(bands.widespread)) - 1e-12:
        return "widespread"
    return "some" if share >= float(pack.number(bands.some)) - 1e-12 else "isolated"


def derived(judged: Judged, pack: Pack, said: str | None = None) -> tuple[str, str]:
    """
    Return what a judged figure shows and to what extent, where its record leaves that open.

    A figure that can't be told apart from its standard is a strength to `some` extent if it lies
    at or above it, and an `isolated` shortfall if it lies below: neither is held for certain. Where the
    record has *said* which way it points, that stands, and the extent is the share that it speaks for.
    """
    assert pack.measures is not None
    if said is not None:
        share = 1 - judged.share if said == "shortfall" else judged.share
        return said, extent_of(share, pack.measures, pack)
    if judged.reading == "unclear":
        return ("strength", "some") if judged.share >= judged.expected else ("shortfall", "isolated")
    if judged.reading == "falls-short":
        return "shortfall", extent_of(1 - judged.share, pack.measures, pack)
    shows = "exceeds" if judged.reading == "exceptional" else "strength"
    return shows, extent_of(judged.share, pack.measures, pack)


def trend(measure: Measure, z: float) -> Literal["worsening", "steady", "improving"]:
    """
    Say whether a share differs from its previous one by more than chance.

    Two percentages differ when their difference is above the root of the sum of their squared
    margins; two samples by the two-proportion z-test with pooled variance. A figure without any
    sampling error beside another such says nothing here: its coder does.
    """
    before = measure.previous
    if before is None or measure.shape == "value":
        return "steady"
    change = share_met(measure) - share_met(before)
    error = _error(measure, before, z)
    if error == 0 or abs(change) <= error:
        return "steady"
    return "improving" if change > 0 else "worsening"


def _error(now: Measure, before: Measure, z: float) -> float:
    if now.of is not None and before.of is not None:
        met = share_met(now) * now.of + share_met(before) * before.of
        pooled = met / (now.of + before.of)
        return z * sqrt(pooled * (1 - pooled) * (1 / now.of + 1 / before.of))
    return sqrt(float(now.margin or 0) ** 2 + float(before.margin or 0) ** 2) / 100


def steps_reached(value: Fraction, standard: Standard) -> int:
    """Return how many of a standard's steps *value* reaches."""
    return sum(value >= step for step in standard.steps)
