"""Figures are judged with their uncertainty."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from generators import framework, pack, record
from peelgrade.appraising import read
from peelgrade.evidence import EXTENTS, Measure
from peelgrade.measuring import derived, deviations, extent_of, judge, share_met, trend, wilson
from peelgrade.model import altered

Z = deviations(Fraction(95, 100))


def percent(value: str, margin: str | None = None, **more: object) -> Measure:
    """Return a percentage with its margin."""
    found = {"percent": Fraction(value), "margin": None if margin is None else Fraction(margin)}
    return Measure.model_construct(None, **found, **more)


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_is_wilsons(sample: tuple[int, int]) -> None:
    """The interval is the one that SciPy gives."""
    count, of = sample
    expected = binomtest(count, of).proportion_ci(confidence_level=0.95, method="wilson")

    low, high = wilson(count, of, Z)

    assert low == pytest.approx(expected.low, abs=1e-9)
    assert high == pytest.approx(expected.high, abs=1e-9)


@pytest.mark.parametrize(
    ("measure", "standard", "reading"),
    [
        (Measure(count=75, of=75), "practice-sample", "meets"),
        (Measure(count=92, of=98), "practice-sample", "meets"),
        (Measure(count=58, of=67), "practice-sample", "unclear"),
        (Measure(count=29, of=50), "practice-sample", "falls-short"),
        (Measure(count=47, of=60), "attendance-in-time", "unclear"),
        (percent("94.3", "2.3"), "crime-recorded", "meets"),
        (percent("92.4", "2.7"), "crime-recorded", "unclear"),
        (percent("82.6", "3.5"), "crime-recorded", "falls-short"),
        (percent("97.1", "1.6"), "crime-recorded", "exceptional"),
        (percent("80.6", "7.5"), "search-grounds", "falls-short"),
        (percent("80.3"), "attendance-in-time", "falls-short"),
        (Measure(count=1317, of=2300), "marac-referred", "falls-short"),
    ],
    ids=str,
)
def test_a_figure_is_read_against_its_standard(measure: Measure, standard: str, reading: str) -> None:
    """Published figures come out as meeting, falling short, or not to be told apart."""
    assert judge(measure, pack().standard(standard), pack()).reading == reading


def test_a_figure_of_failures_is_turned_round() -> None:
    """`counts: failed` counts what went wrong."""
    assert share_met(Measure(count=30, of=100, counts="failed")) == pytest.approx(0.7)


def test_the_published_fall_in_search_grounds_is_a_change() -> None:
    """80.6 ± 7.5 against 94.4 ± 3.9 is statistically significant; 90.1 ± 7.5 wouldn't be."""
    before = percent("94.4", "3.9")

    assert trend(percent("80.6", "7.5", previous=before), Z) == "worsening"
    assert trend(percent("90.1", "7.5", previous=before), Z) == "steady"
    assert trend(Measure(count=95, of=100, previous=Measure(count=70, of=100)), Z) == "improving"
    assert trend(percent("80", previous=percent("90")), Z) == "steady"


def test_an_earlier_figure_counts_the_same_way_round() -> None:
    """Thirty failures after ten are a worsening, although the earlier figure doesn't say what it counts."""
    before = {"count": 10, "of": 100}
    now = Measure.model_validate(
        {"count": 30, "of": 100, "counts": "failed", "standard": "practice-sample", "previous": before}
    )

    assert now.previous is not None
    assert (now.previous.counts, now.previous.standard) == ("failed", "practice-sample")
    assert trend(now, Z) == "worsening"
    assert trend(altered(now, count=1), Z) == "improving"


@pytest.mark.parametrize("counts", ["met", "failed"])
@pytest.mark.parametrize(
    "named",
    [{}, {"counts": "met"}, {"counts": "failed"}, {"standard": "none"}, {"standard": "calls"}],
    ids=str,
)
def test_what_an_earlier_figure_names_is_kept_as_it_was_named(counts: str, named: dict[str, str]) -> None:
    """What it takes over isn't written, so hashes stay; what it names comes back as it was."""
    before = {"count": 1, "of": 9} | named
    measure = Measure.model_validate(
        {"count": 3, "of": 9, "standard": "calls", "counts": counts, "previous": before}
    )
    written = measure.model_dump(exclude_defaults=True)

    assert Measure.model_validate(written) == measure
    assert bool(named) or written["previous"] == before


