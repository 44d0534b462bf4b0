"""Two frameworks of other inspectorates run through the same engine, and come out as published."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from typer.testing import CliRunner

from generators import FIXTURES
from peelgrade.assessment import GRADED, NOT_SECURE, AreaAssessment, Inspection
from peelgrade.checking import check
from peelgrade.cli import app
from peelgrade.compiling import program
from peelgrade.deriving import derive
from peelgrade.evidence import Case, Measure, Record
from peelgrade.explaining import explain
from peelgrade.framework import Framework
from peelgrade.loading import load_case, load_framework, load_rules
from peelgrade.pages.explaining import explain_page
from peelgrade.pages.grading import grade_page
from peelgrade.rendering import render
from peelgrade.rules import Pack
from peelgrade.trying import load_tests, try_examples, try_tests, uncovered

HOMES, COUNCILS = FIXTURES / "elsewhere" / "cms-five-star", FIXTURES / "elsewhere" / "cqc-councils"
STANDARD = {HOMES: "stars", COUNCILS: "score"}
DOMAINS = ("health-inspection", "staffing", "quality-measures")
STATEMENTS = tuple(f"qs{number}" for number in range(1, 10))
STARS = ("one-star", "two-star", "three-star", "four-star", "five-star")

Stars = tuple[int, int, int]

COMBINATIONS: tuple[Stars, ...] = tuple(product(range(1, 6), range(1, 6), range(1, 6)))

both = pytest.mark.parametrize("folder", [HOMES, COUNCILS], ids=lambda folder: folder.name)


@cache
def models(folder: Path) -> tuple[Framework, Pack]:
    """Return a foreign framework and its rules."""
    framework = load_framework(folder / "framework.yaml")
    return framework, load_rules(folder / "rules", framework)


def rows(folder: Path) -> list[dict[str, str]]:
    """Return the published ratings."""
    with (folder / "ratings.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def inspected(folder: Path, scores: Mapping[str, int]) -> Inspection:
    """Return a case of scores by characteristic: records with a figure, no finding and no reference."""
    framework, pack = models(folder)
    records = tuple(
        Record(
            id=f"R-{name}",
            characteristic=(name,),
            source="data",
            measure=Measure(value=Fraction(value), unit=STANDARD[folder], standard=STANDARD[folder]),
        )
        for name, value in scores.items()
    )
    case = Case(case="published", force="Elsewhere", framework=framework.id, evidence=records)
    return Inspection(case, framework, pack)


def overall(folder: Path, scores: Mapping[str, int], *, chained: bool = False) -> AreaAssessment:
    """Return the assessment of the one area there is."""
    return derive(inspected(folder, scores), chained=chained).area("overall")


def home(stars: Stars, *, chained: bool = False) -> str | None:
    """Return the overall star proposed for three domain stars."""
    return overall(HOMES, dict(zip(DOMAINS, stars, strict=True)), chained=chained).grade


def domain_stars(row: Mapping[str, str]) -> Stars:
    """Return the three domain stars of a published home."""
    return int(row["health_inspection"]), int(row["staffing"]), int(row["quality_measures"])


def council_scores(row: Mapping[str, str]) -> dict[str, int]:
    """Return the nine scores of a published council."""
    return {one: int(row[one]) for one in STATEMENTS}


def council_rating(row: Mapping[str, str]) -> str:
    """Return a council's published rating as an id."""
    return row["overall"].lower().replace(" ", "-")


def stepped(stars: Stars) -> int:
    """Return the overall star as the published guide tells it: by steps up and down."""
    inspections, staffing, quality = stars
    moved = -1 if staffing == 1 else int(4 <= staffing > inspections)
    total = min(5, max(1, inspections + moved))
    total = min(5, max(1, total + {1: -1, 5: 1}.get(quality, 0)))
    return min(2, total) if inspections == 1 else total


def no_better(one: Stars, other: Stars) -> bool:
    """Say whether a home is no better than another in any domain."""
    return all(mine <= theirs for mine, theirs in zip(one, other, strict=True))


def test_all_thousand_homes_come_out_as_published() -> None:
    """Every nursing home's overall star is the one published: 114 combinations by one evaluator."""
    published = rows(HOMES)
    proposed = {stars: home(stars) for stars in {domain_stars(row) for row in published}}

    assert len(published) == 1000
    assert len(proposed) == 114
    assert [row for row in published if proposed[domain_stars(row)] != STARS[int(row["overall"]) - 1]] == []


def test_all_combinations_follow_the_published_steps() -> None:
    """Each of the 125 combinations of domain stars comes out as the guide's steps up and down say."""
    assert {stars: home(stars) for stars in COMBINATIONS} == {
        stars: STARS[stepped(stars) - 1] for stars in COMBINATIONS
    }


def test_both_evaluators_agree_on_every_combination() -> None:
    """durable_rules matches the same rules on all 125."""
    for stars in COMBINATIONS:
        assert home(stars, chained=True) == STARS[stepped(stars) - 1]


