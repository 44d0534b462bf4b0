"""Forces by areas: a grade in words in every cell, each area's spread, and nothing that ranks forces."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from generators import FIXTURES, WEST_MERCIA, framework
from panels import AREA, as_proposed, assessed, award, awards, force, pattern, random_forces
from peelgrade.awards import Award, lines_by_framework, load_awarded
from peelgrade.errors import InvalidInputError, NotFoundError, RefusedError
from peelgrade.grid import Grid, grid
from peelgrade.pages.forces import forces_data, forces_page
from peelgrade.rendering import render, table
from peelgrade.view import Table
from peelgrade.word import to_docx
from peelgrade.wording import WIDTH
from test_cli import run
from test_fixtures import masked
from test_rendering import html_text, letters, word_text

NATIONAL = FIXTURES / "awarded-2023-25.csv"
HEADER = "force,framework,area,grade\n"


def national() -> tuple[Award, ...]:
    """Return the grades awarded in the national file."""
    return load_awarded(NATIONAL, framework())


def text(found: Grid) -> str:
    """Return forces by areas as text."""
    return render(forces_page(found), "text")


def test_the_national_grades_read_as_reviewed(snapshot: SnapshotAssertion) -> None:
    """All forces and areas, with the spread and where the grades were read, in a page of 100 columns."""
    told = text(grid(framework(), {}, national()))

    assert masked(told) == snapshot
    assert max(map(len, told.splitlines())) <= WIDTH


def test_every_grade_of_the_file_stands_in_its_cell_and_no_other() -> None:
    """42 forces; what the file doesn't know stays empty."""
    known = {(one.force, one.area): one.grade for one in national()}
    data = forces_data(grid(framework(), {}, national()))
    cells = {
        (row["force"], area): cell["awarded"]
        for row in data["forces"]
        for area, cell in row["areas"].items()
    }

    assert len(data["forces"]) == 42
    assert len(cells) == 42 * 9
    assert {place: grade for place, grade in cells.items() if grade} == known


def test_the_spread_counts_every_force_once_in_each_area() -> None:
    """By grade, not graded and not known; all add up to the forces, in every area."""
    found = grid(framework(), {}, national())

    assert [one.area for one in found.awarded] == [one.id for one in framework().areas if one.graded]
    for one in found.awarded:
        grades = [award.grade for award in national() if award.area == one.area]
        assert {grade: count for grade, count in one.counts.items() if count} == {
            grade: grades.count(grade) for grade in grades
        }
        assert sum(one.counts.values()) + one.unknown == 42


def test_one_area_keeps_every_force() -> None:
    """A force whose grade there isn't known has an empty cell."""
    found = grid(framework(), {}, national(), ["leadership"])
    told = text(found)

    assert len(found.rows) == found.forces == 42
    assert re.search(r"^Kent$", told, re.MULTILINE)
    assert "recording" not in told


@given(st.randoms(use_true_random=False))
def test_forces_stand_in_order_of_names_whatever_their_grades(chance: Random) -> None:
    """Better grades move nobody up."""
    names = chance.sample(["ash", "Birch", "cedar", "Douglas", "elm"], 4)
    given_awards = [award(name, chance.choice(framework().grade_ids)) for name in names]
    rows = [one.force for one in grid(framework(), {}, given_awards).rows]

    assert all(one.casefold() < other.casefold() for one, other in pairwise(rows))


def test_proposals_of_cases_stand_in_their_cells() -> None:
    """With nothing awarded, and with the spread of what is proposed."""
    cases = random_forces(7)
    found = grid(framework(), cases, (), [AREA])
    cells = {row.case: row.cells[AREA].proposed for row in found.rows}

    assert {name: one.grade for name, one in cells.items() if one is not None and one.grade} == {
        name: grade for (name, _), grade in as_proposed(cases).items()
    }
    assert sum(found.proposed[0].counts.values()) == len(cases)
    assert found.awarded == ()
    assert "Where the grades awarded were read" not in text(found)


