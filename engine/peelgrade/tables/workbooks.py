"""XLSX to grids: the sheet of evidence, and the cover."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from peelgrade.errors import InvalidInputError, Problem, Where
from peelgrade.reading import read_bytes
from peelgrade.tables.archives import SAVE, opened
from peelgrade.tables.cells import MERGED, Odd, Raw, Share
from peelgrade.tables.columns import COLUMNS, HEAD, named
from peelgrade.tables.grids import Grid, Row, rows_of, tidy

COVER = "Case"
EVIDENCE = "Evidence"
OTHERS = ("Guidance", "Characteristics", "Codes")
"""Sheets of our own that say nothing of the case."""
FORMULA = Odd(
    "holds a formula, and the value stored with it may be old",
    "copy the cell and paste it back as a value",
)
CONSTANTS: dict[str, Raw] = {"=TRUE()": True, "=FALSE()": False}
"""What LibreOffice writes for a cell that is true or false."""

_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^]]*\]')
"""What a number's format shows as it is."""

Range = tuple[int, int, int, int]
"""First column, first row, last column, last row; all counted from one, as spreadsheets do."""


def read_workbook(path: Path) -> tuple[Grid, Grid | None]:
    """
    Return the grid of evidence in a workbook, and that of its cover, if it has one.

    Raises:
        InvalidInputError: If it can't be read, isn't harmless, or hides what it holds.

    """
    content = read_bytes(path)
    opened(content, str(path)).close()
    with _book(content, str(path)) as book:
        evidence, cover = _wanted(book, str(path))
        grid = _grid(evidence, str(path), lambda _: True)
        return grid, None if cover is None else _grid(cover, str(path), _is_field)


@contextmanager
def _book(content: bytes, path: str) -> Iterator[Any]:
    """Open a workbook; whatever its parts make the library raise is told as what it is: damage."""
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with closing(load_workbook(io.BytesIO(content), read_only=True, keep_links=False)) as book:
                yield book
    except InvalidInputError:
        raise
    except Exception as error:
        reason = (str(error) or type(error).__name__).splitlines()[0]
        raise InvalidInputError(
            [Problem(Where(path), f"isn't readable as a workbook: {reason}", SAVE)]
        ) from None


def _wanted(book: Any, path: str) -> tuple[Any, Any | None]:
    """Return the sheets of evidence and of the case; a single sheet is evidence, whatever its name."""
    sheets = {tidy(sheet.title): sheet for sheet in book.worksheets}
    cover = sheets.get(COVER.lower())
    evidence = sheets.get(EVIDENCE.lower())
    if evidence is None and len(book.worksheets) == 1 and cover is None:
        evidence = book.worksheets[0]
    if evidence is None:
        found = ", ".join(f"`{sheet.title}`" for sheet in book.worksheets)
        message = f"there is no sheet `{EVIDENCE}`, only {found or 'none'}"
        raise InvalidInputError([Problem(Where(path), message)])
    hidden = [one for one in (evidence, cover) if one is not None and one.sheet_state != "visible"]
    problems = [
        Problem(_place(one, path)(1, 0), f"the sheet `{one.title}` is hidden", "show it") for one in hidden
    ]
    problems += [one for sheet in sheets.values() for one in _second(sheet, evidence, path)]
    if problems:
        raise InvalidInputError(problems)
    return evidence, cover


def _second(sheet: Any, evidence: Any, path: str) -> Iterator[Problem]:
    """Yield a problem for another sheet that looks like evidence: it would be left out."""
    if sheet is evidence or sheet.title in (COVER, *OTHERS):
        return
    required = {one.name for one in COLUMNS if one.required}
    _, first = next(iter(_scanned(sheet).rows), (1, {}))
    if required <= {tidy(raw) for raw in first.values()}:
        message = f"`{sheet.title}` looks like evidence too, and only `{evidence.title}` is read"
        yield Problem(_place(sheet, path)(1, 0), message, "put all records on one sheet, or into two files")


def _is_field(row: Row) -> bool:
    return tidy(row.cells.get(0, "")) in named(HEAD)


def _place(sheet: Any, path: str) -> Callable[[int, int], Where]:
    from openpyxl.utils import get_column_letter

    def place(number: int, column: int) -> Where:
        cell = f"{get_column_letter(column + 1)}{number}"
        return Where(path, number, column + 1, sheet.title, cell)

    return place


@dataclass(frozen=True)
class _Scanned:
    """What stands in a sheet, and what is merged and hidden."""

    rows: list[tuple[int, dict[int, Raw]]]
    merged: tuple[Range, ...]
    hidden_rows: frozenset[int]
    hidden_columns: tuple[tuple[int, int], ...]


