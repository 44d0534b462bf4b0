"""Two codings of the same report: records matched, and agreement told field by field."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from generators import FIXTURES, WEST_MERCIA, case_of, framework, inspection, record, thin_pack
from panels import kept
from peelgrade.assessment import Assessment, Inspection
from peelgrade.cohort import load_cases
from peelgrade.deriving import derive
from peelgrade.evidence import Case, Measure, Record, in_order
from peelgrade.model import altered
from peelgrade.moderating import Moderation, Settings, moderate
from peelgrade.moderating.coders import Coders
from peelgrade.moderating.matching import likeness, matching
from peelgrade.pages.moderating import moderate_data, moderate_page
from peelgrade.rendering import render

GWENT = FIXTURES / "cases" / "gwent.yaml"
FEW = Settings(resamples=200)
Recode = Callable[[Record], Record | None]


@cache
def gwent() -> Case:
    """Return the case that the first coder made."""
    return inspection(GWENT, thin=True).case


def recoded(recode: Recode, name: str = "second") -> Case:
    """Return the case as a second coder has it, each record recoded or left out."""
    records = [one for one in map(recode, gwent().evidence) if one is not None]
    return altered(gwent(), case=name, evidence=in_order(tuple(records)))


def graded(case: Case) -> Assessment:
    """Return the assessment of a case with little evidence."""
    return derive(Inspection(case, framework(), thin_pack()), chained=False)


def compared(*cases: Case) -> Moderation:
    """Return the moderation of Gwent's first coding and others."""
    return moderate({one.case: graded(one) for one in (gwent(), *cases)}, settings=FEW)


def coders(second: Case) -> Coders:
    """Return the two coders' comparison."""
    (found,) = compared(second).coders
    return found


def differing(found: Coders) -> set[str]:
    """Return the names of the fields on which two coders differ."""
    return {field.name for field in found.fields if field.differ}


def with_id(old: Record) -> Record:
    """Return a record under an id of the second coder's own."""
    return altered(old, id=f"B{old.id}")


def test_the_same_coding_twice_agrees_in_everything() -> None:
    """Every record is matched by its id, and no field differs."""
    found = coders(recoded(lambda one: one))

    assert len(found.matching.matches) == len(gwent().evidence)
    assert all(one.by_id for one in found.matching.matches)
    assert differing(found) == set()
    assert found.regraded == ()
    assert {one.part for one in found.fields} == {"place", "coding", "result"}
    assert all(one.agreement.exact.value == 1 for one in found.fields)


def test_records_of_other_ids_are_matched_by_what_they_say() -> None:
    """None has the same id, and all are found again."""
    found = coders(recoded(with_id))

    assert [(m.first.id, m.second.id) for m in found.matching.matches] == [
        (one.id, f"B{one.id}") for one in gwent().evidence
    ]
    assert not any(one.by_id for one in found.matching.matches)


def test_where_a_record_went_and_what_it_was_coded_as_are_told_apart() -> None:
    """Another characteristic isn't another coding, and the other way round."""
    moved = coders(
        recoded(lambda one: altered(one, characteristic=("4.3.2",)) if one.id == "RES-01" else one)
    )
    read = coders(recoded(lambda one: altered(one, extent="some") if one.id == "RES-01" else one))
    place = {field.name for field in moved.fields if field.part == "place" and field.differ}
    coding = {field.name for field in read.fields if field.part == "coding" and field.differ}

    assert place == {"characteristic"}
    assert not {field.name for field in moved.fields if field.part == "coding" and field.differ}
    assert "extent" in coding
    assert coding <= {"extent", "level"}
    assert not {field.name for field in read.fields if field.part == "place" and field.differ}


def test_a_difference_names_the_record_and_both_readings() -> None:
    """So that the two can be put side by side."""
    found = coders(recoded(lambda one: altered(one, extent="some") if one.id == "RES-01" else one))
    (extent,) = [field for field in found.fields if field.name == "extent"]

    assert extent.differ == (("RES-01", "widespread", "some"),)
    assert extent.agreement.exact.value == pytest.approx(1 - 1 / len(gwent().evidence))
    assert extent.agreement.within_one is not None
    assert extent.agreement.within_one.value == 1


def test_a_record_that_only_one_has_is_counted_and_not_compared() -> None:
    """It lowers no agreement; it is shown by itself."""
    second = recoded(lambda one: None if one.id in ("RES-01", "RES-02") else one)
    found = coders(second)
    told = " ".join(render(moderate_page(compared(second)), "text").split())

    assert [one.id for one in found.matching.first_alone] == ["RES-01", "RES-02"]
    assert found.matching.second_alone == ()
    assert "two records are in gwent-2023-25 alone" in told
    assert next(field for field in found.fields if field.name == "shows").agreement.exact.value == 1


def test_the_same_id_by_accident_is_no_match() -> None:
    """Two coders who number by themselves: the words go before the id."""
    calls = "Emergency calls aren't answered in time in the control room"
    plans = "Investigation plans are seldom reviewed by supervisors"
    first = (record("R-01", finding=calls), record("R-02", finding=plans))
    second = (record("R-01", finding=f"{plans} at all"), record("R-02", finding=f"{calls} at night"))
    found = matching(first, second)

    assert [(m.first.id, m.second.id, m.by_id) for m in found.matches] == [
        ("R-01", "R-02", False), ("R-02", "R-01", False),
    ]  # fmt: skip


