"""Faults in a rule pack are told with line and column, the nearest known name, and all at once."""

from __future__ import annotations

import re
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest
from typer.testing import CliRunner

from generators import FIXTURES, framework
from peelgrade.cli import app
from peelgrade.errors import InvalidInputError, NotFoundError
from peelgrade.loading import load_rules
from peelgrade.trying import load_tests

HOME = FIXTURES / "bad-rules"
SOUND = HOME / "sound"
BAD = sorted(path for path in HOME.iterdir() if path.is_dir() and path != SOUND)
PLACED = re.compile(r"^[\w./-]+(\.yaml:\d+:\d+|\.yml): \S")


def laid_over(folder: Path, into: Path) -> Path:
    """Return the small sound pack with the files of one folder laid over it."""
    home = into / "rules"
    copytree(SOUND, home)
    copytree(folder, home, dirs_exist_ok=True, ignore=ignore_patterns("message.txt"))
    return home


def message(home: Path) -> str:
    """Return what is said of a faulty pack or its tests, its own path left out."""
    with pytest.raises(InvalidInputError) as refused:
        load_tests(home, framework(), load_rules(home, framework()))
    return str(refused.value).replace(f"{home}/", "")


def test_what_the_faults_are_laid_over_is_sound() -> None:
    """The pack itself has no fault, so each message is of the fault alone."""
    assert load_rules(SOUND, framework()).id == "sound"


@pytest.mark.parametrize("folder", BAD, ids=lambda folder: folder.name)
def test_a_fault_is_told_as_approved(folder: Path, tmp_path: Path) -> None:
    """The message is the one that was reviewed, beside the fault."""
    expected = (folder / "message.txt").read_text(encoding="utf-8").rstrip("\n")

    assert message(laid_over(folder, tmp_path)) == expected


@pytest.mark.parametrize("folder", BAD, ids=lambda folder: folder.name)
def test_a_fault_has_a_place(folder: Path) -> None:
    """Every line names file, line and column, or is the help of the one before."""
    lines = (folder / "message.txt").read_text(encoding="utf-8").splitlines()

    assert all(PLACED.match(line) or line.startswith("  help: ") for line in lines)


def test_a_misspelt_name_gets_the_nearest_known_one() -> None:
    """Whatever kind of name it is: a fact, a code, a level, a grade, a rule, a parameter, a key."""
    misspelt = [
        "misspelt-fact",
        "unknown-code",
        "unknown-level",
        "unknown-verdict",
        "unknown-grade",
        "unless-unknown",
        "unknown-area",
        "unknown-parameter",
        "misspelt-operator",
        "unknown-key",
        "example-of-an-unknown-fact",
        "theme-of-an-unknown-characteristic",
        "reason-with-an-unknown-count",
    ]

    for name in misspelt:
        assert "help: did you mean `" in (HOME / name / "message.txt").read_text(encoding="utf-8"), name


def test_there_are_enough_kinds() -> None:
    """Well over the twenty-five kinds that an author is likely to make."""
    assert len(BAD) >= 40


@pytest.mark.parametrize("command", [["rules", "check", "--rules"], ["rules", "test"], ["rules", "mutate"]])
def test_a_faulty_pack_ends_a_command_with_every_fault(command: list[str], tmp_path: Path) -> None:
    """No command goes on with what it could read."""
    home = laid_over(HOME / "everything-at-once", tmp_path)
    done = CliRunner().invoke(app, [*command, str(home)])

    assert isinstance(done.exception, InvalidInputError)
    assert len(done.exception.problems) == 6


def test_a_folder_without_a_pack_is_refused(tmp_path: Path) -> None:
    """A folder of rules has a `pack.yaml`; an id that isn't shipped gets the nearest."""
    with pytest.raises(NotFoundError, match=r"no `pack\.yaml` in"):
        load_rules(tmp_path, framework())
    with pytest.raises(NotFoundError, match="did you mean `peel-2023-25`"):
        load_rules("peel-2023-26", framework())