def _scanned(sheet: Any) -> _Scanned:
    """Return what a sheet holds; only cells that are there are visited, however far apart they are."""
    from openpyxl.worksheet._reader import WorkSheetParser

    book = sheet.parent
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        rows = [(number, _raws(cells, sheet)) for number, cells in parser.parse()]
    merged = parser.merged_cells.mergeCell if parser.merged_cells else ()
    return _Scanned(
        rows,
        tuple(one.bounds for one in merged),
        frozenset(int(number) for number, row in parser.row_dimensions.items() if _hidden(row)),
        tuple((int(c["min"]), int(c["max"])) for c in parser.column_dimensions.values() if _hidden(c)),
    )


def _hidden(attributes: dict[str, str]) -> bool:
    return attributes.get("hidden", "0") not in ("0", "false")


def _raws(cells: list[dict[str, Any]], sheet: Any) -> dict[int, Raw]:
    return {one["column"] - 1: _raw(one, sheet) for one in cells if one["value"] is not None}


def _raw(cell: dict[str, Any], sheet: Any) -> Raw:
    """Return a cell as it stands: what isn't a plain value is odd."""
    from openpyxl.cell.read_only import ReadOnlyCell

    value, kind = cell["value"], cell["data_type"]
    if kind == "f":
        return CONSTANTS.get(str(value).upper(), FORMULA)
    if kind == "e":
        return Odd(f"holds the error `{value}`", "write what belongs there")
    if isinstance(value, timedelta):
        return Odd("holds a length of time", "format the cell as text, then type it again")
    if isinstance(value, bool | str | date | time):
        return value
    assert isinstance(value, int | float)
    form = _LITERAL.sub("", str(ReadOnlyCell(sheet, **cell).number_format))
    return Share(float(value)) if "%" in form else value


def _grid(sheet: Any, path: str, matters: Callable[[Row], bool]) -> Grid:
    """Return the grid of a sheet; what is merged or hidden in rows that matter is a problem."""
    scanned, place = _scanned(sheet), _place(sheet, path)
    grid = Grid(f"the sheet `{sheet.title}`", rows_of(iter(scanned.rows)), place)
    rows = [row for row in grid.rows if matters(row)]
    columns = {at for row in rows for at in row.cells if at < 2 or matters is not _is_field}
    problems = [
        *_hidden_rows([row.number for row in rows if row.number in scanned.hidden_rows], place),
        *_hidden_columns(scanned, columns, rows, place),
    ]
    for one in scanned.merged:
        covered = _covered(one, rows, columns)
        if covered:
            problems.append(_merged(one, place))
        for row, at in covered:
            row.cells[at] = MERGED
    return replace(grid, problems=tuple(problems))


def _covered(merged: Range, rows: list[Row], columns: set[int]) -> list[tuple[Row, int]]:
    """Return the cells that matter in a merged range."""
    left, top, right, bottom = merged
    within = [at for at in columns if left <= at + 1 <= right]
    return [(row, at) for row in rows if top <= row.number <= bottom for at in within]


def _merged(merged: Range, place: Callable[[int, int], Where]) -> Problem:
    left, top, right, bottom = merged
    where = place(top, left - 1)
    last = place(bottom, right - 1).cell
    return Problem(
        where, f"the cells {where.cell} to {last} are merged", "unmerge them, and fill in each one"
    )


def _hidden_rows(numbers: list[int], place: Callable[[int, int], Where]) -> Iterator[Problem]:
    """Yield a problem for each run of hidden rows."""
    for first, last in _runs(numbers):
        said = f"row {first} is hidden" if first == last else f"the rows {first} to {last} are hidden"
        yield Problem(place(first, 0), said, "show what is hidden (clear any filter), or delete it")


def _hidden_columns(
    scanned: _Scanned, columns: set[int], rows: list[Row], place: Callable[[int, int], Where]
) -> Iterator[Problem]:
    """Yield a problem for each hidden column that holds something."""
    for first, last in scanned.hidden_columns:
        for at in sorted(one for one in columns if first <= one + 1 <= last):
            where = place(rows[0].number, at)
            said = f"column {where.cell.rstrip('0123456789')} is hidden"
            yield Problem(where, said, "show what is hidden, or delete it")


def _runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of each run of consecutive numbers."""
    start = 0
    for at, number in enumerate(numbers, 1):
        if at == len(numbers) or numbers[at] != number + 1:
            yield numbers[start], number
            start = at
