"""
A model to a JSON Schema, described by its docstring.

Only what drafts 7 and 2020-12 have in common is used, since editors know either. What may be left out is
left out: an empty value is none.
"""

from __future__ import annotations

import re
from typing import Any

from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from peelgrade.model import Model

Schema = dict[str, Any]

_BREAK = re.compile(r"(?<=[.;:])\s+(?=[A-Z*])")
_NAMED = re.compile(r"\*(\w+)\*")


class _Generator(GenerateJsonSchema):
    """What pydantic makes of a model, without what an editor would only stumble over."""

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> Schema:
        value: Any = schema["schema"]
        if value["type"] == "nullable" and schema.get("default") is None:
            return self.generate_inner(value["schema"])
        inner = dict(super().default_schema(schema))
        if not isinstance(inner.get("default"), str | bool | int) or inner["default"] == "":
            inner.pop("default", None)
        return inner

    def tuple_schema(self, schema: core_schema.TupleSchema) -> Schema:
        inner = dict(super().tuple_schema(schema))
        if "prefixItems" in inner:
            inner["items"] = inner.pop("prefixItems")[0]
        return inner

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        return False


def plain(model: type[Model]) -> dict[str, Schema]:
    """Return the schema of a model and those of every model inside it, by their names."""
    schema = model.model_json_schema(schema_generator=_Generator)
    defs = schema.pop("$defs", {})
    if "$ref" not in schema:
        defs[model.__name__] = schema
    return {name: _described(_bounded(one)) for name, one in defs.items()}


def _bounded(schema: Any) -> Any:
    """Return a schema in which the bounds of an exact number stand at the number."""
    if isinstance(schema, list):
        return [_bounded(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: _bounded(one) for name, one in schema.items() if name not in ("ge", "le")}
    bounds = {word: schema[name] for name, word in (("ge", "minimum"), ("le", "maximum")) if name in schema}
    if bounds:
        found["anyOf"] = [
            one | (bounds if one["type"] in ("number", "integer") else {}) for one in found["anyOf"]
        ]
    return found


def _described(schema: Schema) -> Schema:
    """Return the schema of a model in which each key has the sentences of the docstring that name it."""
    doc = " ".join(schema.get("description", "").split())
    sentences = _BREAK.split(doc)
    for name, one in schema.get("properties", {}).items():
        about = [said for said in sentences if name in _NAMED.findall(said)]
        if about:
            one["description"] = _read(" ".join(f"{said.rstrip('.;:')}." for said in about))
    if doc:
        schema["description"] = _read(doc)
    return schema


def _read(text: str) -> str:
    return _NAMED.sub(r"`\1`", text)
