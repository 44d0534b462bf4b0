"""
The view model: what a reader is shown, before it becomes text, Markdown, HTML or Word.

A page is a list of blocks. Every format is drawn from the same page, so none can say more or less
than another. A sentence carries the ids of the evidence that it rests on.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TypeVar, cast

from peelgrade.errors import visible

T = TypeVar("T")

NOTICE = "The engine proposes; people decide."
"""What every page begins with."""
WIDE = 7
"""A table of so many columns or more needs the breadth of a page on paper."""


@dataclass(frozen=True)
class Sentence:
    """A sentence and the evidence that it rests on. *tone* is an extra for the eye, never the only sign."""

    text: str
    evidence: tuple[str, ...] = ()
    tone: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading; level 2 is the first under the page's title."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    """Sentences that belong together."""

    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Bullets:
    """A list of sentences, numbered where their order matters."""

    items: tuple[Sentence, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Table:
    """
    A table: its caption says what it shows; the first cell of each row is the row's header.

    *tones*, if any, has one for each cell: an extra for the eye, never the only sign.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    tones: tuple[tuple[str, ...], ...] = ()

    @property
    def wide(self) -> bool:
        """Say whether it has so many columns that a page on paper is turned for it."""
        return len(self.columns) >= WIDE

    def tone(self, row: int, column: int) -> str:
        """Return the tone of a cell, counted from zero; empty where it has none."""
        return self.tones[row][column] if self.tones else ""


@dataclass(frozen=True)
class Node:
    """A line of a tree with what hangs from it."""

    sentence: Sentence
    children: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Tree:
    """A derivation drawn as a tree."""

    root: Node


@dataclass(frozen=True)
class Picture:
    """A drawing as SVG, with the text that says the same."""

    svg: str
    alternative: str


Block = Heading | Paragraph | Bullets | Table | Tree | Picture


@dataclass(frozen=True)
class Page:
    """A whole output: its title, the marking at head and foot, the blocks, and the provenance."""

    title: str
    blocks: tuple[Block, ...]
    marking: str | None = None
    provenance: tuple[str, ...] = ()
    notice: str = NOTICE


def say(text: str, *evidence: str, tone: str = "") -> Paragraph:
    """Return a paragraph of one sentence."""
    return Paragraph((Sentence(text, tuple(evidence), tone),))


def bullets(*items: Sentence, numbered: bool = False) -> Bullets:
    """Return a list of sentences."""
    return Bullets(tuple(items), numbered)


def shown(part: T) -> T:
    """
    Return a page, or a part of one, with every text in it as `errors.visible` has it.

    So nothing that stands in evidence can steer a terminal, forge a line, or hide. A drawing is
    kept as it is: who draws makes its texts visible.
    """
    made: object = part
    if isinstance(part, str):
        made = visible(part)
    elif isinstance(part, tuple):
        made = tuple(shown(one) for one in part)
    elif isinstance(part, Picture):
        made = replace(part, alternative=visible(part.alternative))
    elif is_dataclass(part) and not isinstance(part, type):
        made = replace(part, **{one.name: shown(getattr(part, one.name)) for one in fields(part)})
    return cast("T", made)
