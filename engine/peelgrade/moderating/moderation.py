"""The whole of a moderation: several cases of one framework, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from peelgrade.assessment import Assessment
from peelgrade.awards import Award
from peelgrade.moderating.agenda import Item, agenda
from peelgrade.moderating.agreeing import Agreed, agreeing
from peelgrade.moderating.coders import Coders, comparing_coders
from peelgrade.moderating.comparing import Neighbours, comparing
from peelgrade.moderating.conflicting import AreaConflicts, conflicting
from peelgrade.moderating.departing import Departure, departing
from peelgrade.moderating.drifting import Drifts, drifting
from peelgrade.moderating.panel import Panel, convened
from peelgrade.moderating.settings import DEFAULT, Settings


@dataclass(frozen=True)
class Moderation:
    """What a panel is shown. Nothing in it is a grade of a whole force, an average or a rank."""

    panel: Panel
    settings: Settings
    agenda: tuple[Item, ...]
    conflicts: tuple[AreaConflicts, ...]
    departures: tuple[Departure, ...]
    neighbours: tuple[Neighbours, ...]
    agreement: tuple[Agreed, ...]
    coders: tuple[Coders, ...]
    drifts: Drifts


def moderate(
    assessments: Mapping[str, Assessment],
    awards: Sequence[Award] | None = None,
    settings: Settings = DEFAULT,
) -> Moderation:
    """
    Return how consistent the grades of several cases are, in every graded area that all of them have.

    Args:
        assessments: The assessments by name, all of one framework and one rule pack.

        awards: The grades awarded, if any are known.

        settings: The named numbers of a moderation.

    """
    panel = convened(assessments, awards)
    conflicts = tuple(conflicting(panel, area.id, settings.min_overlap) for area in panel.areas)
    departures = departing(panel)
    coders = tuple(comparing_coders(panel, one, two, settings) for one, two in panel.codings)
    near = [
        one
        for area in panel.areas
        for one in comparing(panel, area.id, settings.min_overlap, settings.neighbours)
    ]
    return Moderation(
        panel,
        settings,
        agenda(conflicts, departures, coders),
        conflicts,
        departures,
        tuple(near),
        agreeing(panel, settings),
        coders,
        drifting(panel, settings),
    )