def case_text(folder: Path, name: str, scores: Mapping[str, int], source: str) -> str:
    """Return a case as somebody would write it: a record for each score, with nothing but its figure."""
    standard = STANDARD[folder]
    records = [
        f"  - {{id: R-{one}, characteristic: {one}, source: {source}, "
        f"measure: {{value: {value}, unit: {standard}, standard: {standard}}}}}"
        for one, value in scores.items()
    ]
    head = [f"case: {name}", "force: Elsewhere", f"framework: {folder.name}", "evidence:"]
    return "\n".join([*head, *records]) + "\n"


def commanded(*arguments: object) -> str:
    """Return what a command prints that ends with status 0."""
    done = CliRunner().invoke(app, [str(one) for one in arguments])
    assert done.exit_code == 0, done.output or done.exception
    return done.output


def test_published_rows_come_out_through_the_command_line(tmp_path: Path) -> None:
    """Homes and councils written as cases of one's own are graded by `grade` as published."""
    rated = [row for row in rows(COUNCILS) if council_rating(row) in models(COUNCILS)[0].grade_ids]
    homes = [
        (HOMES, dict(zip(DOMAINS, domain_stars(row), strict=True)), STARS[int(row["overall"]) - 1], "data")
        for row in rows(HOMES)[::25]
    ]
    councils = [(COUNCILS, council_scores(row), council_rating(row), "inspection") for row in rated[::4]]
    for number, (folder, scores, grade, source) in enumerate((*homes, *councils)):
        path = tmp_path / f"case-{number}.yaml"
        path.write_text(case_text(folder, f"row-{number}", scores, source), encoding="utf-8")
        options = ("--framework", folder / "framework.yaml", "--rules", folder / "rules")
        area = json.loads(commanded("grade", path, *options, "--format", "json"))["areas"][0]
        assert (area["id"], area["outcome"], area["grade"]) == ("overall", GRADED, grade)


@both
def test_every_command_runs_on_a_foreign_framework(folder: Path) -> None:
    """`explain`, `rules check`, `rules test` and `rules show` need nothing of PEEL."""
    options = ("--framework", folder / "framework.yaml", "--rules", folder / "rules")
    shown = commanded("explain", folder / "example.yaml", "overall", *options)
    rule = models(folder)[1].tier("grade")[0].id

    assert "Proposed: " in shown
    assert "NOT PROVED" not in commanded("rules", "check", "--rules", folder / "rules")
    assert "come out as expected" in commanded("rules", "test", folder / "rules", "--coverage")
    assert "no higher than" in commanded("rules", "show", rule, "--rules", folder / "rules")


def test_the_rules_hold_the_28_ceilings_and_no_others() -> None:
    """Each alternative is a best combination that still has no more than the star; none is missing."""
    _, pack = models(HOMES)
    names = ("inspections", "staffing", "quality")
    written = {
        (STARS.index(rule.concludes) + 1, tuple(bounds.get(name, 5) for name in names))
        for rule in pack.tier("grade")
        for part in rule.when.parts
        for bounds in [{one.fact: int(str(one.operand)) for one in part.comparisons()}]
    }
    held = {star: [one for one in COMBINATIONS if stepped(one) <= star] for star in range(1, 5)}
    best = {
        (star, one)
        for star, those in held.items()
        for one in those
        if not any(one != other and no_better(one, other) for other in those)
    }

    assert written == best
    assert len(best) == 28


def test_a_ceiling_names_the_stars_that_set_it() -> None:
    """The reason gives all three stars, and the ceiling cites the records behind them."""
    ceiling = overall(HOMES, dict(zip(DOMAINS, (3, 1, 3), strict=True))).ceilings[0]

    reason = "inspections three, staffing one and quality measures three come to no more than two stars"

    assert (ceiling.grade, ceiling.because) == ("two-star", reason)
    assert set(ceiling.evidence) == {f"R-{one}" for one in DOMAINS}


def test_all_rated_councils_come_out_as_published() -> None:
    """Every council's rating follows from its nine scores; only County Durham isn't rated in the source."""
    grades = models(COUNCILS)[0].grade_ids
    rated = [row for row in rows(COUNCILS) if council_rating(row) in grades]
    unrated = [row["authority"] for row in rows(COUNCILS) if row not in rated]

    assert len(rated) == 71
    assert unrated == ["County Durham"]
    assert [
        row["authority"]
        for row in rated
        if overall(COUNCILS, council_scores(row)).grade != council_rating(row)
    ] == []


def test_both_evaluators_agree_on_every_published_council() -> None:
    """durable_rules matches the same rules on all distinct sets of nine scores."""
    distinct = {tuple(council_scores(row).values()): row for row in rows(COUNCILS)}

    for row in distinct.values():
        scores = council_scores(row)
        assert overall(COUNCILS, scores, chained=True) == overall(COUNCILS, scores)


