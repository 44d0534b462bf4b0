"""The worked examples of the docs, done from beginning to end: files edited, commands run."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from shutil import copy, copytree

import pytest
from typer.testing import CliRunner

from generators import ROOT
from peelgrade.cli import app
from peelgrade.errors import PeelgradeError

PAGES = ("changing-the-rules.md",)
BLOCK = re.compile(r"^```(shell-session|diff|yaml)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
ELLIPSIS = "…"


def blocks(page: str) -> Iterator[tuple[str, str]]:
    """Yield the blocks of a page that do something, in order."""
    yield from BLOCK.findall((ROOT / "docs" / page).read_text(encoding="utf-8"))


def edited(text: str) -> None:
    """Make the edit that a block shows: lines taken away and lines added, where their context stands."""
    name, *lines = text.splitlines()
    path = Path(name.removeprefix("--- "))
    old = "".join(f"{line[1:]}\n" for line in lines if line[0] in " -")
    new = "".join(f"{line[1:]}\n" for line in lines if line[0] in " +")
    before = path.read_text(encoding="utf-8")
    assert before.count(old) == 1, f"{path} doesn't hold once:\n{old}"
    path.write_text(before.replace(old, new), encoding="utf-8")


def written(text: str) -> None:
    """Write the file that a block shows whole; its first line names it."""
    name = text.splitlines()[0].removeprefix("# ")
    Path(name).write_text(text, encoding="utf-8")


def printed(command: str) -> str:
    """Return what a command prints; copying and making folders print nothing."""
    words = shlex.split(command)
    match words:
        case ["cp", "-r", source, target]:
            copytree(source, target)
        case ["cp", source, target]:
            copy(source, target)
        case ["mkdir", folder]:
            Path(folder).mkdir()
        case _:
            assert words[0] == "peelgrade"
            done = CliRunner().invoke(app, words[1:])
            if isinstance(done.exception, PeelgradeError):
                return f"{done.exception}\n"
            assert done.exit_code in (0, 1), done.output
            return done.output
    return ""


def run(text: str) -> None:
    """Run the commands of a session; each stretch between ellipses stands in the output, in order."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        output, place = printed(command), 0
        for stretch in shown.split(ELLIPSIS):
            wanted = stretch.strip("\n ")
            found = output.find(wanted, place)
            assert found >= 0, f"`{command}` doesn't print:\n{wanted}\nbut:\n{output}"
            place = found + len(wanted)


@pytest.mark.parametrize("page", PAGES)
def test_a_worked_example_works(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every edit fits, every file is accepted, and every command prints what the page shows."""
    monkeypatch.chdir(tmp_path)
    for name in ("fixtures", "framework", "rules"):
        (tmp_path / name).symlink_to(ROOT / name)
    done = {"shell-session": 0, "diff": 0, "yaml": 0}
    for kind, text in blocks(page):
        {"shell-session": run, "diff": edited, "yaml": written}[kind](text)
        done[kind] += 1

    assert all(done.values())
