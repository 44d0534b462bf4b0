"""What one framework and its rules name, put wherever a file may name it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from peelgrade.evidence import NO_STANDARD
from peelgrade.framework import NOT_ASSESSED, Framework
from peelgrade.model import plain_number
from peelgrade.proofreading import COUNT_SCOPES
from peelgrade.rules import Pack, Parameter
from peelgrade.schemas.conditions import tiered
from peelgrade.schemas.plain import Schema
from peelgrade.schemas.shapes import FRACTION

Codes = dict[str, str]
"""What can be named, and what each is."""

TEXTS = {
    ("Case", "framework"): "framework",
    ("Record", "characteristic"): "characteristic",
    ("Record", "affects"): "area",
    ("Measure", "standard"): "standard",
    ("PackFile", "framework"): "framework",
    ("PackFile", "secure"): "parameter",
    ("Theme", "area"): "area",
    ("Theme", "characteristics"): "characteristic",
    ("Bearing", "characteristic"): "characteristic",
    ("Bearing", "on"): "characteristic",
    ("Count", "over"): "scope",
    ("Rule", "areas"): "graded-area",
    ("TestCase", "area"): "area",
    ("Expected", "grade"): "grade",
    ("Expected", "rules"): "rule",
    ("CharacteristicWords", "framework"): "framework",
    ("Keywords", "id"): "characteristic",
    ("General", "characteristic"): "characteristic",
    ("StandardHint", "standard"): "standard",
    ("StandardHint", "characteristics"): "characteristic",
    ("AreaHint", "area"): "area",
    ("Change", "param"): "parameter",
}
"""Where a text, or each text of a list, is one of a kind of name."""

KEYS = {
    ("Count", "points"): "verdict",
    ("TestCase", "parameters"): "parameter",
    ("Expected", "verdicts"): "characteristic",
}
"""Where the keys of a mapping are one of a kind of name."""

OPERANDS = (
    ("Standard", "expected"),
    ("Standard", "exceptional"),
    ("Measures", "confidence"),
    ("Bands", "some"),
    ("Bands", "widespread"),
    ("Bands", "systemic"),
)
"""Where a number stands, or `$` and a parameter."""


@dataclass(frozen=True)
class Names:
    """A framework and the rules for it, whose names a schema is to list."""

    framework: Framework
    pack: Pack

    def codes(self) -> dict[str, Codes]:
        """Return every kind of name, with its names and what each is."""
        model, pack = self.framework, self.pack
        characteristics = {
            one.id: f"{area.title}: {one.text}" for area in model.areas for one in area.characteristics
        }
        parameters = {one.id: _valued(one) for one in pack.parameters}
        return {
            "framework": {model.id: model.title},
            "characteristic": characteristics,
            "area": {area.id: area.title for area in model.areas},
            "graded-area": {area.id: area.title for area in model.areas if area.graded},
            "grade": {grade.id: grade.means for grade in model.grades},
            "verdict": dict.fromkeys(model.verdicts, ""),
            "verdict-or-none": dict.fromkeys((*model.verdicts, NOT_ASSESSED), ""),
            "scope": dict(zip(COUNT_SCOPES, _SCOPES, strict=True)) | characteristics,
            "standard": {one.id: one.means for one in pack.standards}
            | {NO_STANDARD: "Nothing says what the figure should be: the words decide."},
            "parameter": parameters,
            "parameter-operand": {f"${name}": text for name, text in parameters.items()},
            "rule": {rule.id: rule.says for rule in pack.rules},
        }


_SCOPES = (
    "All characteristics of the area.",
    "The themes that carry the area.",
    "Those of the themes that lead it.",
)


def _valued(parameter: Parameter) -> str:
    return f"{plain_number(parameter.value)}: {parameter.means}"


def named(defs: dict[str, Schema], names: Names) -> dict[str, Schema]:
    """Return *defs* in which what can be named is listed."""
    codes = names.codes()
    if "Rule" in defs:
        defs = tiered(defs, names.framework, names.pack)
    for home, keys, key in list(_properties(defs)):
        one = keys[key]
        if (home, key) in TEXTS:
            keys[key] = _listed(one, TEXTS[home, key])
        elif (home, key) in KEYS:
            one["properties"] = _keyed(codes[KEYS[home, key]], one["additionalProperties"])
            one["additionalProperties"] = False
        elif (home, key) in OPERANDS:
            number = [option for option in one["anyOf"] if option["type"] == "number"]
            one["anyOf"] = [*number, FRACTION, {"$ref": "#/$defs/parameter-operand"}]
    if "Expected" in defs:
        for one in defs["Expected"]["properties"]["verdicts"]["properties"].values():
            one |= {"$ref": "#/$defs/verdict-or-none"}
    return defs | {kind: _enumerated(known) for kind, known in codes.items()}


def _properties(defs: dict[str, Schema]) -> Iterable[tuple[str, Schema, str]]:
    """Yield every key of every model: the model's name, its keys, and which of them."""
    for home, schema in defs.items():
        for one in (schema, *schema.get("anyOf", ())):
            for key in one.get("properties", {}):
                yield home, one["properties"], key


def _listed(schema: Any, kind: str) -> Any:
    """Return a schema whose every text is one of a *kind* of name."""
    if isinstance(schema, list):
        return [_listed(one, kind) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("type") == "string":
        kept = {key: one for key, one in schema.items() if key in ("description", "default")}
        return {**kept, "$ref": f"#/$defs/{kind}"}
    return {key: _listed(one, kind) for key, one in schema.items()}


def _keyed(codes: Codes, value: Schema) -> Schema:
    return {name: value | ({"description": text} if text else {}) for name, text in codes.items()}


def _enumerated(codes: Codes) -> Schema:
    described = {"enumDescriptions": list(codes.values())} if any(codes.values()) else {}
    return {"enum": list(codes), **described}
