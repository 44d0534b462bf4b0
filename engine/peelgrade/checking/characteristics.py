"""
The verdict and concern tiers: one verdict, at most one concern, neither worse for better evidence.

A better step of one record raises its level or leaves it. So the gravest shortfall can only get
lighter, the strongest strength stronger, the sources that tell of shortfalls fewer and those that tell of
strengths more: all four facts move one way. Every two states of which one is at least as good in all
four are compared, and so every chain of steps between them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from peelgrade.checking.findings import Fall, Finding, unproved
from peelgrade.checking.gathering import CONCERN_SCALE, Found, State, as_grid, gathered
from peelgrade.checking.kinds import Kind, kinds, worded
from peelgrade.checking.records import once
from peelgrade.checking.spaces import Grid, Ints, concluded, ranks, told
from peelgrade.compiling import Program
from peelgrade.facts import NO_CONCERN
from peelgrade.rules import Tier


@dataclass(frozen=True)
class Characteristics:
    """Every state of a characteristic, with the plainest records that lead there, of some *kinds*."""

    run: Program
    kinds: tuple[Kind, ...]
    states: dict[State, Found]

    @property
    def grid(self) -> Grid:
        """Return the states in which something weighs, as arrays."""
        return as_grid([state for state in self.states if any(state)])

    def verdicts(self) -> Ints:
        """Return the verdict's place on its scale in each state of the grid; -1 where there is none."""
        fired = concluded(self.run, "verdict", self.grid)
        return ranks(self.run, fired, self.run.framework.verdicts, self.grid.size)

    def with_verdicts(self) -> Grid:
        """Return the grid as the concern rules read it."""
        states = self.grid
        return Grid(states.facts | {"verdict": np.maximum(self.verdicts(), 0)}, states.shape)

    def concerns(self) -> Ints:
        """Return the place on the scale of the concern in each state of the grid, none included."""
        states = self.with_verdicts()
        found = ranks(self.run, concluded(self.run, "concern", states), CONCERN_SCALE, states.size)
        return np.where(found < 0, CONCERN_SCALE.index(NO_CONCERN), found)


def characteristics(run: Program, spare: int = 0) -> Characteristics:
    """Return every state that records can lead a characteristic to; the appraise tier is complete."""
    every = kinds([run], worded(run))
    return Characteristics(run, every, gathered([run], every, spare=spare))


def prove_characteristics(known: Characteristics) -> list[Finding]:
    """Return what is proved of the verdict and concern tiers."""
    run, states = known.run, known.grid
    everywhere = np.ones(states.size, dtype=bool)
    whole = once(run, "verdict", states, everywhere, due=True)
    if not whole.held:
        reason = "the verdict tier isn't complete"
        names = ("monotone: verdict", "complete: concern", "monotone: concern")
        return [whole, *(unproved(name, reason) for name in names)]
    findings = [whole, _monotone(run, "verdict", states, known.verdicts(), run.framework.verdicts)]
    single = once(run, "concern", known.with_verdicts(), everywhere, due=False)
    if not single.held:
        return [*findings, single, unproved("monotone: concern", "two concern rules fire at once")]
    return [*findings, single, _monotone(run, "concern", states, known.concerns(), CONCERN_SCALE)]


def _monotone(run: Program, tier: Tier, states: Grid, rank: Ints, scale: tuple[str, ...]) -> Finding:
    """Compare every two states of which one is at least as good in every fact."""
    facts = run.facts["verdict"]
    signed = np.stack([facts[name].better * states.facts[name] for name in states.facts], axis=1)
    looked = 0
    nearest: tuple[int, int, int] | None = None
    for place in range(states.size):
        better = (signed >= signed[place]).all(axis=1)
        looked += int(better.sum()) - 1
        worse = np.flatnonzero(better & (rank < rank[place]))
        if len(worse):
            apart = np.abs(signed[worse] - signed[place]).sum(axis=1)
            found = (int(apart.min()), place, int(worse[apart.argmin()]))
            nearest = found if nearest is None or found < nearest else nearest
    if nearest is None:
        return Finding(
            f"monotone: {tier}", True, looked, "no better state ever leads to a worse conclusion"
        )
    text = _told_fall(run, states, nearest[1:], [scale[int(rank[place])] for place in nearest[1:]])
    return Finding(f"monotone: {tier}", False, looked, text, Fall(()))


def _told_fall(run: Program, states: Grid, places: tuple[int, ...], ends: list[str]) -> str:
    facts = run.facts["verdict"]
    old, new = (states.state(place) for place in places)
    changed = [
        f"{name} goes from {facts[name].read(old[name])} to {facts[name].read(new[name])}"
        for name in old
        if old[name] != new[name]
    ]
    state = told(run, "verdict", old)
    return f"if {' and '.join(changed)} alone, a characteristic falls from {ends[0]} to {ends[1]}: {state}"
