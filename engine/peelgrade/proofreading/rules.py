"""What a rule names and what it compares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from peelgrade.conditions import compiled
from peelgrade.errors import NotFoundError, Problem, Where, nearest
from peelgrade.facts import Fact, as_written
from peelgrade.framework import Framework
from peelgrade.proofreading.parts import COUNT_SCOPES, twice
from peelgrade.rules import CAUSE, IMPROVEMENT, Condition, Pack, Rule, Tier
from peelgrade.vetting import Place, known

CONCLUSIONS: dict[Tier, str] = {
    "appraise": "level",
    "verdict": "verdict",
    "concern": "kind of concern",
    "grade": "grade",
}
"""What a rule of each tier concludes."""

PUT_IN = re.compile(r"\{([^{}]*)\}")
"""What stands in a rule's words for something that is put in."""


def vet_rule(
    rule: Rule,
    pack: Pack,
    framework: Framework,
    place: Place,
    facts: dict[str, Fact],
    said: tuple[str, ...],
) -> Iterator[Problem]:
    """Yield everything in a rule that names what doesn't exist, or compares what can't be compared."""
    yield from known(CONCLUSIONS[rule.tier], rule.concludes, said, place("rule", rule.id, "concludes"))
    same = [one.id for one in pack.tier(rule.tier) if one.id != rule.id]
    for number, other in enumerate(rule.unless):
        yield from known(f"other {rule.tier} rule", other, same, place("rule", rule.id, "unless", number))
    yield from twice(rule.unless, place("rule", rule.id, "unless"), "unless")
    if rule.id in _before(rule, pack, set()):
        yield Problem(place("rule", rule.id, "unless"), f"`{rule.id}` gives way to itself in a circle")
    yield from _vet_areas(rule, framework, place)
    yield from _vet_words(rule, pack, facts, place)
    for path, condition in _comparisons(rule.when, ("when",)):
        yield from _vet_comparison(condition, facts, pack, place, rule.id, path)
    for number, example in enumerate(rule.examples):
        for name, value in example.given.items():
            where = place("rule", rule.id, "examples", number, "given", name)
            yield from _vet_value(name, value, facts, where)


def _vet_areas(rule: Rule, framework: Framework, place: Place) -> Iterator[Problem]:
    if rule.areas and rule.tier != "grade":
        yield Problem(place("rule", rule.id, "areas"), "`areas` goes with rules of tier grade only")
        return
    graded = [one.id for one in framework.areas if one.graded]
    for number, area in enumerate(rule.areas):
        yield from known("graded area", area, graded, place("rule", rule.id, "areas", number))


def _vet_words(rule: Rule, pack: Pack, facts: dict[str, Fact], place: Place) -> Iterator[Problem]:
    """Yield what a rule's reason or recommendations put in and nobody knows, or leave out."""
    if rule.concludes == CAUSE and not rule.recommends:
        message = "a cause of concern always carries a recommendation: `recommends` is missing"
        yield Problem(place("rule", rule.id), message)
    if rule.recommends and (rule.tier != "concern" or rule.concludes == IMPROVEMENT):
        message = "`recommends` goes with a cause of concern only"
        yield Problem(place("rule", rule.id, "recommends"), message)
    for number, text in enumerate(rule.recommends):
        for one in PUT_IN.findall(text):
            where = place("rule", rule.id, "recommends", number)
            yield from known("text to put in", one, ["characteristic"], where)
    if rule.tier == "grade":
        named = [f"{one.id}.names" for one in pack.counts if set(one.over) & set(COUNT_SCOPES[1:])]
        for one in PUT_IN.findall(rule.because):
            yield from known("fact to put in", one, [*facts, *named], place("rule", rule.id, "because"))


def _before(rule: Rule, pack: Pack, seen: set[str]) -> set[str]:
    for other in rule.unless:
        if other in pack.by_id and other not in seen:
            seen.add(other)
            _before(pack.by_id[other], pack, seen)
    return seen


def _comparisons(
    condition: Condition, path: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], Condition]]:
    if condition.kind == "fact":
        yield path, condition
    for number, part in enumerate(condition.parts):
        yield from _comparisons(part, (*path, condition.kind, number))


def _vet_comparison(
    condition: Condition,
    facts: dict[str, Fact],
    pack: Pack,
    place: Place,
    rule: str,
    path: tuple[str | int, ...],
) -> Iterator[Problem]:
    name = str(condition.fact)
    if name not in facts:
        yield from known("fact of this tier", name, facts, place("rule", rule, *path, "fact"))
        return
    where = place("rule", rule, *path, condition.operator)
    try:
        compiled(condition, facts, pack)
    except NotFoundError as error:
        message, _, hint = str(error).partition("\n  help: ")
        yield Problem(where, message, hint)
    except ValueError as error:
        yield Problem(where, str(error), _instead(condition, facts[name], pack))
    else:
        yield from _vet_range(condition, facts[name], where)


def _vet_range(condition: Condition, fact: Fact, where: Where) -> Iterator[Problem]:
    """Yield the numbers written out that a fact can't come to, such as 80 where 80 % is meant."""
    for one in _operands(condition):
        if isinstance(one, Fraction) and not 0 <= one <= fact.top:
            yield Problem(where, _beyond(one, fact))


def _beyond(value: object, fact: Fact) -> str:
    return f"`{as_written(value)}` can't occur here: `{fact.name}` lies between 0 and {fact.top}"


def _operands(condition: Condition) -> tuple[object, ...]:
    operand = condition.operand
    return operand if isinstance(operand, tuple) else (operand,)


def _instead(condition: Condition, fact: Fact, pack: Pack) -> str:
    """Return what may have been meant by an operand that can't be compared with."""
    odd = [one for one in _operands(condition) if one not in fact.values]
    if not odd or (condition.operator == "in" and fact.kind == "number"):
        return ""
    if fact.kind == "number":
        return nearest(f"${odd[0]}", [f"${one}" for one in pack.values])
    return nearest(str(odd[0]), fact.values)


def _vet_value(name: str, value: object, facts: dict[str, Fact], where: Where) -> Iterator[Problem]:
    if name not in facts:
        yield from known("fact of this tier", name, facts, where)
        return
    try:
        held = facts[name].encode(value)
    except ValueError as error:
        yield Problem(where, str(error), nearest(str(value), facts[name].values))
    else:
        if held not in facts[name].domain:
            yield Problem(where, _beyond(value, facts[name]))
