"""What holds between the keys of one thing, which no single key can say; the models check the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from peelgrade.framework import NOT_ASSESSED
from peelgrade.rules import CAUSE, OPERATORS, TIERS
from peelgrade.schemas.plain import Schema

DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
HASH = r"^[0-9a-f]{12,64}$"
FRACTION: Schema = {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?(/0*[1-9][0-9]*)?$"}


def shaped(defs: dict[str, Schema]) -> dict[str, Schema]:
    """Return *defs* with what holds between the keys of each."""
    return {name: _SHAPES[name](one) if name in _SHAPES else one for name, one in defs.items()}


def closed(properties: Schema, required: Iterable[str], **more: Any) -> Schema:
    """Return the schema of a mapping with these keys and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
        **more,
    }


def _needs(*keys: str) -> Schema:
    return {"required": list(keys)}


def _none_of(*keys: str) -> Schema:
    return {"not": {"anyOf": [_needs(key) for key in keys]}}


def _condition(schema: Schema) -> Schema:
    """One of `all`, `any` and `none`, or a fact and exactly one operator."""
    keys = schema["properties"]
    combined = [closed({kind: keys[kind]}, [kind]) for kind in ("all", "any", "none")]
    operators = {operator: keys[operator] for operator in OPERATORS}
    compared = closed({"fact": keys["fact"], **operators}, ["fact"], minProperties=2, maxProperties=2)
    return {"description": schema["description"], "anyOf": [*combined, compared]}


def _measure(schema: Schema) -> Schema:
    """One of the three shapes, and the same in an earlier figure; a margin goes with a percentage."""
    count, percent, value = ("count", "of"), ("percent", "margin"), ("value", "unit")
    return schema | {
        "oneOf": [
            _shape(count, (*percent, *value)),
            _shape(percent[:1], (*count, *value)),
            _shape(value, (*count, *percent)),
        ]
    }


def _shape(keys: tuple[str, ...], others: tuple[str, ...]) -> Schema:
    earlier = _needs(*keys) | _none_of("previous")
    return _needs(*keys) | _none_of(*others) | {"properties": {"previous": earlier}}


def _record(schema: Schema) -> Schema:
    """Words or a figure; and a direction with its extent, unless a standard says them."""
    judged = {"properties": {"measure": _needs("standard")}, "required": ["measure"]}
    extent = {"anyOf": [_needs("extent"), judged, {"not": _needs("shows")}]}
    said = [{"anyOf": [_needs(word), _needs("measure")]} for word in ("finding", "shows")]
    return _once("characteristic")(schema) | {"allOf": [*said, extent]}


def _dated(schema: Schema) -> Schema:
    for key in ("published", "date"):
        if key in schema["properties"]:
            schema["properties"][key]["pattern"] = DATE
    return schema


def _against(schema: Schema) -> Schema:
    for one in schema["properties"].values():
        one["pattern"] = HASH
    return schema


def _standard(schema: Schema) -> Schema:
    """Either steps, or a share that is expected."""
    _share(schema, "expected", "exceptional")
    steps = {"properties": {"steps": {"minItems": 1}}, "required": ["steps"]}
    return schema | {"oneOf": [_needs("expected"), steps]}


def _share(schema: Schema, *keys: str) -> Schema:
    """Bound the numbers that stand for shares."""
    for key in keys:
        for one in schema["properties"][key]["anyOf"]:
            one.update({"minimum": 0, "maximum": 1} if one["type"] == "number" else {})
    return schema


def _once(*keys: str) -> Callable[[Schema], Schema]:
    """Return what makes lists name everything once."""

    def shape(schema: Schema) -> Schema:
        for key in keys:
            schema["properties"][key]["uniqueItems"] = True
        return schema

    return shape


def _rule(schema: Schema) -> Schema:
    schema["properties"]["id"]["pattern"] = rf"^({'|'.join(TIERS)})\.[a-z0-9._-]*$"
    said = {"concludes": {"const": CAUSE}}
    cause = {"if": {"properties": said, "required": ["concludes"]}, "then": _needs("recommends")}
    graded = {"if": _needs("areas"), "then": {"properties": {"id": {"pattern": r"^grade\."}}}}
    advised = {"if": _needs("recommends"), "then": {"properties": {"id": {"pattern": r"^concern\."}}}}
    return _once("unless", "areas")(schema) | {"allOf": [cause, graded, advised]}


def _framework(schema: Schema) -> Schema:
    schema["properties"]["grades"] |= {"minItems": 2}
    verdicts = schema["properties"]["verdicts"]
    verdicts |= {"minItems": 2, "uniqueItems": True}
    verdicts["items"]["not"] = {"const": NOT_ASSESSED}
    return schema


def _scenario(schema: Schema) -> Schema:
    schema["properties"]["changes"]["items"] = {"$ref": "#/$defs/Change"}
    return schema


_SHAPES = {
    "Condition": _condition,
    "Measure": _measure,
    "Record": _record,
    "Case": _dated,
    "Entry": _dated,
    "Against": _against,
    "Standard": _standard,
    "Measures": lambda schema: _share(schema, "confidence"),
    "Bands": lambda schema: _share(schema, "some", "widespread", "systemic"),
    "Theme": _once("characteristics"),
    "Bearing": _once("on"),
    "Count": _once("over"),
    "Rule": _rule,
    "Framework": _framework,
    "ScenarioFile": _scenario,
}


def change(record: Schema, measure: Schema, exact: Schema) -> Schema:
    """Return the schema of one change of a scenario, given those of a record, a measure and a number."""
    one, parts = record["properties"]["id"], measure["properties"]
    fields = {name: field for name, field in record["properties"].items() if name != "id"}
    fields |= {f"measure.{name}": part for name, part in parts.items() if name != "previous"}
    optional = {name: {"anyOf": [field, {"type": "null"}]} for name, field in fields.items()}
    word = {"type": "string"}
    return {
        "description": "One change: a record dropped, put right, set or added, or a parameter's value.",
        "anyOf": [
            closed({"drop": one | {"description": "Take this record away."}}, ["drop"]),
            closed({"right": one | {"description": "Put the shortfall of this record right."}}, ["right"]),
            closed(
                {"set": one | {"description": "Give fields of this record other values."}, **optional},
                ["set"],
                minProperties=2,
                patternProperties={r"^measure\.previous\.": {}},
            ),
            closed({"add": {"$ref": "#/$defs/Record"}}, ["add"]),
            closed({"param": word, "value": exact}, ["param", "value"]),
        ],
    }
