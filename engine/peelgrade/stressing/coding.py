"""
What a record adds to a characteristic, as bits, so that many records are joined by one operation.

Of a characteristic the verdict rules read the extremes of both sides and how many kinds of source
tell of each. A level sets the bits of itself and of all below it, a kind of source its own; then
`a | b` holds the higher level and all kinds of both.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from peelgrade.assessment import Appraisal
from peelgrade.compiling import Program
from peelgrade.evidence import SOURCES
from peelgrade.rules import Side
from peelgrade.stressing.folding import Ints

_FACTS: tuple[tuple[Side, str, str], ...] = (
    ("shortfall", "gravest", "shortfall-kinds"),
    ("strength", "strongest", "strength-kinds"),
)
WIDEST = 63
"""How many bits a whole number of an array has for us."""


@dataclass(frozen=True)
class Coding:
    """How the appraisals of one pack are written as bits."""

    run: Program

    @cached_property
    def _bits(self) -> dict[str, tuple[int, int]]:
        """Return the first bit of each verdict fact, and the one after its last."""
        found: dict[str, tuple[int, int]] = {}
        start = 0
        for _, extreme, kinds in _FACTS:
            for name, wide in ((extreme, self._levels(extreme)), (kinds, len(SOURCES))):
                found[name] = (start, start + wide)
                start += wide
        assert start <= WIDEST, "more levels than bits"
        return found

    def _levels(self, extreme: str) -> int:
        return len(self.run.facts["verdict"][extreme].values) - 1

    def code(self, appraisal: Appraisal | None) -> int:
        """Return what a record adds where it weighs; nothing, if it is on neither side or gone."""
        if appraisal is None or appraisal.side == "neither":
            return 0
        extreme, kinds = next(facts for side, *facts in _FACTS if side == appraisal.side)
        scale = self.run.facts["verdict"][extreme]
        level = scale.encode(appraisal.level)
        code = ((1 << level) - 1) << self._bits[extreme][0]
        corroboration = self.run.pack.corroboration
        least = corroboration.shortfall if appraisal.side == "shortfall" else corroboration.strength
        if least is not None and level >= scale.encode(least):
            code |= 1 << (self._bits[kinds][0] + SOURCES.index(appraisal.record.source))
        return code

    def facts(self, codes: Ints) -> dict[str, Ints]:
        """Return what the verdict rules read, of each code."""
        return {name: _count(codes, *bits) for name, bits in self._bits.items()}


def _count(codes: Ints, start: int, end: int) -> Ints:
    """Return how many of the bits from *start* up to *end* each code has set."""
    set_ = (codes[:, None] >> np.arange(start, end)) & 1
    counted: Ints = set_.sum(axis=1, dtype=np.int64)
    return counted
