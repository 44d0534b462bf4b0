"""
Figures that two packs read differently, each by the smallest one that shows it.

Looked for among every k of every n up to LARGEST_SAMPLE, every tenth of a per cent with a margin of up to
WIDEST_MARGIN whole points, with the direction left to the figure or coded; every two samples of up to
LARGEST_EARLIER, where the confidence differs; and every step of a standard with steps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import Any

from peelgrade.checking.figures import DIRECTIONS, LARGEST_EARLIER, LARGEST_SAMPLE, WIDEST_MARGIN
from peelgrade.checking.figures import percentages as every_percentage
from peelgrade.checking.figures import samples as every_sample
from peelgrade.checking.kinds import Fields, Reading, worded
from peelgrade.checking.spaces import read_by
from peelgrade.compiling import Program
from peelgrade.evidence import NO_STANDARD, Measure, Shows
from peelgrade.facts import NOTHING
from peelgrade.measuring import derived, deviations, held_against, steps_reached, trend
from peelgrade.model import altered
from peelgrade.rules import Pack, Standard

Said = tuple[str, str]
"""What a record shows, and to what extent."""


class Reader:
    """How one pack reads figures, with the numbers that it reads them by at hand."""

    def __init__(self, run: Program) -> None:
        """Look the numbers up once."""
        self.run, self.pack = run, run.pack
        self.standards = {one.id: one for one in run.pack.standards}

    @cached_property
    def deviations(self) -> float | None:
        """Return at how many standard deviations intervals end; None where figures aren't judged."""
        measures = self.pack.measures
        return None if measures is None else deviations(self.pack.number(measures.confidence))

    def numbers(self, standard: Standard) -> tuple[object, ...]:
        """Return everything that the reading of a standard's figures turns on."""
        measures = self.pack.measures
        if standard.steps or measures is None:
            return (standard.steps,)
        bands = (measures.bands.some, measures.bands.widespread, measures.bands.systemic)
        named = (standard.expected, standard.exceptional, measures.confidence, *bands)
        return tuple(None if one is None else self.pack.number(one) for one in named)

    def share(self, measure: Measure, standard: str, said: Shows | None) -> Said:
        """Return what a share shows, and to what extent."""
        if self.deviations is None:
            return said or NOTHING, "isolated"
        mine = self.standards[standard]
        most = None if mine.exceptional is None else float(self.pack.number(mine.exceptional))
        expected = float(self.pack.number(mine.expected))
        return derived(held_against(measure, expected, most, self.deviations), self.pack, said)

    def value(self, value: Fraction, standard: str) -> tuple[str, int]:
        """Return what a plain value shows by itself, and how many steps it reaches."""
        shows = NOTHING if self.deviations is None else "strength"
        return shows, steps_reached(value, self.standards[standard])


def readings(old: Program, new: Program) -> Iterator[Reading]:
    """Yield everything that a record can say, as both packs read it: in words, and where figures differ."""
    readers = (Reader(old), Reader(new))
    differing = [one for one in readers[0].standards if differs(readers, one)]
    stepped = {one for one in differing if readers[0].standards[one].steps}
    for one in worded(old, read_by(new.tiers["appraise"])):
        measure = one.fields[0].get("measure")
        if not stepped or measure is None or measure.standard == NO_STANDARD:
            yield Reading(one.facts * 2, one.fields * 2)
    for standard in differing:
        yield from _values(readers, standard) if standard in stepped else _shares(readers, standard)
    if readers[0].deviations != readers[1].deviations and None not in [one.deviations for one in readers]:
        yield from _trends(readers)


def differs(readers: tuple[Reader, Reader], standard: str) -> bool:
    """Say whether both packs have a standard, of one kind, and read its figures by other numbers."""
    mine = [one.standards[standard] for one in readers if standard in one.standards]
    if len(mine) < 2 or bool(mine[0].steps) != bool(mine[1].steps):
        return False
    return readers[0].numbers(mine[0]) != readers[1].numbers(mine[1])


def _shares(readers: tuple[Reader, Reader], standard: str) -> Iterator[Reading]:
    """Yield a reading for each way in which figures against a standard are read differently."""
    for (old, new, said), figure in differing_shares(readers, standard).items():
        fields: Fields = {"measure": _given(figure, standard)} | ({} if said is None else {"shows": said})
        yield from _with_trends(readers, ({"shows": s, "extent": e} for s, e in (old, new)), fields)


