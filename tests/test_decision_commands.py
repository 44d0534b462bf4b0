"""The commands that write, show and verify decisions, from the file to what is printed."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from subprocess import Popen

import pytest

from generators import FIXTURES, ROOT, WEST_MERCIA
from peelgrade.cli import locking
from peelgrade.cohort import load_cases
from peelgrade.errors import InvalidInputError
from peelgrade.ledger import verified
from peelgrade.loading import load_evidence
from test_cli import run

PAGE = ROOT / "docs" / "decisions.md"
AREA = "responding"
WHY = "The panel saw how attendance recovered in the last quarter."
SIGNED = ("--by", "lead inspector", "--approved-by", "moderation panel", "--on", "2025-06-02")


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """Return a folder of a case that decisions may be written beside."""
    return shutil.copytree(WEST_MERCIA, tmp_path / "case")


def test_a_decision_is_written_beside_the_case_and_is_no_part_of_it(case: Path) -> None:
    """From the command to the file, to what is shown; the evidence stays what it was."""
    before = load_evidence(case)[0]
    first = run("decide", str(case), AREA, "adequate", *SIGNED, "--reason", WHY)
    once = (case / "decisions.yaml").read_bytes()
    second = run("decide", str(case), "leadership", "requires-improvement", *SIGNED, "--format", "json")
    graded = json.loads(run("grade", str(case), "--format", "json").stdout)
    listed = json.loads(run("decisions", "show", str(case), "--format", "json").stdout)
    decided = {one["id"]: one["decision"] for one in graded["areas"] if one["decision"]}

    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert first.stdout.startswith("OFFICIAL\n")
    assert first.stdout.endswith("\nOFFICIAL\n")
    assert (case / "decisions.yaml").read_bytes().startswith(once)
    assert sorted(one.name for one in case.iterdir()) == sorted(
        ["decisions.yaml", *(one.name for one in WEST_MERCIA.iterdir())]
    )
    assert load_evidence(case)[0] == before
    assert {area: one["decided"] for area, one in decided.items()} == {
        AREA: "adequate",
        "leadership": "requires-improvement",
    }
    assert decided[AREA]["stale"] == []
    assert listed["record"]["head"] == json.loads(second.stdout)["record"]["head"]
    assert [one["now"]["grade"] for one in listed["decisions"]] == ["requires-improvement"] * 2


def test_a_decision_is_put_forward_first_and_approved_later(case: Path) -> None:
    """The command as the panel's secretary writes it; then by somebody else, of the same area and grade."""
    put = ("decide", str(case), AREA, "adequate", "--by", "Lead inspector", "--reason", WHY)
    first = run(*put)
    waiting = run("grade", str(case), "--area", AREA)
    checked = run("decisions", "verify", str(case))
    same = run(*put, "--approved-by", "lead  INSPECTOR")
    second = run(*put, "--approved-by", "Moderation panel")
    graded = run("grade", str(case), "--area", AREA)
    document = run("grade", str(case), "--format", "docx", "--out", str(case / "grade.docx"))

    assert (first.returncode, second.returncode, document.returncode) == (0, 0, 0), first.stderr
    for shown in (first.stdout, waiting.stdout):
        assert "Put forward, not yet approved: adequate, where requires improvement was" in shown
    assert (checked.returncode, run("decisions", "verify", str(case)).returncode) == (0, 0)
    assert same.returncode == 2
    assert "puts the decision forward and can't approve it as well" in same.stderr
    assert "It supersedes entry 1, which stays in the record." in second.stdout
    assert "approved by Moderation panel" in " ".join(graded.stdout.split())
    assert "not yet approved" not in graded.stdout


def test_who_puts_it_forward_is_told_with_everything_else(case: Path) -> None:
    """A missing name hides no other fault."""
    result = run("decide", str(case), AREA, "god")

    assert (result.returncode, result.stdout) == (2, "")
    assert "--by: names nobody" in result.stderr
    assert "no grade of peel-2023-25 `god`" in result.stderr
    assert not (case / "decisions.yaml").exists()


def test_the_day_is_todays_where_none_is_given(tmp_path: Path) -> None:
    """Only the command line knows a clock."""
    single = Path(shutil.copy(FIXTURES / "cases" / "gwent.yaml", tmp_path))
    days = [date.today().isoformat()]
    result = run("decide", str(single), "recording", "not-graded", *SIGNED[:4], "--format", "json")
    days.append(date.today().isoformat())

    assert json.loads(result.stdout)["decision"]["date"] in days
    assert (tmp_path / "gwent.decisions.yaml").is_file()
    assert [one.name for one in load_cases([tmp_path])] == ["gwent-2023-25"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([AREA, "adequate"], "--reason: `requires-improvement` is proposed, and a departure needs"),
        (
            [AREA, "god", "--reason", WHY],
            "no grade of peel-2023-25 `god`\n  help: did you mean `good`?",
        ),
        ([AREA, "good", "--reason", WHY, "--on", "2.6.2025"], "--on: `2.6.2025` should be a date"),
        (
            [AREA, "good", "--reason", WHY, "--format", "docx"],
            "`decisions show --out FILE` makes",
        ),
    ],
)
def test_a_refusal_ends_with_status_two_and_writes_nothing(
    case: Path, arguments: list[str], told: str
) -> None:
    """Each with what is wrong."""
    signed = SIGNED[:-2] if "--on" in arguments else SIGNED
    result = run("decide", str(case), arguments[0], arguments[1], *signed, *arguments[2:])

    assert (result.returncode, result.stdout) == (2, "")
    assert told in result.stderr
    assert not (case / "decisions.yaml").exists()


