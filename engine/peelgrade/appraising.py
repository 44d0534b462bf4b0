"""Tier one: what a record's facts are, and on which characteristics it weighs."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from peelgrade.errors import RulesError
from peelgrade.evidence import IMPACTS, NO_STANDARD, Case, Record
from peelgrade.facts import NOTHING
from peelgrade.framework import Framework
from peelgrade.measuring import (
    derived,
    deviations,
    judge,
    steps_reached,
    trend,
)
from peelgrade.model import plain_number
from peelgrade.rules import Pack

_NAMED = {"shortfall": "a shortfall", "strength": "a strength", "exceeds": "exceeding"}


@dataclass(frozen=True)
class Reading:
    """A record's facts in the field's words, and what its figure added to them."""

    facts: dict[str, object]
    reads: str = ""
    derived: tuple[str, ...] = ()
    differs: str = ""


def read(record: Record, framework: Framework, pack: Pack) -> Reading:
    """Return the facts of one record, what its figure says, and where words and figure differ."""
    said = {"shows": record.shows, "extent": record.extent, "trend": record.trend}
    figure, reads, steps = _figure(record, pack)
    facts = {name: value or figure.get(name) for name, value in said.items()}
    filled = tuple(name for name in said if facts[name] is not None and said[name] is None)
    return Reading(
        {
            "shows": facts["shows"] or NOTHING,
            "extent": facts["extent"] or "isolated",
            "impact": record.impact or stakes(record, framework),
            "source": record.source,
            "recurring": record.recurring,
            "trend": facts["trend"] or "steady",
            "mitigated": record.mitigated,
            "steps": Fraction(steps),
        },
        reads,
        tuple(name for name in filled if figure.get(name) != "steady"),
        _difference(record, figure),
    )


def stakes(record: Record, framework: Framework) -> str:
    """Return the highest stakes among a record's characteristics: its impact, if it names none."""
    ranks = [IMPACTS.index(framework.characteristic(c).stakes) for c in record.characteristic]
    return IMPACTS[max(ranks)]


def _figure(record: Record, pack: Pack) -> tuple[dict[str, str | None], str, int]:
    """Return what the figure says of shows, extent and trend; how it reads; the steps it reaches."""
    measure = record.measure
    if measure is None or pack.measures is None:
        return {}, "", 0 if measure is None else _steps(record, pack)
    z = deviations(pack.number(pack.measures.confidence))
    moving: dict[str, str | None] = {"trend": trend(measure, z)}
    if measure.standard == NO_STANDARD:
        return moving, "", 0
    standard = pack.standard(measure.standard)
    if standard.steps:
        return moving | {"shows": "strength"}, _read_steps(record, pack), _steps(record, pack)
    judged = judge(measure, standard, pack)
    shows, extent = derived(judged, pack)
    if record.shows is not None:
        _, extent = derived(judged, pack, record.shows)
    return moving | {"shows": shows, "extent": extent}, str(judged), 0


def _steps(record: Record, pack: Pack) -> int:
    measure = record.measure
    if measure is None or measure.standard == NO_STANDARD or measure.value is None:
        return 0
    return steps_reached(measure.value, pack.standard(measure.standard))


def _read_steps(record: Record, pack: Pack) -> str:
    assert record.measure is not None
    steps = len(pack.standard(record.measure.standard).steps)
    value = plain_number(record.measure.value or Fraction(0))
    return f"{value} reaches {_steps(record, pack)} of {steps} steps"


def _difference(record: Record, figure: dict[str, str | None]) -> str:
    """
    Say where the coder's words and the figure disagree; the words stand.

    Extents are compared where both point to the same side. A trend is contradicted by a significant
    change only: a figure that moved by no more than chance says nothing against its coder.
    """
    shows, extent, trend = figure.get("shows"), figure.get("extent"), figure.get("trend")
    found = []
    if record.shows and shows and record.shows != shows:
        found.append((_NAMED[record.shows], _NAMED[shows]))
    aside = record.shows and (record.shows == "shortfall") != (shows == "shortfall")
    if record.extent and extent and record.extent != extent and not aside:
        found.append((record.extent, extent))
    if record.trend and trend not in (None, "steady", record.trend):
        found.append((record.trend, str(trend)))
    if not found:
        return ""
    coded, shown = (" and ".join(words) for words in zip(*found, strict=True))
    return f"coded as {coded}, where the figure by itself would show {shown}"


def weighing(case: Case, framework: Framework, pack: Pack) -> dict[str, tuple[Record, ...]]:
    """
    Return the records that weigh on each characteristic, in order of their ids.

    A record weighs on the characteristics that it names, and where the pack says that one of them
    bears on another area, on the characteristics there if its `affects` names that area.
    """
    bearings = {one.characteristic: one.on for one in pack.bearings}
    found: dict[str, dict[str, Record]] = {one: {} for one in framework.characteristic_ids}
    for record in case.evidence:
        for own in record.characteristic:
            if own not in found:
                raise RulesError(f"record `{record.id}` names the unknown characteristic `{own}`")
            found[own][record.id] = record
            for other in bearings.get(own, ()):
                if framework.area_of(other).id in record.affects:
                    found[other][record.id] = record
    return {one: tuple(by_id[key] for key in sorted(by_id)) for one, by_id in found.items()}
