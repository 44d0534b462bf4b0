"""The command line parses, calls one step and prints; its exit status says what happened."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from generators import FIXTURES, ROOT, WEST_MERCIA

GWENT = str(FIXTURES / "cases" / "gwent.yaml")


def run(*arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does, in a process of its own."""
    command = [sys.executable, "-m", "peelgrade", *arguments]
    environment = {"PYTHONPATH": str(ROOT / "engine"), "PATH": "/usr/bin:/bin", **more}
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)


def test_grade_gives_the_keys_of_the_contract() -> None:
    """The JSON has the keys that others rely on, in the framework's order of areas."""
    result = run("grade", str(WEST_MERCIA), "--format", "json")
    data = json.loads(result.stdout)
    first = next(area for area in data["areas"] if area["id"] == "responding")

    assert result.returncode == 0
    assert {"case", "force", "marking", "provenance", "areas"} <= set(data)
    assert set(data["provenance"]) >= {"engine", "framework", "rules", "evidence"}
    assert len(data["provenance"]["rules"]["sha256"]) == 64
    assert {
        "id", "title", "graded", "outcome", "grade", "ceilings", "characteristics",
        "areas_for_improvement", "causes_of_concern",
    } <= set(first)  # fmt: skip
    assert set(first["ceilings"][0]) >= {"grade", "rule", "because", "evidence", "characteristics"}
    assert set(first["characteristics"][0]) >= {"id", "verdict", "rule", "evidence"}
    assert set(first["areas_for_improvement"][0]) >= {"id", "title", "characteristics", "evidence", "rule"}
    assert data["areas"][0]["outcome"] == "not-graded"


def test_the_same_input_gives_the_same_bytes() -> None:
    """Two runs, with hashes seeded differently, print the same."""
    results = [run("grade", str(WEST_MERCIA), PYTHONHASHSEED=seed).stdout for seed in ("1", "2")]

    assert results[0] == results[1]
    assert "\x1b" not in results[0]


def test_one_area_can_be_graded_alone() -> None:
    """`--area` shows only that area."""
    data = json.loads(run("grade", GWENT, "--area", "responding", "--format", "json").stdout)

    assert [area["id"] for area in data["areas"]] == ["responding"]


def test_coverage_can_be_lowered() -> None:
    """`--param` lowers the share that must be assessed."""
    before = json.loads(run("grade", GWENT, "--format", "json").stdout)
    after = json.loads(run("grade", GWENT, "--param", "secure-coverage=0.05", "--format", "json").stdout)

    assert {area["outcome"] for area in before["areas"]} == {"not-graded", "evidence-not-secure", "graded"}
    assert sum(area["outcome"] == "graded" for area in after["areas"]) == 2


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["grade", "nowhere"], "nowhere: no such file"),
        (["grade", GWENT, "--area", "respond"], "did you mean `responding`?"),
        (["grade", GWENT, "--param", "secure=1"], "no parameter `secure`"),
        (["grade", GWENT, "--param", "secure-coverage"], "should be a parameter's name, `=`, and a number"),
        (["grade", GWENT, "--rules", "nowhere/rules"], "not a rule pack"),
        (["explain", GWENT, "responding", "--why-not", "god"], "did you mean `good`?"),
        (["grade", GWENT, "--format", "docx"], "needs `--out FILE`"),
        (["framework", "show", "4.3.99"], "no area, topic or characteristic `4.3.99`"),
        (["grade", GWENT, "--out", "/nowhere/at/all.txt"], "can't be written"),
    ],
)
def test_a_mistake_ends_with_status_two_and_a_word_of_help(arguments: list[str], told: str) -> None:
    """Usage errors are told without a traceback."""
    result = run(*arguments)

    assert result.returncode == 2
    assert told in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_a_result_is_written_whole(tmp_path: Path) -> None:
    """The ending of the file chooses the form."""
    for name, start in (("a.json", "{"), ("a.html", "<!DOCTYPE"), ("a.md", "# "), ("a.docx", "PK")):
        out = tmp_path / name
        result = run("explain", GWENT, "investigating", "--out", str(out))
        assert (result.returncode, result.stdout) == (0, "")
        assert out.read_bytes().decode("latin-1").startswith(start)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.docx", "a.html", "a.json", "a.md"]


def test_a_stamp_is_added_only_when_asked_for() -> None:
    """The time is no part of a result by default."""
    assert "Made: " in run("grade", GWENT, "--stamp").stdout
    assert "Made: " not in run("grade", GWENT).stdout


