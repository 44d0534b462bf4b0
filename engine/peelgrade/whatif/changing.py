"""
An inspection with changes made.

The order of changes makes no difference: records of the case are taken away, others added (also in
their stead), put right, and altered field by field. Whatever contradicts another change or can't be done
is told at once, each where it was asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any

from peelgrade.assessment import Inspection
from peelgrade.errors import InvalidInputError, Problem, Where, lacking
from peelgrade.evidence import Record, put_right
from peelgrade.model import plain_number
from peelgrade.reading import Document, Location
from peelgrade.rules import Pack
from peelgrade.validating import validated
from peelgrade.vetting import vet_record
from peelgrade.whatif.changes import Add, Change, Drop, Param, Right, Set, distinct, of


def applied(inspection: Inspection, changes: Iterable[Change]) -> Inspection:
    """
    Return *inspection* with all *changes* made; none leaves it as it is.

    Raises:
        InvalidInputError: With everything that can't be done, each at its place.

    """
    changes = distinct(changes)
    held = {record.id: record for record in inspection.case.evidence}
    gone = _gone(held, changes)
    problems = list(clashes(changes, gone))
    pack = _with_parameters(inspection.pack, of(changes, Param), problems)
    dropped = {one.record for one in of(changes, Drop)}
    records = {name: record for name, record in held.items() if name not in dropped}
    _add(records, of(changes, Add), inspection, pack, problems)
    problems += _unknown({*held, *records}, [*of(changes, Drop), *of(changes, Right), *of(changes, Set)])
    for one in of(changes, Right):
        if one.record in records:
            records[one.record] = put_right(records[one.record])
    for name in dict.fromkeys(one.record for one in of(changes, Set)):
        if name in records:
            sets = [one for one in of(changes, Set) if one.record == name]
            records[name] = _set(records[name], sets, inspection, pack, problems)
    if problems:
        raise InvalidInputError(problems)
    left = tuple(record for name, record in records.items() if name not in gone)
    return Inspection(inspection.case.with_evidence(left), inspection.framework, pack)


def _gone(held: Container[str], changes: Sequence[Change]) -> frozenset[str]:
    """Return the ids that are in the case no longer: one dropped and added is another record instead."""
    added = {one.record.id for one in of(changes, Add)}
    dropped = {one.record for one in of(changes, Drop)}
    return frozenset(one for one in dropped if one not in added or one not in held)


def clashes(changes: Sequence[Change], gone: Container[str]) -> Iterator[Problem]:
    """Yield the changes that contradict others, so that their order would make a difference."""
    touching: list[Right | Set] = [*of(changes, Right), *of(changes, Set)]
    for change in touching:
        if change.record in gone:
            yield Problem(change.where, f"`{change.record}` is dropped, so it can't be changed as well")
    for param, other in combinations(of(changes, Param), 2):
        if param.name == other.name:
            values = f"{plain_number(param.value)} and {plain_number(other.value)}"
            yield Problem(other.where, f"`{param.name}` is given two values: {values}")
    for one, again in combinations(of(changes, Set), 2):
        shorter, longer = sorted((one.location, again.location), key=len)
        if one.record == again.record and longer[: len(shorter)] == shorter:
            yield Problem(again.where, f"`{again.record}.{again.name}` is set by another change as well")


def _with_parameters(pack: Pack, params: list[Param], problems: list[Problem]) -> Pack:
    found = [problem for one in params for problem in pack.parameter_fault(one.name, one.value, one.where)]
    problems += found
    return pack if found else pack.retuned({one.name: one.value for one in params})


def _add(
    records: dict[str, Record],
    added: list[Add],
    inspection: Inspection,
    pack: Pack,
    problems: list[Problem],
) -> None:
    for one in added:
        name = one.record.id
        if name in records:
            held = any(record.id == name for record in inspection.case.evidence)
            said = "is in the case already" if held else "is added twice"
            hint = f"drop `{name}` as well to have this one in its stead" if held else ""
            problems.append(Problem(one.where, f"the record id `{name}` {said}", hint))
        place = one.place or _always(one.where)
        problems += vet_record(one.record, inspection.framework, pack, place)
        records[one.record.id] = one.record


def _always(where: Where) -> Callable[..., Where]:
    return lambda *_: where


def _unknown(known: Collection[str], changes: list[Drop | Right | Set]) -> Iterator[Problem]:
    for one in changes:
        if one.record not in known:
            yield lacking("evidence record", one.record, known, one.where)


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
