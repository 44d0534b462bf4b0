"""All variants at once: whatever is varied, the arrays say what deriving each variant says."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generators import (
    FIXTURES,
    WEST_MERCIA,
    case_of,
    cases,
    framework,
    inspection,
    pack,
    record,
    records,
    thin_pack,
)  # fmt: skip
from peelgrade.assessment import AreaAssessment, Inspection
from peelgrade.deriving import derive
from peelgrade.errors import NotFoundError, RulesError
from peelgrade.evidence import EXTENTS, IMPACTS, SHOWS, SOURCES, TRENDS, Case, Record
from peelgrade.framework import NOT_ASSESSED
from peelgrade.loading import load_case
from peelgrade.model import altered
from peelgrade.stressing.arrays import Layout, Options, Outcomes, lay_out
from peelgrade.stressing.folding import distinct
from peelgrade.stressing.standing import standing

SHARES = ("secure-coverage", "extent-some", "practice-expected", "substantially-all", "some-of-them")
FIELDS: dict[str, tuple[Any, ...]] = {
    "shows": SHOWS,
    "extent": EXTENTS,
    "impact": (None, *IMPACTS),
    "source": SOURCES,
    "trend": (None, *TRENDS),
    "recurring": (True, False),
    "mitigated": (True, False),
    "affects": ((), ("responding",), ("protecting", "investigating")),
}


@st.composite
def otherwise(draw: st.DrawFn, one: Record) -> Record | None:
    """Return a record with something in it changed, another figure, or None where it is gone."""
    kind = draw(st.sampled_from(["gone", "fields", "figure", "another"]))
    if kind == "gone":
        return None
    if kind == "another":
        return altered(draw(records()), id=one.id)
    if kind == "figure" and one.measure is not None and one.measure.of is not None:
        count = draw(st.integers(0, one.measure.of))
        return altered(one, measure=altered(one.measure, count=count))
    names = draw(st.lists(st.sampled_from(sorted(FIELDS)), min_size=1, max_size=3, unique=True))
    return altered(one, **{name: draw(st.sampled_from(FIELDS[name])) for name in names})


@st.composite
def varied(draw: st.DrawFn, found: st.SearchStrategy[Case]) -> tuple[Case, Options, list[dict[str, int]]]:
    """Return a case, what some of its records could be, and variants that choose among that."""
    case = draw(found)
    options = {
        one.id: [one, *draw(st.lists(otherwise(one), min_size=1, max_size=3))]
        for one in case.evidence
        if draw(st.booleans())
    }
    choice = st.fixed_dictionaries({name: st.integers(0, len(o) - 1) for name, o in options.items()})
    return case, options, draw(st.lists(choice, min_size=1, max_size=5))


def chosen(case: Case, options: Options, variant: dict[str, int]) -> Case:
    """Return the case that a variant stands for."""
    kept = [options[one.id][variant[one.id]] if one.id in variant else one for one in case.evidence]
    return case.with_evidence(tuple(one for one in kept if one is not None))


def check(given_: Inspection, options: Options, variants: list[dict[str, int]]) -> None:
    """Assert that the arrays give each variant what deriving it gives."""
    layout = lay_out(given_, options)
    columns = {name: np.array([one[name] for one in variants], dtype=np.uint8) for name in options}
    found = layout.outcomes(columns, len(variants))
    for place, variant in enumerate(variants):
        case = chosen(given_.case, options, variant)
        derived = derive(Inspection(case, given_.framework, given_.pack), chained=False)
        for area in derived.areas:
            check_area(layout, found, place, area)


def check_area(layout: Layout, found: Outcomes, place: int, area: AreaAssessment) -> None:
    """Assert that one area of one variant is as it was derived."""
    scale = (*framework_of(layout).verdicts, NOT_ASSESSED)
    concerns = {name: 1 for one in area.improvements for name in one.characteristics}
    concerns |= {name: 2 for one in area.causes for name in one.characteristics}

    assert layout.standing(int(found.ranks[area.area][place])) == standing(area)
    for one in area.verdicts:
        assert scale[found.verdicts[one.characteristic].all[place]] == one.verdict
        assert found.concerns[one.characteristic].all[place] == concerns.get(one.characteristic, 0)


def framework_of(layout: Layout) -> Any:
    """Return the framework that a layout was made for."""
    return layout.run.framework


@settings(max_examples=40, deadline=None)
@given(found=varied(cases(most=25)))
def test_any_variants_of_any_case_come_out_as_derived(
    found: tuple[Case, Options, list[dict[str, int]]],
) -> None:
    """Records gone, changed or measured otherwise: outcome, grade, verdicts and concerns agree."""
    case, options, variants = found
    check(Inspection(case, framework(), thin_pack()), options, variants)


@settings(max_examples=40, deadline=None)
@given(
    found=varied(cases("responding", most=15)),
    shares=st.fixed_dictionaries({
        name: st.fractions(0, 1, max_denominator=40)
        for name in SHARES
    }),
    numbers=st.fixed_dictionaries({
        name: st.integers(1, 3) for name in ("corroboration", "several-themes", "well-beyond")
    }),
    confidence=st.sampled_from([Fraction(1, 2), Fraction(9, 10), Fraction(99, 100)]),
)  # fmt: skip
def test_variants_under_other_parameters_come_out_as_derived(
    found: tuple[Case, Options, list[dict[str, int]]],
    shares: dict[str, Fraction],
    numbers: dict[str, int],
    confidence: Fraction,
) -> None:
    """The same holds for any values of the parameters."""
    case, options, variants = found
    values = {name: Fraction(value) for name, value in numbers.items()}
    rules = pack().with_parameters({**shares, **values, "confidence": confidence})
    check(Inspection(case, framework(), rules), options, variants)


def test_many_variants_of_west_mercia_come_out_as_derived() -> None:
    """Of a whole case too, with records taken away at random."""
    case = inspection(WEST_MERCIA)
    options = {one.id: [one, None] for one in case.case.evidence}
    chance = np.random.default_rng(7)
    variants = [
        {name: int(chance.random() < share) for name in options} for share in (0.02, 0.1, 0.3, 0.6, 0.9)
    ]

    check(case, options, variants)


@pytest.mark.parametrize("name", ["cms-five-star", "cqc-councils"])
def test_a_rating_system_of_elsewhere_comes_out_as_derived(name: str) -> None:
    """Nothing in the arrays is about PEEL: other frameworks' cases agree too."""
    folder = FIXTURES / "elsewhere" / name
    case = load_case(folder / "example.yaml", framework=folder / "framework.yaml", rules=folder / "rules")
    options = {one.id: [one, None] for one in case.case.evidence}
    variants = [dict.fromkeys(options, 0), *({**dict.fromkeys(options, 0), one: 1} for one in options)]
    check(case, options, variants)


