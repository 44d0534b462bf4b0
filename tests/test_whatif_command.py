"""What `what-if` shows, as pages and as data, and what it refuses."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from typer.testing import CliRunner

from generators import (
    FIXTURES,
    WEST_MERCIA,
    case_of,
    framework,
    inspection,
    pack,
    record,
)
from peelgrade.assessment import Inspection
from peelgrade.cli import app
from peelgrade.deriving import derive
from peelgrade.errors import InvalidInputError, RefusedError, Where
from peelgrade.evidence import SOURCES
from peelgrade.loading import load_case
from peelgrade.pages.whatif import what_if_data, what_if_page
from peelgrade.rendering import render
from peelgrade.results import assessment_data
from peelgrade.rules import CONCERNS
from peelgrade.whatif import WhatIf, what_if
from peelgrade.whatif.changes import Add, Drop, Param, Right
from test_reach_page import without_versions
from test_whatif import NOTHING

ONE = "{id: N-1, characteristic: '4.1.1', source: data, finding: Found., shows: strength, extent: some}"


def printed(*arguments: object, case: Path = WEST_MERCIA) -> str:
    """Return what `what-if` prints."""
    result = CliRunner().invoke(app, ["what-if", str(case), *map(str, arguments)])
    assert result.exit_code == 0, result.exception
    return result.stdout


def data(*arguments: object, case: Path = WEST_MERCIA) -> Any:
    """Return what `what-if` gives as JSON."""
    return json.loads(printed(*arguments, "--format", "json", case=case))


def refusal(*arguments: object, case: Path = WEST_MERCIA) -> list[str]:
    """Return what is said of arguments that can't be used, line by line, hints left out."""
    result = CliRunner().invoke(app, ["what-if", str(case), *map(str, arguments)])
    assert isinstance(result.exception, InvalidInputError)
    return [line for line in str(result.exception).splitlines() if not line.startswith("  help:")]


def test_a_changed_case_is_graded_as_if_it_had_been_written_so(tmp_path: Path) -> None:
    """The difference that the command tells is that of two files graded one after the other."""
    text = (FIXTURES / "cases" / "gwent.yaml").read_text(encoding="utf-8")
    path = tmp_path / "case.yaml"
    path.write_text(text.replace("extent: widespread", "extent: isolated"), encoding="utf-8")
    widespread = [
        r.id
        for r in inspection(FIXTURES / "cases" / "gwent.yaml").case.evidence
        if r.extent == "widespread"
    ]
    sets = [argument for one in widespread for argument in ("--set", f"{one}.extent=isolated")]
    told_ = data(*sets, case=FIXTURES / "cases" / "gwent.yaml")["areas"]
    graded = {
        name: {area["id"]: area for area in assessment_data(derive(load_case(one)))["areas"]}
        for name, one in (("before", FIXTURES / "cases" / "gwent.yaml"), ("after", path))
    }

    assert widespread
    assert told_
    for area in told_:
        for when in ("before", "after"):
            assert area[when] == {key: graded[when][area["id"]][key] for key in ("outcome", "grade")}


def test_the_json_has_the_keys_of_the_contract() -> None:
    """Case, changes and areas with before, after and because are under the names that others rely on."""
    found = data("--right", "OFF-11", "--right", "OFF-12", "--drop", "RES-06")
    area = next(one for one in found["areas"] if one["id"] == "offenders")

    assert found["case"] == "west-mercia-2023-25"
    assert found["changes"] == [{"drop": "RES-06"}, {"right": "OFF-11"}, {"right": "OFF-12"}]
    assert area["before"] == {"outcome": "graded", "grade": "adequate"}
    assert area["after"] == {"outcome": "graded", "grade": "good"}
    assert area["because"] == ["right OFF-11", "right OFF-12"]
    assert area["differences"][0]["needed"] == area["because"]
    assert area["differences"][0]["enough"] is True
    assert {one["kind"] for one in area["differences"]} <= {"grade", "ceiling", "verdict", *CONCERNS}


