"""
All variants of a case at once, from the same rule model.

A variant chooses, for some records, one of several *options*: the record as it stands, gone, or with
anything in it otherwise. Options are appraised by the engine itself and written as bits; the verdict,
concern and grade rules are the compiled ones, read on arrays. Whatever no variant changes is worked
out once, and rows that are equal are too. That the answers are those of `derive` is a law of the tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from peelgrade.appraising import weighing
from peelgrade.assessment import GRADED, NOT_GRADED, NOT_SECURE, Inspection
from peelgrade.compiling import Program, program
from peelgrade.deriving import appraise
from peelgrade.evidence import Record
from peelgrade.framework import Area
from peelgrade.stressing.coding import Coding
from peelgrade.stressing.folding import Ints, Whole, distinct
from peelgrade.stressing.standing import Standing
from peelgrade.stressing.upper import UNGRADED, UNSECURE, Joined, concluded, ranks

Options = Mapping[str, Sequence[Record | None]]
"""For each record that varies, what it can be: the first as it stands; None is gone."""

Choices = Mapping[str, Whole]
"""For each record that varies, the number of its option in each variant; all of one length."""


@dataclass(frozen=True)
class Varying:
    """
    A record that varies: the class of each of its options, and what each class adds where it weighs.

    Options that weigh alike everywhere are one class.
    """

    classes: Whole
    codes: dict[str, Ints]
    size: int


@dataclass(frozen=True)
class Spread:
    """One value a variant, held as the distinct *values* and *which* of them each variant has."""

    values: Ints
    which: Ints

    @property
    def all(self) -> Ints:
        """Return the value of every variant."""
        return self.values[self.which]


@dataclass(frozen=True)
class Outcomes:
    """
    What every variant comes to.

    *ranks* holds for each area the rank of the grade, worst first, UNSECURE or UNGRADED; *verdicts*
    and *concerns* hold for each characteristic the place of its verdict on the framework's scale (one
    beyond the last: not assessed) and its concern (0 none, 1 to improve, 2 a cause of concern).
    """

    ranks: dict[str, Ints]
    verdicts: dict[str, Spread]
    concerns: dict[str, Spread]


@dataclass(frozen=True)
class Layout:
    """A case laid out for many variants: what is fixed on each characteristic, and what varies."""

    run: Program
    areas: tuple[Area, ...]
    fixed: dict[str, int]
    varying: dict[str, Varying]
    _coding: Coding = field(repr=False)

    def outcomes(self, choices: Choices, length: int) -> Outcomes:
        """
        Return what each of *length* variants comes to; a record without a choice stands as it is.

        Raises:
            RulesError: If the rules leave a variant undecided or decide it twice.

        """
        classes = {record: self.varying[record].classes[choice] for record, choice in choices.items()}
        return self.by_class(classes, length)

    def by_class(self, chosen: Choices, length: int) -> Outcomes:
        """Return the same where each variant chooses for a record the class of its option."""
        found = Outcomes({}, {}, {})
        for area in self.areas:
            for name in area.ids:
                self._judge(name, chosen, length, found, graded=area.graded)
            found.ranks[area.id] = self._ranked(area, found, length)
        return found

    def _judge(
        self, name: str, chosen: Mapping[str, Whole], length: int, found: Outcomes, *, graded: bool
    ) -> None:
        """Work out the verdict and the concern of one characteristic in every variant."""
        here = [record for record in self._on[name] if record in chosen]
        still = [record for record in self._on[name] if record not in chosen]
        places, which = distinct([(chosen[one], self.varying[one].size) for one in here], length)
        codes: Ints = np.full(len(places), self.fixed[name], dtype=np.int64)
        for record in still:
            one = self.varying[record]
            codes |= one.codes[name][one.classes[0]]
        for record in here:
            codes |= self.varying[record].codes[name][chosen[record][places]]
        kinds, back = np.unique(codes, return_inverse=True)
        verdicts, concerns = concluded(self.run, name, self._coding.facts(kinds), graded=graded)
        which = which if len(kinds) == len(places) == 1 else back.reshape(-1)[which]
        found.verdicts[name] = Spread(verdicts, which)
        found.concerns[name] = Spread(concerns, which)

    @cached_property
    def _on(self) -> dict[str, tuple[str, ...]]:
        """Return the varying records that make a difference on each characteristic."""
        return {
            name: tuple(record for record, one in self.varying.items() if name in one.codes)
            for name in self.fixed
        }

    def _ranked(self, area: Area, found: Outcomes, length: int) -> Ints:
        """Return the rank of an area in every variant; equal rows of verdicts are counted once."""
        joined = {
            one: Joined.of(found.verdicts[one].values, found.concerns[one].values) for one in area.ids
        }
        moving = {
            name: one.number[found.verdicts[name].which] for name, one in joined.items() if one.size > 1
        }
        columns = [(values, joined[name].size) for name, values in moving.items()]
        places, which = distinct(columns, length)
        alike = np.zeros(len(places), dtype=np.int64)
        rows = {name: moving[name][places] if name in moving else alike for name in area.ids}
        verdicts = np.stack([one.verdicts[rows[name]] for name, one in joined.items()])
        concerns = np.stack([one.concerns[rows[name]] for name, one in joined.items()])
        return ranks(self.run, area, verdicts, concerns)[which]

    def standing(self, rank: int) -> Standing:
        """Return the standing that a rank stands for."""
        if rank in (UNSECURE, UNGRADED):
            return Standing(NOT_SECURE if rank == UNSECURE else NOT_GRADED)
        return Standing(GRADED, self.run.framework.grade_ids[rank])


def lay_out(inspection: Inspection, options: Options, areas: Iterable[str] | None = None) -> Layout:
    """
    Return a case laid out for variants of some of its records.

    Raises:
        NotFoundError: If an area or a record doesn't exist.
        RulesError: If the rules leave a record undecided or decide it twice.

    """
    framework, pack = inspection.framework, inspection.pack
    named = None if areas is None else {framework.area(one).id for one in areas}
    wanted = tuple(one for one in framework.areas if named is None or one.id in named)
    run = program(framework, pack, chained=False)
    for record in options:
        inspection.case.record(record)
    writer = _Writer.of(inspection, run, frozenset(one for area in wanted for one in area.ids))
    fixed = dict.fromkeys((one for area in wanted for one in area.ids), 0)
    for one in inspection.case.evidence:
        if one.id not in options:
            for name, code in writer.adds(one).items():
                fixed[name] |= code
    varying = {record: writer.varying(list(options[record])) for record in sorted(options)}
    return Layout(run, wanted, fixed, varying, writer.coding)


def _key(record: Record) -> object:
    """Return what it depends on where a record weighs."""
    return record.characteristic, record.affects


@dataclass(frozen=True)
class _Writer:
    """Writes records as what they add to each characteristic."""

    inspection: Inspection
    run: Program
    wanted: frozenset[str]
    _places: dict[object, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, inspection: Inspection, run: Program, wanted: frozenset[str]) -> _Writer:
        """Return a writer that knows already where the records of the case weigh."""
        weighs: dict[object, list[str]] = {_key(one): [] for one in inspection.case.evidence}
        for name, records in weighing(inspection.case, inspection.framework, inspection.pack).items():
            for key in {_key(one) for one in records} if name in wanted else ():
                weighs[key].append(name)
        return cls(inspection, run, wanted, {key: tuple(names) for key, names in weighs.items()})

    @cached_property
    def coding(self) -> Coding:
        return Coding(self.run)

    def adds(self, record: Record | None) -> dict[str, int]:
        """Return what a record adds, by characteristic; where it adds nothing is left out."""
        places = () if record is None else self._weighs_on(record)
        if record is None or not places:
            return {}
        code = self.coding.code(appraise(self.run, [record])[record.id])
        return dict.fromkeys(places, code) if code else {}

    def _weighs_on(self, record: Record) -> tuple[str, ...]:
        key = _key(record)
        if key not in self._places:
            alone = self.inspection.case.with_evidence((record,))
            found = weighing(alone, self.inspection.framework, self.inspection.pack)
            self._places[key] = tuple(name for name, on in found.items() if on and name in self.wanted)
        return self._places[key]

    def varying(self, options: Sequence[Record | None]) -> Varying:
        adds = [self.adds(one) for one in options]
        kinds: dict[tuple[tuple[str, int], ...], int] = {}
        classes = [kinds.setdefault(tuple(sorted(one.items())), len(kinds)) for one in adds]
        names = sorted({name for one in adds for name in one})
        listed = [dict(one) for one in kinds]
        codes = {name: np.array([one.get(name, 0) for one in listed], dtype=np.int64) for name in names}
        narrow = np.min_scalar_type(max(len(kinds) - 1, 1))
        return Varying(np.array(classes, dtype=narrow), codes, len(kinds))
