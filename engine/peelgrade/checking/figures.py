"""
Figures: one more that met the standard is never read worse.

A sample is proved for every k of every n up to LARGEST_SAMPLE, counted either way round, and with the
direction left to the figure or coded; a percentage for every tenth and every whole point of margin. Its
reading turns only on whether the lower or the upper end of its interval, or the share itself, reaches
a fixed number; all three rise with the percentage, so what lies between two tenths is read as one of them.
A change since an earlier figure is proved for every two samples up to LARGEST_EARLIER; docs/proofs.md says
why it holds for larger ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import chain, pairwise

from peelgrade.appraising import read
from peelgrade.checking.findings import Fall, Finding
from peelgrade.checking.kinds import READINGS, Reading, kinds
from peelgrade.compiling import Program
from peelgrade.evidence import EXTENTS, SHOWS, TRENDS, Measure, Record, Shows
from peelgrade.measuring import derived, deviations, held_against, steps_reached, trend
from peelgrade.model import altered
from peelgrade.rules import Pack, Standard

LARGEST_SAMPLE = 120
"""Samples are proved for every k of every n up to this."""

LARGEST_EARLIER = 16
"""Changes since an earlier sample are proved for every two samples of up to this."""

WIDEST_MARGIN = 10
"""Percentages are proved for margins of up to this many points."""

DIRECTIONS: tuple[Shows | None, ...] = (None, "shortfall", "strength", "exceeds")
"""What a record with a figure may say itself; where it does, the extent is the share."""

_Fallen = tuple[tuple[Measure, Measure], str, Shows | None]
"""Two figures, the standard that they are held against, and what their records say."""

_known: dict[object, tuple[int, _Fallen | None]] = {}
"""What came of the shares, by the numbers that they are read by: rules don't touch it."""

Series = list[Measure]
"""Figures of which each is one step better than the one before."""


def samples(largest: int) -> Iterator[Series]:
    """Yield, for every n, all k of n from worst to best, counting what met the standard and what failed."""
    for of in range(1, largest + 1):
        yield [Measure.model_construct(count=count, of=of) for count in range(of + 1)]
        yield [Measure.model_construct(count=of - one, of=of, counts="failed") for one in range(of + 1)]


def percentages(step: int, margins: range) -> Iterator[Series]:
    """Yield, for every margin, percentages from worst to best, *step* tenths of a point apart."""
    for margin in map(Fraction, margins):
        shares = [Fraction(tenth, 10) for tenth in range(0, 1001, step)]
        yield [Measure.model_construct(percent=one, margin=margin) for one in shares]
        yield [Measure.model_construct(percent=100 - one, margin=margin, counts="failed") for one in shares]


def prove_figures(run: Program) -> list[Finding]:
    """Return what is proved of the reading of figures."""
    stepped = [one for one in run.pack.standards if one.steps]
    found = [_prove_values(stepped)] if stepped else []
    if run.pack.measures is None:
        return found
    return [*found, _prove_shares(run), _prove_trends(run)]


def _prove_values(standards: list[Standard]) -> Finding:
    looked = 0
    for standard in standards:
        ends = [standard.steps[0] - 1, *standard.steps]
        values = sorted({*ends, *((low + high) / 2 for low, high in pairwise(ends))})
        reached = [steps_reached(value, standard) for value in values]
        looked += len(values)
        if reached != sorted(reached):
            return Finding(
                "monotone: values", False, looked, f"a higher value of `{standard.id}` reaches less"
            )
    return Finding("monotone: values", True, looked, "a higher value never reaches fewer steps")


def _prove_shares(run: Program) -> Finding:
    name = "monotone: figures"
    key = (_deviations(run.pack), *_distinct(run.pack).items(), *_bands(run.pack))
    if key not in _known:
        _known[key] = _worst_of_shares(run.pack)
    looked, fell = _known[key]
    if fell is not None:
        return _fell(run, name, looked, *fell)
    text = (
        "one more that met the standard is never read worse: every sample of up to "
        f"{LARGEST_SAMPLE}, every tenth of a per cent with a margin of up to {WIDEST_MARGIN} points"
    )
    return Finding(name, True, looked, text, bounded=True)