def test_only_the_areas_wanted_are_worked_out() -> None:
    """A layout of one area holds that area's characteristics and no others."""
    layout = lay_out(inspection(WEST_MERCIA), {}, ["responding"])
    found = layout.outcomes({}, 1)

    assert set(found.ranks) == {"responding"}
    assert set(found.verdicts) == set(framework().area("responding").ids)


def test_what_is_not_in_the_case_is_refused() -> None:
    """A record or an area that doesn't exist is told with the nearest that does."""
    with pytest.raises(NotFoundError, match="did you mean `RES-01`"):
        lay_out(inspection(WEST_MERCIA), {"RES-001": [None]})
    with pytest.raises(NotFoundError, match="did you mean `responding`"):
        lay_out(inspection(WEST_MERCIA), {}, ["respond"])


def test_rules_that_leave_a_variant_undecided_are_told_as_deriving_tells_them() -> None:
    """A gap is an error where a variant falls into it, and no error where none does."""
    rules = altered(pack(), rules=tuple(one for one in pack().rules if one.id != "verdict.partly-met"))
    bad = record("X-1", "4.3.1")
    case = Inspection(case_of(bad), framework(), rules)
    layout = lay_out(case, {"X-1": [bad, None]})

    assert layout.outcomes({"X-1": np.array([1])}, 1).ranks["responding"][0] == -1
    with pytest.raises(RulesError) as told:
        layout.outcomes({"X-1": np.array([0, 1])}, 2)
    with pytest.raises(RulesError) as derived:
        derive(case, chained=False)
    assert str(told.value) == str(derived.value)


@given(
    columns=st.integers(1, 5).flatmap(
        lambda n: st.lists(st.lists(st.integers(0, 3), min_size=n, max_size=n), min_size=1, max_size=30)
    ),
    size=st.sampled_from([4, 100, 10**6, 2**30]),
)
def test_equal_rows_are_found(columns: list[list[int]], size: int) -> None:
    """Each variant gets the number of its row, whether keys are listed, sorted, or too large for both."""
    rows = np.array(columns, dtype=np.int64)
    places, which = distinct([(rows[:, n], size) for n in range(rows.shape[1])], len(rows))

    assert (rows[places[which]] == rows).all()
    assert len(places) == len({tuple(row) for row in columns})
