"""Every statistic comes out as published, and keeps the laws that its formula has."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t

from peelgrade.moderating.agreeing import agreement
from peelgrade.moderating.agreement import (
    Array,
    Kind,
    Whole,
    ac2,
    alpha,
    alpha_ordinal,
    kappa,
    once,
    tallied,
    weights,
)
from peelgrade.moderating.erring import ac2_error, alpha_error, kappa_error
from peelgrade.moderating.resampling import Estimate, estimate, resamples
from peelgrade.moderating.settings import Settings

DATA_A = ((13, 0, 0), (0, 20, 7), (0, 4, 56))
"""Two raters, three categories (Gwet 2014)."""
DATA_B = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, None),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 3),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)
"""Four raters, twelve units, five categories, with gaps (Krippendorff 2004; Gwet 2014)."""
DATA_C = ((40, 6, 4, 15), (4, 25, 1, 5), (4, 2, 21, 9), (17, 13, 12, 45))
"""Two psychiatrists' diagnoses of 223 patients (Gwet 2014)."""
ORACLE: tuple[tuple[tuple[tuple[int, ...], ...], Kind, float, float, float], ...] = (
    (((12, 9), (8, 9)), "identity", 0.1002785515, -0.2159, 0.4165),
    (((16, 9, 7), (9, 7, 9), (0, 7, 13)), "linear", 0.3158089596, 0.1556, 0.4761),
    (
        ((22, 3, 3, 7), (8, 22, 7, 6), (2, 3, 25, 2), (8, 6, 0, 26)),
        "quadratic",
        0.4159401812,
        0.2509,
        0.5810,
    ),
    (
        ((29, 1, 2, 9, 0), (4, 29, 0, 4, 7), (9, 6, 27, 6, 6), (9, 7, 2, 16, 1), (0, 2, 7, 3, 13)),
        "identity",
        0.4625552060,
        0.3772,
        0.5479,
    ),
    (
        ((26, 6, 4, 6, 8), (6, 23, 5, 8, 9), (6, 9, 12, 5, 0), (4, 9, 2, 27, 5), (8, 9, 9, 1, 27)),
        "linear",
        0.3335752458,
        0.2332,
        0.4340,
    ),
    (
        ((25, 3, 9, 4, 4), (1, 7, 7, 7, 1), (5, 1, 18, 2, 0), (4, 6, 6, 8, 0), (9, 9, 0, 6, 27)),
        "quadratic",
        0.3632653061,
        0.2140,
        0.5125,
    ),
)
"""Made-up tables with the kappa and its interval by scikit-learn 1.9.1 and statsmodels 0.15.0."""
FEW = Settings(resamples=300)


def spread(table: Sequence[Sequence[int]]) -> Whole:
    """Return a table of two raters as pairs."""
    pairs = [(i, j) for i, row in enumerate(table) for j, many in enumerate(row) for _ in range(many)]
    return np.array(pairs, dtype=np.int64)


def ratings_b() -> Array:
    """Return data B as counts by unit and category."""
    return tallied([[None if one is None else one - 1 for one in rater] for rater in DATA_B], 5)


def interval(value: float, error: float, units: int) -> tuple[float, float]:
    """Return the interval that the published tables give: by Student's t, no higher than one."""
    half = float(t.ppf(0.975, units - 1)) * error
    return value - half, min(1.0, value + half)


def close(found: object, wanted: object, within: float = 0.0006) -> bool:
    """Say whether numbers agree to the digits that are published."""
    return bool(np.allclose(np.asarray(found), np.asarray(wanted), rtol=0, atol=within))


@pytest.mark.parametrize(
    ("table", "kind", "value", "low", "high"),
    [
        (DATA_A, "identity", 0.7964, 0.680, 0.913),
        (DATA_A, "linear", 0.8429, 0.748, 0.938),
        (DATA_A, "quadratic", 0.8922, 0.822, 0.962),
        (DATA_C, "quadratic", 0.383, 0.254, 0.513),
    ],
)
def test_kappa_is_as_published(
    table: tuple[tuple[int, ...], ...], kind: Kind, value: float, low: float, high: float
) -> None:
    """Cohen's kappa, plain and weighted, with its interval."""
    pairs, weighing = spread(table), weights(kind, len(table))
    found = float(kappa(pairs, weighing, once(len(pairs)))[0])

    assert close(found, value)
    assert close(interval(found, kappa_error(pairs, weighing), len(pairs)), (low, high))


