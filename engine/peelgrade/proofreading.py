"""What no file of a rule pack can know alone: names that stand elsewhere, and what can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator

from peelgrade.conditions import compiled
from peelgrade.errors import NotFoundError, Problem, Where, nearest
from peelgrade.facts import Fact, conclusions, vocabulary
from peelgrade.framework import Framework
from peelgrade.rules import CAUSE, IMPROVEMENT, Condition, Pack, Rule, Side, Tier
from peelgrade.vetting import Place, known

COUNT_SCOPES = ("characteristics", "themes", "leads")
"""What a count can be over, besides characteristics by their ids."""

CONCLUSIONS: dict[Tier, str] = {
    "appraise": "level",
    "verdict": "verdict",
    "concern": "kind of concern",
    "grade": "grade",
}
"""What a rule of each tier concludes."""

PUT_IN = re.compile(r"\{([^{}]*)\}")
"""What stands in a rule's words for something that is put in."""


def vet_pack(pack: Pack, framework: Framework, place: Place) -> Iterator[Problem]:
    """Yield everything in a pack that names what doesn't exist, or compares what can't be compared."""
    if pack.framework != framework.id:
        message = f"these rules are for `{pack.framework}`, not for `{framework.id}`"
        yield Problem(place("pack", pack.id, "framework"), message)
    yield from _twice(pack, place)
    yield from _vet_settings(pack, place)
    yield from _vet_themes(pack, framework, place)
    yield from _vet_counts(pack, framework, place)
    try:
        facts = vocabulary(framework, pack)
    except (ValueError, ZeroDivisionError):
        return
    said = conclusions(framework, pack)
    for rule in pack.rules:
        yield from _vet_rule(rule, pack, framework, place, facts[rule.tier], said[rule.tier])


def _twice(pack: Pack, place: Place) -> Iterator[Problem]:
    for kind, ids in {
        "level": [one.id for one in pack.levels],
        "theme": [one.id for one in pack.themes],
        "parameter": [one.id for one in pack.parameters],
        "standard": [one.id for one in pack.standards],
        "count": [one.id for one in pack.counts],
        "rule": [one.id for one in pack.rules],
    }.items():
        for one in sorted({one for one in ids if ids.count(one) > 1}):
            yield Problem(place(kind, one), f"the {kind} id `{one}` is used more than once")


def _vet_settings(pack: Pack, place: Place) -> Iterator[Problem]:
    operands: list[tuple[Where, object]] = [(place("pack", pack.id, "secure"), f"${pack.secure}")]
    if pack.measures is not None:
        bands = pack.measures.bands
        where = place("pack", pack.id, "measures")
        of_bands = (bands.some, bands.widespread, bands.systemic)
        operands += [(where, one) for one in (pack.measures.confidence, *of_bands)]
    for standard in pack.standards:
        for name in ("expected", "exceptional"):
            operand = getattr(standard, name)
            if operand is not None:
                operands.append((place("standard", standard.id, name), operand))
    for where, operand in operands:
        yield from _vet_operand(operand, pack, where)
    sides: tuple[Side, ...] = ("shortfall", "strength")
    for side in sides:
        level = getattr(pack.corroboration, side)
        if level is not None:
            yield from known(
                "level", level, pack.side_levels(side), place("pack", pack.id, "corroboration")
            )


def _vet_operand(operand: object, pack: Pack, where: Where) -> Iterator[Problem]:
    try:
        pack.number(operand)
    except NotFoundError as error:
        message, _, hint = str(error).partition("\n  help: ")
        yield Problem(where, message, hint)
    except ValueError:
        yield Problem(where, f"`{operand}` should be a number, or `$` and a parameter's id")


def _vet_themes(pack: Pack, framework: Framework, place: Place) -> Iterator[Problem]:
    areas = [area.id for area in framework.areas]
    for theme in pack.themes:
        yield from known("area", theme.area, areas, place("theme", theme.id, "area"))
        own = framework.area(theme.area).ids if theme.area in areas else framework.characteristic_ids
        for number, one in enumerate(theme.characteristics):
            where = place("theme", theme.id, "characteristics", number)
            yield from known(f"characteristic of {theme.area}", one, own, where)
    for bearing in pack.bearings:
        where = place("bearing", bearing.characteristic)
        for one in (bearing.characteristic, *bearing.on):
            yield from known("characteristic", one, framework.characteristic_ids, where)


def _vet_counts(pack: Pack, framework: Framework, place: Place) -> Iterator[Problem]:
    for count in pack.counts:
        for verdict in count.points:
            where = place("count", count.id, "points", verdict)
            yield from known("verdict", verdict, framework.verdicts, where)
        if len(count.over) == 1 and count.over[0] in COUNT_SCOPES:
            continue
        for one in count.over:
            scopes = (*framework.characteristic_ids, *COUNT_SCOPES)
            yield from known("characteristic", one, scopes, place("count", count.id, "over"))


def _vet_rule(
    rule: Rule,
    pack: Pack,
    framework: Framework,
    place: Place,
    facts: dict[str, Fact],
    said: tuple[str, ...],
) -> Iterator[Problem]:
    yield from known(CONCLUSIONS[rule.tier], rule.concludes, said, place("rule", rule.id, "concludes"))
    same = [one.id for one in pack.tier(rule.tier) if one.id != rule.id]
    for number, other in enumerate(rule.unless):
        yield from known(f"other {rule.tier} rule", other, same, place("rule", rule.id, "unless", number))
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
    try:
        compiled(condition, facts, pack)
    except NotFoundError as error:
        message, _, hint = str(error).partition("\n  help: ")
        yield Problem(place("rule", rule, *path, condition.operator), message, hint)
    except ValueError as error:
        hint = _instead(condition.operand, facts[name], pack)
        yield Problem(place("rule", rule, *path, condition.operator), str(error), hint)


def _instead(operand: object, fact: Fact, pack: Pack) -> str:
    """Return what may have been meant by an operand that can't be compared with."""
    if operand in fact.values:
        return ""
    if fact.kind == "number":
        return nearest(f"${operand}", [f"${one}" for one in pack.values])
    return nearest(str(operand), fact.values)


def _vet_value(name: str, value: object, facts: dict[str, Fact], where: Where) -> Iterator[Problem]:
    if name not in facts:
        yield from known("fact of this tier", name, facts, where)
        return
    try:
        facts[name].encode(value)
    except ValueError as error:
        yield Problem(where, str(error), nearest(str(value), facts[name].values))
