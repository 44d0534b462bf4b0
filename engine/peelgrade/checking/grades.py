"""
The grade tier, area by area: one outcome, and no grade lower for better verdicts or lesser concerns.

Each reachable row of an area's counts is compared with the one that it becomes when a single
characteristic's outcome rises to the next better one that there is. What better evidence does to an
area is a chain of such steps, one characteristic after another; each intermediate row is a state of the
area too, since what one characteristic comes to doesn't bind another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Literal

import numpy as np

from peelgrade.checking.areas import Ranks, Tally
from peelgrade.checking.findings import TOO_MANY, Fall, Finding, unproved
from peelgrade.checking.gathering import CONCERN_SCALE, UNASSESSED, Outcome
from peelgrade.checking.spaces import Flags, TooLargeError
from peelgrade.checking.summing import AT_ONCE, AreaSpace, Block, Choices, Reached, alike
from peelgrade.compiling import Program
from peelgrade.facts import NO_CONCERN
from peelgrade.framework import NOT_ASSESSED

Newly = Literal["", "best", "worst"]


@dataclass(frozen=True)
class Step:
    """
    One characteristic's outcome getting better: the outcomes of its block before and after, as rows too.

    *newly* says that it wasn't assessed before.
    """

    before: tuple[Outcome, ...]
    after: tuple[Outcome, ...]
    rows: tuple[tuple[int, ...], tuple[int, ...]]
    newly: Newly


def prove_areas(run: Program, choices: Choices) -> list[Finding]:
    """Return what is proved of the grade tier, for every graded area."""
    findings = []
    for area in run.framework.areas:
        if area.graded:
            try:
                findings += prove_area(AreaSpace(Tally(run, area), alike(choices, area.ids)))
            except TooLargeError:
                names = (f"complete: grade of {area.id}", f"monotone: grade of {area.id}")
                findings += [unproved(name, TOO_MANY) for name in names]
    return findings


def prove_area(space: AreaSpace) -> list[Finding]:
    """Return what is proved of one area."""
    reached = space.reach(space.blocks)[-1]
    ranks = space.tally.ranks(space.rows(reached.keys))
    return [_complete(space, ranks), _monotone(space, reached, ranks)]


def _complete(space: AreaSpace, ranks: Ranks) -> Finding:
    area, secure = space.tally.area, int((ranks >= 0).sum())
    name = f"complete: grade of {area.id}"
    if not secure:
        return Finding(name, False, len(ranks), f"no state of {area.id} is secure: it never gets a grade")
    rest = len(ranks) - secure
    text = f"one grade in each of {secure:,} secure states; in the other {rest:,} the outcome is not secure"
    return Finding(name, True, len(ranks), text)


def _monotone(space: AreaSpace, reached: Reached, ranks: Ranks) -> Finding:
    looked = 0
    found: list[tuple[int, int, Block, Step, dict[str, Outcome]]] = []
    for number, block in distinct(space.blocks):
        others = space.blocks[:number] + space.blocks[number + 1 :]
        ways = space.reach(others)
        rest = ways[-1]
        for steps in _batches(_steps(space, block), len(rest.keys)):
            looked += len(steps) * len(rest.keys)
            fell = _fallen(space, rest, steps, reached, ranks)
            if fell.any():
                cost = np.where(fell, rest.costs[:, None], np.iinfo(np.int64).max)
                place, chosen = np.unravel_index(int(cost.argmin()), cost.shape)
                context = space.way(others, ways, int(rest.keys[place]))
                found.append((int(cost.min()), len(found), block, steps[int(chosen)], context))
    if found:
        return _told(space, looked, *min(found)[2:])
    name = f"monotone: grade of {space.tally.area.id}"
    return Finding(name, True, looked, "no better verdict and no lesser or fewer concerns ever lower it")


def distinct(blocks: tuple[Block, ...]) -> list[tuple[int, Block]]:
    """Return one of each kind of block, with its place: those that add the same are interchangeable."""
    found: dict[object, tuple[int, Block]] = {}
    for number, block in enumerate(blocks):
        found.setdefault((block.rows.tobytes(), block.ways), (number, block))
    return list(found.values())


def _batches(steps: list[Step], states: int) -> Iterator[list[Step]]:
    most = max(1, AT_ONCE // states)
    yield from (steps[start : start + most] for start in range(0, len(steps), most))


def _steps(space: AreaSpace, block: Block) -> list[Step]:
    """Return each single step of one member of a block, but one of those that add the same."""
    found: dict[object, Step] = {}
    choices = [list(space.choices[one]) for one in block.members]
    rows = {way: space.row(block.members, way) for way in product(*choices)}
    better = [{one: _better(space, one, every) for one in every} for every in choices]
    for way, row in rows.items():
        for number, outcome in enumerate(way):
            for other, newly in better[number][outcome]:
                after = (*way[:number], other, *way[number + 1 :])
                pair = (row, rows[after])
                if (pair, newly) not in found:
                    found[pair, newly] = Step(way, after, pair, newly)
    return sorted(found.values(), key=lambda one: one.newly)


def _better(space: AreaSpace, outcome: Outcome, every: list[Outcome]) -> list[tuple[Outcome, Newly]]:
    """Return the next better outcomes; for an unassessed characteristic the best and the worst ones."""
    scale = space.tally.run.framework.verdicts
    if outcome[0] == UNASSESSED:
        best = [(one, "best") for one in every if one[0][0] in met_or_better(scale)]
        return best + [(one, "worst") for one in every if one[0][0] == scale[0]]  # type: ignore[return-value]
    above = [one for one in every if _above(scale, outcome, one)]
    return [(one, "") for one in above if not any(_above(scale, other, one) for other in above)]


def met_or_better(scale: tuple[str, ...]) -> tuple[str, ...]:
    """Return the verdicts that count as met or better: the upper half of the scale."""
    return scale[-(len(scale) // 2) :]


def _above(scale: tuple[str, ...], one: Outcome, other: Outcome) -> bool:
    """Say whether another outcome of an assessed characteristic is better, and worse in nothing."""
    if one == other or NOT_ASSESSED in (one[0][0], other[0][0]):
        return False
    (verdict, concern), (better, lesser) = one[0], other[0]
    return scale.index(verdict) <= scale.index(better) and (
        CONCERN_SCALE.index(concern) <= CONCERN_SCALE.index(lesser)
    )


def _fallen(space: AreaSpace, rest: Reached, steps: list[Step], reached: Reached, ranks: Ranks) -> Flags:
    """Return for each state of the rest and each step whether the grade moves as it mustn't."""
    before, after = (
        ranks[
            np.searchsorted(
                reached.keys, space.added(rest.keys, np.array([one.rows[end] for one in steps]))
            )
        ]
        for end in (0, 1)
    )
    sign = np.array([-1 if one.newly == "worst" else 1 for one in steps])
    fallen: Flags = (before >= 0) & (after >= 0) & (sign * after < sign * before)
    return fallen


