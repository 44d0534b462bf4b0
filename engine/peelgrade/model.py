"""The base of all data: frozen, closed to unknown keys, strict about types."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer
from pydantic_core import PydanticCustomError

M = TypeVar("M", bound="Model")


class Model(BaseModel):
    """A value: it can't be changed, holds nothing it doesn't declare, and coerces nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def sound(model: M, faults: Iterable[str]) -> M:
    """Return *model* if it has no *faults* as a whole; raise ValueError with all of them, a line each."""
    found = list(faults)
    if found:
        raise ValueError("\n".join(found))
    return model


def altered(model: M, **changes: Any) -> M:
    """
    Return a copy of *model* with some fields changed and nothing remembered.

    The values aren't validated again: whoever calls vouches for them. `model_copy` would carry
    along what cached properties have worked out from the old values.
    """
    values = {name: getattr(model, name) for name in type(model).model_fields}
    fields_set = model.model_fields_set | changes.keys()
    return type(model).model_construct(_fields_set=set(fields_set), **(values | changes))


def _one_or_many(value: object) -> object:
    """Read a single id as a list of one; a list becomes a tuple, as strict models want it."""
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list | tuple):
        raise PydanticCustomError("ids_type", "should be an id in quotes, or a list of them")
    return tuple(value)


def _exact(value: object) -> object:
    """Read a whole number, a decimal or a text such as `2/3` as an exact fraction."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Fraction):
        raise ValueError("should be a number, or a fraction such as 2/3")
    return value if isinstance(value, Fraction) else exact(value)


LONGEST = 18
"""How many digits a number can have before and after its point; more is a slip of the hand."""

_PARTS = re.compile(
    r"[-+]?(?=[0-9]|\.[0-9])([0-9]*)(?:/0*([1-9][0-9]*)|(?:\.([0-9]*))?(?:[eE][-+]?0*([0-9]+))?)"
)


def exact(value: object) -> Fraction:
    """
    Return a number, or a text such as `0.3`, `2/3` or `1e3`, as an exact fraction.

    Raises:
        ValueError: If it isn't one, or is longer than any number that a person means.

    """
    text = _digits(value).strip()
    shown = text if len(text) <= 2 * LONGEST else f"{text[:LONGEST]}…"
    parts = _PARTS.fullmatch(text)
    if parts is None:
        raise ValueError(f"`{shown}` should be a number, or a fraction such as 2/3")
    if _short(*parts.groups(default="")):
        number = Fraction(text)
        if abs(number) < 10**LONGEST and number.denominator <= 10**LONGEST:
            return number
    raise ValueError(f"`{shown}` is too long: at most {LONGEST} digits before and after the point")


def _digits(value: object) -> str:
    # Python refuses to write whole numbers of more than some thousand digits.
    if isinstance(value, int) and abs(value) >= 10 ** (3 * LONGEST):
        return "9" * 3 * LONGEST
    return str(value)


def _short(whole: str, below: str, decimals: str, power: str) -> bool:
    """Say whether a number is short enough to be worked out."""
    return max(map(len, (whole, below, decimals))) <= 3 * LONGEST and (
        len(power) < 3 and int(power or "0") <= LONGEST
    )


def plain_number(value: Fraction) -> int | float | str:
    """Return *value* as it is best written: a whole number, a short decimal, or `2/3`."""
    if value.denominator == 1:
        return value.numerator
    try:
        short = float(value)
    except OverflowError:
        return str(value)
    return short if Fraction(str(short)) == value and len(str(short)) < 8 else str(value)


def spelled(count: int, nothing: str = "no") -> str:
    """Return a count as people write it: in words up to ten, *nothing* for zero."""
    names = [nothing, "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    return names[count] if 0 <= count <= 10 else f"{count:,}"


Text = Annotated[str, Field(min_length=1)]
ID = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"
SLUG = r"^[a-z0-9][a-z0-9._-]*$"
Id = Annotated[str, Field(pattern=ID)]
Slug = Annotated[str, Field(pattern=SLUG)]
_Several = Annotated[tuple[Id, ...], Field(min_length=1)]
Ids = Annotated[
    # The length comes last, so that a faulty id isn't told as an empty list as well.
    tuple[Id, ...],
    BeforeValidator(_one_or_many, json_schema_input_type=Id | _Several),
    Field(min_length=1),
]
"""One id or several: a single one may be written without a list."""
_Written = Annotated[str, Field(pattern=r"^[-+]?[0-9]+(\.[0-9]+)?(/0*[1-9][0-9]*)?$")]
Exact = Annotated[
    Fraction,
    BeforeValidator(_exact, json_schema_input_type=float | _Written),
    PlainSerializer(plain_number),
]
"""A number that is compared exactly: 0.1 is one tenth, and `2/3` is two thirds."""


_UNSEEN = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
"""What JSON may hold as it is, and a terminal or a reader could be misled by."""


def as_json(value: Any) -> str:
    """Return *value* as JSON that is the same on every machine: keys in order, UTF-8 but for controls."""
    return _UNSEEN.sub(
        lambda one: f"\\u{ord(one.group()):04x}", json.dumps(value, ensure_ascii=False, indent=2)
    )
