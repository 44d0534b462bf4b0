"""Very many variants of one force: derived one by one, and all at once on arrays."""

from __future__ import annotations

import numpy as np

from benchmarks.grading import WEST_MERCIA
from benchmarks.timing import Timed, timed
from peelgrade.assessment import Inspection
from peelgrade.deriving import derive
from peelgrade.loading import load_case
from peelgrade.stressing.arrays import Layout, lay_out
from peelgrade.stressing.folding import Whole
from peelgrade.stressing.standing import standing

SHARE = 0.05
"""How many of the records each variant is without."""


def choices(inspection: Inspection, number: int) -> dict[str, Whole]:
    """Return for each record in which of *number* variants it is gone."""
    chance = np.random.default_rng(1)
    return {one.id: (chance.random(number) < SHARE).astype(np.uint8) for one in inspection.case.evidence}


def derived(inspection: Inspection, chosen: dict[str, Whole], place: int) -> dict[str, object]:
    """Return how every area of one variant stands, by deriving it."""
    left = tuple(one for one in inspection.case.evidence if not chosen[one.id][place])
    variant = Inspection(inspection.case.with_evidence(left), inspection.framework, inspection.pack)
    return {area.area: standing(area) for area in derive(variant, chained=False).areas}


def check(inspection: Inspection, layout: Layout, number: int) -> None:
    """Assert that both ways say the same of every area of some variants."""
    chosen = choices(inspection, number)
    found = layout.outcomes(chosen, number).ranks
    for place in range(number):
        mine = {area: layout.standing(int(ranks[place])) for area, ranks in found.items()}
        assert mine == derived(inspection, chosen, place)


def variants(few: int = 100, many: tuple[int, ...] = (10_000, 100_000)) -> list[Timed]:
    """Time variants of West Mercia, any of whose records can be gone, after both ways were compared."""
    inspection = load_case(WEST_MERCIA)
    layout = lay_out(inspection, {one.id: [one, None] for one in inspection.case.evidence})
    check(inspection, layout, few)
    chosen = choices(inspection, few)
    found = [
        timed(
            f"{few:,} variants derived one by one",
            lambda: [derived(inspection, chosen, place) for place in range(few)],
            runs=3,
            of=few,
        )
    ]
    return [*found, *(at_once(inspection, number) for number in many)]


def at_once(inspection: Inspection, number: int) -> Timed:
    """Time *number* variants on arrays, for one of them."""
    layout = lay_out(inspection, {one.id: [one, None] for one in inspection.case.evidence})
    check(inspection, layout, 20)
    given = choices(inspection, number)
    return timed(f"{number:,} variants at once", lambda: layout.outcomes(given, number), of=number)
