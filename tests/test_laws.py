"""Laws of grading that hold whatever was found."""

from __future__ import annotations

import random
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from generators import case_of, cases, framework, pack, record, records, thin_pack
from peelgrade.assessment import GRADED, Assessment, Inspection
from peelgrade.deriving import derive
from peelgrade.evidence import EXTENTS, IMPACTS, TRENDS, Case, Record, put_right
from peelgrade.framework import NOT_ASSESSED
from peelgrade.model import altered
from peelgrade.results import assessment_data
from peelgrade.rules import Condition, Pack, Rule

AREA = "responding"


def assessed(case: Case, using: Pack | None = None) -> Assessment:
    """Return the assessment of one area by our own evaluator."""
    return derive(Inspection(case, framework(), using or thin_pack()), areas=[AREA], chained=False)


def rank(assessment: Assessment) -> int | None:
    """Return the grade's place on the scale; none where no grade is proposed."""
    grade = assessment.areas[0].grade
    return None if grade is None else framework().rank(grade)


def verdicts(assessment: Assessment) -> dict[str, str]:
    """Return the verdicts by characteristic."""
    return {one.characteristic: one.verdict for one in assessment.areas[0].verdicts}


def better(one: Record, chance: random.Random) -> Record | None:
    """Return the record one step better in one way, as the contract defines it; none if it can't be."""
    steps: list[Record] = []
    if one.measure is not None and one.shows is None:
        count, of = one.measure.count, one.measure.of
        assert count is not None
        assert of is not None
        if count < of:
            steps.append(altered(one, measure=altered(one.measure, count=count + 1)))
    elif one.shows == "shortfall":
        steps.append(altered(one, shows="strength"))
        if one.extent != EXTENTS[0]:
            steps.append(altered(one, extent=EXTENTS[EXTENTS.index(str(one.extent)) - 1]))
        if one.impact not in (None, IMPACTS[0]):
            steps.append(altered(one, impact=IMPACTS[IMPACTS.index(str(one.impact)) - 1]))
        if one.recurring:
            steps.append(altered(one, recurring=False))
        if not one.mitigated:
            steps.append(altered(one, mitigated=True))
        trend = one.trend or "steady"
        if trend != TRENDS[-1]:
            steps.append(altered(one, trend=TRENDS[TRENDS.index(trend) + 1]))
        steps.append(put_right(one))
    else:
        if one.shows == "strength":
            steps.append(altered(one, shows="exceeds"))
        if one.extent != EXTENTS[-1]:
            steps.append(altered(one, extent=EXTENTS[EXTENTS.index(str(one.extent)) + 1]))
    return chance.choice(steps) if steps else None


@settings(max_examples=150, deadline=None)
@given(case=cases(AREA, most=25), seed=st.integers(0, 10**6))
def test_better_evidence_never_lowers_a_grade(case: Case, seed: int) -> None:
    """A record one step better, with the same characteristics assessed, never lowers the grade."""
    assume(case.evidence)
    chance = random.Random(seed)
    before = assessed(case)
    for _ in range(4):
        old = chance.choice(case.evidence)
        new = better(old, chance)
        if new is None:
            continue
        after = assessed(case.with_evidence(tuple(new if r.id == old.id else r for r in case.evidence)))
        same = {c for c, v in verdicts(before).items() if v != NOT_ASSESSED} == {
            c for c, v in verdicts(after).items() if v != NOT_ASSESSED
        }
        if same and rank(before) is not None:
            assert (rank(after) or 0) >= (rank(before) or 0)
            scale = (NOT_ASSESSED, *framework().verdicts)
            for one, verdict in verdicts(before).items():
                assert scale.index(verdicts(after)[one]) >= scale.index(verdict)


@settings(max_examples=100, deadline=None)
@given(case=cases(AREA, most=25), added=records(AREA))
def test_a_strength_added_never_lowers_and_a_shortfall_never_raises(case: Case, added: Record) -> None:
    """An adverse record never raises a grade, a favourable one never lowers it."""
    assume(added.shows is not None and added.id not in {one.id for one in case.evidence})
    before, after = assessed(case), assessed(case.with_evidence((*case.evidence, added)))
    newly = {
        c for c, v in verdicts(before).items() if v == NOT_ASSESSED and verdicts(after)[c] != NOT_ASSESSED
    }
    if rank(before) is None or rank(after) is None:
        return
    if added.shows == "shortfall" and all(verdicts(after)[c] == "not-met" for c in newly):
        assert (rank(after) or 0) <= (rank(before) or 0)
    if added.shows != "shortfall" and all(verdicts(after)[c] in ("met", "exceeded") for c in newly):
        assert (rank(after) or 0) >= (rank(before) or 0)


