"""Samples drawn again: what is drawn, how probable each grade is, and how near a figure is to turning."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import fsum
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from generators import WEST_MERCIA, case_of, framework, inspection, pack, record, thin_pack
from peelgrade.appraising import read
from peelgrade.assessment import Inspection
from peelgrade.deriving import derive
from peelgrade.evidence import EXTENTS, SHOWS, Measure, Record
from peelgrade.model import altered
from peelgrade.stressing.redrawing import WHOLE, Figure, is_sample, predictive
from peelgrade.stressing.removing import weighing_in
from peelgrade.stressing.sampling import Sampling, sample
from peelgrade.stressing.standing import Standing, standing

AREA = "responding"


def sampled(case: Inspection, area: str = AREA, **more: int) -> Sampling:
    """Return what drawing again does to one area."""
    return sample(case, area, weighing_in(case, [area])[area], **more)


def few_figures() -> Inspection:
    """Return a case in which three small samples near their standards decide an area."""
    ids = framework().area(AREA).ids
    strong = {"shows": "strength", "extent": "widespread"}
    figures = [(17, 20), (14, 20), (11, 12)]
    return Inspection(
        case_of(
            *(
                record(f"F-{n}", ids[n], measure=Measure(count=count, of=of, standard="practice-sample"))
                for n, (count, of) in enumerate(figures)
            ),
            *(record(f"S-{n}", ids[n], **strong) for n in range(3, 6)),
        ),
        framework(),
        pack(),
    )


def with_counts(case: Inspection, counts: dict[str, int]) -> Inspection:
    """Return a case whose figures came out as these counts."""
    records = tuple(
        altered(one, measure=altered(one.measure, count=counts[one.id])) if one.measure else one
        for one in case.case.evidence
    )
    return Inspection(case.case.with_evidence(records), case.framework, case.pack)


def stands(case: Inspection, area: str = AREA) -> Standing:
    """Return how an area stands when the whole case is derived."""
    return standing(derive(case, areas=[area], chained=False).areas[0])


@pytest.mark.parametrize(("count", "of"), [(0, 1), (47, 60), (60, 60), (1317, 2300)])
def test_counts_are_drawn_from_the_beta_binomial(count: int, of: int) -> None:
    """Every count has the probability of the predictive distribution of the Jeffreys posterior."""
    found = predictive(count, of)
    expected = stats.betabinom(of, count + 0.5, of - count + 0.5)

    assert [k for k, _ in found] == list(range(of + 1))
    assert [p for _, p in found] == pytest.approx(expected.pmf(range(of + 1)), rel=1e-7, abs=1e-15)
    assert fsum(p for _, p in found) == pytest.approx(1)


def test_of_a_large_sample_only_counts_that_could_come_up_are_looked_at() -> None:
    """What is left out has no weight that a number could hold."""
    of = 20 * WHOLE
    found = predictive(of // 2, of)
    expected = stats.betabinom(of, of // 2 + 0.5, of // 2 + 0.5)

    assert len(found) < of / 10
    assert expected.cdf(found[0][0]) < 1e-12
    assert abs(found[0][0] + found[-1][0] - of) <= 1


def test_percentages_are_drawn_with_twice_the_published_variance() -> None:
    """The true share lies about the figure, and another figure about that: stretches add up to one."""
    one = record(
        "P-1", measure=Measure(percent=Fraction("94.3"), margin=Fraction("2.3"), standard="crime-recorded")
    )
    found = Figure(one, Inspection(case_of(one), framework(), pack())).possibilities()
    normal = stats.norm(94.3, 2**0.5 * 2.3 / stats.norm.ppf(0.975))

    assert fsum(each.probability for each in found) == pytest.approx(1)
    assert found[-1].probability == pytest.approx(normal.sf(100))
    below = fsum(each.probability for each in found if each.high <= 92.3 + 1e-9)
    assert below == pytest.approx(normal.cdf(92.3))


def percent_records() -> st.SearchStrategy[Record]:
    """Return records with a percentage and its margin, with and without words."""
    return st.builds(
        lambda percent, margin, counts, shows, extent, before: record(
            "P-1",
            shows=shows,
            extent=extent,
            measure=Measure(
                percent=percent,
                margin=margin,
                counts=counts,
                standard="crime-recorded",
                previous=Measure(percent=before, margin=Fraction(3)) if before is not None else None,
            ),
        ),
        st.integers(0, 1000).map(lambda n: Fraction(n, 10)),
        st.integers(1, 200).map(lambda n: Fraction(n, 10)),
        st.sampled_from(["met", "failed"]),
        st.sampled_from([None, *SHOWS]),
        st.sampled_from([None, *EXTENTS]),
        st.none() | st.integers(0, 100).map(Fraction),
    )


@settings(max_examples=60, deadline=None)
@given(one=percent_records(), place=st.floats(0.001, 0.999), pick=st.integers(0, 100))
def test_all_percentages_of_a_stretch_read_alike(one: Record, place: float, pick: int) -> None:
    """Wherever in a stretch the figure falls, the record has the facts that the stretch was given."""
    case = Inspection(case_of(one), framework(), pack())
    figure = Figure(one, case)
    found = figure.possibilities()
    stretch = found[pick % len(found)]
    width = stretch.high - stretch.low
    at = stretch.low + width * place
    assert one.measure is not None
    if width > 1e-6 or width == 0:
        again = figure.redrawn(altered(one.measure, percent=Fraction(at)))
        assert read(again, framework(), pack()).facts == read(stretch.record, framework(), pack()).facts


@settings(max_examples=80, deadline=None)
@given(
    one=st.builds(
        lambda count, shows, extent: record(
            "K-1",
            shows=shows,
            extent=extent,
            measure=Measure(count=count, of=40, standard="practice-sample"),
        ),
        st.integers(0, 40),
        st.sampled_from([None, *SHOWS]),
        st.sampled_from([None, *EXTENTS]),
    )
)
def test_a_figure_that_comes_out_as_it_was_changes_nothing(one: Record) -> None:
    """Drawing the very figure that was found leaves a record's facts as they are, words and all."""
    assert one.measure is not None
    case = Inspection(case_of(one), framework(), pack())
    again = Figure(one, case).redrawn(one.measure)

    assert read(again, framework(), pack()).facts == read(one, framework(), pack()).facts


