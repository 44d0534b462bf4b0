"""
What the rules count in an area, as columns of numbers, and the grade that follows.

A state of an area is a row: the characteristics assessed, the points of each count, the units assessed
of each share, and the concerns; each only up to just above the largest number that a rule compares it
with. What one block of characteristics adds is a row too, so rows add up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from peelgrade.capping import needed
from peelgrade.checking.spaces import Ints, largest_compared, read_by
from peelgrade.compiling import Program
from peelgrade.conditions import comparisons
from peelgrade.counting import read_unit, units
from peelgrade.framework import Area
from peelgrade.rules import CONCERNS, Count

Ranks = npt.NDArray[np.int8]

CONCERN_FACTS = ("causes-of-concern", "areas-for-improvement")
"""The facts that count CONCERNS, in their order."""


@dataclass(frozen=True)
class Sum:
    """Points for each verdict, worst first, summed over units of characteristics."""

    units: tuple[tuple[str, ...], ...]
    points: tuple[int, ...]


@dataclass(frozen=True)
class Tally:
    """What the rules of one pack count in an area, column by column."""

    run: Program
    area: Area

    @cached_property
    def rules(self) -> tuple[str, ...]:
        """Return the ids of the grade rules that speak of the area."""
        pack = self.run.pack
        return tuple(rule.id for rule in pack.tier("grade") if pack.applies(rule, self.area.id))

    @cached_property
    def _used(self) -> set[str]:
        tier, asked = self.run.tiers["grade"], list(self.rules)
        for rule in asked:
            asked += [other for other in tier.unless[rule] if other not in asked]
        return {one.fact for rule in asked for one in comparisons(tier.tests[rule])}

    @cached_property
    def counts(self) -> tuple[Count, ...]:
        """Return the counts that the area's grade rules read."""
        return tuple(one for one in self.run.pack.counts if one.id in self._used)

    def points(self, count: Count) -> Sum:
        """Return what is summed for a count."""
        points = tuple(count.points.get(one, 0) for one in self.run.framework.verdicts)
        return Sum(units(count, self.area, self.run.pack), points)

    def given(self, count: Count) -> Sum:
        """Return what a count is a share of: the units assessed."""
        return self._assessed(units(count, self.area, self.run.pack))

    def _assessed(self, of: tuple[tuple[str, ...], ...]) -> Sum:
        return Sum(of, (1,) * len(self.run.framework.verdicts))

    @cached_property
    def sums(self) -> dict[Sum, int]:
        """Return what is summed, each with the largest number that matters: those assessed first."""
        found = {self._assessed(tuple((one,) for one in self.area.ids)): len(self.area.ids)}
        for count in self.counts:
            mine = self.points(count)
            whole = len(mine.units) * max(mine.points)
            if count.kind == "share":
                found[mine] = whole
                found[self.given(count)] = len(mine.units)
            else:
                found[mine] = max(found.get(mine, 0), self._limit(count.id, whole))
        return found

    def _limit(self, fact: str, most: int) -> int:
        return largest_compared(self.run.tiers["grade"], fact, most)

    @cached_property
    def concerns(self) -> tuple[int, ...]:
        """Return the largest number of each kind of concern that matters."""
        used = read_by(self.run.tiers["grade"])
        return tuple(self._limit(one, len(self.area.ids)) if one in used else 0 for one in CONCERN_FACTS)

    @cached_property
    def limits(self) -> tuple[int, ...]:
        """Return the largest number of every column."""
        return (*self.sums.values(), *self.concerns)

    def row(self, verdicts: Mapping[str, tuple[str, str]]) -> tuple[int, ...]:
        """Return what some characteristics add to every column, given each one's verdict and concern."""
        scale = self.run.framework.verdicts
        said = {one: verdict for one, (verdict, _) in verdicts.items()}
        columns = []
        for one in self.sums:
            read = [read_unit(u, said, self.run.framework) for u in one.units if set(u) <= set(said)]
            columns.append(sum(one.points[scale.index(verdict)] for verdict in read if verdict in scale))
        raised = [concern for _, concern in verdicts.values()]
        return (*columns, *(raised.count(kind) for kind in CONCERNS))

    def facts(self, rows: Ints) -> dict[str, Any]:
        """Return what the grade rules read in the states with these rows."""
        column = {one: rows[:, place] for place, one in enumerate(self.sums)}
        facts: dict[str, Any] = {"assessed": rows[:, 0]}
        for count in self.counts:
            points = column[self.points(count)]
            if count.kind == "share":
                unit = self.run.facts["grade"][count.id].unit
                most = column[self.given(count)] * max(count.points.values())
                points = np.where(most > 0, points * unit // np.maximum(most, 1), unit)
            facts[count.id] = points
        after = len(self.sums)
        return facts | {name: rows[:, after + place] for place, name in enumerate(CONCERN_FACTS)}

    def ranks(self, rows: Ints, without: str = "") -> Ranks:
        """Return the grade's rank for each row, -1 where not secure; as if *without* one rule."""
        facts, framework, tier = self.facts(rows), self.run.framework, self.run.tiers["grade"]
        lowest = np.full(len(rows), len(framework.grades) - 1, dtype=np.int8)
        known: dict[str, Any] = {without: np.zeros(len(rows), dtype=bool)} if without else {}
        for rule in self.rules:
            fires = np.broadcast_to(tier.fires(rule, facts, known), (len(rows),))
            rank = framework.rank(self.run.pack.by_id[rule].concludes)
            lowest[fires] = np.minimum(lowest[fires], rank)
        lowest[~self.secure(rows)] = -1
        return lowest

    def fires(self, rule: str, rows: Ints) -> npt.NDArray[np.bool_]:
        """Return where a rule fires."""
        found = self.run.tiers["grade"].fires(rule, self.facts(rows))
        return np.broadcast_to(np.asarray(found), (len(rows),))

    def secure(self, rows: Ints) -> npt.NDArray[np.bool_]:
        """Return where enough is assessed for a grade."""
        secure: npt.NDArray[np.bool_] = rows[:, 0] >= needed(self.run, self.area)
        return secure
