"""Like evidence, unlike grades, area by area: the pairs, the fewest grades to discuss, the quality."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from peelgrade.assessment import Verdict
from peelgrade.framework import Framework
from peelgrade.moderating.discussing import fewest
from peelgrade.moderating.dominance import Relation, at_least_as_good, comparable, conflicts, quality
from peelgrade.moderating.panel import Panel, Position, concern


@dataclass(frozen=True)
class Beside:
    """
    One characteristic that two cases were assessed on, with the verdict on each.

    *lower_concern* and *higher_concern* are the kinds of concern that there are with it, empty if none.
    """

    characteristic: str
    lower: Verdict
    higher: Verdict
    lower_concern: str
    higher_concern: str

    @property
    def differs(self) -> bool:
        """Say whether the evidence differs; in a conflict the lower graded has the better then."""
        mine, theirs = (self.lower.verdict, self.lower_concern), (self.higher.verdict, self.higher_concern)
        return mine != theirs


@dataclass(frozen=True)
class Pair:
    """
    Two cases in conflict: *lower* is the lower graded, with evidence at least as good as *higher*.

    *beside* are the characteristics that both were assessed on; *lower_alone* and *higher_alone* the
    verdicts on those that only one was. *reason* is the recorded one that accounts for the conflict.
    *rests* says that the proposals, which read all the evidence, stand in the same order as the grades:
    then the difference rests on what only one was assessed on, since the rules never read better evidence
    worse.
    """

    area: str
    lower: Position
    higher: Position
    beside: tuple[Beside, ...]
    lower_alone: tuple[Verdict, ...]
    higher_alone: tuple[Verdict, ...]
    reason: str
    rests: bool

    @property
    def better(self) -> tuple[Beside, ...]:
        """Return the characteristics on which the lower graded is the better one."""
        return tuple(one for one in self.beside if one.differs)

    @property
    def either(self) -> int:
        """Return how many characteristics either was assessed on."""
        return len(self.beside) + len(self.lower_alone) + len(self.higher_alone)

    @property
    def open(self) -> bool:
        """
        Say whether nothing accounts for the conflict.

        A recorded reason does; so does the rest of the evidence, where both grades were awarded. Proposals
        by themselves are held against nothing else, so between them every conflict is open.
        """
        awarded = self.lower.awarded is not None and self.higher.awarded is not None
        return not self.reason and not (self.rests and awarded)


@dataclass(frozen=True)
class AreaConflicts:
    """
    One area: the *pairs* in conflict and what follows from them.

    *positions* are those compared, *fewest* the smallest set of them whose grade must change for no open
    conflict to be left, *always* those in every such set and *sometimes* those that another such set has.
    *quality* is the quality of classification on what is open, None where nobody could be compared.
    *compared* counts the pairs of forces that were compared, *left_out* those with too little overlap, and
    *insecure* the cases left out because their evidence isn't secure.
    """

    area: str
    positions: tuple[Position, ...]
    pairs: tuple[Pair, ...]
    fewest: tuple[Position, ...]
    always: tuple[Position, ...]
    sometimes: tuple[Position, ...]
    quality: Fraction | None
    compared: int
    left_out: int
    insecure: int

    @property
    def open(self) -> tuple[Pair, ...]:
        """Return the conflicts that nothing accounts for."""
        return tuple(one for one in self.pairs if one.open)

    @property
    def accounted(self) -> tuple[Pair, ...]:
        """Return the conflicts that a recorded reason or the rest of the evidence accounts for."""
        return tuple(one for one in self.pairs if not one.open)


def conflicting(panel: Panel, area: str, least: Fraction) -> AreaConflicts:
    """Return what is in conflict in one area among cases that share *least* of their evidence or more."""
    positions = panel.secure(area)
    grades = [panel.framework.rank(str(one.grade)) for one in positions]
    compared = comparable(panel.levels(area), least)
    relation = at_least_as_good(np.hstack([panel.levels(area), panel.concerns(area)]), compared)
    found = conflicts(relation, grades)
    pairs = [_pair(panel.framework, area, positions[one], positions[two]) for one, two in found]
    accounted = [place for place, pair in zip(found, pairs, strict=True) if not pair.open]
    binding = _binding(panel.framework, positions, relation, accounted)
    chosen = fewest(binding, grades, len(panel.framework.grades) - 1, _departing(positions))
    together = len(positions) * (len(positions) - 1) // 2
    seen = int(compared.sum()) // 2
    return AreaConflicts(
        area,
        positions,
        tuple(sorted(pairs, key=lambda one: (one.lower.case, one.higher.case))),
        tuple(positions[one] for one in chosen.chosen),
        tuple(positions[one] for one in chosen.always),
        tuple(positions[one] for one in chosen.sometimes),
        quality(binding, grades) if seen else None,
        seen,
        together - seen,
        len(panel.positions[area]) - len(positions),
    )


def _departing(positions: Sequence[Position]) -> list[int]:
    """Return the places to discuss first where several sets are smallest: departures without a reason."""
    return [place for place, one in enumerate(positions) if one.departs and not one.reason]


def _binding(
    framework: Framework,
    positions: Sequence[Position],
    relation: Relation,
    accounted: Sequence[tuple[int, int]],
) -> Relation:
    """Return the relation without what is accounted for, and without what would be in any case."""
    proposed = np.array([framework.rank(str(one.proposed)) for one in positions], dtype=np.int64)
    awarded = np.array([one.awarded is not None for one in positions], dtype=bool)
    both = awarded[:, None] & awarded[None, :]
    left: Relation = relation & ~(both & (proposed[:, None] < proposed[None, :]))
    for place in accounted:
        left[place] = False
    return left


def _pair(framework: Framework, area: str, lower: Position, higher: Position) -> Pair:
    verdicts = list(zip(lower.area.verdicts, higher.area.verdicts, strict=True))
    return Pair(
        area,
        lower,
        higher,
        tuple(_beside(lower, higher, a, b) for a, b in verdicts if a.assessed and b.assessed),
        tuple(a for a, b in verdicts if a.assessed and not b.assessed),
        tuple(b for a, b in verdicts if b.assessed and not a.assessed),
        _reason(framework, lower, higher),
        framework.rank(str(lower.proposed)) < framework.rank(str(higher.proposed)),
    )


def _beside(lower: Position, higher: Position, mine: Verdict, theirs: Verdict) -> Beside:
    name = mine.characteristic
    return Beside(name, mine, theirs, concern(lower.area, name), concern(higher.area, name))


def _reason(framework: Framework, lower: Position, higher: Position) -> str:
    """Return the reason for which the one was graded lower, or the other higher, than is proposed."""
    for one, sign in ((lower, -1), (higher, 1)):
        if one.departs and one.reason:
            moved = framework.rank(str(one.awarded)) - framework.rank(str(one.proposed))
            if moved * sign > 0:
                return one.reason
    return ""