@pytest.mark.parametrize(
    ("kind", "value", "low", "high"),
    [
        ("identity", 0.849, 0.764, 0.935),
        ("linear", 0.900, 0.842, 0.958),
        ("quadratic", 0.940, 0.905, 0.976),
        ("ordinal", 0.925, 0.881, 0.969),
    ],
)
def test_ac2_of_two_raters_is_as_published(kind: Kind, value: float, low: float, high: float) -> None:
    """Gwet's AC1 and AC2 by each of his weights; his tables of two raters divide by n, not n - 1."""
    pairs, weighing = spread(DATA_A), weights(kind, 3)
    ratings = tallied(pairs.T.tolist(), 3)
    found = float(ac2(ratings, weighing, once(100))[0])

    assert close(found, value)
    assert close(interval(found, ac2_error(ratings, weighing), 100), (low, high), within=0.0012)


@pytest.mark.parametrize(
    ("kind", "value", "low"),
    [("identity", 0.775, 0.461), ("linear", 0.859, 0.600), ("quadratic", 0.914, 0.685)],
)
def test_ac2_with_gaps_is_as_published(kind: Kind, value: float, low: float) -> None:
    """Four raters who didn't rate every unit; every interval ends at one."""
    weighing = weights(kind, 5)
    found = float(ac2(ratings_b(), weighing, once(12))[0])

    assert close(found, value)
    assert close(interval(found, ac2_error(ratings_b(), weighing), 12), (low, 1.0))


@pytest.mark.parametrize(
    ("kind", "value", "error", "low"),
    [("identity", 0.743, 0.146, 0.419), ("quadratic", 0.849, 0.129, 0.561)],
)
def test_alpha_with_gaps_is_as_published(kind: Kind, value: float, error: float, low: float) -> None:
    """Krippendorff's alpha, nominal and interval; one unit has a single rating and doesn't count."""
    weighing = weights(kind, 5)
    found = float(alpha(ratings_b(), weighing, once(12))[0])
    spread_out = alpha_error(ratings_b(), weighing)

    assert close(found, value)
    assert close(spread_out, error)
    assert close(interval(found, spread_out, 11), (low, 1.0))


def test_two_things_are_called_ordinal_alpha() -> None:
    """Krippendorff's ordinal metric and Gwet's ordinal weights differ on the same data."""
    assert close(alpha_ordinal(ratings_b(), once(12)), 0.815)
    assert close(alpha(ratings_b(), weights("ordinal", 5), once(12)), 0.834)


def test_alpha_takes_any_distance() -> None:
    """Krippendorff's ratio metric, written as weights."""
    values = np.arange(1, 6)
    apart = np.subtract.outer(values, values) / np.add.outer(values, values)

    assert close(alpha(ratings_b(), 1 - apart**2, once(12)), 0.797)


def test_kappa_is_that_of_other_libraries() -> None:
    """Both libraries gave the same to ten digits; the intervals are those of statsmodels."""
    for table, kind, value, low, high in ORACLE:
        pairs, weighing = spread(table), weights(kind, len(table))
        found = float(kappa(pairs, weighing, once(len(pairs)))[0])
        half = 1.959963985 * kappa_error(pairs, weighing)

        assert close(found, value, within=1e-9)
        assert close((found - half, found + half), (low, high), within=0.0002)


def test_kappa_falls_and_ac2_does_not_where_one_grade_dominates() -> None:
    """The paradox that AC2 is there for: 94 of 100 agree, and kappa is near nothing."""
    pairs = spread(((94, 3), (3, 0)))
    weighing = weights("identity", 2)

    assert float(kappa(pairs, weighing, once(100))[0]) < 0
    assert float(ac2(tallied(pairs.T.tolist(), 2), weighing, once(100))[0]) > 0.9


grades = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=40)


@given(grades)
def test_a_statistic_doesn_t_care_who_is_first(pairs: list[tuple[int, int]]) -> None:
    """The two raters can be exchanged, and the scale turned round."""
    there = measured(pairs)

    assert close(there, measured([(b, a) for a, b in pairs]), within=1e-9)
    assert close(there, measured([(4 - a, 4 - b) for a, b in pairs]), within=1e-9)


def measured(pairs: list[tuple[int, int]]) -> list[float]:
    """Return every statistic of some pairs; -9 where there is none."""
    found = np.array(pairs, dtype=np.int64)
    ratings = tallied(found.T.tolist(), 5)
    weighing, times = weights("quadratic", 5), once(len(pairs))
    values = [kappa(found, weighing, times), ac2(ratings, weighing, times), alpha_ordinal(ratings, times)]
    return [-9.0 if np.isnan(one[0]) else float(one[0]) for one in values]


