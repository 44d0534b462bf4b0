"""
Which grades, verdicts and weights can come out differently, and the smallest case that shows each.

Every kind of record is read by both packs at once, every characteristic by both, every area by both: so
each difference that any evidence can lead to is found, with the fewest and plainest records, and what
isn't found can't occur. Both packs must leave nothing undecided, and be for the same scales and areas.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from peelgrade.assessment import NOT_SECURE, AreaAssessment, Inspection
from peelgrade.checking.areas import Tally
from peelgrade.checking.gathering import CONCERN_SCALE, Found, Outcome, gathered, outcomes
from peelgrade.checking.kinds import Kind, kinds
from peelgrade.checking.paths import FAR, Walk, machine, steps
from peelgrade.checking.properties import complete
from peelgrade.checking.spaces import TooLargeError
from peelgrade.checking.summing import Choices, grouped
from peelgrade.checking.witnessing import made_case
from peelgrade.comparing.parts import Alteration, alterations
from peelgrade.comparing.readings import missing, readings
from peelgrade.compiling import Program
from peelgrade.deriving import derive
from peelgrade.evidence import Case
from peelgrade.framework import NOT_ASSESSED, Area, Framework


@dataclass(frozen=True)
class Difference:
    """
    Something that two packs conclude differently, and the smallest case that shows it.

    *about* is an area's id where grades differ, and else the tier: appraise, verdict or concern. *old* and
    *new* are what each pack concludes, *verdicts* what it makes of each characteristic in the case, *rules*
    those that decide the grade.
    """

    about: str
    old: str
    new: str
    case: Case
    verdicts: Mapping[str, tuple[str, str]]
    rules: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())


@dataclass(frozen=True)
class Comparison:
    """
    Two packs side by side.

    *parts* are what was written otherwise; *grades*, *verdicts*, *concerns* and *levels* what can come out
    differently; *not_compared* what couldn't be compared, and why.
    """

    old: Program
    new: Program
    parts: tuple[Alteration, ...]
    grades: tuple[Difference, ...] = ()
    verdicts: tuple[Difference, ...] = ()
    concerns: tuple[Difference, ...] = ()
    levels: tuple[Difference, ...] = ()
    not_compared: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        """Say whether anything at all is different, if only in words."""
        return bool(self.parts or self.grades or self.not_compared)


def compare(old: Program, new: Program) -> Comparison:
    """Return what differs between two packs, as they are written and as they come out."""
    parts = alterations(old.pack, new.pack)
    reason = _incomparable(old, new)
    if reason:
        return Comparison(old, new, parts, not_compared=(reason,))
    return _Comparing(old, new, parts).done()


def _incomparable(old: Program, new: Program) -> str:
    """Return why grades can't be compared; nothing, if they can."""
    one, other = old.framework, new.framework
    if one.id != other.id:
        return f"grades: the old rules are for framework `{one.id}`, the new ones for `{other.id}`"
    if (one.grade_ids, one.verdicts) != (other.grade_ids, other.verdicts):
        return "grades: the two frameworks have other scales of grades or verdicts"
    if _areas(one) != _areas(other):
        return "grades: the two frameworks have other areas or characteristics"
    for name, run in (("old", old), ("new", new)):
        if not complete(run):
            return f"grades: the {name} rules aren't complete; `peelgrade rules check` shows where"
    return ""


def _areas(framework: Framework) -> dict[str, tuple[bool, tuple[str, ...]]]:
    return {area.id: (area.graded, area.ids) for area in framework.areas}


def _ends(choices: Sequence[Sequence[Choices]], place: int) -> list[tuple[str, str]]:
    """Return everything that a characteristic can come to by one of the packs."""
    return list(dict.fromkeys(outcome[place] for some in choices for one in some for outcome in one))


