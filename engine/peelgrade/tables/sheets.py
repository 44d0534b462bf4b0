"""
XLSX out: a case with everything that a person needs to go on with it, or an empty one.

Text stands in cells as text, so that no spreadsheet takes it for a date, a number or a formula. Equal
cases give equal bytes: no time of day is in them.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from peelgrade.evidence import Case
from peelgrade.framework import Framework
from peelgrade.rules import Pack
from peelgrade.tables.archives import MOST_ROWS
from peelgrade.tables.cells import held, written
from peelgrade.tables.columns import COLUMNS, HEAD, Column, Plain, flat, head
from peelgrade.tables.guidance import HEAD as HEAD_TEXTS
from peelgrade.tables.guidance import OUTLINE, codes, field_text
from peelgrade.tables.workbooks import COVER, EVIDENCE, OTHERS

GUIDANCE, CHARACTERISTICS, CODES = OTHERS
CELL_HOLDS = 32_767
"""The most characters that Excel keeps in a cell."""
HEADER_HOLDS = 100
"""The most characters of a marking that is printed on every page."""
WHEN = datetime(2000, 1, 1)
EXACT_BELOW = 10**15
"""Whole numbers from here on lose digits in a spreadsheet, and are written as text."""
LISTED = {"standard": "standard", "previous.standard": "standard", "previous.counts": "counts"}


@dataclass(frozen=True)
class TooLong:
    """A text that no cell of a workbook can hold: the record that it is in, its field and its length."""

    record: str
    field: str
    length: int


def too_long(case: Case) -> list[TooLong]:
    """Return the texts of a case that are too long for a cell."""
    return [
        TooLong(record.id, name, _length(value))
        for record in case.evidence
        for name, value in flat(record).items()
        if isinstance(value, str) and _length(value) > CELL_HOLDS
    ]


def _length(text: str) -> int:
    """Return how many characters a spreadsheet counts in a text."""
    return len(written(text).encode("utf-16-le")) // 2


def workbook(framework: Framework, pack: Pack, case: Case | None = None) -> bytes:
    """
    Return a workbook to record evidence in, with the records of *case*, if there is one.

    Raises:
        ValueError: If the case has a text that no cell can hold, or too many records.

    """
    from openpyxl import Workbook

    if case is not None and (too_long(case) or len(case.evidence) >= MOST_ROWS):
        raise ValueError("the case doesn't fit into a workbook")
    book = Workbook()
    book.remove(book.worksheets[0])
    _cover(book.create_sheet(COVER), framework, case)
    listed = codes(framework, pack)
    _guidance(book.create_sheet(GUIDANCE))
    evidence = book.create_sheet(EVIDENCE)
    _characteristics(book.create_sheet(CHARACTERISTICS), framework)
    ranges = _codes(book.create_sheet(CODES), listed)
    ranges["characteristic"] = f"{CHARACTERISTICS}!$A$2:$A${len(framework.characteristic_ids) + 1}"
    _evidence(evidence, case, ranges)
    if case is not None and case.marking and len(case.marking) < HEADER_HOLDS:
        _mark(book, case.marking)
    book.properties.creator, book.properties.created = "peelgrade", WHEN
    book.properties.title = held(f"Evidence: {case.force}") if case is not None else "Evidence"
    return _settled(book)


def _cover(sheet: Any, framework: Framework, case: Case | None) -> None:
    said: dict[str, Plain] = {"framework": framework.id} if case is None else head(case)
    _put(sheet, 1, ("Evidence from one inspection of one force",), "title")
    _put(sheet, 2, (f"Framework: {framework.title}",))
    _put(sheet, 4, ("Field", "Value", "What it is"), "heading")
    for place, column in enumerate(HEAD):
        _put(sheet, 5 + place, (column.name, said.get(column.name), HEAD_TEXTS[column.name]))
    _put(sheet, 11, ("The other sheets",), "heading")
    for place, text in enumerate((
        f"{GUIDANCE}: what a record is, and what each field holds",
        f"{EVIDENCE}: the one table to fill in, a record a row",
        f"{CHARACTERISTICS}: what a record can speak to, from the framework",
        f"{CODES}: the words that the coded fields take, and what each means",
    )):  # fmt: skip
        _put(sheet, 12 + place, (text,))
    _widths(sheet, (16, 34, 90))


def _guidance(sheet: Any) -> None:
    _put(sheet, 1, ("How to record evidence",), "title")
    for place, text in enumerate(OUTLINE, 3):
        _put(sheet, place, (text,))
    start = 4 + len(OUTLINE)
    _put(sheet, start, ("Column", "What it holds"), "heading")
    for place, column in enumerate(COLUMNS, start + 1):
        _put(sheet, place, (column.name, field_text(column.name)))
    _widths(sheet, (20, 110))


def _characteristics(sheet: Any, framework: Framework) -> None:
    _put(sheet, 1, ("Characteristic", "Text", "Stakes", "Topic", "Area"), "heading")
    row = 2
    for area in framework.areas:
        for topic in area.topics:
            for one in topic.characteristics:
                place = f"{topic.id} {topic.title}"
                _put(sheet, row, (one.id, one.text, one.stakes, place, f"{area.title} ({area.id})"))
                row += 1
    _widths(sheet, (16, 100, 12, 50, 60))
    sheet.freeze_panes = "B2"


def _codes(sheet: Any, listed: dict[str, dict[str, str]]) -> dict[str, str]:
    """Write every code with its meaning, and return the range of each field's codes."""
    _put(sheet, 1, ("Field", "Code", "What it means"), "heading")
    ranges, row = dict[str, str](), 2
    for field, meanings in listed.items():
        ranges[field] = f"{CODES}!$B${row}:$B${row + len(meanings) - 1}"
        for code, means in meanings.items():
            _put(sheet, row, ("TRUE or FALSE" if field == "flag" else field, code, means))
            row += 1
    _widths(sheet, (16, 26, 100))
    sheet.freeze_panes = "A2"
    return ranges