def redrawn_facts(count: int, **words: Any) -> tuple[object, object]:
    """Return what a record of 33 in 40 shows, and to what extent, had it come out otherwise."""
    one = record("K-1", measure=Measure(count=33, of=40, standard="practice-sample"), **words)
    assert one.measure is not None
    again = Figure(one, Inspection(case_of(one), framework(), pack())).redrawn(
        altered(one.measure, count=count)
    )
    facts = read(again, framework(), pack()).facts
    return facts["shows"], facts["extent"]


def test_what_was_left_open_or_read_off_a_figure_follows_it() -> None:
    """33 of 40 is a strength to some extent; coded so or not at all, another figure says otherwise."""
    said: tuple[dict[str, Any], ...] = ({}, {"extent": "some"}, {"shows": "strength", "extent": "some"})
    for words in said:
        assert redrawn_facts(33, **words) == ("strength", "some")
        assert redrawn_facts(40, **words) == ("strength", "systemic")
        assert redrawn_facts(10, **words) == ("shortfall", "systemic")
    assert redrawn_facts(33, shows="strength") == ("strength", "systemic")
    assert redrawn_facts(10, shows="strength") == ("shortfall", "systemic")


def test_an_extent_that_differs_from_its_figure_stands_on_its_side() -> None:
    """A strength coded as isolated stays so while it is one; of the other side its coder said nothing."""
    words: dict[str, Any] = {"shows": "strength", "extent": "isolated"}

    assert redrawn_facts(40, **words) == ("strength", "isolated")
    assert redrawn_facts(10, **words) == ("shortfall", "systemic")


def test_words_against_their_figure_stand_whatever_is_drawn() -> None:
    """A shortfall whose figure alone would be a strength is moved by no figure, and that is told."""
    assert redrawn_facts(40, shows="shortfall", extent="some") == ("shortfall", "some")
    assert "INV-05" in sampled(inspection(WEST_MERCIA), "investigating").stands


