"""What no putting right supplies: the verdicts that only evidence of another kind could lead to."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from peelgrade.assessment import AreaAssessment, Inspection
from peelgrade.compiling import Program, program
from peelgrade.conditions import comparisons, holds
from peelgrade.framework import Area
from peelgrade.reaching.interchange import Board, Group
from peelgrade.reaching.searching import Option, Search
from peelgrade.reaching.tallying import Tally
from peelgrade.reaching.ways import Ways, smallest_of, ways_of


@dataclass(frozen=True)
class Lacking:
    """
    The fewest characteristics of which the verdict would have to be better than putting right makes it.

    *verdict* is the lowest that would do, *ways* are the smallest sets of characteristics, as kinds, and
    *means* are the rules that say what leads to such a verdict.
    """

    verdict: str
    ways: Ways
    means: tuple[str, ...]


def lacking(inspection: Inspection, place: Area, highest: AreaAssessment, rank: int) -> Lacking | None:
    """
    Return what an area lacks for the grade of *rank*, *highest* being the best that putting right does.

    Characteristics that are assessed come first; others are only called upon where these don't suffice.
    None, if no verdicts whatever lead to the grade.
    """
    run = program(inspection.framework, inspection.pack, chained=False)
    assessed = {one.characteristic for one in highest.verdicts if one.assessed}
    for names in (assessed, set(place.ids)):
        for verdict in inspection.framework.verdicts:
            ways = _ways(run, place, highest, rank, verdict, names)
            if ways.smallest is not None:
                return Lacking(verdict, ways, tuple(dict.fromkeys(_means(run, verdict))))
    return None


def _ways(
    run: Program, place: Area, highest: AreaAssessment, rank: int, verdict: str, names: Collection[str]
) -> Ways:
    """Return the smallest sets of characteristics, out of *names*, for which *verdict* would do."""
    tally = Tally(run, place, rank)
    groups = tuple(Group((name,), (name,), (), ()) for name in place.ids)
    better = (tally.step_of[verdict], tally.unconcerned)
    options = []
    for number, name in enumerate(place.ids):
        now = tally.outcome(highest.verdict(name))
        raised = [Option(((number, 1),), max(now, better))] if name in names else []
        options.append((Option((), now), *raised))
    table = Board(run, place, tally, groups, {})
    search = Search(table, tuple(options), lambda reached: reached >= rank)
    return ways_of(table, smallest_of(search))


def _means(run: Program, verdict: str) -> Iterator[str]:
    """Yield what the rules say of a verdict, and of the weakest strength that leads to it."""
    strongest = run.facts["verdict"]["strongest"]
    for rule in run.pack.tier("verdict"):
        if rule.concludes != verdict:
            continue
        yield rule.says
        for one in comparisons(run.tiers["verdict"].tests[rule.id]):
            if one.fact == strongest.name:
                levels = [held for held in strongest.domain if held and holds(one, {one.fact: held})]
                wanted = strongest.decode(min(levels, default=0))
                yield from (other.says for other in run.pack.tier("appraise") if other.concludes == wanted)
