"""Bad input is refused: every fault at once, each with file, line, column, found and allowed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from generators import FIXTURES
from peelgrade.cli import app
from peelgrade.errors import PeelgradeError
from peelgrade.loading import load_case

BAD = sorted(path for path in (FIXTURES / "bad").iterdir() if path.is_dir())
PLACED = re.compile(r"^[\w./-]+\.yaml:\d+:\d+: \S", re.MULTILINE)


def message(folder: Path) -> str:
    """Return what is said of a faulty case, its own path left out."""
    with pytest.raises(PeelgradeError) as refused:
        load_case(folder)
    return str(refused.value).replace(f"{folder}/", "")


@pytest.mark.parametrize("folder", BAD, ids=lambda folder: folder.name)
def test_a_fault_is_told_as_approved(folder: Path) -> None:
    """The message is the one that was reviewed, beside the fault."""
    assert message(folder) == (folder / "message.txt").read_text(encoding="utf-8").rstrip("\n")


@pytest.mark.parametrize("folder", BAD, ids=lambda folder: folder.name)
def test_a_fault_has_a_place(folder: Path) -> None:
    """Every message names a line and a column, but where a whole file is missing."""
    told = message(folder)

    assert PLACED.search(told) or told == "case.yaml: no such file"


def test_there_are_enough_kinds() -> None:
    """At least forty kinds of fault are kept."""
    assert len(BAD) >= 40


@pytest.mark.parametrize("command", ["grade", "explain"])
def test_bad_input_ends_with_status_two_and_writes_nothing(command: str, tmp_path: Path) -> None:
    """A command refuses a faulty case, and no output file is left behind."""
    out = tmp_path / "result.json"
    case = str(FIXTURES / "bad" / "everything-at-once")
    arguments = [command, case, *(["responding"] if command == "explain" else []), "--out", str(out)]

    result = CliRunner().invoke(app, arguments)

    assert isinstance(result.exception, PeelgradeError)
    assert list(tmp_path.iterdir()) == []
