"""
A case with something changed, and what moved.

A what-if is a copy, not a mode: the case is changed, assessed as any other, and compared. Each change is
also tried by itself, so that a difference is told with the change that makes it alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from peelgrade.assessment import AreaAssessment, Assessment, Inspection
from peelgrade.deriving import derive
from peelgrade.errors import InvalidInputError
from peelgrade.whatif.changing import Change, applied
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
        """Return the changes that alone change the grade or, where it stays, anything here."""
        found = self.differences[:1] if self.regraded else self.differences
        return tuple(dict.fromkeys(change for one in found for change in one.because or one.together))


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
    changes = tuple(changes)
    before = derive(inspection, chained=chained)
    after = derive(applied(inspection, changes), chained=chained) if changes else before
    found = tuple(
        Moved(old, new, told)
        for old, new in zip(before.areas, after.areas, strict=True)
        if (told := differences(old, new))
    )
    areas = [one.area for one in found]
    alone = [_assessed(inspection, [one], areas) for one in changes]
    caused = [_with_causes(one, changes, alone) for one in found]
    if any(not difference.because for one in caused for difference in one.differences):
        without = [_assessed(inspection, _others(changes, n), areas) for n in range(len(changes))]
        caused = [_with_needs(one, changes, without) for one in caused]
    return WhatIf(before, changes, after, tuple(caused))


def _others(changes: Sequence[Change], place: int) -> list[Change]:
    return [*changes[:place], *changes[place + 1 :]]


def _assessed(
    inspection: Inspection, changes: Sequence[Change], areas: Sequence[str]
) -> dict[str, AreaAssessment] | None:
    """Return some areas with some of the changes made; None where these can't be made by themselves."""
    if not areas:
        return None
    try:
        found = derive(applied(inspection, changes), areas=areas, chained=False)
    except InvalidInputError:
        return None
    return {one.area: one for one in found.areas}


Tried = Sequence[dict[str, AreaAssessment] | None]


def _with_causes(moved: Moved, changes: Sequence[Change], alone: Tried) -> Moved:
    """Return the differences of an area, each with the changes that make it alone."""

    def told(one: Difference) -> Difference:
        tried = zip(changes, alone, strict=True)
        return replace(
            one, because=tuple(str(c) for c, area in tried if _says(area, moved, one) == one.now)
        )

    return replace(moved, differences=tuple(told(one) for one in moved.differences))


def _with_needs(moved: Moved, changes: Sequence[Change], without: Tried) -> Moved:
    """Return the differences of an area, those that none makes alone with what it takes."""

    def told(one: Difference) -> Difference:
        if one.because:
            return one
        tried = zip(changes, without, strict=True)
        return replace(
            one, together=tuple(str(c) for c, area in tried if _says(area, moved, one) != one.now)
        )

    return replace(moved, differences=tuple(told(one) for one in moved.differences))


def _says(tried: dict[str, AreaAssessment] | None, moved: Moved, one: Difference) -> str | None:
    area = moved.before if tried is None else tried[moved.area]
    return value(statements(area), (one.kind, one.id))
