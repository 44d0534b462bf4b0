"""The upper tiers on arrays: verdicts and concerns from facts, counts and ceilings from verdicts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from peelgrade.capping import needed
from peelgrade.compiling import Program
from peelgrade.conditions import Facts
from peelgrade.counting import units
from peelgrade.facts import NO_CONCERN
from peelgrade.framework import Area
from peelgrade.rules import CAUSE, IMPROVEMENT, Count, Tier
from peelgrade.stressing.folding import Ints

UNSECURE, UNGRADED = -1, -2
"""The ranks of an area in which too little is assessed, and of one that is never graded."""

CONCERN_CODES = {NO_CONCERN: 0, IMPROVEMENT: 1, CAUSE: 2}
_KINDS = len(CONCERN_CODES)
_ROOM = 1 << 62


@dataclass(frozen=True)
class Joined:
    """
    The different outcomes of one characteristic, verdict and concern together.

    *number* gives for each value of its spread which of the *size* outcomes it is.
    """

    verdicts: Ints
    concerns: Ints
    number: Ints

    @classmethod
    def of(cls, verdicts: Ints, concerns: Ints) -> Joined:
        """Return the outcomes that differ."""
        kept, number = np.unique(verdicts * _KINDS + concerns, return_inverse=True)
        return cls(kept // _KINDS, kept % _KINDS, number.reshape(-1))

    @property
    def size(self) -> int:
        """Return how many outcomes there are."""
        return len(self.verdicts)


def concluded(run: Program, name: str, facts: dict[str, Ints], *, graded: bool) -> tuple[Ints, Ints]:
    """
    Return the verdict and the concern that follow from each row of facts on a characteristic.

    Raises:
        RulesError: If the rules leave a row undecided or decide it twice.

    """
    scale = run.framework.verdicts
    assessed = (facts["gravest"] > 0) | (facts["strongest"] > 0)
    verdicts = np.full(len(assessed), len(scale), dtype=np.int64)
    concerns = np.zeros(len(assessed), dtype=np.int64)
    there = {fact: values[assessed] for fact, values in facts.items()}
    if assessed.any():
        codes = {rule.id: scale.index(rule.concludes) for rule in run.pack.tier("verdict")}
        verdicts[assessed] = _only(run, "verdict", name, there, codes)
    codes = {rule.id: CONCERN_CODES[rule.concludes] for rule in run.pack.tier("concern")}
    if assessed.any() and graded and codes:
        read = there | {"verdict": verdicts[assessed]}
        concerns[assessed] = _only(run, "concern", name, read, codes, otherwise=0)
    return verdicts, concerns


def _only(
    run: Program,
    tier: Tier,
    name: str,
    facts: Facts,
    codes: dict[str, int],
    *,
    otherwise: int | None = None,
) -> Ints:
    """Return the code of the one rule that fires on each row; *otherwise* where none does and none must."""
    length = len(next(iter(facts.values())))
    fires = _fires(run, tier, list(codes), facts, length)
    times = fires.sum(axis=0)
    wrong = (times > 1) | ((times == 0) & (otherwise is None))
    if wrong.any():
        row = {fact: int(values[int(np.argmax(wrong))]) for fact, values in facts.items()}
        run.only(tier, run.tiers[tier].fired(row), f"`{name}`")
    return np.where(times == 1, np.array(list(codes.values()))[fires.argmax(axis=0)], otherwise or 0)


def _fires(run: Program, tier: Tier, rules: list[str], facts: Facts, length: int) -> Any:
    """Return whether each rule fires on each row: an array of rules by rows."""
    known: dict[str, Any] = {}
    found = [np.broadcast_to(run.tiers[tier].fires(rule, facts, known), length) for rule in rules]
    return np.stack(found).astype(bool) if found else np.zeros((1, length), dtype=bool)


def ranks(run: Program, area: Area, verdicts: Ints, concerns: Ints) -> Ints:
    """
    Return the rank of the grade of each column of verdicts and concerns, UNSECURE or UNGRADED.

    Both arrays hold a row for each of the area's characteristics, in the framework's order.
    """
    length = verdicts.shape[1]
    if not area.graded:
        return np.full(length, UNGRADED, dtype=np.int64)
    facts = area_facts(run, area, verdicts, concerns)
    best = len(run.framework.grade_ids) - 1
    rules = [rule for rule in run.pack.tier("grade") if run.pack.applies(rule, area.id)]
    fires = _fires(run, "grade", [rule.id for rule in rules], facts, length)
    places = np.array([run.framework.rank(rule.concludes) for rule in rules] or [best])
    lowest = np.where(fires, places[:, None], best).min(axis=0)
    return np.where(facts["assessed"] >= needed(run, area), lowest, UNSECURE)


def area_facts(run: Program, area: Area, verdicts: Ints, concerns: Ints) -> dict[str, Ints]:
    """Return what the grade rules read of each column."""
    facts = {one.id: _counted(run, one, area, verdicts) for one in run.pack.counts}
    facts["assessed"] = (verdicts < len(run.framework.verdicts)).sum(axis=0)
    facts["causes-of-concern"] = (concerns == CONCERN_CODES[CAUSE]).sum(axis=0)
    facts["areas-for-improvement"] = (concerns == CONCERN_CODES[IMPROVEMENT]).sum(axis=0)
    return facts


def _counted(run: Program, count: Count, area: Area, verdicts: Ints) -> Ints:
    """Return a count of each column, as the whole number that its fact is held as."""
    scale, places = run.framework.verdicts, {name: n for n, name in enumerate(area.ids)}
    worth = np.array([count.points.get(one, 0) for one in scale] + [0], dtype=np.int64)
    # A unit is read by its lowest verdict; what isn't assessed lies above all and counts for nothing.
    found = [verdicts[[places[one] for one in unit]].min(axis=0) for unit in units(count, area, run.pack)]
    lowest = np.stack(found) if found else np.full((1, verdicts.shape[1]), len(scale))
    points: Ints = worth[lowest].sum(axis=0)
    if count.kind == "number":
        return points
    unit, top = run.facts["grade"][count.id].unit, max(count.points.values())
    most = top * (lowest < len(scale)).sum(axis=0)
    if unit * top * len(area.ids) > _ROOM:
        points, most = points.astype(object), most.astype(object)
    return np.where(most > 0, points * unit // np.maximum(most, 1), unit)
