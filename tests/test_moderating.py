"""Moderation: what is planted is found and only that; the real evidence; every refusal."""

from __future__ import annotations

import json
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from generators import FIXTURES, WEST_MERCIA, framework, inspection, pack
from panels import (
    AREA,
    as_proposed,
    assessed,
    award,
    awards,
    force,
    ids,
    kept,
    pattern,
    random_forces,
)
from peelgrade.assessment import Inspection
from peelgrade.awards import load_awarded
from peelgrade.cohort import load_cases
from peelgrade.deriving import derive
from peelgrade.errors import InvalidInputError, RefusedError
from peelgrade.model import altered
from peelgrade.moderating import Moderation, Settings, moderate
from peelgrade.pages.moderating import moderate_data, moderate_page
from peelgrade.rendering import render
from peelgrade.word import to_docx
from test_cli import run

NATIONAL = FIXTURES / "awarded-2023-25.csv"
THIN = FIXTURES / "cases"
FEW = Settings(resamples=200)
ALL_MET = "m" * len(ids())
LATE = "mmmmmmnmmmmm"
"""All met but that incidents are attended in time, which carries the area: adequate at best."""


@cache
def real(*, known: bool = True, chained: bool = False) -> Moderation:
    """Return the moderation of all real forces in the fixtures, with little evidence allowed."""
    paths = [*sorted(THIN.glob("*.yaml")), WEST_MERCIA]
    found = {one.stem: derive(inspection(one, thin=True), chained=chained) for one in paths}
    given_awards = load_awarded(NATIONAL, framework()) if known else None
    return moderate(found, given_awards)


def text(found: Moderation, **options: Any) -> str:
    """Return a moderation as text on one line, however it is wrapped."""
    return " ".join(render(moderate_page(found, **options), "text").split())


def test_the_real_evidence_reads_as_reviewed(snapshot: SnapshotAssertion) -> None:
    """Eight forces beside the grades awarded to them, kept and reviewed as prose."""
    assert kept(render(moderate_page(real(chained=True)), "text")) == snapshot


def test_the_real_evidence_agrees_far_better_than_the_commonest_grade() -> None:
    """Thirty grades of eight forces: all within one, most the same, and well beyond the baseline."""
    whole = real().agreement[0]
    ours, base = whole.agreement, whole.baseline

    assert (ours.units, whole.forces) == (30, 8)
    assert ours.within_one is not None
    assert ours.within_one.value == 1
    assert ours.exact.value is not None
    assert base.exact.value is not None
    assert ours.exact.value > 2 * base.exact.value
    assert ours.kappa.low is not None
    assert ours.kappa.low > 0.5


def test_proposals_by_themselves_can_be_moderated() -> None:
    """Without awards there are no departures and no agreement, and no real force is in conflict."""
    found = real(known=False)
    data = moderate_data(found)

    assert found.departures == ()
    assert data["agreement"]["n"] == 0
    assert data["agreement"]["weighted_kappa"] is None
    assert data["agreement"]["interval"] == [None, None]
    assert sum(one["pairs_compared"] for one in data["areas"]) == 3
    assert data["inconsistent_pairs"] == []
    assert "Departures" not in text(found)


def test_grades_that_follow_the_evidence_leave_nothing_to_discuss() -> None:
    """Better evidence, better grade: nothing is found."""
    met = len(ids()) - 1
    cases = assessed(force("ash", pattern("e" + "m" * met)), force("birch", pattern("n" + "m" * met)))
    found = moderate(cases, awards(as_proposed(cases)), settings=FEW)

    assert found.conflicts[0].compared == 1
    assert found.conflicts[0].pairs == ()
    assert found.agenda == ()
    assert "Nothing to discuss" in text(found)


