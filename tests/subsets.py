"""Brute force over every set of records: the oracle for what `reach` works out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from peelgrade.assessment import Appraisal, Inspection
from peelgrade.capping import Weighed, fired, state
from peelgrade.deciding import concern, decide
from peelgrade.deriving import appraise
from peelgrade.evidence import put_right
from peelgrade.framework import Area
from peelgrade.reaching.interchange import weighed
from peelgrade.reaching.kinds import first_sets
from peelgrade.reaching.ways import Ways

Sets = set[frozenset[str]]


@dataclass(frozen=True)
class Everything:
    """
    The rank of an area's grade for every set of *ids* changed; -1 where no grade is proposed.

    A set is a number whose bits stand for its members, and *ranks* has a place for each.
    """

    ids: tuple[str, ...]
    ranks: NDArray[np.int64]

    def sets(self, chosen: NDArray[np.bool_]) -> Sets:
        """Return the sets that are marked."""
        return {
            frozenset(one for place, one in enumerate(self.ids) if mask >> place & 1)
            for mask in np.flatnonzero(chosen)
        }

    def minimal(self, wanted: NDArray[np.bool_]) -> Sets:
        """Return the wanted sets of which no smaller one is wanted."""
        return self.sets(wanted & ~self._spread(wanted, upwards=True))

    def maximal(self, wanted: NDArray[np.bool_]) -> Sets:
        """Return the wanted sets that lie in no larger one that is wanted."""
        return self.sets(wanted & ~self._spread(wanted, upwards=False))

    def fewest(self, wanted: NDArray[np.bool_]) -> Sets:
        """Return the wanted sets of the fewest members."""
        sizes = np.array([mask.bit_count() for mask in range(len(wanted))])
        least = min(sizes[wanted], default=0)
        return self.sets(wanted & (sizes == least))

    def _spread(self, wanted: NDArray[np.bool_], *, upwards: bool) -> NDArray[np.bool_]:
        """Mark every set that has a wanted one strictly below it, or above it."""
        masks = np.arange(len(wanted))
        around, strictly = wanted.copy(), np.zeros_like(wanted)
        for place in range(len(self.ids)):
            there = (masks >> place & 1 == 1) == upwards
            neighbours = around[masks ^ (1 << place)]
            strictly |= there & neighbours
            around |= there & neighbours
            strictly |= there & strictly[masks ^ (1 << place)]
        return strictly


def told(ways: Ways) -> Sets:
    """Return every set that kinds lead to; that none is led to twice is asserted."""
    found = [frozenset(one) for one in first_sets(ways.kinds, 10**6)]
    assert len(found) == len(set(found)) == ways.count
    return set(found)


def righted(inspection: Inspection, area: str, ids: Sequence[str]) -> Everything:
    """Return the ranks of an area for every choice of *ids* put right."""
    run = weighed(inspection, inspection.framework.area(area)).run
    return everything(
        inspection, area, dict(appraise(run, [put_right(inspection.case.record(i)) for i in ids]))
    )


def removed(inspection: Inspection, area: str, ids: Sequence[str]) -> Everything:
    """Return the ranks of an area for every choice of *ids* taken away."""
    return everything(inspection, area, dict.fromkeys(ids))


def everything(inspection: Inspection, area: str, after: Mapping[str, Appraisal | None]) -> Everything:
    """
    Return the ranks of an area for every choice of records changed.

    Each choice is assessed by the engine's last tiers; choices that leave the same verdict and concern on
    every characteristic are assessed once, so that a quarter of a million are a matter of seconds.
    """
    place, ids = inspection.framework.area(area), tuple(after)
    now = weighed(inspection, place)
    masks = np.arange(1 << len(ids))
    codes, stands = np.zeros_like(masks), []
    for name in place.ids:
        code, distinct = _at(now, name, ids, after)
        codes = codes * len(distinct) + code(masks)
        stands.append(distinct)
    found, inverse = np.unique(codes, return_inverse=True)
    ranks = [_rank(inspection, now, place, _unpacked(int(one), stands)) for one in found]
    return Everything(ids, np.array(ranks)[inverse])


Distinct = list[tuple[Appraisal, ...]]


def _at(
    now: Weighed, name: str, ids: Sequence[str], after: Mapping[str, Appraisal | None]
) -> tuple[Callable[[NDArray[np.int64]], NDArray[np.int64]], Distinct]:
    """Return how a choice is numbered by what it comes to at one characteristic, and what that is."""
    here = [
        (place, one) for place, one in enumerate(ids) if one in {a.record.id for a in now.appraisals[name]}
    ]
    distinct: Distinct = []
    known: dict[object, int] = {}
    numbers = []
    for mask in range(1 << len(here)):
        changed = {one for bit, (_, one) in enumerate(here) if mask >> bit & 1}
        left = [after[a.record.id] if a.record.id in changed else a for a in now.appraisals[name]]
        appraisals = tuple(one for one in left if one is not None)
        verdict = decide(now.run, name, appraisals)
        key = (verdict.verdict, concern(now.run, verdict))
        if key not in known:
            known[key] = len(distinct)
            distinct.append(appraisals)
        numbers.append(known[key])
    table = np.array(numbers)

    def code(masks: NDArray[np.int64]) -> NDArray[np.int64]:
        local = sum(
            ((masks >> place & 1) << bit for bit, (place, _) in enumerate(here)), np.zeros_like(masks)
        )
        return np.asarray(table[local])

    return code, distinct


def _unpacked(code: int, stands: list[Distinct]) -> list[tuple[Appraisal, ...]]:
    found = []
    for distinct in reversed(stands):
        code, number = divmod(code, len(distinct))
        found.append(distinct[number])
    return found[::-1]


def _rank(inspection: Inspection, now: Weighed, place: Area, appraisals: list[Any]) -> int:
    stood = state(Weighed(now.run, dict(zip(place.ids, appraisals, strict=True))), place)
    if not stood.secure:
        return -1
    ceilings = [inspection.framework.rank(rule.concludes) for rule in fired(now.run, place, stood.facts)]
    return min(ceilings, default=len(inspection.framework.grades) - 1)