def test_real_readers_who_number_by_themselves_are_matched_by_what_they_say() -> None:
    """Three codings of one report: most records are matched, mostly on a shared characteristic."""
    west_mercia = inspection(WEST_MERCIA).case
    others = [inspection(path).case for path in sorted((FIXTURES / "recoded").glob("*.yaml"))]
    for one, two in ((west_mercia, others[0]), (west_mercia, others[1]), (others[0], others[1])):
        found = matching(one.evidence, two.evidence).matches
        shared = [m for m in found if set(m.first.characteristic) & set(m.second.characteristic)]

        assert len(found) > 0.85 * min(len(one.evidence), len(two.evidence))
        assert len(shared) > 0.85 * len(found)


def test_a_figure_that_is_the_same_weighs_as_much_as_the_words() -> None:
    """A figure tells findings apart that use the same words, and brings different words together."""
    a = record("A", finding="Incidents were attended in time", measure=Measure(count=47, of=60))
    b = record("B", finding="Incidents were attended in time", measure=Measure(count=12, of=60))
    c = record("C", finding="Officers reached incidents late", measure=Measure(count=47, of=60))

    assert likeness(a, a) == 1
    assert likeness(a, b) == 0.5
    assert likeness(a, c) > 0.5


def test_what_has_nothing_in_common_isn_t_matched() -> None:
    """However few records there are to choose from."""
    found = matching(
        (record("A", finding="Calls are answered late"),), (record("B", finding="Plans are good"),)
    )

    assert found.matches == ()
    assert (len(found.first_alone), len(found.second_alone)) == (1, 1)


def test_neither_coder_goes_first() -> None:
    """Exchanged, the same records are matched."""
    second = recoded(lambda one: with_id(one) if one.id < "RES-04" else one).evidence
    there, back = matching(gwent().evidence, second), matching(second, gwent().evidence)

    assert {(m.first.id, m.second.id) for m in there.matches} == {
        (m.second.id, m.first.id) for m in back.matches
    }


def test_of_two_codings_one_stands_for_the_inspection() -> None:
    """Across forces an inspection counts once; three codings are three pairs."""
    found = compared(recoded(with_id, "second"), recoded(with_id, "third"))

    assert [seat.name for seat in found.panel.seats] == ["gwent-2023-25"]
    assert [(one.first.name, one.second.name) for one in found.coders] == [
        ("gwent-2023-25", "second"), ("gwent-2023-25", "third"), ("second", "third"),
    ]  # fmt: skip


def test_a_force_inspected_twice_is_not_coded_twice() -> None:
    """Other days of publication are other inspections; a day that only one coder gives isn't."""
    dated = altered(gwent(), published="2025-06-27")
    again = altered(recoded(with_id), published="2024-01-10")
    known = altered(recoded(with_id), published="2025-06-27")

    def pairs(*cases: Case) -> int:
        return len(moderate({one.case: graded(one) for one in cases}, settings=FEW).coders)

    assert pairs(dated, again) == 0
    assert pairs(dated, known) == pairs(gwent(), known) == 1


def test_codings_that_come_to_different_grades_are_on_the_agenda() -> None:
    """Whoever moderates must know that the grade hangs on who coded."""
    better: Any = {"shows": "strength", "extent": "widespread", "impact": None}
    found = compared(recoded(lambda one: altered(one, **better)))

    assert {one.area for one in found.agenda} == {"responding", "investigating"}
    assert all(one.coded for one in found.agenda)
    assert "two codings of the same inspection come to different grades" in " ".join(
        render(moderate_page(found), "text").split()
    )
    assert [one["area"] for one in moderate_data(found)["coders"][0]["regraded"]] == [
        "responding", "investigating",
    ]  # fmt: skip


def test_figures_and_gaps_are_read_as_the_rules_read_them() -> None:
    """What one coder wrote down and the other left to the figure is the same."""
    measure = Measure(count=30, of=60, standard="attendance-in-time")
    shows: Any = {"shows": "shortfall", "extent": "widespread", "impact": "high"}
    written = record("A", finding="Late", measure=measure, **shows)
    left = record("A", finding="Late", measure=measure)
    found = moderate(
        {name: graded(altered(case_of(one), case=name)) for name, one in (("a", written), ("b", left))},
        settings=FEW,
    )

    assert differing(found.coders[0]) == set()
    assert {"shows", "extent", "level"} <= {field.name for field in found.coders[0].fields}


def test_two_files_of_the_same_case_are_told_apart_by_their_paths(tmp_path: Path) -> None:
    """Both coders write the same case id; each is named with its file."""
    for name in ("one.yaml", "two.yaml"):
        (tmp_path / name).write_text(GWENT.read_text(encoding="utf-8"), encoding="utf-8")

    assert [one.name for one in load_cases([tmp_path])] == [
        f"gwent-2023-25 ({tmp_path / name})" for name in ("one.yaml", "two.yaml")
    ]


def test_two_codings_read_as_reviewed(snapshot: SnapshotAssertion) -> None:
    """Two coders with their own ids, who differ on a place, an extent and a record."""

    def recode(one: Record) -> Record | None:
        changes: dict[str, dict[str, Any]] = {
            "RES-01": {"extent": "systemic"},
            "RES-02": {"characteristic": ("4.3.1",)},
        }
        return None if one.id == "RES-05" else with_id(altered(one, **changes.get(one.id, {})))

    cases = (gwent(), recoded(recode))
    both = {one.case: derive(Inspection(one, framework(), thin_pack())) for one in cases}
    found = moderate(both, settings=FEW)

    assert kept(render(moderate_page(found), "text")) == snapshot
