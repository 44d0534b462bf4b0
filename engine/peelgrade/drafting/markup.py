"""HTML as headings and paragraphs: scripts and what surrounds the content left out, nothing fetched."""

from __future__ import annotations

from html.parser import HTMLParser

from peelgrade.drafting.blocks import Block, Kind
from peelgrade.errors import InvalidInputError, Problem, Where

Attributes = list[tuple[str, str | None]]

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "summary", "dt")
LEFT_OUT = {
    "script", "style", "noscript", "template", "svg", "math", "nav", "footer", "aside", "form", "button",
    "select", "iframe", "object", "video", "audio", "canvas", "figure", "title", "dialog",
}  # fmt: skip
"""What holds no part of a report's text."""
BREAKS = {
    "p", "div", "section", "article", "main", "header", "ul", "ol", "dl", "dd", "li", "table", "tr",
    "thead", "tbody", "tfoot", "caption", "blockquote", "pre", "hr", "details", "body", "html",
    *HEADINGS,
}  # fmt: skip
"""Elements that begin and end a block."""


class _Reader(HTMLParser):
    """Gathers blocks. What is left out and never closed is told, never repaired by guessing."""

    def __init__(self, path: str) -> None:
        super().__init__(convert_charrefs=True)
        self.path = path
        self.blocks: list[Block] = []
        self.mains: list[tuple[int, int]] = []
        self._skipping: list[tuple[str, int]] = []
        self._text: list[str] = []
        self._begun = False
        self._line = 0
        self._kind: Kind = "paragraph"
        self._main: int | None = None

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:  # noqa: ARG002
        if self._skipping:
            if tag == self._skipping[0][0]:
                self._skipping.append((tag, self.getpos()[0]))
            return
        if tag in LEFT_OUT:
            self._skipping.append((tag, self.getpos()[0]))
            return
        if tag in BREAKS:
            self._finish()
            self._kind = _form(tag)
        if tag == "main":
            self._main = len(self.blocks)
        if tag in ("br", "td", "th", "img"):
            self._text.append(" " if tag == "br" or not self._begun else ", ")

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        if tag not in LEFT_OUT:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self._skipping:
            if tag == self._skipping[0][0]:
                self._skipping.pop()
            return
        if tag in BREAKS:
            self._finish()
            self._kind = "paragraph"
        if tag == "main" and self._main is not None:
            self.mains.append((self._main, len(self.blocks)))
            self._main = None

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            if not self._begun and data.strip():
                self._begun = True
                self._line = self.getpos()[0] + data[: len(data) - len(data.lstrip())].count("\n")
            self._text.append(data)

    def _finish(self) -> None:
        text = " ".join("".join(self._text).split())
        if text:
            self.blocks.append(Block(self._kind, text, self._line))
        self._text, self._begun = [], False

    def finished(self) -> tuple[Block, ...]:
        """Return the blocks: those of the page's main part, where it names one."""
        self.close()
        self._finish()
        if self._skipping:
            tag, line = self._skipping[0]
            message = f"`<{tag}>` is never closed, so what follows it can't be read"
            raise InvalidInputError([Problem(Where(self.path, line, 1), message)])
        kept = [block for start, end in self.mains for block in self.blocks[start:end]]
        return tuple(kept or self.blocks)


def _form(tag: str) -> Kind:
    if tag in HEADINGS:
        return "heading"
    return "item" if tag in ("li", "dd") else "row" if tag == "tr" else "paragraph"


def html_blocks(text: str, path: str) -> tuple[Block, ...]:
    """
    Return the blocks of a page.

    Raises:
        InvalidInputError: If an element whose content is left out is never closed.

    """
    reader = _Reader(path)
    reader.feed(text)
    return reader.finished()
