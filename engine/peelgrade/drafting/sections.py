"""
What belongs to which area, finding and paragraph.

A section begins at a heading that is an area's title or its question. Under it, every other heading is a
finding, and paragraphs are counted from one under each. A heading's grade stands at the end of its section;
neither it nor the sentence that announces it is read: the grade awarded must play no part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from peelgrade.drafting.blocks import Block
from peelgrade.drafting.lexicon import Label, SectionWords
from peelgrade.drafting.numbering import flat
from peelgrade.framework import Area, Framework

LONGEST_ANNOUNCEMENT = 30
"""How many words the sentence that announces a grade can have."""


@dataclass(frozen=True)
class Passage:
    """
    A paragraph of a report, and where it stands.

    *area* is that of its section, empty where the section speaks of several. *heading* is that of the
    finding, empty before the first; *label* says what kind of finding it is, where the report does.
    """

    text: str
    line: int
    section: str
    area: str
    finding: int
    paragraph: int
    heading: str
    label: Label | None = None

    @property
    def reference(self) -> str:
        """Return where it stands, in the words that the coding guide's references use."""
        finding = f"finding {self.finding}, " if self.finding else ""
        return f"{self.section}, {finding}paragraph {self.paragraph}"


@dataclass(frozen=True)
class Layout:
    """
    A report in passages, the sections that were found, and the headings that led nowhere.

    *tables* are the sections in which a table stands, which isn't read.
    """

    passages: tuple[Passage, ...]
    sections: tuple[tuple[str, str], ...]
    skipped: tuple[str, ...]
    tables: tuple[str, ...] = ()


@dataclass
class _Reader:
    """Walks through blocks and keeps count."""

    framework: Framework
    words: SectionWords
    passages: list[Passage] = field(default_factory=list)
    sections: list[tuple[str, str]] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)
    section: str = ""
    area: str = ""
    open: bool = False
    finding: int = 0
    paragraph: int = 0
    heading: str = ""
    label: Label | None = None
    pending: Label | None = None

    def read(self, block: Block) -> None:
        text = flat(block.text)
        if self._is_caption(text) or _key(text) in self._grades():
            return
        if block.kind == "heading" or _named(text, self.framework) is not None:
            self._head(text)
        elif self.open and not (self.label and self.label.skip):
            self._keep(block)

    def _head(self, text: str) -> None:
        area = area_of(text, self.framework)
        across = _starts(text, self.words.across)
        if area is not None or across:
            named = _named(text, self.framework)
            self._begin(named.title if named else text, area.id if area else "")
        elif _starts(text, self.words.skipped):
            self.open = False
            self.skipped.append(text)
        elif (label := _label(text, self.words)) is not None:
            self.pending = label
            if label.skip:
                self.label = label
        elif self.open and not _starts(text, self.words.structure):
            self.finding += 1
            self.paragraph, self.heading = 0, text
            self.label, self.pending = self.pending, None

    def _begin(self, title: str, area: str) -> None:
        self.section, self.area, self.open = title, area, True
        self.finding = self.paragraph = 0
        self.heading, self.label, self.pending = "", None, None
        self.sections.append((title, area))

    def _keep(self, block: Block) -> None:
        self.paragraph += 1
        if block.kind == "row":
            # A cell says nothing by itself: what its row and column are about is for a person to read.
            self.tables.append(self.section)
            return
        if self._announces(block.text):
            return
        label = self.label or (self.pending if not self.heading else None)
        place = (self.section, self.area, self.finding, self.paragraph, self.heading)
        self.passages.append(Passage(block.text, block.line, *place, label))

    def _announces(self, text: str) -> bool:
        """Say whether a paragraph is the sentence that gives an area's grade."""
        if self.finding or not self.area or len(text.split()) > LONGEST_ANNOUNCEMENT:
            return False
        grades = "|".join(re.escape(grade.title) for grade in self.framework.grades)
        verb = r"(?:\b(?:is|are|was|were|as|remains)\s+)?"
        return re.search(rf"{verb}\b(?:{grades})\b\s*(?:at|in|for|\.|$)", text, re.IGNORECASE) is not None

    def _is_caption(self, text: str) -> bool:
        return any(text.lower().startswith(one) for one in self.words.captions)

    def _grades(self) -> set[str]:
        return {_key(grade.title) for grade in self.framework.grades}


def laid_out(blocks: tuple[Block, ...], framework: Framework, words: SectionWords) -> Layout:
    """Return a report's passages, section by section."""
    reader = _Reader(framework, words)
    for block in blocks:
        reader.read(block)
    tables = tuple(dict.fromkeys(reader.tables))
    return Layout(tuple(reader.passages), tuple(reader.sections), tuple(reader.skipped), tables)


def area_of(heading: str, framework: Framework) -> Area | None:
    """Return the area whose title, question, or title's beginning a heading is."""
    named = _named(heading, framework)
    if named is not None:
        return named
    began = [area for area in framework.areas if _key(heading) in _beginnings(area.title)]
    return began[0] if len(began) == 1 else None


def _named(text: str, framework: Framework) -> Area | None:
    """Return the area whose whole title or question a line is, however it is printed."""
    key = _key(text)
    return next((one for one in framework.areas if key in (_key(one.title), _key(one.question))), None)


def _beginnings(title: str) -> Iterator[str]:
    """Yield what a title is shortened to: what stands before an `and` or a comma."""
    for cut in re.finditer(r",| and ", title):
        yield _key(title[: cut.start()])


def _starts(text: str, known: tuple[str, ...]) -> bool:
    return any(_key(text) == _key(one) or _key(text).startswith(_key(one) + " ") for one in known)


def _label(text: str, words: SectionWords) -> Label | None:
    """Return the label that a heading is, with a number or colon after it or none."""
    key = re.sub(r"\s*\d+$", "", _key(text))
    return next((one for one in words.labels if key in {_key(name) for name in one.headings}), None)


def _key(text: str) -> str:
    """Return a heading as it is compared: in small letters, without marks, numbers in front and spaces."""
    plain = re.sub(r"^(?:\d+[.)]?\s+)+", "", flat(text).strip())
    return re.sub(
        r"[^\w]+", " ", plain.lower().replace("'", "").replace("anti-social", "antisocial")
    ).strip()
