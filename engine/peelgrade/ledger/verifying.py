"""A record verified: every alteration that it shows by itself, and its head against one noted elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from peelgrade.errors import Where
from peelgrade.gathering import DECISIONS
from peelgrade.ledger.linking import Fault
from peelgrade.ledger.opening import Ledger, home, open_ledger
from peelgrade.loading import load_evidence
from peelgrade.reading import read_bytes


@dataclass(frozen=True)
class Verified:
    """A record with every fault in it, and the marking of its case, if it was read."""

    ledger: Ledger
    marking: str | None = None


def verified(path: Path, expect: str | None = None) -> Verified:
    """
    Return the record of decisions on the case at *path*, or in that file, with every fault in it.

    The head is compared with *expect*, the beginning of a hash, if one is given. A case without decisions
    has a record without entries.

    Raises:
        InvalidInputError: If the case or the file can't be read.

    """
    if path.name.endswith(DECISIONS) and not path.is_dir():
        return Verified(_opened(path, None, expect))
    case = load_evidence(path)[0]
    file = home(path)
    ledger = _opened(file, case.case, expect) if file.exists() else _expecting(Ledger(str(file)), expect)
    return Verified(ledger, case.marking)


def _opened(file: Path, name: str | None, expect: str | None) -> Ledger:
    return _expecting(open_ledger(read_bytes(file), str(file), name), expect)


def _expecting(ledger: Ledger, expect: str | None) -> Ledger:
    return ledger if expect is None else headed(ledger, expect)


def headed(ledger: Ledger, expect: str) -> Ledger:
    """Return a record with the fault, if it has it, that its last entry isn't the one expected."""
    hashes = [one.sha256 for one in ledger.entries]
    if hashes and hashes[-1].startswith(expect):
        return ledger
    places = [place for place, one in enumerate(hashes, 1) if one.startswith(expect)]
    if places:
        more = len(hashes) - places[0]
        message = f"the entry expected last is entry {places[0]}: {more} more stand after it"
    else:
        message = (
            "the entry expected last isn't here: entries at the end were removed, or all were rewritten"
        )
    return replace(ledger, faults=(*ledger.faults, Fault(Where(ledger.path), 0, message)))
