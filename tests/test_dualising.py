"""Both borders of a monotone question, against every point looked at one by one."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peelgrade.reaching.dualising import Borders, TooManyError, Vector, borders, maximal_no


def below(one: Vector, other: Vector) -> bool:
    """Say whether a point lies nowhere above another."""
    return all(mine <= theirs for mine, theirs in zip(one, other, strict=True))


def points(tops: Vector) -> list[Vector]:
    """Return every point up to *tops*."""
    return list(product(*(range(top + 1) for top in tops)))


def by_force(least: set[Vector], tops: Vector) -> Borders:
    """Return the borders of "lies above one of *least*" by looking at every point."""
    yes = [one for one in points(tops) if any(below(other, one) for other in least)]
    no = [one for one in points(tops) if one not in yes]
    return Borders(
        tuple(sorted(a for a in yes if not any(b != a and below(b, a) for b in yes))),
        tuple(sorted(a for a in no if not any(b != a and below(a, b) for b in no))),
    )


@st.composite
def questions(draw: st.DrawFn) -> tuple[set[Vector], Vector]:
    """Return some points and the tops of a space that they lie in."""
    tops = tuple(draw(st.lists(st.integers(0, 3), max_size=5)))
    point = st.tuples(*(st.integers(0, top) for top in tops))
    return draw(st.sets(point, max_size=8)), tops


@settings(max_examples=300, deadline=None)
@given(questions())
def test_borders_are_those_of_brute_force(question: tuple[set[Vector], Vector]) -> None:
    """All minimal points that answer yes and all maximal points that answer no are found."""
    least, tops = question

    assert borders(lambda one: any(below(other, one) for other in least), tops) == by_force(least, tops)


@settings(max_examples=300, deadline=None)
@given(questions())
def test_each_border_is_all_that_the_other_leaves(question: tuple[set[Vector], Vector]) -> None:
    """From the minimal yes alone follow all maximal no."""
    found = by_force(*question)

    assert maximal_no(found.yes, question[1], 10_000) == found.no


@settings(max_examples=100, deadline=None)
@given(questions())
def test_a_list_with_a_hole_is_noticed(question: tuple[set[Vector], Vector]) -> None:
    """With any minimal yes left out, some point that should fail answers yes: what the check looks for."""
    found = by_force(*question)
    for one in found.yes:
        failing = maximal_no(set(found.yes) - {one}, question[1], 10_000)

        assert any(below(one, point) for point in failing)


def test_too_many_are_refused() -> None:
    """Half of twenty has 184,756 minimal points: no attempt is made to hold them all."""
    half = (1,) * 20

    with pytest.raises(TooManyError):
        borders(lambda one: sum(one) >= 10, half, most=1_000)
    with pytest.raises(TooManyError):
        maximal_no([(1, 1) + (0,) * 18, (0,) * 18 + (1, 1)], half, most=2)
