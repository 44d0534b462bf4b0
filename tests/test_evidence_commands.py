"""`evidence template` and `evidence convert`, and spreadsheets wherever a command takes evidence."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from generators import FIXTURES, WEST_MERCIA
from peelgrade.cli import app
from peelgrade.errors import InvalidInputError
from peelgrade.loading import load_evidence

GWENT = FIXTURES / "cases" / "gwent.yaml"


def run(*arguments: str | Path) -> Result:
    """Run a command."""
    return CliRunner().invoke(app, [str(one) for one in arguments])


def told(result: Result, *, without: Path) -> str:
    """Return what a refused command says, with paths as they stand in a folder."""
    assert isinstance(result.exception, InvalidInputError), result.output
    return str(result.exception).replace(f"{without}/", "")


def converted(source: Path, out: Path) -> Path:
    """Return a case in another form."""
    result = run("evidence", "convert", source, out)
    assert result.exit_code == 0, result.exception
    return out


@pytest.fixture(params=["csv", "json", "xlsx"])
def gwent(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return Gwent's case in a form that isn't YAML."""
    return converted(GWENT, tmp_path / f"gwent.{request.param}")


@pytest.mark.parametrize(
    "arguments",
    [
        ["grade", "CASE"],
        ["explain", "CASE", "investigating"],
        ["what-if", "CASE", "--drop", "RES-01"],
        ["evidence", "check", "CASE"],
    ],
    ids=lambda one: str(one[0]),
)
def test_every_command_reads_every_form(arguments: list[str], gwent: Path) -> None:
    """What it prints is the same as from YAML, to the byte."""
    outputs = [
        run(*(path if one == "CASE" else one for one in arguments)).stdout for path in (GWENT, gwent)
    ]

    assert outputs[0] == outputs[1]
    assert len(outputs[0]) > 100


def test_a_folder_may_mix_the_forms(tmp_path: Path) -> None:
    """A case in YAML, its records in parts of three forms."""
    case, _ = load_evidence(GWENT)
    half = len(case.evidence) // 2
    (tmp_path / "evidence").mkdir()
    for name, records in (("a.csv", case.evidence[:half]), ("b.xlsx", case.evidence[half:])):
        whole = tmp_path / "whole.json"
        data = case.model_dump(mode="json", exclude_defaults=True)
        data["evidence"] = [one.model_dump(mode="json", exclude_defaults=True) for one in records]
        whole.write_text(json.dumps(data), encoding="utf-8")
        converted(whole, tmp_path / "evidence" / name)
    (tmp_path / "evidence" / "~$b.xlsx").write_bytes(b"held open")
    head = f"case: {case.case}\nforce: {case.force}\nframework: {case.framework}\n"
    more = "".join(f"{n}: {v}\n" for n in ("published", "marking") if (v := getattr(case, n)))
    (tmp_path / "case.yaml").write_text(head + more, encoding="utf-8")

    assert load_evidence(tmp_path)[0] == case


def test_a_part_of_another_case_is_refused(tmp_path: Path) -> None:
    """Evidence of one force that lies in another's folder is told, field by field."""
    folder = tmp_path / "west"
    (folder / "evidence").mkdir(parents=True)
    shutil.copy(WEST_MERCIA / "case.yaml", folder)
    converted(GWENT, folder / "evidence" / "gwent.xlsx")

    lines = told(run("grade", folder), without=folder)
    assert "evidence/gwent.xlsx:Case!B6: `force` is `Gwent" in lines
    assert "in the case beside it" in lines


def test_two_files_for_one_case_are_refused(tmp_path: Path) -> None:
    """Neither goes before the other."""
    converted(GWENT, tmp_path / "case.csv")
    converted(GWENT, tmp_path / "case.yaml")

    assert "has more than one file for the case: `case.yaml`, `case.csv`" in told(
        run("evidence", "check", tmp_path), without=tmp_path
    )


def test_records_are_added_from_a_spreadsheet(tmp_path: Path) -> None:
    """`what-if --add` takes a part of a case in any form."""
    file = tmp_path / "more.csv"
    file.write_text(
        "id,characteristic,source,finding,shows,extent,impact\n"
        "NEW-1,4.3.1,inspection,Nobody came.,shortfall,systemic,critical\n",
        encoding="utf-8",
    )
    added = run("what-if", WEST_MERCIA, "--add", file)
    file.write_text(file.read_text().replace("4.3.1", "=4.3.1"), encoding="utf-8")

    assert "NEW-1 added: Nobody came." in added.stdout
    assert "more.csv:2:7: starts with `=`" in told(
        run("what-if", WEST_MERCIA, "--add", file), without=tmp_path
    )


def test_a_template_is_filled_in_and_graded(tmp_path: Path) -> None:
    """Empty it says what is missing; with a case and a record it is read."""
    file = tmp_path / "mine.xlsx"
    assert run("evidence", "template", file, "--framework", "peel-2023-25").exit_code == 0
    empty = told(run("evidence", "check", file), without=tmp_path)
    book = load_workbook(file)
    book["Case"]["B5"], book["Case"]["B6"] = "example-2024", "Example Police"
    for cell, text in {
        "A2": "X-1",
        "B2": "4.3.1",
        "C2": "incident-review",
        "N2": "attendance-in-time",
    }.items():
        book["Evidence"][cell] = text
    book["Evidence"]["H2"], book["Evidence"]["I2"] = 20, 60
    book.save(file)
    result = run("evidence", "check", file)

    assert empty == "mine.xlsx:Case!B5: `case` is missing\nmine.xlsx:Case!B6: `force` is missing"
    assert result.exit_code == 0, result.exception
    assert "Example Police: evidence check" in result.stdout
    assert "33.3%" in result.stdout


def test_a_template_never_goes_over_what_is_there(tmp_path: Path) -> None:
    """What somebody has filled in isn't lost."""
    file = tmp_path / "mine.xlsx"
    file.write_bytes(b"precious")

    assert "is there already" in told(run("evidence", "template", file), without=tmp_path)
    assert file.read_bytes() == b"precious"
    assert "ends in .xlsx" in told(run("evidence", "template", tmp_path / "mine.csv"), without=tmp_path)


def test_an_encoding_is_named_not_guessed(tmp_path: Path) -> None:
    """Windows-1252 is refused with the way to read it, and read so."""
    file, out = tmp_path / "old.csv", tmp_path / "new.yaml"
    converted(GWENT, file)
    text = file.read_text(encoding="utf-8-sig").replace("Gwent Police", "Gwent’s Police")
    file.write_bytes(text.encode("windows-1252"))
    refused = told(run("evidence", "convert", file, out), without=tmp_path)
    result = run("evidence", "convert", file, out, "--encoding", "windows-1252")

    assert refused.startswith("old.csv:2:1: byte 0x92 isn't UTF-8\n  help: save the file as CSV UTF-8")
    assert "(the byte is `’` there)" in refused
    assert result.exit_code == 0
    assert load_evidence(out)[0].force == "Gwent’s Police"


def test_a_faulty_case_is_not_converted(tmp_path: Path) -> None:
    """Nothing is written."""
    out = tmp_path / "out.xlsx"

    assert "did you mean" in told(
        run("evidence", "convert", FIXTURES / "bad" / "everything-at-once", out), without=FIXTURES
    )
    assert not out.exists()
