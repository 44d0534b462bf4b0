"""What a change of rules changes: as written, in what can come out, and in given cases."""

from __future__ import annotations

import json
from fractions import Fraction
from functools import cache
from itertools import product
from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import given, settings
from syrupy.assertion import SnapshotAssertion
from typer.testing import CliRunner

from generators import FIXTURES, WEST_MERCIA, cases, framework, pack
from packs import condition, counted, graded, pack_folder, replaced, rule, run_of, with_rules, without
from peelgrade.assessment import NOT_SECURE, AreaAssessment, Inspection
from peelgrade.checking import paths
from peelgrade.cli import app
from peelgrade.comparing import Comparison, compare
from peelgrade.comparing.differing import Difference
from peelgrade.compiling import Program, program
from peelgrade.deriving import appraise, derive
from peelgrade.evidence import Case, Measure, Record
from peelgrade.facts import NO_CONCERN
from peelgrade.framework import NOT_ASSESSED
from peelgrade.loading import load_framework, load_rules, shipped
from peelgrade.model import altered
from peelgrade.pages.comparing import diff_page
from peelgrade.rendering import render
from peelgrade.rules import Bearing, Pack

CHANGES: dict[str, Pack] = {
    "a threshold": pack().with_parameters({"substantially-all": Fraction(4, 5)}),
    "corroboration": pack().with_parameters({"corroboration": Fraction(3)}),
    "a standard": pack().with_parameters({"practice-expected": Fraction(85, 100)}),
    "coverage": pack().with_parameters({pack().secure: Fraction(1, 2)}),
    "a ceiling gone": without("grade.falls-short"),
    "a ceiling raised": replaced("grade.theme-failed", concludes="good"),
    "a verdict": replaced(
        "verdict.exceeded", when={"fact": "strongest", "is": "exceptional"}, unless=("verdict.not-met",)
    ),
    "a weight": replaced("appraise.supporting", when={"fact": "source", "is": "survey"}),
    "a concern": replaced("concern.area-for-improvement", when={"fact": "gravest", "at_least": "material"}),
    "a theme gone": altered(pack(), themes=pack().themes[1:]),
    "a bearing gone": altered(pack(), bearings=pack().bearings[1:]),
}


@cache
def found(name: str) -> Comparison:
    """Return what one of the changes changes."""
    return compare(run_of(pack()), run_of(CHANGES[name]))


def outcome(area: AreaAssessment) -> str:
    """Return an area's grade, or else its outcome."""
    return area.grade or area.outcome


def every(one: Comparison) -> tuple[Difference, ...]:
    """Return everything that can come out differently."""
    return (*one.grades, *one.verdicts, *one.concerns, *one.levels)


def test_a_pack_doesn_t_differ_from_itself() -> None:
    """Nothing was written otherwise, and nothing can come out otherwise."""
    same = compare(run_of(pack()), run_of(altered(pack(), title=pack().title)))

    assert not same.differs
    assert every(same) == ()
    assert "Nothing differs." in render(diff_page(same, [], {}), "text")


@pytest.mark.parametrize("name", CHANGES)
def test_every_case_shows_the_difference_that_it_is_for(name: str) -> None:
    """Graded by the old and by the new rules, a smallest case comes out as it is said to: every third."""
    differences = found(name)
    old, new = pack(), CHANGES[name]

    assert differences.differs
    for one in differences.grades[::3]:
        both = [graded(one.case, rules, one.about)[one.about] for rules in (old, new)]
        assert [outcome(area) for area in both] == [one.old, one.new]
        assert tuple(tuple(c.rule for c in area.decisive) for area in both) == one.rules
    first = next(area.id for area in framework().areas if area.graded)
    for one in (*differences.verdicts, *differences.concerns):
        areas = [graded(one.case, rules, first)[first] for rules in (old, new)]
        said = [(v.verdict for v in area.verdicts if v.assessed) for area in areas]
        raised = [
            [str(c.kind) for c in (*area.causes, *area.improvements)] or [NO_CONCERN] for area in areas
        ]
        shown = [list(some) or [NOT_ASSESSED] for some in said] if one.about == "verdict" else raised
        assert shown == [[one.old], [one.new]]
    for one in differences.levels:
        weighed = [appraise(run_of(rules), one.case.evidence) for rules in (old, new)]
        assert [[a.level for a in some.values()] for some in weighed] == [[one.old], [one.new]]


@pytest.mark.parametrize(
    ("name", "tiers"),
    [
        ("a threshold", {"grades"}),
        ("coverage", {"grades"}),
        ("a ceiling gone", {"grades"}),
        ("corroboration", {"grades", "verdicts", "concerns"}),
        ("a weight", {"grades", "verdicts", "concerns", "levels"}),
        ("a standard", {"grades", "verdicts", "concerns", "levels"}),
    ],
)
def test_a_change_is_told_in_every_tier_that_it_reaches(name: str, tiers: set[str]) -> None:
    """A threshold of grades changes no verdict; what a record weighs changes everything above it."""
    one = found(name)

    assert {tier for tier in ("grades", "verdicts", "concerns", "levels") if getattr(one, tier)} == tiers