def _worst_of_shares(pack: Pack) -> tuple[int, _Fallen | None]:
    """Return how many figures were looked at, and the first that is read worse than the one before."""
    looked, z, standards = 0, _deviations(pack), _distinct(pack)
    for series in chain(samples(LARGEST_SAMPLE), percentages(1, range(WIDEST_MARGIN + 1))):
        for standard, (expected, exceptional) in standards.items():
            judged = [held_against(one, expected, exceptional, z) for one in series]
            for said in DIRECTIONS if standard == next(iter(standards)) else DIRECTIONS[:1]:
                looked += len(series)
                place = _first_fall([derived(one, pack, said) for one in judged])
                if place:
                    return looked, ((series[place - 1], series[place]), standard, said)
    return looked, None


def _deviations(pack: Pack) -> float:
    assert pack.measures is not None
    return deviations(pack.number(pack.measures.confidence))


def _bands(pack: Pack) -> tuple[Fraction, ...]:
    assert pack.measures is not None
    bands = pack.measures.bands
    return tuple(pack.number(one) for one in (bands.some, bands.widespread, bands.systemic))


def _distinct(pack: Pack) -> dict[str, tuple[float, float | None]]:
    """Return what is expected of each standard; those that expect the same are proved once."""
    found: dict[tuple[float, float | None], str] = {}
    for one in pack.standards:
        if not one.steps:
            most = None if one.exceptional is None else float(pack.number(one.exceptional))
            found.setdefault((float(pack.number(one.expected)), most), one.id)
    return {name: expects for expects, name in found.items()}


def _first_fall(read_as: list[tuple[str, str]]) -> int:
    """Return the first place at which a figure is read worse than the one before; 0 if none is."""
    for place, (before, after) in enumerate(pairwise(read_as), 1):
        if before != after and not _no_worse(before, after):
            return place
    return 0


def _no_worse(before: tuple[str, str], after: tuple[str, str]) -> bool:
    """Say whether steps of better evidence lead from one reading to another."""
    old, new = EXTENTS.index(before[1]), EXTENTS.index(after[1])
    if before[0] == "shortfall":
        return after[0] != "shortfall" or new <= old
    return SHOWS.index(after[0]) >= SHOWS.index(before[0]) and new >= old


def _fell(
    run: Program, name: str, looked: int, pair: tuple[Measure, Measure], standard: str, said: Shows | None
) -> Finding:
    given = [altered(one, standard=standard) for one in pair]
    facts = [_facts(run, one, said) for one in given]
    shown = [f"{one['shows']}, {one['extent']}" for one in facts]
    text = f"{given[0]} against `{standard}` is read as {shown[0]}, and {given[1]} as {shown[1]}"
    encoded = tuple({n: run.facts["appraise"][n].encode(one[n]) for n in READINGS} for one in facts)
    words = {} if said is None else {"shows": said}
    reading = Reading(encoded, tuple({"measure": one} | words for one in given))
    return Finding(name, False, looked, text, Fall(kinds((run, run), [reading])))


def _facts(run: Program, measure: Measure, said: Shows | None) -> dict[str, object]:
    """Return what a record with nothing but this figure, and its direction if that is *said*, reads as."""
    record = Record(
        id="figure", characteristic=run.framework.characteristic_ids[:1], source="data", shows=said,
        finding="A made-up figure.", measure=measure,
    )  # fmt: skip
    return read(record, run.framework, run.pack).facts


def _prove_trends(run: Program) -> Finding:
    looked, fell = _worst_of_trends(_deviations(run.pack))
    if fell:
        return Finding("monotone: trends", False, looked, fell)
    text = f"one more that met it never worsens the trend: every two samples of up to {LARGEST_EARLIER}"
    return Finding("monotone: trends", True, looked, text, bounded=True)


@cache
def _worst_of_trends(z: float) -> tuple[int, str]:
    """Return how many figures were looked at beside an earlier one, and which of them is read worse."""
    looked = 0
    for every in (list(samples(LARGEST_EARLIER)), list(percentages(50, range(0, WIDEST_MARGIN + 1, 5)))):
        earlier = [one for series in every for one in series if one.counts == "met"]
        for series in every:
            for before in earlier:
                looked += len(series)
                found = [TRENDS.index(trend(altered(one, previous=before), z)) for one in series]
                if found != sorted(found):
                    return looked, f"beside {before} before, a better figure is read as a worse trend"
    return looked, ""
