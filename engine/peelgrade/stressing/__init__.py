"""
How firm a grade is: what it comes to when something in the case is otherwise.

- `removing`: every single record, every pair, and every kind of source taken away
"""

from __future__ import annotations

from peelgrade.stressing.removing import Removal, Removals, pair_removals, removals, source_removals
from peelgrade.stressing.standing import Standing

__all__ = ["Removal", "Removals", "Standing", "pair_removals", "removals", "source_removals"]
