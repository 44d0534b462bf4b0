"""`framework show`, and the options by which commands name other rules than the shipped ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from generators import ROOT
from peelgrade.cli import app
from peelgrade.errors import InvalidInputError, NotFoundError

SHIPPED = str(ROOT / "rules" / "peel-2023-25")


def shown(*arguments: str) -> Any:
    """Return what a command prints as JSON, or raise what it raises."""
    result = CliRunner().invoke(app, [*arguments, "--format", "json"])
    if result.exception is not None:
        raise result.exception
    return json.loads(result.stdout)


def test_a_topic_is_shown() -> None:
    """With its characteristics, and the area that it belongs to."""
    assert shown("framework", "show", "4.3")["characteristics"][0]["id"] == "4.3.1"
    text = CliRunner().invoke(app, ["framework", "show", "4.3"]).stdout
    assert "A topic of responding to the public." in text
    assert "4.3.1" in text


def test_the_frameworks_own_id_is_the_whole() -> None:
    """As if it were left out."""
    assert shown("framework", "show", "peel-2023-25") == shown("framework", "show")
    with pytest.raises(NotFoundError, match=r"no area, topic or characteristic `4.33`"):
        shown("framework", "show", "4.33")


def test_rules_show_the_framework_that_they_are_of(tmp_path: Path) -> None:
    """A folder of rules names its framework, or has it beside it."""
    assert shown("framework", "show", "--rules", SHIPPED)["id"] == "peel-2023-25"
    other = (ROOT / "framework" / "peel-2023-25.yaml").read_text(encoding="utf-8")
    (tmp_path / "framework.yaml").write_text(
        other.replace("id: peel-2023-25", "id: mine", 1), encoding="utf-8"
    )
    (tmp_path / "rules").mkdir()
    with pytest.raises(NotFoundError, match="not a rule pack"):
        shown("framework", "show", "--rules", str(tmp_path / "rules"))
    (tmp_path / "rules" / "pack.yaml").write_text("framework: mine\n", encoding="utf-8")
    assert shown("framework", "show", "--rules", str(tmp_path / "rules"))["id"] == "mine"


def test_rules_are_tested_by_argument_or_by_option() -> None:
    """Either is enough, both may name the same folder, and two different ones are refused."""
    by_argument = shown("rules", "test", SHIPPED)

    assert shown("rules", "test", "--rules", SHIPPED) == by_argument
    assert shown("rules", "test", SHIPPED, "--rules", f"{SHIPPED}/../peel-2023-25") == by_argument


@pytest.mark.parametrize("command", ["test", "mutate"])
def test_two_different_folders_are_refused(command: str, tmp_path: Path) -> None:
    """Neither is read."""
    with pytest.raises(InvalidInputError) as refused:
        shown("rules", command, SHIPPED, "--rules", str(tmp_path))

    assert str(refused.value) == (
        f"--rules: names `{tmp_path}`, and the argument `{SHIPPED}`\n  help: give one of them"
    )
