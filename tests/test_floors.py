"""Imports go one way, from the data models up to the command line, and each library has one door."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ENGINE = Path(__file__).parents[1] / "engine" / "peelgrade"

FLOORS = (
    {"__init__", "errors"},
    {"model"},
    {"framework", "domains"},
    {"evidence"},
    {"rules"},
    {"facts", "assessment", "reading", "measuring", "drafts", "writing"},
    {"conditions", "validating", "appraising", "phrasing"},
    {"chaining", "counting", "mending", "vetting", "awards", "tables"},
    {"compiling", "gathering", "proofreading"},
    {"packing"},
    {"loading", "converting"},
    {"deciding", "cohort"},
    {"capping"},
    {"deriving"},
    {"explaining", "trying", "whatif", "stressing", "stocktaking", "drafting", "grid"},
    {"ledger"},
    {"checking", "reaching", "moderating", "schemas"},
    {"comparing"},
    {"mutating"},
    {"view"},
    {"wording"},
    {"rendering"},
    {"word"},
    {"pages"},
    {"results"},
    {"cli"},
    {"__main__"},
)

DOORS = {
    "yaml": {"reading"},
    "durable": {"chaining"},
    "jinja2": {"wording"},
    "typer": {"cli"},
    "rich": {"cli"},
    "docx": {"word"},
    "openpyxl": {"tables"},
    "numpy": {"checking", "comparing", "moderating", "mutating", "stressing"},
    "distributed": {"stressing"},
}


def modules() -> list[Path]:
    """Return every module of the package."""
    return sorted(ENGINE.rglob("*.py"))


def room(path: Path) -> str:
    """Return the name that a module has on its floor: its own, or its folder's."""
    inside = path.relative_to(ENGINE)
    return inside.parts[0] if len(inside.parts) > 1 else inside.stem


def imports(path: Path) -> Iterator[str]:
    """Yield the dotted names that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} uses a relative import"
            yield node.module or ""
            if node.module == "peelgrade":
                yield from (f"peelgrade.{alias.name}" for alias in node.names)


def floor(name: str) -> int:
    """Return the number of a room's floor."""
    return next(number for number, rooms in enumerate(FLOORS) if name in rooms)


def test_every_module_has_one_floor() -> None:
    """Each module stands on exactly one floor, and every floor's rooms exist."""
    listed = [name for rooms in FLOORS for name in rooms]

    assert sorted(listed) == sorted(set(listed))
    assert set(listed) == {room(path) for path in modules()}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ENGINE)))
def test_a_module_imports_only_from_below(path: Path) -> None:
    """No module imports from its own floor (its own folder apart) or from above."""
    mine = room(path)
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "peelgrade" and len(parts) > 1 and not parts[1].startswith("__"):
            other = parts[1]
            assert other == mine or floor(other) < floor(mine), f"{mine} imports {other}"


@pytest.mark.parametrize("library", DOORS)
def test_a_library_has_its_doors(library: str) -> None:
    """Only its doors import a third-party library."""
    users = {room(path) for path in modules() if library in {name.split(".")[0] for name in imports(path)}}

    assert users == DOORS[library]
