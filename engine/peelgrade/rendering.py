"""Pages to text, Markdown, HTML and Word. Every format is drawn from the same page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from peelgrade.view import Node, Page, Paragraph, Sentence, Table, shown
from peelgrade.wording import WIDTH, environment, wrapped

FORMATS = ("text", "markdown", "html", "json")
NARROWEST = 8
GAP = 2
"""The spaces between two columns of a table."""


def render(page: Page, form: str) -> str:
    """
    Return *page* as `text`, `markdown` or `html`; the same page gives the same bytes.

    Raises:
        ValueError: If there is no such format (Word is bytes: see `peelgrade.word`).

    """
    if form not in ("text", "markdown", "html"):
        raise ValueError(f"no format `{form}`")
    template = environment().get_template(f"page.{form}.j2")
    tools: dict[str, Any] = {
        "paragraph": paragraph,
        "bullet": bullet,
        "cited": cited,
        "table": table,
        "tree": tree,
        "flattened": flattened,
    }
    text = template.render(page=shown(page), **tools)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


def cited(sentence: Sentence) -> str:
    """Return a sentence with the ids of its evidence."""
    return f"{sentence.text} [{', '.join(sentence.evidence)}]" if sentence.evidence else sentence.text


def paragraph(block: Paragraph) -> str:
    """Return the sentences of a paragraph in one run."""
    return " ".join(cited(one) for one in block.sentences)


def bullet(sentence: Sentence, number: int) -> str:
    """Return one item of a list, wrapped under its mark."""
    mark = f"{number}. " if number else "- "
    return wrapped(f"{mark}{cited(sentence)}", indent=2, hang=len(mark))


def flattened(node: Node, depth: int = 0) -> Iterator[tuple[int, Sentence]]:
    """Yield every line of a tree with its depth."""
    yield depth, node.sentence
    for child in node.children:
        yield from flattened(child, depth + 1)


def tree(node: Node, before: str = "", joint: str = "", after: str = "") -> str:
    """Return a tree drawn with lines."""
    width = max(WIDTH - len(before) - len(joint), 40)
    first, *rest = wrapped(cited(node.sentence), width=width).split("\n") or [""]
    hang = after + ("│  " if node.children else "   ")
    lines = [f"{before}{joint}{first}", *(f"{hang}{line}" for line in rest)]
    for place, child in enumerate(node.children):
        last = place == len(node.children) - 1
        lines.append(tree(child, after, "└─ " if last else "├─ ", after + ("   " if last else "│  ")))
    return "\n".join(line.rstrip() for line in lines)


def table(block: Table) -> str:
    """
    Return a table in plain columns, its cells wrapped where the page is too narrow.

    Where even their longest words leave no room, the columns are shown in parts one below the other, each
    with the first column again.
    """
    columns = list(zip(block.columns, *block.rows, strict=True))
    parts = ["\n".join(_part([columns[place] for place in part])) for part in _parts(columns)]
    return "\n\n".join([block.caption, *parts])


Column = tuple[str, ...]
"""A column of a table: its head, then its cells."""


def _parts(columns: list[Column]) -> Iterator[list[int]]:
    """Yield the places of the columns that are shown together, the first one in each part."""
    part: list[int] = []
    for place in range(len(columns)):
        if len(part) > 1 and sum(_least(columns[one]) + GAP for one in [*part, place]) - GAP > WIDTH:
            yield part
            part = [0]
        part.append(place)
    yield part


def _part(columns: list[Column]) -> Iterator[str]:
    """Yield the lines of columns side by side."""
    widths = _widths(columns)
    head, *rows = zip(*columns, strict=True)
    yield from _row(head, widths)
    yield (" " * GAP).join("-" * width for width in widths)
    for row in rows:
        yield from _row(row, widths)


def _least(column: Column) -> int:
    """Return how narrow a column can be without breaking a word."""
    return max(len(word) for cell in column for word in (cell.split() or [""]))


def _widths(columns: list[Column]) -> list[int]:
    """Return the widths of columns side by side: the widest gives way first, down to its longest word."""
    room = WIDTH - GAP * (len(columns) - 1)
    widths = [max(map(len, column)) for column in columns]
    least = [max(_least(column), NARROWEST) for column in columns]
    while sum(widths) > room:
        wide = [place for place, width in enumerate(widths) if width > least[place]]
        if not wide:
            break
        widths[max(wide, key=lambda place: widths[place])] -= 1
    return widths


def _row(cells: tuple[str, ...], widths: list[int]) -> list[str]:
    parts = [
        wrapped(cell, width=max(width, NARROWEST)).split("\n") if len(cell) > width else [cell]
        for cell, width in zip(cells, widths, strict=True)
    ]
    height = max(len(part) for part in parts)
    lines = []
    for place in range(height):
        line = [part[place] if place < len(part) else "" for part in parts]
        lines.append("  ".join(f"{c:<{w}}" for c, w in zip(line, widths, strict=True)).rstrip())
    return lines
