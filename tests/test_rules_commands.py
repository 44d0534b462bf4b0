"""The commands of `rules`: every form of every result, and the texts as reviewed."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from syrupy.assertion import SnapshotAssertion
from typer.testing import CliRunner

from generators import FIXTURES
from packs import pack_folder
from peelgrade.cli import app

HOME = FIXTURES / "elsewhere" / "cqc-councils" / "rules"
OTHER = FIXTURES / "elsewhere" / "cms-five-star" / "rules"

COMMANDS: dict[str, list[str]] = {
    "check": ["rules", "check", "--rules", str(HOME)],
    "test": ["rules", "test", str(HOME), "--coverage"],
    "show": ["rules", "show", "grade.good", "--rules", str(HOME)],
    "diff": ["rules", "diff", str(HOME), str(OTHER)],
    "mutate": ["rules", "mutate", str(HOME)],
}


def run(*arguments: str) -> str:
    """Return what a command prints, whatever it found."""
    done = CliRunner().invoke(app, list(arguments))
    assert done.exit_code in (0, 1), done.output or done.exception
    return done.output


@pytest.mark.parametrize("name", COMMANDS)
def test_every_result_comes_in_every_form(name: str, tmp_path: Path) -> None:
    """Text, Markdown, HTML, JSON and Word, from one page, and the same bytes each time."""
    files = {form: tmp_path / f"result.{form}" for form in ("md", "html", "json", "docx")}
    for file in files.values():
        run(*COMMANDS[name], "--out", str(file))
    text = run(*COMMANDS[name])

    assert files["md"].read_text(encoding="utf-8").startswith("# ")
    assert files["html"].read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert isinstance(json.loads(files["json"].read_text(encoding="utf-8")), dict)
    assert "word/document.xml" in ZipFile(files["docx"]).namelist()
    assert run(*COMMANDS[name]) == text


def test_a_proof_reads_as_reviewed(snapshot: SnapshotAssertion) -> None:
    """The text of `rules check` is kept and reviewed."""
    assert run(*COMMANDS["check"]) == snapshot


def test_a_failure_reads_as_reviewed(tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    """A failed and an unproved property, and a failed example, as given, expected and got."""
    faulty = pack_folder(tmp_path, {}, HOME.parent)
    rule = faulty / "grade" / "good.yaml"
    text = rule.read_text(encoding="utf-8")
    rule.write_text(text.replace("at_most: $good-up-to", "at_least: $good-up-to"), encoding="utf-8")
    gap = pack_folder(tmp_path / "gap", {}, HOME.parent)
    (gap / "verdict" / "good-standard.yaml").unlink()

    assert run("rules", "check", "--rules", str(faulty)).split("Every property")[0] == snapshot
    assert run("rules", "test", str(faulty)) == snapshot
    assert run("rules", "check", "--rules", str(gap)).split("Every property")[0] == snapshot


def test_a_survey_of_small_changes_reads_as_reviewed(snapshot: SnapshotAssertion) -> None:
    """The text of `rules mutate` is kept and reviewed."""
    assert run(*COMMANDS["mutate"]) == snapshot


@pytest.mark.parametrize("id", ["good-up-to", "score", "total", "verdict.good-standard"])
def test_every_part_can_be_read(id: str, snapshot: SnapshotAssertion) -> None:
    """A parameter, a standard, a count and a rule, with where they are used."""
    assert run("rules", "show", id, "--rules", str(HOME)) == snapshot
