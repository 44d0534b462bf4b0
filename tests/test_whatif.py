"""What changes if something were otherwise, and only that."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from generators import (
    WEST_MERCIA,
    cases,
    framework,
    inspection,
    pack,
    records,
    thin_pack,
)
from peelgrade.assessment import AreaAssessment, Inspection
from peelgrade.deriving import derive
from peelgrade.errors import InvalidInputError
from peelgrade.evidence import EXTENTS, Case, Record, put_right
from peelgrade.model import altered
from peelgrade.pages.whatif import what_if_page
from peelgrade.results import assessment_data
from peelgrade.whatif import WhatIf, what_if
from peelgrade.whatif.changes import Add, Change, Drop, Param, Right, Set
from peelgrade.whatif.changing import applied
from peelgrade.whatif.moving import differences

NOTHING = "Nothing changes: every grade, ceiling, verdict and concern stays as it is."


@st.composite
def asked(draw: st.DrawFn) -> tuple[Inspection, list[Change]]:
    """Return a case and some changes of it that can be made together."""
    case = draw(cases("responding", most=14))
    ids = [one.id for one in case.evidence]
    changes: list[Change] = []
    for name in draw(st.lists(st.sampled_from(ids), unique=True, max_size=4)) if ids else []:
        one = case.record(name)
        kind = draw(st.sampled_from(("drop", "right", "set", "replace")))
        other = altered(draw(records("responding")), id=name)
        extent = Set(name, "extent", draw(st.sampled_from(EXTENTS)))
        impact = Set(name, "impact", "critical" if one.shows == "shortfall" else None)
        found: dict[str, list[Change]] = {
            "drop": [Drop(name)],
            "right": [Right(name)],
            "set": [extent, impact] if one.shows else [impact],
            "replace": [Drop(name), Add(other)],
        }
        changes += found[kind]
    new = draw(records("responding"))
    if draw(st.booleans()) and new.id not in ids:
        changes.append(Add(new))
    if draw(st.booleans()):
        changes.append(Param("substantially-all", Fraction(draw(st.integers(65, 90)), 100)))
    return Inspection(case, framework(), thin_pack()), changes


@settings(max_examples=40, deadline=None)
@given(cases(most=30))
def test_no_change_changes_nothing(case: Case) -> None:
    """An empty what-if moves no area and says so in one line."""
    found = what_if(Inspection(case, framework(), pack()), [], chained=False)

    assert found.moved == ()
    assert found.after == found.before
    assert [one.text for block in what_if_page(found).blocks for one in block.sentences] == [NOTHING]  # type: ignore[union-attr]


@settings(max_examples=60, deadline=None)
@given(asked())
def test_a_what_if_is_the_difference_of_two_cases_graded(one: tuple[Inspection, list[Change]]) -> None:
    """The areas told are those of which anything differs between the case and the changed case."""
    before, changes = one
    found = what_if(before, changes, chained=False)
    old, new = (derive(each, chained=False) for each in (before, applied(before, changes)))
    differ = [
        now.area
        for was, now in zip(old.areas, new.areas, strict=True)
        if said(was) != said(now) or {c.rule for c in was.ceilings} != {c.rule for c in now.ceilings}
    ]

    assert assessment_data(found.after) == assessment_data(new)
    assert [moved.area for moved in found.moved] == differ
    assert [moved.area for moved in found.areas] == [
        now.area for was, now in zip(old.areas, new.areas, strict=True) if said(was) != said(now)
    ]


def said(area: AreaAssessment) -> tuple[object, ...]:
    """Return the grade, verdicts and concerns of an area."""
    return (
        area.outcome,
        area.grade,
        [(one.characteristic, one.verdict) for one in area.verdicts],
        [one.characteristics for one in area.improvements],
        [one.characteristics for one in area.causes],
    )


@settings(max_examples=60, deadline=None)
@given(asked(), st.integers(0, 10**6))
def test_the_order_of_changes_makes_no_difference(one: tuple[Inspection, list[Change]], seed: int) -> None:
    """Shuffled, and with one asked for twice, the changes lead to the same case and difference."""
    before, changes = one
    shuffled = [*changes, *changes[:1]]
    random.Random(seed).shuffle(shuffled)

    assert applied(before, shuffled) == applied(before, changes)
    assert moves(what_if(before, shuffled, chained=False)) == moves(what_if(before, changes, chained=False))


def moves(found: WhatIf) -> list[tuple[object, ...]]:
    """Return everything that is told of what moved; causes are sets."""
    return [
        (moved.area, one.kind, one.id, one.was, one.now, set(one.because), set(one.needed), one.enough)
        for moved in found.moved
        for one in moved.differences
    ]


@settings(max_examples=60, deadline=None)
@given(asked())
def test_a_cause_makes_its_difference_alone(one: tuple[Inspection, list[Change]]) -> None:
    """Each cause does by itself what it is said to, no other change does, and what is needed is."""
    before, changes = one
    found = what_if(before, changes, chained=False)
    for moved in found.moved:
        for difference in moved.differences:
            makes = {str(c) for c in found.changes if told(before, [c], moved.area, difference)}
            without = {
                str(c)
                for c in found.changes
                if not told(before, [o for o in found.changes if o != c], moved.area, difference)
            }
            assert set(difference.because) == makes
            assert set(difference.needed) == (set() if makes else without)


def told(before: Inspection, changes: Sequence[Change], area: str, difference: Any) -> bool:
    """Say whether some changes alone make a difference; those that can't be made alone make none."""
    try:
        after = applied(before, changes)
    except InvalidInputError:
        return False
    old, new = (derive(one, areas=[area], chained=False).areas[0] for one in (before, after))
    return any(
        (d.kind, d.id, d.now) == (difference.kind, difference.id, difference.now)
        for d in differences(old, new)
    )


