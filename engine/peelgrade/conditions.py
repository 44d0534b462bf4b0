"""
What a condition means: the one evaluator, on single values and on arrays alike.

`compiled` turns a condition of a rule into a tree of comparisons of whole numbers; `holds` reads
that tree against facts held as whole numbers, or as arrays of them; `failing` says which
comparisons stood in the way. The door to durable_rules translates the same tree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import ceil, floor
from typing import Any, Literal

from peelgrade.facts import Fact
from peelgrade.model import plain_number
from peelgrade.rules import Condition, Pack, Rule

Facts = Mapping[str, Any]
"""Facts by name: whole numbers, or arrays of them that are all of one length."""


@dataclass(frozen=True)
class Comparison:
    """
    One comparison: a fact lies between *low* and *high* (both included), or is one of *among*.

    *text* is the comparison as its author wrote it, parameters named with their values; *below* says
    that the author named the first number that no longer satisfies it.
    """

    fact: str
    low: int | None
    high: int | None
    among: tuple[int, ...]
    text: str
    below: bool = False


@dataclass(frozen=True)
class Combination:
    """All, any or none of several tests."""

    kind: Literal["all", "any", "none"]
    parts: tuple[Test, ...]


Test = Comparison | Combination


def compiled(condition: Condition, facts: Mapping[str, Fact], pack: Pack) -> Test:
    """Return *condition* as a test of whole numbers; raise ValueError for what can't be compared."""
    if condition.kind == "fact":
        return _comparison(condition, facts, pack)
    parts = tuple(compiled(part, facts, pack) for part in condition.parts)
    return Combination(condition.kind, parts)


def _comparison(condition: Condition, facts: Mapping[str, Fact], pack: Pack) -> Comparison:
    name = str(condition.fact)
    if name not in facts:
        raise ValueError(f"no fact `{name}` in this tier")
    fact, operator, operand = facts[name], condition.operator, condition.operand
    text = f"{name} {operator.replace('_', ' ')} {_written(operand, pack)}"
    if operator == "in":
        assert isinstance(operand, tuple)
        if any(str(one).startswith("$") for one in operand):
            raise ValueError("`in` takes no parameters: compare with each by `is`, under `any`")
        return Comparison(name, None, None, tuple(sorted(fact.encode(one) for one in operand)), text)
    if operator == "is" and fact.kind != "number":
        return Comparison(name, None, None, (fact.encode(operand),), text)
    low, high = _bounds(fact, operator, operand, pack)
    return Comparison(name, low, high, (), text, below=operator == "less_than")


def _bounds(fact: Fact, operator: str, operand: object, pack: Pack) -> tuple[int | None, int | None]:
    """Return the whole numbers between which a fact satisfies the comparison."""
    if fact.kind in ("code", "flag"):
        raise ValueError(f"`{fact.name}` has no order: compare it with `is` or `in`")
    place = Fraction(fact.encode(operand)) if fact.kind == "scale" else pack.number(operand) * fact.unit
    match operator:
        case "at_least":
            return ceil(place), None
        case "more_than":
            return floor(place) + 1, None
        case "at_most":
            return None, floor(place)
        case "less_than":
            return None, ceil(place) - 1
        case _:
            return ceil(place), floor(place)


def _written(operand: object, pack: Pack) -> str:
    if isinstance(operand, tuple):
        return ", ".join(_written(one, pack) for one in operand)
    if isinstance(operand, str) and operand.startswith("$"):
        return f"{operand[1:]} ({plain_number(pack.number(operand))})"
    if isinstance(operand, bool):
        return "true" if operand else "false"
    return str(plain_number(operand) if isinstance(operand, Fraction) else operand)


def holds(test: Test, facts: Facts) -> Any:
    """Say whether *test* holds: a truth value, or an array of them where the facts are arrays."""
    if isinstance(test, Comparison):
        return _compares(test, facts[test.fact])
    results = [holds(part, facts) for part in test.parts]
    result = results[0]
    for one in results[1:]:
        result = (result & one) if test.kind == "all" else (result | one)
    return result ^ True if test.kind == "none" else result


def _compares(test: Comparison, value: Any) -> Any:
    if test.among:
        result = value == test.among[0]
        for one in test.among[1:]:
            result = result | (value == one)
        return result
    above = True if test.low is None else value >= test.low
    below = True if test.high is None else value <= test.high
    return above & below


def comparisons(test: Test) -> Iterator[Comparison]:
    """Yield every comparison in a test, from left to right."""
    if isinstance(test, Comparison):
        yield test
    else:
        for part in test.parts:
            yield from comparisons(part)


@dataclass(frozen=True)
class Compiled:
    """The rules of one tier as tests, each with the rules that come before it."""

    tests: dict[str, Test]
    unless: dict[str, tuple[str, ...]]
    _known: dict[tuple[int, ...], frozenset[str]] = field(default_factory=dict, compare=False)

    @cached_property
    def _read(self) -> tuple[str, ...]:
        """Return the facts that the tests read, in order."""
        return tuple(sorted({one.fact for test in self.tests.values() for one in comparisons(test)}))

    def fires(self, rule: str, facts: Facts, known: dict[str, Any] | None = None) -> Any:
        """Say whether *rule* fires: its test holds and no rule that comes before it fires."""
        known = {} if known is None else known
        if rule not in known:
            result = holds(self.tests[rule], facts)
            for other in self.unless[rule]:
                result = result & (self.fires(other, facts, known) ^ True)
            known[rule] = result
        return known[rule]

    def met(self, facts: Facts) -> frozenset[str]:
        """Return the ids of all rules whose test holds on single facts; equal facts are read once."""
        key = tuple(facts[name] for name in self._read)
        if key not in self._known:
            found = frozenset(rule for rule, test in self.tests.items() if holds(test, facts))
            self._known[key] = found
        return self._known[key]

    def left(self, met: frozenset[str]) -> frozenset[str]:
        """Return the rules that fire of those whose test holds: the others give way."""
        known: dict[str, bool] = {}

        def fires(rule: str) -> bool:
            if rule not in known:
                known[rule] = rule in met and not any(fires(other) for other in self.unless[rule])
            return known[rule]

        return frozenset(rule for rule in met if fires(rule))

    def fired(self, facts: Facts) -> frozenset[str]:
        """Return the ids of all rules that fire on single facts."""
        return self.left(self.met(facts))


def compiled_rules(rules: tuple[Rule, ...], facts: Mapping[str, Fact], pack: Pack) -> Compiled:
    """Return the rules of one tier, compiled."""
    tests = {rule.id: compiled(rule.when, facts, pack) for rule in rules}
    return Compiled(tests, {rule.id: rule.unless for rule in rules})


def failing(test: Test, facts: Facts) -> tuple[Comparison, ...]:
    """
    Return the comparisons that keep *test* from holding, leftmost first; none if it holds.

    Under `any` every alternative fails and all are returned; under `none` those that hold are.
    """
    if holds(test, facts):
        return ()
    if isinstance(test, Comparison):
        return (test,)
    if test.kind == "none":
        return tuple(one for part in test.parts if holds(part, facts) for one in holding(part, facts))
    return tuple(one for part in test.parts for one in failing(part, facts))


def holding(test: Test, facts: Facts) -> tuple[Comparison, ...]:
    """Return the comparisons by which *test* holds, leftmost first; none if it doesn't."""
    if not holds(test, facts):
        return ()
    if isinstance(test, Comparison):
        return (test,)
    if test.kind == "none":
        return tuple(one for part in test.parts for one in failing(part, facts))
    return tuple(one for part in test.parts for one in holding(part, facts))
