"""The schemas are those of the models, every YAML file names its own and obeys it, and faults break it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from generators import FIXTURES, ROOT, WEST_MERCIA, cases, framework, inspection, pack
from peelgrade.errors import InvalidInputError, NotFoundError
from peelgrade.evidence import Case
from peelgrade.loading import load_rules
from peelgrade.reading import parse_yaml, read_yaml
from peelgrade.schemas import KINDS, kind, schema_of
from peelgrade.schemas.names import Names
from peelgrade.whatif.changes import Add, Drop, Param, Right, Set
from peelgrade.whatif.scenario import Scenario, against, scenario_text

SCHEMAS = ROOT / "docs" / "schema"
OWN = SCHEMAS / "peel-2023-25"
LINE = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")


def written() -> list[Path]:
    """Return every YAML file of the project that people write, those that are faulty on purpose apart."""
    found = [one for home in ("rules", "framework", "fixtures") for one in (ROOT / home).rglob("*.yaml")]
    faulty = [home for home in FIXTURES.iterdir() if home.name.startswith("bad")]
    return sorted(one for one in found if not any(one.is_relative_to(home) for home in faulty))


def kind_of(path: Path) -> str:
    """Return the name of the kind of file that stands at *path*."""
    inside = path.relative_to(ROOT).parts
    if "drafting" in inside:
        return "drafting-" + ("characteristics" if "characteristics" in inside else path.stem)
    if path.name.endswith(".test.yaml"):
        return "test"
    if "rules" in inside:
        depth = len(inside) - inside.index("rules") - (1 if inside[0] == "rules" else 0)
        return "rule" if depth > 2 else "pack" if path.name == "pack.yaml" else "rules"
    if inside[0] == "framework" or path.name == "framework.yaml":
        return "framework"
    if "scenarios" in inside:
        return "scenario"
    if path.name.endswith("decisions.yaml"):
        return "decisions"
    return "evidence-file" if "evidence" in inside else "evidence"


def schema_for(path: Path) -> Path:
    """Return the committed schema of a file, with the names of its framework where it has any."""
    name = kind_of(path)
    home = OWN if KINDS[name].named and "elsewhere" not in path.parts else SCHEMAS
    return home / f"{name}.json"


@cache
def validator(path: Path) -> Draft202012Validator:
    """Return the validator of a committed schema."""
    return Draft202012Validator(json.loads(path.read_text(encoding="utf-8")))


def faults(schema: Path, data: Any) -> list[str]:
    """Return what a schema finds in *data*."""
    return [f"{list(one.absolute_path)}: {one.message}" for one in validator(schema).iter_errors(data)]


@pytest.mark.parametrize("name", KINDS)
def test_a_committed_schema_is_what_the_command_would_write(name: str) -> None:
    """Both of each kind: for every framework, and with the names of the shipped one."""
    names = Names(framework(), pack())
    wanted = {SCHEMAS: schema_of(kind(name))} | (
        {OWN: schema_of(kind(name), names)} if KINDS[name].named else {}
    )
    for home, schema in wanted.items():
        text = (home / f"{name}.json").read_text(encoding="utf-8")
        assert text == json.dumps(schema, ensure_ascii=False, indent=2) + "\n", "run `make schemas`"
        Draft202012Validator.check_schema(schema)


def test_no_schema_is_left_over() -> None:
    """Each committed schema is of a kind that there is."""
    assert {one.stem for one in SCHEMAS.glob("*.json")} == set(KINDS)
    assert {one.stem for one in OWN.glob("*.json")} == {one.name for one in KINDS.values() if one.named}


@pytest.mark.parametrize("path", written(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_names_its_schema_and_obeys_it(path: Path) -> None:
    """The first line leads from the file to the schema of its kind, and that finds nothing wrong."""
    line = LINE.match(path.read_text(encoding="utf-8"))
    if kind_of(path) == "decisions":  # written by a command; nothing may be added to it by hand
        assert line is None
    else:
        assert line is not None
        assert line[1] == Path(os.path.relpath(schema_for(path), path.parent)).as_posix()
    assert faults(schema_for(path), read_yaml(path).data) == []


RULE = "id: grade.x\nconcludes: adequate\nsays: s\ncites: c\nwhen: {CONDITION}\n"
FAULTY = {
    "an unknown characteristic": ("evidence", "characteristic: [4.3.99]"),
    "an unknown source": ("evidence", "source: rumour"),
    "an unknown standard": ("evidence", "measure: {count: 1, of: 2, standard: none-such}"),
    "an unknown area": ("evidence", "affects: [policing]"),
    "two shapes of a measure": ("evidence", "measure: {count: 1, of: 2, percent: 50}"),
    "yes for true": ("evidence", "recurring: yes"),
    "a misspelt key": ("evidence", "extend: some"),
}
"""Faults of a record, each beside what is sound."""

CONDITIONS = {
    "a fact of another tier": "{fact: gravest, is: major}",
    "an unknown operator": "{fact: short, above: 2}",
    "two operators": "{fact: short, at_least: 1, at_most: 2}",
    "no operator": "{fact: short}",
    "an unknown parameter": "{fact: met-share, at_least: $none-such}",
    "a code beside a number": "{fact: short, is: some}",
    "a combination beside a comparison": "{all: [{fact: short, is: 1}], fact: short, is: 1}",
    "an empty combination": "{any: []}",
    "a fault inside": "{all: [{none: [{fact: shorts, is: 1}]}]}",
}


@pytest.mark.parametrize("fault", FAULTY)
def test_a_faulty_record_breaks_the_schema(fault: str) -> None:
    """The case without the fault is sound; with it, it isn't."""
    name, line = FAULTY[fault]
    record = "{id: A-1, characteristic: '4.3.1', source: audit, finding: f, shows: strength, extent: some}"
    data = parse_yaml(f"case: c\nforce: F\nframework: peel-2023-25\nevidence:\n  - {record}\n", "case").data
    assert faults(OWN / f"{name}.json", data) == []
    data["evidence"][0] |= parse_yaml(line, "line").data

    assert faults(OWN / f"{name}.json", data)


