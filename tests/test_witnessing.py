"""Counterexamples are cases: graded, they show what the proof says of them."""

from __future__ import annotations

import json
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from generators import FIXTURES, framework, pack, records
from packs import counted, graded, pack_folder, replaced, rule, run_of, with_rules, without
from peelgrade.assessment import AreaAssessment, Inspection
from peelgrade.checking import check
from peelgrade.checking.areas import Tally
from peelgrade.checking.characteristics import characteristics
from peelgrade.checking.gathering import Found, State, limits, outcomes
from peelgrade.checking.kinds import kinds, worded
from peelgrade.checking.summing import AreaSpace, Reached, alike
from peelgrade.checking.witnessing import Witness, Witnesses, made_case
from peelgrade.cli import app
from peelgrade.compiling import Program, program
from peelgrade.deciding import verdict_facts
from peelgrade.deriving import appraise, derive
from peelgrade.errors import RulesError
from peelgrade.evidence import Record
from peelgrade.facts import NO_CONCERN
from peelgrade.framework import NOT_ASSESSED
from peelgrade.loading import load_framework, load_rules
from peelgrade.model import altered
from peelgrade.rules import Pack, Standard

SEEDED: dict[str, Pack] = {
    "monotone: appraise": replaced("appraise.clear", concludes="limited"),
    "monotone: sides": replaced("appraise.limited", concludes="minor"),
    "monotone: verdict": replaced(
        "verdict.exceeded",
        when={"all": [{"fact": "strongest", "is": "exceptional"}, {"fact": "gravest", "is": "minor"}]},
    ),
    "monotone: concern": replaced(
        "concern.area-for-improvement",
        when={
            "all": [
                {"fact": "gravest", "at_least": "material"},
                {"fact": "strongest", "at_least": "limited"},
                {"fact": "verdict", "at_most": "partly-met"},
            ]
        },
    ),
    "monotone: grade of responding": with_rules(
        rule("grade.too-good", "requires-improvement", {"fact": "met-number", "at_least": 5}),
        counts=(counted("met-number", met=1, exceeded=1),),
    ),
    "monotone: grade of powers": with_rules(
        rule("grade.few-assessed", "adequate", {"fact": "assessed", "less_than": 7})
    ),
}


@cache
def seeded(name: str) -> Witness:
    """Return the witness of the failure that was seeded for a property."""
    return found_in(SEEDED[name], name)


def found_in(changed: Pack, name: str) -> Witness:
    """Return the witness of one property's failure."""
    run = run_of(changed)
    fault = next(one.fault for one in check(run) if one.name == name)
    assert fault is not None
    return Witnesses(run).of(fault)


def standing(area: AreaAssessment) -> tuple[object, ...]:
    """Return how an area stands, each part better where it is greater."""
    scale = (NOT_ASSESSED, *framework().verdicts)
    concerned = (*area.causes, *area.improvements)
    return (
        framework().rank(area.grade) if area.grade else None,
        *(scale.index(one.verdict) for one in area.verdicts),
        -len(concerned),
    )


@pytest.mark.parametrize("name", SEEDED)
def test_a_fall_comes_true_when_it_is_graded(name: str) -> None:
    """The two cases differ in one record, and what the pack makes of the better one is worse."""
    shown = seeded(name)
    before, after = shown.cases["before"].evidence, shown.cases["after"].evidence
    apart = {one.id for one in before if one not in after} | {one.id for one in after if one not in before}
    stood = [graded(shown.cases[end], SEEDED[name]) for end in ("before", "after")]
    moved = [one for one in stood[0] if standing(stood[0][one]) != standing(stood[1][one])]

    assert len(apart) == 1
    assert len(moved) == 1
    old, new = (standing(one[moved[0]]) for one in stood)
    if name == "monotone: grade of powers":
        assert (old[0], new[0]) == (framework().rank("adequate"), framework().rank("good"))
    elif old[0] is not None:
        assert new[0] is not None
        assert new[0] < old[0]  # type: ignore[operator]
    else:
        assert any(a < b for a, b in zip(new[1:], old[1:], strict=True))  # type: ignore[operator]


