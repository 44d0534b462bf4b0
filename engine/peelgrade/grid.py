"""
Forces by areas: a grid of grades, and how many forces have each grade in an area.

Forces stand in alphabetical order. Nothing is summed over a force's areas, and nothing is ranked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from peelgrade.assessment import NOT_SECURE, AreaAssessment, Assessment
from peelgrade.awards import NOT_GRADED, Award, short
from peelgrade.errors import RefusedError
from peelgrade.framework import Area, Framework


@dataclass(frozen=True)
class Cell:
    """One force in one area: what is proposed, where there is a case, and what was awarded, where known."""

    proposed: AreaAssessment | None = None
    award: Award | None = None

    @property
    def awarded(self) -> str | None:
        """Return the grade awarded, or `not-graded`; None where it isn't known."""
        return self.award.grade if self.award is not None else None


@dataclass(frozen=True)
class Row:
    """One force, or one case of a force that has several; *case* is None where only awards are known."""

    force: str
    case: str | None
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class Spread:
    """
    One area over several forces: how many have which grade, by id, best first, then other outcomes.

    *unknown* counts those of which nothing is known, so that all together are the forces.
    """

    area: str
    counts: Mapping[str, int]
    unknown: int


@dataclass(frozen=True)
class Grid:
    """
    Forces by areas.

    *awards* are the grades awarded in these areas, also to forces that have no row; *forces* says of how
    many forces any award is known. *awarded* is their spread, *proposed* that of the grades proposed; each
    is empty where there are none.
    """

    framework: Framework
    areas: tuple[Area, ...]
    rows: tuple[Row, ...]
    awards: tuple[Award, ...]
    forces: int
    awarded: tuple[Spread, ...]
    proposed: tuple[Spread, ...]


def grid(
    framework: Framework,
    assessments: Mapping[str, Assessment],
    awards: Iterable[Award] = (),
    areas: Sequence[str] = (),
) -> Grid:
    """
    Return the grid of some cases, beside the grades awarded to their forces, or of awards alone.

    Args:
        framework: The framework of all of them.

        assessments: The assessments by name, with the areas wanted among their areas. Where there are
            none, every force that was awarded a grade has a row.

        awards: The grades awarded that are known.

        areas: The areas wanted, by id; every graded one, if left out.

    Raises:
        NotFoundError: If there is no such area.
        RefusedError: If an area isn't graded.

    """
    wanted, given = graded(framework, areas), tuple(awards)
    forces = _by_force(given)
    rows = list(_of_cases(assessments, forces, wanted) if assessments else _of_awards(forces))
    return Grid(
        framework,
        wanted,
        tuple(sorted(rows, key=lambda row: (row.force.casefold(), row.case or ""))),
        tuple(one for one in given if one.area in {area.id for area in wanted}),
        len(forces),
        tuple(_awarded(framework, area.id, forces) for area in wanted if forces),
        tuple(_proposed(framework, area.id, rows) for area in wanted if assessments),
    )


def graded(framework: Framework, areas: Sequence[str]) -> tuple[Area, ...]:
    """Return the graded areas that are named, or all, in the framework's order."""
    named = [framework.area(one) for one in areas]
    for area in named:
        if not area.graded:
            raise RefusedError(f"`{area.id}` is assessed and not graded: it has no grades to show")
    ids = {area.id for area in named}
    return tuple(one for one in framework.areas if one.graded and (not ids or one.id in ids))


def _by_force(awards: Iterable[Award]) -> dict[str, dict[str, Award]]:
    """Return the awards by force and area, however a force's name is written."""
    found: dict[str, dict[str, Award]] = {}
    for one in awards:
        found.setdefault(short(one.force), {})[one.area] = one
    return found


def _of_cases(
    assessments: Mapping[str, Assessment], forces: Mapping[str, Mapping[str, Award]], areas: Iterable[Area]
) -> Iterator[Row]:
    for name, assessment in assessments.items():
        force = assessment.inspection.case.force
        awards = forces.get(short(force), {})
        cells = {area.id: Cell(assessment.area(area.id), awards.get(area.id)) for area in areas}
        yield Row(force, name, cells)


def _of_awards(forces: Mapping[str, Mapping[str, Award]]) -> Iterator[Row]:
    for awards in forces.values():
        force = next(iter(awards.values())).force
        yield Row(force, None, {area: Cell(award=one) for area, one in awards.items()})


def _awarded(framework: Framework, area: str, forces: Mapping[str, Mapping[str, Award]]) -> Spread:
    known = [awards[area].grade for awards in forces.values() if area in awards]
    return _spread(framework, area, known, NOT_GRADED, len(forces))


def _proposed(framework: Framework, area: str, rows: Sequence[Row]) -> Spread:
    cells = [row.cells[area].proposed for row in rows]
    known = [one.grade or NOT_SECURE for one in cells if one is not None]
    return _spread(framework, area, known, NOT_SECURE, len(rows))


def _spread(framework: Framework, area: str, known: Sequence[str], other: str, of: int) -> Spread:
    counted = Counter(known)
    outcomes = (*reversed(framework.grade_ids), other)
    return Spread(area, {one: counted[one] for one in outcomes}, of - len(known))
