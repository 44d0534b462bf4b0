"""A condition in words, with the values of its parameters."""

from __future__ import annotations

from fractions import Fraction

from peelgrade.model import plain_number
from peelgrade.rules import Condition, Pack

OPERATORS = {
    "is": "is",
    "in": "is one of",
    "at_least": "is at least",
    "at_most": "is at most",
    "more_than": "is more than",
    "less_than": "is less than",
}
JOINS = {"all": " and ", "any": " or ", "none": " or "}


def phrase(condition: Condition, pack: Pack) -> str:
    """Return a condition on one line: `and` binds what `all` holds, `or` what `any` holds."""
    if condition.kind == "fact":
        return f"{condition.fact} {OPERATORS[condition.operator]} {operand(condition.operand, pack)}"
    parts = [_part(one, condition.kind, pack) for one in condition.parts]
    text = JOINS[condition.kind].join(parts)
    return f"none of ({text})" if condition.kind == "none" else text


def _part(condition: Condition, inside: str, pack: Pack) -> str:
    """Return a part in brackets where it joins its own parts otherwise than what it stands in."""
    text = phrase(condition, pack)
    alone = condition.kind in ("fact", "none", inside) or len(condition.parts) == 1
    return text if alone else f"({text})"


def operand(value: object, pack: Pack) -> str:
    """Return what a comparison compares with, a parameter by its name and value."""
    if isinstance(value, tuple):
        return ", ".join(operand(one, pack) for one in value)
    if isinstance(value, str) and value.startswith("$"):
        known = pack.values.get(value[1:])
        return value[1:] if known is None else f"{value[1:]} ({plain_number(known)})"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(plain_number(value) if isinstance(value, Fraction) else value)
