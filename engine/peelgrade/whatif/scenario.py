"""
Scenarios: what-ifs in a file, with who asks and why, to be shared, reviewed and run again.

A scenario names the rules, the framework and the evidence that it was written against by their hashes:
when one of these has changed since, it still runs and is marked stale.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from peelgrade.assessment import Inspection
from peelgrade.errors import InvalidInputError, Problem, Where, nearest
from peelgrade.evidence import Record
from peelgrade.gathering import load_part
from peelgrade.loading import fingerprint
from peelgrade.model import Exact, Id, Model, Slug, Text, plain_number
from peelgrade.reading import Document, Location, parse_yaml, read_yaml
from peelgrade.validating import validated
from peelgrade.whatif.changing import Add, Change, Drop, Param, Right, Set

Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{12,64}$")]
"""A SHA-256, or its beginning as it stands in the provenance of a result."""


class Against(Model):
    """The hashes of what a scenario was written against, as far as it names them."""

    rules: Hash | None = None
    evidence: Hash | None = None
    framework: Hash | None = None


class ScenarioFile(Model):
    """A scenario as it stands in its file; its changes are read one by one."""

    title: Text
    by: Text | None = None
    why: Text | None = None
    written_against: Against = Against()
    changes: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class Scenario:
    """A named what-if: its title, who asks (*by*) and why, what it was written against, the changes."""

    title: str
    changes: tuple[Change, ...]
    by: str | None = None
    why: str | None = None
    written_against: Against = field(default_factory=Against)


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
    file = validated(ScenarioFile, document)
    changes: list[Change] = []
    problems: list[Problem] = []
    for number in range(len(file.changes)):
        try:
            changes += _changes(document, ("changes", number))
        except InvalidInputError as error:
            problems += error.problems
    if problems:
        raise InvalidInputError(problems)
    return Scenario(file.title, tuple(changes), file.by, file.why, file.written_against)


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
    """Return the records of an evidence file as additions; raise InvalidInputError with every fault."""
    records, document = load_part(path)
    return tuple(
        Add(record, document.where(("evidence", number)), _inside(document, ("evidence", number)))
        for number, record in enumerate(records)
    )


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


def against(inspection: Inspection) -> Against:
    """Return the hashes of what a scenario written now would be written against."""
    return Against(
        rules=fingerprint(inspection.pack),
        evidence=inspection.case.sha256,
        framework=fingerprint(inspection.framework),
    )


def with_changes(
    scenario: Scenario | None,
    changes: Sequence[Change],
    written_against: Against,
    *,
    title: str | None = None,
    by: str | None = None,
    why: str | None = None,
) -> Scenario:
    """Return a scenario of *changes* as written now, named as *scenario* was where not named anew."""
    old = scenario or Scenario("What if", ())
    return Scenario(title or old.title, tuple(changes), by or old.by, why or old.why, written_against)


def stale(scenario: Scenario, inspection: Inspection) -> tuple[str, ...]:
    """Return which of rules, evidence and framework have changed since a scenario was written."""
    then, now = scenario.written_against, against(inspection)
    names = ("rules", "evidence", "framework")
    return tuple(
        name
        for name in names
        if (hash_ := getattr(then, name)) is not None and not getattr(now, name).startswith(hash_)
    )


def change_data(change: Change) -> dict[str, Any]:
    """Return a change as plain data, of the shape that it has in a scenario's file."""
    match change:
        case Drop():
            return {"drop": change.record}
        case Right():
            return {"right": change.record}
        case Set():
            return {"set": change.record, change.name: change.value}
        case Add():
            return {"add": change.record.model_dump(mode="json", exclude_defaults=True)}
        case Param():
            return {"param": change.name, "value": plain_number(change.value)}


def scenario_text(scenario: Scenario) -> str:
    """Return a scenario as the YAML of its file; what is read back from it is equal."""
    lines = [f"title: {_quoted(scenario.title)}"]
    named = {"by": scenario.by, "why": scenario.why}
    lines += [f"{name}: {_quoted(one)}" for name, one in named.items() if one is not None]
    given = scenario.written_against.model_dump(exclude_none=True)
    if given:
        lines += ["written_against:", *(f"  {name}: {_quoted(one)}" for name, one in given.items())]
    lines.append("changes:" if scenario.changes else "changes: []")
    for change in scenario.changes:
        items = [f"{_quoted(name)}: {_quoted(one)}" for name, one in change_data(change).items()]
        lines += [f"  {'  ' if number else '- '}{one}" for number, one in enumerate(items)]
    return "\n".join(lines) + "\n"


_PLAIN = re.compile(r"[a-z][a-z_.]*\Z")
_BREAKS = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")


def _quoted(value: Any) -> str:
    """Return a value in JSON's notation, which YAML reads as the same; a plain word as it is."""
    if isinstance(value, str) and _PLAIN.match(value) and value not in ("true", "false", "null"):
        return value
    text = json.dumps(value, ensure_ascii=False)
    return _BREAKS.sub(lambda odd: f"\\u{ord(odd.group()):04x}", text)
