"""
Proofs about a rule pack: complete and monotone, tier by tier, over every state.

Monotone is proved step by step: each state against the one that is a single step better in one
input. A chain of such steps leads from any evidence to any better evidence, so what holds for each
step holds for all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from peelgrade.checking.spaces import (
    AreaSpace,
    Block,
    Flags,
    Grid,
    Ints,
    TooLargeError,
    record_space,
    verdict_space,
)
from peelgrade.compiling import Program
from peelgrade.evidence import EXTENTS, Measure
from peelgrade.facts import NO_CONCERN
from peelgrade.framework import NOT_ASSESSED, Area
from peelgrade.measuring import derived, judge
from peelgrade.rules import CONCERNS, Tier

LARGEST_SAMPLE = 120
"""The samples for which the reading of figures is proved: every k of every n up to this."""


@dataclass(frozen=True)
class Witness:
    """A counterexample that can be written as cases: verdicts of one area, before and after a step."""

    area: str
    before: dict[str, str]
    after: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """
    One property: *held*, or not, or not proved (None), over how many *states*.

    *detail* is one sentence: what was proved, or the smallest counterexample.
    """

    name: str
    held: bool | None
    states: int
    detail: str
    witness: Witness | None = None


def concluded(run: Program, tier: Tier, states: Grid) -> dict[str, Flags]:
    """Return where each rule of a tier fires."""
    size = states.size
    known: dict[str, object] = {}
    return {
        rule: np.broadcast_to(np.asarray(run.tiers[tier].fires(rule, states.facts, known)), (size,))
        for rule in run.tiers[tier].tests
    }


def ranks(run: Program, fired: dict[str, Flags], scale: tuple[str, ...], size: int) -> Ints:
    """Return the place on *scale* of what is concluded in each state; -1 where nothing is."""
    found = np.full(size, -1, dtype=np.int64)
    for rule, fires in fired.items():
        found[fires] = scale.index(run.says(rule))
    return found


def told(run: Program, tier: Tier, state: dict[str, int]) -> str:
    """Return a state in words."""
    facts = run.facts[tier]
    return ", ".join(f"{name} {facts[name].read(value)}" for name, value in state.items())


def _plainest(run: Program, tier: Tier, states: Grid, where: Flags) -> dict[str, int]:
    """Return the state among those marked that differs least from the defaults."""
    places = np.flatnonzero(where)
    facts = run.facts[tier]
    apart = sum((states.facts[name][places] != facts[name].default).astype(int) for name in states.facts)
    return states.state(int(places[np.argmin(apart)]))


def once(run: Program, tier: Tier, states: Grid, can: Flags, *, due: bool) -> Finding:
    """Say whether exactly one rule of a tier fires in every state (at most one, where none is *due*)."""
    fired = concluded(run, tier, states)
    many = np.sum([fires.astype(np.int64) for fires in fired.values()], axis=0, dtype=np.int64)
    name, size = f"complete: {tier}", int(can.sum())
    overlap, gap = can & (many > 1), can & (many == 0)
    if overlap.any():
        state = _plainest(run, tier, states, overlap)
        rules = [rule for rule in fired if run.tiers[tier].fires(rule, state)]
        text = f"{' and '.join(f'`{rule}`' for rule in rules)} both fire: {told(run, tier, state)}"
        return Finding(name, False, size, text)
    if due and gap.any():
        state = _plainest(run, tier, states, gap)
        return Finding(name, False, size, f"no rule fires: {told(run, tier, state)}")
    word = "exactly one conclusion" if due else "at most one conclusion"
    return Finding(name, True, size, f"{word} in every state")


def prove_records(run: Program) -> list[Finding]:
    """Return what is proved of the appraise tier."""
    try:
        states = record_space(run)
    except TooLargeError:
        return [_unproved("complete: appraise"), _unproved("monotone: appraise")]
    whole = once(run, "appraise", states, np.ones(states.size, dtype=bool), due=True)
    if not whole.held:
        return [whole]
    fired = concluded(run, "appraise", states)
    level = ranks(run, fired, run.pack.level_ids, states.size)
    return [whole, _monotone_records(run, states, level)]


def _unproved(name: str) -> Finding:
    return Finding(name, None, 0, "not proved: there are too many states to look at each")


def record_steps(run: Program, states: Grid) -> Iterator[tuple[str, Ints, Ints]]:
    """Yield each kind of better step: its words, and the places of the states before and after."""
    names = list(states.facts)
    places = np.arange(states.size).reshape(states.shape)
    shows = states.facts["shows"].reshape(states.shape)
    order = run.facts["appraise"]["shows"].values

    def along(name: str, before: int, after: int, when: tuple[str, ...]) -> tuple[Ints, Ints]:
        axis = names.index(name)
        low, high = np.take(places, before, axis), np.take(places, after, axis)
        fits = np.isin(np.take(shows, before, axis), [order.index(one) for one in when])
        return low[fits], high[fits]

    for before, after in (("shortfall", "strength"), ("strength", "exceeds")):
        pair = along("shows", order.index(before), order.index(after), (before,))
        yield f"a {before} becomes {after}", *pair
    short, strong = ("shortfall",), ("strength", "exceeds")
    for name, sides in (
        ("extent", ((-1, short), (1, strong))),
        ("impact", ((-1, short),)),
        ("recurring", ((-1, short),)),
        ("mitigated", ((1, short),)),
        ("trend", ((1, short),)),
        ("steps", ((1, (*short, *strong)),)),
    ):
        if name not in states.facts:
            continue
        fact = run.facts["appraise"][name]
        for direction, when in sides:
            for start in fact.domain:
                if start + direction in fact.domain:
                    words = f"{name} goes from {fact.read(start)} to {fact.read(start + direction)}"
                    yield words, *along(name, start, start + direction, when)


def _monotone_records(run: Program, states: Grid, level: Ints) -> Finding:
    looked = 0
    for words, before, after in record_steps(run, states):
        looked += len(before)
        worse = level[after] < level[before]
        if worse.any():
            state = states.state(int(before[worse][0]))
            old, new = (run.pack.level_ids[int(level[side[worse][0]])] for side in (before, after))
            text = f"if {words} alone, a record falls from {old} to {new}: {told(run, 'appraise', state)}"
            return Finding("monotone: appraise", False, looked, text)
    return Finding("monotone: appraise", True, looked, "no better record ever weighs worse")


def prove_characteristics(run: Program) -> list[Finding]:
    """Return what is proved of the verdict and concern tiers."""
    states, can = verdict_space(run)
    whole = once(run, "verdict", states, can, due=True)
    if not whole.held:
        return [whole]
    fired = concluded(run, "verdict", states)
    verdict = ranks(run, fired, run.framework.verdicts, states.size)
    findings = [whole, _monotone_pairs(run, "verdict", states, can, verdict, run.framework.verdicts)]
    reached = Grid(states.facts | {"verdict": np.maximum(verdict, 0)}, states.shape)
    single = once(run, "concern", reached, can, due=False)
    if not single.held:
        return [*findings, single]
    scale = (*CONCERNS, NO_CONCERN)
    concern = ranks(run, concluded(run, "concern", reached), scale, states.size)
    concern[concern < 0] = scale.index(NO_CONCERN)
    return [*findings, single, _monotone_pairs(run, "concern", states, can, concern, scale)]


def _monotone_pairs(
    run: Program, tier: Tier, states: Grid, can: Flags, rank: Ints, scale: tuple[str, ...]
) -> Finding:
    """Compare every pair of states of which one is at least as good in every input."""
    facts = run.facts["verdict"]
    places = np.flatnonzero(can)
    signed = np.stack([facts[n].better * states.facts[n][places] for n in facts], axis=1)
    mine = rank[places]
    looked = 0
    for number, place in enumerate(places):
        better = (signed >= signed[number]).all(axis=1)
        looked += int(better.sum()) - 1
        worse = better & (mine < mine[number])
        if worse.any():
            nearest = np.flatnonzero(worse)[np.abs(signed[worse] - signed[number]).sum(axis=1).argmin()]
            old, new = states.state(int(place)), states.state(int(places[nearest]))
            changed = [
                f"{name} goes from {facts[name].read(old[name])} to {facts[name].read(new[name])}"
                for name in old
                if old[name] != new[name]
            ]
            fall = f"from {scale[int(mine[number])]} to {scale[int(mine[nearest])]}"
            text = f"if {' and '.join(changed)} alone, it falls {fall}: {told(run, 'verdict', old)}"
            return Finding(f"monotone: {tier}", False, looked, text)
    return Finding(f"monotone: {tier}", True, looked, "no better state ever leads to a worse conclusion")


def prove_figures(run: Program) -> list[Finding]:
    """Return what is proved of the reading of sampled figures, for every k of every n up to a limit."""
    if run.pack.measures is None:
        return []
    looked = 0
    for standard in run.pack.standards:
        if standard.steps:
            continue
        for of in range(1, LARGEST_SAMPLE + 1):
            before = (-9, 0)
            for count in range(of + 1):
                shows, extent = derived(judge(Measure(count=count, of=of), standard, run.pack), run.pack)
                place = EXTENTS.index(extent)
                now = {"shortfall": (0, -place), "strength": (1, place), "exceeds": (2, place)}[shows]
                looked += 1
                if now < before:
                    text = f"{count} of {of} against `{standard.id}` is read worse than {count - 1} of {of}"
                    return [Finding("monotone: figures", False, looked, text)]
                before = now
    text = f"one more that met the standard is never read worse, up to {LARGEST_SAMPLE} in a sample"
    return [Finding("monotone: figures", True, looked, text)]


def prove_areas(run: Program) -> list[Finding]:
    """Return what is proved of the grade tier, area by area."""
    findings = []
    for area in run.framework.areas:
        if area.graded:
            try:
                findings.append(prove_area(run, area))
            except TooLargeError:
                findings.append(_unproved(f"monotone: grade of {area.id}"))
    return findings


def prove_area(run: Program, area: Area) -> Finding:
    """Say whether better verdicts or fewer concerns ever lower the grade of one area."""
    space = AreaSpace(run, area)
    name, looked = f"monotone: grade of {area.id}", 0
    whole = np.flatnonzero(space.reach(space.blocks)[-1])
    tables = [_table(space, whole, concerns) for concerns in space.concern_states()]
    for concerns, table in zip(space.concern_states(), tables, strict=True):
        for fewer, other in zip(space.concern_states(), tables, strict=True):
            if fewer != concerns and all(fewer[one] <= concerns[one] for one in concerns):
                looked += len(whole)
                if (other[whole] < table[whole]).any():
                    text = f"with {fewer} the grade of {area.id} is lower than with {concerns}"
                    return Finding(name, False, looked, text)
    for block in _distinct(space):
        others = tuple(one for one in space.blocks if one is not block)
        reached = space.reach(others)
        rest = np.flatnonzero(reached[-1])
        for before, after, newly in _block_steps(run, block):
            low, high = int(block.keys[before]), int(block.keys[after])
            for table in tables:
                looked += len(rest)
                old, new = table[rest + low], table[rest + high]
                fell = (new < old) & (old >= 0) & (new >= 0)
                if newly == "worst":
                    fell = (new > old) & (old >= 0) & (new >= 0)
                if fell.any():
                    at = int(rest[fell][_fewest(space, rest[fell])])
                    context = space.verdicts(others, reached, at)
                    return _fall(space, name, looked, block, (before, after), context)
    return Finding(name, True, looked, "no better verdict and no fewer concerns ever lower it")


def _table(space: AreaSpace, keys: Ints, concerns: dict[str, int]) -> npt.NDArray[np.int8]:
    table = np.full(space.size, -1, dtype=np.int8)
    table[keys] = space.grades(keys, concerns)
    return table


def _fewest(space: AreaSpace, keys: Ints) -> int:
    return int(np.argmin(space.facts(keys, {})["assessed"]))


def _distinct(space: AreaSpace) -> list[Block]:
    """Return one of each kind of block: those that add the same are interchangeable."""
    found: dict[bytes, Block] = {}
    for block in space.blocks:
        found.setdefault(block.keys.tobytes(), block)
    return list(found.values())


def _block_steps(run: Program, block: Block) -> Iterator[tuple[int, int, str]]:
    """Yield each single step of one characteristic: a better verdict first, then newly assessed."""
    scale = run.framework.verdicts
    place = {state: number for number, state in enumerate(block.states)}
    found: dict[tuple[str, int, int], tuple[int, int, str]] = {}
    for state, number in place.items():
        for member, verdict in enumerate(state):
            for other, newly in _better(verdict, scale):
                after = place[(*state[:member], other, *state[member + 1 :])]
                step = (newly, int(block.keys[number]), int(block.keys[after]))
                found.setdefault(step, (number, after, newly))
    yield from (found[step] for step in sorted(found))


def _better(verdict: str, scale: tuple[str, ...]) -> list[tuple[str, str]]:
    if verdict == NOT_ASSESSED:
        return [(one, "best") for one in scale[-2:]] + [(scale[0], "worst")]
    above = scale.index(verdict) + 1
    return [(scale[above], "")] if above < len(scale) else []


def _fall(
    space: AreaSpace,
    name: str,
    looked: int,
    block: Block,
    step: tuple[int, int],
    context: dict[str, str],
) -> Finding:
    run, area = space.run, space.area
    before = context | dict(zip(block.members, block.states[step[0]], strict=True))
    after = context | dict(zip(block.members, block.states[step[1]], strict=True))
    changed = next(one for one in block.members if before[one] != after[one])
    ends = [_graded(space, verdicts) for verdicts in (before, after)]
    rises = run.framework.rank(ends[1][0]) > run.framework.rank(ends[0][0])
    rules = " and ".join(f"`{rule}`" for rule in (ends[0] if rises else ends[1])[1])
    text = (
        f"if {changed} alone {'is assessed as' if before[changed] == NOT_ASSESSED else 'rises from'} "
        f"{'' if before[changed] == NOT_ASSESSED else before[changed] + ' to '}{after[changed]}, {area.id} "
        f"{'rises' if rises else 'falls'} from {ends[0][0]} to {ends[1][0]}, because of {rules}"
    )
    return Finding(name, False, looked, text, Witness(area.id, before, after))


def _graded(space: AreaSpace, verdicts: dict[str, str]) -> tuple[str, list[str]]:
    """Return the grade that verdicts lead to without concerns, and the rules that decide it."""
    key = sum(
        int(block.keys[block.states.index(tuple(verdicts[one] for one in block.members))])
        for block in space.blocks
    )
    keys = np.array([key])
    concerns = space.concern_states()[0]
    rank = int(space.grades(keys, concerns)[0])
    grade = space.run.framework.grade_ids[rank]
    facts = space.facts(keys, concerns)
    tier = space.run.tiers["grade"]
    fired = [rule for rule in space.rules if np.all(tier.fires(rule, facts))]
    return grade, [rule for rule in fired if space.run.says(rule) == grade]