def test_a_coverage_that_rises_leaves_areas_without_a_grade() -> None:
    """Not secure is an outcome that a grade can become; no grade becomes another."""
    pairs = {(one.old, one.new) for one in found("coverage").grades}

    assert {new for _, new in pairs} == {NOT_SECURE}
    assert {old for old, _ in pairs} == set(framework().grade_ids)


def test_the_smallest_case_is_the_smallest() -> None:
    """With half to be assessed where two fifths were enough, four of nine records show every difference."""
    assert {len(one.case.evidence) for one in found("coverage").grades if one.about == "recording"} == {4}


def test_a_figure_that_the_packs_read_differently_is_in_the_case() -> None:
    """Where only a standard changes, every difference rests on a figure against it."""
    one = found("a standard")

    assert all(
        any(r.measure is not None and r.measure.standard == "practice-sample" for r in d.case.evidence)
        for d in every(one)
    )
    assert one.not_compared == ()


def test_a_bearing_changes_grades_through_records_on_another_area() -> None:
    """The case's record is on the victims' service and names the graded area that it bears on."""
    one = found("a bearing gone")

    assert {d.about for d in one.grades} == {"responding"}
    assert all(any("responding" in r.affects for r in d.case.evidence) for d in one.grades)


@settings(max_examples=60, deadline=None)
@given(case=cases("recording", most=25))
def test_no_difference_is_overlooked(case: Case) -> None:
    """Whatever random evidence comes to by two packs is among the differences that were found."""
    for name in ("corroboration", "a verdict", "a weight", "a ceiling raised", "a theme gone"):
        known = {(d.about, d.old, d.new) for d in found(name).grades}
        before, after = (graded(case, rules, "recording") for rules in (pack(), CHANGES[name]))
        for area, assessed in before.items():
            pair = (outcome(assessed), outcome(after[area]))
            assert pair[0] == pair[1] or (area, *pair) in known


def foreign(rules: Pack | None = None) -> Program:
    """Return the nursing homes' rules, or others for them, compiled."""
    home = FIXTURES / "elsewhere" / "cms-five-star"
    model = load_framework(home / "framework.yaml")
    return program(model, rules or load_rules(home / "rules", model), chained=False)


def test_exactly_what_all_combinations_show_is_found() -> None:
    """Of the 216 states of a nursing home those that come out differently are just those found."""
    old = foreign()
    first = old.pack.tier("grade")[0]
    fewer = altered(first, when=altered(first.when, any=first.when.parts[1:]))
    new = foreign(altered(old.pack, rules=tuple(fewer if r.id == first.id else r for r in old.pack.rules)))
    shown = set()
    for stars in product(range(6), repeat=3):
        evidence = tuple(
            Record(
                id=name, characteristic=(name,), source="data",
                measure=Measure(value=Fraction(star), unit="stars", standard="stars"),
            )
            for name, star in zip(old.framework.characteristic_ids, stars, strict=True)
        )  # fmt: skip
        case = Case(case="home", force="A home", framework=old.framework.id, evidence=evidence)
        pair = tuple(
            outcome(derive(Inspection(case, old.framework, run.pack), chained=False).areas[0])
            for run in (old, new)
        )
        if pair[0] != pair[1]:
            shown.add(pair)

    assert {(d.old, d.new) for d in compare(old, new).grades} == shown
    assert shown


def test_parts_are_told_as_added_gone_and_altered() -> None:
    """Every kind of part is compared by its id, and every altered field has its old and new value."""
    extra = rule("grade.one-more", "good", {"fact": "more", "at_least": 1})
    new = with_rules(extra, counts=(counted("more", met=1),))
    new = altered(
        new,
        version="9",
        standards=new.standards[1:],
        themes=tuple(altered(one, title="renamed") if one == new.themes[0] else one for one in new.themes),
        bearings=(*new.bearings[1:], Bearing(characteristic="1.1.1", on=("4.1.1",))),
        rules=tuple(
            altered(one, when=condition({"fact": "themes-failed", "at_least": 2}), says="Otherwise said.")
            if one.id == "grade.theme-failed"
            else one
            for one in new.rules
        ),
    )
    parts = {(one.kind, one.id): one for one in compare(run_of(pack()), run_of(new)).parts}

    assert {key: one.what for key, one in parts.items()} == {
        ("rule", "grade.one-more"): "added",
        ("rule", "grade.theme-failed"): "altered",
        ("standard", pack().standards[0].id): "gone",
        ("count", "more"): "added",
        ("theme", pack().themes[0].id): "altered",
        ("bearing", "1.1.1"): "altered",
        ("pack", pack().id): "altered",
    }
    assert [(f.name, f.old, f.new) for f in parts["rule", "grade.theme-failed"].fields] == [
        ("says", pack().by_id["grade.theme-failed"].says, "Otherwise said."),
        ("when", "themes-failed is at least 1", "themes-failed is at least 2"),
    ]
    assert parts["theme", pack().themes[0].id].in_words_only
    assert not parts["rule", "grade.theme-failed"].in_words_only