def test_an_area_of_which_only_ceilings_change_is_left_out() -> None:
    """A ceiling that decides nothing isn't a change of the area, and is told all the same."""
    weak = [record(f"X-{n:02}", one) for n, one in enumerate(framework().area("responding").ids)]
    case = Inspection(case_of(*weak), framework(), pack())
    changes = [Param("some-of-them", Fraction(0)), Param("substantially-all", Fraction(0))]
    found = what_if(case, changes, chained=False)
    ceilings = [one for one in found.moved if one.ceilings_only]

    assert ceilings
    assert {one.area for one in ceilings}.isdisjoint(one["id"] for one in what_if_data(found)["areas"])
    assert "Ceiling lifted" in render(what_if_page(found), "text")


def test_nothing_changed_is_said_in_one_line() -> None:
    """What makes no difference isn't told as if it did."""
    shown = printed("--set", "RES-02.reference=elsewhere")

    assert NOTHING in shown
    assert data("--set", "RES-02.reference=elsewhere")["areas"] == []


def test_a_record_is_replaced_by_one_of_its_id(tmp_path: Path) -> None:
    """Dropped and added in one go, a record stands in another's stead; added only, it is refused."""
    path = tmp_path / "new.yaml"
    path.write_text(
        f"evidence:\n  - {ONE.replace('N-1', 'OFF-11').replace('4.1.1', '7.3.2')}\n", encoding="utf-8"
    )

    assert refusal("--add", path) == [f"{path}:2:5: the record id `OFF-11` is in the case already"]
    assert data("--add", path, "--drop", "OFF-11")["areas"]


@pytest.mark.parametrize(
    "shape",
    [
        "{}",
        "- {}",
        "evidence: [{}]",
        "case: other\nforce: Other\nframework: peel-2023-25\nevidence:\n  - {}",
    ],
    ids=["one", "list", "evidence", "case"],
)
def test_records_are_added_from_files_of_every_shape(shape: str, tmp_path: Path) -> None:
    """One record, a list, an evidence file or a whole case: its records are added."""
    path = tmp_path / "more.yaml"
    path.write_text(shape.replace("{}", ONE), encoding="utf-8")

    assert [one["add"]["id"] for one in data("--add", path)["changes"]] == ["N-1"]


def test_a_spreadsheet_is_added_too(tmp_path: Path) -> None:
    """A table of evidence is as good as YAML."""
    path = tmp_path / "more.csv"
    path.write_text(
        "id,characteristic,source,finding,shows,extent\nN-1,4.1.1,data,Found.,strength,some\n", "utf-8"
    )

    assert [one["add"]["id"] for one in data("--add", path)["changes"]] == ["N-1"]


