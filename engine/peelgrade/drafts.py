"""Drafts aren't evidence: a record that nobody has confirmed is refused unless it is allowed."""

from __future__ import annotations

from peelgrade.errors import RefusedError
from peelgrade.evidence import Case


def drafts(case: Case) -> tuple[str, ...]:
    """Return the ids of the records that nobody has confirmed."""
    return tuple(record.id for record in case.evidence if record.draft)


def confirmed(case: Case, *, allowed: bool = False) -> None:
    """
    Accept a case whose records somebody has confirmed.

    Raises:
        RefusedError: If there are drafts among them and they aren't allowed.

    """
    found = drafts(case)
    if found and not allowed:
        shown = ", ".join(found[:8]) + (" …" if len(found) > 8 else "")
        raise RefusedError(
            f"{len(found)} of {len(case.evidence)} records are drafts that nobody has confirmed: {shown}\n"
            "  help: read each against its source and set `draft: false`, or pass `--allow-drafts`"
        )