def test_an_order_of_levels_is_a_part() -> None:
    """Two levels that change places alter nothing but the scale, and that is told."""
    levels = list(pack().levels)
    levels[-1], levels[-2] = levels[-2], levels[-1]
    parts = compare(run_of(pack()), run_of(altered(pack(), levels=tuple(levels)))).parts

    assert [(one.kind, one.what) for one in parts] == [("levels", "altered")]


def test_a_change_in_words_only_is_told_as_such() -> None:
    """A rule that only says it otherwise changes nothing that comes out, and still differs."""
    one = compare(run_of(pack()), run_of(replaced("grade.theme-failed", says="Said otherwise.")))

    assert one.differs
    assert every(one) == ()
    assert "In no case can a grade" in render(diff_page(one, [], {}), "text")


def test_what_can_t_be_compared_is_said() -> None:
    """Another framework, an incomplete pack, a standard that only one pack has, and too large a space."""
    other = compare(run_of(pack()), foreign())
    gap = compare(run_of(pack()), run_of(without("verdict.partly-met")))
    fewer = compare(run_of(pack()), run_of(altered(pack(), standards=pack().standards[1:])))

    assert other.not_compared == (
        "grades: the old rules are for framework `peel-2023-25`, the new ones for `cms-five-star`",
    )
    assert gap.not_compared == (
        "grades: the new rules aren't complete; `peelgrade rules check` shows where",
    )
    assert fewer.not_compared == (
        f"figures against `{pack().standards[0].id}`: only the old rules have this standard",
    )
    assert all(one.differs and one.parts for one in (other, gap, fewer))


def test_a_space_that_is_too_large_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """An area that has too many states isn't called equal."""
    monkeypatch.setattr(paths, "LARGEST", 100)
    one = compare(run_of(pack()), run_of(CHANGES["a threshold"]))

    assert len(one.not_compared) == 9
    assert one.not_compared[0] == "the grade of recording: there are too many states to look at each"


def edited(folder: Path) -> Path:
    """Return a copy of the shipped rules with one parameter and one rule changed."""
    home = shipped("rules") / pack().id
    text = (home / "parameters.yaml").read_text(encoding="utf-8")
    before = "  - id: several-themes\n    value: 2\n"
    assert before in text
    return pack_folder(folder, {"parameters.yaml": text.replace(before, before.replace("2", "3"))})


def test_the_command_tells_the_cases_and_writes_the_smallest(tmp_path: Path) -> None:
    """Each file written is graded by `grade` with either folder as the comparison says."""
    old, new, out = shipped("rules") / pack().id, edited(tmp_path), tmp_path / "cases"
    done = CliRunner().invoke(
        app,
        ["rules", "diff", str(old), str(new), str(WEST_MERCIA), "--witness", str(out), "--format", "json"],
    )
    data = json.loads(done.output)
    one = data["grades"][0]
    got = []
    for rules in (old, new):
        result = CliRunner().invoke(
            app, ["grade", one["file"], "--rules", str(rules), "--area", one["about"], "--format", "json"]
        )
        got.append(json.loads(result.output)["areas"][0]["grade"])

    assert done.exit_code == 1
    assert got == [one["old"], one["new"]]
    assert [(p["kind"], p["id"]) for p in data["parts"]] == [("parameter", "several-themes")]
    assert data["cases"][0]["case"] == "west-mercia-2023-25"
    assert len(list(out.glob("*.json"))) == len(data["grades"])


def test_the_command_ends_with_status_zero_where_nothing_differs() -> None:
    """A pack beside itself, by its id and by its folder."""
    done = CliRunner().invoke(app, ["rules", "diff", pack().id, str(shipped("rules") / pack().id)])

    assert done.exit_code == 0
    assert "Nothing differs." in done.output


def test_a_comparison_reads_as_reviewed(tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    """The text of a small change to the councils' rules is kept and reviewed as prose."""
    home = FIXTURES / "elsewhere" / "cqc-councils"
    copytree(home, tmp_path / "new")
    parameters = tmp_path / "new" / "rules" / "parameters.yaml"
    text = parameters.read_text(encoding="utf-8")
    parameters.write_text(text.replace("0.87", "0.9"), encoding="utf-8")
    folders = [str(home / "rules"), str(tmp_path / "new" / "rules")]
    done = CliRunner().invoke(app, ["rules", "diff", *folders, str(home / "example.yaml")])

    assert done.output == snapshot
