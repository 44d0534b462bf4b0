"""Counting between tiers: what is counted is declared by the pack, and is done here in plain Python."""

from __future__ import annotations

from collections.abc import Mapping

from peelgrade.framework import NOT_ASSESSED, Area, Framework
from peelgrade.rules import Count, Pack

Verdicts = Mapping[str, str]
"""Verdicts by characteristic, those not assessed included."""


def units(count: Count, area: Area, pack: Pack) -> tuple[tuple[str, ...], ...]:
    """Return what a count counts in an area: groups of characteristics, each read by its lowest."""
    over = count.over
    if over == ("characteristics",):
        return tuple((one,) for one in area.ids)
    if over in (("themes",), ("leads",)):
        chosen = [one for one in pack.themes_of(area.id) if one.lead or over == ("themes",)]
        return tuple(theme.characteristics for theme in chosen)
    return tuple((one,) for one in over if one in area.ids)


def counted(
    count: Count, area: Area, verdicts: Verdicts, framework: Framework, pack: Pack, unit: int
) -> int:
    """Return a count as the whole number that its fact is held as (*unit* for a share of one)."""
    found = [read_unit(one, verdicts, framework) for one in units(count, area, pack)]
    given = [verdict for verdict in found if verdict != NOT_ASSESSED]
    points = sum(count.points.get(verdict, 0) for verdict in given)
    if count.kind == "number":
        return points
    most = max(count.points.values()) * len(given)
    return points * unit // most if most else unit


def read_unit(unit: tuple[str, ...], verdicts: Verdicts, framework: Framework) -> str:
    """Return the lowest verdict among the assessed characteristics of one unit."""
    given = [verdicts[one] for one in unit if verdicts[one] != NOT_ASSESSED]
    return min(given, key=framework.verdicts.index, default=NOT_ASSESSED)


def to_blame(
    count: Count,
    area: Area,
    verdicts: Verdicts,
    framework: Framework,
    pack: Pack,
    *,
    too_many: bool,
) -> tuple[str, ...]:
    """
    Return the characteristics that a count is too high, or too low, because of.

    Of a unit of several characteristics those are named that would each hold it there.
    """
    groups = groups_to_blame(count, area, verdicts, framework, pack, too_many=too_many)
    return tuple(dict.fromkeys(one for group in groups for one in group))


def groups_to_blame(
    count: Count, area: Area, verdicts: Verdicts, framework: Framework, pack: Pack, *, too_many: bool
) -> tuple[tuple[str, ...], ...]:
    """Return what `to_blame` names, unit by unit: a unit changes only if all of them do."""
    most = max(count.points.values())

    def bad(verdict: str) -> bool:
        points = count.points.get(verdict, 0)
        return verdict != NOT_ASSESSED and (points > 0 if too_many else points < most)

    return tuple(
        tuple(one for one in unit if bad(verdicts[one]))
        for unit in units(count, area, pack)
        if bad(read_unit(unit, verdicts, framework))
    )


def titles(count: Count, area: Area, verdicts: Verdicts, framework: Framework, pack: Pack) -> list[str]:
    """Return the titles of the themes that a count over themes has counted."""
    return [
        theme.title
        for theme in pack.themes_of(area.id)
        if (theme.lead or count.over == ("themes",))
        and count.points.get(read_unit(theme.characteristics, verdicts, framework), 0)
    ]
