"""
Reasons, as data: why a grade, why not the next one up, and what nearly held it lower.

Nothing is worked out anew here: every reason is read off the assessment.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from peelgrade.assessment import GRADED, AreaAssessment, Assessment, Ceiling
from peelgrade.compiling import Program, program
from peelgrade.conditions import Comparison, Facts, Test, holds
from peelgrade.counting import groups_to_blame, units
from peelgrade.facts import Fact
from peelgrade.framework import NOT_ASSESSED
from peelgrade.rules import Count, Rule


@dataclass(frozen=True)
class Compared:
    """
    One comparison of a rule with both its numbers.

    *found* is what is, *bites* says from where the rule applies; *change* is how many of the
    characteristics *among* (those that count together joined by `and`) would have to change for it
    to turn; *goal* is the verdict that they would have to reach, where they would have to be better.
    """

    fact: str
    means: str
    found: str
    bites: str
    change: int
    among: tuple[str, ...]
    goal: str


@dataclass(frozen=True)
class Barrier:
    """
    A ceiling that stands below a wanted grade, and the *ways* in which it would bite no longer.

    Every comparison of a way would have to change; the way with the fewest changes stands first.
    """

    ceiling: Ceiling
    rule: Rule
    ways: tuple[tuple[Compared, ...], ...]

    @property
    def compared(self) -> tuple[Compared, ...]:
        """Return the comparisons of the way with the fewest changes."""
        return self.ways[0]


@dataclass(frozen=True)
class NearMiss:
    """A lower ceiling that didn't bite, and by how much it didn't."""

    rule: Rule
    compared: tuple[Compared, ...]

    @property
    def distance(self) -> int:
        """Return how many characteristics would have to change for it to bite."""
        return max((one.change for one in self.compared), default=0)


@dataclass(frozen=True)
class Explanation:
    """Everything that explains one area: the assessment it is read from, and the reasons in it."""

    area: AreaAssessment
    decisive: tuple[Barrier, ...]
    next_grade: str | None
    in_the_way: tuple[Barrier, ...]
    near_misses: tuple[NearMiss, ...]


def explain(assessment: Assessment, area: str) -> Explanation:
    """Return the reasons for one area's outcome; raise NotFoundError for an unknown area."""
    run = _program(assessment)
    found = assessment.area(area)
    if found.outcome != GRADED or found.grade is None:
        return Explanation(found, (), None, (), ())
    grades = run.framework.grade_ids
    higher = grades[grades.index(found.grade) + 1 :]
    wanted = higher[0] if higher else None
    return Explanation(
        found,
        tuple(barrier(run, found, one) for one in found.decisive),
        wanted,
        why_not(assessment, area, wanted) if wanted else (),
        near_misses(run, found),
    )


def _program(assessment: Assessment) -> Program:
    inspection = assessment.inspection
    return program(inspection.framework, inspection.pack, chained=len(assessment.evaluators) > 1)


def why_not(assessment: Assessment, area: str, grade: str) -> tuple[Barrier, ...]:
    """Return the ceilings that hold an area below *grade*, lowest first; none if it isn't below."""
    run = _program(assessment)
    found = assessment.area(area)
    rank = run.framework.rank(grade)
    below = [one for one in found.ceilings if run.framework.rank(one.grade) < rank]
    return tuple(barrier(run, found, one) for one in below)


def barrier(run: Program, area: AreaAssessment, ceiling: Ceiling) -> Barrier:
    """Return a ceiling with the ways in which it would bite no longer."""
    test = run.tiers["grade"].tests[ceiling.rule]
    return Barrier(ceiling, run.pack.by_id[ceiling.rule], _ways_to(run, area, test, wanted=False))


def _ways_to(
    run: Program, area: AreaAssessment, test: Test, *, wanted: bool
) -> tuple[tuple[Compared, ...], ...]:
    """Return the ways to make a test come out as *wanted*, the one with the fewest changes first."""
    found = [
        tuple(dict.fromkeys(_compared(run, area, one, bites=not _turns_true(one, area)) for one in way))
        for way in ways(test, area.facts, wanted=wanted)
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda way: sum(one.change for one in way)))


def _turns_true(one: Comparison, area: AreaAssessment) -> bool:
    return not holds(one, area.facts)