@pytest.mark.parametrize("fault", CONDITIONS)
def test_a_faulty_condition_breaks_the_schema(fault: str) -> None:
    """Each is refused where a sound one is taken."""
    sound, faulty = (
        parse_yaml(RULE.replace("{CONDITION}", one), "rule").data
        for one in ("{all: [{fact: short, at_least: 1}]}", CONDITIONS[fault])
    )
    assert faults(OWN / "rule.json", sound) == []
    assert faults(OWN / "rule.json", faulty)


@pytest.mark.parametrize(
    ("key", "value"),
    [("concludes", "met"), ("id", "grades.x"), ("areas", ["victims"]), ("unless", ["grade.none-such"])],
)
def test_a_rule_says_what_its_tier_can_say(key: str, value: Any) -> None:
    """Conclusions, areas and other rules are those that there are."""
    data = parse_yaml(RULE.replace("{CONDITION}", "{fact: short, is: 1}"), "rule").data | {key: value}

    assert faults(OWN / "rule.json", data)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("rules", "parameters: [{id: a, value: half, means: m, cites: c, plausible: [0, 1]}]"),
        ("rules", "standards: [{id: a, means: m, cites: c, expected: 0.9, steps: [1, 2]}]"),
        ("rules", "standards: [{id: a, means: m, cites: c, expected: $none-such}]"),
        ("rules", "counts: [{id: a, means: m, points: {mett: 1}}]"),
        ("rules", "counts: [{id: a, means: m, points: {met: 1}, over: them}]"),
        ("rules", "themes: [{id: a, area: fair, title: t, characteristics: [], because: b, cites: c}]"),
        ("pack", "{id: a, version: '1', framework: peel, title: t, levels: []}"),
        ("test", "tests: [{title: t, area: powers, evidence: [], expect: {grade: fair}}]"),
        ("test", "tests: [{title: t, area: powers, evidence: [], expect: {verdicts: {2.1.1: fair}}}]"),
        ("test", "tests: [{title: t, area: powers, evidence: [], parameters: {none-such: 1}, expect: {}}]"),
        ("scenario", "{title: t, changes: [{drop: A, right: B}]}"),
        ("scenario", "{title: t, changes: [{set: A, extend: some}]}"),
        ("scenario", "{title: t, changes: [{param: none-such, value: 1}]}"),
        ("drafting-characteristics", "{framework: peel-2023-25, keywords: [{id: 9.9.9, forms: [a]}]}"),
    ],
)  # fmt: skip
def test_a_faulty_file_breaks_its_schema(name: str, text: str) -> None:
    """Names that don't exist, and what doesn't go together."""
    assert faults(OWN / f"{name}.json", parse_yaml(text, "file").data)


def test_a_framework_needs_what_it_needs() -> None:
    """Two grades at least, and `not-assessed` isn't one of its verdicts."""
    data = read_yaml(ROOT / "framework" / "peel-2023-25.yaml").data
    changes: list[dict[str, Any]] = [
        {"grades": data["grades"][:1]},
        {"verdicts": ["not-assessed", "met"]},
        {"area": []},
    ]
    for change in changes:
        assert faults(SCHEMAS / "framework.json", data | change)


UNSEEN = {
    "count-above-total",
    "duplicate-id",
    "duplicate-id-across-files",
    "previous-of-another-counts",
    "previous-of-another-standard",
    "standard-of-another-shape",
}
"""Faults that no schema of one file can see; the commands tell them."""


