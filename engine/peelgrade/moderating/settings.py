"""The named numbers of a moderation, each with what it means and why it is what it is."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Settings:
    """
    What a moderation assumes. All of it is this project's assumption.

    *min_overlap*: of the characteristics that either of two forces was assessed on, the share that both
    must have been for their evidence to be compared; at a half, what can be seen of both outweighs what
    can be seen of one alone. *neighbours*: how many comparators are shown. *resamples* and *seed* make the
    intervals, of *confidence*. *least_forces*: with fewer forces nothing is said of drift, since an
    interval from so few would mean nothing.
    """

    min_overlap: Fraction = Fraction(1, 2)
    neighbours: int = 3
    resamples: int = 2000
    seed: int = 1
    confidence: float = 0.95
    least_forces: int = 8


DEFAULT = Settings()