def test_a_planted_inconsistency_is_found_with_its_records() -> None:
    """Better on one characteristic, alike on the rest, graded lower: shown one by one."""
    worse = "p" + ALL_MET[1:]
    cases = assessed(
        force("ash", pattern(ALL_MET)), force("birch", pattern(worse)), force("cedar", pattern(worse))
    )
    grades = as_proposed(cases) | {("ash", AREA): "requires-improvement"}
    found = moderate(cases, awards(grades), settings=FEW)
    (area,) = found.conflicts
    told = text(found)

    assert [(one.lower.case, one.higher.case) for one in area.pairs] == [("ash", "birch"), ("ash", "cedar")]
    assert [one.characteristic for one in area.pairs[0].better] == [ids()[0]]
    assert [one.case for one in area.fewest] == [one.case for one in area.always] == ["ash"]
    assert [(one.case, one.area) for one in found.agenda] == [("ash", AREA)]
    assert f"{ids()[0]}, Ash Police: What was found of {ids()[0]} in ash. [R-{ids()[0]}]" in told
    assert f"{ids()[0]}, Birch Police: What was found of {ids()[0]} in birch. [R-{ids()[0]}]" in told


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10**6), st.integers(0, 2))
def test_what_is_planted_is_found_and_only_that(seed: int, many: int) -> None:
    """
    Awards as proposed are in no open conflict; every one comes from an award that was altered.

    An altered award that stands where nobody's evidence contradicts it isn't one, and isn't found.
    """
    cases, chance = random_forces(seed), Random(seed)
    grades = as_proposed(cases)
    assert moderate(cases, awards(grades), settings=FEW).agenda == ()
    planted = set(chance.sample(sorted(grades), min(many, len(grades))))
    for one in planted:
        others = [grade for grade in framework().grade_ids if grade != grades[one]]
        grades[one] = chance.choice(others)
    found = moderate(cases, awards(grades), settings=FEW)
    (area,) = found.conflicts
    names = {name for name, _ in planted}

    assert all(names & {one.lower.case, one.higher.case} for one in area.open)
    assert {one.position.case for one in found.departures} == names
    assert len(area.fewest) <= len(planted)
    assert names <= {one.case for one in found.agenda} <= names | {one.case for one in area.fewest}
    assert bool(area.open) == bool(area.fewest)
    assert all(one.lower_alone or one.higher_alone for one in area.pairs if one.rests)


def test_too_little_overlap_is_left_out_and_counted() -> None:
    """Two forces assessed on different things aren't compared, unless less overlap is enough."""
    half = len(ids()) // 2
    one, other = "m" * (half + 1) + "." * (half - 1), "." * (half - 1) + "m" * (half + 1)
    cases = assessed(force("ash", pattern(one)), force("birch", pattern(other)))
    grades = as_proposed(cases) | {("ash", AREA): "inadequate"}
    strict = moderate(cases, awards(grades), settings=FEW).conflicts[0]
    loose = moderate(cases, awards(grades), settings=Settings(min_overlap=Fraction(1, 10), resamples=200))

    assert (strict.compared, strict.left_out, strict.pairs) == (0, 1, ())
    assert strict.quality is None
    assert (loose.conflicts[0].compared, len(loose.conflicts[0].pairs)) == (1, 1)


def test_evidence_that_only_one_has_accounts_for_a_difference() -> None:
    """Awards in the order of the proposals aren't in open conflict, though what both have is alike."""
    cases = assessed(force("ash", pattern(LATE)), force("birch", pattern("mmmmmm.mmmmm")))
    grades = as_proposed(cases)
    (area,) = moderate(cases, awards(grades), settings=FEW).conflicts

    assert (grades["ash", AREA], grades["birch", AREA]) == ("adequate", "good")
    assert [(one.rests, one.open) for one in area.pairs] == [(True, False)]
    assert area.fewest == ()
    assert "The difference rests on this." in text(moderate(cases, awards(grades), settings=FEW))
    assert [one.open for one in moderate(cases, settings=FEW).conflicts[0].pairs] == [True]


