"""Which grades of given cases move from one pack to another."""

from __future__ import annotations

from dataclasses import dataclass

from peelgrade.assessment import AreaAssessment, Inspection
from peelgrade.deriving import derive


@dataclass(frozen=True)
class Regraded:
    """A case assessed by both packs: the areas whose grade or outcome moves, of how many."""

    case: str
    force: str
    moved: tuple[tuple[AreaAssessment, AreaAssessment], ...]
    of: int


def regraded(before: Inspection, after: Inspection) -> Regraded:
    """Return what moves when one case, as two packs read it, is assessed by each."""
    pairs = list(zip(derive(before).areas, derive(after).areas, strict=True))
    moved = [(old, new) for old, new in pairs if (old.outcome, old.grade) != (new.outcome, new.grade)]
    graded = sum(before.framework.area(old.area).graded for old, _ in pairs)
    return Regraded(before.case.case, before.case.force, tuple(moved), graded)
