"""
Alive: every rule decides something somewhere, and every verdict and grade can come about.

These are statements that something exists, so they are looked for among the states that evidence can
really lead to: levels that some record reaches, sources that can tell of them, and concerns that go with
the verdicts of the same characteristics.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from peelgrade.checking.areas import Tally
from peelgrade.checking.bettering import writable
from peelgrade.checking.characteristics import Characteristics
from peelgrade.checking.findings import Finding, outcome
from peelgrade.checking.gathering import outcomes
from peelgrade.checking.spaces import Flags, Grid, concluded, record_space
from peelgrade.checking.summing import AreaSpace, alike
from peelgrade.compiling import Program
from peelgrade.conditions import holds
from peelgrade.rules import Condition, Pack, Tier


def alive(known: Characteristics) -> list[Finding]:
    """Say whether every rule decides something somewhere, and everything can be reached."""
    return [*_records(known.run), *_characteristics(known), *_grades(known), used(known.run.pack)]


def _records(run: Program) -> Iterator[Finding]:
    states = record_space(run)
    can = writable(run, states)
    yield _rules_fire(run, "appraise", states, can)
    fired = concluded(run, "appraise", states)
    reached = {run.says(rule) for rule, fires in fired.items() if (fires & can).any()}
    faults = [f"no record comes to level `{one}`" for one in run.pack.level_ids if one not in reached]
    yield outcome("alive: levels", faults, int(can.sum()), "every level is reached")


def _rules_fire(run: Program, tier: Tier, states: Grid, can: Flags) -> Finding:
    dead = []
    for rule, fires in concluded(run, tier, states).items():
        if not (fires & can).any():
            others = run.tiers[tier].unless[rule]
            bare = (
                np.broadcast_to(
                    np.asarray(holds(run.tiers[tier].tests[rule], states.facts)), (states.size,)
                )
                & can
            )
            shadowed = bool(others) and bool(bare.any())
            dead.append(
                f"`{rule}` {'is shadowed: it gives way wherever it holds' if shadowed else 'fires nowhere'}"
            )
    return outcome(f"alive: {tier}", dead, int(can.sum()), "every rule decides something somewhere")


def _characteristics(known: Characteristics) -> Iterator[Finding]:
    run, states = known.run, known.grid
    everywhere = np.ones(states.size, dtype=bool)
    yield _rules_fire(run, "verdict", states, everywhere)
    got = {run.framework.verdicts[int(one)] for one in np.unique(known.verdicts())}
    faults = [f"no characteristic reaches `{one}`" for one in run.framework.verdicts if one not in got]
    of = len(run.framework.characteristic_ids)
    proved = f"each of {of} characteristics can reach every verdict"
    yield outcome("alive: verdicts", faults, states.size, proved)
    yield _rules_fire(run, "concern", known.with_verdicts(), everywhere)


def _grades(known: Characteristics) -> Iterator[Finding]:
    """Look for each ceiling for a state in which the grade would be another without it."""
    run = known.run
    choices = outcomes([run], known.states)
    decides = dict.fromkeys(run.tiers["grade"].tests, False)
    fires = dict.fromkeys(run.tiers["grade"].tests, False)
    unreached, looked = [], 0
    for area in run.framework.areas:
        if area.graded:
            space = AreaSpace(Tally(run, area), alike(choices, area.ids))
            tally, rows = space.tally, space.rows(space.reach(space.blocks)[-1].keys)
            looked += len(rows)
            ranks = tally.ranks(rows)
            got = {run.framework.grade_ids[int(rank)] for rank in np.unique(ranks) if rank >= 0}
            unreached += [
                f"{area.id} can't reach {one}" for one in run.framework.grade_ids if one not in got
            ]
            for rule in tally.rules:
                fires[rule] |= bool((tally.fires(rule, rows) & (ranks >= 0)).any())
                decides[rule] = decides[rule] or bool((tally.ranks(rows, without=rule) != ranks).any())
    dead = [f"`{rule}` fires nowhere" for rule, found in fires.items() if not found]
    dead += [
        f"`{rule}` is shadowed: wherever it fires another ceiling is as low"
        for rule, found in decides.items()
        if fires[rule] and not found
    ]
    yield outcome("alive: grade", dead, looked, "every ceiling decides a grade somewhere")
    yield outcome("alive: grades", unreached, looked, "every area can reach every grade")


def used(pack: Pack) -> Finding:
    """
    Say whether every parameter, standard, count and theme is used by something.

    A parameter is used where a rule, a standard or the reading of figures names it; a standard where a
    figure that names it can make a difference, whether or not any case has one; a count where a rule
    reads it; a theme where a count over themes does.
    """
    named = {str(one)[1:] for one in _operands(pack) if str(one).startswith("$")} | {pack.secure}
    facts = {one.fact for rule in pack.rules for one in rule.when.comparisons()}
    scopes = {scope for count in pack.counts if count.id in facts for scope in count.over}
    faults = [f"parameter `{one.id}` is used nowhere" for one in pack.parameters if one.id not in named]
    faults += [
        f"standard `{one.id}` is used nowhere: no rule reads `steps`"
        for one in pack.standards
        if one.steps and "steps" not in facts
    ]
    faults += [
        f"standard `{one.id}` is used nowhere: the pack doesn't say how figures are judged"
        for one in pack.standards
        if not one.steps and pack.measures is None
    ]
    faults += [f"count `{one.id}` is read by no rule" for one in pack.counts if one.id not in facts]
    faults += [
        f"theme `{one.id}` is counted by nothing"
        for one in pack.themes
        if not scopes & ({"themes", "leads"} if one.lead else {"themes"})
    ]
    of = len(pack.parameters) + len(pack.standards) + len(pack.counts) + len(pack.themes)
    return outcome("alive: used", faults, of, "every parameter, standard, count and theme is used")


def _operands(pack: Pack) -> Iterator[object]:
    for rule in pack.rules:
        yield from _in(rule.when)
    for standard in pack.standards:
        yield from (one for one in (standard.expected, standard.exceptional) if one is not None)
    if pack.measures is not None:
        bands = pack.measures.bands
        yield from (pack.measures.confidence, bands.some, bands.widespread, bands.systemic)


def _in(condition: Condition) -> Iterator[object]:
    for one in condition.comparisons():
        operand = one.operand
        yield from operand if isinstance(operand, tuple) else (operand,)
