"""The proofs hold for the pack that is shipped, and find what is wrong with a faulty one."""

from __future__ import annotations

from fractions import Fraction

import pytest

from generators import framework, pack
from packs import counted, failures, replaced, rule, run_of, shipped_tests, with_rules, without
from peelgrade.checking import Finding, check, figures, spaces, summing
from peelgrade.compiling import program
from peelgrade.model import altered
from peelgrade.rules import Pack, Parameter, Standard, Theme
from peelgrade.trying import try_examples, uncovered

SHORT_AND_NEITHER = ("critical", "major", "material", "minor", "supporting", "unweighed")


def order_of_levels(*order: str) -> Pack:
    """Return the shipped pack with its levels in another order."""
    by_id = {one.id: one for one in pack().levels}
    return altered(pack(), levels=tuple(by_id[one] for one in order))


@pytest.fixture(scope="module")
def shipped() -> list[Finding]:
    """Return what is proved of the shipped pack."""
    return check(run_of(pack()), shipped_tests())


def test_the_shipped_pack_holds_every_property(shipped: list[Finding]) -> None:
    """Complete, monotone, alive, cited and exemplified, over a stated number of states."""
    assert [(one.name, one.detail) for one in shipped if one.held is not True] == []
    assert all(one.states > 0 for one in shipped)


def test_every_tier_and_area_is_among_the_properties(shipped: list[Finding]) -> None:
    """Each tier is proved complete and monotone, the last of them area by area, and the pack as a whole."""
    areas = [f"grade of {area.id}" for area in framework().areas if area.graded]
    names = {one.name for one in shipped}

    for what in ("appraise", "verdict", "concern", *areas):
        assert {f"complete: {what}", f"monotone: {what}"} <= names
    assert {f"monotone: {what}" for what in ("figures", "trends", "sides", "pack")} <= names
    assert {f"alive: {what}" for what in ("appraise", "verdict", "concern", "grade", "used")} <= names
    assert {"alive: levels", "alive: verdicts", "alive: grades", "meant", "cited", "exemplified"} <= names


def test_not_secure_is_told_as_an_outcome_of_its_own(shipped: list[Finding]) -> None:
    """Every state of an area has one outcome: a grade where secure, and else that it isn't."""
    complete = [one for one in shipped if one.name.startswith("complete: grade")]

    assert len(complete) == 9
    assert all("the outcome is not secure" in one.detail for one in complete)


@pytest.mark.parametrize(
    ("gone", "tier", "state"),
    [
        ("appraise.minor", "appraise", "extent isolated"),
        ("verdict.partly-met", "verdict", "gravest minor"),
    ],
)
def test_a_gap_is_found(gone: str, tier: str, state: str) -> None:
    """Without one rule some states have no conclusion, and nothing that rests on it is called proved."""
    found = failures(without(gone))

    assert found[f"complete: {tier}"].startswith("no rule fires: ")
    assert state in found[f"complete: {tier}"]
    assert found[f"monotone: {tier}"].startswith("not proved: ")
    assert found["monotone: grade"].startswith("not proved: ")
    assert found["alive"] == "not proved: the pack isn't complete"
    assert found["monotone: pack"].startswith("not proved: ")


@pytest.mark.parametrize(
    ("id", "concludes", "when", "both"),
    [
        ("appraise.twice", "minor", {"fact": "shows", "is": "shortfall"}, "appraise.material"),
        ("verdict.twice", "met", {"fact": "gravest", "is": "critical"}, "verdict.not-met"),
        (
            "concern.twice",
            "cause-of-concern",
            {"fact": "gravest", "is": "major"},
            "concern.area-for-improvement",
        ),
    ],
)
def test_an_overlap_is_found(id: str, concludes: str, when: dict[str, str], both: str) -> None:
    """Two rules that speak on the same state are both named."""
    found = failures(with_rules(rule(id, concludes, when)))
    tier = id.split(".", maxsplit=1)[0]

    assert f"`{both}`" in found[f"complete: {tier}"]
    assert f"`{id}` both fire: " in found[f"complete: {tier}"]


def test_a_record_rule_that_punishes_better_evidence_is_found() -> None:
    """If a strength across the service weighed less than one in part, a step up would fall."""
    found = failures(order_of_levels(*SHORT_AND_NEITHER, "limited", "clear", "part", "exceptional"))

    assert "if extent goes from some to widespread alone" in found["monotone: appraise"]
    assert "falls from part to clear" in found["monotone: appraise"]


def test_a_strength_that_weighs_as_a_shortfall_is_found() -> None:
    """Adding a strength could then make a characteristic worse."""
    found = failures(replaced("appraise.limited", concludes="minor"))

    assert found["monotone: sides"].startswith(
        "a record that shows strength or exceeds weighs as a shortfall"
    )


