"""The door to durable_rules: the same conclusions, nothing lost, nothing left running."""

from __future__ import annotations

import threading
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generators import cases, framework, pack
from peelgrade.assessment import Inspection
from peelgrade.chaining import LARGEST_SESSION, Chain
from peelgrade.compiling import Program, program
from peelgrade.conditions import Combination, Comparison, Compiled, Test, holds
from peelgrade.deriving import derive
from peelgrade.errors import DisagreementError
from peelgrade.evidence import Case
from peelgrade.loading import load_rules
from peelgrade.rules import TIERS, Tier

NAMES = ("a", "b", "c")


def conditions() -> st.SearchStrategy[Test]:
    """Return random tests over three facts."""
    bound = st.integers(-1, 4)
    between = st.builds(
        lambda fact, low, high, both: Comparison(
            fact, low, high if both else None, (), "between"
        ),
        st.sampled_from(NAMES), bound, bound, st.booleans(),
    )  # fmt: skip
    among = st.builds(
        lambda fact, values: Comparison(fact, None, None, tuple(values), "among"),
        st.sampled_from(NAMES),
        st.lists(bound, min_size=1, max_size=3, unique=True),
    )
    return st.recursive(
        between | among,
        lambda inner: st.builds(
            lambda kind, parts: Combination(kind, tuple(parts)),
            st.sampled_from(["all", "any", "none"]),
            st.lists(inner, min_size=1, max_size=3),
        ),
        max_leaves=8,
    )


def chain_of(test: Test) -> Chain:
    """Return a chain with a single rule in the first tier."""
    tiers: dict[Tier, Compiled] = {tier: Compiled({}, {}) for tier in TIERS}
    tiers["appraise"] = Compiled({"appraise.one": test}, {"appraise.one": ()})
    return Chain(tiers)


@settings(max_examples=150, deadline=None)
@given(test=conditions(), facts=st.lists(st.tuples(*[st.integers(-1, 4)] * 3), min_size=1, max_size=20))
def test_both_evaluators_agree_on_any_condition(test: Test, facts: list[tuple[int, int, int]]) -> None:
    """A random condition means the same to durable_rules as to our evaluator."""
    named = [dict(zip(NAMES, one, strict=True)) for one in facts]

    matched = chain_of(test).match("appraise", named)

    assert [bool(one) for one in matched] == [holds(test, one) for one in named]


@settings(max_examples=25, deadline=None)
@given(case=cases(most=60))
def test_both_evaluators_agree_on_any_case(case: Case) -> None:
    """A whole case of realistic size comes out alike; a difference would raise."""
    inspection = Inspection(case, framework(), pack())

    chained, alone = derive(inspection), derive(inspection, chained=False)

    assert chained.evaluators == ("peelgrade", "durable_rules")
    assert chained.areas == alone.areas


def test_more_facts_than_a_session_holds_are_all_accounted_for() -> None:
    """Large evidence is matched in several sessions, in order."""
    test = Comparison("a", 3, None, (), "a at least 3")
    facts = [{"a": number % 5} for number in range(2 * LARGEST_SESSION + 7)]

    matched = chain_of(test).match("appraise", facts)

    assert [bool(one) for one in matched] == [one["a"] >= 3 for one in facts]


def test_equal_facts_are_each_matched() -> None:
    """Two records that say the same are two facts."""
    matched = chain_of(Comparison("a", 1, None, (), "")).match("appraise", [{"a": 1}, {"a": 1}, {"a": 0}])

    assert [len(one) for one in matched] == [1, 1, 0]


def test_large_numbers_are_compared_as_numbers() -> None:
    """Shares are held as large whole numbers, and compare as such."""
    large = 2**40
    facts = [{"a": large - 1}, {"a": large}, {"a": 9}]

    matched = chain_of(Comparison("a", large, None, (), "")).match("appraise", facts)

    assert [len(one) for one in matched] == [0, 1, 0]


def test_sessions_are_isolated() -> None:
    """What was asserted before has no part in what is asserted now."""
    chain = chain_of(Comparison("a", 1, None, (), ""))
    first = chain.match("appraise", [{"a": 1}] * 3)

    assert chain.match("appraise", [{"a": 0}]) == (frozenset(),)
    assert chain.match("appraise", [{"a": 1}] * 3) == first


def test_no_thread_is_started() -> None:
    """A host of ours has no timers, however many there are."""
    before = threading.active_count()
    chains = [chain_of(Comparison("a", 1, None, (), "")) for _ in range(10)]

    assert len(chains) == 10
    assert threading.active_count() == before


def test_a_lost_fact_fails_loudly(monkeypatch: pytest.MonkeyPatch) -> None:
    """If durable_rules accounts for fewer facts than it was given, the run ends."""
    chain = chain_of(Comparison("a", 1, None, (), ""))
    host: Any = chain._host
    monkeypatch.setattr(host, "assert_facts", lambda *_: None)

    with pytest.raises(DisagreementError, match="accounted for 0 of 2 facts"):
        chain.match("appraise", [{"a": 1}, {"a": 0}])


def test_a_refused_fact_fails_loudly(monkeypatch: pytest.MonkeyPatch) -> None:
    """What durable_rules raises isn't swallowed."""
    chain = chain_of(Comparison("a", 1, None, (), ""))

    def refuse(*_: object) -> None:
        raise ValueError("observed before")

    monkeypatch.setattr(chain._host, "assert_facts", refuse)

    with pytest.raises(DisagreementError, match="refused a fact of tier appraise: ValueError"):
        chain.match("appraise", [{"a": 1}])


def test_a_number_that_would_be_rounded_is_refused() -> None:
    """Whole numbers reach durable_rules only while it holds them exactly."""
    with pytest.raises(DisagreementError, match="too large"):
        chain_of(Comparison("a", 1, None, (), "")).match("appraise", [{"a": 2**70}])


def test_a_disagreement_fails_loudly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the evaluators differ no grade is shown."""
    run: Program = program(framework(), pack())
    chain = run.chain
    assert chain is not None
    monkeypatch.setattr(chain, "match", lambda _tier, facts: tuple(frozenset() for _ in facts))
    facts = {name: fact.default for name, fact in run.facts["appraise"].items()}

    with pytest.raises(DisagreementError, match="the evaluators differ in tier appraise"):
        run.conclude("appraise", [facts])


def test_equal_rules_share_a_chain() -> None:
    """A pack read anew for each of many cases takes no host of its own, which would never be freed."""
    again = load_rules("peel-2023-25", framework())
    other = again.with_parameters({"corroboration": Fraction(3)})
    one, two, three = (program(framework(), rules) for rules in (pack(), again, other))

    assert one is not two
    assert one.chain is two.chain
    assert one.chain is not three.chain
