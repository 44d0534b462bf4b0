"""Pages to Word, with real styles, header rows, and the marking in header and footer. The door to docx."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from peelgrade.rendering import flattened
from peelgrade.view import Bullets, Heading, Page, Paragraph, Picture, Sentence, Table, Tree, shown

FONT = "Arial"
# A file must be the same bytes for the same page, so it carries no time of its own making.
WHEN = datetime(2000, 1, 1)
A4 = (Mm(210), Mm(297))
MARGIN = Mm(20)
SMALL = Pt(8)
"""The size of what stands in a wide table."""


def to_docx(page: Page) -> bytes:
    """Return *page* as a Word document."""
    page = shown(page)
    document = docx.Document()
    _styles(document)
    _properties(document, page)
    _paper(document.sections[0])
    if page.marking:
        section = document.sections[0]
        for part in (section.header, section.footer):
            line = part.paragraphs[0]
            line.text = page.marking
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_heading(page.title, 1)
    document.add_paragraph(page.notice)
    for block in page.blocks:
        _turn(document, wide=isinstance(block, Table) and block.wide)
        _BLOCKS[type(block)](document, block)
    _turn(document, wide=False)
    for line in page.provenance:
        document.add_paragraph(line, style="Provenance")
    file = io.BytesIO()
    document.save(file)
    return _settled(file.getvalue())


def _styles(document: Any) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(12)
    for level in range(1, 5):
        style = document.styles[f"Heading {level}"]
        style.font.name, style.font.color.rgb = FONT, RGBColor(0, 0, 0)
        style.element.rPr.rFonts.set(qn("w:asciiTheme"), "")
        for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            style.element.rPr.rFonts.attrib.pop(qn(name), None)
    small = document.styles.add_style("Provenance", 1)
    small.base_style, small.font.size = normal, Pt(9)


def _properties(document: Any, page: Page) -> None:
    core = document.core_properties
    core.title, core.author, core.language = page.title, "peelgrade", "en-GB"
    core.subject = page.marking or ""
    core.created = core.modified = WHEN


def _paper(section: Any, *, wide: bool = False) -> None:
    """Make the pages of a section A4, turned for a *wide* table."""
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = reversed(A4) if wide else A4
    section.left_margin = section.right_margin = MARGIN


def _turn(document: Any, *, wide: bool) -> None:
    """Start a section where a wide table begins, and another where what comes after it does."""
    if wide != (document.sections[-1].orientation == WD_ORIENT.LANDSCAPE):
        _paper(document.add_section(WD_SECTION.NEW_PAGE), wide=wide)


def _runs(paragraph: Any, sentence: Sentence) -> None:
    paragraph.add_run(sentence.text)
    if sentence.evidence:
        cited = paragraph.add_run(f" [{', '.join(sentence.evidence)}]")
        cited.font.color.rgb = RGBColor(0x4D, 0x4D, 0x4D)


def _heading(document: Any, block: Heading) -> None:
    document.add_heading(block.text, block.level)


def _paragraph(document: Any, block: Paragraph) -> None:
    paragraph = document.add_paragraph()
    for number, sentence in enumerate(block.sentences):
        if number:
            paragraph.add_run(" ")
        _runs(paragraph, sentence)


def _bullets(document: Any, block: Bullets) -> None:
    style = "List Number" if block.numbered else "List Bullet"
    for item in block.items:
        _runs(document.add_paragraph(style=style), item)


def _table(document: Any, block: Table) -> None:
    document.add_paragraph(block.caption, style="Caption")
    table = document.add_table(rows=1, cols=len(block.columns))
    table.style = "Table Grid"
    size = SMALL if block.wide else None
    _cells(table.rows[0].cells, block.columns, bold=True, size=size)
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(mark)
    for row in block.rows:
        _cells(table.add_row().cells, row, size=size)
    document.add_paragraph()


def _cells(cells: Any, texts: tuple[str, ...], *, bold: bool = False, size: Any = None) -> None:
    for cell, text in zip(cells, texts, strict=True):
        run = cell.paragraphs[0].add_run(text)
        run.bold, run.font.size = bold, size


def _tree(document: Any, block: Tree) -> None:
    for depth, sentence in flattened(block.root):
        paragraph = document.add_paragraph(style="List Bullet")
        paragraph.paragraph_format.left_indent = Pt(18 * (depth + 1))
        _runs(paragraph, sentence)


def _picture(document: Any, block: Picture) -> None:
    document.add_paragraph(block.alternative)


_BLOCKS: dict[type, Any] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Bullets: _bullets,
    Table: _table,
    Tree: _tree,
    Picture: _picture,
}


def _settled(content: bytes) -> bytes:
    """Return the document with no times in its container, so that equal pages are equal bytes."""
    import zipfile

    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in _names(old):
            entry = zipfile.ZipInfo(name, date_time=(2000, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return made.getvalue()


def _names(file: Any) -> Iterator[str]:
    yield from (info.filename for info in file.infolist())
