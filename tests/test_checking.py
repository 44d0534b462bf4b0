"""The proofs find what is wrong with a pack, and hold for the one that is shipped."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from generators import framework, pack
from peelgrade.assessment import Inspection
from peelgrade.capping import counts as counted_facts
from peelgrade.checking import check
from peelgrade.checking.proving import Finding, prove_area, prove_records
from peelgrade.checking.spaces import AreaSpace
from peelgrade.checking.witnessing import recipe
from peelgrade.compiling import Program, program
from peelgrade.deriving import derive
from peelgrade.framework import NOT_ASSESSED
from peelgrade.model import altered
from peelgrade.rules import Condition, Count, Pack, Parameter, Rule
from peelgrade.trying import try_examples, uncovered


def run_of(changed: Pack) -> Program:
    """Return a pack compiled, by our own evaluator."""
    return program(framework(), changed, chained=False)


def rule(id: str, concludes: str, when: dict[str, object], **more: object) -> Rule:
    """Return a rule for a seeded fault."""
    values = {"id": id, "concludes": concludes, "says": "A seeded rule.", "cites": "a test of ours"}
    return Rule(**(values | more), when=Condition.model_validate(when))  # type: ignore[arg-type]


def without(id: str) -> Pack:
    """Return the shipped pack without one rule, and nothing giving way to it."""
    kept = [one for one in pack().rules if one.id != id]
    clean = [altered(one, unless=tuple(o for o in one.unless if o != id)) for one in kept]
    return altered(pack(), rules=tuple(clean))


def failures(changed: Pack) -> dict[str, str]:
    """Return what fails of a pack, by property."""
    return {one.name: one.detail for one in check(run_of(changed)) if one.held is not True}


@pytest.fixture(scope="module")
def shipped() -> list[Finding]:
    """Return what is proved of the shipped pack."""
    return check(run_of(pack()))


def test_the_shipped_pack_holds_every_property(shipped: list[Finding]) -> None:
    """Complete, monotone, alive, cited and exemplified, over a stated number of states."""
    assert [(one.name, one.detail) for one in shipped if one.held is not True] == []
    assert all(one.states > 0 for one in shipped)
    assert {one.name.split(":")[0] for one in shipped} == {
        "complete", "monotone", "alive", "cited", "exemplified",
    }  # fmt: skip


def test_a_gap_is_found() -> None:
    """Without the rule for minor shortfalls some records have no conclusion."""
    found = failures(without("appraise.minor"))

    assert found["complete: appraise"].startswith("no rule fires: ")
    assert "extent isolated" in found["complete: appraise"]


def test_an_overlap_is_found() -> None:
    """Two rules that speak on the same state are both named."""
    extra = rule("verdict.twice", "met", {"fact": "gravest", "is": "critical"})
    found = failures(altered(pack(), rules=(*pack().rules, extra)))

    assert found["complete: verdict"].startswith("`verdict.not-met` and `verdict.twice` both fire")


def test_a_record_rule_that_punishes_better_evidence_is_found() -> None:
    """If a strength across the service weighed less than one in part, a step up would fall."""
    levels = [one.id for one in pack().levels]
    order = [levels.index("clear"), levels.index("part")]
    swapped = list(pack().levels)
    swapped[order[0]], swapped[order[1]] = swapped[order[1]], swapped[order[0]]
    found = prove_records(run_of(altered(pack(), levels=tuple(swapped))))

    assert found[-1].held is False
    assert "extent goes from some to widespread" in found[-1].detail
    assert "falls from part to clear" in found[-1].detail


def test_a_ceiling_that_punishes_better_evidence_is_found_with_the_smallest_case() -> None:
    """A ceiling on many characteristics met makes one more met a fall, told in one sentence."""
    extra_count = Count.model_validate(
        {"id": "met-number", "means": "met or better", "points": {"met": 1, "exceeded": 1}}
    )
    extra = rule("grade.too-good", "requires-improvement", {"fact": "met-number", "at_least": 5})
    bad = altered(pack(), rules=(*pack().rules, extra), counts=(*pack().counts, extra_count))
    found = prove_area(run_of(bad), framework().area("responding"))

    assert found.held is False
    assert "alone rises from partly-met to met, responding falls from" in found.detail
    assert "to requires-improvement, because of `grade.too-good`" in found.detail
    assert found.witness is not None


def test_a_counterexample_comes_true_when_it_is_graded() -> None:
    """The witness, made into evidence, is graded as the sentence says."""
    extra_count = Count.model_validate(
        {"id": "met-number", "means": "met or better", "points": {"met": 1, "exceeded": 1}}
    )
    extra = rule("grade.too-good", "requires-improvement", {"fact": "met-number", "at_least": 5})
    bad = altered(pack(), rules=(*pack().rules, extra), counts=(*pack().counts, extra_count))
    run = run_of(bad)
    witness = prove_area(run, framework().area("responding")).witness
    assert witness is not None
    grades = []
    for verdicts in (witness.before, witness.after):
        case = recipe(run).case(verdicts, "witness")
        area = derive(Inspection(case, framework(), bad), areas=["responding"], chained=False).areas[0]
        assert {v.characteristic: v.verdict for v in area.verdicts} == verdicts
        grades.append(framework().rank(area.grade or ""))

    assert grades[1] < grades[0]


def test_a_dead_rule_is_found() -> None:
    """A ceiling whose condition no area can reach fires nowhere."""
    extra = rule("grade.never", "adequate", {"fact": "themes-failed", "at_least": 40})
    found = failures(altered(pack(), rules=(*pack().rules, extra)))

    assert "`grade.never` fires nowhere" in found["alive: grade"]


def test_a_shadowed_ceiling_is_found() -> None:
    """A ceiling that never decides, since another as low fires with it, is named."""
    extra = rule("grade.again", "adequate", {"fact": "themes-failed", "at_least": 2})
    found = failures(altered(pack(), rules=(*pack().rules, extra)))

    assert found["alive: grade"] == (
        "`grade.again` is shadowed: wherever it fires another ceiling is as low"
    )


def test_an_unused_parameter_is_found() -> None:
    """A number that nothing refers to is named."""
    extra = Parameter(
        id="unheard",
        value=Fraction(1),
        means="x",
        cites="a test of ours",
        plausible=(Fraction(0), Fraction(2)),
    )
    found = failures(altered(pack(), parameters=(*pack().parameters, extra)))

    assert found == {"alive: used": "parameter `unheard` is used nowhere"}


def test_a_grade_out_of_reach_is_found() -> None:
    """If exceeding everything weren't enough for outstanding, no area could reach it."""
    always = rule("grade.never-outstanding", "good", {"fact": "assessed", "at_least": 0})
    found = failures(altered(pack(), rules=(*pack().rules, always)))

    assert "responding can't reach outstanding" in found["alive: grades"]


