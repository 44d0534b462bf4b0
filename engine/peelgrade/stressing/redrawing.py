"""
What a sampled figure could have come out as, had the sample been drawn again.

A figure of k in n is taken as a random sample. What it says of the true share is the posterior of the
Jeffreys prior, Beta(k + 1/2, n - k + 1/2) (L. D. Brown, T. T. Cai and A. DasGupta, 2001, "Interval
estimation for a binomial proportion", Statistical Science 16). What is drawn is the sample that would
then be judged: of that true share another n cases, of which some number meets the standard. Both steps
together are the posterior predictive (A. Gelman and others, "Bayesian data analysis", 3rd edition, 1.3),
here the beta-binomial distribution. A percentage with a published 95 % margin is likewise normal about
what was published with margin / 1.96 as its standard deviation, and another figure of the same
precision normal about that: with the root of two times as much. A figure without a margin is a whole
population's: nothing is drawn of it.

What is drawn is judged by the rules' own interval, against the same standard and the same earlier figure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import exp, fsum, lgamma, sqrt
from statistics import NormalDist

from peelgrade.appraising import read
from peelgrade.assessment import Inspection
from peelgrade.evidence import NO_STANDARD, Measure, Record
from peelgrade.model import altered
from peelgrade.rules import Measures, Pack

MARGIN = NormalDist().inv_cdf(0.975)
"""How many standard deviations a published margin is."""
WHOLE = 5_000
"""Up to so large a sample every count is looked at; of larger ones those that could ever come up."""
REACH = 9
"""How many standard deviations from its mean a count could ever come up."""


@dataclass(frozen=True)
class Possible:
    """
    One thing that a figure could come out as: a count, or all percentages between two that read alike.

    *low* and *high* bound it (for a count they are the same), *record* is the record with it.
    """

    low: float
    high: float
    probability: float
    record: Record


def is_sample(record: Record) -> bool:
    """Say whether a record's figure is a sample, which could have come out otherwise."""
    measure = record.measure
    return measure is not None and (measure.count is not None or bool(measure.margin))


@dataclass(frozen=True)
class Figure:
    """A sampled figure in its record, and how the record stands with another figure."""

    record: Record
    inspection: Inspection

    @property
    def measure(self) -> Measure:
        """Return the figure as it was found."""
        assert self.record.measure is not None
        return self.record.measure

    def _read(self, measure: Measure, shows: str | None = None) -> tuple[str, str]:
        """Return what a figure shows and to what extent, where its coder wrote no more than *shows*."""
        alone = altered(self.record, measure=measure, shows=shows, extent=None)
        facts = read(alone, self.inspection.framework, self.inspection.pack).facts
        return str(facts["shows"]), str(facts["extent"])

    @cached_property
    def _alone(self) -> tuple[str, str]:
        """Return what the figure as it was found shows and to what extent, by itself."""
        return self._read(self.measure)

    @cached_property
    def _read_off(self) -> bool:
        """Say whether nothing was coded but what the figure says by itself."""
        shows, extent = self._alone
        record = self.record
        if record.extent is None:
            return record.shows is None
        return record.shows in (None, shows) and record.extent == extent

    @cached_property
    def _extent(self) -> str | None:
        """Return the extent that wasn't read off the figure; None if it was, or is open."""
        coded = self.record.extent
        return None if coded == self._read(self.measure, self.record.shows)[1] else coded

    @cached_property
    def words_stand(self) -> bool:
        """Say whether coder and figure disagree, so that the words stand whatever is drawn."""
        shows = self.record.shows
        return self.record.judged and bool(shows) and _side(shows) != _side(self._alone[0])

    def redrawn(self, measure: Measure) -> Record:
        """
        Return the record as it would stand with another figure.

        What its coder left open follows the figure. What was coded as the figure says was read off
        it, and follows too. A coded extent that differs from the figure's stands, unless the figure
        turns to the other side, of which its coder never spoke. Where the coder's direction and the
        figure disagree the words stand, whatever is drawn.
        """
        again = altered(self.record, measure=measure)
        if not self.record.judged or self.words_stand:
            return again
        drawn, _ = self._read(measure)
        if self._read_off or _side(drawn) != _side(self._alone[0]):
            return altered(again, shows=None, extent=None)
        shows = drawn if self.record.shows == self._alone[0] else self.record.shows
        return altered(again, shows=shows, extent=self._extent)

    def possibilities(self) -> tuple[Possible, ...]:
        """Return what the figure could come out as, in order; the probabilities add up to one."""
        return tuple(self._percentages() if self.measure.count is None else self._counts())

    def _counts(self) -> Iterator[Possible]:
        measure = self.measure
        for count, probability in predictive(measure.count or 0, measure.of or 1):
            again = self.redrawn(altered(measure, count=count))
            yield Possible(count, count, probability, again)

    def _percentages(self) -> Iterator[Possible]:
        """Yield the stretches of percentages that read alike; what is drawn beyond 0 and 100 lies there."""
        measure = self.measure
        drawn = NormalDist(float(measure.percent or 0), sqrt(2) * float(measure.margin or 0) / MARGIN)
        edges = [0.0, *sorted(set(_edges(measure, self.inspection.pack))), 100.0]
        yield self._stretch(0, 0, drawn.cdf(0))
        for low, high in pairwise(edges):
            yield self._stretch(low, high, drawn.cdf(high) - drawn.cdf(low))
        yield self._stretch(100, 100, 1 - drawn.cdf(100))

    def _stretch(self, low: float, high: float, probability: float) -> Possible:
        again = self.redrawn(altered(self.measure, percent=Fraction((low + high) / 2)))
        return Possible(low, high, probability, again)


