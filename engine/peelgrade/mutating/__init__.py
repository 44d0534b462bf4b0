"""
Would anything notice? Rules changed a little, one at a time, to see what objects: examples, tests, proofs.

- `mutants`: every small change of a pack: comparisons turned, thresholds moved, rules dropped.
- `sameness`: whether a changed pack is the same function after all, over every state that there is.
- `noticing`: `mutate` itself: what notices each change, and what survives, with a reason.
"""

from peelgrade.mutating.noticing import Mutation, Report, mutate, mutations

__all__ = ["Mutation", "Report", "mutate", "mutations"]
