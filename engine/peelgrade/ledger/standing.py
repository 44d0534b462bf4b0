"""Which decision stands in an area, and what has changed since it was made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from peelgrade.assessment import Inspection
from peelgrade.ledger.decision import Basis, Entry, basis_of
from peelgrade.ledger.opening import Ledger

Changed = Literal["evidence", "rules", "framework"]
CHANGES: tuple[Changed, ...] = ("evidence", "rules", "framework")


@dataclass(frozen=True)
class Standing:
    """
    One entry as it stands now.

    *stale* is what it was made on and is otherwise now; *superseded* is the number of the later entry on
    the same area, if there is one.
    """

    entry: Entry
    stale: tuple[Changed, ...] = ()
    superseded: int | None = None


@dataclass(frozen=True)
class Beside:
    """A record beside a case: the decision that stands in each area, none where it isn't intact."""

    ledger: Ledger
    by_area: Mapping[str, Standing] = field(default_factory=dict)


def standings(entries: Iterable[Entry], inspection: Inspection) -> tuple[Standing, ...]:
    """Return every entry as it stands beside a case, its rules and its framework as they are now."""
    listed, now = tuple(entries), basis_of(inspection)
    latest = {one.area: one.number for one in listed}
    return tuple(
        Standing(one, stale(one.basis, now), latest[one.area] if latest[one.area] != one.number else None)
        for one in listed
    )


def stale(then: Basis, now: Basis) -> tuple[Changed, ...]:
    """Return what was otherwise *then*; another engine alone makes nothing stale."""
    return tuple(one for one in CHANGES if getattr(then, one).sha256 != getattr(now, one).sha256)


def beside(ledger: Ledger, inspection: Inspection) -> Beside:
    """Return the decisions that stand beside a case, by area."""
    if not ledger.intact:
        return Beside(ledger)
    found = standings(ledger.entries, inspection)
    return Beside(ledger, {one.entry.area: one for one in found if one.superseded is None})
