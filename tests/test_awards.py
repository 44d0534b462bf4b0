"""Grades awarded: what is wrong with a file of them is told at its cell, and a name that fits no case."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from generators import FIXTURES, framework
from peelgrade.awards import load_awarded, of_force
from peelgrade.cli import app
from peelgrade.errors import InvalidInputError
from peelgrade.loading import load_case

WEST_MERCIA = FIXTURES / "west-mercia-2023-25"
HEAD = "force,framework,area,grade,areas_for_improvement,reason"


def awarded(folder: Path, *rows: str) -> Path:
    """Return a file of awards with these rows."""
    path = folder / "awarded.csv"
    path.write_text("\n".join((HEAD, *rows, "")), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("Kent,peel-2023-25,respond,good,,", "2:19: `area` is `respond`, should be one of"),
        ("Kent,peel-2023-25,responding,fine,,", "2:30: `grade` is `fine`, should be one of"),
        ("Kent,peel-2023-25,victims,good,,", "2:27: `grade` is `good`, and `victims` is `not-graded`"),
        ("Kent,peel-2023-25,responding,good,two,", "2:35: `areas_for_improvement` is `two`, should be"),
        (",peel-2023-25,responding,good,,", "2:1: `force` is missing"),
        ('"Kent, ""the"" force",peel-2023-25,responding,fine,,', "2:47: `grade` is `fine`"),
        ('Kent,peel-2023-25,responding,good,two,"a reason\nof two lines"', "2:35: `areas_for"),
        ('"Kent\nPolice",peel-2023-25,responding,fine,,', "3:33: `grade` is `fine`"),
        ("\nKent,peel-2023-25,responding,fine,,", "3:30: `grade` is `fine`"),
        ("Kent,peel-2023-25,responding,good", "2: the line has not as many cells"),
    ],
)
def test_a_fault_is_told_at_its_cell(row: str, told: str, tmp_path: Path) -> None:
    """With line and column, whatever stands before the cell."""
    path = awarded(tmp_path, row)
    with pytest.raises(InvalidInputError) as refused:
        load_awarded(path, framework())

    assert str(refused.value).startswith(f"{path}:{told}")


def test_every_fault_in_a_file_is_told(tmp_path: Path) -> None:
    """All at once, a second grade of one area among them."""
    path = awarded(
        tmp_path,
        "Kent,peel-2023-25,responding,fine,two,",
        "Gwent,peel-2023-25,responding,good,,",
        "Gwent Police,peel-2023-25,responding,adequate,,",
    )
    with pytest.raises(InvalidInputError) as refused:
        load_awarded(path, framework())

    assert [(one.where.line, one.where.column) for one in refused.value.problems] == [
        (2, 30), (2, 35), (4, 27),
    ]  # fmt: skip


def test_an_area_that_is_never_graded_may_be_listed_as_such(tmp_path: Path) -> None:
    """A file may list all areas of a report, and nothing is shown of it beside a proposal."""
    path = awarded(tmp_path, "West Mercia,peel-2023-25,victims,not-graded,,")

    assert [one.grade for one in load_awarded(path, framework())] == ["not-graded"]
    assert of_force(load_awarded(path, framework()), load_case(WEST_MERCIA).case) == {
        "victims": "not-graded"
    }
    for command in ("grade", "moderate", "forces"):
        result = CliRunner().invoke(app, [command, str(WEST_MERCIA), "--awarded", str(path)])

        assert result.exit_code in (0, 1), result.exception


def test_a_name_that_fits_no_case_is_told_with_the_nearest(tmp_path: Path) -> None:
    """Where no case has a grade awarded, a misspelt name is what a reader should look for."""
    path = awarded(
        tmp_path, "West Mercai Police,peel-2023-25,responding,good,,", "Kent,peel-2023-25,powers,good,,"
    )
    told = " ".join(
        CliRunner().invoke(app, ["moderate", str(WEST_MERCIA), "--awarded", str(path)]).stdout.split()
    )

    assert "none of them beside a grade awarded" in told
    assert "a name like one here: West Mercai Police for West Mercia Police." in told


def test_a_name_is_not_guessed_at_where_another_case_has_grades(tmp_path: Path) -> None:
    """In a file of all forces the nearest name is another force."""
    path = awarded(
        tmp_path, "West Mercia,peel-2023-25,responding,good,,", "Kent,peel-2023-25,powers,good,,"
    )
    gwent = str(FIXTURES / "cases" / "gwent.yaml")
    told = CliRunner().invoke(app, ["moderate", str(WEST_MERCIA), gwent, "--awarded", str(path)]).stdout

    assert "No grade awarded is known for Gwent Police" in " ".join(told.split())
    assert "a name like" not in told
