"""
The cases at the table: how each stands in each area, and which are codings of the same inspection.

Across forces every inspection counts once. Where two people coded the same one, the first coding by
name sits at the table and the others are only compared with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from peelgrade.assessment import AreaAssessment, Assessment
from peelgrade.awards import NOT_GRADED, Award, short, strays
from peelgrade.errors import RefusedError
from peelgrade.evidence import Case
from peelgrade.framework import Area, Framework
from peelgrade.moderating.dominance import NOT_ASSESSED, Levels
from peelgrade.rules import CONCERNS

KINDS = (*CONCERNS, "")
"""The kinds of concern that there can be with a characteristic, worst first; empty for none."""


@dataclass(frozen=True)
class Seat:
    """One case at the table: a name that no other has, its assessment, and its awards by area."""

    name: str
    assessment: Assessment
    awards: Mapping[str, Award] = field(default_factory=dict)

    @property
    def case(self) -> Case:
        """Return the case."""
        return self.assessment.inspection.case

    @property
    def published(self) -> str:
        """Return when the inspection was published, by the case or else by the awards; empty if unknown."""
        dates = sorted({one.published for one in self.awards.values() if one.published})
        return self.case.published or (dates[0] if dates else "")


@dataclass(frozen=True)
class Position:
    """
    How one case stands in one area.

    *levels* are its verdicts as places on the scale, -1 where not assessed, and *concerns* the kinds of
    concern with each, as places in KINDS. *proposed* is None where the evidence isn't secure, *awarded*
    where no grade is known. *reason* is the one recorded with the award.
    """

    seat: Seat = field(repr=False)
    area: AreaAssessment = field(repr=False)
    levels: tuple[int, ...]
    concerns: tuple[int, ...]
    proposed: str | None
    awarded: str | None
    reason: str

    @property
    def case(self) -> str:
        """Return the name of the case."""
        return self.seat.name

    @property
    def force(self) -> str:
        """Return the force."""
        return self.seat.case.force

    @property
    def grade(self) -> str | None:
        """Return the grade that stands: the one awarded or, where none is known, the one proposed."""
        return self.awarded or self.proposed

    @property
    def departs(self) -> bool:
        """Say whether another grade was awarded than is proposed."""
        return None not in (self.proposed, self.awarded) and self.proposed != self.awarded


@dataclass(frozen=True)
class Panel:
    """
    Everything at the table.

    *seats* are the inspections, one a force unless it was inspected twice; *every* has also the further
    codings of the same ones, and *codings* the pairs of these. *known* says whether grades awarded were
    given at all, and *strays* names those forces with grades awarded that no seat is.
    """

    framework: Framework
    areas: tuple[Area, ...]
    seats: tuple[Seat, ...]
    every: tuple[Seat, ...]
    codings: tuple[tuple[Seat, Seat], ...]
    positions: Mapping[str, tuple[Position, ...]]
    known: bool
    strays: tuple[str, ...] = ()

    def secure(self, area: str) -> tuple[Position, ...]:
        """Return the positions in an area whose evidence is secure, so that a grade is proposed."""
        return tuple(one for one in self.positions[area] if one.proposed is not None)

    def levels(self, area: str) -> Levels:
        """Return the verdicts of the secure positions in an area, a row each, a column a characteristic."""
        return self._table(area, [one.levels for one in self.secure(area)])

    def concerns(self, area: str) -> Levels:
        """Return the concerns of the secure positions in an area, as `levels` does the verdicts."""
        return self._table(area, [one.concerns for one in self.secure(area)])

    def _table(self, area: str, rows: list[tuple[int, ...]]) -> Levels:
        return np.array(rows, dtype=np.int64).reshape(len(rows), len(self.framework.area(area).ids))

    @property
    def compared(self) -> tuple[Position, ...]:
        """Return every position that has a grade proposed and one awarded, area by area."""
        return tuple(one for area in self.areas for one in self.secure(area.id) if one.awarded is not None)


def graded(framework: Framework, areas: Iterable[str]) -> tuple[str, ...]:
    """Return the ids of *areas*; raise RefusedError for one that isn't graded, NotFoundError for none."""
    named = [framework.area(one) for one in areas]
    for area in named:
        if not area.graded:
            raise RefusedError(f"`{area.id}` is assessed and not graded: there is no grade to moderate")
    return tuple(area.id for area in named)


def convened(assessments: Mapping[str, Assessment], awards: Sequence[Award] | None = None) -> Panel:
    """Return the panel of some assessments by name, over the graded areas that all of them have."""
    framework = next(iter(assessments.values())).inspection.framework
    every = [Seat(name, one, _awards(one, awards or ())) for name, one in sorted(assessments.items())]
    areas = _shared(framework, every)
    groups = _inspections(every)
    seats = tuple(group[0] for group in groups)
    return Panel(
        framework,
        areas,
        seats,
        tuple(every),
        tuple(pair for group in groups for pair in combinations(group, 2)),
        {area.id: tuple(_position(seat, area.id) for seat in seats) for area in areas},
        awards is not None,
        strays(awards or (), [seat.case.force for seat in every]),
    )


def _shared(framework: Framework, seats: Sequence[Seat]) -> tuple[Area, ...]:
    had = [{one.area for one in seat.assessment.areas} for seat in seats]
    return tuple(area for area in framework.areas if area.graded and all(area.id in one for one in had))


def concern(area: AreaAssessment, characteristic: str) -> str:
    """Return what kind of concern there is with a characteristic; empty if none."""
    found = (*area.causes, *area.improvements)
    return next((one.kind for one in found if characteristic in one.characteristics), "")


def _awards(assessment: Assessment, awards: Sequence[Award]) -> dict[str, Award]:
    force = short(assessment.inspection.case.force)
    return {one.area: one for one in awards if short(one.force) == force}


def _inspections(seats: Sequence[Seat]) -> list[list[Seat]]:
    """Return the codings of each inspection: of a force, unless they were published on different days."""
    days: dict[str, set[str]] = {}
    for seat in seats:
        days.setdefault(short(seat.case.force), set()).update(
            [seat.case.published] if seat.case.published else []
        )
    groups: dict[tuple[str, str], list[Seat]] = {}
    for seat in seats:
        force = short(seat.case.force)
        day = (seat.case.published or "") if len(days[force]) > 1 else ""
        groups.setdefault((force, day), []).append(seat)
    return list(groups.values())


def _position(seat: Seat, area: str) -> Position:
    found = seat.assessment.area(area)
    scale = seat.assessment.inspection.framework.verdicts
    award = seat.awards.get(area)
    concerns = [KINDS.index(concern(found, one.characteristic)) for one in found.verdicts]
    return Position(
        seat,
        found,
        tuple(scale.index(one.verdict) if one.assessed else NOT_ASSESSED for one in found.verdicts),
        tuple(k if v.assessed else NOT_ASSESSED for k, v in zip(concerns, found.verdicts, strict=True)),
        found.grade,
        award.grade if award is not None and award.grade != NOT_GRADED else None,
        award.reason if award is not None else "",
    )
