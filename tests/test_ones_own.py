"""A framework of one's own, written by the docs alone: nothing is invented for it, and gaps are told."""

from __future__ import annotations

import json
import re
from pathlib import Path
from shutil import copytree

import pytest
from typer.testing import CliRunner

from generators import FIXTURES, framework
from peelgrade.cli import app
from peelgrade.framework import Area, Characteristic, Framework, Grade, Topic
from peelgrade.model import Model, altered
from peelgrade.pages.framework import framework_page
from peelgrade.pages.parts import grade_words
from peelgrade.rendering import render
from peelgrade.rules import Bands, Change, Corroboration, Level, Measures, PackFile
from peelgrade.wording import words

HOMES = FIXTURES / "elsewhere" / "cms-five-star"
EXAMPLE = HOMES / "example.yaml"

KITCHENS = Framework(
    id="kitchens",
    title="Kitchens",
    version="1",
    grades=(
        Grade(id="poor", title="Poor", means="Not fit."),
        Grade(id="fair", title="Fair", means="Fit, with faults."),
        Grade(id="fine", title="Fine", means="Fit."),
    ),
    verdicts=("no", "yes"),
    areas=(
        Area(
            id="kitchen",
            title="Kitchen",
            topics=(
                Topic(
                    id="hygiene",
                    title="Hygiene",
                    characteristics=(Characteristic(id="k1", text="Hands are washed"),),
                ),
            ),
        ),
    ),
)


def run(*arguments: object) -> tuple[int, str]:
    """Return a command's exit status and what it printed."""
    done = CliRunner().invoke(app, [str(one) for one in arguments])
    assert done.exit_code in (0, 1), done.output or done.exception
    return done.exit_code, done.output


def copied(folder: Path, *left_out: str) -> Path:
    """Return the rules of the nursing homes beside their framework in *folder*, some files left out."""
    copytree(HOMES, folder)
    for name in left_out:
        (folder / "rules" / name).unlink()
    return folder / "rules"


def test_no_source_is_made_up() -> None:
    """Where a framework names no basis and no citation, none is shown; what it names is."""
    shown = [render(framework_page(KITCHENS, one), "text") for one in ("k1", "kitchen", None)]
    ours = render(framework_page(framework(), "4.3.1"), "text")

    assert not [text for text in shown if "Source" in text or "Wording" in text or "published" in text]
    assert "Wording: observed. Source: PEEL Assessment Framework" in ours


def test_the_shipped_framework_names_its_own_sources() -> None:
    """Every area cites, and every characteristic says where its wording comes from."""
    assert [area.id for area in framework().areas if not area.cites] == []
    assert [one.id for area in framework().areas for one in area.characteristics if not one.basis] == []


def test_a_characteristic_is_told_by_its_area_and_topic() -> None:
    """No grade is named that the framework doesn't have."""
    shown = render(framework_page(KITCHENS, "k1"), "text")

    assert "Area: Kitchen. Topic: Hygiene." in shown
    assert "good" not in shown


TITLED = {"poor": "poor", "fair": "fair enough", "fine": "grade A", "not-graded": "not graded"}


def test_a_grade_is_called_by_its_title() -> None:
    """Inside a sentence in small letters; words in capitals stay, and other codes are read as words."""
    titles = ("Poor", "Fair Enough", "Grade A")
    grades = (altered(one, title=title) for one, title in zip(KITCHENS.grades, titles, strict=True))
    titled = altered(KITCHENS, grades=tuple(grades))

    assert {one: grade_words(one, titled) for one in TITLED} == TITLED
    assert grade_words(None, titled) == "no grade"


def test_the_titles_of_the_shipped_grades_read_as_their_ids() -> None:
    """So nothing that is said of them depends on which of the two is shown."""
    assert [grade_words(one, framework()) for one in framework().grade_ids] == [
        words(one) for one in framework().grade_ids
    ]


@pytest.mark.parametrize(
    "command",
    [
        ["grade", EXAMPLE],
        ["explain", EXAMPLE, "overall"],
        ["explain", EXAMPLE, "overall", "--why-not", "four-star"],
        ["stress", EXAMPLE, "--draws", "200"],
        ["reach", EXAMPLE, "overall", "two-star"],
        ["what-if", EXAMPLE, "--set", "STAFFING.measure.value=4"],
        ["forces", EXAMPLE],
    ],
    ids=lambda command: " ".join(str(one) for one in command[:1] + command[3:]),
)
def test_no_page_shows_a_grade_by_its_id(command: list[object]) -> None:
    """The home has two stars, in every command's words."""
    options = ("--framework", HOMES / "framework.yaml", "--rules", HOMES / "rules")
    shown = run(*command, *options)[1].lower()

    assert "two stars" in shown
    assert not [id for id in ("two", "three", "four", "five") if f"{id} star " in " ".join(shown.split())]


