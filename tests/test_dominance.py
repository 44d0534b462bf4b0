"""Dominance, rough sets and the fewest grades to discuss: worked examples, real judgements, and laws."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generators import FIXTURES
from peelgrade.moderating.discussing import fewest
from peelgrade.moderating.dominance import (
    NOT_ASSESSED,
    Levels,
    Relation,
    at_least_as_good,
    comparable,
    conflicts,
    overlap,
    quality,
    unions,
)

HALF = Fraction(1, 2)
STUDENTS = ("mmb b", "gmb m", "mgb m", "bmg b", "bbm b", "bmm m", "ggb g", "gmm m", "mmg g", "gmg g")
"""Ten students' marks in three subjects, bad, medium or good, and their class (Greco and others)."""
SCALE = ("inadequate", "requires improvement", "good", "outstanding")
JUDGEMENTS = ("impact_of_leaders", "help_and_protection", "in_care", "care_leavers")


def related(levels: Sequence[Sequence[int]]) -> Relation:
    """Return who is at least as good as whom, among those that share half of what either has."""
    array: Levels = np.array(levels, dtype=np.int64).reshape(len(levels), -1)
    return at_least_as_good(array, comparable(array, HALF))


def students() -> tuple[Relation, list[int]]:
    """Return the students' relation and classes."""
    rows = [one.split() for one in STUDENTS]
    return related([["bmg".index(mark) for mark in marks] for marks, _ in rows]), [
        "bmg".index(grade) for _, grade in rows
    ]


def inspections(*, four: bool) -> tuple[Relation, list[int]]:
    """Return the real inspections of children's services with four judgements, or with three."""
    path = FIXTURES / "elsewhere" / "ofsted-childrens-services" / "judgements.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if bool(row["care_leavers"]) == four]
    names = JUDGEMENTS if four else JUDGEMENTS[:3]
    levels = [[SCALE.index(row[name]) for name in names] for row in rows]
    return related(levels), [SCALE.index(row["overall"]) for row in rows]


def test_the_ten_students_come_out_as_published() -> None:
    """Two of ten are in conflict; medium or better has accuracy 0.75, and the quality is 0.8."""
    relation, grades = students()
    medium, good = unions(relation, grades)

    assert {one + 1 for one in medium.surely} == {2, 3, 7, 8, 9, 10}
    assert {one + 1 for one in medium.possibly} == {2, 3, 4, 6, 7, 8, 9, 10}
    assert medium.accuracy == Fraction(3, 4)
    assert medium.quality == Fraction(6, 7)
    assert good.accuracy == good.quality == 1
    assert quality(relation, grades) == Fraction(4, 5)
    assert [(a + 1, b + 1) for a, b in conflicts(relation, grades)] == [(4, 6)]


def test_either_of_the_two_students_would_do() -> None:
    """One of the two must be discussed, and it makes no difference which."""
    found = fewest(*students(), top=2)

    assert len(found.chosen) == 1
    assert found.always == ()
    assert found.sometimes == (3, 5)


@pytest.mark.parametrize(
    ("four", "many", "pairs", "share", "involved"),
    [(False, 161, 27, 0.876, 20), (True, 147, 12, 0.932, 10)],
)
def test_real_inspections_have_four_grades_to_discuss(
    four: bool, many: int, pairs: int, share: float, involved: int
) -> None:
    """308 inspections of children's services, in the two forms that they took."""
    relation, grades = inspections(four=four)
    found = conflicts(relation, grades)
    value = quality(relation, grades)

    assert len(grades) == many
    assert len(found) == pairs
    assert len({case for pair in found for case in pair}) == involved
    assert value is not None
    assert round(float(value), 3) == share
    assert len(fewest(relation, grades, top=3).chosen) == 4


def test_nursing_homes_have_quality_one() -> None:
    """Their star is a function of three others, so nothing is in conflict until one is altered."""
    path = FIXTURES / "elsewhere" / "cms-five-star" / "ratings.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = ("health_inspection", "staffing", "quality_measures")
    relation = related([[int(row[name]) for name in names] for row in rows])
    stars = [int(row["overall"]) for row in rows]

    assert quality(relation, stars) == 1
    assert fewest(relation, stars, top=5).chosen == ()
    altered = stars.index(5)
    stars[altered] = 1
    assert fewest(relation, stars, top=5).always == (altered,)


def test_overlap_is_counted_among_what_either_was_assessed_on() -> None:
    """Two of the four that either was assessed on are half; of five they are too few."""
    levels = np.array([[1, 1, 1, NOT_ASSESSED, NOT_ASSESSED], [2, 2, NOT_ASSESSED, 1, NOT_ASSESSED]])
    both, either = overlap(levels)

    assert (both[0, 1], either[0, 1]) == (2, 4)
    assert comparable(levels, HALF)[0, 1]
    assert not comparable(levels, Fraction(51, 100))[0, 1]


def test_nothing_in_common_is_never_compared() -> None:
    """However low the share asked for."""
    levels = np.array([[1, NOT_ASSESSED], [NOT_ASSESSED, 2]])

    assert not comparable(levels, Fraction(1, 1000)).any()