def test_what_was_awarded_and_what_is_proposed_stand_in_one_cell() -> None:
    """The same, another, only one of them, and evidence that isn't secure."""
    met = "m" * 12
    cases = assessed(
        force("ash", pattern(met)),
        force("birch", pattern(met)),
        force("cedar", pattern(met)),
        force("elm", pattern("m" + "." * 11)),
        force("fir", pattern("m" + "." * 11)),
    )
    given_awards = awards({("ash", AREA): "good", ("birch", AREA): "adequate", ("elm", AREA): "adequate"})
    (shown, *_) = [
        one
        for one in forces_page(grid(framework(), cases, given_awards, [AREA])).blocks
        if isinstance(one, Table)
    ]

    assert shown.rows == (
        ("Ash Police", "good, as proposed"),
        ("Birch Police", "adequate; good proposed"),
        ("Cedar Police", "good proposed"),
        ("Elm Police", "adequate; evidence not secure"),
        ("Fir Police", "evidence not secure"),
    )
    assert [one[1] for one in shown.tones] == ["scale-4", "scale-3", "scale-4", "scale-3", ""]


def test_two_cases_of_a_force_have_a_row_each_and_their_names() -> None:
    """However the force's name is written; its award is one."""
    one, two = (
        force("ash", pattern("m" * 12)),
        force("other", pattern("n" * 12), force="The Ash Constabulary"),
    )
    found = grid(framework(), assessed(one, two), [award("ash", "good")], [AREA])

    assert [row.force for row in found.rows] == ["Ash Police", "The Ash Constabulary"]
    assert all(row.cells[AREA].awarded == "good" for row in found.rows)
    assert found.forces == 1
    assert "Ash Police (ash)" in text(found)


def test_every_form_says_the_same_and_colour_is_only_an_extra() -> None:
    """Words in every cell of every form; without its classes the HTML says as much."""
    cases = assessed(force("ash", pattern("m" * 12), marking="OFFICIAL"))
    page = forces_page(grid(framework(), cases, national(), [AREA]))
    expected, html = letters(html_text(page)), render(page, "html")

    assert sorted(letters(render(page, "text"))) == sorted(expected)
    assert letters(render(page, "markdown").replace("\\", "")) == expected
    assert letters(word_text(page)) == expected
    assert to_docx(page) == to_docx(page)
    assert re.findall(r'<td class="tone-scale-(\d)">([^<]*)', html) == [("4", "good proposed")]


def test_the_marking_of_the_cases_appears() -> None:
    """At head and foot, each that occurs."""
    cases = assessed(
        force("ash", pattern("m" * 12), marking="OFFICIAL"),
        force("birch", pattern("m" * 12), marking="OFFICIAL-SENSITIVE"),
    )
    told = render(forces_page(grid(framework(), cases, (), [AREA]), tuple(cases.values())), "text")

    assert told.startswith("OFFICIAL, OFFICIAL-SENSITIVE\n")
    assert told.endswith("\nOFFICIAL, OFFICIAL-SENSITIVE\n")


def test_nothing_ranks_or_sums_up_a_force() -> None:
    """No overall grade, average, rank or total, in no form of the real data."""
    data = forces_data(grid(framework(), {}, national()))
    told = text(grid(framework(), {}, national())).lower()

    assert not re.search(r"average|total|overall|mean\b|score|points|best|worst|league", told)
    assert {key for row in data["forces"] for key in row} == {"force", "case", "areas"}


def test_areas_that_are_not_graded_are_refused() -> None:
    """The victims' area, and one that doesn't exist."""
    with pytest.raises(RefusedError, match="`victims` is assessed and not graded"):
        grid(framework(), {}, national(), ["victims"])
    with pytest.raises(NotFoundError, match="did you mean `responding`"):
        grid(framework(), {}, national(), ["respondin"])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "column `force` is missing"),
        (HEADER, "holds no grades"),
        ("force,area\nx,y\n", "column `framework` is missing"),
        (f'{HEADER}"a" b,c\n', "not readable as CSV"),
    ],
)
def test_a_file_that_holds_no_awards_is_told(tmp_path: Path, content: str, message: str) -> None:
    """Before any framework is looked for."""
    file = tmp_path / "awarded.csv"
    file.write_text(content)
    with pytest.raises(InvalidInputError, match=message):
        lines_by_framework(file)