@pytest.mark.parametrize(
    ("coded", "measure", "told"),
    [
        ({"shows": "shortfall"}, Measure(count=75, of=75),
         "coded as a shortfall, where the figure by itself would show a strength"),
        ({"shows": "strength"}, percent("97.1", "1.6", standard="crime-recorded"),
         "coded as a strength, where the figure by itself would show exceeding"),
        ({"shows": "exceeds"}, percent("94.3", "2.3", standard="crime-recorded"),
         "coded as exceeding, where the figure by itself would show a strength"),
        ({"shows": "strength", "extent": "some"}, percent("97.1", "1.6", standard="crime-recorded"),
         "coded as a strength and some, where the figure by itself would show exceeding and systemic"),
        ({"shows": "strength", "extent": "some"}, Measure(count=75, of=75),
         "coded as some, where the figure by itself would show systemic"),
        ({"extent": "some"}, Measure(count=75, of=75),
         "coded as some, where the figure by itself would show systemic"),
        ({"shows": "shortfall", "extent": "some"}, Measure(count=75, of=75),
         "coded as a shortfall, where the figure by itself would show a strength"),
        ({"trend": "improving"}, Measure(count=20, of=60, previous=Measure(count=55, of=60)),
         "coded as improving, where the figure by itself would show worsening"),
        ({"trend": "steady"}, Measure(count=20, of=60, previous=Measure(count=55, of=60)),
         "coded as steady, where the figure by itself would show worsening"),
        ({"trend": "improving"}, Measure(count=54, of=60, previous=Measure(count=55, of=60)), ""),
        ({"shows": "strength", "extent": "systemic"}, Measure(count=75, of=75), ""),
    ],
)  # fmt: skip
def test_where_words_and_figure_differ_is_told(coded: dict[str, Any], measure: Measure, told: str) -> None:
    """The side, exceeding beside a strength, the extent on one side, and a trend that isn't chance."""
    if measure.standard == "none":
        measure = altered(measure, standard="practice-sample")
    words = {"shows": None, "extent": None} | coded

    assert read(record(measure=measure, **words), framework(), pack()).differs == told


def test_a_trend_is_held_against_a_figure_without_a_standard_too() -> None:
    """Nothing says what the figure should be, and yet it fell by more than chance."""
    measure = Measure(count=20, of=60, previous=Measure(count=55, of=60))
    one = record(shows="strength", extent="some", trend="improving", measure=measure)

    told = read(one, framework(), pack()).differs

    assert told == "coded as improving, where the figure by itself would show worsening"


@pytest.mark.parametrize(
    ("share", "extent"),
    [(0, "isolated"), (0.0999, "isolated"), (0.1, "some"), (0.333, "some"), (1 / 3, "widespread"),
     (2 / 3, "widespread"), (0.67, "systemic"), (1, "systemic")],
)  # fmt: skip
def test_bands_of_extent_are_those_of_the_coding_guide(share: float, extent: str) -> None:
    """A third exactly is widespread, and so is two thirds."""
    measures = pack().measures
    assert measures is not None

    assert extent_of(share, measures, pack()) == extent


@settings(max_examples=200)
@given(
    of=st.integers(1, 300),
    standard=st.sampled_from([one.id for one in pack().standards if one.expected is not None]),
    data=st.data(),
)
def test_more_met_is_never_read_worse(of: int, standard: str, data: st.DataObject) -> None:
    """One more case that met the standard never makes what a sample shows worse."""
    count = data.draw(st.integers(0, of - 1))
    ranks = []
    for met in (count, count + 1):
        shows, extent = derived(judge(Measure(count=met, of=of), pack().standard(standard), pack()), pack())
        place = EXTENTS.index(extent)
        ranks.append({"shortfall": -1 - place, "strength": place, "exceeds": 10 + place}[shows])

    assert ranks[0] <= ranks[1]


@given(of=st.integers(2, 200), before=st.integers(1, 200), data=st.data())
def test_more_met_never_turns_a_trend_downwards(of: int, before: int, data: st.DataObject) -> None:
    """One more case that met the standard never makes a trend worse."""
    count = data.draw(st.integers(0, of - 1))
    was = Measure(count=data.draw(st.integers(0, before)), of=before)
    order = ["worsening", "steady", "improving"]
    now = [order.index(trend(Measure(count=met, of=of, previous=was), Z)) for met in (count, count + 1)]

    assert now[0] <= now[1]


@pytest.mark.parametrize("shows", ["shortfall", "strength", "exceeds"])
@pytest.mark.parametrize("standard", ["practice-sample", "crime-recorded"])
def test_with_its_direction_coded_a_better_sample_is_never_read_worse(shows: Any, standard: str) -> None:
    """One more of sixty that met it never makes a shortfall reach further or a strength less far."""
    reaches = []
    for count in range(61):
        figure = Measure(count=count, of=60, standard=standard)
        reading = read(record(shows=shows, measure=figure), framework(), pack())
        reaches.append(EXTENTS.index(str(reading.facts["extent"])))

    assert reaches == sorted(reaches, reverse=shows == "shortfall")
    assert len(set(reaches)) == len(EXTENTS)
