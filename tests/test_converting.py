"""Evidence goes from any form to any other and back, and nothing is lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generators import FIXTURES, WEST_MERCIA, case_of, case_paths, framework, inspection, pack, record
from odd_cases import NASTY, cases, texts
from peelgrade.assessment import Inspection
from peelgrade.converting import converted
from peelgrade.deriving import derive
from peelgrade.errors import InvalidInputError, Where
from peelgrade.evidence import Case
from peelgrade.loading import load_case, load_evidence
from peelgrade.results import assessment_data
from peelgrade.tables.cells import unwritten, written

GWENT = FIXTURES / "cases" / "gwent.yaml"
FORMS = ("yaml", "json", "csv", "xlsx")
LIGHT = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def through(case: Case, form: str, folder: Path) -> Case:
    """Return what is read back of a case that was written in a form."""
    file = folder / f"case.{form}"
    file.write_bytes(converted(Inspection(case, framework(), pack()), file, lambda *_: Where("x")))
    return load_evidence(file)[0]


@pytest.mark.parametrize("form", FORMS)
@given(case=cases())
@settings(LIGHT, max_examples=50)
def test_a_form_loses_nothing(case: Case, form: str, tmp_path: Path) -> None:
    """Whatever a case holds, it is the same once written and read."""
    back = through(case, form, tmp_path)

    assert back == case
    assert back.sha256 == case.sha256


@given(case=cases(), forms=st.permutations(FORMS))
@settings(LIGHT, max_examples=15)
def test_a_chain_of_forms_loses_nothing(case: Case, forms: list[str], tmp_path: Path) -> None:
    """Through all four, in any order."""
    back = case
    for form in forms:
        back = through(back, form, tmp_path)

    assert back == case


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("path", case_paths(), ids=lambda path: path.stem)
def test_a_real_case_is_graded_alike_from_every_form(path: Path, form: str, tmp_path: Path) -> None:
    """The same grades for the same reasons, and the same hash of the evidence."""
    original = inspection(path)
    file = tmp_path / f"case.{form}"
    file.write_bytes(converted(original, file, lambda *_: Where("x")))
    read = load_case(file)

    assert read.case == original.case
    assert assessment_data(derive(read, chained=False)) == assessment_data(derive(original, chained=False))


@pytest.mark.parametrize("form", FORMS)
def test_equal_cases_give_equal_bytes(form: str) -> None:
    """No clock and no chance is in any form."""
    out = Path(f"x.{form}")
    first, second = (converted(inspection(WEST_MERCIA), out, lambda *_: Where("x")) for _ in range(2))

    assert first == second


@given(text=texts)
@settings(max_examples=400)
def test_a_text_is_safe_in_a_cell_and_comes_back(text: str) -> None:
    """Nothing that is written looks like a formula, and all of it is read back."""
    cell = written(text)

    assert unwritten(cell) == text
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_every_odd_text_comes_back_from_a_spreadsheet(text: str, form: str, tmp_path: Path) -> None:
    """In each field of free text at once."""
    case = case_of(record(finding=text, reference=text, note=text)).model_copy(
        update={"force": text, "marking": text}
    )

    assert through(case, form, tmp_path) == case


def test_a_text_that_no_cell_holds_is_refused_where_it_stands() -> None:
    """Excel would cut it off; CSV holds it."""
    case = case_of(record("A", finding="x" * 32_768), record("B", finding="x" * 32_767))
    case = case.model_copy(update={"force": "x" * 40_000})
    places = {
        ("record", "A", "finding"): Where("case.yaml", 7, 14),
        ("case", "made-up", "force"): Where("case.yaml", 2, 8),
    }

    with pytest.raises(InvalidInputError) as refused:
        converted(Inspection(case, framework(), pack()), Path("a.xlsx"), lambda *of: places[of])
    assert str(refused.value) == (
        "case.yaml:2:8: `force` has 40,000 characters; a cell of a workbook holds 32,767\n"
        "  help: convert to CSV, YAML or JSON\n"
        "case.yaml:7:14: `finding` has 32,768 characters; a cell of a workbook holds 32,767\n"
        "  help: convert to CSV, YAML or JSON"
    )


@pytest.mark.parametrize(
    "style", [{}, {"indent": "\t"}, {"ensure_ascii": False}, {"separators": (",", ":")}], ids=str
)
@given(text=texts)
@settings(LIGHT, max_examples=40)
def test_json_is_read_as_other_programs_write_it(style: Any, text: str, tmp_path: Path) -> None:
    """Escaped to ASCII or not, on one line or several, with slashes escaped or not."""
    case = case_of(record(finding=f"🚔 \u2028 \\ud83d \\/ {text}", note="a/b"))
    written = json.dumps(case.model_dump(mode="json", exclude_defaults=True), **style)
    (tmp_path / "x.json").write_text(written.replace("a/b", "a\\/b").replace("\x7f", "\\u007f"), "utf-8")

    assert load_evidence(tmp_path / "x.json")[0] == case


def test_csv_holds_very_long_texts(tmp_path: Path) -> None:
    """A million characters in one cell."""
    case = case_of(record(finding='"x,' * 350_000))

    assert through(case, "csv", tmp_path) == case


def test_a_form_that_is_not_written_is_refused() -> None:
    """The message names those that are."""
    for name, told in (("a.xls", "isn't written as `.xls`"), ("a", "the file's ending says no form")):
        with pytest.raises(InvalidInputError, match=told):
            converted(inspection(WEST_MERCIA), Path(name), lambda *_: Where("x"))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_spreadsheets_among_the_fixtures_are_the_case_in_yaml(form: str) -> None:
    """Shown in the documentation, and the same evidence."""
    assert load_case(FIXTURES / "spreadsheets" / f"gwent.{form}").case == inspection(GWENT).case
