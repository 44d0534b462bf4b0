"""Comparators: the forces with the nearest evidence in an area, their grades, and what differs."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from peelgrade.moderating.dominance import NOT_ASSESSED, comparable
from peelgrade.moderating.panel import Panel, Position


@dataclass(frozen=True)
class Comparator:
    """
    A position near another.

    *distance* is how many steps of the scale of verdicts they lie apart, on average over the *shared*
    characteristics, those that both were assessed on; *differ* are those on which the verdicts differ.
    """

    position: Position
    distance: Fraction
    shared: int
    differ: tuple[str, ...]


@dataclass(frozen=True)
class Neighbours:
    """One position and its comparators, the nearest first."""

    position: Position
    nearest: tuple[Comparator, ...]


def comparing(panel: Panel, area: str, least: Fraction, number: int) -> tuple[Neighbours, ...]:
    """
    Return the nearest comparators of every case in one area.

    Of two at the same distance the one that shares more evidence comes first, then the one first by name.
    Cases that share less than *least* of what either was assessed on aren't compared.
    """
    positions = panel.secure(area)
    compared = comparable(panel.levels(area), least)
    found = []
    for place, position in enumerate(positions):
        others = [_beside(position, positions[other]) for other in np.flatnonzero(compared[place])]
        others.sort(key=lambda one: (one.distance, -one.shared, one.position.case))
        found.append(Neighbours(position, tuple(others[:number])))
    return tuple(found)


def _beside(one: Position, other: Position) -> Comparator:
    both = [
        (verdict.characteristic, abs(mine - theirs))
        for verdict, mine, theirs in zip(one.area.verdicts, one.levels, other.levels, strict=True)
        if NOT_ASSESSED not in (mine, theirs)
    ]
    differ = tuple(name for name, apart in both if apart)
    return Comparator(other, Fraction(sum(apart for _, apart in both), len(both)), len(both), differ)