def test_a_graver_concern_is_worse_evidence_whatever_the_verdict() -> None:
    """Two that don't meet a characteristic aren't alike if one is a cause of concern."""
    late = force("ash", pattern(LATE))
    grave: Any = {"impact": "critical", "recurring": True}
    worse = [altered(one, **grave) if one.id == "R-4.3.1" else one for one in late.evidence]
    cases = assessed(late.with_evidence(tuple(worse)), force("birch", pattern(LATE)))
    found = moderate(cases, awards(as_proposed(cases)), settings=FEW)

    assert as_proposed(cases) == {("ash", AREA): "inadequate", ("birch", AREA): "adequate"}
    assert found.panel.positions[AREA][0].levels == found.panel.positions[AREA][1].levels
    assert found.conflicts[0].compared == 1
    assert found.conflicts[0].pairs == ()


def test_a_recorded_reason_takes_a_departure_and_its_conflicts_off_the_agenda() -> None:
    """It stays shown, with its reason beside it."""
    worse = "p" + ALL_MET[1:]
    cases = assessed(force("ash", pattern(ALL_MET)), force("birch", pattern(worse)))
    given_awards = (
        award("ash", "requires-improvement", reason="A serious failing after the evidence was coded"),
        award("birch", as_proposed(cases)["birch", AREA]),
    )
    found = moderate(cases, given_awards, settings=FEW)
    told = text(found)

    assert found.agenda == ()
    assert [one.settled for one in found.departures] == [True]
    assert [one.open for one in found.conflicts[0].pairs] == [False]
    assert told.count("A serious failing after the evidence was coded.") == 2
    assert (
        moderate_data(found)["departures"][0]["reason"] == "A serious failing after the evidence was coded"
    )


def test_a_reason_for_the_other_direction_accounts_for_nothing() -> None:
    """That a force was awarded higher for a reason isn't why it stands lower than another."""
    cases = assessed(force("ash", pattern(LATE)), force("birch", pattern("n" + LATE[1:])))
    raised = award("ash", "good", reason="Calls are answered better since")
    other = award("birch", "outstanding", reason="Much better since")
    unexplained = award("birch", "outstanding")

    assert open_pairs(moderate(cases, (raised, unexplained), settings=FEW)) == [("ash", "birch")]
    assert open_pairs(moderate(cases, (raised, other), settings=FEW)) == []
    assert len(moderate(cases, (raised, other), settings=FEW).conflicts[0].pairs) == 1


def open_pairs(found: Moderation) -> list[tuple[str, str]]:
    """Return the conflicts that nothing accounts for, by name."""
    return [(one.lower.case, one.higher.case) for area in found.conflicts for one in area.open]


def test_a_departure_says_how_far_past_what_and_how_firm() -> None:
    """Awarded higher past its ceilings; a close call names the record that decides."""
    close = assessed(force("ash", pattern(LATE)))
    (found,) = moderate(close, [award("ash", "good")], settings=FEW).departures

    assert found.steps == framework().rank("good") - framework().rank(as_proposed(close)["ash", AREA])
    assert all(framework().rank(one.ceiling.grade) < framework().rank("good") for one in found.passed)
    assert found.passed[0].ceiling.evidence
    assert found.firmness.close
    assert [one.records for one in found.firmness.towards] == [("R-4.3.1",)]
    assert "without R-4.3.1 alone good would be proposed" in text(
        moderate(close, [award("ash", "good")], settings=FEW)
    )
    assert found.firmness.of == len(ids())


def test_a_proposal_that_rests_on_one_record_is_not_called_firm() -> None:
    """Where nothing else weighs, that is said, and what there would be without the record."""
    rules = pack().with_parameters({"secure-coverage": Fraction(1, 20)})
    case = force("ash", pattern("n..........."))
    cases = {"ash": derive(Inspection(case, framework(), rules), areas=[AREA], chained=False)}
    found = moderate(cases, [award("ash", "outstanding")], settings=FEW)

    assert found.departures[0].firmness.of == 1
    told = " ".join(text(found).split())
    assert "Not firm: the proposal rests on one record alone, and without it none would be made." in told
    assert "Firm: of" not in told