def test_a_verdict_rule_that_punishes_better_evidence_is_found() -> None:
    """If only what falls short a little were exceeded, putting that right would be a fall."""
    only_flawed = {"all": [{"fact": "strongest", "is": "exceptional"}, {"fact": "gravest", "is": "minor"}]}
    found = failures(replaced("verdict.exceeded", when=only_flawed))

    assert found["monotone: verdict"].startswith(
        "if gravest goes from minor to none alone, a characteristic falls from exceeded to met: "
    )


def test_a_concern_rule_that_punishes_better_evidence_is_found() -> None:
    """If a concern were raised only where something speaks for the force, a strength would raise one."""
    when = {
        "all": [
            {"fact": "gravest", "at_least": "material"},
            {"fact": "strongest", "at_least": "limited"},
            {"fact": "verdict", "at_most": "partly-met"},
        ]
    }
    found = failures(replaced("concern.area-for-improvement", when=when))

    assert "if strongest goes from none to limited alone" in found["monotone: concern"]
    assert "falls from no-concern to area-for-improvement" in found["monotone: concern"]


def test_a_ceiling_that_punishes_better_evidence_is_found_with_the_smallest_case() -> None:
    """A ceiling on many characteristics met makes one more met a fall, told in one sentence."""
    extra = rule("grade.too-good", "requires-improvement", {"fact": "met-number", "at_least": 5})
    found = failures(with_rules(extra, counts=(counted("met-number", met=1, exceeded=1),)))

    assert found["monotone: grade of workforce"] == (
        "if 9.1.1 alone rises from partly met to met, workforce falls from good to requires improvement, "
        "because of `grade.too-good`"
    )


def test_a_cause_of_concern_that_becomes_less_must_not_lower_a_grade() -> None:
    """Of two counts of concerns one falls and the other rises: what they do together is looked at."""
    many = rule("grade.many-to-improve", "inadequate", {"fact": "areas-for-improvement", "at_least": 3})
    mild = with_rules(many)
    mild = altered(mild, rules=tuple(r for r in mild.rules if r.id != "grade.cause-of-concern"))
    found = failures(mild)

    assert (
        "has an area for improvement instead of a cause of concern, "
        in found["monotone: grade of recording"]
    )


def test_what_is_newly_assessed_and_not_met_must_not_raise_a_grade() -> None:
    """A ceiling that many failures lift is found, if only by what becomes assessed."""
    few = rule("grade.few-assessed", "adequate", {"fact": "assessed", "less_than": 6})
    found = failures(with_rules(few))

    assert any("alone is assessed as not met" in text for text in found.values())


def test_a_figure_that_is_read_worse_for_being_better_is_found() -> None:
    """Where only one in twenty is expected, what certainly meets it reaches less far than what may."""
    low = Standard(id="one-in-twenty", means="made up", cites="a test", expected=Fraction(1, 20))
    found = failures(altered(pack(), standards=(*pack().standards, low)))

    assert "against `one-in-twenty` is read as strength, some, and " in found["monotone: figures"]
    assert found["monotone: figures"].endswith(" as strength, isolated")


@pytest.mark.parametrize(
    ("id", "concludes", "when", "property"),
    [
        ("grade.never", "adequate", {"fact": "themes-failed", "at_least": 40}, "alive: grade"),
        (
            "concern.never",
            "area-for-improvement",
            {"fact": "shortfall-kinds", "at_least": 11},
            "alive: concern",
        ),
    ],
)
def test_a_dead_rule_is_found(id: str, concludes: str, when: dict[str, object], property: str) -> None:
    """A condition that no evidence can reach fires nowhere: there are only ten sources that tell."""
    assert failures(with_rules(rule(id, concludes, when)))[property].startswith(f"`{id}` fires nowhere")


def test_a_ceiling_on_a_concern_that_is_never_raised_is_dead() -> None:
    """What the tiers below never conclude can't decide a grade."""
    found = failures(without("concern.cause-of-concern"))

    assert "`grade.cause-of-concern` fires nowhere" in found["alive: grade"]
    assert "responding can't reach inadequate" in found["alive: grades"]


def test_a_rule_that_always_gives_way_is_found() -> None:
    """A rule whose every state another takes before it is shadowed."""
    when = {
        "all": [
            {"fact": "shows", "is": "strength"},
            {"fact": "extent", "is": "some"},
            {"fact": "source", "is": "interview"},
        ]
    }
    again = rule("appraise.again", "part", when, unless=("appraise.part",))
    found = failures(with_rules(again))

    assert found["alive: appraise"] == "`appraise.again` is shadowed: it gives way wherever it holds"


