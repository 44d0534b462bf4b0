"""Examples and tests of a rule pack, run by both evaluators; and what they leave uncovered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from pydantic import Field

from peelgrade.assessment import Assessment, Inspection, Outcome
from peelgrade.compiling import Program
from peelgrade.conditions import comparisons, holds
from peelgrade.deriving import derive
from peelgrade.errors import InvalidInputError, Problem, RulesError
from peelgrade.evidence import Case, Record, in_order
from peelgrade.facts import defaults
from peelgrade.framework import NOT_ASSESSED, Framework
from peelgrade.model import Exact, Model, Text
from peelgrade.packing import test_files
from peelgrade.reading import Document, Location, read_yaml
from peelgrade.rules import TIERS, Pack, Rule, Tier
from peelgrade.validating import validated
from peelgrade.vetting import Place, known, vet_record


class Expected(Model):
    """What a test expects of an area; what it doesn't name may be anything."""

    outcome: Outcome | None = None
    grade: str | None = None
    verdicts: dict[str, str] = Field(default_factory=dict)
    causes_of_concern: int | None = None
    areas_for_improvement: int | None = None
    rules: tuple[str, ...] = ()


class TestCase(Model):
    """Given evidence on one area, and what is expected of it."""

    title: Text
    area: str
    evidence: tuple[Record, ...]
    parameters: dict[str, Exact] = Field(default_factory=dict)
    expect: Expected


class TestFile(Model):
    """A file of tests beside the rules (`*.test.yaml`)."""

    tests: tuple[TestCase, ...]


def load_tests(folder: Path, framework: Framework, pack: Pack) -> tuple[TestCase, ...]:
    """
    Return the tests beside the rules of a pack, from every `*.test.yaml` in its folder.

    Raises:
        InvalidInputError: With every fault in every file at once, names that don't exist included.

    """
    tests: list[TestCase] = []
    problems: list[Problem] = []
    for path in test_files(folder):
        try:
            document = read_yaml(path)
            found = validated(TestFile, document).tests
        except InvalidInputError as error:
            problems += error.problems
            continue
        for number, test in enumerate(found):
            problems += _vet(test, document, ("tests", number), framework, pack)
        tests += found
    if problems:
        raise InvalidInputError(problems)
    return tuple(tests)


def _vet(
    test: TestCase, document: Document, at: Location, framework: Framework, pack: Pack
) -> Iterator[Problem]:
    """Yield everything in a test that names what doesn't exist."""
    areas = {area.id: area for area in framework.areas}
    yield from known("area", test.area, areas, document.where((*at, "area")))
    for number, record in enumerate(test.evidence):
        yield from vet_record(record, framework, pack, _inside(document, (*at, "evidence", number)))
    for name, value in test.parameters.items():
        place = document.where((*at, "parameters", name), key=name not in pack.values)
        yield from pack.parameter_fault(name, value, place)
    expect, where = test.expect, (*at, "expect")
    if expect.grade is not None:
        yield from known("grade", expect.grade, framework.grade_ids, document.where((*where, "grade")))
    own = areas[test.area].ids if test.area in areas else framework.characteristic_ids
    for name, verdict in expect.verdicts.items():
        place = document.where((*where, "verdicts", name), key=True)
        yield from known("characteristic of the area", name, own, place)
        place = document.where((*where, "verdicts", name))
        yield from known("verdict", verdict, (*framework.verdicts, NOT_ASSESSED), place)
    for number, rule in enumerate(expect.rules):
        yield from known("rule", rule, pack.by_id, document.where((*where, "rules", number)))


def _inside(document: Document, at: Location) -> Place:
    return lambda _kind, _id, *inside: document.where((*at, *inside))


@dataclass(frozen=True)
class Trial:
    """One example or test: what was given, expected and got."""

    name: str
    given: str
    expected: str
    got: str

    @property
    def passed(self) -> bool:
        """Say whether it came out as expected."""
        return self.expected == self.got


