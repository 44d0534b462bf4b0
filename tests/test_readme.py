"""What the README and the docs show is what the commands print."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from generators import FIXTURES, ROOT, WEST_MERCIA, framework, inspection, pack
from peelgrade.awards import load_awarded, of_force
from peelgrade.deriving import derive
from peelgrade.model import plain_number

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
ELLIPSIS = "…"


def sessions() -> list[tuple[str, tuple[str, ...], str, str]]:
    """Return of every command shown its page, those that write before it, itself, and the output."""
    found = []
    for page in PAGES:
        for block in BLOCK.findall(page.read_text(encoding="utf-8")):
            before: tuple[str, ...] = ()
            for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, _, shown = part.partition("\n")
                found.append((page.name, before, command, shown))
                before += (command,) if " --out " in command else ()
    return found


def printed(command: str, folder: Path) -> str:
    """Return what a command prints, run beside what it reads and away from the checkout."""
    words = shlex.split(command)
    assert words[0] == "peelgrade"
    for name in ("fixtures", "framework", "rules", "docs"):
        if not (folder / name).is_symlink():
            (folder / name).symlink_to(ROOT / name)
    environment = {"PYTHONPATH": str(ROOT / "engine"), "PATH": "/usr/bin:/bin"}
    result = subprocess.run(
        [sys.executable, "-m", "peelgrade", *words[1:]],
        capture_output=True, text=True, cwd=folder, env=environment, check=False,
    )  # fmt: skip
    assert result.returncode in (0, 1), result.stderr
    return result.stdout


@pytest.mark.parametrize(
    ("page", "before", "command", "shown"), sessions(), ids=lambda text: str(text)[:60]
)
def test_a_shown_output_is_what_the_command_prints(
    page: str, before: tuple[str, ...], command: str, shown: str, tmp_path: Path
) -> None:
    """Each stretch between ellipses stands in the output, in order."""
    for one in before:
        printed(one, tmp_path)
    output, place = printed(command, tmp_path), 0
    for stretch in shown.split(ELLIPSIS):
        wanted = stretch.strip("\n")
        found = output.find(wanted, place)
        assert found >= 0, f"{page}: `{command}` doesn't print:\n{wanted}"
        place = found + len(wanted)


def test_there_is_something_to_compare() -> None:
    """The README shows a real excerpt."""
    assert any(page == "README.md" for page, *_ in sessions())


def test_links_between_pages_lead_somewhere() -> None:
    """Each relative link of the README and the docs is a file."""
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


METHOD = ROOT / "docs" / "method-and-limits.md"


def rows(page: Path, first: str) -> list[list[str]]:
    """Return the cells of the rows of a page's tables whose first cell holds *first*."""
    lines = page.read_text(encoding="utf-8").splitlines()
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")
    ]
    return [row for row in cells if first in row[0]]


def test_the_method_lists_every_assumption_with_its_value() -> None:
    """The table of parameters is the pack's, none left out."""
    shown = [
        row[:4]
        for row in rows(METHOD, "`")
        if len(row) == 5 and row[1][:1].isdigit() and "fix" not in row[0]
    ]
    wanted = [
        [
            f"`{one.id}`",
            str(plain_number(one.value)),
            " to ".join(str(plain_number(end)) for end in one.plausible),
            one.means,
        ]
        for one in pack().parameters
    ]

    assert shown == wanted


@pytest.mark.parametrize(
    ("first", "paths", "thin"),
    [
        ("West Mercia", [WEST_MERCIA], False),
        ("the same report", sorted((FIXTURES / "recoded").glob("*.yaml")), False),
        ("eight more", sorted((FIXTURES / "press").glob("*.yaml")), True),
        ("seven other forces", sorted((FIXTURES / "cases").glob("*.yaml")), True),
    ],
)
def test_the_method_says_how_often_the_proposals_were_awarded(
    first: str, paths: list[Path], thin: bool
) -> None:
    """The figures of agreement are those that come out."""
    awards = load_awarded(FIXTURES / "awarded-2023-25.csv", framework())
    apart = []
    for path in paths:
        case = inspection(path, thin=thin)
        given = of_force(awards, case.case)
        for area in derive(case, chained=False).areas:
            grade = given.get(area.area)
            if area.grade is not None and grade in framework().grade_ids:
                apart.append(abs(framework().rank(area.grade) - framework().rank(str(grade))))
    wanted = [str(len(apart)), *(str(apart.count(steps)) for steps in (0, 1, 2))]

    assert rows(METHOD, first)[0][1:] == wanted