def _evidence(sheet: Any, case: Case | None, ranges: dict[str, str]) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.table import Table, TableStyleInfo

    _put(sheet, 1, [column.name for column in COLUMNS], "heading")
    records = case.evidence if case is not None else ()
    for row, record in enumerate(records, 2):
        cells = flat(record)
        _put(sheet, row, [cells.get(column.name) for column in COLUMNS])
    for place, column in enumerate(COLUMNS, 1):
        letter = get_column_letter(place)
        _column(sheet, letter, column)
        sheet.add_data_validation(_choice(column, letter, ranges))
    last = f"{get_column_letter(len(COLUMNS))}{max(len(records), 1) + 1}"
    table = Table(displayName=EVIDENCE.lower(), ref=f"A1:{last}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    sheet.add_table(table)
    sheet.freeze_panes = "B2"


def _column(sheet: Any, letter: str, column: Column) -> None:
    """Set how a column looks, also where it is still empty: text stays text."""
    dimension = sheet.column_dimensions[letter]
    dimension.width = column.width
    if column.kind in ("id", "ids", "code", "text"):
        dimension.number_format = "@"
    dimension.alignment = _styles()["text"].alignment


def _choice(column: Column, letter: str, ranges: dict[str, str]) -> Any:
    """Return what a column lets people choose from, with what it is for."""
    from openpyxl.worksheet.datavalidation import DataValidation

    rules: dict[str, dict[str, Any]] = {
        "whole": {
            "type": "whole",
            "operator": "greaterThanOrEqual",
            "formula1": "1" if column.name.endswith("of") else "0",
        },
        "percent": {
            "type": "decimal",
            "operator": "between",
            "formula1": "0",
            "formula2": "100",
            "errorStyle": "warning",
        },
    }
    rule = rules.get(column.kind, {})
    name = "flag" if column.kind == "flag" else LISTED.get(column.name, column.name)
    if name in ranges:
        rule = {"type": "list", "formula1": f"={ranges[name]}"}
        if column.kind == "ids":
            rule["errorStyle"] = "warning"
    made = DataValidation(**rule, allow_blank=True, sqref=f"{letter}2:{letter}{MOST_ROWS}")
    made.promptTitle, made.prompt = column.name, field_text(column.name)[:255]
    made.errorTitle, made.error = column.name, _refusal(column, name in ranges)
    made.showInputMessage = made.showErrorMessage = True
    return made


def _refusal(column: Column, listed: bool) -> str:
    if column.kind == "ids":
        return "Not one id of the list. Several ids are written with ; between them."
    return "Choose from the list." if listed else "Write a number that the guidance allows."


def _put(sheet: Any, row: int, values: Iterable[Plain | None], style: str = "text") -> None:
    """Write a row; text as text, numbers with the digits that they have."""
    look = _styles()[style]
    for column, value in enumerate(values, 1):
        if value is None:
            continue
        cell = sheet.cell(row, column)
        number = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < EXACT_BELOW
        if isinstance(value, bool):
            cell.value = value
        else:
            cell.value, cell.data_type = written(value), "n" if number else "s"
        cell.alignment = look.alignment
        if not number and not isinstance(value, bool):
            cell.number_format = "@"
        if style != "text":
            cell.font, cell.fill = look.font, look.fill


@dataclass(frozen=True)
class _Look:
    font: Any
    fill: Any
    alignment: Any


@cache
def _styles() -> dict[str, _Look]:
    from openpyxl.styles import Alignment, Font, PatternFill

    top = Alignment(vertical="top", wrap_text=True)
    none, band = PatternFill(), PatternFill("solid", fgColor="FF1F3864")
    return {
        "text": _Look(Font(), none, top),
        "title": _Look(Font(bold=True, size=16), none, Alignment(vertical="top")),
        "heading": _Look(Font(bold=True, color="FFFFFFFF"), band, top),
    }


def _widths(sheet: Any, widths: Sequence[int]) -> None:
    for place, width in enumerate(widths):
        sheet.column_dimensions["ABCDEFG"[place]].width = width


def _mark(book: Any, marking: str) -> None:
    """Print the marking at the head and foot of every page of every sheet."""
    for sheet in book.worksheets:
        for part in (sheet.oddHeader, sheet.oddFooter):
            part.center.text = held(marking).replace("&", "&&")


def _settled(book: Any) -> bytes:
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
