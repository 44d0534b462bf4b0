"""
Two rule packs side by side: what a change of rules changes.

- `parts`: what was added, is gone or was altered, part by part, as it is written.
- `readings`: figures that the two packs read differently.
- `differing`: `compare` itself: over every possible case, which grades, verdicts and weights can come out
  differently, and the smallest case that shows each.
- `regrading`: which grades of given cases move.

Grades are compared exactly, over every state that any evidence can lead to, by the machinery of `checking`.
"""

from peelgrade.comparing.differing import Comparison, compare

__all__ = ["Comparison", "compare"]