def test_missing_examples_and_citations_are_found() -> None:
    """A rule without an example of each kind, or without a source, is named."""
    first = altered(pack().rules[0], examples=(), cites="x")
    found = failures(altered(pack(), rules=(first, *pack().rules[1:])))

    assert found["cited"] == f"`{first.id}` has no citation"
    assert f"`{first.id}` has no example in which it fires" in found["exemplified"]


def test_the_summed_space_is_the_space_of_all_verdicts() -> None:
    """What is reached by adding up is exactly what every combination of verdicts counts to."""
    run = run_of(pack())
    area = framework().area("recording")
    space = AreaSpace(run, area)
    scale = (NOT_ASSESSED, *framework().verdicts)
    chance = np.random.default_rng(1)
    reached = np.flatnonzero(space.reach(space.blocks)[-1])
    for _ in range(300):
        verdicts = {one: scale[chance.integers(len(scale))] for one in area.ids}
        key = sum(
            int(block.keys[block.states.index(tuple(verdicts[one] for one in block.members))])
            for block in space.blocks
        )
        facts = space.facts(np.array([key]), {"causes-of-concern": 0, "areas-for-improvement": 0})
        expected = counted_facts(run, area, verdicts)
        assert key in reached
        assert {
            name: int(np.asarray(value).ravel()[0]) for name, value in facts.items() if name in expected
        } == {name: expected[name] for name in facts if name in expected}


def test_every_level_and_verdict_can_be_made() -> None:
    """The plainest evidence for each verdict leads to it."""
    run = run_of(pack())
    made = recipe(run)
    for verdict in framework().verdicts:
        case = made.case({"4.3.1": verdict}, "made")
        area = derive(Inspection(case, framework(), pack()), areas=["responding"], chained=False).areas[0]
        assert area.verdict("4.3.1").verdict == verdict


def test_all_examples_come_out_by_both_evaluators_and_cover_every_comparison() -> None:
    """Every example is as expected, and every comparison was both true and false."""
    run = program(framework(), pack())
    trials = try_examples(run)

    assert len(trials) > 100
    assert [one for one in trials if not one.passed] == []
    assert uncovered(run) == []
