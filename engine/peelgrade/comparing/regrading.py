"""Which grades of given cases move from one pack to another."""

from __future__ import annotations

from dataclasses import dataclass

from peelgrade.assessment import AreaAssessment, Assessment, Inspection
from peelgrade.deriving import derive
from peelgrade.errors import RulesError


@dataclass(frozen=True)
class Regraded:
    """
    A case assessed by both packs: the areas whose grade or outcome moves, of how many.

    *undecided* says by which packs the case can't be graded, the old or the new, and why; nothing of it
    moves then.
    """

    case: str
    force: str
    moved: tuple[tuple[AreaAssessment, AreaAssessment], ...]
    of: int
    undecided: tuple[tuple[str, str], ...] = ()


def regraded(before: Inspection, after: Inspection) -> Regraded:
    """Return what moves when one case, as two packs read it, is assessed by each."""
    case = before.case
    found = {name: _assessed(one) for name, one in (("old", before), ("new", after))}
    undecided = tuple((name, one) for name, one in found.items() if isinstance(one, str))
    graded = sum(area.graded for area in before.framework.areas)
    both = [one.areas for one in found.values() if isinstance(one, Assessment)]
    pairs = list(zip(*both, strict=True)) if not undecided else []
    moved = [(old, new) for old, new in pairs if (old.outcome, old.grade) != (new.outcome, new.grade)]
    return Regraded(case.case, case.force, tuple(moved), graded, undecided)


def _assessed(inspection: Inspection) -> Assessment | str:
    """Return a case as a pack assesses it, or what the pack leaves undecided in it."""
    try:
        return derive(inspection)
    except RulesError as error:
        return str(error).partition("\n")[0]