def test_a_grade_falls_wherever_that_can_be_shown() -> None:
    """A fault in a lower tier is shown by the grade that falls for it, with the fewest records."""
    falls = {name: seeded(name) for name in SEEDED}

    assert {name for name, one in falls.items() if "no grade falls" in one.says} == {"monotone: concern"}
    assert falls["monotone: appraise"].says == "offenders goes from adequate to requires improvement"
    assert len(falls["monotone: appraise"].cases["before"].evidence) == 4


@pytest.mark.parametrize(
    ("changed", "name", "told"),
    [
        (without("appraise.minor"), "complete: appraise", "no rule of tier appraise speaks on"),
        (without("verdict.partly-met"), "complete: verdict", "no rule of tier verdict speaks on"),
        (
            with_rules(rule("verdict.twice", "met", {"fact": "gravest", "is": "critical"})),
            "complete: verdict",
            "`verdict.not-met` and `verdict.twice` of tier verdict speak on",
        ),
        (
            with_rules(rule("concern.twice", "cause-of-concern", {"fact": "gravest", "is": "major"})),
            "complete: concern",
            "`concern.area-for-improvement` and `concern.twice` of tier concern speak on",
        ),
    ],
)
def test_a_hole_comes_true_when_it_is_graded(changed: Pack, name: str, told: str) -> None:
    """Grading the case runs into the gap or the overlap, and says so."""
    shown = found_in(changed, name)

    with pytest.raises(RulesError, match=told):
        graded(shown.cases["case"], changed)


def test_a_figure_read_worse_comes_true_when_it_is_graded() -> None:
    """The two cases hold the two figures, and the better one is worth less."""
    low = Standard(id="one-in-twenty", means="made up", cites="a test", expected=Fraction(1, 20))
    changed = altered(pack(), standards=(*pack().standards, low))
    shown = found_in(changed, "monotone: figures")
    figures = [
        [one.measure for one in shown.cases[end].evidence if one.measure] for end in ("before", "after")
    ]
    stood = [graded(shown.cases[end], changed) for end in ("before", "after")]

    assert [one.standard for found in figures for one in found] == [low.id, low.id]
    moved = next(area for area in stood[0] if standing(stood[0][area]) != standing(stood[1][area]))
    assert framework().rank(stood[1][moved].grade or "") < framework().rank(stood[0][moved].grade or "")


def test_the_command_writes_cases_that_grade_accepts(tmp_path: Path) -> None:
    """`rules check --witness` writes two files; the better one is graded lower by the same rules."""
    home = pack_folder(
        tmp_path,
        {
            "grade/too-many.yaml": (
                "id: grade.too-many\nconcludes: inadequate\nsays: A seeded rule.\ncites: a test of ours\n"
                "when: {fact: exceeded, at_least: 3}\n"
            )
        },
    )
    out = tmp_path / "witness"
    checked = CliRunner().invoke(app, ["rules", "check", "--rules", str(home), "--witness", str(out)])
    files = sorted(out.glob("monotone-grade-of-responding-*.json"))
    grades = {}
    for file in files:
        done = CliRunner().invoke(app, ["grade", str(file), "--rules", str(home), "--format", "json"])
        assert done.exit_code == 0, done.output
        areas = {one["id"]: one["grade"] for one in json.loads(done.output)["areas"]}
        grades[file.stem.rsplit("-", 1)[1]] = areas["responding"]

    assert checked.exit_code == 1
    assert "responding goes from good to inadequate" in " ".join(checked.output.split())
    assert grades == {"before": "good", "after": "inadequate"}


@cache
def known_states() -> dict[State, Found]:
    """Return every state of a characteristic, by the shipped rules."""
    return characteristics(run_of(pack())).states


