"""What-ifs in a file: shared, reviewed, run again, and marked stale when what they rest on has changed."""

from __future__ import annotations

import json
import tempfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion
from typer.testing import CliRunner

from generators import FIXTURES, WEST_MERCIA, inspection, record
from odd_cases import texts
from peelgrade.assessment import Inspection
from peelgrade.cli import app
from peelgrade.errors import InvalidInputError
from peelgrade.evidence import SOURCES
from peelgrade.model import altered
from peelgrade.pages.whatif import what_if_page
from peelgrade.rendering import render
from peelgrade.whatif import what_if
from peelgrade.whatif.asking import load_scenario, set_from
from peelgrade.whatif.changes import Add, Change, Drop, Param, Right, Set
from peelgrade.whatif.scenario import Against, Scenario, against, scenario_text, stale
from test_reach_page import without_versions

SCENARIOS = sorted((FIXTURES / "scenarios").glob("*.yaml"))
VISITS = FIXTURES / "scenarios" / "visits-in-pairs.yaml"


def run(*arguments: object) -> Any:
    """Run `what-if` on West Mercia."""
    return CliRunner().invoke(app, ["what-if", str(WEST_MERCIA), *map(str, arguments)])


def data(*arguments: object) -> Any:
    """Return what `what-if` gives as JSON."""
    result = run(*arguments, "--format", "json")
    assert result.exit_code == 0, result.exception
    return json.loads(result.stdout)


def faults(text: str, folder: Path) -> list[str]:
    """Return what is wrong with a scenario, hints left out, its own path too."""
    path = folder / "scenario.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInputError) as refused:
        load_scenario(path)
    lines = str(refused.value).replace(f"{path}:", "").splitlines()
    return [line for line in lines if not line.startswith("  help:")]


changes = st.one_of(
    st.builds(Drop, st.sampled_from(["RES-01", "a.b", "X"])),
    st.builds(Right, st.sampled_from(["RES-01", "007"])),
    st.builds(
        Set,
        st.sampled_from(["RES-01", "true"]),
        st.sampled_from(["extent", "measure.count", "finding", "affects"]),
        st.one_of(
            texts, st.integers(-(10**9), 10**9), st.booleans(), st.none(), st.lists(texts, max_size=3)
        ),
    ),
    st.builds(Param, st.sampled_from(["well-beyond", "x"]), st.fractions(0, 2, max_denominator=50)),
    texts.filter(bool).map(lambda text: Add(record("N-1", finding=text, reference=text))),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(changes, max_size=5), texts.filter(bool), st.one_of(st.none(), texts.filter(bool)))
