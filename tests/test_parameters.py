"""Numbers that no person means are refused at their place, and a parameter keeps to what it can be."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators import FIXTURES, WEST_MERCIA, pack
from peelgrade.domains import domain_of
from peelgrade.errors import InvalidInputError
from peelgrade.loading import load_case
from peelgrade.model import exact, plain_number
from peelgrade.rules import Parameter
from peelgrade.tables.cells import OddCellError, read_cell
from peelgrade.tables.columns import COLUMNS
from test_cli import run

TOO_LONG = (
    "1e99999999",
    "1e9999",
    "1e-400",
    "1" * 19,
    "0." + "3" * 19,
    f"1/{'7' * 19}",
    "9" * 5000,
)


@pytest.mark.parametrize("text", TOO_LONG)
def test_a_number_that_nobody_means_is_refused(text: str) -> None:
    """Too many digits, or an exponent that makes them, are told in few words and in no time."""
    with pytest.raises(ValueError, match="too long: at most 18 digits") as refused:
        exact(text)

    assert len(str(refused.value)) < 120


@pytest.mark.parametrize("text", ["", "x", "1/0", "1_000", ".", "1/2e3", "nan", "inf", "1e٩٩٩٩٩٩٩٩", "٣"])
def test_what_is_no_number_is_refused(text: str) -> None:
    """Only figures as they are written here are read."""
    with pytest.raises(ValueError, match="should be a number"):
        exact(text)


@given(st.fractions(max_denominator=10**18, min_value=1 - 10**18, max_value=10**18 - 1))
def test_numbers_are_read_exactly(number: Fraction) -> None:
    """What is written plainly is read back as it was."""
    assert exact(str(number)) == number
    assert exact(plain_number(number)) == number


def test_any_number_can_be_written() -> None:
    """Even a number beyond what a machine's float can hold is written."""
    assert plain_number(Fraction(10**400, 3)) == f"{10**400}/3"
    with pytest.raises(ValueError, match="too long"):
        exact(10**5000)


@pytest.mark.parametrize(
    ("measure", "told"),
    [
        ("{value: 1e99999999, unit: cases}", "`value`: `1e99999999` is too long"),
        ("{value: 1e9999, unit: cases}", "`value`: `1e9999` is too long"),
        ("{percent: 1e-9999}", "`percent`: `1e-9999` is too long"),
        ("{count: 12345678901234567890123456, of: 60}", "which has 26 digits, should have 18 at most"),
    ],
)
def test_a_case_is_told_the_place(measure: str, told: str, tmp_path: Path) -> None:
    """The line and column of such a number are told."""
    case = tmp_path / "case.yaml"
    case.write_text(
        "case: test\nforce: F\nframework: peel-2023-25\nevidence:\n  - id: A-1\n"
        f'    characteristic: "4.3.1"\n    source: data\n    measure: {measure}\n',
        encoding="utf-8",
    )

    with pytest.raises(InvalidInputError) as refused:
        load_case(case)

    assert told in str(refused.value)
    assert {one.where.line for one in refused.value.problems} == {8}


@pytest.mark.parametrize(
    ("heading", "raw"),
    [("value", "9" * 19), ("value", 1e300), ("value", f"1/{'9' * 20}"), ("count", 1e300), ("of", 10**18),
     ("percent", 1e-30)],
)  # fmt: skip
def test_a_cell_is_told(heading: str, raw: str | float) -> None:
    """A cell of a table holds no such number either."""
    column = next(one for one in COLUMNS if one.name == heading)

    with pytest.raises(OddCellError, match="at most"):
        read_cell(raw, column)


def test_what_a_parameter_is() -> None:
    """Its use says what a parameter is, else its range."""
    domains = pack().domains

    assert domains["confidence"] == "confidence"
    assert {domains[one] for one in ("secure-coverage", "extent-some", "hardly-any")} == {"share"}
    assert {domains[one] for one in ("corroboration", "well-beyond", "several-themes")} == {"count"}
    assert set(domains) == {one.id for one in pack().parameters}
    assert domain_of(Fraction(1), Fraction(0), Fraction(1)) == "number"
    assert domain_of(Fraction(-1), Fraction(-2), Fraction(3)) == "number"


@pytest.mark.parametrize("one", pack().parameters, ids=lambda one: one.id)
def test_every_plausible_value_is_taken(one: Parameter) -> None:
    """A parameter can have the value that it has, and the ends of its range."""
    for value in (one.value, *one.plausible):
        assert pack().with_parameters({one.id: value}).values[one.id] == value


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("confidence=1", "`confidence` is 1, should be a share between 0 and 1, and neither of them"),
        ("confidence=2", "`confidence` is 2, should be a share between 0 and 1, and neither of them"),
        ("confidence=-1", "`confidence` is -1, should be a share between 0 and 1, and neither of them"),
        ("practice-expected=5", "`practice-expected` is 5, should be a share from 0 to 1"),
        ("secure-coverage=-1", "`secure-coverage` is -1, should be a share from 0 to 1"),
        ("corroboration=1.5", "`corroboration` is 1.5, should be a whole number, 0 or more"),
        ("well-beyond=-1", "`well-beyond` is -1, should be a whole number, 0 or more"),
        ("secure=1", "no parameter `secure`"),
        ("well-beyond=1e99999999", "`well-beyond`: `1e99999999` is too long"),
    ],
)
@pytest.mark.parametrize("command", ["grade", "what-if"])
def test_a_parameter_keeps_to_what_it_can_be(command: str, given: str, told: str) -> None:
    """An impossible value is refused in words, with status two."""
    result = run(command, str(FIXTURES / "cases" / "gwent.yaml"), "--param", given)

    assert result.returncode == 2
    assert result.stderr.startswith("--param")
    assert told in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("command", ["grade", "what-if", "stress", "moderate"])
def test_all_bad_parameters_are_told_at_once(command: str) -> None:
    """Each is told, unknown ones too."""
    bad = [part for one in ("confidence=1", "secure=1", "well-beyond=0.5") for part in ("--param", one)]
    result = run(command, str(WEST_MERCIA), *bad)

    assert result.returncode == 2
    assert [line.split(": ")[0] for line in result.stderr.splitlines() if not line.startswith("  ")] == [
        "--param confidence", "--param secure", "--param well-beyond",
    ]  # fmt: skip
