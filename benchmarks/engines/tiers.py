"""A case graded tier by tier, whatever engine says which conditions hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from peelgrade.appraising import read, weighing
from peelgrade.assessment import Appraisal, Assessment, Inspection, Verdict
from peelgrade.capping import counts, needed
from peelgrade.compiling import Program
from peelgrade.deciding import concern_facts, verdict_facts
from peelgrade.facts import NO_CONCERN
from peelgrade.framework import NOT_ASSESSED, Area
from peelgrade.rules import CAUSE, IMPROVEMENT, Tier

Facts = Mapping[str, int]


class Engine(Protocol):
    """What says which rules' conditions hold."""

    def match(self, tier: Tier, facts: Sequence[Facts]) -> Sequence[frozenset[str]]:
        """Return the rules of a tier whose condition holds, for each of *facts*."""


@dataclass(frozen=True)
class Graded:
    """What a case comes to, as far as engines can differ: levels, verdicts, concerns and grades."""

    levels: dict[str, str]
    verdicts: dict[str, str]
    concerns: dict[str, str]
    grades: dict[str, str | None]


def of_assessment(assessment: Assessment) -> Graded:
    """Return the same of an assessment by `derive`."""
    concerns = {
        name: one.rule
        for area in assessment.areas
        for one in (*area.improvements, *area.causes)
        for name in one.characteristics
    }
    return Graded(
        {name: one.level for name, one in assessment.appraisals.items()},
        {one.characteristic: one.verdict for area in assessment.areas for one in area.verdicts},
        concerns,
        {area.area: area.grade for area in assessment.areas},
    )


def graded(run: Program, inspection: Inspection, engine: Engine) -> Graded:
    """Return what a case comes to, all conditions read by one engine."""
    appraisals = _appraised(run, inspection, engine)
    verdicts = _judged(run, inspection, engine, appraisals)
    concerns = _concerns(run, engine, [one for one in verdicts.values() if one.assessed])
    return Graded(
        {name: one.level for name, one in appraisals.items()},
        {name: one.verdict for name, one in verdicts.items()},
        {name: rule for name, rule in concerns.items() if run.framework.area_of(name).graded},
        _grades(run, engine, verdicts, concerns),
    )


def _only(run: Program, tier: Tier, met: frozenset[str]) -> str:
    return run.only(tier, run.tiers[tier].left(met), "a benchmark")


def _appraised(run: Program, inspection: Inspection, engine: Engine) -> dict[str, Appraisal]:
    facts, sides = run.facts["appraise"], {level.id: level.side for level in run.pack.levels}
    weighs = weighing(inspection.case, run.framework, run.pack)
    used = {one.id: one for records in weighs.values() for one in records}
    held = [
        {
            name: facts[name].encode(value)
            for name, value in read(one, run.framework, run.pack).facts.items()
        }
        for one in used.values()
    ]
    found = {}
    for record, one, met in zip(used.values(), held, engine.match("appraise", held), strict=True):
        rule = _only(run, "appraise", met)
        level = run.says(rule)
        found[record.id] = Appraisal(record, one, "", level, sides[level], rule)
    return found


def _judged(
    run: Program, inspection: Inspection, engine: Engine, appraisals: Mapping[str, Appraisal]
) -> dict[str, Verdict]:
    verdicts, asked = {}, {}
    for name, records in weighing(inspection.case, run.framework, run.pack).items():
        here = [appraisals[one.id] for one in records]
        verdicts[name] = Verdict(name, NOT_ASSESSED)
        if any(one.side != "neither" for one in here):
            asked[name] = verdict_facts(run, here)
    for (name, facts), met in zip(
        asked.items(), engine.match("verdict", list(asked.values())), strict=True
    ):
        rule = _only(run, "verdict", met)
        verdicts[name] = Verdict(name, run.says(rule), rule, facts)
    return verdicts


def _concerns(run: Program, engine: Engine, verdicts: Sequence[Verdict]) -> dict[str, str]:
    matched = engine.match("concern", [concern_facts(run, one) for one in verdicts])
    left = [run.tiers["concern"].left(met) for met in matched]
    return {
        one.characteristic: rule
        for one, rules in zip(verdicts, left, strict=True)
        for rule in rules
        if run.says(rule) != NO_CONCERN
    }


def _grades(
    run: Program, engine: Engine, verdicts: Mapping[str, Verdict], concerns: Mapping[str, str]
) -> dict[str, str | None]:
    areas = [area for area in run.framework.areas if area.graded]
    facts = {area.id: _counted(run, area, verdicts, concerns) for area in areas}
    grades: dict[str, str | None] = {area.id: None for area in run.framework.areas}
    secure = [area for area in areas if facts[area.id]["assessed"] >= needed(run, area)]
    for area, met in zip(secure, engine.match("grade", [facts[one.id] for one in secure]), strict=True):
        rules = [run.pack.by_id[one] for one in run.tiers["grade"].left(met)]
        ceilings = [run.framework.rank(one.concludes) for one in rules if run.pack.applies(one, area.id)]
        grades[area.id] = run.framework.grade_ids[min(ceilings, default=-1)]
    return grades


def _counted(
    run: Program, area: Area, verdicts: Mapping[str, Verdict], concerns: Mapping[str, str]
) -> dict[str, int]:
    said = [run.says(concerns[name]) for name in area.ids if name in concerns]
    kinds = {"causes-of-concern": said.count(CAUSE), "areas-for-improvement": said.count(IMPROVEMENT)}
    return counts(run, area, {name: verdicts[name].verdict for name in area.ids}) | kinds
