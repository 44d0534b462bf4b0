"""
What if something were otherwise: a case with changes made, and what moves.

- `changes`: the changes that can be asked for.
- `changing`: an inspection with changes made, or everything that keeps them from being made.
- `scenario`: changes with who asks and why, and with hashes of what they were written against.
- `asking`: changes as they are asked for, in files and on the command line.
- `moving`: what differs between two assessments of an area.
- `comparing`: `what_if` itself: before, after, the difference, and the change that makes each.
"""

from peelgrade.whatif.comparing import Moved, WhatIf, what_if

__all__ = ["Moved", "WhatIf", "what_if"]
