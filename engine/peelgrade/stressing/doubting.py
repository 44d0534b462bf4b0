"""How firm a grade is where a coding was doubtful: each doubtful field one level higher and lower."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from peelgrade.appraising import read
from peelgrade.assessment import Inspection
from peelgrade.evidence import EXTENTS, IMPACTS, SHOWS, Record
from peelgrade.model import altered
from peelgrade.stressing.arrays import lay_out
from peelgrade.stressing.standing import Standing, Way, way

SCALES: dict[str, Sequence[str]] = {"shows": SHOWS, "extent": EXTENTS, "impact": IMPACTS}
"""The fields that a coder judges, each with its levels in order."""


@dataclass(frozen=True)
class Flip:
    """One field of one record coded a level higher or lower, and how the area stands then."""

    record: str
    field: str
    was: str
    now: str
    standing: Standing
    goes: Way


def doubtful(inspection: Inspection, named: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the records whose coding is doubtful: those marked so, and those named, if they are there."""
    names = set(named)
    return tuple(sorted(one.id for one in inspection.case.evidence if one.doubt or one.id in names))


def flips(inspection: Inspection, area: str, records: Sequence[str]) -> tuple[Flip, ...]:
    """Return how *area* stands with each of *records* coded a level higher or lower, field by field."""
    asked = {one: list(_levels(inspection.case.record(one), inspection)) for one in records}
    options = {
        one: [inspection.case.record(one), *(altered(inspection.case.record(one), **{field: now})
                                             for field, _, now in levels)]
        for one, levels in asked.items()
    }  # fmt: skip
    layout = lay_out(inspection, options, [area])
    places = [(one, *level, n) for one, levels in asked.items() for n, level in enumerate(levels, 1)]
    # The last variant changes nothing: it is how the area stands.
    length = len(places) + 1
    choices = {one: np.zeros(length, dtype=np.int64) for one in records}
    for place, (one, *_, option) in enumerate(places):
        choices[one][place] = option
    ranks = layout.outcomes(choices, length).ranks[area]
    stands = [layout.standing(int(rank)) for rank in ranks]
    return tuple(
        Flip(one, field, was, now, then, way(inspection.framework, stands[-1], then))
        for (one, field, was, now, _), then in zip(places, stands, strict=False)
    )


def _levels(record: Record, inspection: Inspection) -> Iterator[tuple[str, str, str]]:
    """Yield each field that counts with what it is, and the level beside that."""
    facts = read(record, inspection.framework, inspection.pack).facts
    for field, scale in SCALES.items():
        was = str(facts[field])
        if was not in scale or (field == "impact" and facts["shows"] != "shortfall"):
            continue
        place = scale.index(was)
        for beside in (place - 1, place + 1):
            if 0 <= beside < len(scale):
                yield field, was, scale[beside]
