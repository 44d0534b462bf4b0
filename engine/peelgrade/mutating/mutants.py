"""Every small change of a pack that an author could make by mistake, one at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from peelgrade.compiling import Program
from peelgrade.facts import Fact
from peelgrade.model import altered, plain_number
from peelgrade.phrasing import phrase
from peelgrade.rules import Condition, Pack, Parameter, Rule

TURNED = {
    "at_least": ("more_than",),
    "more_than": ("at_least",),
    "at_most": ("less_than",),
    "less_than": ("at_most",),
    "is": ("at_least", "at_most"),
}
"""What a comparison is turned into; `is` only where there is an order."""

SMALL_STEP = Fraction(1, 100)
"""The step by which a number that isn't whole is moved: one percentage point of a share."""


@dataclass(frozen=True)
class Mutant:
    """A pack with one small change: *about* what, and *what* was done to it."""

    about: str
    what: str
    pack: Pack


def mutants(run: Program) -> Iterator[Mutant]:
    """Yield every small change of a pack's rules and parameters."""
    pack = run.pack
    for rule in pack.rules:
        for what, when in _changed(rule.when, run.facts[rule.tier], pack):
            yield Mutant(rule.id, what, _with(pack, altered(rule, when=when)))
        for other in rule.unless:
            left = tuple(one for one in rule.unless if one != other)
            yield Mutant(
                rule.id, f"no longer gives way to {other}", _with(pack, altered(rule, unless=left))
            )
        yield Mutant(rule.id, "dropped", _without(pack, rule))
    for parameter in pack.parameters:
        for value in _moved(parameter.value):
            what = f"{plain_number(value)} instead of {plain_number(parameter.value)}"
            yield Mutant(parameter.id, what, _valued(pack, parameter, value))


def _with(pack: Pack, rule: Rule) -> Pack:
    return altered(pack, rules=tuple(rule if one.id == rule.id else one for one in pack.rules))


def _without(pack: Pack, rule: Rule) -> Pack:
    """Return a pack without a rule, its examples and its place in what others give way to."""
    rules = tuple(
        altered(one, unless=tuple(other for other in one.unless if other != rule.id))
        for one in pack.rules
        if one.id != rule.id
    )
    return altered(pack, rules=rules)


def _valued(pack: Pack, parameter: Parameter, value: Fraction) -> Pack:
    changed = altered(parameter, value=value)
    parameters = tuple(changed if one.id == parameter.id else one for one in pack.parameters)
    return altered(pack, parameters=parameters)


def _moved(value: Fraction) -> tuple[Fraction, ...]:
    step = Fraction(1) if value.denominator == 1 and value > 1 else SMALL_STEP
    return tuple(one for one in (value - step, value + step) if one >= 0)


def _changed(
    condition: Condition, facts: Mapping[str, Fact], pack: Pack
) -> Iterator[tuple[str, Condition]]:
    """Yield every small change of a condition, in words and as the whole condition."""
    if condition.kind == "fact":
        for changed in _compared(condition, facts[str(condition.fact)]):
            yield f"{phrase(changed, pack)} instead of {phrase(condition, pack)}", changed
        return
    kind, parts = condition.kind, condition.parts
    for turned in {"all": ("any",), "any": ("all",), "none": ("any",)}[kind] if len(parts) > 1 else ():
        yield f"{turned} instead of {kind} of {len(parts)}", _joined(turned, parts)
    for place, part in enumerate(parts):
        for what, changed in _changed(part, facts, pack):
            yield what, _joined(kind, (*parts[:place], changed, *parts[place + 1 :]))
        if len(parts) > 1:
            yield f"without {phrase(part, pack)}", _joined(kind, (*parts[:place], *parts[place + 1 :]))


def _joined(kind: str, parts: tuple[Condition, ...]) -> Condition:
    values: dict[str, Any] = {kind: parts}
    return Condition(**values)


def _compared(condition: Condition, fact: Fact) -> Iterator[Condition]:
    """Yield every small change of one comparison."""
    operator, operand = condition.operator, condition.operand
    if operator == "in":
        assert isinstance(operand, tuple)
        yield from _listed(condition, operand, fact)
        return
    if operator != "is" or fact.kind in ("scale", "number"):
        for turned in TURNED[operator]:
            yield _comparison(condition, turned, operand)
    for other in _beside(operand, fact):
        yield _comparison(condition, operator, other)


def _listed(condition: Condition, operand: tuple[object, ...], fact: Fact) -> Iterator[Condition]:
    """Yield a list with each value left out, and with each other value that there is."""
    for one in operand if len(operand) > 1 else ():
        yield _comparison(condition, "in", tuple(other for other in operand if other != one))
    for one in fact.values:
        if one not in operand:
            yield _comparison(condition, "in", (*operand, one))


def _beside(operand: object, fact: Fact) -> Iterator[object]:
    """Yield the operands one step away; of codes without an order all others; a parameter has its own."""
    if isinstance(operand, bool):
        yield not operand
    elif isinstance(operand, Fraction):
        yield from (operand + step for step in _steps(fact) if operand + step >= 0)
    elif fact.kind == "code":
        yield from (one for one in fact.values if one != operand)
    elif fact.kind == "scale":
        place = fact.values.index(str(operand))
        yield from (fact.values[one] for one in (place - 1, place + 1) if 0 <= one < len(fact.values))


def _steps(fact: Fact) -> tuple[Fraction, Fraction]:
    step = SMALL_STEP if fact.unit > 1 else Fraction(1)
    return -step, step


def _comparison(condition: Condition, operator: str, operand: Any) -> Condition:
    name = f"{operator}_" if operator in ("is", "in") else operator
    values: dict[str, Any] = {"fact": condition.fact, name: operand}
    return Condition.model_construct(_fields_set=set(values), **values)