def try_examples(run: Program) -> list[Trial]:
    """Return every example of every rule, concluded by both evaluators."""
    trials: list[Trial] = []
    for tier in TIERS:
        pairs = [(rule, number) for rule in run.pack.tier(tier) for number in range(len(rule.examples))]
        states = [example_facts(run, rule, number) for rule, number in pairs]
        for (rule, number), fired in zip(pairs, run.conclude(tier, states), strict=True):
            example = rule.examples[number]
            given = ", ".join(f"{name} {value}" for name, value in example.given.items())
            name = f"{rule.id}, example {number + 1}" + (f": {example.title}" if example.title else "")
            trials.append(Trial(name, given, _fires(example.fires), _fires(rule.id in fired)))
    return trials


def example_facts(run: Program, rule: Rule, number: int) -> dict[str, int]:
    """Return the facts of one of a rule's examples, those not given at their defaults."""
    facts = run.facts[rule.tier]
    given = rule.examples[number].given
    return defaults(facts) | {name: facts[name].encode(value) for name, value in given.items()}


def _fires(fires: bool) -> str:
    return "it fires" if fires else "it doesn't fire"


def try_tests(run: Program, tests: tuple[TestCase, ...]) -> list[Trial]:
    """Return every test of a file, derived by both evaluators."""
    return [_try(run, test) for test in tests]


def passes(run: Program, test: TestCase) -> bool:
    """Say whether a test comes out as expected, by our own evaluator; undecided is not."""
    try:
        return _try(run, test, chained=False).passed
    except RulesError:
        return False


def _try(run: Program, test: TestCase, *, chained: bool = True) -> Trial:
    case = Case(
        case="test", force="A made-up force", framework=run.framework.id, evidence=in_order(test.evidence)
    )
    changed: dict[str, Fraction] = dict(test.parameters)
    pack = run.pack.with_parameters(changed) if changed else run.pack
    found = derive(Inspection(case, run.framework, pack), areas=[test.area], chained=chained)
    wanted = {k: v for k, v in test.expect.model_dump(mode="json").items() if v not in (None, {}, [])}
    got = {name: value for name, value in _got(found, test.expect).items() if name in wanted}
    given = ", ".join(one.id for one in case.evidence) or "no evidence"
    return Trial(test.title, f"{given} in {test.area}", _told(wanted), _told(got))


def _told(values: dict[str, Any]) -> str:
    """Return what is expected, or was got, as it is read."""
    return "; ".join(f"{name.replace('_', ' ')} {_value(one)}" for name, one in values.items())


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {one}" for name, one in value.items())
    return ", ".join(value) or "none" if isinstance(value, list) else str(value)


def _got(found: Assessment, expect: Expected) -> dict[str, Any]:
    area = found.areas[0]
    fired = {one.rule for one in area.ceilings}
    return {
        "outcome": area.outcome,
        "grade": area.grade,
        "verdicts": {
            one: next((v.verdict for v in area.verdicts if v.characteristic == one), "unknown")
            for one in expect.verdicts
        },
        "causes_of_concern": len(area.causes),
        "areas_for_improvement": len(area.improvements),
        "rules": [rule for rule in expect.rules if rule in fired],
    }


def uncovered(run: Program) -> list[str]:
    """Return the rules and comparisons that the examples never made both true and false."""
    found = []
    for tier in TIERS:
        for rule in run.pack.tier(tier):
            states = _states(run, tier)
            fired = {bool(run.tiers[tier].fires(rule.id, state)) for state in states}
            if fired != {True, False}:
                found.append(f"{rule.id} {'never fires' if True not in fired else 'always fires'}.")
            for one in comparisons(run.tiers[tier].tests[rule.id]):
                seen = {bool(holds(one, state)) for state in _own(run, rule)}
                if seen != {True, False}:
                    word = "true" if True not in seen else "false"
                    found.append(f"{rule.id}: `{one.text}` was never {word} in its examples.")
    return found


def _own(run: Program, rule: Rule) -> list[dict[str, int]]:
    return [example_facts(run, rule, number) for number in range(len(rule.examples))]


def _states(run: Program, tier: Tier) -> list[dict[str, int]]:
    return [state for rule in run.pack.tier(tier) for state in _own(run, rule)]
