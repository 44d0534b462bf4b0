"""
Whether a changed pack is the same function after all, over every state that evidence can lead to.

What differs by nothing can't be noticed, and is no gap in the tests. So the two packs are held against
each other tier by tier: where each rule fires on every record, every characteristic and every area, how
many characteristics must be assessed, and how every figure is read. Numbers are counted past the
largest that the original compares them with, since a moved threshold lies there.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np

from peelgrade.capping import needed
from peelgrade.checking.areas import Tally
from peelgrade.checking.bettering import writable
from peelgrade.checking.characteristics import Characteristics, characteristics
from peelgrade.checking.gathering import outcomes
from peelgrade.checking.spaces import Flags, Grid, Ints, concluded, plainest, record_space, told
from peelgrade.checking.summing import AreaSpace, alike
from peelgrade.comparing.readings import Reader, differing_shares, differs
from peelgrade.compiling import Program
from peelgrade.framework import Area
from peelgrade.rules import Tier


class Whole(Tally):
    """A tally that counts everything to the end, so that any threshold can be held against it."""

    def _limit(self, fact: str, most: int) -> int:
        del fact
        return most

    @cached_property
    def concerns(self) -> tuple[int, ...]:
        """Return how many of each concern there can be."""
        return (len(self.area.ids),) * 2


class Original:
    """A complete pack with all its states, against which changed ones are held."""

    def __init__(self, run: Program) -> None:
        """Work nothing out until it is asked for."""
        self.run = run
        self.reader = Reader(run)

    @cached_property
    def _records(self) -> tuple[Grid, Flags]:
        states = record_space(self.run)
        return states, writable(self.run, states)

    @cached_property
    def _known(self) -> Characteristics:
        return characteristics(self.run, spare=1)

    @cached_property
    def _areas(self) -> tuple[tuple[Area, Ints], ...]:
        """Return every graded area with every row that its characteristics can add up to."""
        choices = outcomes([self.run], self._known.states)
        found = []
        for area in self.run.framework.areas:
            if area.graded:
                space = AreaSpace(Whole(self.run, area), alike(choices, area.ids))
                found.append((area, space.rows(space.reach(space.blocks)[-1].keys)))
        return tuple(found)

    def difference(self, run: Program) -> str:
        """Return the plainest state in which a changed pack differs, in words; nothing if there is none."""
        return next(self._differences(run), "")

    def _differences(self, run: Program) -> Iterator[str]:
        states, can = self._records
        yield from self._of_tier("appraise", run, states, can)
        everywhere = np.ones(self._known.grid.size, dtype=bool)
        yield from self._of_tier("verdict", run, self._known.grid, everywhere)
        yield from self._of_tier("concern", run, self._known.with_verdicts(), everywhere)
        for area, rows in self._areas:
            yield from self._of_area(run, area, rows)
        yield from self._of_figures(run)

    def _of_tier(self, tier: Tier, run: Program, states: Grid, can: Flags) -> Iterator[str]:
        fired = [concluded(one, tier, states) for one in (self.run, run)]
        nowhere = np.zeros(states.size, dtype=bool)
        apart = nowhere.copy()
        for rule in {**fired[0], **fired[1]}:
            apart |= fired[0].get(rule, nowhere) != fired[1].get(rule, nowhere)
        if (apart & can).any():
            state = plainest(self.run, tier, states, apart & can)
            ends = [_rules(one, tier, state) for one in (self.run, run)]
            yield f"{told(self.run, tier, state)}: {ends[1]} instead of {ends[0]}"

    def _of_area(self, run: Program, area: Area, rows: Ints) -> Iterator[str]:
        least = [needed(one, area) for one in (self.run, run)]
        if least[0] != least[1]:
            yield f"{area.id} needs {least[1]} characteristics assessed instead of {least[0]}"
        tallies = [Whole(one, area) for one in (self.run, run)]
        secure = rows[rows[:, 0] >= max(least)]
        facts = tallies[0].facts(secure)
        for rule in dict.fromkeys((*tallies[0].rules, *tallies[1].rules)):
            fires = [_fires(one, rule, facts) for one in tallies]
            apart = np.flatnonzero(fires[0] != fires[1])
            if len(apart):
                state = {name: int(np.asarray(v)[apart[0]]) for name, v in facts.items()}
                known = {name: value for name, value in state.items() if value or name == "assessed"}
                now = "no longer fires" if fires[0][apart[0]] else "fires"
                yield f"{area.id} with {told(self.run, 'grade', known)}: {rule} {now}"

    def _of_figures(self, run: Program) -> Iterator[str]:
        readers = (self.reader, Reader(run))
        for standard in self.reader.standards:
            if differs(readers, standard) and not self.reader.standards[standard].steps:
                for (old, new, _), figure in differing_shares(readers, standard).items():
                    ends = [", ".join(one) for one in (old, new)]
                    yield f"{figure} against {standard} is read as {ends[1]} instead of {ends[0]}"


def _fires(tally: Tally, rule: str, facts: dict[str, Any]) -> Flags:
    """Return where a rule fires on an area's facts; nowhere, if the pack doesn't have it."""
    size = len(facts["assessed"])
    if rule not in tally.rules:
        return np.zeros(size, dtype=bool)
    return np.broadcast_to(np.asarray(tally.run.tiers["grade"].fires(rule, facts)), (size,))


def _rules(run: Program, tier: Tier, state: dict[str, int]) -> str:
    fired = [rule for rule in run.tiers[tier].tests if run.tiers[tier].fires(rule, state)]
    return " and ".join(fired) or "no rule"
