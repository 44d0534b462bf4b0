"""How firm grades are: removals, against the whole case derived again without each record."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings

from generators import case_of, case_paths, cases, framework, inspection, pack, record, thin_pack
from peelgrade.assessment import GRADED, NOT_SECURE, AreaAssessment, Inspection
from peelgrade.deriving import derive
from peelgrade.evidence import EXTENTS, IMPACTS, SHOWS, Case
from peelgrade.model import altered
from peelgrade.pages.removals import removal_words
from peelgrade.stressing import Removal, Removals, Standing, removals, source_removals
from peelgrade.stressing.doubting import doubtful, flips
from peelgrade.stressing.pairing import needing_both, pair_removals
from peelgrade.stressing.removing import weighing_in
from peelgrade.stressing.standing import standing

AREAS = [area.id for area in framework().areas]


def areas_without(case: Inspection, gone: set[str], areas: list[str]) -> dict[str, AreaAssessment]:
    """Return some areas of a case derived anew without some records."""
    left = tuple(one for one in case.case.evidence if one.id not in gone)
    found = derive(
        Inspection(case.case.with_evidence(left), case.framework, case.pack), areas=areas, chained=False
    )
    return {one.area: one for one in found.areas}


def check_removals(case: Inspection) -> None:
    """Assert that removals say what the case says when it is derived without each record."""
    now = {one.area: one for one in derive(case, chained=False).areas}
    found = removals(case)
    weighs = {
        area.area: sorted({r for verdict in area.verdicts for r in verdict.weighs}) for area in now.values()
    }
    for one in found:
        assert one.now == standing(now[one.area])
        assert one.of == len(weighs[one.area])
    moved = {(one.area, move.records): move.standing for one in found for move in one.moves}
    for name in sorted({r for records in weighs.values() for r in records}):
        areas = [area for area, records in weighs.items() if name in records]
        for area, after in areas_without(case, {name}, areas).items():
            assert standing(after) == moved.get((area, (name,)), standing(now[area]))


@pytest.mark.parametrize("path", case_paths(), ids=lambda path: path.stem)
def test_removals_agree_with_the_whole_derivation(path: Path) -> None:
    """Every single removal from every fixture comes out as deriving it again does."""
    check_removals(inspection(path, thin=True))


@settings(max_examples=40, deadline=None)
@given(case=cases("responding", most=12))
def test_removals_from_any_case_agree_with_the_whole_derivation(case: Case) -> None:
    """The same holds whatever was found."""
    check_removals(Inspection(case, framework(), thin_pack()))


def test_a_grade_that_rests_on_one_record_falls_with_it() -> None:
    """Of two strengths one of which is alone on its characteristic, only that one is missed."""
    ids = framework().area("responding").ids[:5]
    strong = {"shows": "strength", "extent": "widespread"}
    records = [record(f"X-{n}", one, **strong) for n, one in enumerate(ids)]
    case = Inspection(case_of(*records, record("X-9", ids[0], **strong)), framework(), pack())
    found = removals(case, ["responding"])[0]

    assert found.now == Standing(GRADED, "good")
    assert (found.held, found.of) == (2, 6)
    assert {one.goes for one in found.moves} == {"lost"}
    assert [one.records for one in found.moves] == [("X-1",), ("X-2",), ("X-3",), ("X-4",)]
    assert removal_words(found, framework()) == (
        "holds under 2 of 6 single removals; is no longer secure enough for a grade "
        "if X-1, X-2, X-3 or X-4 goes"
    )


def test_all_records_of_a_kind_of_source_can_be_taken_away() -> None:
    """Each kind that weighs is tried, with the records that it stands for."""
    case = inspection(case_paths()[0])
    found = source_removals(case, ["responding"])[0]

    for source, removal in found.items():
        after = areas_without(case, set(removal.records), ["responding"])["responding"]
        assert {case.case.record(one).source for one in removal.records} == {source}
        assert removal.standing == standing(after)
    assert len(found) == 3


@pytest.mark.parametrize("area", ["investigating", "protecting"])
def test_pairs_agree_with_the_whole_derivation(area: str) -> None:
    """Every pair is tried, and those that move an area where neither alone does are told apart."""
    case = inspection(case_paths()[0])
    single, pairs = removals(case, [area])[0], pair_removals(case, [area])[0]
    moved = {one.records: one.standing for one in pairs.moves}
    ids = weighing_in(case, [area])[area]

    assert pairs.now == single.now
    assert pairs.of == len(ids) * (len(ids) - 1) // 2
    for pair in list(combinations(ids, 2))[::5]:
        after = standing(areas_without(case, set(pair), [area])[area])
        assert after == moved.get(pair, pairs.now)
    alone = {one.records[0] for one in single.moves}
    for one in needing_both(pairs, single):
        assert one in pairs.moves
        assert not alone & set(one.records)


def test_doubtful_codings_are_flipped_one_level_each_way() -> None:
    """Marked or named, each field a level higher and lower, and the area stands as derived with it."""
    case = inspection(case_paths()[0])
    found = flips(case, "protecting", doubtful(case, ["PRO-01"])[-9:])
    scales = {"shows": SHOWS, "extent": EXTENTS, "impact": IMPACTS}

    assert {"PRO-01", "PRO-04"} <= {one.record for one in found}
    for one in found:
        was, now = (scales[one.field].index(level) for level in (one.was, one.now))
        changed = tuple(
            altered(r, **{one.field: one.now}) if r.id == one.record else r for r in case.case.evidence
        )
        after = derive(
            Inspection(case.case.with_evidence(changed), case.framework, case.pack),
            areas=["protecting"],
            chained=False,
        )
        assert abs(was - now) == 1
        assert one.standing == standing(after.areas[0])
        assert (one.goes == "same") == (one.standing == removals(case, ["protecting"])[0].now)
    assert any(one.goes == "lower" for one in found)


@pytest.mark.parametrize(
    ("moves", "of", "said"),
    [
        ((), 44, "holds whichever single record is taken away (of 44)"),
        ((), 0, "rests on nothing that could be taken away"),
        (
            (("RES-03", "adequate", "lower"),), 44,
            "holds under 43 of 44 single removals; falls to adequate if RES-03 goes",
        ),
        (
            (("A", "requires-improvement", "lower"), ("B", "outstanding", "higher"),
             ("C", "requires-improvement", "lower"), ("D", None, "lost")), 4,
            ("holds under none of 4 single removals; falls to requires improvement if A or C goes; "
             "rises to outstanding if B goes; is no longer secure enough for a grade if D goes"),
        ),
    ],
)  # fmt: skip
def test_removals_are_told_in_words(
    moves: tuple[tuple[str, str | None, str], ...], of: int, said: str
) -> None:
    """How many hold comes first, then where the area goes, with the records."""
    told = tuple(
        Removal((name,), Standing(GRADED if grade else NOT_SECURE, grade), goes)  # type: ignore[arg-type]
        for name, grade, goes in moves
    )
    found = Removals("responding", Standing(GRADED, "good"), of, told)

    assert removal_words(found, framework()) == said
