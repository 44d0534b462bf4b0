"""How a workbook looks, and the bytes that it becomes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from math import ceil
from typing import Any

from peelgrade.tables.cells import held, written
from peelgrade.tables.columns import Plain

WHEN = datetime(2000, 1, 1)
FONT = "Calibri"
LINE, TITLE, MOST_HIGH = 15, 24, 300
"""Heights in points: of a line, of a title, and the most that a row may have."""
EXACT_BELOW = 10**15
"""Whole numbers from here on lose digits in a spreadsheet, and are written as text."""
HEADER_HOLDS = 100
"""The most characters of a marking that is printed on every page."""


def put(
    sheet: Any,
    row: int,
    values: Iterable[Plain | None],
    style: str = "text",
    widths: Sequence[int] = (),
) -> None:
    """Write a row, high enough for its texts where the *widths* of the columns are given."""
    for column, value in enumerate(values, 1):
        if value is not None:
            _cell(sheet.cell(row, column), value, style)
            if column <= len(widths) and isinstance(value, str):
                _raise(sheet, row, value, widths[column - 1])
    if style == "title":
        sheet.row_dimensions[row].height = TITLE


def _cell(cell: Any, value: Plain, style: str) -> None:
    """Fill a cell: text as text, numbers with the digits that they have."""
    look = styles()[style]
    if isinstance(value, bool):
        cell.value = value
    elif isinstance(value, int | float) and abs(value) < EXACT_BELOW:
        cell.value, cell.data_type = written(value), "n"
    else:
        cell.value, cell.data_type, cell.number_format = written(value), "s", "@"
    cell.alignment = look.alignment
    if style != "text":
        cell.font, cell.fill = look.font, look.fill


def _raise(sheet: Any, row: int, text: str, width: int) -> None:
    """Make a row as high as a text in a column of *width* characters needs."""
    lines = sum(max(1, ceil(len(line) / width)) for line in text.split("\n"))
    high = sheet.row_dimensions[row].height or LINE
    if lines * LINE > high:
        sheet.row_dimensions[row].height = min(lines * LINE, MOST_HIGH)


@dataclass(frozen=True)
class Look:
    """How cells of one style look, in openpyxl's terms."""

    font: Any
    fill: Any
    alignment: Any


@cache
def styles() -> dict[str, Look]:
    """Return the styles by name: `text` is wrapped, a `line` runs on over empty cells beside it."""
    from openpyxl.styles import Alignment, Font, PatternFill

    top = Alignment(vertical="top", wrap_text=True)
    none, band = PatternFill(), PatternFill("solid", fgColor="FF1F3864")
    return {
        "text": Look(Font(name=FONT, size=11), none, top),
        "line": Look(Font(name=FONT, size=11), none, Alignment(vertical="top")),
        "title": Look(Font(name=FONT, size=16, bold=True), none, Alignment(vertical="top")),
        "heading": Look(Font(name=FONT, size=11, bold=True, color="FFFFFFFF"), band, top),
    }


def widen(sheet: Any, widths: Sequence[int]) -> None:
    """Set the widths of the first columns, in characters."""
    for place, width in enumerate(widths):
        sheet.column_dimensions["ABCDEFG"[place]].width = width


def for_print(sheet: Any) -> None:
    """Print a sheet across as many pages down as it needs, and one to the side."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def mark(book: Any, marking: str) -> None:
    """Print the marking at the head and foot of every page of every sheet."""
    for sheet in book.worksheets:
        for part in (sheet.oddHeader, sheet.oddFooter):
            part.center.text = held(marking).replace("&", "&&")


def settled(book: Any) -> bytes:
    """Return the file of a workbook, with no time of day in it or in its container."""
    saved, made = io.BytesIO(), io.BytesIO()
    book.save(saved)
    when = WHEN.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + when, content)
            entry = zipfile.ZipInfo(part.filename, date_time=WHEN.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return made.getvalue()