def test_a_shadowed_ceiling_is_found() -> None:
    """A ceiling that never decides, since another as low fires with it, is named."""
    extra = rule("grade.again", "adequate", {"fact": "themes-failed", "at_least": 2})

    assert "`grade.again` is shadowed: wherever it fires another ceiling is as low" in failures(
        with_rules(extra)
    )["alive: grade"]  # fmt: skip


def test_unused_parts_are_found() -> None:
    """A number that nothing refers to, a count that nothing reads, a standard that changes nothing."""
    number = Parameter(
        id="unheard",
        value=Fraction(1),
        means="made up",
        cites="a test",
        plausible=(Fraction(0), Fraction(2)),
    )
    count = counted("unread", met=1)
    steps = Standard(id="unstepped", means="made up", cites="a test", steps=(Fraction(1), Fraction(2)))
    changed = altered(
        pack(),
        parameters=(*pack().parameters, number),
        counts=(*pack().counts, count),
        standards=(*pack().standards, steps),
    )

    assert failures(changed)["alive: used"] == (
        "parameter `unheard` is used nowhere; standard `unstepped` is used nowhere: no rule reads `steps`; "
        "count `unread` is read by no rule"
    )


def test_themes_that_no_count_counts_are_found() -> None:
    """Where no rule reads a count over themes, a theme is only words."""
    theme = Theme(
        id="only-words",
        area="overall",
        title="words",
        characteristics=("qs1",),
        because="b",
        cites="a test",
    )
    foreign = altered(pack(), counts=pack().counts[:1], themes=(theme,), rules=pack().tier("appraise"))

    assert "theme `only-words` is counted by nothing" in check_used(foreign)


def check_used(changed: Pack) -> str:
    """Return what is unused in a pack."""
    from peelgrade.checking.living import used

    return used(changed).detail


def test_a_grade_out_of_reach_is_found() -> None:
    """If exceeding everything weren't enough for outstanding, no area could reach it."""
    always = rule("grade.never-outstanding", "good", {"fact": "assessed", "at_least": 0})

    assert "responding can't reach outstanding" in failures(with_rules(always))["alive: grades"]


def test_an_area_that_is_never_secure_is_found() -> None:
    """If more had to be assessed than there is, no state would have a grade."""
    found = failures(pack().retuned({pack().secure: Fraction(2)}))

    assert (
        found["complete: grade of responding"] == "no state of responding is secure: it never gets a grade"
    )


def test_missing_examples_meanings_and_citations_are_found() -> None:
    """A rule without an example of each kind, without a source or without a meaning, is named."""
    first = altered(pack().rules[0], examples=(), cites="x", says="y")
    found = failures(altered(pack(), rules=(first, *pack().rules[1:])))

    assert found["meant"] == f"`y` of `{first.id}` is too short for a meaning: it takes two words or more"
    assert found["cited"] == f"`x` of `{first.id}` is too short for a citation: it takes two words or more"
    assert f"`{first.id}` has no example in which it fires" in found["exemplified"]
    assert f"`{first.id}` has no example in which it doesn't fire" in found["exemplified"]


def test_a_parameter_without_examples_on_both_sides_is_found() -> None:
    """Without the tests beside the rules, nothing shows what the numbers that figures are read by do."""
    found = {one.name: one.detail for one in check(run_of(pack()))}["exemplified"]

    assert "parameter `confidence` has no example on either side" in found
    assert f"parameter `{pack().secure}` has no example on either side" in found
    assert "substantially-all" not in found


def test_what_is_too_large_is_told_as_not_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is skipped silently: a space beyond what can be looked at is named, not called proved."""
    monkeypatch.setattr(spaces, "LARGEST", 1000)
    monkeypatch.setattr(summing, "LARGEST", 1000)
    found = failures(pack())

    assert found["complete: appraise"] == "not proved: there are too many states to look at each"
    assert found["monotone: pack"] == "not proved: not every step is proved"
    monkeypatch.setattr(spaces, "LARGEST", 30_000_000)
    found = failures(pack())
    assert found["monotone: grade of powers"] == "not proved: there are too many states to look at each"
    assert found["alive"] == "not proved: there are too many states to look at each"


def test_the_reading_of_figures_is_proved_for_every_sample() -> None:
    """Every k of every n is looked at, once for each thing that is expected, and however it is counted."""
    series = list(figures.samples(3))

    assert [len(one) for one in series] == [2, 2, 3, 3, 4, 4]
    assert [str(one.count) for one in series[-1]] == ["3", "2", "1", "0"]


def test_all_examples_come_out_by_both_evaluators_and_cover_every_comparison() -> None:
    """Every example is as expected, and every comparison was both true and false."""
    run = program(framework(), pack())
    trials = try_examples(run)

    assert len(trials) > 100
    assert [one for one in trials if not one.passed] == []
    assert uncovered(run) == []