def _side(shows: str | None) -> bool:
    return shows == "shortfall"


def predictive(count: int, of: int) -> list[tuple[int, float]]:
    """Return how probable each count of another sample of *of* is, given *count* (beta-binomial)."""
    a, b = count + 0.5, of - count + 0.5
    low, high = 0, of
    if of > WHOLE:
        mean = of * a / (a + b)
        deviation = sqrt(mean * b / (a + b) * (a + b + of) / (a + b + 1))
        low = max(0, int(mean - REACH * deviation))
        high = min(of, int(mean + REACH * deviation) + 1)
    constant = lgamma(of + 1) + lgamma(a + b) - lgamma(a) - lgamma(b) - lgamma(of + a + b)
    found = [
        exp(constant + lgamma(k + a) + lgamma(of - k + b) - lgamma(k + 1) - lgamma(of - k + 1))
        for k in range(low, high + 1)
    ]
    total = fsum(found)
    return [(low + place, one / total) for place, one in enumerate(found)]


def _edges(measure: Measure, pack: Pack) -> Iterator[float]:
    """Yield the percentages at which the reading of a figure can change."""
    for share in _shares(measure, pack):
        edge = 100 * (1 - share if measure.counts == "failed" else share)
        if 0 < edge < 100:
            yield edge


def _shares(measure: Measure, pack: Pack) -> Iterator[float]:
    half = float(measure.margin or 0) / 100
    if measure.previous is not None:
        before = float(measure.previous.percent or 0) / 100
        before = 1 - before if measure.previous.counts == "failed" else before
        error = sqrt(float(measure.margin or 0) ** 2 + float(measure.previous.margin or 0) ** 2) / 100
        yield from (before - error, before + error)
    if measure.standard == NO_STANDARD or pack.measures is None:
        return
    standard = pack.standard(measure.standard)
    if standard.expected is not None:
        expected = float(pack.number(standard.expected))
        yield from (expected - half, expected, expected + half)
    if standard.exceptional is not None:
        yield float(pack.number(standard.exceptional)) + half
    yield from _bands(pack.measures, pack)


def _bands(measures: Measures, pack: Pack) -> Iterator[float]:
    for band in (measures.bands.some, measures.bands.widespread, measures.bands.systemic):
        share = float(pack.number(band))
        yield from (share, 1 - share)
