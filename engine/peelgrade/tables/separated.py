"""
Separated values: CSV with commas, semicolons or tabs, to a grid, and back.

The separator is the one that the headings show, or that a first line such as `sep=;` names. A file is
UTF-8, or UTF-16 where it says so with its first bytes; other encodings can't be told apart.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from peelgrade.errors import InvalidInputError, Problem, Where
from peelgrade.evidence import Case
from peelgrade.reading import read_bytes, refuse_controls
from peelgrade.tables.cells import Odd, Raw, written
from peelgrade.tables.columns import COLUMNS, HEAD, Plain, flat, head, named
from peelgrade.tables.grids import Grid, rows_of

SEPARATORS = (",", ";", "\t")
_NAMED = re.compile(r"sep=([,;\t])\r?(\n|\Z)")
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_UNQUOTABLE = re.compile(r'[",;\t\r\n]|\A\s|\s\Z')
FORMULA = Odd(
    "starts with `=`, as a formula does", "write what it comes to; a text that starts so has `'` before it"
)


def read_separated(path: Path, encoding: str | None = None) -> Grid:
    """
    Return the grid in a file of separated values.

    Raises:
        InvalidInputError: If it isn't text in the *encoding* (UTF-8, unless it is given), or a
            quotation mark isn't closed.

    """
    text = _decoded(read_bytes(path), str(path), encoding)
    refuse_controls(text, str(path))
    found = _NAMED.match(text)
    separator = found.group(1) if found else _separator(text)
    scan = _Scan(text, str(path), separator, found.end() if found else 0)
    rows = rows_of((number, dict(enumerate(cells))) for number, cells in scan.lines())
    return Grid("the file", rows, scan.place)


def _decoded(content: bytes, path: str, encoding: str | None) -> str:
    if encoding is None and content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    try:
        return content.decode(encoding or "utf-8-sig").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        byte = content[error.start : error.start + 1]
        message = f"byte {byte[0]:#04x} isn't {(encoding or 'UTF-8').upper()}"
        raise InvalidInputError([Problem(Where(path, line, 1), message, _advice(byte))]) from None
    except LookupError:
        raise InvalidInputError([Problem(Where(path), f"no encoding `{encoding}`")]) from None


def _advice(byte: bytes) -> str:
    western = byte.decode("windows-1252", errors="replace")
    return (
        f"save the file as CSV UTF-8; if it is Windows-1252 (the byte is `{western}` there), "
        "`peelgrade evidence convert --encoding windows-1252` reads it"
    )


def _separator(text: str) -> str:
    """Return the separator that splits the first line into the most headings that are known."""
    first = next((line for line in text.splitlines() if line.strip(" ,;\t")), "")
    known = {*named(COLUMNS), *named(HEAD)}

    def headings(separator: str) -> int:
        return sum(one.strip(' "').lower() in known for one in first.split(separator))

    return max(SEPARATORS, key=headings)


class _Scan:
    """Splits a text into lines of cells, and knows where each of them stands."""

    def __init__(self, text: str, path: str, separator: str, start: int) -> None:
        self._text, self._path, self._start = text, path, start
        self._plain = re.compile(rf"[^{separator}\r\n]*")
        self._end = re.compile(rf"{separator}|\r\n|\r|\n|\Z")
        self._separator = separator
        self._places: dict[int, list[int]] = {}
        self._lines = [0, *(found.end() for found in re.finditer("\n|\r(?!\n)", text))]

    def lines(self) -> Iterator[tuple[int, list[Raw]]]:
        """Yield each line's number and cells; a quoted cell may span several lines."""
        at, size = self._start, len(self._text)
        while at < size:
            number, cells, starts = self._line_of(at), list[Raw](), list[int]()
            while True:
                starts.append(at)
                cell, at = self._cell(at)
                cells.append(cell)
                end = self._end.match(self._text, at)
                assert end is not None
                at = end.end()
                if end.group() != self._separator:
                    break
            self._places[number] = starts
            yield number, cells

    def place(self, number: int, column: int) -> Where:
        """Return the line and column in which a cell starts; of its line's end, where it has none."""
        starts = self._places.get(number, [self._start])
        at = starts[min(column, len(starts) - 1)]
        line = self._line_of(at)
        return Where(self._path, line, at - self._lines[line - 1] + 1)

    def _line_of(self, at: int) -> int:
        return bisect_right(self._lines, at)

    def _cell(self, at: int) -> tuple[Raw, int]:
        if not self._text.startswith('"', at):
            found = self._plain.match(self._text, at)
            assert found is not None
            return _checked(found.group()), found.end()
        quoted = _QUOTED.match(self._text, at)
        if quoted is None:
            raise self._refused(at, "the quotation mark that opens here isn't closed")
        if self._end.match(self._text, quoted.end()) is None:
            raise self._refused(quoted.end(), "stands after the closing quotation mark of its cell")
        return _checked(quoted.group(1).replace('""', '"')), quoted.end()

    def _refused(self, at: int, message: str) -> InvalidInputError:
        line = self._line_of(at)
        where = Where(self._path, line, at - self._lines[line - 1] + 1)
        return InvalidInputError(
            [Problem(where, message, 'a quotation mark inside a cell is written `""`')]
        )


def _checked(text: str) -> Raw:
    return FORMULA if text.startswith("=") else text


def case_csv(case: Case) -> bytes:
    """Return a case as CSV that a spreadsheet opens as it is: what the case says of itself in every row."""
    said = head(case)
    rows = [said | flat(record) for record in case.evidence] or [said]
    names = [*named(HEAD), *named(COLUMNS)]
    return separated([names, *([row.get(name) for name in names] for row in rows)]).encode("utf-8-sig")


def separated(rows: Iterable[Sequence[Plain | None]]) -> str:
    """Return rows as CSV: commas, CRLF, quotation marks where they are needed, nothing like a formula."""
    lines = (",".join(_quoted("" if one is None else written(one)) for one in row) for row in rows)
    return "".join(f"{line}\r\n" for line in lines)


def _quoted(text: str) -> str:
    if not _UNQUOTABLE.search(text):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
