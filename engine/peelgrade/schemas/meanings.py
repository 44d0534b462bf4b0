"""What the fields and codes of evidence mean, as the coding guide has it; and what keys mean everywhere."""

from __future__ import annotations

from peelgrade.schemas.plain import Schema
from peelgrade.tables.guidance import CODES, FIELDS, HEAD

_IN_CELLS = {
    "Several have ; between them.": "Several stand in a list.",
    "TRUE": "true",
    "Left empty": "Left out",
    "May be left empty": "May be left out",
    "may be left empty": "may be left out",
    " as 2025-05-14": " such as 2025-05-14",
}
"""What the guidance says of cells, and what that is in YAML."""

_EVERYWHERE = {
    "cites": "Where it comes from: a published source, or that it is our assumption.",
    "means": "What it is, in a sentence that readers are shown.",
    "examples": "Examples of both kinds; they are run as tests.",
    "id": "The name by which everything else refers to it.",
}
_OF_EVIDENCE = ("Case", "Record", "Measure")


def explained(defs: dict[str, Schema]) -> dict[str, Schema]:
    """Return *defs* with a description at every key that has one in words, and at codes of evidence."""
    for name, schema in defs.items():
        for key, one in schema.get("properties", {}).items():
            text = _said(key) if name in _OF_EVIDENCE else _EVERYWHERE.get(key)
            if text and (name in _OF_EVIDENCE or "description" not in one):
                one["description"] = text
            if name in _OF_EVIDENCE and "enum" in one and key in CODES:
                one["enumDescriptions"] = [CODES[key][code] for code in one["enum"]]
    return defs


def _said(key: str) -> str | None:
    text = (HEAD | FIELDS).get(key)
    for cell, own in _IN_CELLS.items():
        text = text and text.replace(cell, own)
    return text