def test_frameworks_are_not_mixed(tmp_path: Path) -> None:
    """Not in a file, not between cases and a file; what one framework leaves out is said."""
    file, other = tmp_path / "both.csv", tmp_path / "other.csv"
    old = "Gwent,peel-2021-22,responding,good\n"
    file.write_text(f"{HEADER}Gwent,peel-2023-25,responding,adequate\n{old}")
    other.write_text(f"{HEADER}{old}")
    mixed = run("forces", "--awarded", str(file))
    chosen = run("forces", "--awarded", str(file), "--framework", "peel-2023-25")
    none = run("forces", str(FIXTURES / "cases" / "gwent.yaml"), "--awarded", str(other))
    unknown = run("forces", "--awarded", str(other))

    assert [one.returncode for one in (mixed, chosen, none, unknown)] == [2, 0, 2, 2]
    assert "several frameworks (peel-2021-22: 1; peel-2023-25: 1)" in mixed.stderr
    assert "One grade of other frameworks in the file is left out" in chosen.stdout
    assert re.search(r"^Gwent +adequate$", chosen.stdout, re.MULTILINE)
    assert "holds no grade of framework `peel-2023-25`" in none.stderr
    assert f"{other}:2: no framework `peel-2021-22`" in unknown.stderr


def test_cases_of_different_frameworks_are_refused(tmp_path: Path) -> None:
    """As everywhere that cases are put side by side."""
    one = (FIXTURES / "cases" / "gwent.yaml").read_text(encoding="utf-8")
    other = tmp_path / "old.yaml"
    other.write_text(one.replace("framework: peel-2023-25", "framework: peel-2021-22"), encoding="utf-8")
    result = run("forces", str(FIXTURES / "cases" / "gwent.yaml"), str(other))

    assert result.returncode == 2
    assert "can't be put side by side" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "CASES: give cases, `--awarded FILE`, or both"),
        (["--awarded", "nowhere.csv"], "nowhere.csv: no such file"),
        (["--awarded", str(NATIONAL), "--rank"], "forces aren't ranked"),
        (["--awarded", str(NATIONAL), "--overall"], "no overall grade of a force exists"),
        (["--awarded", str(NATIONAL), "--average"], "grades aren't averaged"),
        (["--awarded", str(NATIONAL), "--area", "victims"], "assessed and not graded"),
    ],
)
def test_what_is_refused_says_why(arguments: list[str], told: str) -> None:
    """With status two, and nothing printed."""
    result = run("forces", *arguments)

    assert (result.returncode, result.stdout) == (2, "")
    assert told in result.stderr


def test_cases_and_awards_end_to_end(tmp_path: Path) -> None:
    """The real evidence beside the grades awarded, as JSON and Word."""
    arguments = ("forces", str(WEST_MERCIA), "--awarded", str(NATIONAL))
    data = json.loads(run(*arguments, "--format", "json").stdout)
    word = run(*arguments, "--out", str(tmp_path / "forces.docx"))
    (row,) = data["forces"]

    assert (row["force"], data["marking"]) == ("West Mercia Police", "OFFICIAL")
    assert all(cell["awarded"] == cell["proposed"]["grade"] for cell in row["areas"].values())
    assert all(cell["source"].startswith("https://") for cell in row["areas"].values())
    assert (word.returncode, word.stdout) == (0, "")
    assert (tmp_path / "forces.docx").read_bytes().startswith(b"PK")


CELLS = st.sampled_from(["a", "improvement", "x" * 18, "two words", ""])


@given(st.lists(st.lists(CELLS, min_size=12, max_size=12), min_size=1, max_size=4))
def test_a_table_too_wide_is_shown_in_parts(rows: list[list[str]]) -> None:
    """No line too long, no word broken, every cell there, and the first column again in each part."""
    block = Table("Twelve columns.", tuple(f"column-{one}" for one in range(12)), tuple(map(tuple, rows)))
    told = table(block)
    heads = [line.split() for line in told.splitlines() if "column-0" in line]

    assert max(map(len, told.splitlines())) <= WIDTH
    assert [name for line in heads for name in line[1:]] == list(block.columns[1:])
    for word in ("improvement", "x" * 18):
        repeated = sum(row[0] == word for row in rows) * (len(heads) - 1)
        assert told.count(word) == sum(row.count(word) for row in rows) + repeated
