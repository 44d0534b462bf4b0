"""Families of sets told as kinds: all of them, each once, and as much as possible at once."""

from __future__ import annotations

from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from peelgrade.pages.sets import kind_words, ranges
from peelgrade.reaching.dualising import Vector
from peelgrade.reaching.kinds import Choice, count, first_sets, kinds

Groups = tuple[tuple[str, ...], ...]


@st.composite
def families(draw: st.DrawFn) -> tuple[set[Vector], Groups]:
    """Return a family of vectors and the groups of records that it chooses from."""
    sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=5))
    groups = tuple(tuple(f"{'ABCDE'[place]}-{n}" for n in range(size)) for place, size in enumerate(sizes))
    vector = st.tuples(*(st.integers(0, size) for size in sizes))
    return draw(st.sets(vector, max_size=10)), groups


def spelled_out(family: set[Vector], groups: Groups) -> list[tuple[str, ...]]:
    """Return every set of a family, smaller ones first, then in order of their ids."""
    found = [
        tuple(sorted(one for part in parts for one in part))
        for vector in family
        for parts in product(*(combinations(group, n) for group, n in zip(groups, vector, strict=True)))
    ]
    return sorted(found, key=lambda one: (len(one), one))


@settings(max_examples=300, deadline=None)
@given(families(), st.integers(0, 30))
def test_kinds_lead_to_the_family_and_to_nothing_else(
    family: tuple[set[Vector], Groups], most: int
) -> None:
    """Spelled out in order, the sets of all kinds are those of the family, each once."""
    found, expected = kinds(*family), spelled_out(*family)

    assert list(first_sets(found, len(expected) + 1)) == expected
    assert list(first_sets(found, most)) == expected[:most]
    assert count(found) == len(expected)


def test_records_that_can_stand_in_for_one_another_are_one_choice() -> None:
    """Any three of five with one more is a single kind, though the five stand in five groups."""
    groups = (*((f"RTP-0{n}",) for n in range(1, 6)), ("VIC-01",))
    family = {(*chosen, 1) for chosen in product((0, 1), repeat=5) if sum(chosen) == 3}

    assert kinds(family, groups) == (
        (Choice(tuple(f"RTP-0{n}" for n in range(1, 6)), 3), Choice(("VIC-01",), 1)),
    )


def test_what_only_sometimes_can_be_traded_is_not_joined() -> None:
    """A with C or D, and B with C: then A and B aren't the same."""
    groups = (("A",), ("B",), ("C",), ("D",))
    family = {(1, 0, 1, 0), (1, 0, 0, 1), (0, 1, 1, 0)}

    assert kinds(family, groups) == (
        (Choice(("A",), 1), Choice(("C", "D"), 1)),
        (Choice(("B",), 1), Choice(("C",), 1)),
    )


def test_a_kind_in_words() -> None:
    """Choices come first, what is in every set last, and long runs are drawn together."""
    kind = (Choice(("A-01", "A-02", "A-03"), 2), Choice(("B-1", "B-2"), 1), Choice(("C-7",), 1))

    assert kind_words(kind) == "any two of A-01 to A-03; and either B-1 or B-2; and C-7"
    assert kind_words(kind[:1] + kind[2:]) == "any two of A-01 to A-03, and C-7"
    assert kind_words((Choice(("A-01", "A-03"), 2),)) == "A-01 and A-03"


def test_only_what_follows_is_a_run() -> None:
    """A run has one beginning, rises by one, keeps its zeros, and is at least three long."""
    assert ranges(["A-1", "A-2"]) == ["A-1", "A-2"]
    assert ranges(["A-08", "A-09", "A-10", "A-12"]) == ["A-08 to A-10", "A-12"]
    assert ranges(["A-9", "A-10", "A-11"]) == ["A-9 to A-11"]
    assert ranges(["A-01", "A-2", "A-03"]) == ["A-01", "A-2", "A-03"]
    assert ranges(["7.3.1", "7.3.2", "7.3.3", "7.4.4"]) == ["7.3.1 to 7.3.3", "7.4.4"]
    assert ranges(["X", "Y", "Z"]) == ["X", "Y", "Z"]