BAD: list[tuple[list[str], list[str]]] = [
    (["--drop", "RES-999"], ["--drop RES-999: no evidence record `RES-999`"]),
    (["--right", "RES-999"], ["--right RES-999: no evidence record `RES-999`"]),
    (["--set", "RES-999.extent=some"], ["--set RES-999.extent: no evidence record `RES-999`"]),
    (["--set", "RES-01.extnt=some"], ["--set RES-01.extnt: unknown key `extnt`"]),
    (
        ["--set", "RES-01.extent=lots"],
        ["--set RES-01.extent: `extent` is `lots`, should be one of isolated, some, widespread, systemic"],
    ),
    (
        ["--set", "RES-01.measure.count=61"],
        ["--set RES-01.measure.count: `count` 61 is above its total `of` 60"],
    ),
    (["--set", "RES-01.id=RES-99"], ["--set RES-01.id: the id of a record stays as it is"]),
    (["--set", "RES-01.characteristic=9.9.9"], ["--set RES-01.characteristic: no characteristic `9.9.9`"]),
    (
        ["--set", "RES-01"],
        ["--set: `RES-01` should be a record's id, a full stop, a field, `=` and a value"],
    ),
    (
        ["--set", "RES-01.extent=[some"],
        ["--set RES-01.extent: not readable as YAML: did not find expected ',' or ']'"],
    ),
    (
        ["--set", "RES-01.recurring=yes"],
        ["--set RES-01.recurring: `recurring` is `yes`, should be `true` or `false`"],
    ),
    (["--set", "RES-01.finding.x=1"], ["--set RES-01.finding.x: `finding` holds no `x`"]),
    (["--param", "nought=1"], ["--param nought: no parameter `nought`"]),
    (
        ["--param", "well-beyond=many"],
        ["--param: `well-beyond=many` should be a parameter's name, `=`, and a number such as 0.3 or 2/3"],
    ),
    (
        ["--param", "well-beyond=2", "--param", "well-beyond=3"],
        ["--param well-beyond: `well-beyond` is given two values: 2 and 3"],
    ),
    (
        ["--drop", "RES-01", "--right", "RES-01", "--set", "RES-01.extent=some"],
        [
            "--right RES-01: `RES-01` is dropped, so it can't be changed as well",
            "--set RES-01.extent: `RES-01` is dropped, so it can't be changed as well",
        ],
    ),
    (
        ["--set", "RES-01.extent=some", "--set", "RES-01.extent=isolated"],
        ["--set RES-01.extent: `RES-01.extent` is set by another change as well"],
    ),
    (
        ["--set", "RES-01.measure.count=3", "--set", "RES-01.measure="],
        ["--set RES-01.measure: `RES-01.measure` is set by another change as well"],
    ),
    (["--add", "nowhere.yaml"], ["nowhere.yaml: no such file"]),
    (["--scenario", "nowhere.yaml"], ["nowhere.yaml: no such file"]),
    (["--title", "T"], ["--title: goes with `--save FILE`: it is written to that scenario"]),
    (["--replace"], ["--replace: goes with `--save FILE`: it lets that file be written over"]),
    (["--save", "nowhere/s.yaml"], ["--save nowhere/s.yaml: can't be written: no folder `nowhere`"]),
]


@pytest.mark.parametrize(("arguments", "message"), BAD, ids=lambda one: " ".join(one)[:50])
def test_bad_input_is_told_where_it_was_given(arguments: list[str], message: list[str]) -> None:
    """Each option says what was found and what is allowed."""
    assert refusal(*arguments) == message


def test_everything_wrong_is_told_at_once() -> None:
    """Every fault of every option stands in one answer, and nothing is written."""
    found = refusal(
        "--drop", "NO-1", "--right", "NO-2", "--set", "NO-3.extent=some", "--set", "x", "--param", "no=1",
        "--param", "y", "--set", "RES-01.extent=no", "--by", "Somebody",
    )  # fmt: skip

    assert len(found) == 8


def test_a_faulty_case_is_told_with_the_options(tmp_path: Path) -> None:
    """What is wrong with the case doesn't hide what is wrong with the question."""
    case = tmp_path / "case.yaml"
    case.write_text("case: x\nforce: F\nframework: peel-2023-25\nevidence: [{id: A}]\n", encoding="utf-8")
    found = refusal("--set", "x", "--param", "y", case=case)

    assert any(line.startswith(f"{case}:4:") for line in found)
    assert sum(line.startswith("--") for line in found) == 2


def test_a_file_to_add_tells_every_fault_at_its_place(tmp_path: Path) -> None:
    """Faults of form and of meaning are placed in the file that was named."""
    path = tmp_path / "more.yaml"
    path.write_text(
        "- {id: A, source: data}\n- {id: B, characteristic: '4.1.1', source: hearsay}\n", encoding="utf-8"
    )
    unknown = tmp_path / "unknown.yaml"
    record_ = "{id: C, characteristic: '9.9.9', source: data, finding: F, shows: strength, extent: some}"
    unknown.write_text(f"evidence:\n  - {record_}\n", encoding="utf-8")

    assert refusal("--add", path) == [
        f"{path}:1:3: `characteristic` is missing",
        f"{path}:2:44: `source` is `hearsay`, should be one of {', '.join(SOURCES)}",
    ]
    assert refusal("--add", unknown) == [f"{unknown}:2:29: no characteristic `9.9.9`"]