@settings(max_examples=60, deadline=None)
@given(case=cases(AREA, most=25), added=records(AREA, sources=("survey", "self-reported")))
def test_a_survey_or_self_report_alone_changes_no_verdict(case: Case, added: Record) -> None:
    """Added to any evidence it changes no verdict, no concern and no grade."""
    assume(added.id not in {one.id for one in case.evidence})
    before, after = assessed(case), assessed(case.with_evidence((*case.evidence, added)))

    assert verdicts(after) == verdicts(before)
    assert rank(after) == rank(before)
    assert after.areas[0].causes == before.areas[0].causes


@settings(max_examples=40, deadline=None)
@given(case=cases(most=40), seed=st.integers(0, 10**6))
def test_the_order_of_records_makes_no_difference(case: Case, seed: int) -> None:
    """Shuffled evidence gives the same data, byte for byte."""
    shuffled = list(case.evidence)
    random.Random(seed).shuffle(shuffled)
    other = altered(case, evidence=tuple(shuffled))
    results = [
        assessment_data(derive(Inspection(one, framework(), pack()), chained=False))
        for one in (case, other)
    ]

    assert results[0] == results[1]


@settings(max_examples=60, deadline=None)
@given(
    case=cases(AREA, most=25),
    grade=st.sampled_from([one.id for one in framework().grades]),
    fact=st.sampled_from(["assessed", "short", "exceeded", "themes-failed"]),
    least=st.integers(0, 6),
)
def test_one_more_ceiling_never_raises_a_grade(case: Case, grade: str, fact: str, least: int) -> None:
    """A rule that sets one more ceiling lowers a grade or leaves it."""
    extra = Rule(
        id="grade.one-more",
        concludes=grade,
        says="One more.",
        cites="a test",
        when=Condition.model_validate({"fact": fact, "at_least": least}),
    )
    more = altered(thin_pack(), rules=(*thin_pack().rules, extra))
    before, after = assessed(case), assessed(case, more)

    if rank(before) is not None:
        assert (rank(after) or 0) <= (rank(before) or 0)


@settings(max_examples=80, deadline=None)
@given(case=cases(AREA, most=25))
def test_the_deciding_rules_are_those_at_the_lowest_ceiling(case: Case) -> None:
    """The grade is the lowest ceiling, and decisive are exactly the ceilings there."""
    area = assessed(case).areas[0]
    assume(area.outcome == GRADED)
    ranks = [framework().rank(one.grade) for one in area.ceilings]
    lowest = min(ranks, default=len(framework().grades) - 1)

    assert framework().rank(area.grade or "") == lowest
    assert [one.rule for one in area.decisive] == [
        one.rule for one, rank_ in zip(area.ceilings, ranks, strict=True) if rank_ == lowest
    ]


@settings(max_examples=80, deadline=None)
@given(case=cases(AREA, most=25))
def test_a_cause_of_concern_means_inadequate_and_nothing_else_does(case: Case) -> None:
    """An area is inadequate if and only if it has a cause of concern, each with a recommendation."""
    area = assessed(case).areas[0]
    assume(area.outcome == GRADED)

    assert (area.grade == "inadequate") == bool(area.causes)
    assert all(cause.recommendations for cause in area.causes)


def test_no_evidence_is_neither_good_nor_bad() -> None:
    """Without evidence every graded area is not secure and none is graded."""
    whole = derive(Inspection(case_of(), framework(), pack()), chained=False)

    assert {area.outcome for area in whole.areas if area.area != "victims"} == {"evidence-not-secure"}
    assert all(area.grade is None for area in whole.areas)


def test_a_lower_coverage_lets_thin_evidence_be_graded() -> None:
    """The share that must be assessed is a parameter."""
    case = case_of(record(shows="strength", extent="widespread"))

    assert assessed(case, pack()).areas[0].outcome == "evidence-not-secure"
    assert assessed(case, pack().with_parameters({"secure-coverage": Fraction(0)})).areas[0].grade == "good"
