"""
Two codings of the same inspection: which characteristic a record went to, and what it was coded as.

The two are told apart, since they go wrong for different reasons: the first where characteristics overlap,
the second where words such as "often" are read differently. A field is compared on the records that both
coders have; what only one has is counted, never compared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from peelgrade.assessment import AreaAssessment, Assessment
from peelgrade.evidence import EXTENTS, IMPACTS, SHOWS, TRENDS, Record
from peelgrade.facts import NOTHING, vocabulary
from peelgrade.framework import Area
from peelgrade.moderating.agreeing import Agreement, agreement
from peelgrade.moderating.matching import Match, Matching, matching
from peelgrade.moderating.panel import Panel, Seat
from peelgrade.moderating.settings import Settings

Part = Literal["place", "coding", "result"]
"""Where a record went, what it was coded as, or what came of it."""


@dataclass(frozen=True)
class Field:
    """
    One thing that two coders decided or that came of it, with how well they agree.

    *ordered* says whether its values have an order; *differ* are the records, characteristics or areas on
    which they differ, with what each coder has.
    """

    part: Part
    name: str
    ordered: bool
    agreement: Agreement
    differ: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Coders:
    """Two codings of one inspection, their records matched, and their agreement field by field."""

    first: Seat
    second: Seat
    matching: Matching
    overlapping: int
    fields: tuple[Field, ...]
    areas: tuple[tuple[AreaAssessment, AreaAssessment], ...]

    @property
    def regraded(self) -> tuple[tuple[AreaAssessment, AreaAssessment], ...]:
        """Return the areas that come to another outcome or grade by one coding than by the other."""
        return tuple(
            (one, two) for one, two in self.areas if (one.outcome, one.grade) != (two.outcome, two.grade)
        )


Rated = tuple[str, str, str]
"""What was rated by both coders, and the two ratings."""


def comparing_coders(panel: Panel, first: Seat, second: Seat, settings: Settings) -> Coders:
    """Return how two codings of one inspection agree, over the areas of the panel."""
    found = matching(_records(first), _records(second))
    areas = [(first.assessment.area(one.id), second.assessment.area(one.id)) for one in panel.areas]
    return Coders(
        first,
        second,
        found,
        sum(bool({*one.first.characteristic} & {*one.second.characteristic}) for one in found.matches),
        tuple(one for one in _fields(panel, first, second, found, areas, settings) if one.agreement.units),
        tuple(areas),
    )


def _records(seat: Seat) -> list[Record]:
    """Return the records that weigh on the areas assessed, in order of their ids."""
    return [one.record for _, one in sorted(seat.assessment.appraisals.items())]


def _fields(
    panel: Panel,
    first: Seat,
    second: Seat,
    found: Matching,
    areas: Sequence[tuple[AreaAssessment, AreaAssessment]],
    settings: Settings,
) -> list[Field]:
    framework, pack = panel.framework, first.assessment.inspection.pack
    coded = _coded(first.assessment, second.assessment, found.matches)
    verdicts = [
        (one.characteristic, one.verdict, two.verdict)
        for mine, theirs in areas
        for one, two in zip(mine.verdicts, theirs.verdicts, strict=True)
        if one.assessed and two.assessed
    ]
    grades = [(one.area, one.grade, two.grade) for one, two in areas if one.grade and two.grade]
    return [
        _field("place", "area", _places(found.matches, framework.area_of), None, settings),
        _field("place", "characteristic", _places(found.matches), None, settings),
        _field("coding", "source", coded("source"), None, settings),
        _field("coding", "shows", coded("shows"), SHOWS, settings),
        _field("coding", "extent", coded("extent"), EXTENTS, settings),
        _field("coding", "impact", coded("impact"), IMPACTS, settings),
        _field("coding", "trend", coded("trend"), TRENDS, settings),
        _field("coding", "recurring", coded("recurring"), None, settings),
        _field("coding", "mitigated", coded("mitigated"), None, settings),
        _field("coding", "level", coded("level"), pack.level_ids, settings),
        _field("result", "verdict", verdicts, framework.verdicts, settings),
        _field("result", "grade", grades, framework.grade_ids, settings),
    ]


def _field(
    part: Part, name: str, rated: Sequence[Rated], scale: Sequence[str] | None, settings: Settings
) -> Field:
    values = scale if scale is not None else sorted({value for _, *both in rated for value in both})
    pairs = [(values.index(one), values.index(two)) for _, one, two in rated]
    units = ["one"] * len(pairs)
    measured = agreement(pairs, units, len(values), settings, ordered=scale is not None)
    return Field(part, name, scale is not None, measured, tuple(one for one in rated if one[1] != one[2]))


def _places(matches: Sequence[Match], area_of: Callable[[str], Area] | None = None) -> list[Rated]:
    """Return the characteristics that each coder gave each record, or their areas, as one value."""

    def place(record: Record) -> str:
        names = {one if area_of is None else area_of(one).id for one in record.characteristic}
        return " + ".join(sorted(names))

    return [(_pair(one), place(one.first), place(one.second)) for one in matches]


def _pair(match: Match) -> str:
    one, two = match.first.id, match.second.id
    return one if one == two else f"{one}/{two}"


def _coded(first: Assessment, second: Assessment, matches: Sequence[Match]) -> Callable[[str], list[Rated]]:
    """Return what gives each field as both coders have it, figures read and gaps filled as the rules do."""
    facts = vocabulary(first.inspection.framework, first.inspection.pack)["appraise"]

    def value(assessment: Assessment, record: Record, name: str) -> str | None:
        appraised = assessment.appraisals[record.id]
        if name == "level":
            return appraised.level
        if appraised.shows == NOTHING or (name == "impact" and appraised.shows != "shortfall"):
            return None
        held = appraised.facts[name]
        return facts[name].read(held)

    def coded(name: str) -> list[Rated]:
        both = [(_pair(m), value(first, m.first, name), value(second, m.second, name)) for m in matches]
        return [(id, one, two) for id, one, two in both if one is not None and two is not None]

    return coded