@pytest.mark.parametrize("points", range(9, 37))
def test_every_total_lies_in_the_published_band(points: int) -> None:
    """A council is rated by the band that its share of 36 points lies in, in whole per cent."""
    share, spare = round(Fraction(100 * points, 36)), points - 9
    lower_ends = {25: "inadequate", 39: "requires-improvement", 63: "good", 88: "outstanding"}
    scores = {one: 1 + max(0, min(3, spare - 3 * place)) for place, one in enumerate(STATEMENTS)}

    assert sum(scores.values()) == points
    assert overall(COUNCILS, scores).grade == lower_ends[max(end for end in lower_ends if end <= share)]


@pytest.mark.parametrize(
    ("folder", "characteristic"),
    [(folder, one) for folder, names in ((HOMES, DOMAINS), (COUNCILS, STATEMENTS)) for one in names],
)
def test_nothing_is_rated_until_all_of_it_is_assessed(folder: Path, characteristic: str) -> None:
    """With any one domain or score left out the evidence isn't secure, and with it there is a grade."""
    names = DOMAINS if folder == HOMES else STATEMENTS
    whole = overall(folder, dict.fromkeys(names, 3))
    part = overall(folder, {one: 3 for one in names if one != characteristic})

    assert (whole.outcome, whole.grade is None) == (GRADED, False)
    assert (part.outcome, part.grade, part.missing) == (NOT_SECURE, None, (characteristic,))


@pytest.mark.parametrize("value", [0, -1])
@both
def test_a_figure_below_the_scale_is_no_score(folder: Path, value: int) -> None:
    """What reaches no step settles nothing: the characteristic isn't assessed."""
    names = DOMAINS if folder == HOMES else STATEMENTS
    found = overall(folder, {**dict.fromkeys(names, 3), names[0]: value})

    assert (found.outcome, found.missing) == (NOT_SECURE, names[:1])


@both
def test_a_foreign_pack_is_proved(folder: Path) -> None:
    """Every property of `rules check` is proved of it: none fails, and none is left unproved."""
    findings = check(program(*models(folder)), load_tests(folder / "rules", *models(folder)))

    assert {one.name.split(":")[0] for one in findings} >= {"complete", "monotone", "alive", "cited"}
    assert [(one.name, one.detail) for one in findings if one.held is not True] == []


@both
def test_the_examples_of_a_foreign_pack_come_out(folder: Path) -> None:
    """Each rule has examples of both kinds, and they try every comparison both ways."""
    run = program(*models(folder))

    tests = load_tests(folder / "rules", *models(folder))

    assert len(tests) > 2
    assert [one for one in (*try_examples(run), *try_tests(run, tests)) if not one.passed] == []
    assert uncovered(run) == []
    assert [
        rule.id for rule in run.pack.rules if {one.fires for one in rule.examples} != {True, False}
    ] == []


@both
def test_the_example_is_a_published_row(folder: Path) -> None:
    """The case file says what its row of the published list says, and is graded so."""
    inspection = load_case(
        folder / "example.yaml", framework=folder / "framework.yaml", rules=folder / "rules"
    )
    figures = {one.characteristic[0]: one.measure for one in inspection.case.evidence}
    given = {name: int(figure.value or 0) for name, figure in figures.items() if figure is not None}
    if folder == HOMES:
        row = rows(HOMES)[2]
        scores, grade = dict(zip(DOMAINS, domain_stars(row), strict=True)), STARS[int(row["overall"]) - 1]
    else:
        row = next(row for row in rows(COUNCILS) if row["authority"] == inspection.case.force)
        scores, grade = council_scores(row), council_rating(row)

    assert given == scores
    assert derive(inspection).area("overall").grade == grade


@both
def test_a_foreign_case_is_graded_and_explained_in_words(folder: Path) -> None:
    """Both pages can be read, and explain names every ceiling that bites and no police force."""
    inspection = load_case(
        folder / "example.yaml", framework=folder / "framework.yaml", rules=folder / "rules"
    )
    assessment = derive(inspection)
    explained = explain(assessment, "overall")
    shown = render(explain_page(assessment, "overall"), "text")

    assert explained.decisive
    assert all(ceiling.rule in shown for ceiling in assessment.area("overall").ceilings)
    assert inspection.case.force in render(grade_page(assessment), "text")
    assert "police" not in shown.lower()


def test_the_shipped_engine_names_neither() -> None:
    """Nothing of either framework is known to the package."""
    engine = FIXTURES.parent / "engine" / "peelgrade"
    texts = {path: path.read_text(encoding="utf-8").lower() for path in engine.rglob("*.py")}
    words = ("cqc", "five-star", *DOMAINS[::2], *STATEMENTS)

    assert [(path.name, word) for path, text in texts.items() for word in words if word in text] == []