def _told(space: AreaSpace, looked: int, block: Block, step: Step, context: dict[str, Outcome]) -> Finding:
    """Return the fall as a sentence, with the rules that decide the worse of the two grades."""
    tally = space.tally
    ends = [
        graded(tally, context | dict(zip(block.members, way, strict=True)))
        for way in (step.before, step.after)
    ]
    changed = next(
        n for n, (old, new) in enumerate(zip(step.before, step.after, strict=True)) if old != new
    )
    (verdict, concern), (better, lesser) = step.before[changed][0], step.after[changed][0]
    if step.newly:
        what = f"is assessed as {plainly(better)}"
    elif verdict != better:
        what = f"rises from {plainly(verdict)} to {plainly(better)}"
    else:
        what = f"has {_article(lesser)} instead of {_article(concern)}"
    worse = ends[0] if step.newly == "worst" else ends[1]
    rules = " and ".join(f"`{rule}`" for rule in worse[1])
    moves = "rises" if step.newly == "worst" else "falls"
    text = (
        f"if {block.members[changed]} alone {what}, {tally.area.id} {moves} "
        f"from {plainly(ends[0][0])} to {plainly(ends[1][0])}, because of {rules or 'no ceiling'}"
    )
    fault = Fall((), tally.area.id, step.newly, block.members[changed], (ends[0][0], ends[1][0]))
    return Finding(f"monotone: grade of {tally.area.id}", False, looked, text, fault)


def _article(concern: str) -> str:
    if concern == NO_CONCERN:
        return plainly(concern)
    return f"{'an' if concern[0] in 'aeiou' else 'a'} {plainly(concern)}"


def plainly(code: str) -> str:
    """Return a code as it is read in a sentence."""
    return code.replace("-", " ")


def graded(tally: Tally, verdicts: dict[str, Outcome]) -> tuple[str, list[str]]:
    """Return the grade that outcomes lead to, and the rules that decide it."""
    rows = np.array([tally.row({one: outcome[0] for one, outcome in verdicts.items()})])
    rows = np.minimum(rows, np.array(tally.limits))
    grade = tally.run.framework.grade_ids[int(tally.ranks(rows)[0])]
    facts = tally.facts(rows)
    fired = [rule for rule in tally.rules if np.all(tally.run.tiers["grade"].fires(rule, facts))]
    return grade, [rule for rule in fired if tally.run.says(rule) == grade]
