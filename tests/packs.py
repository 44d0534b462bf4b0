"""The shipped pack with something changed or seeded in it, and how its cases come out."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from shutil import copy, copytree
from typing import Any

from generators import framework, pack
from peelgrade.assessment import AreaAssessment, Inspection
from peelgrade.checking import check
from peelgrade.compiling import Program, program
from peelgrade.deriving import derive
from peelgrade.evidence import Case
from peelgrade.loading import shipped
from peelgrade.model import altered
from peelgrade.rules import Condition, Count, Pack, Rule
from peelgrade.trying import TestCase, load_tests


def run_of(changed: Pack) -> Program:
    """Return a pack compiled, for our own evaluator."""
    return program(framework(), changed, chained=False)


@cache
def shipped_tests() -> tuple[TestCase, ...]:
    """Return the tests beside the shipped rules."""
    return load_tests(shipped("rules") / pack().id, framework(), pack())


def condition(when: dict[str, Any]) -> Condition:
    """Return a condition as its file would say it."""
    return Condition.model_validate_json(json.dumps(when))


def rule(id: str, concludes: str, when: dict[str, Any], **more: object) -> Rule:
    """Return a rule for a seeded fault."""
    values = {"id": id, "concludes": concludes, "says": "A seeded rule.", "cites": "a test of ours"}
    return Rule(**(values | more), when=condition(when))  # type: ignore[arg-type]


def with_rules(*extra: Rule, counts: tuple[Count, ...] = ()) -> Pack:
    """Return the shipped pack with rules and counts added."""
    return altered(pack(), rules=(*pack().rules, *extra), counts=(*pack().counts, *counts))


def without(*ids: str) -> Pack:
    """Return the shipped pack without some rules, and nothing giving way to them."""
    kept = [one for one in pack().rules if one.id not in ids]
    clean = [altered(one, unless=tuple(o for o in one.unless if o not in ids)) for one in kept]
    return altered(pack(), rules=tuple(clean))


def replaced(id: str, **changes: Any) -> Pack:
    """Return the shipped pack with one rule changed; a `when` is given as its file would say it."""
    if isinstance(changes.get("when"), dict):
        changes["when"] = condition(changes["when"])
    found = tuple(altered(one, **changes) if one.id == id else one for one in pack().rules)
    return altered(pack(), rules=found)


def counted(id: str, **points: int) -> Count:
    """Return a count of characteristics by their verdicts."""
    given = {verdict.replace("_", "-"): number for verdict, number in points.items()}
    return Count(id=id, means="made up for a test", points=given)


def failures(changed: Pack) -> dict[str, str]:
    """Return what fails of a pack, or isn't proved, by property."""
    return {one.name: one.detail for one in check(run_of(changed), shipped_tests()) if one.held is not True}


def graded(case: Case, changed: Pack, *areas: str) -> dict[str, AreaAssessment]:
    """Return a case's areas, or some of them, as a pack assesses them."""
    found = derive(Inspection(case, framework(), changed), areas=areas or None, chained=False)
    return {one.area: one for one in found.areas}


def pack_folder(folder: Path, files: dict[str, str], of: Path | None = None) -> Path:
    """
    Return a copy of the shipped rules in *folder*, with some files written anew.

    Or of the rules that lie in another folder, *of*, beside their framework.
    """
    home = folder / "rules"
    copytree(shipped("rules") / pack().id if of is None else of / "rules", home)
    if of is not None:
        copy(of / "framework.yaml", folder)
    for name, text in files.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text, encoding="utf-8")
    return home
