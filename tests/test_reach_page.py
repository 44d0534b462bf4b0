"""What `reach` shows, as pages and as data, and what it refuses."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from typer.testing import CliRunner

from generators import FIXTURES, WEST_MERCIA, case_of, framework, inspection, pack, record
from peelgrade.assessment import Inspection
from peelgrade.cli import app
from peelgrade.errors import NotFoundError, RefusedError
from peelgrade.pages.reaching import reach_data, reach_page
from peelgrade.reaching import hanging, reach
from peelgrade.rendering import render
from test_fixtures import masked

GRADED_AREAS = tuple(area.id for area in framework().areas if area.graded)


@pytest.mark.parametrize(
    ("case", "area", "grade", "more"),
    [
        ("west-mercia-2023-25", "responding", "good", ["--all", "--each-way"]),
        ("west-mercia-2023-25", "protecting", "adequate", []),
        ("west-mercia-2023-25", "offenders", "outstanding", ["--each-way"]),
        ("west-mercia-2023-25", "recording", "adequate", []),
        ("cases/gwent.yaml", "recording", "good", []),
    ],
    ids=lambda one: str(one).replace("/", "-"),
)
def test_the_page_reads_as_reviewed(
    case: str, area: str, grade: str, more: list[str], snapshot: SnapshotAssertion
) -> None:
    """What an inspector is shown was reviewed."""
    assert without_versions(printed(str(FIXTURES / case), area, grade, *more)) == snapshot


def without_versions(text: str) -> str:
    """Return a page without the version of the rules and the hashes, which aren't what was reviewed."""
    return re.sub(r"(?m)^(Rules: \S+) \S+", r"\1 (version)", masked(text))


def printed(*arguments: str) -> str:
    """Return what `reach` prints."""
    result = CliRunner().invoke(app, ["reach", *arguments])
    assert result.exit_code == 0, result.exception
    return result.stdout


def test_every_id_that_is_told_exists() -> None:
    """Each record that a page cites is in the case, and each set is one of shortfalls."""
    case = inspection(WEST_MERCIA)
    known = {one.id for one in case.case.evidence}
    for area in GRADED_AREAS:
        found = reach(case, area, "outstanding", every=True, chained=False)
        page = reach_page(found, hanging(case, area))
        cited = {
            one for block in page.blocks for said in getattr(block, "items", ()) for one in said.evidence
        }

        assert cited <= known
        assert set(found.shortfalls) <= known


def test_the_json_has_the_keys_of_the_contract() -> None:
    """Area, from, to and the sets are under the names that others rely on; sets stop at a hundred."""
    data = json.loads(printed(str(WEST_MERCIA), "offenders", "good", "--format", "json"))
    keys = ["area", "from", "to", "smallest", "kinds", "sets", "count", "complete"]

    assert [data[key] for key in keys] == [
        "offenders", "adequate", "good", 2, [[{"choose": 2, "of": ["OFF-10", "OFF-11", "OFF-12"]}]],
        [["OFF-10", "OFF-11"], ["OFF-10", "OFF-12"], ["OFF-11", "OFF-12"]], 3, True,
    ]  # fmt: skip


def test_more_than_a_hundred_sets_are_counted_and_a_hundred_spelled_out() -> None:
    """Half of twelve like records: 924 sets of one kind."""
    alike = [record(f"X-{n:02}", one) for n, one in enumerate(framework().area("leadership").ids)]
    found = reach(Inspection(case_of(*alike), framework(), pack()), "leadership", "adequate", chained=False)
    data = reach_data(found)

    assert data["count"] > 100
    assert len(data["sets"]) == 100
    assert len({tuple(one) for one in data["sets"]}) == 100
    assert len(data["kinds"]) < 10


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_other_formats_say_the_same(form: str) -> None:
    """Every sentence of the page stands in Markdown and HTML too."""
    case = inspection(WEST_MERCIA)
    page = reach_page(reach(case, "protecting", "good", every=True), hanging(case, "protecting"))
    shown = " ".join(render(page, form).replace("\\", "").replace("&#39;", "'").split())
    sentences = [
        one.text
        for block in page.blocks
        for one in getattr(block, "items", getattr(block, "sentences", ()))
    ]

    assert len(sentences) > 10
    assert [one for one in sentences if one not in shown] == []


def refused(*arguments: str) -> str:
    """Return what is said of arguments that can't be used."""
    result = CliRunner().invoke(app, ["reach", str(WEST_MERCIA), *arguments])
    assert result.exit_code == 1
    assert isinstance(result.exception, NotFoundError | RefusedError)
    return str(result.exception)


def test_unknown_names_are_told_together() -> None:
    """An unknown area and an unknown grade are told at once, each with the nearest known one."""
    said = refused("respondin", "god")

    assert said.splitlines() == [
        "no area `respondin`",
        "  help: did you mean `responding`?",
        "no grade `god`",
        "  help: did you mean `good`?",
    ]


def test_an_area_without_grades_is_refused() -> None:
    """The service to victims is never graded, so nothing leads to a grade there."""
    assert (
        refused("victims", "good")
        == "`victims` is assessed and never graded, so no grade can be reached there"
    )


def test_a_draft_is_refused_unless_allowed(tmp_path: Path) -> None:
    """A record that nobody has confirmed isn't used without being asked for."""
    text = (FIXTURES / "cases" / "gwent.yaml").read_text(encoding="utf-8")
    path = tmp_path / "case.yaml"
    path.write_text(text.replace("    source:", "    draft: true\n    source:", 1), encoding="utf-8")
    arguments: list[Any] = ["reach", str(path), "investigating", "good"]

    assert isinstance(CliRunner().invoke(app, arguments).exception, RefusedError)
    assert CliRunner().invoke(app, [*arguments, "--allow-drafts"]).exit_code == 0
