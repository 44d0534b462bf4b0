"""The schema of a kind of file, put together; the same bytes on every machine."""

from __future__ import annotations

from typing import Any

from peelgrade.model import Exact, Model
from peelgrade.schemas.kinds import Kind
from peelgrade.schemas.meanings import explained
from peelgrade.schemas.names import Names, named
from peelgrade.schemas.plain import Schema, plain
from peelgrade.schemas.shapes import change, shaped

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _Number(Model):
    value: Exact


def schema_of(kind: Kind, names: Names | None = None) -> Schema:
    """
    Return the JSON Schema of a kind of file.

    Given *names*, what files may name (characteristics, areas, standards, parameters, facts) is listed;
    without, any id will do, and the schema serves every framework.
    """
    defs: dict[str, Schema] = {}
    for model in (kind.model, *kind.also):
        defs |= plain(model)
    if kind.name == "scenario":
        exact = plain(_Number)["_Number"]["properties"]["value"]
        defs["Change"] = change(defs["Record"], defs["Measure"], exact)
    defs = shaped(explained(defs))
    if names is not None and kind.named:
        defs = named(defs, names)
    return _rooted(kind, defs, names if kind.named else None)


def _rooted(kind: Kind, defs: dict[str, Schema], names: Names | None) -> Schema:
    """Return the schema with its own model at the root, and only those others that it comes to."""
    title = kind.says + (f" ({names.framework.title})" if names is not None else "")
    root = {"$schema": DIALECT, **defs[kind.model.__name__], "title": title}
    used = _reached(root, defs)
    return root | ({"$defs": {name: defs[name] for name in sorted(used)}} if used else {})


def _reached(schema: Any, defs: dict[str, Schema]) -> set[str]:
    found: set[str] = set()
    todo = [schema]
    while todo:
        one = todo.pop()
        if isinstance(one, list):
            todo += one
        elif isinstance(one, dict):
            name = str(one["$ref"]).rsplit("/", 1)[-1] if isinstance(one.get("$ref"), str) else ""
            if name and name not in found:
                found.add(name)
                todo.append(defs[name])
            todo += one.values()
    return found
