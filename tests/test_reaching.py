"""What it takes and what a grade hangs on, against brute force over every set of records."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generators import FIXTURES, WEST_MERCIA, case_of, cases, framework, inspection, pack, thin_pack
from peelgrade.assessment import NOT_SECURE, Inspection
from peelgrade.capping import counts, fired
from peelgrade.compiling import program
from peelgrade.deriving import derive
from peelgrade.evidence import Case, Measure, Record
from peelgrade.framework import NOT_ASSESSED
from peelgrade.loading import load_framework, load_rules
from peelgrade.pages.reaching import reach_data
from peelgrade.reaching import Hanging, Reach, hanging, reach
from peelgrade.reaching.interchange import weighed
from peelgrade.reaching.ways import changed
from subsets import Sets, removed, righted, told

AREA = "responding"
HOMES, COUNCILS = FIXTURES / "elsewhere" / "cms-five-star", FIXTURES / "elsewhere" / "cqc-councils"
GRADES = framework().grade_ids[1:]
GRADED_AREAS = tuple(area.id for area in framework().areas if area.graded)


def check_reach(case: Inspection, area: str, grade: str) -> None:
    """Hold both lists of `reach`, and the ways to fail that they were checked by, against every set."""
    smallest, every = (reach(case, area, grade, every=flag, chained=False) for flag in (False, True))
    brute, wanted = righted(case, area, every.shortfalls), case.framework.rank(grade)
    good = brute.ranks >= wanted
    least, failing = brute.minimal(good), brute.maximal(~good)

    assert smallest.ways.complete
    assert every.ways.complete
    assert told(every.ways) == least
    assert told(smallest.ways) == brute.fewest(good)
    assert smallest.ways.smallest == every.ways.smallest == min(map(len, least), default=None)
    assert every.failing == len(failing)
    assert all(one - fail for one in least for fail in failing)


def check_hanging(case: Inspection, area: str) -> None:
    """Hold what a grade hangs on against every set of the records that weigh."""
    found = hanging(case, area)
    now = derive(case, areas=[area], chained=False).areas[0]
    if now.grade is None:
        assert found is None
        return
    assert found is not None
    weighs = weighed(case, case.framework.area(area)).appraisals.values()
    ids = sorted({one.record.id for appraisals in weighs for one in appraisals if one.side != "neither"})
    brute, present = removed(case, area, ids), case.framework.rank(now.grade)
    lost = brute.ranks == -1
    for ways, leads in (
        (found.lower, (brute.ranks < present) & ~lost),
        (found.higher, brute.ranks > present),
        (found.lost, lost),
    ):
        assert ways.complete
        assert told(ways) == brute.fewest(leads)


@settings(max_examples=70, deadline=None)
@given(case=cases(AREA, most=9), grade=st.sampled_from(GRADES), thin=st.booleans())
def test_every_set_is_that_of_brute_force(case: Case, grade: str, thin: bool) -> None:
    """On random evidence the lists are those of looking at every set, and the check by duality holds."""
    check_reach(Inspection(case, framework(), thin_pack() if thin else pack()), AREA, grade)


@settings(max_examples=60, deadline=None)
@given(case=cases("prevention", most=8), thin=st.booleans())
def test_what_a_grade_hangs_on_is_that_of_brute_force(case: Case, thin: bool) -> None:
    """On random evidence the smallest removals that lower, raise and lose a grade are all found."""
    check_hanging(Inspection(case, framework(), thin_pack() if thin else pack()), "prevention")


PLACES: list[tuple[str, ...]] = [
    *((one,) for one in framework().area(AREA).ids[:9]),
    *((one,) for one in framework().area(AREA).ids[3:9]),
    ("4.1.1", "4.3.1"),
    ("4.2.2", "4.4.1"),
    ("4.3.1", "4.3.2"),
]
CROWD = tuple(
    Record(
        id=f"X-{number:02}",
        characteristic=characteristics,
        source=("inspection", "data", "interview")[number % 3],
        finding="Something falls short.",
        shows="shortfall",
        extent=("some", "widespread", "isolated")[number % 5 % 3],
        impact=("moderate", "high")[number % 7 % 2],
        recurring=number % 6 == 0,
    )
    for number, characteristics in enumerate(PLACES)
)


@pytest.mark.parametrize("grade", GRADES[:-1])
def test_eighteen_shortfalls_by_brute_force(grade: str) -> None:
    """A quarter of a million sets of eighteen records, some on several characteristics, say the same."""
    check_reach(Inspection(case_of(*CROWD), framework(), pack()), AREA, grade)


@pytest.mark.parametrize(("area", "grade"), list(product(GRADED_AREAS, ("adequate", "good"))))
def test_west_mercia_by_brute_force(area: str, grade: str) -> None:
    """In each area of a real force the lists are those of looking at every set."""
    check_reach(inspection(WEST_MERCIA), area, grade)


@pytest.mark.parametrize("area", GRADED_AREAS)
def test_each_record_of_a_set_is_needed(area: str) -> None:
    """Graded by the real evaluator, a set reaches the grade, and with any one record less it doesn't."""
    case, good = inspection(WEST_MERCIA), framework().rank("good")
    found = reach(case, area, "good", every=True, chained=False)

    def rank(right: set[str]) -> int:
        return framework().rank(changed(case, framework().area(area), right=right).areas[0].grade or "")

    for one in found.ways.sets[:6]:
        assert rank(set(one)) >= good
        assert all(rank(set(one) - {left}) < good for left in one)


