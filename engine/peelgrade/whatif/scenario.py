"""
Scenarios: what-ifs in a file, with who asks and why, to be shared, reviewed and run again.

A scenario names the rules, the framework and the evidence that it was written against by their hashes:
when one of these has changed since, it still runs and is marked stale.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import AfterValidator

from peelgrade.assessment import Inspection
from peelgrade.loading import fingerprint
from peelgrade.model import Model, Text, plain_number
from peelgrade.whatif.changes import Add, Change, Drop, Param, Right, Set
from peelgrade.writing import in_yaml


def _hash(value: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{12,64}", value):
        raise ValueError(f"`{value}` should be a SHA-256, or the first twelve or more of its characters")
    return value


Hash = Annotated[str, AfterValidator(_hash)]
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
    lines = [f"title: {in_yaml(scenario.title)}"]
    named = {"by": scenario.by, "why": scenario.why}
    lines += [f"{name}: {in_yaml(one)}" for name, one in named.items() if one is not None]
    given = scenario.written_against.model_dump(exclude_none=True)
    if given:
        lines += ["written_against:", *(f"  {name}: {in_yaml(one)}" for name, one in given.items())]
    lines.append("changes:" if scenario.changes else "changes: []")
    for change in scenario.changes:
        items = [f"{in_yaml(name)}: {in_yaml(one)}" for name, one in change_data(change).items()]
        lines += [f"  {'  ' if number else '- '}{one}" for number, one in enumerate(items)]
    return "\n".join(lines) + "\n"