def test_a_rule_concludes_a_grade_by_its_title() -> None:
    """`rules show` says it as the pages of cases do, and `rules diff` of grades that move."""
    rules = HOMES / "rules"

    assert (
        "no higher than two stars" in run("rules", "show", "grade.at-most-two", "--rules", rules)[1].lower()
    )


def test_nothing_to_run_is_no_success(tmp_path: Path) -> None:
    """Rules without examples and tests end with status 1, and it is said why."""
    rules = copied(tmp_path / "homes", "whole.test.yaml")
    for path in rules.glob("*/*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.split("examples:")[0], encoding="utf-8")

    status, shown = run("rules", "test", rules)

    assert (status, "Nothing to run" in shown, "come out as expected" in shown) == (1, True, False)


def test_a_case_that_a_pack_cannot_grade_is_told_beside_the_others(tmp_path: Path) -> None:
    """`rules diff` goes on with cases that don't run into the gap, and ends with status 1."""
    old, new = copied(tmp_path / "old"), copied(tmp_path / "new", "verdict/three.yaml")
    whole = HOMES / "example.yaml"
    text = whole.read_text(encoding="utf-8")
    other = tmp_path / "other.yaml"
    other.write_text(text.replace("value: 3", "value: 2"), encoding="utf-8")

    status, shown = run("rules", "diff", old, new, whole, other)
    data = json.loads(run("rules", "diff", old, new, whole, other, "--format", "json")[1])

    assert status == 1
    assert "can't be graded by the new rules (no rule of tier verdict speaks on" in shown
    assert "no grade of one moves" in shown
    assert [[one["rules"] for one in case["undecided"]] for case in data["cases"]] == [["new"], []]


def test_two_packs_that_cannot_grade_a_case_are_both_named(tmp_path: Path) -> None:
    """Equal packs with the same gap differ in nothing, and still can't grade the case."""
    rules = copied(tmp_path / "homes", "verdict/three.yaml")

    status, shown = run("rules", "diff", rules, rules, HOMES / "example.yaml")

    assert status == 1
    assert "by the old rules" in shown
    assert "by the new rules" in shown


def test_bounded_proofs_say_so() -> None:
    """Only where figures are shares are there lines with a bound, and they are named."""
    _, homes = run("rules", "check", "--rules", HOMES / "rules")
    _, ours = run("rules", "check")
    data = json.loads(run("rules", "check", "--format", "json")[1])

    assert "Proved over every state, not over samples." in homes
    assert "not over samples; `monotone: figures` and `monotone: trends` look at every" in ours
    assert [one["name"] for one in data["properties"] if one["bounded"]] == [
        "monotone: figures",
        "monotone: trends",
    ]


FIELDS: dict[str, type[Model]] = {
    "grades": Grade,
    "areas": Area,
    "topics": Topic,
    "characteristics": Characteristic,
    "levels": Level,
    "corroboration": Corroboration,
    "measures": Measures,
    "bands": Bands,
    "changes": Change,
}
"""The models inside a framework and the head of a pack, by the field that holds them."""


@pytest.mark.parametrize(
    ("file", "model", "inside"),
    [
        ("`framework.yaml`:", Framework, ("grades", "areas", "topics", "characteristics")),
        ("`rules/pack.yaml`:", PackFile, ("levels", "corroboration", "measures", "bands", "changes")),
    ],
)
def test_every_field_is_documented(file: str, model: type[Model], inside: tuple[str, ...]) -> None:
    """The page lists every field of both files and no other, and which must be there."""
    page = (FIXTURES.parent / "docs" / "other-frameworks.md").read_text(encoding="utf-8")
    table = page.split(f"\n{file}\n\n")[1].split("\n\n")[0]
    listed = dict(re.findall(r"^\| `([\w.]+)` \| (yes|no) \|", table, re.MULTILINE))
    fields = {name: one.is_required() for name, one in model.model_fields.items()}
    for name in inside:
        fields |= {f"{name}.{key}": one.is_required() for key, one in FIELDS[name].model_fields.items()}

    assert {name: must == "yes" for name, must in listed.items()} == fields
