"""The columns of the one table of evidence: their headings, kinds, and place in a record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from peelgrade.evidence import Case, Record

Kind = Literal["id", "ids", "code", "text", "whole", "number", "percent", "flag", "date"]
"""What a cell holds: an id or several, a code, free text, one of three sorts of number, a flag, a date."""

Plain = str | int | float | bool
SEPARATOR = "; "


@dataclass(frozen=True)
class Column:
    """A column: its heading, where its values stand in a record or a case, and what they are."""

    name: str
    path: tuple[str, ...]
    kind: Kind
    width: int = 12
    required: bool = False


def _measure(prefix: str, *path: str) -> tuple[Column, ...]:
    kinds: dict[str, Kind] = {
        "count": "whole", "of": "whole", "percent": "percent", "margin": "percent", "value": "number",
        "unit": "text", "standard": "id", "counts": "code",
    }  # fmt: skip
    wide = {"unit": 18, "standard": 20}
    return tuple(
        Column(f"{prefix}{name}", (*path, name), kind, wide.get(name, 10) + len(prefix))
        for name, kind in kinds.items()
    )


COLUMNS = (
    Column("id", ("id",), "id", required=True),
    Column("characteristic", ("characteristic",), "ids", 16, required=True),
    Column("source", ("source",), "code", 18, required=True),
    Column("finding", ("finding",), "text", 70),
    Column("shows", ("shows",), "code"),
    Column("extent", ("extent",), "code"),
    Column("impact", ("impact",), "code"),
    *_measure("", "measure"),
    *_measure("previous.", "measure", "previous"),
    Column("recurring", ("recurring",), "flag"),
    Column("trend", ("trend",), "code"),
    Column("mitigated", ("mitigated",), "flag"),
    Column("affects", ("affects",), "ids", 20),
    Column("reference", ("reference",), "text", 40),
    Column("doubt", ("doubt",), "flag", 10),
    Column("note", ("note",), "text", 40),
    Column("draft", ("draft",), "flag", 10),
)
"""Every field of a record; those of its measure and of the measure before stand side by side."""

HEAD = (
    Column("case", ("case",), "id", 24, required=True),
    Column("force", ("force",), "text", 30, required=True),
    Column("framework", ("framework",), "id", 18, required=True),
    Column("published", ("published",), "date", 12),
    Column("marking", ("marking",), "text", 18),
)
"""What a case says of itself."""


def flat(record: Record) -> dict[str, Plain]:
    """Return a record as the cells of its row, by heading; what is left out or at its default has none."""
    data = record.model_dump(mode="json", exclude_defaults=True)
    found = ((column.name, _inside(data, column.path)) for column in COLUMNS)
    return {name: _joined(value) for name, value in found if value is not None}


def head(case: Case) -> dict[str, Plain]:
    """Return what a case says of itself, by heading."""
    said = ((column.name, getattr(case, column.name)) for column in HEAD)
    return {name: str(value) for name, value in said if value is not None}


def _inside(data: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        data = data.get(step) if isinstance(data, dict) else None
    return data


def _joined(value: Any) -> Plain:
    if isinstance(value, list):
        return SEPARATOR.join(str(one) for one in value)
    assert isinstance(value, str | int | float)
    return value


def put(record: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    """Put a value into its place in a record, making the measures around it as needed."""
    *outer, last = path
    for step in outer:
        record = record.setdefault(step, {})
    record[last] = value


def named(columns: tuple[Column, ...]) -> Iterator[str]:
    """Yield the headings."""
    yield from (column.name for column in columns)
