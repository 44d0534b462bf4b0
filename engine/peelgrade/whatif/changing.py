"""
Changes of a case or its parameters, and the inspection with them made.

The order of changes makes no difference: records are added, put right, altered field by field and
taken away, in this order. Whatever can't be done is told at once, each where it was asked for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, TypeVar

from peelgrade.assessment import Inspection
from peelgrade.errors import InvalidInputError, NotFoundError, Problem, Where, unknown
from peelgrade.evidence import Record, put_right
from peelgrade.model import plain_number
from peelgrade.reading import Document, Location
from peelgrade.rules import Pack
from peelgrade.validating import validated
from peelgrade.vetting import vet_record

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


def applied(inspection: Inspection, changes: Iterable[Change]) -> Inspection:
    """
    Return *inspection* with all *changes* made; none leaves it as it is.

    Raises:
        InvalidInputError: With everything that can't be done, each at its place.

    """
    changes = tuple(changes)
    problems: list[Problem] = []
    pack = _with_parameters(inspection.pack, _of(changes, Param), problems)
    records = {record.id: record for record in inspection.case.evidence}
    _add(records, _of(changes, Add), inspection, pack, problems)
    problems += _unknown(records, [*_of(changes, Drop), *_of(changes, Right), *_of(changes, Set)])
    gone = {one.record for one in _of(changes, Drop)}
    problems += _clashes(gone, [*_of(changes, Right), *_of(changes, Set)])
    for one in _of(changes, Right):
        if one.record in records:
            records[one.record] = put_right(records[one.record])
    for name in dict.fromkeys(one.record for one in _of(changes, Set)):
        if name in records:
            sets = [one for one in _of(changes, Set) if one.record == name]
            records[name] = _set(records[name], sets, inspection, pack, problems)
    if problems:
        raise InvalidInputError(problems)
    left = tuple(record for name, record in records.items() if name not in gone)
    return Inspection(inspection.case.with_evidence(left), inspection.framework, pack)


def _of(changes: Sequence[Change], kind: type[C]) -> list[C]:
    return [one for one in changes if isinstance(one, kind)]


def _with_parameters(pack: Pack, params: list[Param], problems: list[Problem]) -> Pack:
    for one in params:
        try:
            pack = pack.with_parameters({one.name: one.value})
        except NotFoundError as error:
            problems.append(_told(error, one.where))
    return pack


def _told(error: NotFoundError, where: Where) -> Problem:
    message, _, hint = str(error).partition("\n  help: ")
    return Problem(where, message, hint)


def _add(
    records: dict[str, Record],
    added: list[Add],
    inspection: Inspection,
    pack: Pack,
    problems: list[Problem],
) -> None:
    for one in added:
        if one.record.id in records:
            problems.append(Problem(one.where, f"the record id `{one.record.id}` is in the case already"))
        place = one.place or _always(one.where)
        problems += vet_record(one.record, inspection.framework, pack, place)
        records[one.record.id] = one.record


def _always(where: Where) -> Callable[..., Where]:
    return lambda *_: where


def _unknown(records: dict[str, Record], changes: list[Drop | Right | Set]) -> Iterator[Problem]:
    for one in changes:
        if one.record not in records:
            yield _told(unknown("evidence record", one.record, records), one.where)


def _clashes(gone: set[str], changes: list[Right | Set]) -> Iterator[Problem]:
    for one in changes:
        if one.record in gone:
            yield Problem(one.where, f"`{one.record}` is dropped, so it can't be changed as well")


def _set(
    record: Record, sets: list[Set], inspection: Inspection, pack: Pack, problems: list[Problem]
) -> Record:
    """Return a record with some fields set, all at once, checked as if it had been read from a file."""
    data = record.model_dump(mode="json", exclude_defaults=True)
    marks: dict[Location, tuple[int, int]] = {(): (1, 1)}
    for number, one in enumerate(sets, 1):
        problems += _put(data, one)
        for length in range(1, len(one.location) + 1):
            marks.setdefault(one.location[:length], (number, 1))
    # A place in this document is the number of a change, so that its own place can be told instead.
    document = Document("", data, marks, marks)
    try:
        changed = validated(Record, document)
        found = list(vet_record(changed, inspection.framework, pack, _inside(document)))
    except InvalidInputError as error:
        changed, found = record, list(error.problems)
    problems += [Problem(sets[one.where.line - 1].where, one.message, one.help) for one in found]
    return changed


def _inside(document: Document) -> Callable[..., Where]:
    return lambda _kind, _id, *inside: document.where(inside)


def _put(data: dict[str, Any], one: Set) -> Iterator[Problem]:
    """Put a value where a change says; yield a problem where there is no such place."""
    *outer, last = one.location
    inner: Any = data
    for key in outer:
        inner = inner.setdefault(key, {})
        if not isinstance(inner, dict):
            yield Problem(one.where, f"`{key}` holds no `{last}`")
            return
    if one.location == ("id",):
        yield Problem(one.where, "the id of a record stays as it is")
    elif one.value is None:
        inner.pop(last, None)
    else:
        inner[last] = one.value


def old_value(inspection: Inspection, change: Set) -> Any:
    """Return what a field held before it was set; None if it held nothing."""
    inner: Any = inspection.case.record(change.record).model_dump(mode="json", exclude_defaults=True)
    for key in change.location:
        inner = inner.get(key) if isinstance(inner, dict) else None
    return inner
