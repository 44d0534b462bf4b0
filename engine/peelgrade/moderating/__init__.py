"""
Many cases of one framework side by side: which to talk about, and why. Never a league table.

- `moderation`: the whole, and `moderate` that makes it; `settings`: its named numbers
- `panel`: the cases at the table, how each stands in each area, and which are two codings of one inspection
- `agenda`: what to discuss, in order
- `conflicting`: like evidence, unlike grades; `dominance` (the relation and rough sets) and `discussing`
  (the fewest grades to change, exactly) under it, on plain arrays
- `departing`: awards other than what is proposed; `comparing`: the nearest evidence
- `agreeing`: how well proposals and awards agree; `agreement` (statistics by formula), `erring` (their
  errors by formula) and `resampling` (the bootstrap) under it
- `coders`: two codings of one inspection, their records matched by `matching`
- `drifting`: proposals against awards over time and by area
"""

from __future__ import annotations

from peelgrade.moderating.moderation import Moderation, moderate
from peelgrade.moderating.panel import graded
from peelgrade.moderating.settings import DEFAULT, Settings

__all__ = ["DEFAULT", "Moderation", "Settings", "graded", "moderate"]
