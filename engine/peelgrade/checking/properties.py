"""
What a rule pack is held to: complete, monotone, alive, cited and exemplified.

Nothing is skipped silently: a property that couldn't be proved is a finding of its own, with the
reason.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from peelgrade.checking.proving import (
    Finding,
    concluded,
    prove_areas,
    prove_characteristics,
    prove_figures,
    prove_records,
    ranks,
)
from peelgrade.checking.spaces import AreaSpace, Flags, Grid, TooLargeError, record_space, verdict_space
from peelgrade.compiling import Program
from peelgrade.facts import defaults
from peelgrade.rules import Condition, Pack, Parameter, Rule, Standard, Theme


def check(run: Program) -> list[Finding]:
    """Return every property of a pack: what was proved, over how many states, and what failed."""
    findings = prove_records(run) + prove_characteristics(run) + prove_figures(run)
    findings += prove_areas(run)
    if any(one.held is not True for one in findings if one.name.startswith("complete")):
        return [*findings, Finding("alive", None, 0, "not proved: the pack isn't complete")]
    return findings + alive(run) + used(run.pack) + told(run)


def _outcome(name: str, faults: list[str], states: int, proved: str) -> Finding:
    return Finding(name, not faults, states, "; ".join(faults) if faults else proved)


def alive(run: Program) -> list[Finding]:
    """Say whether every rule decides something somewhere, and everything can be reached."""
    try:
        return [*_alive_below(run), *_alive_grades(run)]
    except TooLargeError:
        return [Finding("alive", None, 0, "not proved: there are too many states to look at each")]


def _alive_below(run: Program) -> Iterator[Finding]:
    records = record_space(run)
    everywhere = np.ones(records.size, dtype=bool)
    yield _rules_fire(run, "appraise", records, everywhere)
    reached = {run.says(r) for r, fires in concluded(run, "appraise", records).items() if fires.any()}
    missing = [f"no record comes to level `{one}`" for one in run.pack.level_ids if one not in reached]
    yield _outcome("alive: levels", missing, records.size, "every level is reached")
    states, can = verdict_space(run)
    yield _rules_fire(run, "verdict", states, can)
    fired = concluded(run, "verdict", states)
    verdict = ranks(run, fired, run.framework.verdicts, states.size)
    got = {run.framework.verdicts[int(one)] for one in np.unique(verdict[can])}
    faults = [f"no characteristic reaches `{one}`" for one in run.framework.verdicts if one not in got]
    yield _outcome(
        "alive: verdicts", faults, int(can.sum()), "every characteristic can reach every verdict"
    )
    with_verdict = Grid(states.facts | {"verdict": np.maximum(verdict, 0)}, states.shape)
    yield _rules_fire(run, "concern", with_verdict, can)


def _rules_fire(run: Program, tier: str, states: Grid, can: Flags) -> Finding:
    fired = concluded(run, tier, states)  # type: ignore[arg-type]
    dead = [f"`{rule}` fires nowhere" for rule, fires in fired.items() if not (fires & can).any()]
    return _outcome(f"alive: {tier}", dead, int(can.sum()), "every rule decides something somewhere")


def _alive_grades(run: Program) -> Iterator[Finding]:
    """Look for each ceiling for a state in which the grade would be another without it."""
    decides: dict[str, bool] = dict.fromkeys(run.tiers["grade"].tests, False)
    fires: dict[str, bool] = dict.fromkeys(run.tiers["grade"].tests, False)
    unreached: list[str] = []
    looked = 0
    for area in run.framework.areas:
        if not area.graded:
            continue
        space = AreaSpace(run, area)
        keys = np.flatnonzero(space.reach(space.blocks)[-1])
        grades: set[int] = set()
        for concerns in space.concern_states():
            looked += len(keys)
            facts = space.facts(keys, concerns)
            lowest = space.grades(keys, concerns)
            grades |= set(np.unique(lowest).tolist())
            _note_decisive(space, facts, lowest, decides, fires)
        names = [grade for rank, grade in enumerate(run.framework.grade_ids) if rank not in grades]
        unreached += [f"{area.id} can't reach {name}" for name in names]
    dead = [f"`{rule}` fires nowhere" for rule, found in fires.items() if not found]
    dead += [
        f"`{rule}` is shadowed: wherever it fires another ceiling is as low"
        for rule, found in decides.items()
        if fires[rule] and not found
    ]
    yield _outcome("alive: grade", dead, looked, "every ceiling decides a grade somewhere")
    yield _outcome("alive: grades", unreached, looked, "every area can reach every grade")


def _note_decisive(
    space: AreaSpace,
    facts: dict[str, object],
    lowest: object,
    decides: dict[str, bool],
    fires: dict[str, bool],
) -> None:
    run, tier = space.run, space.run.tiers["grade"]
    secure = np.asarray(lowest) >= 0
    size = len(secure)
    fired = {
        rule: np.broadcast_to(np.asarray(tier.fires(rule, facts)), (size,)) & secure for rule in space.rules
    }
    place = {rule: run.framework.rank(run.says(rule)) for rule in space.rules}
    for rule, mine in fired.items():
        fires[rule] |= bool(mine.any())
        if not decides[rule]:
            others = np.full(size, len(run.framework.grades) - 1)
            for other, theirs in fired.items():
                if other != rule:
                    others[theirs] = np.minimum(others[theirs], place[other])
            decides[rule] = bool((mine & (place[rule] < others)).any())


def used(pack: Pack) -> list[Finding]:
    """Say whether every parameter, standard, count and theme is used by something."""
    operands = list(_operands(pack))
    named = {str(one)[1:] for one in operands if str(one).startswith("$")} | {pack.secure}
    facts = {one.fact for rule in pack.rules for one in rule.when.comparisons()}
    scopes = {scope for count in pack.counts for scope in count.over}
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
    if pack.themes and not scopes & {"themes", "leads"}:
        faults.append("themes are declared and nothing counts them")
    of = len(pack.parameters) + len(pack.standards) + len(pack.counts)
    return [_outcome("alive: used", faults, of, "every parameter, standard and count is used")]


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


def told(run: Program) -> list[Finding]:
    """Say whether everything is cited, and every rule has examples of both kinds that come out."""
    pack = run.pack
    things: list[Parameter | Standard | Theme] = [*pack.parameters, *pack.standards, *pack.themes]
    faults = [f"`{one.id}` has no citation" for one in things if len(one.cites) < len("a source")]
    faults += [f"`{rule.id}` has no citation" for rule in pack.rules if len(rule.cites) < len("a source")]
    cited = _outcome("cited", faults, len(things) + len(pack.rules), "everything says where it comes from")
    wrong = [fault for rule in pack.rules for fault in example_faults(run, rule)]
    examples = sum(len(rule.examples) for rule in pack.rules)
    return [cited, _outcome("exemplified", wrong, examples, "every rule has examples of both kinds")]


def example_faults(run: Program, rule: Rule) -> Iterator[str]:
    """Yield what is wrong with a rule's examples: a kind missing, or one that comes out otherwise."""
    for wanted, words in ((True, "in which it fires"), (False, "in which it doesn't fire")):
        if not any(one.fires is wanted for one in rule.examples):
            yield f"`{rule.id}` has no example {words}"
    for number, example in enumerate(rule.examples, 1):
        facts = run.facts[rule.tier]
        given = defaults(facts) | {name: facts[name].encode(v) for name, v in example.given.items()}
        if bool(run.tiers[rule.tier].fires(rule.id, given)) is not example.fires:
            yield f"example {number} of `{rule.id}` {'does not fire' if example.fires else 'fires'}"