def test_a_draft_isnt_added_without_being_asked_for(tmp_path: Path) -> None:
    """A record that nobody has confirmed is refused, also where only the what-if adds it."""
    path = tmp_path / "more.yaml"
    path.write_text(ONE.replace("}", ", draft: true}"), encoding="utf-8")
    arguments = ["what-if", str(WEST_MERCIA), "--add", str(path)]

    assert isinstance(CliRunner().invoke(app, arguments).exception, RefusedError)
    assert CliRunner().invoke(app, [*arguments, "--allow-drafts"]).exit_code == 0


def test_a_parameter_outside_its_plausible_range_is_said_to_be() -> None:
    """Any value may be tried, and the reader is told where reasonable people would stop."""
    assert "outside what is held plausible, 0.65 to 0.9." in printed("--param", "substantially-all=0.2")
    assert "outside" not in printed("--param", "substantially-all=0.7")


def test_a_strength_put_right_is_remarked_upon() -> None:
    """It stays the strength that it is, or becomes a plainer one, and the reader is told."""
    assert "INV-03, though it shows no shortfall, put right" in printed("--right", "INV-03")
    assert "though" not in printed("--right", "OFF-11")


def test_a_foreign_case_is_asked_about_in_its_own_words() -> None:
    """Another framework's figures, verdicts and grades are told, and nothing of police forces."""
    folder = FIXTURES / "elsewhere" / "cms-five-star"
    options = ["--framework", folder / "framework.yaml", "--rules", folder / "rules"]
    shown = printed(*options, "--set", "STAFFING.measure.value=2", case=folder / "example.yaml")

    assert "“Overall rating” becomes three stars and was two stars." in shown
    assert "staffing is two and was one" in shown


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("grade", ["--right", "OFF-11", "--right", "OFF-12"]),
        ("verdicts", ["--drop", "RES-01", "--right", "RES-02"]),
        ("lost", [word for n in range(1, 9) for word in ("--drop", f"REC-0{n}")]),
        ("nothing", ["--set", "RES-02.extent=widespread"]),
    ],
)
def test_the_page_reads_as_reviewed(name: str, arguments: list[str], snapshot: SnapshotAssertion) -> None:
    """What an inspector is shown was reviewed."""
    assert without_versions(printed(*arguments)) == snapshot(name=name)


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_other_formats_say_the_same(form: str) -> None:
    """Every sentence of the page stands in Markdown and HTML too."""
    found: WhatIf = what_if(inspection(WEST_MERCIA), [Right("OFF-11"), Right("OFF-12"), Drop("RES-01")])
    shown = " ".join(render(what_if_page(found), form).replace("\\", "").replace("&#39;", "'").split())
    sentences = [
        one.text
        for block in what_if_page(found).blocks
        for one in getattr(block, "items", getattr(block, "sentences", ()))
    ]

    assert len(sentences) > 5
    assert [one for one in sentences if one not in shown] == []


def test_every_id_that_is_told_exists() -> None:
    """A sentence rests on records of the case, or on those that are added."""
    new = record("NEW-01", "4.1.1")
    found = what_if(inspection(WEST_MERCIA), [Right("OFF-11"), Drop("RES-01"), Add(new, Where("here"))])
    known = {one.id for one in found.before.inspection.case.evidence} | {"NEW-01"}
    cited = {
        one
        for block in what_if_page(found).blocks
        for said_ in getattr(block, "items", ())
        for one in said_.evidence
    }

    assert cited
    assert cited <= known
