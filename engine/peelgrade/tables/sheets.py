"""
XLSX out: a case with everything that a person needs to go on with it, or an empty one.

Text stands in cells as text, so that no spreadsheet takes it for a date, a number or a formula. Equal
cases give equal bytes: no time of day is in them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peelgrade.evidence import Case
from peelgrade.framework import Framework
from peelgrade.rules import Pack
from peelgrade.tables.archives import MOST_ROWS
from peelgrade.tables.cells import held, written
from peelgrade.tables.columns import COLUMNS, HEAD, Column, Plain, flat, head
from peelgrade.tables.guidance import HEAD as HEAD_TEXTS
from peelgrade.tables.guidance import OUTLINE, codes, field_text
from peelgrade.tables.looks import HEADER_HOLDS, WHEN, for_print, mark, put, settled, styles, widen
from peelgrade.tables.workbooks import COVER, EVIDENCE, OTHERS

GUIDANCE, CHARACTERISTICS, CODES = OTHERS
CELL_HOLDS = 32_767
"""The most characters that Excel keeps in a cell."""
LISTED = {"standard": "standard", "previous.standard": "standard", "previous.counts": "counts"}


@dataclass(frozen=True)
class TooLong:
    """A text that no cell of a workbook can hold: the thing and field that it is of, and its length."""

    kind: str
    id: str
    field: str
    length: int


def too_long(case: Case) -> list[TooLong]:
    """Return the texts of a case that are too long for a cell."""
    rows = [("record", record.id, flat(record)) for record in case.evidence]
    return [
        TooLong(kind, id, name, _length(value))
        for kind, id, cells in [("case", case.case, head(case)), *rows]
        for name, value in cells.items()
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
    for sheet in book.worksheets:
        for_print(sheet)
    if case is not None and case.marking and len(case.marking) < HEADER_HOLDS:
        mark(book, case.marking)
    book.properties.creator, book.properties.created = "peelgrade", WHEN
    book.properties.title = held(f"Evidence: {case.force}") if case is not None else "Evidence"
    return settled(book)


def _cover(sheet: Any, framework: Framework, case: Case | None) -> None:
    said: dict[str, Plain] = {"framework": framework.id} if case is None else head(case)
    put(sheet, 1, ("Evidence from one inspection of one force",), "title")
    put(sheet, 2, (f"Framework: {framework.title}",), "line")
    put(sheet, 4, ("Field", "Value", "What it is"), "heading")
    for place, column in enumerate(HEAD):
        put(sheet, 5 + place, (column.name, said.get(column.name), HEAD_TEXTS[column.name]))
    put(sheet, 11, ("The other sheets",), "heading")
    for place, text in enumerate((
        f"{GUIDANCE}: what a record is, and what each field holds",
        f"{EVIDENCE}: the one table to fill in, a record a row",
        f"{CHARACTERISTICS}: what a record can speak to, from the framework",
        f"{CODES}: the words that the coded fields take, and what each means",
    )):  # fmt: skip
        put(sheet, 12 + place, (text,), "line")
    widen(sheet, (16, 34, 90))


def _guidance(sheet: Any) -> None:
    put(sheet, 1, ("How to record evidence",), "title")
    for place, text in enumerate(OUTLINE, 3):
        put(sheet, place, (text,), "line")
    start = 4 + len(OUTLINE)
    put(sheet, start, ("Column", "What it holds"), "heading")
    for place, column in enumerate(COLUMNS, start + 1):
        put(sheet, place, (column.name, field_text(column.name)))
    widen(sheet, (20, 110))


def _characteristics(sheet: Any, framework: Framework) -> None:
    widths = (16, 100, 12, 50, 60)
    put(sheet, 1, ("Characteristic", "Text", "Stakes", "Topic", "Area"), "heading")
    row = 2
    for area in framework.areas:
        for topic in area.topics:
            for one in topic.characteristics:
                place = f"{topic.id} {topic.title}"
                cells = (one.id, one.text, one.stakes, place, f"{area.title} ({area.id})")
                put(sheet, row, cells, widths=widths)
                row += 1
    widen(sheet, widths)
    sheet.freeze_panes = "B2"


def _codes(sheet: Any, listed: dict[str, dict[str, str]]) -> dict[str, str]:
    """Write every code with its meaning, and return the range of each field's codes."""
    put(sheet, 1, ("Field", "Code", "What it means"), "heading")
    ranges, row = dict[str, str](), 2
    for field, meanings in listed.items():
        ranges[field] = f"{CODES}!$B${row}:$B${row + len(meanings) - 1}"
        for code, means in meanings.items():
            put(sheet, row, ("TRUE or FALSE" if field == "flag" else field, code, means))
            row += 1
    widen(sheet, (16, 26, 100))
    sheet.freeze_panes = "A2"
    return ranges


def _evidence(sheet: Any, case: Case | None, ranges: dict[str, str]) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.table import Table, TableStyleInfo

    put(sheet, 1, [column.name for column in COLUMNS], "heading")
    records = case.evidence if case is not None else ()
    widths = tuple(column.width for column in COLUMNS)
    for row, record in enumerate(records, 2):
        cells = flat(record)
        put(sheet, row, [cells.get(column.name) for column in COLUMNS], widths=widths)
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
    dimension.alignment = styles()["text"].alignment


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
