"""Changes as they are asked for: in a scenario's file, in a file of evidence, on the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from peelgrade.errors import InvalidInputError, Problem, Where, nearest, noting
from peelgrade.evidence import Case, Record
from peelgrade.gathering import load_part, read_document
from peelgrade.model import Exact, Id, Model, Slug
from peelgrade.reading import Document, Location, parse_yaml, read_yaml
from peelgrade.validating import validated
from peelgrade.whatif.changes import Add, Change, Drop, Param, Right, Set
from peelgrade.whatif.scenario import Scenario, ScenarioFile


class _Drop(Model):
    drop: Id


class _Right(Model):
    right: Id


class _Param(Model):
    param: Slug
    value: Exact


class _Add(Model):
    add: Record


KINDS = ("drop", "right", "set", "add", "param")


def load_scenario(path: Path) -> Scenario:
    """
    Return the scenario in a YAML or JSON file.

    Raises:
        InvalidInputError: With every fault in it, each at its line and column.

    """
    document = read_yaml(path)
    head, changes = Scenario("", ()), list[Change]()
    problems: list[Problem] = []
    with noting(problems):
        file = validated(ScenarioFile, document)
        head = Scenario(file.title, (), file.by, file.why, file.written_against)
    for number, item in enumerate(_items(document)):
        if isinstance(item, dict):
            with noting(problems):
                changes += _changes(document, ("changes", number))
    if problems:
        raise InvalidInputError(problems)
    return replace(head, changes=tuple(changes))


def _items(document: Document) -> list[Any]:
    """Return what stands under `changes`, also in a file that has faults elsewhere."""
    items = document.data.get("changes") if isinstance(document.data, dict) else None
    return items if isinstance(items, list) else []


def _changes(document: Document, at: Location) -> Iterator[Change]:
    """Yield what one item of a scenario's changes asks for."""
    item = document.data["changes"][at[1]]
    kinds = [kind for kind in KINDS if kind in item]
    where = document.where(at)
    if len(kinds) != 1:
        found = next(iter(item), "")
        hint = nearest(str(found), KINDS) or f"known: {', '.join(KINDS)}"
        raise InvalidInputError([Problem(where, "a change has exactly one of its kinds as a key", hint)])
    match kinds[0]:
        case "drop":
            yield Drop(validated(_Drop, document, at).drop, where)
        case "right":
            yield Right(validated(_Right, document, at).right, where)
        case "param":
            param = validated(_Param, document, at)
            yield Param(param.param, param.value, where)
        case "add":
            yield Add(validated(_Add, document, at).add, where, _inside(document, (*at, "add")))
        case _:
            yield from _sets(document, at, item)


def _sets(document: Document, at: Location, item: dict[str, Any]) -> Iterator[Set]:
    fields = {name: value for name, value in item.items() if name != "set"}
    if not isinstance(item["set"], str):
        raise InvalidInputError([Problem(document.where((*at, "set")), "`set` should be a record's id")])
    if not fields:
        message = "`set` goes with the fields to change, such as `extent: isolated`"
        raise InvalidInputError([Problem(document.where(at), message)])
    for name, value in fields.items():
        yield Set(item["set"], name, value, document.where((*at, name)))


def _inside(document: Document, at: Location) -> Callable[..., Where]:
    return lambda _kind, _id, *inside: document.where((*at, *inside))


def load_additions(path: Path) -> tuple[Add, ...]:
    """
    Return the records of a file as additions: an evidence file, a case, a list of records, or one.

    Raises:
        InvalidInputError: With every fault in it.

    """
    document = read_document(path)
    data = document.data
    if isinstance(data, dict) and "id" in data:
        return (_addition(document, ()),)
    if isinstance(data, list):
        return tuple(_additions(document, [(number,) for number in range(len(data))]))
    if isinstance(data, dict) and "case" in data:
        records = validated(Case, document).evidence
    else:
        records, document = load_part(path)
    return tuple(_additions(document, [("evidence", number) for number in range(len(records))]))


def _additions(document: Document, places: Sequence[Location]) -> list[Add]:
    problems: list[Problem] = []
    found: list[Add] = []
    for at in places:
        with noting(problems):
            found.append(_addition(document, at))
    if problems:
        raise InvalidInputError(problems)
    return found


def _addition(document: Document, at: Location) -> Add:
    return Add(validated(Record, document, at), document.where(at), _inside(document, at))


def set_from(text: str, known: Sequence[str]) -> Set:
    """
    Return the change that `--set ID.field=value` asks for; an id among *known* may hold full stops.

    The value is read as YAML; an empty one takes the field out.

    Raises:
        InvalidInputError: If it isn't of that form, or the value can't be read.

    """
    target, equals, value = text.partition("=")
    ids = [one for one in known if target.startswith(f"{one}.")]
    record = max(ids, key=len, default=target.partition(".")[0])
    name = target[len(record) + 1 :]
    if not equals or not record or not name:
        message = f"`{text}` should be a record's id, a full stop, a field, `=` and a value"
        raise InvalidInputError([Problem(Where("--set"), message, "such as RES-01.extent=isolated")])
    where = Where(f"--set {target}")
    try:
        read = parse_yaml(value, str(where)).data if value else None
    except InvalidInputError as error:
        raise InvalidInputError([Problem(where, one.message, one.help) for one in error.problems]) from None
    return Set(record, name, read, where)
