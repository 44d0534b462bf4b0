"""
The changes that can be asked of a case or its parameters.

Each names itself in results (`drop RES-01`) and knows where it was asked for, so that whatever is wrong
with it is told there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, TypeVar

from peelgrade.errors import Where
from peelgrade.evidence import Record
from peelgrade.model import plain_number
from peelgrade.reading import Location

NOWHERE = Where("")


@dataclass(frozen=True)
class Drop:
    """Take a record away."""

    record: str
    where: Where = field(default=NOWHERE, compare=False)

    def __str__(self) -> str:
        """Return the change as it is named in results."""
        return f"drop {self.record}"


@dataclass(frozen=True)
class Right:
    """Put the shortfall of a record right."""

    record: str
    where: Where = field(default=NOWHERE, compare=False)

    def __str__(self) -> str:
        """Return the change as it is named in results."""
        return f"right {self.record}"


@dataclass(frozen=True)
class Set:
    """
    Give a field of a record another value; None takes it out.

    *name* may reach inside: `measure.count`.
    """

    record: str
    name: str
    value: Any
    where: Where = field(default=NOWHERE, compare=False)

    @property
    def location(self) -> Location:
        """Return the keys that lead to the field."""
        return tuple(self.name.split("."))

    def __str__(self) -> str:
        """Return the change as it is named in results."""
        return f"set {self.record}.{self.name}={_written(self.value)}"


@dataclass(frozen=True)
class Add:
    """Add a record. *place* says where the parts of it stand, if it was read from a file."""

    record: Record
    where: Where = field(default=NOWHERE, compare=False)
    place: Callable[..., Where] | None = field(default=None, compare=False)

    def __str__(self) -> str:
        """Return the change as it is named in results."""
        return f"add {self.record.id}"


@dataclass(frozen=True)
class Param:
    """Use another value for a parameter."""

    name: str
    value: Fraction
    where: Where = field(default=NOWHERE, compare=False)

    def __str__(self) -> str:
        """Return the change as it is named in results."""
        return f"param {self.name}={plain_number(self.value)}"


Change = Drop | Right | Set | Add | Param
C = TypeVar("C", Drop, Right, Set, Add, Param)


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def distinct(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return *changes* without those asked for twice in the same words."""
    found: list[Change] = []
    for one in changes:
        if one not in found:
            found.append(one)
    return tuple(found)


def of(changes: Sequence[Change], kind: type[C]) -> list[C]:
    """Return the changes of one kind."""
    return [one for one in changes if isinstance(one, kind)]
