"""Departures: where another grade was awarded than is proposed, how far, past what, and how firm it was."""

from __future__ import annotations

from dataclasses import dataclass

from peelgrade.assessment import Ceiling
from peelgrade.explaining import Barrier, NearMiss, explain, why_not
from peelgrade.framework import Framework
from peelgrade.moderating.panel import Panel, Position
from peelgrade.stressing import Removal, removals


@dataclass(frozen=True)
class Firmness:
    """
    How firm a proposed grade is towards another: *of* records were taken away one by one.

    *towards* are those without which it moves towards the other grade, or reaches it; *elsewhere* those
    without which it moves otherwise.
    """

    of: int
    towards: tuple[Removal, ...]
    elsewhere: tuple[Removal, ...]

    @property
    def close(self) -> bool:
        """Say whether a single record decides between the grades."""
        return bool(self.towards)


@dataclass(frozen=True)
class Departure:
    """
    One departure. *steps* are the grades from proposed to awarded: above zero it was awarded higher.

    *decisive* are the ceilings at the grade proposed, *passed* those that hold the area below a higher
    award, *unmet* the nearest rule that would have held it at a lower one, and doesn't bite.
    """

    position: Position
    steps: int
    decisive: tuple[Ceiling, ...]
    passed: tuple[Barrier, ...]
    unmet: NearMiss | None
    firmness: Firmness

    @property
    def settled(self) -> bool:
        """Say whether a reason was recorded for it."""
        return bool(self.position.reason)


def departing(panel: Panel) -> tuple[Departure, ...]:
    """Return every departure, area by area in the framework's order, then by case."""
    return tuple(_departure(panel.framework, one) for one in panel.compared if one.departs)


def _departure(framework: Framework, position: Position) -> Departure:
    proposed, awarded = str(position.proposed), str(position.awarded)
    steps = framework.rank(awarded) - framework.rank(proposed)
    assessment, area = position.seat.assessment, position.area.area
    passed = why_not(assessment, area, awarded) if steps > 0 else ()
    misses = explain(assessment, area).near_misses if steps < 0 else ()
    rank = framework.rank(awarded)
    held = [one for one in misses if framework.rank(one.rule.concludes) <= rank]
    there = [one for one in held if one.rule.concludes == awarded]
    return Departure(
        position,
        steps,
        position.area.decisive,
        passed,
        next(iter([*there, *held]), None),
        firmness(position),
    )


def firmness(position: Position) -> Firmness:
    """Return how firm what is proposed is, towards what was awarded."""
    assessment = position.seat.assessment
    framework = assessment.inspection.framework
    (tried,) = removals(assessment.inspection, [position.area.area])
    now, wanted = framework.rank(str(position.proposed)), framework.rank(str(position.awarded))

    def nearer(one: Removal) -> bool:
        if one.standing.grade is None:
            return False
        then = framework.rank(one.standing.grade)
        return abs(wanted - then) < abs(wanted - now)

    towards = tuple(one for one in tried.moves if nearer(one))
    return Firmness(tried.of, towards, tuple(one for one in tried.moves if not nearer(one)))
