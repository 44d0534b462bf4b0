"""`evidence check` reads everything, names every problem, and says in words what was read."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from typer.testing import CliRunner

from generators import FIXTURES, WEST_MERCIA, case_of, case_paths, framework, inspection, pack, record
from peelgrade.assessment import Inspection
from peelgrade.cli import app
from peelgrade.deriving import derive
from peelgrade.errors import InvalidInputError
from peelgrade.evidence import Measure, Record
from peelgrade.pages.evidence import stock_data, stock_page
from peelgrade.rendering import render
from peelgrade.stocktaking import Stock, take_stock

UNJUDGED = Measure(value=3, unit="offices")  # type: ignore[arg-type]


def stock(*records: Record) -> Stock:
    """Return what a case of these records holds."""
    return take_stock(Inspection(case_of(*records), framework(), pack()))


def test_the_check_of_west_mercia_reads_as_reviewed(snapshot: SnapshotAssertion) -> None:
    """The whole text is kept and reviewed, but for its provenance."""
    page = replace(stock_page(take_stock(inspection(WEST_MERCIA))), provenance=())

    assert render(page, "text") == snapshot


@pytest.mark.parametrize("path", case_paths(), ids=lambda path: path.stem)
def test_the_check_says_what_grading_says(path: Path) -> None:
    """The same differences, and the same characteristics not assessed, as in the assessment."""
    found, assessment = take_stock(inspection(path)), derive(inspection(path), chained=False)

    assert [one.record.id for one in found.differing] == [one.record.id for one in assessment.differences]
    assert found.missing == {area.area: area.missing for area in assessment.areas}
    assert all(found.needed.get(area.area, area.needed) == area.needed for area in assessment.areas)


@pytest.mark.parametrize("path", case_paths(), ids=lambda path: path.stem)
def test_every_record_is_counted_once_by_source_and_at_least_once_by_area(path: Path) -> None:
    """Nothing that was read is left out of the counts."""
    found = take_stock(inspection(path))
    total = len(found.inspection.case.evidence)

    assert sum(one.records for one in found.by_source) == total
    assert sum(one.records for one in found.by_area) >= total


def test_a_record_that_speaks_to_two_areas_is_counted_in_both() -> None:
    """One record, two areas, one source."""
    found = stock(record(characteristic="4.3.1").model_copy(update={"characteristic": ("4.3.1", "5.3.2")}))

    assert [(one.id, one.records) for one in found.by_area if one.records] == [
        ("responding", 1),
        ("investigating", 1),
    ]
    assert [(one.id, one.records) for one in found.by_source] == [("inspection", 1)]


def test_what_settles_nothing_is_named_with_the_rule_that_says_so() -> None:
    """A survey, and a figure that nobody judged."""
    found = stock(record("A", source="survey"), record("B", measure=UNJUDGED), record("C"))

    assert {one.record.id: one.rule for one in found.weightless} == {
        "A": "appraise.supporting",
        "B": "appraise.unweighed",
    }
    responding = next(one for one in found.by_area if one.id == "responding")
    assert responding.shows == {"shortfall": 2, "strength": 0, "exceeds": 0, "nothing": 1}


def test_what_a_figure_fills_in_is_told() -> None:
    """A record without `shows` and `extent` gets them from its figure, and the page says which."""
    figure = Measure(count=20, of=60, standard="practice-sample")
    found = stock(record("A", measure=figure))
    text = render(stock_page(found), "text")

    assert found.filled[0].fields == {"shows": "shortfall", "extent": "widespread"}
    assert "Shows is shortfall and extent is widespread: 33.3%" in " ".join(text.split())


def test_what_to_look_at_again_is_listed() -> None:
    """Drafts, doubts, missing references, and `affects` that reaches nothing."""
    found = stock(
        record("A", draft=True, reference="page 1"),
        record("B", doubt=True, note="It may be one team", reference="page 1"),
        record("C", affects=("leadership",)),
        record("D", "1.2.1", affects=("responding",), reference="page 2"),
    )
    text = render(stock_page(found), "text")

    assert found.drafts == ("A",)
    assert found.unreferenced == ("C",)
    assert found.idle == {"C": ("leadership",)}
    assert "It may be one team. [B]" in text
    assert "One draft among them can't be graded yet" in text
    assert "No rule lets 4.3.1 bear on leadership. [C]" in text


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_every_form_is_printed(form: str) -> None:
    """The command prints each form with status 0."""
    result = CliRunner().invoke(app, ["evidence", "check", str(WEST_MERCIA), "--format", form])

    assert result.exit_code == 0
    assert "LEA-12" in result.stdout


def test_the_data_has_what_the_page_has() -> None:
    """JSON names every record that the page names."""
    found = take_stock(inspection(WEST_MERCIA))
    data, text = json.dumps(stock_data(found)), render(stock_page(found), "text")
    named = {one.id for one in found.inspection.case.evidence if f"{one.id}]" in text}

    assert named
    assert all(f'"{one}"' in data for one in named)


def test_problems_are_all_told() -> None:
    """A faulty case gives every problem of every file, as for `grade`, and nothing else."""
    folder = FIXTURES / "bad" / "everything-at-once"
    result = CliRunner().invoke(app, ["evidence", "check", str(folder)])

    assert isinstance(result.exception, InvalidInputError)
    assert str(result.exception).replace(f"{folder}/", "") == (folder / "message.txt").read_text().rstrip()
    assert result.stdout == ""