def test_a_lower_award_says_which_rule_would_have_held_it_there() -> None:
    """Nothing holds the area so low: the nearest rule is named, and by how much it doesn't bite."""
    cases = assessed(force("ash", pattern(ALL_MET)))
    (found,) = moderate(cases, [award("ash", "adequate")], settings=FEW).departures

    assert found.steps == -1
    assert found.passed == ()
    assert found.unmet is not None
    assert framework().rank(found.unmet.rule.concludes) <= framework().rank("adequate")
    assert found.unmet.rule.id in text(moderate(cases, [award("ash", "adequate")], settings=FEW))


def test_comparators_are_the_nearest_by_verdicts() -> None:
    """The distance is in steps of the scale of verdicts; of equal ones the first by name."""
    rest = ALL_MET[2:]
    cases = assessed(
        force("ash", pattern("mm" + rest)),
        force("birch", pattern("nn" + rest)),
        force("cedar", pattern("pm" + rest)),
        force("dale", pattern("mp" + rest)),
        force("elm", pattern("nm" + "." * len(rest))),
    )
    found = moderate(cases, settings=Settings(neighbours=2, resamples=200))
    ash = next(one for one in found.neighbours if one.position.case == "ash")

    assert [one.position.case for one in ash.nearest] == ["cedar", "dale"]
    assert ash.nearest[0].distance * len(ids()) == 1
    assert ash.nearest[0].differ == (ids()[0],)
    assert f"{ids()[0]}: partly met, here met" in text(found, cases=["ash"])


def test_drift_is_silent_with_few_forces_and_told_with_many() -> None:
    """Seven forces say nothing; ten of which each was awarded a grade lower say so."""
    few, many = drifting(7), drifting(10)

    assert few.drifts.areas == ()
    assert few.drifts.time is None
    assert "Drift of proposals" not in text(few)
    assert many.drifts.areas[0].told
    assert many.drifts.areas[0].steps.value == 0.9
    assert "proposals lie higher" in text(many)


def drifting(many: int) -> Moderation:
    """Return forces of which all but the first were awarded a grade lower than is proposed."""
    dates = [f"2024-{number + 1:02d}-10" for number in range(many)]
    cases = assessed(
        *(force(f"force-{n}", pattern(ALL_MET), published=date) for n, date in enumerate(dates))
    )
    proposed = as_proposed(cases)
    ids_of = framework().grade_ids
    lower = {one: ids_of[ids_of.index(grade) - (one[0] != "force-0")] for one, grade in proposed.items()}
    return moderate(cases, awards(lower), settings=FEW)


def test_drift_over_time_is_a_slope() -> None:
    """Awards that fall below what is proposed as time goes on, a grade in about half a year."""
    dates = [f"2024-{number + 1:02d}-10" for number in range(12)]
    cases = assessed(
        *(force(f"force-{n:02d}", pattern(ALL_MET), published=date) for n, date in enumerate(dates))
    )
    proposed = as_proposed(cases)
    grades = {one: "adequate" if one[0] > "force-05" else grade for one, grade in proposed.items()}
    time = moderate(cases, awards(grades), settings=FEW).drifts.time

    assert time is not None
    assert time.told
    assert time.steps.value is not None
    assert 1 < time.steps.value < 2.5


def test_the_order_of_cases_makes_no_difference() -> None:
    """The same page and data from the same cases in another order."""
    cases = random_forces(11)
    given_awards = awards(as_proposed(cases) | {("force-0", AREA): "outstanding"})
    there, back = (
        moderate(one, two, settings=FEW)
        for one, two in ((cases, given_awards), (dict(reversed(cases.items())), given_awards[::-1]))
    )

    assert text(there) == text(back)
    assert moderate_data(there) == moderate_data(back)


def test_no_output_ranks_forces_or_sums_grades_up() -> None:
    """No key or column of that kind, and the agenda isn't in the order of grades."""
    found = real()
    data = json.dumps(moderate_data(found))
    agenda = [one.seat.case.force for one in found.agenda]

    for word in ('"rank', '"score', '"overall', '"average', '"mean'):
        assert word not in data
    assert agenda != sorted(agenda)
    assert text(found, order="name") != text(found)


