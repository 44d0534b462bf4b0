"""Headings and paragraphs, each with the line that it begins in; and a plain text as such."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Kind = Literal["heading", "paragraph", "item", "row"]

LONGEST_HEADING = 220
WRAPPED_AT = 120
"""A text none of whose lines is longer than this was broken into lines, and is put together again."""
_ITEM = re.compile(r"^\s*(?:[-*•·‣–]|\d{1,2}[.)])\s+(?=\S)")
_ENDED = re.compile(r"[.!?:;,][\"'’”)\]]*$")


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, an item of a list or a row of a table."""

    kind: Kind
    text: str
    line: int


def plain_blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a plain text, whose lines are paragraphs or were broken where a page ends."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    for line, piece in _put_together(lines) if _wrapped(lines) else enumerate(lines, 1):
        tidy = " ".join(_ITEM.sub("", piece).split())
        if tidy:
            yield Block(_kind(piece, tidy), tidy, line)


def _kind(piece: str, tidy: str) -> Kind:
    if _ITEM.match(piece):
        return "item"
    return "paragraph" if _ENDED.search(tidy) or len(tidy) > LONGEST_HEADING else "heading"


def _wrapped(lines: list[str]) -> bool:
    """Say whether a text was broken into lines, with an empty one between paragraphs."""
    full = [line for line in lines if line.strip()]
    joined = any(first.strip() and second.strip() for first, second in pairwise(lines))
    return joined and len(full) < len(lines) and max(map(len, full), default=0) <= WRAPPED_AT


def _put_together(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield stretches without an empty line, and each item of a list by itself, as one line each."""
    start, gathered = 0, ""
    for number, line in enumerate([*lines, ""], 1):
        if gathered and (not line.strip() or _ITEM.match(line)):
            yield start, gathered
            gathered = ""
        if line.strip():
            start = start if gathered else number
            gathered = f"{gathered} {line.strip()}" if gathered else line