@cache
def known_rows() -> tuple[AreaSpace, Reached]:
    """Return every row of recording, by the shipped rules."""
    run, area = run_of(pack()), framework().area("recording")
    space = AreaSpace(Tally(run, area), alike(outcomes([run], known_states()), area.ids))
    return space, space.reach(space.blocks)[-1]


def foreign(name: str) -> Program:
    """Return a pack of elsewhere, compiled."""
    home = FIXTURES / "elsewhere" / name
    model = load_framework(home / "framework.yaml")
    return program(model, load_rules(home / "rules", model), chained=False)


@pytest.mark.parametrize("name", ["", "cms-five-star", "cqc-councils"])
def test_every_kind_of_record_weighs_as_it_is_said_to(name: str) -> None:
    """The plainest record of each kind, on characteristics of any stakes, is appraised at its level."""
    run = foreign(name) if name else run_of(pack())
    first = {run.framework.characteristic(one).stakes: one for one in run.framework.characteristic_ids}
    made = kinds([run], worded(run))
    for characteristic in first.values():
        case = made_case(run, "kinds", {characteristic: [one.made[0] for one in made]})
        found = appraise(run, case.evidence)
        for number, one in enumerate(made, 1):
            assert found[f"{characteristic}-{number}"].level == one.levels[0]


@pytest.mark.parametrize("name", ["", "cms-five-star", "cqc-councils"])
def test_every_outcome_of_a_characteristic_can_be_made(name: str) -> None:
    """The plainest records that lead to a verdict and a concern lead to them."""
    run = foreign(name) if name else run_of(pack())
    area = next(one for one in run.framework.areas if one.graded)
    for outcome, found in outcomes([run], characteristics(run).states).items():
        case = made_case(run, "outcome", {area.ids[0]: [one.made[0] for one in found.records]})
        got = derive(Inspection(case, run.framework, run.pack), areas=[area.id], chained=False).areas[0]
        raised = [one.kind for one in (*got.causes, *got.improvements)]
        assert (got.verdict(area.ids[0]).verdict, next(iter(raised), NO_CONCERN)) == outcome[0]


@settings(max_examples=60, deadline=None)
@given(found=st.lists(records("recording"), min_size=1, max_size=8, unique_by=lambda one: one.id))
def test_the_states_of_a_characteristic_hold_whatever_records_come_to(found: list[Record]) -> None:
    """Any records lead to one of the states that were gathered, numbers cut at what matters."""
    run = run_of(pack())
    known, most = known_states(), limits(run)
    held = appraise(run, [altered(one, characteristic=("1.3.1",)) for one in found])
    facts = verdict_facts(run, list(held.values()))

    assert tuple(min(value, limit) for value, limit in zip(facts.values(), most, strict=True)) in known


@settings(max_examples=60, deadline=None)
@given(found=st.lists(records("recording"), max_size=25, unique_by=lambda one: one.id))
def test_the_rows_of_an_area_hold_whatever_its_characteristics_come_to(found: list[Record]) -> None:
    """Any evidence leads to a row that was reached, with the facts and the grade of its derivation."""
    space, reached = known_rows()
    tally = space.tally
    case = made_case(tally.run, "area", {})
    inspection = Inspection(case.with_evidence(tuple(found)), framework(), pack())
    got = derive(inspection, areas=["recording"], chained=False).areas[0]
    concerns = {c: one.kind for one in (*got.causes, *got.improvements) for c in one.characteristics}
    row = tally.row(
        {v.characteristic: (v.verdict, concerns.get(v.characteristic, NO_CONCERN)) for v in got.verdicts}
    )
    capped = [min(value, limit) for value, limit in zip(row, tally.limits, strict=True)]
    key = int(sum(value * place for value, place in zip(capped, space.places, strict=True)))

    assert key in reached.keys
    rank = int(tally.ranks(space.rows(reached.keys[reached.keys == key]))[0])
    assert rank == (-1 if got.grade is None else framework().rank(got.grade))
