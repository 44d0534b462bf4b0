"""Entries as they are written: always the same way, so that any other way is an alteration."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from peelgrade.ledger.decision import Entry
from peelgrade.writing import in_yaml

HEAD = (
    "# What people decided on this case, written by `peelgrade decide`. Entries are only ever added at\n"
    "# the end, each chained to the one before it; `peelgrade decisions verify` finds any alteration.\n"
    "format: 1\n"
    "decisions:\n"
)
ORDER = (
    "number",
    "case",
    "area",
    "proposed",
    "decided",
    "reason",
    "departs_from",
    "by",
    "approved_by",
    "date",
    "basis",
    "previous",
    "sha256",
)


def added(content: bytes | None, entry: Entry) -> bytes:
    """Return a file's *content* with an entry at its end, in its own line ends; of none, a new file."""
    text = in_text(entry.model_dump(mode="json"))
    if content is None:
        return (HEAD + text).encode()
    ends = "\r\n" if content.endswith(b"\r\n") else "\n"
    return content + text.replace("\n", ends).encode()


def written(entries: Iterable[Entry]) -> str:
    """Return the text of a record with these entries."""
    return HEAD + "".join(in_text(one.model_dump(mode="json")) for one in entries)


def in_text(data: Mapping[str, Any]) -> str:
    """Return an entry, as plain data, as it is written."""
    lines = [line for name in ORDER for line in _lines(name, data[name])]
    return "".join(f"  {'  ' if place else '- '}{line}\n" for place, line in enumerate(lines))


def _lines(name: str, value: Any) -> Iterator[str]:
    """Yield the lines of one key: what holds mappings in a block, everything else on one line."""
    if isinstance(value, Mapping) and any(isinstance(one, Mapping) for one in value.values()):
        yield f"{name}:"
        yield from (f"  {key}: {in_yaml(one)}" for key, one in value.items())
    else:
        yield f"{name}: {in_yaml(value)}"
