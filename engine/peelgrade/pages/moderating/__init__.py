"""
What `moderate` shows: the agenda first, then what it rests on.

- `page`: the whole page; `parts`: names, figures and intervals in words
- `agenda`, `conflicts`, `departures` (with comparators), `numbers` (agreement and drift), `coders`: the
  sections
- `method`: how everything is worked out; `data`: the same as JSON
"""

from __future__ import annotations

from peelgrade.pages.moderating.data import moderate_data
from peelgrade.pages.moderating.page import moderate_page

__all__ = ["moderate_data", "moderate_page"]
