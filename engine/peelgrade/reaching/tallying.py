"""
An area added up, one characteristic after another: as much as the ceilings below a grade can tell apart.

Verdicts that count the same are one step of a scale, and of an area that is half read only its sums
are kept, with the lowest verdict so far of each group that is read by its lowest. So the very many
ways in which an area could turn out are few sums, and all of them can be looked at.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from peelgrade.assessment import Verdict
from peelgrade.capping import needed
from peelgrade.compiling import Program
from peelgrade.conditions import comparisons
from peelgrade.counting import units
from peelgrade.deciding import concern
from peelgrade.framework import Area
from peelgrade.rules import CAUSE, IMPROVEMENT, Count

Outcome = tuple[int, int]
"""One characteristic: the step of its verdict (-1: not assessed) and of its concern, worst first."""

Sums = tuple[int, ...]
"""An area read so far: see `Tally.start`."""

UNREAD = -1
NOT_SECURE = -1
"""The rank of an area in which too little is assessed."""

_CONCERNS = ("causes-of-concern", "areas-for-improvement")
_KINDS = (CAUSE, IMPROVEMENT)


@dataclass(frozen=True)
class Tally:
    """
    One area's sums, as far as ceilings lower than the grade of rank *below* read them.

    Ranks count from the worst grade; *below* may be one more than the best.
    """

    run: Program
    area: Area
    below: int
    _ranks: dict[Sums, int] = field(default_factory=dict, compare=False)
    _added: dict[tuple[Sums, int, Outcome], Sums] = field(default_factory=dict, compare=False)

    @cached_property
    def rules(self) -> tuple[tuple[str, int], ...]:
        """Return the rules that set a ceiling below the grade, with its rank, lowest first."""
        rank = self.run.framework.rank
        found = [r for r in self.run.pack.tier("grade") if self.run.pack.applies(r, self.area.id)]
        listed = [(rule.id, rank(rule.concludes)) for rule in found if rank(rule.concludes) < self.below]
        return tuple(sorted(listed, key=lambda one: (one[1], one[0])))

    @cached_property
    def reads(self) -> frozenset[str]:
        """Return the facts that these rules read, and those of the rules that they give way to."""
        tier = self.run.tiers["grade"]
        todo, known = [rule for rule, _ in self.rules], set[str]()
        while todo:
            rule = todo.pop()
            if rule not in known:
                known.add(rule)
                todo += tier.unless[rule]
        return frozenset(one.fact for rule in known for one in comparisons(tier.tests[rule]))

    @cached_property
    def counts(self) -> tuple[Count, ...]:
        """Return the counts that matter."""
        return tuple(one for one in self.run.pack.counts if one.id in self.reads)

    @cached_property
    def step_of(self) -> dict[str, int]:
        """Return the step of each verdict: neighbours that no count tells apart share one."""
        steps: dict[str, int] = {}
        last: tuple[int, ...] | None = None
        for verdict in self.run.framework.verdicts:
            points = tuple(count.points.get(verdict, 0) for count in self.counts)
            steps[verdict] = max(steps.values(), default=-1) + (points != last)
            last = points
        return steps

    def outcome(self, verdict: Verdict) -> Outcome:
        """Return what the ceilings can tell of a verdict."""
        if not verdict.assessed:
            return UNREAD, 0
        return self.step_of[verdict.verdict], self._concern(verdict)

    @cached_property
    def unconcerned(self) -> int:
        """Return the step of a characteristic with which there is no concern."""
        return self._concern_step(len(_KINDS))

    def _concern(self, verdict: Verdict) -> int:
        rule = concern(self.run, verdict)
        return self._concern_step(_KINDS.index(self.run.says(rule)) if rule is not None else len(_KINDS))

    def _concern_step(self, kind: int) -> int:
        read = [name in self.reads for name in _CONCERNS]
        return min(kind, 2 if read[1] else 1) if any(read) else 0

    @cached_property
    def _groups(self) -> tuple[tuple[str, ...], ...]:
        """Return the groups of several characteristics that are read by their lowest verdict."""
        found = (unit for count in self.counts for unit in units(count, self.area, self.run.pack))
        return tuple(dict.fromkeys(unit for unit in found if len(unit) > 1))

    @cached_property
    def start(self) -> Sums:
        """
        Return the sums of nothing read yet.

        They are: characteristics assessed, causes of concern, areas for improvement; points and units
        assessed of each count; and the lowest step so far of each group that is still open.
        """
        return (0, 0, 0) + (0, 0) * len(self.counts) + (UNREAD,) * len(self._groups)

    @cached_property
    def _points(self) -> tuple[tuple[int, ...], ...]:
        """Return the points that each count gives each step."""
        return tuple(
            tuple(
                count.points.get(self._verdict_at(step), 0) for step in sorted(set(self.step_of.values()))
            )
            for count in self.counts
        )

    def _verdict_at(self, step: int) -> str:
        return next(verdict for verdict, found in self.step_of.items() if found == step)

    def added(self, sums: Sums, place: int, outcome: Outcome) -> Sums:
        """Return the sums with the outcome of the area's characteristic at *place* added."""
        key = (sums, place, outcome)
        if key not in self._added:
            self._added[key] = self._add(sums, place, outcome)
        return self._added[key]

    def _add(self, sums: Sums, place: int, outcome: Outcome) -> Sums:
        step, found = outcome
        name, after = self.area.ids[place], list(sums)
        if step != UNREAD:
            after[0] += 1
            after[1] += found == 0 and _CONCERNS[0] in self.reads
            after[2] += found == 1 and _CONCERNS[1] in self.reads
        first = 3 + 2 * len(self.counts)
        for number, group in enumerate(self._groups, first):
            if name in group and step != UNREAD:
                after[number] = step if after[number] == UNREAD else min(after[number], step)
        for count, slot in self._closing[place]:
            lowest = step if slot is None else after[first + slot]
            if lowest != UNREAD:
                after[3 + 2 * count] += self._points[count][lowest]
                after[4 + 2 * count] += 1
        for slot in self._closed[place]:
            after[first + slot] = UNREAD
        return tuple(after)

    @cached_property
    def _closing(self) -> tuple[tuple[tuple[int, int | None], ...], ...]:
        """Return, for each characteristic, the counts whose units it completes, and their groups."""
        found: list[list[tuple[int, int | None]]] = [[] for _ in self.area.ids]
        for number, count in enumerate(self.counts):
            for unit in units(count, self.area, self.run.pack):
                slot = self._groups.index(unit) if len(unit) > 1 else None
                found[max(map(self.area.ids.index, unit))].append((number, slot))
        return tuple(tuple(one) for one in found)

    @cached_property
    def _closed(self) -> tuple[tuple[int, ...], ...]:
        last = [max(map(self.area.ids.index, group)) for group in self._groups]
        return tuple(
            tuple(slot for slot, at in enumerate(last) if at == place)
            for place in range(len(self.area.ids))
        )

    def facts(self, sums: Sums) -> dict[str, int]:
        """Return what the rules read of an area that is read to its end."""
        facts = {"assessed": sums[0], _CONCERNS[0]: sums[1], _CONCERNS[1]: sums[2]}
        for number, count in enumerate(self.counts):
            points, given = sums[3 + 2 * number], sums[4 + 2 * number]
            if count.kind == "share":
                unit, most = self.run.facts["grade"][count.id].unit, given * max(count.points.values())
                points = points * unit // most if most else unit
            facts[count.id] = points
        return facts

    def rank(self, sums: Sums) -> int:
        """Return the rank of the lowest ceiling, *below* if there is none, or NOT_SECURE."""
        if sums not in self._ranks:
            self._ranks[sums] = self._rank(sums)
        return self._ranks[sums]

    def _rank(self, sums: Sums) -> int:
        if sums[0] < needed(self.run, self.area):
            return NOT_SECURE
        facts, tier = self.facts(sums), self.run.tiers["grade"]
        return next((rank for rule, rank in self.rules if tier.fires(rule, facts)), self.below)
