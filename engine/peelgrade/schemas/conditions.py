"""What the rules of a tier may ask and say: its facts, with the operators and values that each allows."""

from __future__ import annotations

from peelgrade.facts import Fact, conclusions, vocabulary
from peelgrade.framework import Framework
from peelgrade.rules import TIERS, Pack, Tier
from peelgrade.schemas.plain import Schema
from peelgrade.schemas.shapes import FRACTION, closed

ORDERED = ("at_least", "at_most", "more_than", "less_than")


def tiered(defs: dict[str, Schema], framework: Framework, pack: Pack) -> dict[str, Schema]:
    """Return *defs* of a rule in which each tier has its own conditions, examples and conclusions."""
    facts, said = vocabulary(framework, pack), conclusions(framework, pack)
    for tier in TIERS:
        known = facts[tier].values()
        defs[f"condition-{tier}"] = _condition(tier, [_comparison(fact) for fact in known])
        given = closed({fact.name: _value(fact) | {"description": fact.means} for fact in known}, [])
        example = defs["Example"]
        defs[f"example-{tier}"] = example | {"properties": example["properties"] | {"given": given}}
    rule = defs["Rule"]
    rule["properties"] = {key: _open(key, one) for key, one in rule["properties"].items()}
    rule["allOf"] += [_of_tier(tier, said[tier], pack) for tier in TIERS]
    return defs


def _open(key: str, schema: Schema) -> Schema:
    """Leave to the tiers what differs between them."""
    if key in ("concludes", "when", "unless", "examples"):
        return {"description": schema["description"]} if "description" in schema else {}
    return schema


def _of_tier(tier: Tier, said: tuple[str, ...], pack: Pack) -> Schema:
    """Return what holds of the rules of one tier."""
    others = {"enum": [rule.id for rule in pack.tier(tier)]}
    own = {
        "concludes": {"enum": list(said)},
        "when": {"$ref": f"#/$defs/condition-{tier}"},
        "unless": {"type": "array", "items": others, "uniqueItems": True},
        "examples": {"type": "array", "items": {"$ref": f"#/$defs/example-{tier}"}},
    }
    named = {"properties": {"id": {"pattern": rf"^{tier}\."}}, "required": ["id"]}
    return {"if": named, "then": {"properties": own}}


def _condition(tier: Tier, comparisons: list[Schema]) -> Schema:
    parts = {"type": "array", "minItems": 1, "items": {"$ref": f"#/$defs/condition-{tier}"}}
    means = {
        "all": "Every one of these holds.",
        "any": "At least one of these.",
        "none": "None of these.",
    }
    combined = [closed({kind: parts | {"description": text}}, [kind]) for kind, text in means.items()]
    return {"anyOf": [*combined, *comparisons]}


def _comparison(fact: Fact) -> Schema:
    """Return the schema of comparisons of one fact: with exactly one of the operators that it allows."""
    value = _operand(fact)
    operators: Schema = {"is": value, "in": {"type": "array", "minItems": 1, "items": _value(fact)}}
    if fact.kind in ("scale", "number"):
        operators |= dict.fromkeys(ORDERED, value)
    named = {"const": fact.name, "description": fact.means}
    return closed({"fact": named, **operators}, ["fact"], minProperties=2, maxProperties=2)


def _operand(fact: Fact) -> Schema:
    """Return what a fact can be compared with: a value of its own, and for numbers a parameter."""
    value = _value(fact)
    if fact.kind != "number":
        return value
    return {"anyOf": [*value.get("anyOf", [value]), {"$ref": "#/$defs/parameter-operand"}]}


def _value(fact: Fact) -> Schema:
    """Return the schema of the values that a fact can have."""
    if fact.kind == "flag":
        return {"type": "boolean"}
    if fact.kind != "number":
        return {"enum": list(fact.values)}
    if fact.unit == 1:
        return {"type": "integer", "minimum": 0, "maximum": fact.top}
    return {"anyOf": [{"type": "number", "minimum": 0, "maximum": fact.top}, FRACTION]}