def test_the_framework_can_be_read() -> None:
    """Whole, by area and by characteristic."""
    assert "Outstanding" in run("framework", "show").stdout
    assert "4.3.1" in run("framework", "show", "responding").stdout
    assert "impact is high" in run("framework", "show", "4.3.1").stdout


def test_grading_needs_no_heavy_library() -> None:
    """What `grade` doesn't use isn't loaded."""
    program = (
        "import sys; sys.argv = ['peelgrade', 'grade', sys.argv[1]]\n"
        "from peelgrade.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'numpy', 'scipy', 'openpyxl', 'docx', 'rich.console'} & set(sys.modules)\n"
        "sys.stderr.write(','.join(sorted(heavy)))"
    )
    environment = {"PYTHONPATH": str(ROOT / "engine"), "PATH": "/usr/bin:/bin"}
    result = subprocess.run(
        [sys.executable, "-c", program, GWENT], capture_output=True, text=True, env=environment, check=True
    )

    assert result.stderr == ""


def test_starting_loads_no_model_and_no_heavy_library() -> None:
    """What a command needs is imported when it runs, so that every command starts at once."""
    program = (
        "import sys, peelgrade.cli; "
        "print(*sorted(m for m in sys.modules if m.split('.')[0] in "
        "('pydantic', 'yaml', 'jinja2', 'numpy', 'scipy', 'openpyxl', 'docx', 'durable', 'rich')))"
    )
    result = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True, text=True, check=True, env={"PYTHONPATH": str(ROOT / "engine")},
    )  # fmt: skip

    assert result.stdout.split() == []


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
@pytest.mark.parametrize(
    "command", [["grade", GWENT], ["explain", GWENT, "responding"], ["moderate", GWENT]]
)
def test_a_page_made_with_other_parameters_says_so(command: list[str], form: str) -> None:
    """At its head, with the value that the rules have; and outside what is plausible, that too."""
    told = " ".join(run(*command, "--param", "secure-coverage=0.05", "--format", form).stdout.split())

    assert (
        "Made with other parameters than the rules have: secure-coverage is 0.05 instead of 0.4, "
        "outside its plausible range of 0.25 to 0.6."
    ) in told


def test_data_made_with_other_parameters_says_so() -> None:
    """Beside the hash of the rules; and nothing is said where none was changed."""
    changed = json.loads(run("grade", GWENT, "--param", "secure-coverage=0.3", "--format", "json").stdout)
    plain = json.loads(run("grade", GWENT, "--format", "json").stdout)

    assert changed["provenance"]["rules"]["parameters"] == {
        "secure-coverage": {"value": 0.3, "written": 0.4}
    }
    assert "parameters" not in plain["provenance"]["rules"]
    assert "Made with" not in run("grade", GWENT).stdout


@pytest.mark.parametrize("command", ["grade", "stress"])
def test_several_areas_can_be_asked_for(command: str) -> None:
    """`--area` may be given again, and every area named is told, in the framework's order."""
    arguments = [command, GWENT, "--area", "protecting", "--area", "recording", "--format", "json"]
    data = json.loads(run(*arguments).stdout)

    assert [area["id"] for area in data["areas"]] == ["recording", "protecting"]


@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        (["explain", GWENT, "recording", "--why-not", "good", "--why-not", "adequate"], "--why-not"),
        (["what-if", GWENT, "--scenario", "a.yaml", "--scenario=b.yaml"], "--scenario"),
        (["grade", GWENT, "--out", "a.md", "--out", "b.md"], "--out"),
        (["rules", "check", "--rules", "a", "--rules", "b"], "--rules"),
    ],
)
def test_an_option_of_one_value_is_given_once(arguments: list[str], option: str) -> None:
    """No value is dropped for another that comes after it."""
    result = run(*arguments)

    assert result.returncode == 2
    assert result.stderr.startswith(f"{option}: is given more than once, and takes one value")
    assert result.stdout == ""


def test_every_command_refuses_an_option_given_twice() -> None:
    """No command is left out, in a group or not."""
    import typer.main

    from peelgrade.cli import app
    from peelgrade.cli.once import Command

    def commands(one: Any) -> list[Any]:
        inner = getattr(one, "commands", None)
        return [one] if inner is None else [each for part in inner.values() for each in commands(part)]

    found = commands(typer.main.get_command(app))
    assert len(found) > 15
    assert [one.name for one in found if not isinstance(one, Command)] == []