def test_exact_probabilities_are_those_of_every_combination_derived() -> None:
    """All ways in which three samples can come out, each derived and weighed."""
    case = few_figures()
    found = sampled(case)
    names = [one.id for one in case.case.evidence if one.measure]
    spread = [Figure(case.case.record(name), case).possibilities() for name in names]
    expected: dict[Standing, float] = {}
    known: dict[object, Standing] = {}
    for combination in product(*spread):
        key = tuple(read(one.record, framework(), pack()).facts["extent"] for one in combination)
        key += tuple(read(one.record, framework(), pack()).facts["shows"] for one in combination)
        if key not in known:
            counts = {name: int(one.low) for name, one in zip(names, combination, strict=True)}
            known[key] = stands(with_counts(case, counts))
        weight = combination[0].probability * combination[1].probability * combination[2].probability
        expected[known[key]] = expected.get(known[key], 0) + weight

    assert found.exact
    assert len(expected) > 1
    assert {one.standing: one.probability for one in found.chances} == pytest.approx(expected)
    assert all(one.error == 0 for one in found.chances)


def test_drawn_probabilities_lie_within_their_error_of_the_exact_ones() -> None:
    """A sampler that is right is rarely four standard errors off; the seed is fixed, so never here."""
    case = few_figures()
    exact, drawn = sampled(case), sampled(case, draws=40_000, seed=3)

    assert not drawn.exact
    assert drawn.number == 40_000
    for one in drawn.chances:
        assert abs(one.probability - exact.probability(one.standing)) <= 4 * max(one.error, 1e-4)
    assert fsum(one.probability for one in drawn.chances) == pytest.approx(1)


def test_where_too_much_can_come_about_it_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond what can all be looked at, the usual number of draws is made, and the error is given."""
    monkeypatch.setattr("peelgrade.stressing.sampling.EXACT", 10)
    monkeypatch.setattr("peelgrade.stressing.sampling.DRAWS", 500)
    found = sampled(few_figures())

    assert (found.exact, found.number) == (False, 500)
    assert all(one.error > 0 for one in found.chances)


def test_draws_depend_on_their_seed_alone() -> None:
    """The same seed gives the same numbers, another seed others; other records make no difference."""
    case = few_figures()
    more = case.case.with_evidence((*case.case.evidence, record("Z-1", "5.3.2")))
    wider = Inspection(more, case.framework, case.pack)

    assert sampled(case, draws=1000, seed=1) == sampled(case, draws=1000, seed=1)
    assert sampled(case, draws=1000, seed=1).chances == sampled(wider, draws=1000, seed=1).chances
    assert sampled(case, draws=1000, seed=1).chances != sampled(case, draws=1000, seed=2).chances


def test_margins_are_the_nearest_figures_that_move_the_area() -> None:
    """One case fewer leaves the area where it is; at the margin it stands as it was told."""
    case = few_figures()
    found = sampled(case)
    now = {one.id: one.measure.count for one in case.case.evidence if one.measure}

    assert found.margins
    for one in found.margins:
        step = 1 if one.better else -1
        by = int(one.by)
        at = stands(with_counts(case, {**now, one.record: now[one.record] + step * by}))  # type: ignore[operator,dict-item]
        near = stands(with_counts(case, {**now, one.record: now[one.record] + step * (by - 1)}))  # type: ignore[operator,dict-item]
        assert at == one.standing != found.now
        assert near == found.now


def test_drivers_are_as_probable_as_what_moves_the_area_alone() -> None:
    """A driver's probability is that of its own figures at which the area stands otherwise."""
    case = few_figures()
    found = sampled(case)
    now = {one.id: one.measure.count for one in case.case.evidence if one.measure}

    assert found.drivers
    for one in found.drivers:
        moved = fsum(
            possible.probability
            for possible in Figure(case.case.record(one.record), case).possibilities()
            if stands(with_counts(case, {**now, one.record: int(possible.low)})) != found.now  # type: ignore[dict-item]
        )
        assert one.probability == pytest.approx(moved)


def test_a_whole_populations_figure_is_not_drawn() -> None:
    """A percentage without a margin is no sample, nor is a plain value."""
    ours = record("P-1", measure=Measure(percent=Fraction(80), standard="attendance-in-time"))

    assert not is_sample(ours)
    assert is_sample(record("K-1", measure=Measure(count=4, of=5, standard="practice-sample")))
    assert sampled(Inspection(case_of(ours), framework(), thin_pack())).follows == ()
