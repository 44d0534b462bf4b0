"""What breaks the chain: entries altered, removed, inserted, or put in another order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from peelgrade.errors import Problem, Where
from peelgrade.ledger.decision import START, digest
from peelgrade.reading import Document


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong with a record: where, in which entry (zero: in none), and what."""

    where: Where
    entry: int
    message: str

    def __str__(self) -> str:
        """Return the fault with its place."""
        return str(self.problem)

    @property
    def problem(self) -> Problem:
        """Return the fault as a problem of the file."""
        return Problem(self.where, f"entry {self.entry}: {self.message}" if self.entry else self.message)


def broken(entries: Sequence[Any], document: Document) -> Iterator[Fault]:
    """
    Yield every place in which the chain of *entries*, as they were read, doesn't hold.

    An entry's own hash must be that of what it says, it must follow on the hash of the entry before it,
    and its number must be its place.
    """
    known = [one.get("sha256") if isinstance(one, Mapping) else None for one in entries]
    for place, one in enumerate(entries, 1):
        if not isinstance(one, Mapping):
            continue
        before = known[place - 2] if place > 1 else START
        for key, message in _breaks(one, place, before, known):
            yield Fault(document.where(("decisions", place - 1, key)), place, message)


def _breaks(
    entry: Mapping[str, Any], place: int, before: Any, known: Sequence[Any]
) -> Iterator[tuple[str, str]]:
    """Yield the key at which an entry breaks the chain, and how."""
    if digest(entry) != entry.get("sha256"):
        yield "sha256", "it doesn't say what it said when it was written: something in it was altered"
    if entry.get("previous") != before:
        yield "previous", _misplaced(entry.get("previous"), place, known)
    if entry.get("number") != place:
        yield "number", f"it says that it is number {entry.get('number')}, and it is the {_th(place)}"


def _misplaced(previous: Any, place: int, known: Sequence[Any]) -> str:
    if previous in known:
        other = known.index(previous) + 1
        return f"it follows on entry {other}, not on what stands before it: one was moved or put in"
    if previous == START:
        return "it begins a record, and doesn't stand at the beginning: one was moved or put in"
    if place == 1:
        return "it follows on an entry that isn't here: what stood before it was removed"
    return "the entry that it follows on isn't the one before it: one was removed or altered"


def _th(place: int) -> str:
    last = "th" if place % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{last}"