@given(grades)
def test_multiplicities_are_as_good_as_repetition(pairs: list[tuple[int, int]]) -> None:
    """A unit that counts three times is three units: so a resample is a row of numbers."""
    found = np.array(pairs, dtype=np.int64)
    times = np.ones((1, len(pairs)))
    times[0, 0] = 3
    ratings, weighing = tallied(found.T.tolist(), 5), weights("quadratic", 5)
    counted = [kappa(found, weighing, times), ac2(ratings, weighing, times), alpha_ordinal(ratings, times)]
    again = measured([pairs[0], pairs[0], *pairs])

    assert close([-9.0 if np.isnan(one[0]) else one[0] for one in counted], again, within=1e-9)


@given(st.lists(st.integers(0, 4), min_size=1, max_size=30))
def test_whole_agreement_is_one(same: list[int]) -> None:
    """Where both always agree every statistic is one, or has no value in a single category."""
    assert all(one in (-9.0, 1.0) or close(one, 1, within=1e-9) for one in measured([(a, a) for a in same]))


def test_saying_one_grade_always_has_no_kappa() -> None:
    """The baseline agrees beyond chance by exactly nothing."""
    found = agreement([(2, one) for one in (0, 1, 2, 2, 2, 3)], list("aabbcc"), 5, FEW)

    assert found.kappa.value == 0
    assert found.exact.value == 0.5


def test_resamples_draw_forces_and_areas_within_them() -> None:
    """Each resample has as many forces as there are, a force's areas drawn as often as it has some."""
    forces = ["a"] * 9 + ["b"] * 9 + ["c"] * 9
    times = resamples(forces, 200, seed=7)
    by_force = times.reshape(200, 3, 9).sum(axis=2)

    assert times.shape == (200, 27)
    assert set(by_force.ravel().tolist()) == {0.0, 9.0, 18.0, 27.0}
    assert {*by_force.sum(axis=1).tolist()} == {27.0}
    assert times.max() > 1


def test_resamples_are_the_same_everywhere() -> None:
    """The same seed gives the same stream, whatever the machine; another seed another one."""
    first = resamples(["a", "a", "b"], 5, seed=1)

    assert first.tolist() == STREAM
    assert first.tolist() == resamples(["a", "a", "b"], 5, seed=1).tolist()
    assert first.tolist() != resamples(["a", "a", "b"], 5, seed=2).tolist()


def test_an_interval_is_wide_with_few_areas_and_narrow_with_many() -> None:
    """Four times the forces, about half the width."""
    few = agreement(PATTERN, [f"f{n}" for n in range(9)], 5, FEW)
    many = agreement(PATTERN * 16, [f"f{n}" for n in range(144)], 5, FEW)

    assert width(few.kappa) > 0.3
    assert width(many.kappa) < width(few.kappa) / 2


def test_areas_of_one_force_tell_less_than_areas_of_many() -> None:
    """The bootstrap is clustered: where forces differ, more areas of the same forces add little."""
    pairs = [(2, 2)] * 30 + [(1, 3)] * 30
    clustered = agreement(pairs, ["a"] * 30 + ["b"] * 30, 5, FEW)
    apart = agreement(pairs, [f"f{n}" for n in range(60)], 5, FEW)

    assert width(clustered.exact) > 2 * width(apart.exact)


def test_nine_agreements_make_nothing_certain() -> None:
    """Where nothing differs one more area is imagined, so that the interval is still wide."""
    found = agreement([(n % 5, n % 5) for n in range(9)], ["a"] * 9, 5, FEW)

    assert found.imagined
    assert found.exact.value == 1
    assert found.exact.high == 1
    assert found.exact.low is not None
    assert found.exact.low < 0.8
    assert width(found.kappa) > 0


def test_a_statistic_without_a_value_has_no_interval() -> None:
    """One grade alone: kappa has no value, and none is made up."""
    found = agreement([(2, 2)] * 5, list("abcde"), 5, FEW)

    assert found.kappa == Estimate(None)
    assert found.errors == {"kappa": None, "alpha": None, "ac2": None}


def test_most_resamples_must_have_a_value() -> None:
    """A statistic that hardly any resample gives is shown without an interval."""
    times = resamples(["a", "b"], 200, seed=1)
    rare = estimate(lambda rows: np.where(rows[:, 0] > 0, 1.0, np.nan), times, 0.95)
    never = estimate(lambda rows: rows[:, 0] if len(rows) == 1 else rows[:, 0] * np.nan, times, 0.95)

    assert rare.low == rare.high == 1
    assert never == Estimate(1.0)


def width(one: Estimate) -> float:
    """Return how wide an interval is."""
    assert one.low is not None
    assert one.high is not None
    return one.high - one.low


STREAM = [[0, 0, 2], [2, 2, 0], [0, 0, 2], [0, 0, 2], [0, 2, 1]]
PATTERN = [(0, 0), (1, 1), (2, 2), (3, 3), (2, 3), (1, 2), (2, 2), (3, 3), (0, 1)]