def test_what_is_told_of_removals_is_so() -> None:
    """Without the records of each set the real evaluator comes to a grade that is told."""
    case = inspection(WEST_MERCIA)
    for area in GRADED_AREAS:
        found = hanging(case, area)
        assert isinstance(found, Hanging)
        for name in ("lower", "higher", "lost"):
            for one in getattr(found, name).sets[:3]:
                after = changed(case, framework().area(area), gone=one).areas[0]
                assert (after.grade in found.grades[name]) == (name != "lost")
                assert (after.outcome == NOT_SECURE) == (name == "lost")


def test_nothing_has_to_be_put_right_for_a_grade_that_is_there() -> None:
    """The empty set is the one smallest set for any grade that is no better than the present one."""
    data = reach_data(reach(inspection(WEST_MERCIA), "recording", "adequate"))

    assert (data["smallest"], data["kinds"], data["sets"], data["count"]) == (0, [[]], [[]], 1)


def test_a_grade_out_of_reach_has_gaps() -> None:
    """Nothing exceeded: the ceiling is named, the verdicts that it waits for, and what leads to them."""
    found = reach(inspection(WEST_MERCIA), "offenders", "outstanding")
    data = reach_data(found)
    ceiling, verdicts = data["gaps"]

    assert (data["smallest"], data["sets"], data["count"], data["complete"]) == (None, [], 0, True)
    assert (ceiling["rule"], ceiling["grade"]) == ("grade.not-well-beyond", "good")
    assert (verdicts["verdict"], verdicts["smallest"]) == ("exceeded", 2)
    assert verdicts["count"] == 21
    assert any("exceptional" in one for one in verdicts["means"])


def test_missing_evidence_is_a_gap_that_no_force_puts_right() -> None:
    """Without an audit of crime recording there is no grade to reach, whatever is put right."""
    found = reach(inspection(FIXTURES / "cases" / "gwent.yaml"), "recording", "good")
    gap = reach_data(found)["gaps"][0]

    assert found.area.outcome == NOT_SECURE
    assert (gap["kind"], gap["assessed"], gap["characteristics"]) == (
        "evidence-not-secure", 0, list(framework().area("recording").ids),
    )  # fmt: skip
    assert found.lacking is None


