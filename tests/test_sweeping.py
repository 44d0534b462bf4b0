"""Parameters over their plausible ranges: where a grade turns, and that it turns nowhere else."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generators import (
    FIXTURES,
    WEST_MERCIA,
    case_of,
    case_paths,
    cases,
    framework,
    inspection,
    pack,
    record,
    thin_pack,
)
from peelgrade.assessment import Inspection
from peelgrade.deriving import derive
from peelgrade.errors import NotFoundError
from peelgrade.evidence import Case, Measure
from peelgrade.loading import load_case
from peelgrade.stressing.standing import Standing, standing
from peelgrade.stressing.sweeping import Sweep, sweep

PARAMETERS = [one.id for one in pack().parameters]
NEAR = Fraction(1, 10**6)


def stands(case: Inspection, area: str, name: str, value: Fraction) -> Standing:
    """Return how an area stands when the whole case is derived with another value of a parameter."""
    rules = case.pack.with_parameters({name: value})
    found = derive(Inspection(case.case, case.framework, rules), areas=[area], chained=False)
    return standing(found.areas[0])


def said(found: Sweep, value: Fraction) -> Standing:
    """Return how the area stands at a value, as the sweep says."""
    return next(
        one.standing
        for one in found.stretches
        if one.low < value < one.high
        or (value == one.low and one.low_in)
        or (value == one.high and one.high_in)
    )


def values_around(found: Sweep, more: list[Fraction]) -> list[Fraction]:
    """Return the turning points, values just beside them, the ends, and more in between."""
    low, high = found.stretches[0].low, found.stretches[-1].high
    edges = {edge for one in found.stretches for edge in (one.low, one.high)}
    if found.whole:
        return sorted(edges | {Fraction(round(one)) for one in more if low <= round(one) <= high})
    beside = {one + step for one in edges for step in (-NEAR, NEAR)}
    return sorted(one for one in {*edges, *beside, *more} if low <= one <= high)


def check(case: Inspection, area: str, spread: int = 7) -> int:
    """Assert that every sweep of an area says what deriving says; return how many turning points it has."""
    turns = 0
    for found in sweep(case, area):
        low, high = found.stretches[0].low, found.stretches[-1].high
        more = [low + (high - low) * Fraction(n, spread) for n in range(spread + 1)]
        for value in values_around(found, more):
            assert said(found, value) == stands(case, area, found.parameter, value), (found, value)
        assert found.holds == all(one.goes == "same" for one in found.stretches)
        turns += len(found.stretches) - 1
    return turns


@pytest.mark.parametrize("area", ["recording", "protecting", "investigating"])
def test_west_mercia_turns_where_deriving_turns(area: str) -> None:
    """At each turning point, on both sides of it, and in between; and something does turn."""
    assert check(inspection(WEST_MERCIA), area) > 0


@pytest.mark.parametrize(
    "path", sorted((FIXTURES / "cases").glob("*.yaml"))[:3], ids=lambda path: path.stem
)
def test_thin_cases_turn_where_deriving_turns(path: Path) -> None:
    """The same of the areas of other forces, graded and not secure."""
    case = inspection(path)
    for area in ("responding", "victims"):
        check(case, area, spread=3)


@settings(max_examples=8, deadline=None)
@given(case=cases("responding", most=12), spread=st.integers(2, 9))
def test_any_case_turns_where_deriving_turns(case: Case, spread: int) -> None:
    """The same whatever was found."""
    check(Inspection(case, framework(), thin_pack()), "responding", spread)


@pytest.mark.parametrize("counts", ["met", "failed"])
@pytest.mark.parametrize("count", [21, 39, 54])
def test_a_sample_turns_at_the_share_that_it_is(count: int, counts: str) -> None:
    """Its share is a fraction that no float is: 21 of 60 is 7/20, and so is the turning point."""
    figure = Measure(count=count, of=60, standard="practice-sample", counts=counts)  # type: ignore[arg-type]
    records = [record("X-01", "4.2.1", source="incident-review", measure=figure)]
    good = {"shows": "strength", "extent": "widespread"}
    records += [record(f"X-{n}", one, **good) for n, one in enumerate(("4.1.2", "4.3.1", "4.4.1"), 10)]

    check(Inspection(case_of(*records), framework(), thin_pack()), "responding", spread=30)


def test_a_range_is_covered_from_end_to_end() -> None:
    """Stretches begin at the low end of the range, join without a gap, and end at the high end."""
    for found in sweep(inspection(WEST_MERCIA), "recording"):
        plausible = next(one.plausible for one in pack().parameters if one.id == found.parameter)

        assert (found.stretches[0].low, found.stretches[-1].high) == plausible
        assert found.stretches[0].low_in
        assert found.stretches[-1].high_in
        for one, after in zip(found.stretches, found.stretches[1:], strict=False):
            assert one.standing != after.standing
            assert found.whole or (one.high == after.low and one.high_in != after.low_in)


def test_the_audited_rate_turns_recording_at_its_own_figure() -> None:
    """92.4 % ± 4 is a strength until the standard is above it, and a shortfall from there."""
    found = {one.parameter: one for one in sweep(inspection(WEST_MERCIA), "recording")}
    first, second = found["crime-recorded-expected"].stretches

    assert (first.standing.grade, second.standing.grade) == ("good", "adequate")
    assert float(first.high) == pytest.approx(0.924)
    assert first.high_in
    assert not second.low_in


def test_numbers_of_things_are_swept_in_whole_numbers() -> None:
    """Two kinds of source or three; nothing lies between."""
    found = {one.parameter: one for one in sweep(inspection(WEST_MERCIA), "responding")}

    assert {"corroboration", "several-themes", "well-beyond"} <= {
        n for n, one in found.items() if one.whole
    }
    assert not found["substantially-all"].whole
    assert set(found) == set(PARAMETERS)


@pytest.mark.parametrize("name", ["cms-five-star", "cqc-councils"])
def test_other_rule_packs_are_swept_too(name: str) -> None:
    """Whatever a pack's parameters are read by."""
    folder = FIXTURES / "elsewhere" / name
    case = load_case(folder / "example.yaml", framework=folder / "framework.yaml", rules=folder / "rules")
    for area in case.framework.areas:
        check(case, area.id, spread=5)


def test_an_unknown_area_is_refused() -> None:
    """With the nearest that exists."""
    with pytest.raises(NotFoundError, match="did you mean `responding`"):
        sweep(inspection(case_paths()[0]), "respond")