def test_what_is_written_is_read_back(given_: list[Change], title: str, why: str | None) -> None:
    """Whatever it says, a scenario's text reads as the same scenario."""
    scenario = Scenario(title, tuple(given_), None, why, against(inspection(WEST_MERCIA)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scenario.yaml"
        path.write_bytes(scenario_text(scenario).encode())

        assert load_scenario(path) == scenario


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_a_shipped_scenario_can_be_run(path: Path) -> None:
    """Each scenario of the fixtures names who asks, why and its hashes, and something moves."""
    scenario = load_scenario(path)

    assert scenario.by
    assert scenario.why
    assert scenario.written_against.rules
    assert scenario.written_against.evidence
    assert what_if(inspection(WEST_MERCIA), scenario.changes, chained=False).areas


def test_a_scenario_is_the_same_as_its_changes_asked_for_one_by_one(tmp_path: Path) -> None:
    """A file and options lead to the same areas."""
    path = tmp_path / "s.yaml"
    path.write_text(
        "title: T\nchanges:\n  - right: OFF-11\n  - set: OFF-12\n    extent: isolated\n    impact: low\n"
        "  - {param: well-beyond, value: 3}\n  - drop: RES-01\n",
        encoding="utf-8",
    )
    options = ["--right", "OFF-11", "--set", "OFF-12.extent=isolated", "--set", "OFF-12.impact=low"]
    options += ["--param", "well-beyond=3", "--drop", "RES-01"]

    def moved(found: Any) -> Any:
        return [
            (area["id"], area["before"], area["after"], sorted(area["because"])) for area in found["areas"]
        ]

    assert moved(data("--scenario", path)) == moved(data(*options))


def test_options_come_on_top_of_a_scenario() -> None:
    """Both are made together, and what contradicts is refused with both places known."""
    both = data("--scenario", VISITS, "--drop", "RES-01")
    clash = run("--scenario", VISITS, "--drop", "OFF-11")

    assert {"drop": "RES-01"} in both["changes"]
    assert {"right": "OFF-11"} in both["changes"]
    assert str(clash.exception).startswith(f"{VISITS}:")
    assert "`OFF-11` is dropped, so it can't be changed as well" in str(clash.exception)


def test_an_empty_scenario_changes_nothing(tmp_path: Path) -> None:
    """Without changes nothing moves, and it is said in one line under the scenario's title."""
    path = tmp_path / "empty.yaml"
    path.write_text("title: As things stand\n", encoding="utf-8")

    assert data("--scenario", path)["areas"] == []
    assert "what if: As things stand" in run("--scenario", path).stdout
    assert "Nothing changes:" in run("--scenario", path).stdout


def test_a_scenario_is_stale_once_what_it_rests_on_has_changed() -> None:
    """Each of rules, evidence and framework is watched by itself; a beginning of a hash is enough."""
    now = inspection(WEST_MERCIA)
    pinned = Scenario("T", (), None, None, against(now))
    short = Scenario("T", (), None, None, Against(rules=against(now).rules[:12]))  # type: ignore[index]
    rules = Inspection(now.case, now.framework, now.pack.with_parameters({"well-beyond": Fraction(3)}))
    evidence = Inspection(now.case.with_evidence(now.case.evidence[1:]), now.framework, now.pack)
    framework = Inspection(now.case, altered(now.framework, title="Another"), now.pack)

    assert stale(pinned, now) == stale(short, now) == stale(short, evidence) == ()
    assert stale(pinned, rules) == stale(short, rules) == ("rules",)
    assert stale(pinned, evidence) == ("evidence",)
    assert stale(pinned, framework) == ("framework",)
    assert stale(Scenario("T", ()), rules) == ()


def test_a_stale_scenario_still_runs_and_is_marked(tmp_path: Path) -> None:
    """The warning comes before anything else that is said, and stands in the JSON."""
    path = tmp_path / "old.yaml"
    path.write_text(
        f"title: Old\nwritten_against: {{rules: {'a' * 12}, evidence: {'b' * 64}}}\n"
        "changes: [{drop: RES-01}]\n",
        encoding="utf-8",
    )
    shown = run("--scenario", path).stdout

    assert "Stale: the rules and the evidence have changed since this scenario was written." in " ".join(
        shown.split()
    )
    assert shown.index("Stale:") < shown.index("RES-01")
    assert data("--scenario", path)["scenario"]["stale"] == ["rules", "evidence"]


def test_a_what_if_is_saved_as_a_scenario(tmp_path: Path) -> None:
    """What is saved is written against what was used, runs to the same end, and isn't stale."""
    path = tmp_path / "saved.yaml"
    asked = ["--right", "OFF-11", "--set", "OFF-12.extent=isolated", "--param", "well-beyond=3"]
    first = data(
        *asked, "--save", path, "--title", "Visits", "--by", "The panel", "--why", "Asked at moderation"
    )
    again = data("--scenario", path)

    assert again["areas"] == first["areas"]
    assert again["scenario"] == {
        "title": "Visits",
        "by": "The panel",
        "why": "Asked at moderation",
        "stale": [],
    }


def test_nothing_is_saved_where_the_result_cant_be_given(tmp_path: Path) -> None:
    """A refused output leaves no scenario behind."""
    path = tmp_path / "saved.yaml"
    result = run("--right", "OFF-11", "--save", path, "--format", "docx")

    assert isinstance(result.exception, InvalidInputError)
    assert not path.exists()


def test_every_fault_of_a_file_is_told_at_its_place(tmp_path: Path) -> None:
    """Faults of its head and of each of its changes come together, each with line and column."""
    text = """\
titel: Misspelt
written_against:
  rules: abc
changes:
  - drop: 7
  - right: OFF-11
    because: no such key
  - set: OFF-12
  - set: 3
    extent: some
  - extent: some
  - drop: A
    right: B
  - param: well-beyond
    value: many
  - add: {id: N-1, source: hearsay}
  - just words
"""
    assert faults(text, tmp_path) == [
        "1:1: `title` is missing",
        "1:1: unknown key `titel`",
        "3:10: `rules`: `abc` should be a SHA-256, or the first twelve or more of its characters",
        "5:11: `drop` is `7`, should be text: put it in quotes",
        "7:5: unknown key `because`",
        "8:5: `set` goes with the fields to change, such as `extent: isolated`",
        "9:10: `set` should be a record's id",
        "11:5: a change has exactly one of its kinds as a key",
        "12:5: a change has exactly one of its kinds as a key",
        "15:12: `value`: `many` should be a number, or a fraction such as 2/3",
        "16:10: `characteristic` is missing",
        f"16:28: `source` is `hearsay`, should be one of {', '.join(SOURCES)}",
        "17:5: `changes` item `9` is `just words`, should be a mapping of keys to values",
    ]


@pytest.mark.parametrize("text", ["", "- a list", "just words", "title: T\nchanges: none\n", "title: 3\n"])
def test_what_is_no_scenario_is_refused(text: str, tmp_path: Path) -> None:
    """Other shapes are faults with a place, never a traceback."""
    assert all(line[0].isdigit() for line in faults(text, tmp_path))


def test_a_fault_of_meaning_is_told_at_its_place(tmp_path: Path) -> None:
    """What the case doesn't hold is told where the scenario names it."""
    path = tmp_path / "s.yaml"
    path.write_text(
        "title: T\nchanges:\n  - drop: RES-999\n  - set: RES-01\n    extent: lots\n"
        "  - {param: x, value: 1}\n  - add: {id: N-1, characteristic: '9.9.9', source: data, finding: F, "
        "shows: strength, extent: some}\n",
        encoding="utf-8",
    )
    said = [
        line
        for line in str(run("--scenario", path).exception).splitlines()
        if not line.startswith("  help")
    ]

    assert [line.removeprefix(f"{path}:").split(" ")[0] for line in said] == [
        "3:5:",
        "5:13:",
        "6:5:",
        "7:36:",
    ]


def test_an_id_with_full_stops_can_be_set() -> None:
    """The longest known id before a full stop is the record's; an empty value takes the field out."""
    assert set_from("A.1.extent=some", ["A", "A.1"]) == Set("A.1", "extent", "some")
    assert set_from("A.measure.count=3", ["A", "A.1"]) == Set("A", "measure.count", 3)
    assert set_from("A.impact=", ["A"]) == Set("A", "impact", None)
    assert set_from("A.finding=a=b", ["A"]) == Set("A", "finding", "a=b")
    assert set_from("A.affects=[recording]", ["A"]) == Set("A", "affects", ["recording"])


def test_the_page_of_a_scenario_reads_as_reviewed(snapshot: SnapshotAssertion) -> None:
    """Who asks and why come first, then the changes, then the difference."""
    scenario = altered_to_now(load_scenario(VISITS))
    page = what_if_page(what_if(inspection(WEST_MERCIA), scenario.changes), scenario)

    assert without_versions(render(page, "text")) == snapshot


def altered_to_now(scenario: Scenario) -> Scenario:
    """Return a scenario as if it had been written now, so that no later rules make its page stale."""
    return Scenario(
        scenario.title, scenario.changes, scenario.by, scenario.why, against(inspection(WEST_MERCIA))
    )
