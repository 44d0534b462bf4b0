"""A draft is no evidence: every command refuses it, and says so wherever it was let in."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
import typer
from typer.testing import CliRunner

from generators import FIXTURES
from peelgrade.cli import app
from peelgrade.drafts import confirmed, drafts
from peelgrade.errors import RefusedError
from peelgrade.loading import load_evidence

GWENT = FIXTURES / "cases" / "gwent.yaml"
SAID = "Two records of five are drafts that nobody has confirmed."
FEW = {
    "grade": [],
    "explain": ["responding"],
    "what-if": ["--drop", "X-03"],
    "reach": ["responding", "good"],
    "stress": [],
    "moderate": [],
    "forces": [],
    "decide": [
        "responding",
        "adequate",
        "--by",
        "Panel",
        "--approved-by",
        "Chair",
        "--reason",
        "The panel saw the force put the two shortfalls right.",
    ],
}
"""What each command needs besides a case."""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """Return a case in which two of five records are drafts."""
    records = "".join(
        f'- {{id: X-0{number}, characteristic: "{one}", source: inspection, finding: Found., '
        f"shows: shortfall, extent: some, draft: {'true' if number in (3, 4) else 'false'}}}\n"
        for number, one in enumerate(("4.1.1", "4.2.1", "4.3.1", "4.4.1", "4.1.2"), 1)
    )
    path = tmp_path / "case.yaml"
    head = "case: made-up\nforce: Example Police\nframework: peel-2023-25\n"
    path.write_text(f"{head}evidence:\n{records}", encoding="utf-8")
    return path


def commands() -> Iterator[tuple[str, Any]]:
    """Yield every command that reads cases, so that a new one can't be forgotten."""
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        if any(one.name in ("case", "cases") for one in getattr(command, "params", ())):
            yield name, command


def run(*arguments: str) -> Any:
    """Run a command in this process."""
    return CliRunner().invoke(app, list(arguments))


def test_the_commands_that_read_cases_are_known() -> None:
    """Each is tried below."""
    assert {name for name, _ in commands()} == set(FEW)


@pytest.mark.parametrize("command", [name for name, _ in commands()])
def test_a_command_refuses_drafts(command: str, case: Path) -> None:
    """Nothing is concluded from what nobody has confirmed."""
    result = run(command, str(case), *FEW.get(command, []))

    assert isinstance(result.exception, RefusedError)
    assert "2 of 5 records are drafts that nobody has confirmed: X-03, X-04" in str(result.exception)
    assert result.stdout == ""


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
@pytest.mark.parametrize("command", FEW)
def test_a_page_made_with_drafts_says_so(command: str, form: str, case: Path) -> None:
    """At its head, before any conclusion."""
    result = run(command, str(case), *FEW[command], "--allow-drafts", "--format", form)

    assert result.exit_code in (0, 1), result.exception
    assert SAID in result.stdout[: result.stdout.index("proposes; people decide.") + 120]


@pytest.mark.parametrize("command", FEW)
def test_word_and_json_made_with_drafts_say_so(command: str, case: Path, tmp_path: Path) -> None:
    """The second paragraph of the document, and a count beside the hash of the evidence."""
    out = tmp_path / "result.docx"
    arguments = [command, str(case), *FEW[command], "--allow-drafts"]
    data = json.loads(run(*arguments, "--format", "json").stdout)
    several = {"moderate": data, "forces": data["provenance"]}

    of = several[command]["cases"][0] if command in several else data["provenance"]
    assert of["evidence"]["drafts"] == 2
    if command == "decide":  # What it writes is the record; `decisions show` makes a document of it.
        return
    run(*arguments, "--out", str(out))
    assert SAID in docx.Document(io.BytesIO(out.read_bytes())).paragraphs[1].text


def test_a_page_without_drafts_says_nothing_of_them() -> None:
    """A confirmed case reads as before."""
    assert "draft" not in run("grade", str(GWENT)).stdout
    assert json.loads(run("grade", str(GWENT), "--format", "json").stdout)["provenance"]["evidence"][
        "drafts"
    ] == 0  # fmt: skip


def test_a_draft_that_a_change_brings_in_is_told(tmp_path: Path) -> None:
    """`what-if --add` refuses a draft too, and says so where it is allowed."""
    added = tmp_path / "more.yaml"
    added.write_text(
        'evidence:\n- {id: N-1, characteristic: "5.2.1", source: inspection, finding: F., shows: strength, '
        "extent: some, draft: true}\n",
        encoding="utf-8",
    )
    arguments = ["what-if", str(GWENT), "--add", str(added)]

    assert isinstance(run(*arguments).exception, RefusedError)
    assert "are drafts" not in run(*arguments, "--allow-drafts").stdout
    assert "is a draft that nobody has confirmed" in run(*arguments, "--allow-drafts").stdout
    assert (
        json.loads(run(*arguments, "--allow-drafts", "--format", "json").stdout)["changed"]["drafts"] == 1
    )


def test_confirming_is_one_word(case: Path) -> None:
    """With `draft: false` the same records are evidence."""
    found, _ = load_evidence(case)
    case.write_text(case.read_text("utf-8").replace("draft: true", "draft: false"), "utf-8")

    assert drafts(found) == ("X-03", "X-04")
    confirmed(found, allowed=True)
    confirmed(load_evidence(case)[0])