@settings(max_examples=40, deadline=None)
@given(cases(most=20), st.integers(0, 10**6))
def test_dropped_and_added_back_is_as_it_was(case: Case, seed: int) -> None:
    """Taken away and then added, or both at once, a record leaves the case as it was."""
    before = Inspection(case, framework(), pack())
    for one in random.Random(seed).sample(case.evidence, min(3, len(case.evidence))):
        assert applied(applied(before, [Drop(one.id)]), [Add(one)]) == before
        assert applied(before, [Add(one), Drop(one.id)]) == before


def test_put_right_is_as_the_contract_has_it() -> None:
    """`--right` makes a widespread strength of the same source, and takes out what told of a shortfall."""
    old = inspection(WEST_MERCIA).case.record("RES-01")
    new = applied(inspection(WEST_MERCIA), [Right("RES-01")]).case.record("RES-01")

    assert new == put_right(old)
    assert (new.shows, new.extent, new.source) == ("strength", "widespread", old.source)
    assert (new.impact, new.measure, new.recurring, new.trend) == (None, None, False, None)


def test_a_field_is_set_as_if_it_stood_in_the_file() -> None:
    """Nested fields, lists, numbers and truth values are set; an empty value takes a field out."""
    changes = [
        Set("RES-01", "measure.count", 50),
        Set("RES-01", "affects", ["recording"]),
        Set("RES-02", "recurring", True),
        Set("RES-03", "impact", None),
    ]
    case = applied(inspection(WEST_MERCIA), changes).case

    assert str(case.record("RES-01").measure) == "50 of 60"
    assert case.record("RES-01").affects == ("recording",)
    assert case.record("RES-02").recurring is True
    assert case.record("RES-03").impact is None


def test_the_case_itself_stays_as_it_is() -> None:
    """Nothing is changed in place."""
    before = inspection(WEST_MERCIA)
    hashed = before.case.sha256
    what_if(before, [Right("OFF-11"), Drop("RES-01"), Param("well-beyond", Fraction(3))], chained=False)

    assert before.case.sha256 == hashed
    assert before.pack.values["well-beyond"] != 3
    assert isinstance(before.case.record("RES-01"), Record)