@settings(max_examples=40, deadline=None)
@given(case=cases(AREA, most=12), grade=st.sampled_from(GRADES))
def test_what_is_lacking_is_that_of_brute_force(case: Case, grade: str) -> None:
    """The fewest characteristics whose verdict must be better are found, and no lower verdict would do."""
    with_pack = Inspection(case, framework(), thin_pack())
    found = reach(with_pack, AREA, grade, chained=False)
    if found.lacking is None:
        assert found.ways.kinds or found.highest.outcome == NOT_SECURE
        return
    every = framework().area(AREA).ids
    assessed = [one for one in every if one not in found.highest.missing]
    verdict, sets = next(
        (verdict, sets)
        for names, verdict in product((assessed, every), framework().verdicts)
        if (sets := lifting(with_pack, found, verdict, grade, names))
    )

    assert found.lacking.verdict == verdict
    assert told(found.lacking.ways) == sets


def lifting(case: Inspection, found: Reach, verdict: str, grade: str, names: Sequence[str]) -> Sets:
    """Return the smallest sets out of *names* that lead to a grade if they are at least *verdict*."""
    run, area = program(case.framework, case.pack, chained=False), case.framework.area(AREA)
    scale, wanted = case.framework.verdicts, case.framework.rank(grade)
    now = {one.characteristic: one.verdict for one in found.highest.verdicts}
    for size in range(len(names) + 1):
        good = set()
        for chosen in combinations(names, size):
            better = {name: max(now[name], verdict, key=(NOT_ASSESSED, *scale).index) for name in chosen}
            facts = counts(run, area, now | better) | {"causes-of-concern": 0, "areas-for-improvement": 0}
            ceilings = [case.framework.rank(rule.concludes) for rule in fired(run, area, facts)]
            if min(ceilings, default=wanted) >= wanted:
                good.add(frozenset(chosen))
        if good:
            return good
    return set()


def foreign(folder: Path, values: tuple[int, ...], twice: bool) -> Inspection:
    """Return scores of another inspectorate's framework, each told by one record or by two."""
    model = load_framework(folder / "framework.yaml")
    rules = load_rules(folder / "rules", model)
    unit = "stars" if folder == HOMES else "score"
    records = tuple(
        Record(
            id=f"{name}-{number}",
            characteristic=(name,),
            source="data",
            measure=Measure(value=Fraction(max(1, value - number)), unit=unit, standard=unit),
        )
        for name, value in zip(model.characteristic_ids, values, strict=False)
        for number in range(2 if twice else 1)
    )
    case = Case(case="foreign", force="Elsewhere", framework=model.id, evidence=records)
    return Inspection(case, model, rules)


@pytest.mark.parametrize("twice", [False, True])
@pytest.mark.parametrize(
    ("folder", "values"),
    [
        (HOMES, (3, 1, 3)),
        (HOMES, (5, 5, 5)),
        (HOMES, (2, 4, 1)),
        (COUNCILS, (2, 3, 3, 2, 3)),
        (COUNCILS, (1, 1, 4, 4, 4, 2)),
    ],
    ids=str,
)
def test_other_frameworks_by_brute_force(folder: Path, values: tuple[int, ...], twice: bool) -> None:
    """With other grades, verdicts and counts the same holds: for every grade, and for what it hangs on."""
    case = foreign(
        folder,
        values + (3,) * (9 - len(values)) if folder == COUNCILS else values,
        twice and folder == HOMES,
    )
    for grade in case.framework.grade_ids[1:]:
        check_reach(case, "overall", grade)
    check_hanging(case, "overall")


def test_a_foreign_grade_names_the_verdict_that_it_waits_for() -> None:
    """One more star for staffing would do: no rule of police forces is spoken of."""
    found = reach(foreign(HOMES, (3, 1, 3), twice=False), "overall", "three-star")

    assert found.lacking is not None
    assert (found.lacking.verdict, found.lacking.ways.sets) == ("two", (("staffing",),))
