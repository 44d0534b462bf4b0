"""Rows of cells as they stand in a file, whatever the file is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from peelgrade.errors import Problem, Where
from peelgrade.tables.cells import Raw, blank


@dataclass(frozen=True)
class Row:
    """A row: its number in the file, and its cells that aren't empty by column, counted from nought."""

    number: int
    cells: dict[int, Raw]


@dataclass(frozen=True)
class Grid:
    """
    The rows of a sheet or file that aren't blank, in order.

    *place* gives the place of a cell from its row's number and its column; *name* what a reader
    calls the whole; *problems* are those that reading the grid itself has found.
    """

    name: str
    rows: tuple[Row, ...]
    place: Callable[[int, int], Where]
    problems: tuple[Problem, ...] = field(default=())

    @property
    def start(self) -> Where:
        """Return the place of the first cell of the first row."""
        return self.place(self.rows[0].number if self.rows else 1, 0)

    def headings(self) -> Iterator[tuple[int, str]]:
        """Yield the columns that have a heading, and the headings as they are compared."""
        for number, raw in sorted(self.rows[0].cells.items()) if self.rows else ():
            yield number, tidy(raw)


def tidy(raw: Raw) -> str:
    """Return a heading as it is compared: without spaces around it, in small letters."""
    return str(raw).strip().lower() if isinstance(raw, str) else repr(raw)


def rows_of(found: Iterator[tuple[int, dict[int, Raw]]]) -> tuple[Row, ...]:
    """Return rows without their blank cells, and without the blank rows."""
    kept = ((number, {at: raw for at, raw in cells.items() if not blank(raw)}) for number, cells in found)
    return tuple(Row(number, cells) for number, cells in kept if cells)
