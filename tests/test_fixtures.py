"""Real forces, end to end: what is proposed beside what was awarded."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from generators import FIXTURES, WEST_MERCIA, case_paths, framework, inspection
from peelgrade.assessment import GRADED
from peelgrade.awards import load_awarded, of_force
from peelgrade.deriving import derive
from peelgrade.pages.explaining import explain_page, why_not_page
from peelgrade.pages.grading import grade_page
from peelgrade.rendering import render
from peelgrade.rules import CAUSE

THIN = sorted((FIXTURES / "cases").glob("*.yaml"))
PRESS = sorted((FIXTURES / "press").glob("*.yaml"))
NATIONAL = FIXTURES / "awarded-2023-25.csv"


def masked(text: str) -> str:
    """Return a rendered text without the hashes, which any comment on a rule's meaning would change."""
    return re.sub(r"(?m)(, )[0-9a-f]{12}$|( )[0-9a-f]{12}$", r"\1\2(hash)", text)


def compared(path: Path, *, thin: bool) -> list[tuple[str, str, str]]:
    """Return area, proposed and awarded grade, where both are known."""
    case = inspection(path, thin=thin)
    awarded = of_force(load_awarded(NATIONAL, framework()), case.case)
    found = derive(case, chained=False).areas
    return [
        (area.area, area.grade, awarded[area.area])
        for area in found
        if area.grade is not None and awarded.get(area.area) in framework().grade_ids
    ]


def test_all_nine_grades_of_west_mercia_come_out() -> None:
    """The evidence coded from its report gives the grades that were published."""
    found = compared(WEST_MERCIA, thin=False)

    assert len(found) == 9
    assert all(proposed == awarded for _, proposed, awarded in found)


def test_no_thin_case_is_two_grades_away_and_most_agree() -> None:
    """Thinner evidence of other forces comes out at the grade awarded, or the one beside it."""
    found = [one for path in THIN for one in compared(path, thin=True)]
    apart = [abs(framework().rank(proposed) - framework().rank(awarded)) for _, proposed, awarded in found]

    assert len(found) >= 20
    assert max(apart) <= 1
    assert apart.count(0) > len(apart) / 2


@pytest.mark.parametrize("path", case_paths(), ids=lambda path: path.stem)
def test_every_cause_of_concern_makes_its_area_inadequate(path: Path) -> None:
    """Both ways round, and each carries a recommendation."""
    for area in derive(inspection(path, thin=True), chained=False).areas:
        if area.outcome == GRADED:
            assert (area.grade == "inadequate") == bool(area.causes)
        assert all(cause.kind == CAUSE and cause.recommendations for cause in area.causes)


def test_west_mercia_holds_every_figure_of_its_report() -> None:
    """Every sampled or measured figure that the report gives is a measure."""
    figures = {str(record.measure) for record in inspection(WEST_MERCIA).case.evidence if record.measure}
    wanted = (
        "37 of 38", "55 of 61", "94.3 % ± 2.3", "93.4 % ± 4.4", "92.4 % ± 4", "80.6 % ± 7.5",
        "18 of 24", "47 of 60", "29 of 39", "92 of 98", "87 of 93", "75 of 75", "58 of 67",
        "26 of 34", "6 of 9", "79 of 94", "1,317 of 2,300", "196 of 1,277", "178 of 1,282",
    )  # fmt: skip

    assert set(wanted) <= figures


def test_west_mercia_is_evidenced_in_every_area() -> None:
    """Well over a hundred records, each with its reference, on every area."""
    case = inspection(WEST_MERCIA).case
    areas = {framework().area_of(one).id for record in case.evidence for one in record.characteristic}

    assert len(case.evidence) > 130
    assert areas == {area.id for area in framework().areas}
    assert all(record.reference for record in case.evidence)


def test_nothing_that_grades_reads_the_grades_awarded() -> None:
    """No module up to the derivation knows of awards."""
    engine = FIXTURES.parent / "engine" / "peelgrade"
    for module in ("loading", "appraising", "deciding", "capping", "counting", "deriving", "compiling"):
        assert "award" not in (engine / f"{module}.py").read_text(encoding="utf-8")


def test_the_report_of_west_mercia_reads_as_reviewed(snapshot: SnapshotAssertion) -> None:
    """The text of `grade` is kept and reviewed as prose."""
    assert masked(render(grade_page(derive(inspection(WEST_MERCIA))), "text")) == snapshot


@pytest.mark.parametrize("area", ["responding", "recording"])
def test_an_explanation_reads_as_reviewed(area: str, snapshot: SnapshotAssertion) -> None:
    """The tree from grade to record is kept and reviewed."""
    assert masked(render(explain_page(derive(inspection(WEST_MERCIA)), area), "text")) == snapshot


def test_why_not_reads_as_reviewed(snapshot: SnapshotAssertion) -> None:
    """What stands between an area and a grade is kept and reviewed, in Markdown."""
    assessment = derive(inspection(WEST_MERCIA))

    assert masked(render(why_not_page(assessment, "protecting", "good"), "markdown")) == snapshot


def test_evidence_that_is_not_secure_reads_as_reviewed(snapshot: SnapshotAssertion) -> None:
    """An area with too little evidence names what is missing, and gets no grade."""
    page = grade_page(derive(inspection(FIXTURES / "cases" / "cheshire.yaml"), areas=["offenders"]))

    assert masked(render(page, "text")) == snapshot


@pytest.mark.parametrize("path", sorted((FIXTURES / "recoded").glob("*.yaml")), ids=lambda path: path.stem)
def test_another_careful_reader_of_the_report_is_led_to_the_same_grades(path: Path) -> None:
    """The rules hold when somebody else has coded the same report."""
    pairs = compared(path, thin=False)

    assert len(pairs) == 9
    assert [area for area, proposed, awarded in pairs if proposed != awarded] == []


def test_on_thin_evidence_from_the_press_most_areas_agree() -> None:
    """Two grades away are only areas of which a single characteristic is assessed."""
    rank = framework().rank
    apart = []
    for path in PRESS:
        assessment = derive(inspection(path, thin=True), chained=False)
        for area, proposed, awarded in compared(path, thin=True):
            distance = abs(rank(proposed) - rank(awarded))
            apart.append(distance)
            assert distance < 2 or assessment.area(area).facts["assessed"] == 1

    assert len(apart) >= 30
    assert apart.count(0) > len(apart) / 2