def ways(test: Test, facts: Facts, *, wanted: bool) -> list[tuple[Comparison, ...]]:
    """
    Return the ways to make *test* come out as *wanted*: each a set of comparisons that must turn.

    A test that comes out so already needs nothing turned.
    """
    if bool(holds(test, facts)) == wanted:
        return [()]
    if isinstance(test, Comparison):
        return [(test,)]
    each = [ways(part, facts, wanted=wanted ^ (test.kind == "none")) for part in test.parts]
    if ((test.kind == "all") == wanted and test.kind != "none") or (test.kind == "none" and wanted):
        return [tuple(one for way in chosen for one in way) for chosen in product(*each)]
    return [way for alternatives in each for way in alternatives]


def near_misses(run: Program, area: AreaAssessment) -> tuple[NearMiss, ...]:
    """Return the rules that would have held the area lower and didn't bite, nearest first."""
    assert area.grade is not None
    rank = run.framework.rank(area.grade)
    fired = {one.rule for one in area.ceilings}
    found = []
    for name in area.considered:
        rule = run.pack.by_id[name]
        if name in fired or run.framework.rank(rule.concludes) >= rank:
            continue
        ways_there = _ways_to(run, area, run.tiers["grade"].tests[name], wanted=True)
        possible = [way for way in ways_there if all(_possible(run, one) for one in way)]
        found += [NearMiss(rule, way) for way in possible[:1]]
    return tuple(
        sorted(
            found, key=lambda miss: (miss.distance, -run.framework.rank(miss.rule.concludes), miss.rule.id)
        )
    )


def _possible(run: Program, one: Compared) -> bool:
    """Say whether an area has enough characteristics for a count to come so far."""
    return _count(run, one.fact) is None or one.change <= len(one.among)


def _compared(run: Program, area: AreaAssessment, one: Comparison, *, bites: bool) -> Compared:
    fact = run.facts["grade"][one.fact]
    held = area.facts[one.fact]
    too_many = one.low is not None and (bites or held < one.low)
    bound = one.low if too_many else one.high
    assert bound is not None
    among = _among(run, area, one.fact, too_many=too_many == bites)
    # To stop biting a count leaves its bound by one; to bite it arrives there.
    goal = bound + ((-1 if too_many else 1) if bites else 0)
    change = _change(run, area, fact, held, goal)
    words = f"below {fact.read(bound + 1)}" if one.below else f"up to {fact.read(bound)}"
    words = f"from {fact.read(bound)}" if too_many else words
    reached = _goal(run, one.fact, too_many=too_many) if bites else ""
    return Compared(one.fact, fact.means, fact.read(held), words, change, among, reached)


def _goal(run: Program, name: str, *, too_many: bool) -> str:
    """Return the lowest verdict that no longer counts against an area, or that counts fully for it."""
    count = _count(run, name)
    if count is None:
        return ""
    wanted = 0 if too_many else max(count.points.values())
    fitting = [one for one in run.framework.verdicts if count.points.get(one, 0) == wanted]
    return fitting[0] if fitting else ""


def _among(run: Program, area: AreaAssessment, name: str, *, too_many: bool) -> tuple[str, ...]:
    """Return the characteristics by which a count could change in the direction that matters."""
    if name == "causes-of-concern":
        return tuple(one for cause in area.causes for one in cause.characteristics)
    if name == "areas-for-improvement":
        return tuple(one for afi in area.improvements for one in afi.characteristics)
    count = _count(run, name)
    if count is None:
        return ()
    verdicts = {one.characteristic: one.verdict for one in area.verdicts}
    place = run.framework.area(area.area)
    groups = groups_to_blame(count, place, verdicts, run.framework, run.pack, too_many=too_many)
    return tuple(" and ".join(group) for group in groups)


def _count(run: Program, name: str) -> Count | None:
    return next((one for one in run.pack.counts if one.id == name), None)


def _change(run: Program, area: AreaAssessment, fact: Fact, held: int, goal: int) -> int:
    """Return how many characteristics (or themes) must at least change to take a count to *goal*."""
    count = _count(run, fact.name)
    apart = Fraction(abs(goal - held), fact.unit)
    if count is None:
        return int(apart)
    most = max(count.points.values())
    if count.kind == "number":
        return -(-int(apart) // most)
    verdicts = {one.characteristic: one.verdict for one in area.verdicts}
    groups = units(count, run.framework.area(area.area), run.pack)
    given = [group for group in groups if any(verdicts[one] != NOT_ASSESSED for one in group)]
    needed = apart * len(given)
    return -(-needed.numerator // needed.denominator)