def test_nothing_is_added_to_a_record_that_is_not_intact(case: Path) -> None:
    """Every command says what is wrong; none repairs or hides it."""
    file = case / "decisions.yaml"
    run("decide", str(case), "leadership", "requires-improvement", *SIGNED)
    file.write_bytes(file.read_bytes().replace(b"moderation panel", b"nobody"))
    spoilt = file.read_bytes()
    added_to = run("decide", str(case), AREA, "requires-improvement", *SIGNED)
    checked = run("decisions", "verify", str(case), "--format", "json")
    listed = run("decisions", "show", str(case))
    graded = run("grade", str(case), "--area", AREA)
    (problem,) = json.loads(checked.stdout)["records"][0]["problems"]

    assert (added_to.returncode, added_to.stdout) == (2, "")
    assert "decisions.yaml:21:13: entry 1: it doesn't say what it said" in added_to.stderr
    assert (checked.returncode, problem["line"], problem["entry"]) == (1, 21, 1)
    assert (listed.returncode, graded.returncode) == (1, 0)
    assert "The record of decisions isn't intact" in graded.stdout
    assert file.read_bytes() == spoilt
    assert sorted(one.name for one in case.iterdir() if one.name.startswith(".")) == []


def test_verification_compares_with_a_hash_noted_elsewhere(case: Path) -> None:
    """Of one record; a file of decisions can be verified without its case."""
    file = case / "decisions.yaml"
    run("decide", str(case), "leadership", "requires-improvement", *SIGNED)
    head = verified(case).ledger.entries[-1].sha256
    lost = run("decisions", "verify", str(case), "--expect", "0" * 64)
    several = run("decisions", "verify", str(case), str(WEST_MERCIA), "--expect", head)

    assert verified(file, head[:12]).ledger.intact
    assert not verified(WEST_MERCIA, head).ledger.intact, "a record removed whole is lost, too"
    assert lost.returncode == 1
    assert "isn't here: entries at the end were removed" in " ".join(lost.stdout.split())
    assert (several.returncode, several.stdout) == (2, "")
    assert run("decisions", "verify", str(case), "--expect", "head").returncode == 2
    assert run("decisions", "verify", str(case / "nowhere")).returncode == 2


def test_decisions_at_the_same_moment_all_stand_in_the_record(case: Path) -> None:
    """Three commands at once, and many changes of one file."""
    command = [sys.executable, "-m", "peelgrade", "decide", str(case)]
    environment = {"PYTHONPATH": str(ROOT / "engine"), "PATH": "/usr/bin:/bin"}
    areas = (AREA, "leadership", "protecting")
    running = [
        Popen([*command, area, "requires-improvement", *SIGNED], env=environment, stdout=-3)
        for area in areas
    ]

    assert [one.wait() for one in running] == [0, 0, 0]
    assert verified(case).ledger.intact
    assert {one.area for one in verified(case).ledger.entries} == set(areas)


def test_changes_of_a_file_at_once_are_all_kept(tmp_path: Path) -> None:
    """Each sees those before it, and nothing is left beside the file."""
    file = tmp_path / "file"

    def change(number: int) -> None:
        locking.change(file, lambda old: (old or b"") + f"{number}\n".encode())

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(change, range(60)))

    assert sorted(map(int, file.read_text().split())) == list(range(60))
    assert list(tmp_path.iterdir()) == [file]


def test_a_change_that_fails_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also one that waits in vain, and one in a folder that isn't there."""
    file, lock = tmp_path / "file", tmp_path / ".file.lock"
    file.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError):
        locking.change(file, lambda _: b"%d" % (1 // 0))
    assert list(tmp_path.iterdir()) == [file]

    lock.touch()
    monkeypatch.setattr(locking, "PATIENCE", 0.05)
    with pytest.raises(InvalidInputError, match="somebody else is writing a decision"):
        locking.change(file, lambda _: b"new")
    assert file.read_bytes() == b"old"
    assert lock.exists()

    with pytest.raises(InvalidInputError, match="can't be written: no such file"):
        locking.change(tmp_path / "nowhere" / "file", lambda _: b"new")


def blocks(kind: str, start: str) -> list[str]:
    """Return the blocks of one kind in the page about decisions that begin in a way."""
    found = re.findall(rf"```{kind}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return [one for one in found if one.startswith(start)]


def test_the_recipe_of_the_docs_verifies_the_chain_without_us() -> None:
    """The few lines of Python that the page shows, as they stand there."""
    (recipe,) = blocks("python", "import hashlib")
    result = subprocess.run([sys.executable, "-c", recipe], cwd=ROOT, capture_output=True, check=False)

    assert result.returncode == 0, result.stderr
    assert "peelgrade" not in recipe


def test_the_walk_through_of_the_docs_comes_out_as_shown(tmp_path: Path) -> None:
    """The commands that write, run on a copy: each stretch between ellipses stands in the output."""
    shutil.copytree(WEST_MERCIA, tmp_path / "fixtures" / WEST_MERCIA.name)
    environment = {"PYTHONPATH": str(ROOT / "engine")}
    found = blocks("text", "$ peelgrade decide ")
    for block in found:
        command, _, shown = block.removeprefix("$ ").partition("\n")
        line = [sys.executable, "-m", *shlex.split(command)]
        result = subprocess.run(
            line, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
        )
        for stretch in shown.split("…"):
            assert stretch.strip("\n") in result.stdout + result.stderr, block
    assert len(found) == 3
