"""Small changes of the rules are noticed, or change nothing; what survives is told with a reason."""

from __future__ import annotations

import json
from fractions import Fraction
from functools import cache
from itertools import product
from pathlib import Path
from shutil import copytree

import pytest
from typer.testing import CliRunner

from generators import FIXTURES, pack
from packs import condition, replaced, rule, run_of, shipped_tests, with_rules, without
from peelgrade import trying
from peelgrade.assessment import Inspection
from peelgrade.cli import app
from peelgrade.compiling import Program, program
from peelgrade.deriving import derive
from peelgrade.errors import RefusedError
from peelgrade.evidence import Case, Measure, Record
from peelgrade.loading import load_framework, load_rules
from peelgrade.mutating import Report, mutate
from peelgrade.mutating.mutants import mutants
from peelgrade.mutating.noticing import Judge
from peelgrade.mutating.sameness import Original

ELSEWHERE = FIXTURES / "elsewhere"
FOREIGN = ("cms-five-star", "cqc-councils")


@cache
def foreign(name: str) -> tuple[Program, tuple[trying.TestCase, ...]]:
    """Return a pack of elsewhere, compiled, and its tests."""
    home = ELSEWHERE / name
    model = load_framework(home / "framework.yaml")
    rules = load_rules(home / "rules", model)
    return program(model, rules, chained=False), trying.load_tests(home / "rules", model, rules)


@cache
def shipped() -> Report:
    """Return what notices changes of the shipped pack."""
    return mutate(run_of(pack()), shipped_tests())


def test_nearly_every_change_of_the_shipped_pack_is_noticed() -> None:
    """Above 95 % of hundreds of changes; what survives is told with the state in which it shows."""
    report = shipped()

    assert report.of > 300
    assert report.share > Fraction(95, 100), [
        (one.about, one.what, one.reason) for one in report.by("nothing")
    ]
    assert all(one.reason for one in report.by("nothing"))


def test_examples_tests_and_proofs_each_notice_what_the_others_don_t() -> None:
    """Nothing of the three could be left out."""
    assert all(shipped().by(one) for one in ("example", "test", "proof"))


@pytest.mark.parametrize("name", FOREIGN)
def test_nearly_every_change_of_a_foreign_pack_is_noticed(name: str) -> None:
    """Above 95 % there too."""
    assert mutate(*foreign(name)).share > Fraction(95, 100)


def test_every_kind_of_change_is_made() -> None:
    """A condition of two comparisons, one with a parameter, is changed in each small way."""
    when = {
        "all": [
            {"fact": "themes-failed", "at_least": "$several-themes"},
            {"fact": "met-share", "less_than": 0.5},
        ]
    }
    changed = with_rules(rule("grade.seeded", "good", when, unless=("grade.theme-failed",)))
    whats = {one.what for one in mutants(run_of(changed)) if one.about == "grade.seeded"}
    several = "several-themes (2)"

    assert whats == {
        "any instead of all of 2",
        f"themes-failed is more than {several} instead of themes-failed is at least {several}",
        f"without themes-failed is at least {several}",
        "met-share is at most 0.5 instead of met-share is less than 0.5",
        "met-share is less than 0.49 instead of met-share is less than 0.5",
        "met-share is less than 0.51 instead of met-share is less than 0.5",
        "without met-share is less than 0.5",
        "no longer gives way to grade.theme-failed",
        "dropped",
    }
    about = {one.about for one in mutants(run_of(changed))}
    assert {one.id for one in changed.rules} | {one.id for one in changed.parameters} == about


