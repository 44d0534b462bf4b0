"""
From a case to its assessment, tier by tier.

Records are appraised, appraisals become a verdict for each characteristic, shortfalls become
concerns, and verdicts and concerns lower ceilings: the grade is the lowest ceiling. A ceiling cites
the evidence without which it wouldn't bite.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from peelgrade.appraising import read, weighing
from peelgrade.assessment import (
    GRADED,
    NOT_GRADED,
    NOT_SECURE,
    Appraisal,
    AreaAssessment,
    Assessment,
    Inspection,
)
from peelgrade.capping import Weighed, assess_area, needed
from peelgrade.compiling import Program, program
from peelgrade.deciding import check_verdicts
from peelgrade.evidence import Record
from peelgrade.framework import Area

__all__ = ["GRADED", "NOT_GRADED", "NOT_SECURE", "appraise", "derive", "needed"]


def derive(
    inspection: Inspection, *, areas: Iterable[str] | None = None, chained: bool = True
) -> Assessment:
    """
    Return the assessment of a case: every area, or those named, with everything considered.

    The same inspection gives an equal assessment, in any order of its records.

    Args:
        inspection: The case, its framework and the rule pack.

        areas: The ids of the areas wanted; all, if left out.

        chained: Whether durable_rules checks every conclusion (where it can be imported).

    Raises:
        NotFoundError: If an area doesn't exist.
        RulesError: If the rules leave something undecided or decide it twice.
        DisagreementError: If two evaluators differ.

    """
    framework, pack = inspection.framework, inspection.pack
    run = program(framework, pack, chained=chained)
    wanted = _wanted(inspection, areas)
    records = weighing(inspection.case, framework, pack)
    used = sorted({r.id for area in wanted for one in area.ids for r in records[one]})
    appraisals = appraise(run, [inspection.case.record(one) for one in used])
    weighed = Weighed(
        run,
        {one: tuple(appraisals[r.id] for r in records[one]) for area in wanted for one in area.ids},
    )
    check_verdicts(run, [weighed.verdict(one) for one in weighed.appraisals])
    assessed = tuple(assess_area(weighed, area) for area in wanted)
    check_grades(run, assessed)
    evaluators = ("peelgrade", "durable_rules") if run.chain else ("peelgrade",)
    return Assessment(inspection, appraisals, assessed, evaluators)


def _wanted(inspection: Inspection, areas: Iterable[str] | None) -> Sequence[Area]:
    if areas is None:
        return inspection.framework.areas
    named = {inspection.framework.area(one).id for one in areas}
    return [area for area in inspection.framework.areas if area.id in named]


def appraise(run: Program, records: Sequence[Record]) -> dict[str, Appraisal]:
    """Return the appraisal of each record by its id: what it shows and how much it weighs."""
    facts = run.facts["appraise"]
    readings = [read(record, run.framework, run.pack) for record in records]
    held = [{name: facts[name].encode(v) for name, v in one.facts.items()} for one in readings]
    sides = {level.id: level.side for level in run.pack.levels}
    appraisals = {}
    fired = run.conclude("appraise", held)
    for record, reading, one, rules in zip(records, readings, held, fired, strict=True):
        rule = run.only("appraise", rules, f"record `{record.id}`")
        level = run.says(rule)
        appraisals[record.id] = Appraisal(
            record,
            one,
            str(reading.facts["shows"]),
            level,
            sides[level],
            rule,
            reading.reads,
            reading.derived,
            reading.differs,
        )
    return appraisals


def check_grades(run: Program, areas: Sequence[AreaAssessment]) -> None:
    """Have both evaluators conclude the grade tier on every graded area."""
    run.conclude("grade", [area.facts for area in areas if area.outcome == GRADED])