class _Comparing:
    """Compares two packs that can be compared."""

    def __init__(self, old: Program, new: Program, parts: tuple[Alteration, ...]) -> None:
        self.runs, self.parts, self.framework = (old, new), parts, old.framework
        self.graded = [area for area in self.framework.areas if area.graded]
        self.kinds = kinds(self.runs, readings(old, new))
        self.plain = outcomes(self.runs, gathered(self.runs, self.kinds))
        self.not_compared = list(missing(old.pack, new.pack))
        self._bearing: dict[str, Choices] = {}

    def done(self) -> Comparison:
        """Return the whole comparison."""
        grades = tuple(one for area in self.graded for one in self._grades(area))
        return Comparison(
            *self.runs,
            self.parts,
            grades,
            tuple(self._outcomes("verdict", 0)),
            tuple(self._outcomes("concern", 1)),
            tuple(self._levels()),
            tuple(self.not_compared),
        )

    def _levels(self) -> Iterator[Difference]:
        """Yield for each two levels the plainest record that weighs differently."""
        found: dict[tuple[str | None, ...], Kind] = {}
        for kind in self.kinds:
            if kind.levels[0] != kind.levels[1]:
                found.setdefault(kind.levels, kind)
        for levels, kind in sorted(found.items(), key=lambda one: self._order(one[0])):
            yield self._alone("appraise", (str(levels[0]), str(levels[1])), (kind,))

    def _order(self, levels: tuple[str | None, ...]) -> tuple[int, ...]:
        return tuple(run.pack.level_ids.index(str(one)) for run, one in zip(self.runs, levels, strict=True))

    def _outcomes(self, tier: str, place: int) -> Iterator[Difference]:
        """Yield for each two verdicts, or concerns, the plainest records that lead to one and the other."""
        best: dict[tuple[str, str], Found] = {}
        for outcome, found in self.plain.items():
            pair = (outcome[0][place], outcome[1][place])
            if pair[0] != pair[1] and (pair not in best or found.cost < best[pair].cost):
                best[pair] = found
        scale = (NOT_ASSESSED, *self.framework.verdicts, *CONCERN_SCALE)
        for pair, found in sorted(best.items(), key=lambda one: tuple(map(scale.index, one[0]))):
            yield self._alone(tier, pair, found.records)

    def _alone(self, tier: str, ends: tuple[str, str], records: Sequence[Kind]) -> Difference:
        """Return a difference that records on a single characteristic show."""
        area = self.graded[0]
        case = self._case(f"{tier}-{ends[0]}-to-{ends[1]}", {area.ids[0]: records})
        return Difference(tier, *ends, case, self._verdicts(self._assessed(case, area)))

    def _assessed(self, case: Case, area: Area) -> tuple[AreaAssessment, ...]:
        """Return one area of a case as both packs assess it."""
        return tuple(
            derive(Inspection(case, run.framework, run.pack), areas=[area.id], chained=False).areas[0]
            for run in self.runs
        )

    def _verdicts(self, both: Sequence[AreaAssessment]) -> dict[str, tuple[str, str]]:
        """Return what both packs make of every characteristic that either assesses."""
        pairs = zip(*(one.verdicts for one in both), strict=True)
        return {
            old.characteristic: (old.verdict, new.verdict)
            for old, new in pairs
            if old.assessed or new.assessed
        }

    def _grades(self, area: Area) -> Iterator[Difference]:
        """Yield for each two outcomes of an area the smallest case that comes to one and the other."""
        tallies = [Tally(run, area) for run in self.runs]
        groups = grouped(tallies)
        choices = [[self._choices(one) for one in group] for group in groups]
        try:
            machines = [
                machine(tally, groups, _ends(choices, place)) for place, tally in enumerate(tallies)
            ]
            walk = Walk(machines, [list(steps(some)) for some in choices])
        except TooLargeError:
            self.not_compared.append(f"the grade of {area.id}: there are too many states to look at each")
            return
        ranks, keys, costs = walk.ends()
        for old, new in sorted(set(zip(*(one.tolist() for one in ranks), strict=True))):
            if old != new:
                best = int(np.where((ranks[0] == old) & (ranks[1] == new), costs, FAR).argmin())
                way = {
                    one: outcome
                    for group, step in zip(groups, walk.way(int(keys[best])), strict=True)
                    for one, outcome in zip(group, step.way, strict=True)
                }
                yield from self._shown(area, (self._named(old), self._named(new)), way)

    def _named(self, rank: int) -> str:
        return NOT_SECURE if rank < 0 else self.framework.grade_ids[rank]

    def _shown(self, area: Area, ends: tuple[str, str], way: Mapping[str, Outcome]) -> Iterator[Difference]:
        """Yield a difference with its case, if grading the case by both packs bears it out."""
        records = {one: self._choices(one)[way[one]].records for one in area.ids}
        case = self._case(f"{area.id}-{ends[0]}-to-{ends[1]}", records)
        both = self._assessed(case, area)
        if tuple(one.grade or one.outcome for one in both) == ends:
            rules = tuple(tuple(ceiling.rule for ceiling in one.decisive) for one in both)
            yield Difference(area.id, *ends, case, self._verdicts(both), (rules[0], rules[1]))
        else:
            text = (
                f"whether {area.id} can go from {ends[0]} to {ends[1]}, since records bear on it together"
            )
            self.not_compared.append(text)

    def _choices(self, characteristic: str) -> Choices:
        """Return what a characteristic can come to by both packs, given what bears on it in each."""
        bears = [self._bearing_on(characteristic, run) for run in self.runs]
        if bears[0] == bears[1]:
            return self.plain
        if characteristic not in self._bearing:
            only = [
                kind for n in (0, 1) for kind in self._one_sided(characteristic, n, bears[n] - bears[1 - n])
            ]
            self._bearing[characteristic] = outcomes(self.runs, gathered(self.runs, (*self.kinds, *only)))
        return self._bearing[characteristic]

    def _bearing_on(self, characteristic: str, run: Program) -> set[str]:
        return {one.characteristic for one in run.pack.bearings if characteristic in one.on}

    def _one_sided(self, characteristic: str, place: int, others: set[str]) -> list[Kind]:
        """Return records on another characteristic that weigh here by one of the packs only."""
        if not others:
            return []
        elsewhere = {
            "characteristic": (min(others),),
            "affects": (self.framework.area_of(characteristic).id,),
        }
        found = []
        for kind in self.kinds:
            made = None if kind.made[place] is None else dict(kind.made[place] or {}) | elsewhere
            levels = tuple(level if n == place else None for n, level in enumerate(kind.levels))
            found.append(Kind(kind.source, levels, (made, made), kind.cost))
        return found

    def _case(self, name: str, records: Mapping[str, Sequence[Kind]]) -> Case:
        """Return a case of records that both packs read."""
        made = {one: [kind.made[0] for kind in some] for one, some in records.items()}
        return made_case(self.runs[0], name, made)
