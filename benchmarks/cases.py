"""Cases that are made up: larger ones, variants, and an area with very many shortfalls."""

from __future__ import annotations

from random import Random

from peelgrade.assessment import Inspection
from peelgrade.evidence import EXTENTS, IMPACTS, Case, Record, in_order
from peelgrade.loading import load_framework, load_rules
from peelgrade.model import altered

FRAMEWORK = "peel-2023-25"
SHARED = 0.15
"""The share of shortfalls that weigh on two characteristics."""
SOURCES = ("inspection", "interview", "data", "case-file-review", "document")


def enlarged(case: Case, size: int) -> Case:
    """Return a case of *size* records, those of *case* over and over under other ids."""
    records: list[Record] = []
    while len(records) < size:
        turn = len(records) // len(case.evidence)
        records += [altered(one, id=f"{one.id}-{turn}") for one in case.evidence]
    return case.with_evidence(tuple(records[:size]))


def without_some(inspection: Inspection, seed: int, share: float = 0.05) -> Inspection:
    """Return an inspection without some of its records, the same for the same *seed*."""
    chance = Random(seed)
    left = tuple(one for one in inspection.case.evidence if chance.random() >= share)
    return Inspection(inspection.case.with_evidence(left), inspection.framework, inspection.pack)


def crowded(area: str, shortfalls: int, seed: int) -> Inspection:
    """Return a made-up force with many shortfalls in one area and some strengths, by the shipped rules."""
    framework = load_framework(FRAMEWORK)
    ids, chance = framework.area(area).ids, Random(seed)
    records = [_shortfall(number, ids, chance) for number in range(shortfalls)]
    records += [_strength(number, one, chance) for number, one in enumerate(ids) if chance.random() < 0.6]
    case = Case(case="crowded", force="Crowded", framework=FRAMEWORK, evidence=in_order(tuple(records)))
    return Inspection(case, framework, load_rules(FRAMEWORK, framework))


def _shortfall(number: int, ids: tuple[str, ...], chance: Random) -> Record:
    many = 2 if chance.random() < SHARED else 1
    return Record(
        id=f"SHORT-{number:02}",
        characteristic=tuple(chance.sample(ids, many)),
        source=chance.choice(SOURCES),  # type: ignore[arg-type]
        finding="Something falls short.",
        shows="shortfall",
        extent=chance.choice(EXTENTS),  # type: ignore[arg-type]
        impact=chance.choice(IMPACTS[:3]),  # type: ignore[arg-type]
        recurring=chance.random() < 0.2,
    )


def _strength(number: int, characteristic: str, chance: Random) -> Record:
    return Record(
        id=f"GOOD-{number:02}",
        characteristic=(characteristic,),
        source=chance.choice(SOURCES),  # type: ignore[arg-type]
        finding="Something is done well.",
        shows="strength",
        extent=chance.choice(EXTENTS),  # type: ignore[arg-type]
    )
