"""How firm a grade is over the plausible range of every parameter: where exactly it turns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from peelgrade.appraising import weighing
from peelgrade.assessment import Appraisal, Inspection, Verdict
from peelgrade.capping import Weighed, state
from peelgrade.compiling import Program, program
from peelgrade.conditions import compiled_rules
from peelgrade.deriving import appraise
from peelgrade.evidence import Record
from peelgrade.framework import Area
from peelgrade.rules import Pack, Tier
from peelgrade.stressing.standing import Standing, Way, stands, way
from peelgrade.stressing.turning import Uses, compared, plausible, turned_by, turning_points, whole


@dataclass(frozen=True)
class Stretch:
    """Values of a parameter over which an area stands alike; an end is *in* it or just outside."""

    low: Fraction
    low_in: bool
    high: Fraction
    high_in: bool
    standing: Standing
    goes: Way


@dataclass(frozen=True)
class Sweep:
    """
    How one area stands over the plausible range of one parameter.

    *value* is what the parameter is now, *whole* says that only whole numbers of it mean anything;
    the *stretches* cover the range from its low end to its high one.
    """

    parameter: str
    value: Fraction
    whole: bool
    stretches: tuple[Stretch, ...]

    @property
    def holds(self) -> bool:
        """Say whether the area stands as it does over the whole range."""
        return all(one.goes == "same" for one in self.stretches)


def sweep(inspection: Inspection, area: str) -> tuple[Sweep, ...]:
    """
    Return how *area* stands over the plausible range of each parameter, all others staying.

    Raises:
        NotFoundError: If there is no such area.
        RulesError: If the rules leave something undecided or decide it twice.

    """
    bench = _Bench.of(inspection, area)
    now = stands(bench.run, bench.area, state(bench.before, bench.area))
    uses = [Uses(inspection.pack, name, tests) for name, tests in compared(inspection.pack).items()]
    return tuple(_swept(bench, one, now) for one in uses)


def _swept(bench: _Bench, uses: Uses, now: Standing) -> Sweep:
    run = bench.run
    low, high = plausible(uses)
    known: dict[Fraction, tuple[Standing, dict[str, int]]] = {}

    def at(value: Fraction) -> Standing:
        if value not in known:
            known[value] = bench.tried(uses, value)
        return known[value][0]

    if whole(uses, run):
        values = [Fraction(n) for n in range(ceil(low), floor(high) + 1)]
        pieces = [(one, one, at(one)) for one in values]
    else:
        points = {low, high, *turning_points(uses, run, bench.area, bench.records)}
        list(_pieces(sorted(points), at))
        points |= turned_by(uses, run, [facts for _, facts in known.values()])
        pieces = list(_pieces(sorted(points), at))
    stretches = _joined(pieces, now, bench)
    return Sweep(uses.name, uses.pack.values[uses.name], whole(uses, run), stretches)


Piece = tuple[Fraction, Fraction, Standing]
"""A single value (twice), or all between two; and how the area stands there."""


def _pieces(points: Sequence[Fraction], at: Callable[[Fraction], Standing]) -> Iterator[Piece]:
    """Yield each point and each gap between two, in order."""
    yield points[0], points[0], at(points[0])
    for low, high in pairwise(points):
        yield low, high, at((low + high) / 2)
        yield high, high, at(high)


def _joined(pieces: Sequence[Piece], now: Standing, bench: _Bench) -> tuple[Stretch, ...]:
    """Return the pieces with those that stand alike and lie side by side joined."""
    found: list[Stretch] = []
    for low, high, then in pieces:
        single = low == high
        if found and found[-1].standing == then:
            found[-1] = replace(found[-1], high=high, high_in=single)
        else:
            goes = way(bench.inspection.framework, now, then)
            found.append(Stretch(low, single, high, single, then, goes))
    return tuple(found)


_Key = tuple[str, frozenset[str]]


@dataclass(frozen=True)
class _Bench:
    """One area ready to be tried under other parameters; only what they touch is worked out again."""

    inspection: Inspection
    area: Area
    run: Program
    on: Mapping[str, tuple[Record, ...]]
    appraisals: Mapping[str, Appraisal]
    before: Weighed

    @classmethod
    def of(cls, inspection: Inspection, area: str) -> _Bench:
        framework, pack = inspection.framework, inspection.pack
        place = framework.area(area)
        run = program(framework, pack, chained=False)
        weighs = weighing(inspection.case, framework, pack)
        on = {one: weighs[one] for one in place.ids}
        appraisals = appraise(run, list({r.id: r for records in on.values() for r in records}.values()))
        weighed = Weighed(run, {one: tuple(appraisals[r.id] for r in on[one]) for one in on})
        return cls(inspection, place, run, on, appraisals, weighed)

    @property
    def records(self) -> list[Record]:
        return [one.record for one in self.appraisals.values()]

    def tried(self, uses: Uses, value: Fraction) -> tuple[Standing, dict[str, int]]:
        """Return how the area stands with another value of a parameter, and what its grade rules read."""
        pack, tiers = self.inspection.pack.retuned({uses.name: value}), uses.tiers
        run = _retuned(self.run, pack, tiers)
        again = [
            record for record in self.records if "appraise" in tiers or (record.measure and uses.figures)
        ]
        appraisals = {**self.appraisals, **appraise(run, again)}
        on = {name: tuple(appraisals[one.id] for one in records) for name, records in self.on.items()}
        weighed = Weighed(run, on, {} if "verdict" in tiers else self._kept(on))
        then = state(weighed, self.area)
        return stands(run, self.area, then), then.facts

    def _kept(self, appraisals: Mapping[str, tuple[Appraisal, ...]]) -> dict[_Key, Verdict]:
        """Return the verdicts on characteristics of which no record weighs otherwise than it did."""
        return {
            (name, frozenset()): self.before.verdict(name)
            for name, now in appraisals.items()
            if [one.level for one in now] == [one.level for one in self.before.appraisals[name]]
        }


def _retuned(run: Program, pack: Pack, tiers: frozenset[Tier]) -> Program:
    """Return a program under other parameters: only the tiers that read them are compiled again."""
    changed = {tier: compiled_rules(pack.tier(tier), run.facts[tier], pack) for tier in tiers}
    return Program(run.framework, pack, run.facts, {**run.tiers, **changed}, None)
