"""
A case with something changed, and what moved.

A what-if is a copy, not a mode: the case is changed, assessed as any other, and compared. Each change is
also tried by itself, so that a difference is told with the change that makes it alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from peelgrade.assessment import AreaAssessment, Assessment, Inspection
from peelgrade.deriving import derive
from peelgrade.errors import InvalidInputError
from peelgrade.whatif.changes import Change, distinct
from peelgrade.whatif.changing import applied
from peelgrade.whatif.moving import Difference, differences, statements, value


@dataclass(frozen=True)
class Moved:
    """One area of which something changed."""

    before: AreaAssessment
    after: AreaAssessment
    differences: tuple[Difference, ...]

    @property
    def area(self) -> str:
        """Return the area's id."""
        return self.before.area

    @property
    def regraded(self) -> bool:
        """Say whether the grade or the outcome changed."""
        return self.differences[0].kind == "grade"

    @property
    def ceilings_only(self) -> bool:
        """Say whether nothing but ceilings that don't decide changed."""
        return all(one.kind == "ceiling" for one in self.differences)

    @property
    def because(self) -> tuple[str, ...]:
        """Return the changes that make the grade or, where it stays, anything here: alone, if any does."""
        found = self.differences[:1] if self.regraded else self.differences
        return tuple(dict.fromkeys(change for one in found for change in one.because or one.needed))


@dataclass(frozen=True)
class WhatIf:
    """A case as it stands, the changes, and the case as it would stand; *moved* is the answer."""

    before: Assessment
    changes: tuple[Change, ...]
    after: Assessment
    moved: tuple[Moved, ...]

    @property
    def areas(self) -> tuple[Moved, ...]:
        """Return the areas of which a grade, a verdict or a concern changed."""
        return tuple(one for one in self.moved if not one.ceilings_only)


def what_if(inspection: Inspection, changes: Iterable[Change], *, chained: bool = True) -> WhatIf:
    """
    Return what moves if *changes* are made.

    Args:
        inspection: The case, its framework and the rule pack, as they stand.

        changes: The changes; their order makes no difference.

        chained: Whether durable_rules checks both assessments (where it can be imported).

    Raises:
        InvalidInputError: With every change that can't be made.

    """
    changes = distinct(changes)
    before = derive(inspection, chained=chained)
    after = derive(applied(inspection, changes), chained=chained) if changes else before
    found = tuple(
        Moved(old, new, told)
        for old, new in zip(before.areas, after.areas, strict=True)
        if (told := differences(old, new))
    )
    causes = _Causes(inspection, changes, tuple(one.area for one in found))
    return WhatIf(before, changes, after, tuple(causes.told(one) for one in found))


@dataclass(frozen=True)
class _Causes:
    """The areas that moved, assessed with some of the changes only: each such choice once."""

    inspection: Inspection
    changes: tuple[Change, ...]
    areas: tuple[str, ...]
    _tried: dict[tuple[int, ...], dict[str, AreaAssessment] | None] = field(default_factory=dict)

    def told(self, moved: Moved) -> Moved:
        """Return what moved in an area, each difference with what makes it."""
        return replace(moved, differences=tuple(self._told(one, moved) for one in moved.differences))

    def _told(self, one: Difference, moved: Moved) -> Difference:
        places = range(len(self.changes))
        alone = [n for n in places if self._makes((n,), one, moved)]
        if alone:
            return replace(one, because=self._named(alone))
        needed = [n for n in places if not self._makes([m for m in places if m != n], one, moved)]
        return replace(one, needed=self._named(needed), enough=self._makes(needed, one, moved))

    def _named(self, places: Sequence[int]) -> tuple[str, ...]:
        return tuple(str(self.changes[n]) for n in places)

    def _makes(self, places: Sequence[int], one: Difference, moved: Moved) -> bool:
        """Say whether the changes at some places make a difference by themselves."""
        areas = self._assessed(tuple(places))
        area = moved.before if areas is None else areas[moved.area]
        return value(statements(area), (one.kind, one.id)) == one.now

    def _assessed(self, places: tuple[int, ...]) -> dict[str, AreaAssessment] | None:
        """Return the areas with some of the changes; None where these can't be made by themselves."""
        if places not in self._tried:
            try:
                changed = applied(self.inspection, [self.changes[n] for n in places])
            except InvalidInputError:
                self._tried[places] = None
            else:
                found = derive(changed, areas=self.areas, chained=False)
                self._tried[places] = {one.area: one for one in found.areas}
        return self._tried[places]
