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
    the same area that takes its place, if there is one. *pending* is the later entry that would take the
    place of an approved one, and isn't approved yet.
    """

    entry: Entry
    stale: tuple[Changed, ...] = ()
    superseded: int | None = None
    pending: Entry | None = None


@dataclass(frozen=True)
class Beside:
    """
    A record beside a case: the decision that stands in each area, none where it isn't intact.

    Where none is approved, it is the one last put forward.
    """

    ledger: Ledger
    by_area: Mapping[str, Standing] = field(default_factory=dict)


def standings(entries: Iterable[Entry], inspection: Inspection) -> tuple[Standing, ...]:
    """
    Return every entry as it stands beside a case, its rules and its framework as they are now.

    An approved entry takes the place of all before it on its area; one that is only put forward, of those
    that were only put forward, too: nobody undoes by himself what two people decided.
    """
    listed, now = tuple(entries), basis_of(inspection)
    latest = {one.area: one for one in listed}
    approved = {one.area: one for one in listed if one.approved}
    return tuple(
        _standing(one, stale(one.basis, now), approved.get(one.area, latest[one.area]), latest[one.area])
        for one in listed
    )


def _standing(entry: Entry, changed: tuple[Changed, ...], stands: Entry, latest: Entry) -> Standing:
    """Return an entry beside the one that *stands* in its area and the *latest* there."""
    if entry.number == stands.number:
        return Standing(entry, changed, pending=latest if latest.number > entry.number else None)
    later = stands if stands.number > entry.number else latest
    return Standing(entry, changed, later.number if later.number > entry.number else None)


def stale(then: Basis, now: Basis) -> tuple[Changed, ...]:
    """Return what was otherwise *then*; another engine alone makes nothing stale."""
    return tuple(one for one in CHANGES if getattr(then, one).sha256 != getattr(now, one).sha256)


def beside(ledger: Ledger, inspection: Inspection) -> Beside:
    """Return the decisions that stand beside a case, by area."""
    if not ledger.intact:
        return Beside(ledger)
    found: dict[str, Standing] = {}
    for one in standings(ledger.entries, inspection):
        if one.superseded is None:
            found.setdefault(one.entry.area, one)
    return Beside(ledger, found)
