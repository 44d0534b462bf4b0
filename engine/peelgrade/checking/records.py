"""
The appraise tier: exactly one level for every record, and never a worse one for a better record.

And a strength never weighs as a shortfall, nor a shortfall as a strength: so adding the one, or taking the
other away, moves the state of a characteristic upwards only. In a pack that doesn't read what a record
shows, a strength is what weighs as one, and there is nothing to prove.
"""

from __future__ import annotations

import numpy as np

from peelgrade.checking.bettering import (
    SHORT,
    STRONG,
    fields_of,
    pairs,
    reads_shows,
    record_steps,
    writable,
)
from peelgrade.checking.findings import TOO_MANY, Fall, Finding, Hole, unproved
from peelgrade.checking.kinds import EACH_RECORD, Kind, departures
from peelgrade.checking.spaces import (
    Flags,
    Grid,
    Ints,
    TooLargeError,
    concluded,
    plainest,
    ranks,
    record_space,
    told,
)
from peelgrade.compiling import Program
from peelgrade.rules import Side, Tier


def once(run: Program, tier: Tier, states: Grid, can: Flags, *, due: bool) -> Finding:
    """Say whether exactly one rule of a tier fires in every state (at most one, where none is *due*)."""
    fired = concluded(run, tier, states)
    many = np.sum([fires.astype(np.int64) for fires in fired.values()], axis=0, dtype=np.int64)
    name, size = f"complete: {tier}", int(can.sum())
    overlap, gap = can & (many > 1), can & (many == 0)
    if overlap.any():
        state = plainest(run, tier, states, overlap)
        rules = [f"`{rule}`" for rule in fired if run.tiers[tier].fires(rule, state)]
        text = (
            f"{' and '.join(rules)} {'both' if len(rules) == 2 else 'all'} fire: {told(run, tier, state)}"
        )
        return Finding(name, False, size, text, Hole(tier, state))
    if due and gap.any():
        state = plainest(run, tier, states, gap)
        return Finding(name, False, size, f"no rule fires: {told(run, tier, state)}", Hole(tier, state))
    word = "exactly one conclusion" if due else "at most one conclusion"
    return Finding(name, True, size, f"{word} in every state")


def prove_records(run: Program) -> list[Finding]:
    """Return what is proved of the appraise tier."""
    try:
        states = record_space(run)
    except TooLargeError:
        return [unproved(name, TOO_MANY) for name in ("complete: appraise", "monotone: appraise")]
    can = writable(run, states)
    whole = once(run, "appraise", states, can, due=True)
    if not whole.held:
        return [whole, unproved("monotone: appraise", "the tier isn't complete")]
    level = levels(run, states)
    return [whole, _monotone(run, states, can, level), _sides(run, states, can, level)]


def levels(run: Program, states: Grid) -> Ints:
    """Return the place on the pack's scale of what each record weighs."""
    return ranks(run, concluded(run, "appraise", states), run.pack.level_ids, states.size)


def _monotone(run: Program, states: Grid, can: Flags, level: Ints) -> Finding:
    name, looked = "monotone: appraise", 0
    for words, before, after in record_steps(run, states, can):
        looked += len(before)
        worse = np.flatnonzero(level[after] < level[before])
        if len(worse):
            first = worse[departures(run, states)[before[worse]].argmin()]
            old, new = (run.pack.level_ids[int(level[one[first]])] for one in (before, after))
            state = told(run, "appraise", states.state(int(before[first])))
            text = f"if {words} alone, a record falls from {old} to {new}: {state}"
            fell = pairs(run, states, level, before[worse], after[worse])
            return Finding(name, False, looked, text, Fall(tuple(fell)))
    return Finding(name, True, looked, "no better record ever weighs worse")


def _sides(run: Program, states: Grid, can: Flags, level: Ints) -> Finding:
    """Say whether every record weighs on the side that it shows, if it weighs at all."""
    name = "monotone: sides"
    if not reads_shows(run):
        return Finding(name, True, int(can.sum()), "what weighs as a strength is one: `shows` isn't read")
    side: list[Side] = [one.side for one in run.pack.levels]
    order = run.facts["appraise"]["shows"].values
    against: tuple[tuple[Side, tuple[str, ...]], ...] = (("shortfall", STRONG), ("strength", SHORT))
    for wrong, shows in against:
        there = np.isin(states.facts["shows"], [order.index(one) for one in shows]) & can
        bad = there & np.isin(level, [place for place, one in enumerate(side) if one == wrong])
        if bad.any():
            state = plainest(run, "appraise", states, bad)
            said = told(run, "appraise", state)
            text = f"a record that shows {' or '.join(shows)} weighs as a {wrong}: {said}"
            kind = _alone(run, states, bad, level, added=wrong == "shortfall")
            return Finding(name, False, int(can.sum()), text, Fall((kind,)))
    return Finding(
        name, True, int(can.sum()), "no strength weighs as a shortfall, and no shortfall as a strength"
    )


def _alone(run: Program, states: Grid, bad: Flags, level: Ints, *, added: bool) -> Kind:
    """Return the plainest record on the wrong side, as one that is added or taken away."""
    places = np.flatnonzero(bad)
    place = int(places[departures(run, states)[places].argmin()])
    fields, mine = fields_of(run, states.state(place)), run.pack.level_ids[int(level[place])]
    sides = (None, mine) if added else (mine, None)
    made = (None, fields) if added else (fields, None)
    return Kind(str(fields["source"]), sides, made, EACH_RECORD)
