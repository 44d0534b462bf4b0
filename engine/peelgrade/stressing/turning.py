"""
Where anything can turn as a parameter moves: every value that a figure or a count is compared at.

Between two such values nothing can change, so looking at each of them, and once between them, says
everything about a whole range. A Wilson bound reaches a share *e* at the confidence at which the score
test against *e* does (E. B. Wilson, 1927), so that turning point is had in closed form too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil, floor, sqrt
from statistics import NormalDist

from peelgrade.compiling import Program
from peelgrade.evidence import NO_STANDARD, Measure, Record
from peelgrade.framework import Area
from peelgrade.measuring import deviations, exact_share, interval, share_met
from peelgrade.rules import TIERS, Pack, Standard, Tier

Tests = tuple[tuple[Tier, str], ...]
"""Tiers whose rules compare with a parameter, each with the fact that they compare."""


def compared(pack: Pack) -> dict[str, Tests]:
    """Return what each parameter of a pack is compared with by its rules."""
    found: dict[str, set[tuple[Tier, str]]] = {one.id: set() for one in pack.parameters}
    for tier in TIERS:
        for one in (one for rule in pack.tier(tier) for one in rule.when.comparisons()):
            operand = one.operand
            for name in operand if isinstance(operand, tuple) else (operand,):
                if isinstance(name, str) and name.startswith("$"):
                    found[name[1:]].add((tier, str(one.fact)))
    return {name: tuple(sorted(tests)) for name, tests in found.items()}


@dataclass(frozen=True)
class Uses:
    """Where a pack reads one parameter; *tests* are its rules' comparisons with it."""

    pack: Pack
    name: str
    tests: Tests

    def _is(self, operand: object) -> bool:
        return operand == f"${self.name}"

    @cached_property
    def tiers(self) -> frozenset[Tier]:
        """Return the tiers whose rules compare with it."""
        return frozenset(tier for tier, _ in self.tests)

    @property
    def confidence(self) -> bool:
        """Say whether it is the confidence of intervals."""
        return self.pack.measures is not None and self._is(self.pack.measures.confidence)

    @property
    def bands(self) -> bool:
        """Say whether it is a share from which a measured extent is another."""
        if self.pack.measures is None:
            return False
        bands = self.pack.measures.bands
        return any(map(self._is, (bands.some, bands.widespread, bands.systemic)))

    def expects(self, standard: Standard) -> bool:
        """Say whether it is the share that a standard expects."""
        return self._is(standard.expected)

    def excepts(self, standard: Standard) -> bool:
        """Say whether it is the share that a standard calls exceptional."""
        return self._is(standard.exceptional)

    @property
    def secure(self) -> bool:
        """Say whether it is the share of characteristics that must be assessed."""
        return self.pack.secure == self.name

    @property
    def figures(self) -> bool:
        """Say whether the reading of figures can depend on it."""
        standards = self.pack.standards
        return self.confidence or self.bands or any(self.expects(s) or self.excepts(s) for s in standards)


def whole(uses: Uses, run: Program) -> bool:
    """Say whether a parameter is compared with whole numbers only, so that nothing lies between two."""
    if uses.figures or uses.secure or not uses.tests:
        return False
    return all(run.facts[tier][fact].unit == 1 for tier, fact in uses.tests)


def turning_points(uses: Uses, run: Program, area: Area, records: Iterable[Record]) -> set[Fraction]:
    """
    Return the values inside its plausible range at which anything but a grade rule can turn.

    What the grade rules compare with is known only from the counts of an area: see `turned_by`.
    """
    low, high = plausible(uses)
    found = {Fraction(one) for record in records for one in _of_record(uses, record)}
    for tier, fact in uses.tests:
        if tier != "grade":
            unit = run.facts[tier][fact].unit
            found |= {Fraction(n, unit) for n in range(ceil(low * unit), floor(high * unit) + 1)}
    if uses.secure:
        found |= {Fraction(n, len(area.ids)) for n in range(len(area.ids) + 1)}
    return {one for one in found if low <= one <= high}


def turned_by(uses: Uses, run: Program, facts: Iterable[dict[str, int]]) -> set[Fraction]:
    """Return the values inside its plausible range at which a grade rule can turn on such facts."""
    low, high = plausible(uses)
    read = [fact for tier, fact in uses.tests if tier == "grade"]
    found = {Fraction(one[name], run.facts["grade"][name].unit) for one in facts for name in read}
    return {one for one in found if low <= one <= high}


def plausible(uses: Uses) -> tuple[Fraction, Fraction]:
    """Return the plausible range of a parameter."""
    return next(one.plausible for one in uses.pack.parameters if one.id == uses.name)


def _of_record(uses: Uses, record: Record) -> Iterator[float | Fraction]:
    """Yield the values at which the reading of a record's figure can turn."""
    measure, pack = record.measure, uses.pack
    if measure is None or pack.measures is None or not uses.figures or measure.shape == "value":
        return
    if uses.confidence:
        yield from _confidences(measure, pack)
    if measure.standard == NO_STANDARD:
        return
    # A share is taken as the fraction that it is: 21 of 60 is 7/20, and no float is.
    standard, share = pack.standard(measure.standard), exact_share(measure)
    low, high = interval(measure, deviations(pack.number(pack.measures.confidence)))
    if uses.expects(standard):
        yield from (low, share, high)
    if uses.excepts(standard):
        yield low
    if uses.bands:
        yield from (share, 1 - share)


def _confidences(measure: Measure, pack: Pack) -> Iterator[float]:
    """Yield the confidences at which an interval reaches what it is held against, or a change is more."""
    if measure.of is None:
        return
    share, before = share_met(measure), measure.previous
    if measure.standard != NO_STANDARD:
        standard = pack.standard(measure.standard)
        for operand in (standard.expected, standard.exceptional):
            held = 0.0 if operand is None else float(pack.number(operand))
            if 0 < held < 1:
                yield _confidence(abs(share - held) / sqrt(held * (1 - held) / measure.of))
    if before is not None and before.of is not None:
        pooled = (share * measure.of + share_met(before) * before.of) / (measure.of + before.of)
        error = sqrt(pooled * (1 - pooled) * (1 / measure.of + 1 / before.of))
        if error:
            yield _confidence(abs(share - share_met(before)) / error)


def _confidence(deviations_: float) -> float:
    return 2 * NormalDist().cdf(deviations_) - 1