def test_codes_lists_and_flags_are_changed() -> None:
    """A code becomes each other, a list loses and gains each, a flag turns, a place moves one step."""
    when = {
        "all": [
            {"fact": "shows", "is": "strength"},
            {"fact": "source", "in": ["survey", "data"]},
            {"fact": "recurring", "is": True},
            {"fact": "extent", "is": "some"},
        ]
    }
    run = run_of(with_rules(rule("appraise.seeded", "part", when)))
    whats = [one.what for one in mutants(run) if one.about == "appraise.seeded"]

    assert sum(what.startswith("shows is ") for what in whats) == 3
    assert sum(what.startswith("source is one of ") for what in whats) == 12
    assert "recurring is no instead of recurring is yes" in whats
    assert {what.split(" instead")[0] for what in whats if what.startswith("extent is ")} == {
        "extent is at least some", "extent is at most some", "extent is isolated", "extent is widespread",
    }  # fmt: skip


def test_a_change_that_changes_nothing_is_recognised() -> None:
    """Being critical and being at least critical are one thing: no state shows a difference."""
    original = Original(run_of(pack()))
    top = condition({"fact": "gravest", "at_least": "critical"})

    assert original.difference(run_of(replaced("concern.cause-of-concern", when=top))) == ""
    assert original.difference(run_of(pack())) == ""


def test_what_is_called_the_same_is_the_same_for_every_home() -> None:
    """Of 216 states of a nursing home none comes out differently by a change that can't be noticed."""
    run, tests = foreign("cms-five-star")
    same = {(one.about, one.what) for one in mutate(run, tests).by("same")}
    changed = [one for one in mutants(run) if (one.about, one.what) in same]

    assert changed
    for stars in product(range(6), repeat=3):
        evidence = tuple(
            Record(
                id=name, characteristic=(name,), source="data",
                measure=Measure(value=Fraction(star), unit="stars", standard="stars"),
            )
            for name, star in zip(run.framework.characteristic_ids, stars, strict=True)
        )  # fmt: skip
        case = Case(case="home", force="A home", framework=run.framework.id, evidence=evidence)
        found = {
            str(derive(Inspection(case, run.framework, rules), chained=False).areas[0])
            for rules in (run.pack, *(one.pack for one in changed))
        }
        assert len(found) == 1


def test_a_gap_in_the_examples_shows_as_a_survivor() -> None:
    """Without examples and tests a threshold could be moved, and it is said where that would show."""
    bare = replaced("grade.themes-failed", examples=())
    judge = Judge(run_of(bare), ())
    found = [judge.judged(one) for one in mutants(run_of(bare)) if one.about == "grade.themes-failed"]
    survivors = {one.what.split(" instead")[0]: one.reason for one in found if one.noticed == "nothing"}

    assert list(survivors) == ["themes-failed is more than several-themes (2)"]
    assert "themes-failed 2" in next(iter(survivors.values()))
    assert next(iter(survivors.values())).endswith("grade.themes-failed no longer fires")


def test_rules_that_decide_nothing_are_refused() -> None:
    """A pack with a gap has nothing that its changes could be compared with."""
    with pytest.raises(RefusedError, match="leave something undecided"):
        mutate(run_of(without("verdict.partly-met")), ())


def test_the_command_ends_with_a_status_by_the_share(tmp_path: Path) -> None:
    """Every change is in the data, and a share that is too small ends with status 1."""
    home = str(ELSEWHERE / "cqc-councils" / "rules")
    good = CliRunner().invoke(app, ["rules", "mutate", home, "--at-least", "95", "--format", "json"])
    data = json.loads(good.output)
    bare = tmp_path / "homes"
    copytree(ELSEWHERE / "cms-five-star", bare)
    ceiling = bare / "rules" / "grade" / "at-most-four.yaml"
    text = ceiling.read_text(encoding="utf-8")
    ceiling.write_text(text[: text.index("examples:")], encoding="utf-8")
    poor = CliRunner().invoke(app, ["rules", "mutate", str(bare / "rules"), "--at-least", "99"])

    assert good.exit_code == 0
    assert data["changes"] + sum(one["noticed_by"] == "same" for one in data["mutations"]) == len(
        data["mutations"]
    )
    assert poor.exit_code == 1
    assert "no example, test or proof has" in poor.output
