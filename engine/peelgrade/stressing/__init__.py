"""
How firm a grade is: what it comes to when something in the case is otherwise.

- `standing`: where an area stands, and which way it goes from there
- `removing`, `pairing`: single records, kinds of source and pairs of records taken away
- `turning`, `sweeping`: every parameter over its plausible range, and where exactly the grade turns
- `redrawing`, `study`, `sampling`: sampled figures drawn again, and how probable each grade is
- `doubting`: doubtful codings one level higher and lower
- `firmness`: all of that for one area; `spreading`: for all areas of many cases, over cores or a cluster
- `coding`, `folding`, `upper`, `arrays`: all variants of a case at once, from the same rule model

Only what works on arrays needs NumPy; the names below don't.
"""

from __future__ import annotations

from peelgrade.stressing.removing import Removal, Removals, removals, source_removals
from peelgrade.stressing.standing import Standing

__all__ = ["Removal", "Removals", "Standing", "removals", "source_removals"]
