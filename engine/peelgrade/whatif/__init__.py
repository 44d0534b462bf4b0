"""
What if something were otherwise: a case with changes made, and what moves.

- `changing`: the changes that can be asked for, and an inspection with them made.
- `scenario`: changes in a file, with who asks and why, marked stale when what they were written against
  has changed.
- `moving`: what differs between two assessments of an area.
- `comparing`: `what_if` itself: before, after, the difference, and the change that makes each.
"""

from peelgrade.whatif.comparing import Moved, WhatIf, what_if

__all__ = ["Moved", "WhatIf", "what_if"]
