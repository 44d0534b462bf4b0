"""A framework for inspections: grades in order, areas, topics, and the characteristics of good."""

from __future__ import annotations

from functools import cached_property
from typing import Literal, Self

from pydantic import model_validator

from peelgrade.errors import unknown
from peelgrade.model import Id, Model, Slug, Text

NOT_ASSESSED = "not-assessed"
"""The verdict on a characteristic that nothing weighs on. It isn't a place on the scale."""

Impact = Literal["low", "moderate", "high", "critical"]


class Grade(Model):
    """One grade, and what the inspectorate says it means."""

    id: Slug
    title: Text
    means: Text


class Characteristic(Model):
    """
    One thing that good performance shows.

    *basis* says where the wording comes from, and nothing is said of it where it is left out; *stakes*
    is what follows for people where it is missing, and so the impact of a shortfall whose record names
    none.
    """

    id: Id
    text: Text
    basis: Literal["official", "observed", "recalled"] | None = None
    stakes: Impact = "moderate"


class Topic(Model):
    """A heading under an area, with its characteristics."""

    id: Id
    title: Text
    characteristics: tuple[Characteristic, ...]


class Area(Model):
    """One area of policing: a core question, graded or only assessed."""

    id: Slug
    number: Text = "1"
    title: Text
    question: Text = "How good is it?"
    graded: bool = True
    cites: Text | None = None
    topics: tuple[Topic, ...]

    @cached_property
    def characteristics(self) -> tuple[Characteristic, ...]:
        """Return the area's characteristics in the framework's order."""
        return tuple(one for topic in self.topics for one in topic.characteristics)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of the area's characteristics in the framework's order."""
        return tuple(one.id for one in self.characteristics)


class Framework(Model):
    """A whole framework for one cycle. *grades* and *verdicts* stand worst first."""

    id: Slug
    title: Text
    version: Text
    published: Text | None = None
    cites: Text | None = None
    grades: tuple[Grade, ...]
    verdicts: tuple[Slug, ...]
    areas: tuple[Area, ...]

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        for kind, ids in {
            "grade": [grade.id for grade in self.grades],
            "verdict": list(self.verdicts),
            "area": [area.id for area in self.areas],
            "characteristic": [one for area in self.areas for one in area.ids],
        }.items():
            twice = sorted({one for one in ids if ids.count(one) > 1})
            if twice:
                raise ValueError(f"the {kind} id `{twice[0]}` is used more than once")
        if NOT_ASSESSED in self.verdicts:
            raise ValueError(f"`{NOT_ASSESSED}` is always there and isn't on the scale of verdicts")
        if len(self.grades) < 2 or len(self.verdicts) < 2:
            raise ValueError("a framework needs at least two grades and two verdicts")
        return self

    @cached_property
    def _by_area(self) -> dict[str, Area]:
        return {area.id: area for area in self.areas}

    @cached_property
    def _area_of(self) -> dict[str, str]:
        return {one: area.id for area in self.areas for one in area.ids}

    @cached_property
    def _by_characteristic(self) -> dict[str, Characteristic]:
        return {one.id: one for area in self.areas for one in area.characteristics}

    @cached_property
    def grade_ids(self) -> tuple[str, ...]:
        """Return the ids of the grades, worst first."""
        return tuple(grade.id for grade in self.grades)

    def grade(self, grade: str) -> Grade:
        """Return the grade with this id, or raise NotFoundError naming the nearest."""
        if grade not in self.grade_ids:
            raise unknown("grade", grade, self.grade_ids)
        return self.grades[self.grade_ids.index(grade)]

    def rank(self, grade: str) -> int:
        """Return a grade's place on the scale; zero is the worst."""
        return self.grade_ids.index(self.grade(grade).id)

    def area(self, area: str) -> Area:
        """Return the area with this id, or raise NotFoundError naming the nearest."""
        if area not in self._by_area:
            raise unknown("area", area, self._by_area)
        return self._by_area[area]

    def characteristic(self, characteristic: str) -> Characteristic:
        """Return the characteristic with this id, or raise NotFoundError naming the nearest."""
        if characteristic not in self._by_characteristic:
            raise unknown("characteristic", characteristic, self._by_characteristic)
        return self._by_characteristic[characteristic]

    def area_of(self, characteristic: str) -> Area:
        """Return the area that a characteristic belongs to."""
        return self._by_area[self._area_of[self.characteristic(characteristic).id]]

    @property
    def characteristic_ids(self) -> tuple[str, ...]:
        """Return the ids of all characteristics in the framework's order."""
        return tuple(self._by_characteristic)