def test_the_agenda_can_be_read_by_name() -> None:
    """By force, then in the framework's order of areas."""
    data = moderate_data(real(), order="name")
    cases = [one["case"] for one in data["agenda"]]

    assert cases == sorted(cases)
    assert len(cases) == len(real().agenda)


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_every_format_is_drawn_from_the_same_page(form: str) -> None:
    """The agenda, the pairs and the statistics are in each."""
    told = render(moderate_page(real()), form)

    for wanted in ("Agenda", "Like evidence, unlike grades", "Cheshire Constabulary", "PRO-02", "AC2"):
        assert wanted in told


def test_it_can_be_had_in_word() -> None:
    """A Word file is a zip, the same each time."""
    found = real()

    assert to_docx(moderate_page(found))[:2] == b"PK"
    assert to_docx(moderate_page(found)) == to_docx(moderate_page(found))


def test_the_json_has_the_keys_of_the_contract() -> None:
    """On the command line: exit status 1, since there is something to discuss."""
    result = run(
        "moderate", str(THIN), str(WEST_MERCIA), "--awarded", str(NATIONAL), "--format", "json",
        "--param", "secure-coverage=0.05", "--resamples", "200",
    )  # fmt: skip
    data = json.loads(result.stdout)

    assert result.returncode == 1, result.stderr
    assert {"n", "exact", "within_one", "weighted_kappa", "interval"} <= set(data["agreement"])
    assert data["agreement"]["interval"][0] < data["agreement"]["weighted_kappa"]
    assert {"case", "area", "proposed", "awarded"} <= set(data["departures"][0])
    assert {"area", "better_evidence", "lower_graded", "because"} <= set(data["inconsistent_pairs"][0])
    assert data["fewest_to_discuss"][0] == {
        "case": "cheshire-2023-25", "area": "protecting", "certain": False,
        "or_instead": ["bedfordshire-2023-25"],
    }  # fmt: skip


def test_nothing_to_discuss_is_exit_status_nought() -> None:
    """West Mercia's nine grades are those proposed; one area alone can be asked for."""
    result = run(
        "moderate",
        str(WEST_MERCIA),
        "--awarded",
        str(NATIONAL),
        "--area",
        "recording",
        "--resamples",
        "200",
    )

    assert result.returncode == 0, result.stderr
    assert "Nothing to discuss" in result.stdout
    assert "Investigating crime" not in result.stdout


def test_the_command_gives_the_same_bytes_twice() -> None:
    """Chance has a seed, and hashes of another seed change nothing."""
    command = (
        "moderate", str(THIN), "--awarded", str(NATIONAL), "--param", "secure-coverage=0.05",
        "--resamples", "200",
    )  # fmt: skip

    assert run(*command, PYTHONHASHSEED="1").stdout == run(*command, PYTHONHASHSEED="2").stdout


@pytest.mark.parametrize(
    ("option", "because"),
    [
        (("--rank",), "forces aren't ranked"),
        (("--overall",), "no overall grade of a force exists"),
        (("--average",), "grades aren't averaged"),
        (("--sort", "grade"), "league table"),
        (("--area", "victims"), "assessed and not graded"),
    ],
)
def test_what_the_field_forbids_is_refused_with_its_reason(option: tuple[str, ...], because: str) -> None:
    """A sentence that says why; exit status 2; nothing printed."""
    result = run("moderate", str(THIN / "gwent.yaml"), *option)

    assert result.returncode == 2
    assert because in result.stderr
    assert result.stdout == ""


