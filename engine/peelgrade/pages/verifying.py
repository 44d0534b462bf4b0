"""The page that `decisions verify` shows: which records are intact, and what is wrong with the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from peelgrade.ledger import Ledger, Verified
from peelgrade.pages.decisions_data import record_data
from peelgrade.view import Block, Bullets, Heading, Page, Sentence, say
from peelgrade.wording import counted

LIMITS = (
    "By itself a record shows any change to what stands in it, and any entry removed, put in or moved "
    "before its end. It can't show entries removed at its end, or one rewritten whole with new hashes. "
    "Both show against the last entry's hash noted elsewhere: `--expect HASH`."
)


def verify_page(found: Sequence[Verified]) -> Page:
    """Return what was found of each record, and what a record can't show by itself."""
    ledgers = [one.ledger for one in found]
    blocks: list[Block] = [Bullets(tuple(Sentence(_gist(one)) for one in ledgers))]
    for one in ledgers:
        if not one.intact:
            items = tuple(Sentence(str(fault)) for fault in one.faults)
            blocks += [Heading(f"What is wrong with {one.path}"), Bullets(items)]
    blocks += [Heading("What this shows"), say(LIMITS)]
    return Page("Decisions verified", tuple(blocks), _marking(found))


def _marking(found: Sequence[Verified]) -> str | None:
    """Return every marking that occurs."""
    return ", ".join(sorted({one.marking for one in found if one.marking})) or None


def _gist(ledger: Ledger) -> str:
    """Return the state of one record in a sentence."""
    if not ledger.intact:
        return f"{ledger.path}: NOT INTACT, {counted(len(ledger.faults), 'thing')} found."
    if ledger.last is None:
        return f"{ledger.path}: no decision is recorded."
    entries = counted(len(ledger.entries), "entry", "entries")
    return f"{ledger.path}: intact, {entries}, the last with hash {ledger.last.sha256}."


def verify_data(found: Sequence[Verified]) -> dict[str, Any]:
    """Return what was found of each record as plain data."""
    return {
        "marking": _marking(found),
        "records": [record_data(one.ledger) | {"path": one.ledger.path} for one in found],
    }