def differing_shares(
    readers: tuple[Reader, Reader], standard: str
) -> dict[tuple[Said, Said, Shows | None], Measure]:
    """Return the smallest figure for each way in which both read shares against a standard differently."""
    found: dict[tuple[Said, Said, Shows | None], Measure] = {}
    for figure, said in product(_figures(), DIRECTIONS):
        old, new = (one.share(figure, standard, said) for one in readers)
        if old != new:
            found.setdefault((old, new, said), figure)
    return found


def _figures() -> Iterator[Measure]:
    """Yield every figure that is looked at, the smallest samples first."""
    for series in every_sample(LARGEST_SAMPLE):
        yield from (one for one in series if one.counts == "met")
    for series in every_percentage(1, range(WIDEST_MARGIN + 1)):
        yield from (one for one in series if one.counts == "met")


def _given(figure: Measure, standard: str) -> Measure:
    given = figure.model_dump(exclude_defaults=True) | {"standard": standard}
    if not given.get("margin"):
        given.pop("margin", None)
    return Measure(**given)


def _values(readers: tuple[Reader, Reader], standard: str) -> Iterator[Reading]:
    steps = sorted({step for one in readers for step in one.standards[standard].steps})
    for value in (steps[0] - 1, *steps):
        fields: Fields = {"measure": Measure(value=value, unit="points", standard=standard)}
        read = [one.value(value, standard) for one in readers]
        yield from _with_trends(readers, ({"shows": s, "steps": Fraction(n)} for s, n in read), fields)


def _with_trends(
    readers: tuple[Reader, Reader], facts: Iterable[dict[str, Any]], fields: Fields
) -> Iterator[Reading]:
    """Yield a figure's reading with every trend that its record may name, if either pack reads it."""
    given = list(facts)
    known = readers[0].run.facts["appraise"]
    read = any("trend" in read_by(one.run.tiers["appraise"]) for one in readers)
    for word in known["trend"].values if read else ("steady",):
        said = {} if word == "steady" else {"trend": word}
        yield Reading(
            tuple(_encoded(readers, one | {"trend": word}) for one in given), (fields | said,) * 2
        )


def _encoded(readers: tuple[Reader, Reader], facts: dict[str, Any]) -> dict[str, int]:
    known = readers[0].run.facts["appraise"]
    values = {"shows": NOTHING, "extent": "isolated", "trend": "steady", "steps": Fraction(0)} | facts
    return {name: known[name].encode(one) for name, one in values.items()}


def _trends(readers: tuple[Reader, Reader]) -> Iterator[Reading]:
    """Yield readings for changes since an earlier sample that the packs tell from chance otherwise."""
    every = [one for series in every_sample(LARGEST_EARLIER) for one in series if one.counts == "met"]
    found: dict[tuple[str, str], Measure] = {}
    for now, before in product(every, every):
        figure = altered(now, previous=before)
        old, new = (trend(figure, one.deviations or 0.0) for one in readers)
        if old != new:
            found.setdefault((old, new), figure)
    for pair, figure in found.items():
        measure = Measure(**figure.model_dump(exclude_defaults=True) | {"standard": NO_STANDARD})
        for one in worded(readers[0].run):
            if "trend" not in one.fields[0] and "measure" not in one.fields[0]:
                facts = [one.facts[0] | _only(readers, {"trend": word}) for word in pair]
                yield Reading(tuple(facts), (one.fields[0] | {"measure": measure},) * 2)


def _only(readers: tuple[Reader, Reader], facts: dict[str, str]) -> dict[str, int]:
    known = readers[0].run.facts["appraise"]
    return {name: known[name].encode(one) for name, one in facts.items()}


def missing(old: Pack, new: Pack) -> tuple[str, ...]:
    """Return what can't be compared: figures against standards that only one pack has, or has otherwise."""
    before, after = ({one.id: one for one in pack.standards} for pack in (old, new))
    found = [
        f"figures against `{one}`: only the {'old' if one in before else 'new'} rules have this standard"
        for one in sorted(before.keys() ^ after.keys())
    ]
    found += [
        f"figures against `{one}`: it is held against a share in one pack and against steps in the other"
        for one in sorted(before.keys() & after.keys())
        if bool(before[one].steps) != bool(after[one].steps)
    ]
    return tuple(found)