def test_cases_of_different_frameworks_are_refused(tmp_path: Path) -> None:
    """Both are named, each with its framework."""
    other = tmp_path / "other.yaml"
    gwent = (THIN / "gwent.yaml").read_text(encoding="utf-8")
    other.write_text(
        gwent.replace("framework: peel-2023-25", "framework: peel-2025-27").replace(
            "case: gwent-2023-25", "case: gwent-2025-27"
        ),
        encoding="utf-8",
    )

    with pytest.raises(RefusedError, match=r"can't be compared.*peel-2025-27: gwent-2025-27"):
        load_cases([THIN / "gwent.yaml", other])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--min-overlap", "0"), "--min-overlap: `0` should be a share above 0 and up to 1"),
        (("--sort", "nam"), "did you mean `name`?"),
        (("--case", "gwen"), "--case: `gwen` isn't among the cases"),
        (("--area", "respondin"), "did you mean `responding`?"),
    ],
)
def test_options_that_make_no_sense_are_told(options: tuple[str, ...], message: str) -> None:
    """Exit status 2, with what is allowed."""
    result = run("moderate", str(THIN / "gwent.yaml"), *options)

    assert result.returncode == 2
    assert message in result.stderr


def test_every_fault_of_every_file_is_told_at_once() -> None:
    """A faulty case hides no other's faults; a file that is named twice is one as well."""
    bad = [FIXTURES / "bad" / name for name in ("unknown-characteristic", "unknown-key")]
    with pytest.raises(InvalidInputError) as caught:
        load_cases([*bad, THIN / "no-such.yaml"])
    paths = {Path(problem.where.path).parent.name for problem in caught.value.problems}

    assert paths >= {"unknown-characteristic", "unknown-key", "cases"}
    with pytest.raises(InvalidInputError, match="is given twice"):
        load_cases([THIN, THIN / "gwent.yaml"])


def test_a_folder_stands_for_its_cases_and_parameters_for_all() -> None:
    """All are read with one framework and one pack, so that they can be compared."""
    found = load_cases([THIN])

    assert len(found) == len(list(THIN.glob("*.yaml")))
    assert len({id(one.inspection.pack) for one in found}) == 1
    assert [one.name for one in found] == sorted(one.name for one in found)
    with pytest.raises(InvalidInputError, match="parameter"):
        load_cases([THIN], parameters={"no-such": 1})


@pytest.mark.parametrize("name", ["~$open.xlsx", ".~lock.gwent.yaml", "._gwent.json"])
def test_what_a_program_lays_beside_a_case_is_none(name: str, tmp_path: Path) -> None:
    """A case that is open in Excel is read, not the file that says so; endings may be in capitals."""
    (tmp_path / "GWENT.YAML").write_bytes((THIN / "gwent.yaml").read_bytes())
    (tmp_path / name).write_bytes(b"\x05Somebody")

    assert [one.inspection.case.force for one in load_cases([tmp_path])] == ["Gwent Police"]


def test_awards_are_dated_by_day_or_month(tmp_path: Path) -> None:
    """A month is enough to tell of drift; what is neither is told with its line."""
    path = tmp_path / "awarded.csv"
    head = "force,framework,area,grade,published\n"
    path.write_text(f"{head}Ash Police,peel-2023-25,responding,good,2024-07\n", encoding="utf-8")
    cases = assessed(force("ash", pattern(ALL_MET)))
    found = moderate(cases, load_awarded(path, framework()), settings=FEW)

    assert [seat.published for seat in found.panel.seats] == ["2024-07"]
    path.write_text(f"{head}Ash Police,peel-2023-25,responding,good,July\n", encoding="utf-8")
    with pytest.raises(
        InvalidInputError, match=r"awarded.csv:2:41: `published` is `July`, should be a date"
    ):
        load_awarded(path, framework())


def test_a_case_with_drafts_is_refused_unless_they_are_allowed(tmp_path: Path) -> None:
    """As every command does that reads cases."""
    path = tmp_path / "draft.yaml"
    text_of = (THIN / "gwent.yaml").read_text(encoding="utf-8")
    path.write_text(text_of.replace("- id: RES-01", "- id: RES-01\n    draft: true"), encoding="utf-8")
    refused, allowed = run("moderate", str(path)), run("moderate", str(path), "--allow-drafts")

    assert refused.returncode == 2
    assert "RES-01" in refused.stderr
    assert allowed.returncode == 0
    assert "nobody has confirmed" in " ".join(allowed.stdout.split())