@pytest.mark.parametrize(
    "path", sorted(FIXTURES.glob("bad/*/case.yaml")), ids=lambda path: path.parent.name
)
def test_a_schema_sees_the_faults_that_the_commands_tell(path: Path) -> None:
    """Every faulty case that can be read as YAML breaks the schema, but for those that it can't know of."""
    try:
        data = read_yaml(path).data
    except InvalidInputError:
        return
    others = [read_yaml(one).data for one in path.parent.glob("evidence/*.yaml")]
    found = faults(OWN / "evidence.json", data) + [
        fault for one in others for fault in faults(OWN / "evidence-file.json", one)
    ]

    assert bool(found) == (path.parent.name not in UNSEEN)


UNSEEN_IN_RULES = {
    "secure-missing",
    "bands-that-fall",
    "bearing-twice",
    "confidence-of-certainty",
    "corroboration-of-the-other-side",
    "count-named-like-a-fact",
    "count-over-two-scopes",
    "duplicate-id",
    "exceptional-below-expected",
    "id-not-of-its-path",
    "parameter-outside-its-range",
    "plausible-range-that-falls",
    "reason-with-an-unknown-count",
    "recommendation-of-an-improvement",
    "recommendation-with-an-unknown-text",
    "rule-in-a-file-that-is-not-read",
    "rule-in-the-wrong-place",
    "shares-without-measures",
    "shortfall-above-a-strength",
    "sound",
    "steps-that-fall",
    "theme-of-another-area-s-characteristic",
    "unless-in-a-circle",
    "unless-in-a-circle-of-two",
}
"""Faults of a pack that hang on several files, or on how numbers compare; the commands tell them."""


@cache
def of_the_small_pack(name: str) -> Draft202012Validator:
    """Return the validator of a kind of file with the names of the small pack that faults are laid over."""
    small = load_rules(FIXTURES / "bad-rules" / "sound", framework())
    return Draft202012Validator(schema_of(kind(name), Names(framework(), small)))


@pytest.mark.parametrize("folder", sorted(FIXTURES.glob("bad-rules/*/")), ids=lambda one: one.name)
def test_a_schema_sees_the_faults_of_a_pack(folder: Path) -> None:
    """Every faulty file of a pack breaks its schema, but where it can't know."""
    found: list[str] = []
    for path in folder.rglob("*.yaml"):
        try:
            data = read_yaml(path).data
        except InvalidInputError as error:
            found.append(str(error))
            continue
        inside = kind_of(ROOT / "rules" / "small" / path.relative_to(folder))
        found += [one.message for one in of_the_small_pack(inside).iter_errors(data)]

    assert bool(found) == (folder.name not in UNSEEN_IN_RULES)


@given(cases(most=6))
def test_a_sound_case_obeys_the_schema(case: Case) -> None:
    """Whatever evidence there is, written out it breaks neither schema."""
    data = case.model_dump(mode="json", exclude_none=True)

    assert faults(OWN / "evidence.json", data) == []
    assert faults(SCHEMAS / "evidence.json", data) == []


def test_a_scenario_as_it_is_written_obeys_the_schema() -> None:
    """Every kind of change, and the hashes that it was written against."""
    case = inspection(WEST_MERCIA)
    record = case.case.evidence[0]
    changes = (
        Drop("RES-01"),
        Right("RES-02"),
        Set("RES-03", "extent", "some"),
        Set("RES-03", "measure.count", 40),
        Set("RES-03", "impact", None),
        Add(record),
        Param("few-of-them", pack().values["few-of-them"]),
    )
    text = scenario_text(Scenario("A what-if", changes, "A", "B", against(case)))

    assert faults(OWN / "scenario.json", parse_yaml(text, "scenario").data) == []


def command(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run `peelgrade schema` in *folder*."""
    return subprocess.run(
        [sys.executable, "-m", "peelgrade", "schema", *words],
        capture_output=True, text=True, cwd=folder, check=False,
        env={"PYTHONPATH": str(ROOT / "engine"), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip


def test_the_command_writes_every_schema_or_prints_one(tmp_path: Path) -> None:
    """What it writes is what is committed; another framework's names are its own."""
    assert command("all", "--out", "made", folder=tmp_path).returncode == 0
    made = {one.name: one.read_bytes() for one in (tmp_path / "made").iterdir()}
    assert made == {one.name: one.read_bytes() for one in OWN.iterdir()}
    other = command("rule", "--rules", str(FIXTURES / "elsewhere/cqc-councils/rules"), folder=tmp_path)
    assert "exceptional-standard" in other.stdout
    assert "theme-failed" not in other.stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("evidense",), "no kind of file `evidense`\n  help: did you mean `evidence`?"),
        (("all",), "name a folder for them with `--out`"),
    ],
)
def test_what_cannot_be_written_is_told(words: tuple[str, ...], message: str, tmp_path: Path) -> None:
    """Exit status 2, and what to do instead."""
    result = command(*words, folder=tmp_path)

    assert result.returncode == 2
    assert message in result.stderr


def test_an_unknown_kind_names_the_nearest() -> None:
    """As everything that is asked for by name does."""
    with pytest.raises(NotFoundError, match="did you mean `rules`"):
        kind("ruless")
