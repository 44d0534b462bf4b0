"""Plain data to models, with every fault told in the words of the person who made it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from peelgrade.errors import InvalidInputError, Problem, nearest
from peelgrade.model import LONGEST, SLUG, Model
from peelgrade.reading import Document, Location

M = TypeVar("M", bound=Model)

_KINDS = {
    "string_type": "should be text: put it in quotes",
    "int_type": "should be a whole number",
    "int_from_float": "should be a whole number",
    "bool_type": "should be `true` or `false`",
    "tuple_type": "should be a list",
    "list_type": "should be a list",
    "dict_type": "should be a mapping of keys to values",
    "model_type": "should be a mapping of keys to values",
    "model_attributes_type": "should be a mapping of keys to values",
    "string_too_short": "is empty",
    "too_short": "is an empty list",
    "ids_type": "should be an id in quotes, or a list of them",
    "string_pattern_mismatch": "should be an id: letters, digits, `.`, `_` and `-`",
}

_DIGITS = re.compile(rf"[-+]?[0-9]{{{LONGEST + 1},}}")
"""A whole number that is too long to be read as one."""

_BOUNDS = {"ge": "or more", "le": "or less", "max_length": "values at most"}


def validated(model: type[M], document: Document, location: Location = ()) -> M:
    """
    Return the *model* of the data at *location* in *document*.

    Raises:
        InvalidInputError: With every fault at once, each at its place; those that follow only from
            values that couldn't be read are left out.

    """
    data = document.data
    for step in location:
        data = data[step]
    try:
        # As JSON, lists become tuples and texts become codes, and nothing else is coerced.
        return model.model_validate_json(json.dumps(data))
    except ValidationError as error:
        told = [one for one in error.errors() if not document.told(_at(one, document, location))]
        found = [each for one in told for each in _problems(one, model, document, location)]
        raise InvalidInputError(found) from None


def faulty(model: type[Model], data: Any) -> dict[str, str]:
    """Return the keys of *data* that are wrong for the *model*, and the kind of fault that each has."""
    try:
        model.model_validate_json(json.dumps(data))
    except ValidationError as error:
        return {str(one["loc"][0]): one["type"] for one in error.errors() if one["loc"]}
    return {}


def _at(error: ErrorDetails, document: Document, base: Location) -> Location:
    return (*base, *_real(error["loc"], document, base))


def _problems(
    error: ErrorDetails, model: type[Model], document: Document, base: Location
) -> Iterator[Problem]:
    """Yield a problem for each line of an error: a model tells all its faults as a whole in one."""
    whole = _problem(error, model, document, base)
    for line in whole.message.split("\n") if isinstance(error["input"], dict) else (whole.message,):
        yield Problem(whole.where, line, whole.help)


def _problem(error: ErrorDetails, model: type[Model], document: Document, base: Location) -> Problem:
    location = _at(error, document, base)
    kind, found = error["type"], document.written.get(location, error["input"])
    name = _name(error["loc"])
    if kind == "missing":
        return Problem(document.where(location), f"`{name}` is missing")
    if kind == "extra_forbidden":
        known = keys_of(model, tuple(error["loc"][:-1]))
        hint = nearest(name, known) or f"allowed: {', '.join(known)}"
        return Problem(document.where(location, key=True), f"unknown key `{name}`", hint)
    return _fault(kind, found, name, error, document, location)


def _name(loc: tuple[int | str, ...]) -> str:
    """Return what a reader calls the thing at *loc*: its key, or its place in a list."""
    if not loc:
        return "the file"
    last = loc[-1]
    if isinstance(last, str):
        return last
    return f"{_name(loc[:-1])}` item `{last + 1}" if len(loc) > 1 else f"item {last + 1}"


def _fault(
    kind: str, found: object, name: str, error: ErrorDetails, document: Document, location: Location
) -> Problem:
    where = document.where(location)
    if kind == "literal_error":
        allowed = str(error.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", ", ")
        hint = nearest(str(found), allowed.split(", "))
        return Problem(where, f"`{name}` is `{_shown(found)}`, should be one of {allowed}", hint)
    if kind == "value_error":
        message = error["msg"].removeprefix("Value error, ")
        label = "" if isinstance(found, dict) else f"`{name}`: "
        return Problem(where, f"{label}{message}")
    if found is None or found == "":
        should = _KINDS.get(kind, "should have a value").removeprefix("is empty")
        return Problem(where, f"`{name}` is empty{', ' if should else ''}{should}")
    if kind in _KINDS:
        should = _KINDS[kind]
        if error.get("ctx", {}).get("pattern") == SLUG:
            should = should.replace("letters", "small letters")
        hint = "without quotes, and not `yes` or `no`" if kind == "bool_type" else ""
        shown = "" if kind == "too_short" else f"is `{_shown(found)}`, "
        return Problem(where, f"`{name}` {shown}{_overlong(kind, found) or should}", hint)
    for bound, words in _BOUNDS.items():
        if bound in error.get("ctx", {}):
            limit = error["ctx"][bound]
            return Problem(where, f"`{name}` is `{_shown(found)}`, should be {limit} {words}")
    message = error["msg"][0].lower() + error["msg"][1:].rstrip(".")
    return Problem(where, f"`{name}` is `{_shown(found)}`: {message}")


def _overlong(kind: str, found: object) -> str:
    """Say of a whole number that is too long to be read as one that it is; of others nothing."""
    if kind == "int_type" and isinstance(found, str) and _DIGITS.fullmatch(found):
        return f"which has {len(found.lstrip('-+'))} digits, should have {LONGEST} at most"
    return ""


def _shown(found: object) -> str:
    text = found if isinstance(found, str) else json.dumps(found, ensure_ascii=False, default=str)
    return text if len(text) < 60 else f"{text[:57]}…"


def _real(loc: tuple[int | str, ...], document: Document, base: Location) -> Location:
    """Return the part of a pydantic location that stands in the document."""
    steps: list[int | str] = []
    data: Any = document.data
    for step in base:
        data = data[step]
    for step in loc:
        steps.append(step)
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            break
    return tuple(steps)


def keys_of(model: type[Model], loc: tuple[int | str, ...]) -> list[str]:
    """Return the keys that are allowed at *loc* in a model."""
    current = model
    for step in loc:
        if isinstance(step, int):
            continue
        fields = {field.alias or name: field.annotation for name, field in current.model_fields.items()}
        inner = _model_in(fields.get(step))
        if inner is None:
            break
        current = inner
    return [field.alias or name for name, field in current.model_fields.items()]


def _model_in(annotation: Any) -> type[Model] | None:
    """Return the model inside an annotation such as `tuple[Rule, ...] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return annotation
    if get_origin(annotation) in (tuple, dict, Union, UnionType, Annotated):
        return next((found for one in get_args(annotation) if (found := _model_in(one))), None)
    return None
