"""
Cited and exemplified: every rule and parameter has a meaning, a source, and examples on both sides.

A rule's examples are its own. A parameter has examples on both sides where a rule that compares with it
has one in which that comparison holds and one in which it doesn't; one that figures are read by, where
the tests beside the rules hold figures on both sides of it; the share that must be assessed, where they
expect both outcomes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from peelgrade.checking.findings import Finding, outcome
from peelgrade.compiling import Program
from peelgrade.conditions import compiled, holds
from peelgrade.evidence import Record
from peelgrade.measuring import Judged, judge
from peelgrade.model import spelled
from peelgrade.rules import Count, Level, Pack, Parameter, Rule, Standard, Theme
from peelgrade.trying import TestCase, example_facts

FEWEST_WORDS = 2
"""A meaning or a citation of fewer words says nothing."""


def told(run: Program, tests: Sequence[TestCase]) -> list[Finding]:
    """Say whether everything has a meaning, a citation, and examples of both kinds that come out."""
    return [_meant(run.pack), _cited(run.pack), _exemplified(run, tests)]


def _meant(pack: Pack) -> Finding:
    things: list[Parameter | Standard | Count | Level] = [
        *pack.parameters,
        *pack.standards,
        *pack.counts,
        *pack.levels,
    ]
    said = {one.id: one.means for one in things} | {rule.id: rule.says for rule in pack.rules}
    faults = [_too_short(one, text, "a meaning") for one, text in said.items() if _says_nothing(text)]
    return outcome("meant", faults, len(said), "everything says what it means")


def _cited(pack: Pack) -> Finding:
    things: list[Parameter | Standard | Theme | Rule] = [
        *pack.parameters,
        *pack.standards,
        *pack.themes,
        *pack.rules,
    ]
    faults = [_too_short(one.id, one.cites, "a citation") for one in things if _says_nothing(one.cites)]
    return outcome("cited", faults, len(things), "everything says where it comes from")


def _says_nothing(text: str) -> bool:
    return len(text.split()) < FEWEST_WORDS


def _too_short(id: str, text: str, wanted: str) -> str:
    return f"`{text}` of `{id}` is too short for {wanted}: it takes {spelled(FEWEST_WORDS)} words or more"


def _exemplified(run: Program, tests: Sequence[TestCase]) -> Finding:
    faults = [fault for rule in run.pack.rules for fault in example_faults(run, rule)]
    for parameter in run.pack.parameters:
        sides = set(_sides(run, parameter, tests))
        if len(sides) < 2:
            words = "examples on one side only" if sides else "no example on either side"
            faults.append(f"parameter `{parameter.id}` has {words}")
    examples = sum(len(rule.examples) for rule in run.pack.rules) + len(tests)
    proved = "every rule and parameter has examples of both kinds"
    return outcome("exemplified", faults, examples, proved)


def example_faults(run: Program, rule: Rule) -> Iterator[str]:
    """Yield what is wrong with a rule's examples: a kind missing, or one that comes out otherwise."""
    for wanted, words in ((True, "in which it fires"), (False, "in which it doesn't fire")):
        if not any(one.fires is wanted for one in rule.examples):
            yield f"`{rule.id}` has no example {words}"
    for number, example in enumerate(rule.examples, 1):
        given = example_facts(run, rule, number - 1)
        if bool(run.tiers[rule.tier].fires(rule.id, given)) is not example.fires:
            yield f"example {number} of `{rule.id}` {'does not fire' if example.fires else 'fires'}"


def _sides(run: Program, parameter: Parameter, tests: Sequence[TestCase]) -> Iterator[bool]:
    """Yield, for each example that touches a parameter, on which side of it the example lies."""
    name, pack = f"${parameter.id}", run.pack
    for rule in pack.rules:
        for one in rule.when.comparisons():
            if one.operand == name:
                compares = compiled(one, run.facts[rule.tier], pack)
                for number in range(len(rule.examples)):
                    yield bool(holds(compares, example_facts(run, rule, number)))
    if parameter.id == pack.secure:
        yield from (_graded(test) for test in tests if test.expect.outcome or test.expect.grade)
    for test in tests:
        if parameter.id not in test.parameters:
            for record in test.evidence:
                yield from _sides_of_figure(pack, name, record)


def _graded(test: TestCase) -> bool:
    return test.expect.grade is not None or test.expect.outcome == "graded"


def _sides_of_figure(pack: Pack, name: str, record: Record) -> Iterator[bool]:
    """Yield on which side of a parameter a judged figure lies, wherever it is read by that."""
    if pack.measures is None or record.measure is None or not record.judged:
        return
    standard = pack.standard(record.measure.standard)
    if standard.steps:
        return
    judged = judge(record.measure, standard, pack)
    if standard.expected == name:
        yield judged.share >= judged.expected
    if standard.exceptional == name:
        yield judged.reading == "exceptional"
    if pack.measures.confidence == name:
        yield judged.reading == "unclear"
    if record.shows is not None or judged.reading != "unclear":
        bands = pack.measures.bands
        spoken = _spoken_for(record, judged)
        for band in (bands.some, bands.widespread, bands.systemic):
            if band == name:
                yield spoken >= float(pack.number(band))


def _spoken_for(record: Record, judged: Judged) -> float:
    """Return the share that a figure speaks for: what fell short, or what was met."""
    short = judged.reading == "falls-short" if record.shows is None else record.shows == "shortfall"
    return 1 - judged.share if short else judged.share
