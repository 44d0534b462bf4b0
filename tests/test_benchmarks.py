"""What is timed side by side comes to the same, and the made-up cases are what they are said to be."""

from __future__ import annotations

from functools import cache
from itertools import product

import pytest
from benchmarks.cases import crowded, enlarged, without_some
from benchmarks.engines.kinds import NAMES, engine, graded_by, installed
from benchmarks.engines.tables import rows
from benchmarks.engines.tiers import Engine, of_assessment
from benchmarks.rivals import DisagreedError, compared
from benchmarks.timing import Timed, table
from hypothesis import given, settings
from hypothesis import strategies as st

from generators import WEST_MERCIA, cases, framework, inspection, pack, thin_pack
from peelgrade.assessment import Inspection
from peelgrade.compiling import Program, program
from peelgrade.conditions import Combination, Comparison, Test, holds
from peelgrade.deriving import derive
from peelgrade.evidence import Case
from peelgrade.reaching import reach
from peelgrade.reaching.ways import changed

ENGINES = [
    pytest.param(
        name, marks=() if name in installed() else pytest.mark.skip("the extra `bench` isn't installed")
    )
    for name in NAMES
]


@cache
def loaded(name: str, *, thin: bool = False) -> tuple[Program, Engine]:
    """Return an engine with the shipped rules."""
    run = program(framework(), thin_pack() if thin else pack(), chained=False)
    return run, engine(name, run)


@pytest.mark.parametrize("name", ENGINES)
def test_an_engine_comes_to_what_derive_comes_to(name: str) -> None:
    """On a real force, whole, larger and in variants, everything that engines decide is the same."""
    run, made = loaded(name)
    real = inspection(WEST_MERCIA)
    larger = Inspection(enlarged(real.case, 1_000), real.framework, real.pack)
    for one in (real, larger, *(without_some(real, seed, share=0.3) for seed in range(4))):
        assert graded_by(made, one, run) == of_assessment(derive(one, chained=False))


@pytest.mark.parametrize("name", ENGINES)
@settings(max_examples=25, deadline=None)
@given(case=cases(most=30))
def test_an_engine_agrees_on_random_evidence(name: str, case: Case) -> None:
    """Whatever was found, and however little, the engines agree."""
    run, made = loaded(name, thin=True)
    one = Inspection(case, framework(), thin_pack())

    assert graded_by(made, one, run) == of_assessment(derive(one, chained=False))


def test_nothing_is_timed_where_an_engine_differs() -> None:
    """An engine that overlooks a rule is found out by the comparison."""
    run, right = loaded("plain Python loops")

    class Wrong:
        def match(self, tier, facts):  # type: ignore[no-untyped-def]
            met = right.match(tier, facts)
            return [
                frozenset(one for one in rules if one != "concern.area-for-improvement") for rules in met
            ]

    compared(inspection(WEST_MERCIA), run, {"right": right})
    with pytest.raises(DisagreedError, match="wrong"):
        compared(inspection(WEST_MERCIA), run, {"right": right, "wrong": Wrong()})


comparisons = st.one_of(
    st.builds(Comparison, st.sampled_from("ab"), st.integers(0, 3), st.none(), st.just(()), st.just("")),
    st.builds(
        Comparison, st.sampled_from("ab"), st.integers(0, 2), st.integers(1, 3), st.just(()), st.just("")
    ),
    st.lists(st.integers(0, 3), min_size=1, max_size=3, unique=True).map(
        lambda among: Comparison("a", None, None, tuple(sorted(among)), "")
    ),
)
conditions: st.SearchStrategy[Test] = st.recursive(
    comparisons,
    lambda inner: st.builds(
        Combination,
        st.sampled_from(("all", "any", "none")),
        st.lists(inner, min_size=1, max_size=3).map(tuple),
    ),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None)
@given(conditions)
def test_the_rows_of_a_table_hold_where_the_condition_does(test: Test) -> None:
    """Rows of cells that all hold stand for the condition, whatever is nested in it."""
    for a, b in product(range(4), repeat=2):
        facts = {"a": a, "b": b}
        held = any(
            all(eval(cell.replace("$", str(facts[fact]))) for fact, cell in row.items())
            for row in rows(test)
        )
        assert held == bool(holds(test, facts))


@pytest.mark.parametrize("seed", [1, 2])
def test_sixty_shortfalls_are_searched_to_the_end(seed: int) -> None:
    """Far beyond brute force a smallest set still reaches the grade, and misses it with any record less."""
    case = crowded("leadership", 60, seed)
    place, good = framework().area("leadership"), framework().rank("good")
    found = reach(case, "leadership", "good", chained=False)

    def rank(right: set[str]) -> int:
        return framework().rank(changed(case, place, right=right).areas[0].grade or "")

    assert len(found.shortfalls) == 60
    assert found.ways.complete
    assert found.ways.sets
    for one in found.ways.sets[:2]:
        assert rank(set(one)) >= good
        assert all(rank(set(one) - {left}) < good for left in one)


def test_a_table_shows_medians_for_one_thing_and_ratios() -> None:
    """The middle of the runs, for one of the things that were timed, beside the first row."""
    shown = table(
        "Title",
        [Timed("ten", (2.0, 1.0, 9.0), of=10), Timed("one", (4.0,)), Timed("many", (1.0,), of=1_000)],
    )

    assert shown.splitlines() == [
        "Title",
        "-----",
        "ten      200.00 ms  x      1.00   (100.00 ms to 900.00 ms)",
        "one    4,000.00 ms  x     20.00   (4,000.00 ms to 4,000.00 ms)",
        "many       1.00 ms  x     1/200   (1.00 ms to 1.00 ms)",
    ]
