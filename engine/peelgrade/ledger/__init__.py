"""
The record of decisions: what people decided, beside what was proposed. Nothing that grades reads it.

- `decision`: one decision, its entry in the record, and how entries are chained by hash
- `notation`: entries as they are written, and never otherwise
- `opening`: a file to a record with everything that is wrong with it; `linking`: what breaks the chain
- `verifying`: a record verified, also against a head noted elsewhere
- `taking`: a decision taken on an area of a case, with every check that it must pass
- `standing`: which decision stands in an area, and what has changed since it was made
"""

from __future__ import annotations

from peelgrade.ledger.decision import Decision, Entry, entered
from peelgrade.ledger.linking import Fault
from peelgrade.ledger.notation import added
from peelgrade.ledger.opening import Ledger, home, load_ledger, open_ledger
from peelgrade.ledger.standing import Beside, Standing, beside, standings
from peelgrade.ledger.taking import Said, take
from peelgrade.ledger.verifying import Verified, verified

__all__ = [
    "Beside",
    "Decision",
    "Entry",
    "Fault",
    "Ledger",
    "Said",
    "Standing",
    "Verified",
    "added",
    "beside",
    "entered",
    "home",
    "load_ledger",
    "open_ledger",
    "standings",
    "take",
    "verified",
]