def test_like_evidence_and_unlike_grades_are_a_conflict() -> None:
    """Equal verdicts need no better one to be in conflict."""
    assert conflicts(related([[2, 1], [2, 1]]), [1, 2]) == ((0, 1),)
    assert conflicts(related([[2, 1], [1, 2]]), [1, 2]) == ()


def test_the_one_that_departs_is_preferred() -> None:
    """Of two sets as small the one that is asked for is chosen."""
    relation = related([[2, 1], [2, 1]])

    assert fewest(relation, [1, 2], top=4, preferred=[0]).chosen == (0,)
    assert fewest(relation, [1, 2], top=4, preferred=[1]).chosen == (1,)


def test_more_conflicts_are_no_reason_for_more_changes() -> None:
    """One odd grade in conflict with five others is one grade to discuss."""
    levels = [[3, 3], *[[one, one] for one in (0, 0, 1, 1, 2)]]
    found = fewest(related(levels), [0, 1, 1, 2, 2, 3], top=4)

    assert len(conflicts(related(levels), [0, 1, 1, 2, 2, 3])) == 5
    assert found.chosen == found.always == (0,)


verdicts = st.lists(st.integers(NOT_ASSESSED, 3), min_size=3, max_size=3)
cases = st.lists(st.tuples(verdicts, st.integers(0, 3)), min_size=1, max_size=7)


def split(found: list[tuple[list[int], int]]) -> tuple[list[list[int]], list[int]]:
    """Return the verdicts and the grades of some cases."""
    return [levels for levels, _ in found], [grade for _, grade in found]


@given(cases)
def test_conflicts_are_what_they_are_said_to_be(found: list[tuple[list[int], int]]) -> None:
    """Every pair by the definition, one by one."""
    levels, grades = split(found)
    wanted = []
    for one, two in ((a, b) for a in range(len(levels)) for b in range(len(levels)) if a != b):
        shared = [(x, y) for x, y in zip(levels[one], levels[two], strict=True) if -1 not in (x, y)]
        either = sum(max(x, y) >= 0 for x, y in zip(levels[one], levels[two], strict=True))
        like = bool(shared) and 2 * len(shared) >= either and all(x >= y for x, y in shared)
        wanted += [(one, two)] if like and grades[one] < grades[two] else []

    assert list(conflicts(related(levels), grades)) == wanted


@given(cases)
def test_a_case_is_on_a_boundary_if_it_is_in_a_conflict(found: list[tuple[list[int], int]]) -> None:
    """The sets of the rough-set approach and the pairs tell the same, also with gaps in the evidence."""
    levels, grades = split(found)
    relation = related(levels)
    boundaries = {case for union in unions(relation, grades) for case in union.boundary}

    assert boundaries == {case for pair in conflicts(relation, grades) for case in pair}


def consistent(relation: Relation, grades: Sequence[int], changed: Sequence[int], top: int) -> bool:
    """Say whether some other grades of *changed* leave no conflict: by propagation of bounds."""
    low = [0 if case in changed else grade for case, grade in enumerate(grades)]
    arcs = list(zip(*np.nonzero(relation), strict=True))
    for _ in range(len(grades) * (top + 1)):
        for better, other in arcs:
            low[better] = max(low[better], low[other])
    return all(low[case] == grade for case, grade in enumerate(grades) if case not in changed)


@settings(deadline=None)
@given(cases)
def test_the_fewest_are_the_fewest(found: list[tuple[list[int], int]]) -> None:
    """By trying every set of cases; so are those that are always in a smallest set, and sometimes."""
    levels, grades = split(found)
    relation, everybody = related(levels), range(len(levels))
    sets: list[tuple[int, ...]] = []
    for size in range(len(levels) + 1):
        sets = [one for one in combinations(everybody, size) if consistent(relation, grades, one, 3)]
        if sets:
            break
    chosen = fewest(relation, grades, top=3)
    involved = {case for pair in conflicts(relation, grades) for case in pair}
    always = {case for case in everybody if all(case in one for one in sets)}
    sometimes = {case for one in sets for case in one} - always

    assert chosen.chosen in sets
    assert set(chosen.always) == always
    assert set(chosen.sometimes) == sometimes & (involved | {*chosen.chosen})


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=12),
    st.data(),
)
def test_planted_conflicts_are_found_and_only_those(
    rows: list[tuple[int, int, int]], data: st.DataObject
) -> None:
    """Grades that follow the evidence have no conflict; every one comes from a grade that was altered."""
    relation = related(rows)
    grades = [min(4, sum(row) // 2) for row in rows]
    assert conflicts(relation, grades) == ()
    planted = data.draw(st.sets(st.integers(0, len(rows) - 1), max_size=3))
    for case in planted:
        grades[case] = data.draw(st.integers(0, 4))
    found = conflicts(relation, grades)

    assert all(planted & {*pair} for pair in found)
    assert len(fewest(relation, grades, top=4).chosen) <= len(planted)
