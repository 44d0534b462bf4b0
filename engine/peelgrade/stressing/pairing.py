"""How firm a grade is when two records are taken away together, all pairs at once."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from peelgrade.assessment import Inspection
from peelgrade.stressing.arrays import lay_out
from peelgrade.stressing.removing import Removal, Removals, weighing_in
from peelgrade.stressing.standing import way


def pair_removals(inspection: Inspection, areas: Iterable[str] | None = None) -> tuple[Removals, ...]:
    """
    Return how every area stands, or those named, without each two of the records that weigh in it.

    Raises:
        NotFoundError: If an area doesn't exist.
        RulesError: If the rules leave something undecided or decide it twice.

    """
    return tuple(_pairs(inspection, area, ids) for area, ids in weighing_in(inspection, areas).items())


def _pairs(inspection: Inspection, area: str, ids: tuple[str, ...]) -> Removals:
    layout = lay_out(inspection, {one: [inspection.case.record(one), None] for one in ids}, [area])
    first, second = np.triu_indices(len(ids), k=1)
    # The last variant takes nothing away: it is how the area stands.
    length = len(first) + 1
    gone = {one: np.zeros(length, dtype=np.uint8) for one in ids}
    for number, one in enumerate(ids):
        gone[one][:-1] = (first == number) | (second == number)
    found = layout.outcomes(gone, length).ranks[area]
    now = layout.standing(int(found[-1]))
    moves = []
    for place in np.flatnonzero(found[:-1] != found[-1]).tolist():
        after = layout.standing(int(found[place]))
        pair = (ids[first[place]], ids[second[place]])
        moves.append(Removal(pair, after, way(inspection.framework, now, after)))
    return Removals(area, now, length - 1, tuple(moves))


def needing_both(pairs: Removals, singles: Removals) -> tuple[Removal, ...]:
    """Return the pairs that move an area where neither of the two moves it by itself."""
    alone = {one.records[0] for one in singles.moves}
    return tuple(one for one in pairs.moves if not alone & set(one.records))
