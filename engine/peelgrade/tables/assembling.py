"""A grid as a document: plain data in which every value has its cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from peelgrade.errors import InvalidInputError, Problem, Where, nearest
from peelgrade.reading import Document, Location
from peelgrade.tables.cells import MERGED, Odd, OddCellError, read_cell
from peelgrade.tables.columns import COLUMNS, HEAD, Column, named, put
from peelgrade.tables.grids import Grid, Row, tidy

TITLE = "field"
"""The heading over the fields on a cover."""


@dataclass(frozen=True)
class Told:
    """What a case says of itself in one field and where; None where it says nothing, or it isn't *read*."""

    value: Any
    where: Where
    read: bool = True


@dataclass(frozen=True)
class Table(Document):
    """
    A table of evidence as a document, as YAML would be one.

    *grid* holds the records and *rows* those of its rows that are one, *columns* the columns found;
    *head* is where the case's own fields stand, *start* where those begin.
    """

    grid: Grid = field(kw_only=True)
    rows: tuple[Row, ...] = field(kw_only=True)
    columns: dict[str, int] = field(kw_only=True)
    head: dict[str, Where] = field(kw_only=True)
    start: Where = field(kw_only=True)

    def where(self, location: Location, *, key: bool = False) -> Where:
        """Return the cell of a value; of the nearest thing around it if there is none."""
        del key
        if len(location) > 1 and location[0] == "evidence" and isinstance(location[1], int):
            row = self.rows[location[1]]
            return self.grid.place(row.number, self._column(row, location[2:]))
        return self.head.get(str(location[0]) if location else "", self.start)

    def _column(self, row: Row, inside: Location) -> int:
        """Return the column of what lies *inside* a record: the first filled one, where it has several."""
        path = tuple(step for step in inside if isinstance(step, str))
        while path:
            under = [self.columns[one.name] for one in COLUMNS if self._has(one, path)]
            filled = [one for one in under if one in row.cells]
            if under:
                return (filled or under)[0]
            path = path[:-1]
        return self.columns["id"]

    def _has(self, column: Column, path: tuple[str, ...]) -> bool:
        return column.name in self.columns and column.path[: len(path)] == path


def assembled(path: str, grid: Grid, cover: Grid | None, *, part: bool) -> Table:
    """
    Return the table in *grid*, whose case is told in its own columns or on a *cover*.

    A *part* of a case needs to say nothing of the case itself.

    Raises:
        InvalidInputError: If the headings can't be used; every one of them is named.

    """
    columns = _headings(grid, (*HEAD, *COLUMNS) if cover is None else COLUMNS)
    problems = [*grid.problems, *_stray(grid, columns)]
    rows = tuple(row for row in grid.rows[1:] if _is_record(row, columns))
    records, unread = _records(rows, columns, grid, problems)
    said = _said_in_columns(grid, columns, problems) if cover is None else _said_on(cover, problems)
    data: dict[str, Any] = {"evidence": records}
    if not part:
        problems += _silent(said, grid)
        unread |= {(one,) for one in named(HEAD) if not said or (one in said and not said[one].read)}
        data |= {one: told.value for one, told in said.items() if told.value is not None}
    agreed = {one: (told.value, told.where) for one, told in said.items() if told.value is not None}
    return Table(
        path, data, problems=tuple(problems), unread=frozenset(unread), said=agreed if part else {},
        grid=grid, rows=rows, columns=columns, head={one: told.where for one, told in said.items()},
        start=(cover or grid).start,
    )  # fmt: skip


def _records(
    rows: Sequence[Row], columns: dict[str, int], grid: Grid, problems: list[Problem]
) -> tuple[list[dict[str, Any]], set[Location]]:
    """Return the records as plain data, and where what couldn't be read would stand in them."""
    records: list[dict[str, Any]] = [{} for _ in rows]
    unread: set[Location] = set()
    for number, row in enumerate(rows):
        for column, value in _read(row, columns, COLUMNS, grid, problems):
            if value is None:
                unread.add(("evidence", number, *column.path))
            else:
                put(records[number], column.path, value)
    return records, unread


def _is_record(row: Row, columns: dict[str, int]) -> bool:
    """Say whether a row has anything of a record, and not only what the case says of itself."""
    return any(columns[one] in row.cells for one in named(COLUMNS) if one in columns)


def _read(
    row: Row, columns: dict[str, int], wanted: tuple[Column, ...], grid: Grid, problems: list[Problem]
) -> Iterator[tuple[Column, Any]]:
    """Yield the columns that a row fills, with their values; None where one can't be read."""
    for column in wanted:
        at = columns.get(column.name)
        if at is None or at not in row.cells:
            continue
        try:
            yield column, read_cell(row.cells[at], column)
        except OddCellError as odd:
            if odd.message:
                problems.append(Problem(grid.place(row.number, at), odd.message, odd.help))
            yield column, None


def _stray(grid: Grid, columns: dict[str, int]) -> Iterator[Problem]:
    """Yield a problem for every cell that stands in no column of the table."""
    known = set(columns.values())
    for row in grid.rows[1:]:
        for at in sorted(row.cells.keys() - known):
            if row.cells[at] != MERGED:
                yield Problem(grid.place(row.number, at), "stands under no heading")


def _headings(grid: Grid, known: tuple[Column, ...]) -> dict[str, int]:
    """Return the columns by heading; raise InvalidInputError with everything that is wrong with them."""
    if not grid.rows:
        raise InvalidInputError([Problem(grid.start, f"{grid.name} is empty")])
    found: dict[str, int] = {}
    problems: list[Problem] = []
    for at, heading in grid.headings():
        wrong = list(_wrong_heading(grid, at, heading, found, known))
        problems += wrong
        if not wrong:
            found[heading] = at
    missing = [one.name for one in COLUMNS if one.required and one.name not in found]
    problems += [Problem(grid.start, f"there is no column `{one}`") for one in missing]
    if problems:
        raise InvalidInputError([*grid.problems, *problems])
    return found


def _wrong_heading(
    grid: Grid, at: int, heading: str, found: dict[str, int], known: tuple[Column, ...]
) -> Iterator[Problem]:
    """Yield what is wrong with a heading, given those *found* before it and those that are *known*."""
    first, raw = grid.rows[0].number, grid.rows[0].cells[at]
    where = grid.place(first, at)
    if isinstance(raw, Odd):
        yield Problem(where, raw.message or "can't be read as a heading", raw.help)
    elif heading in found:
        before = grid.place(first, found[heading])
        yield Problem(where, f"the heading `{heading}` stands here twice, first in {before}")
    elif heading not in named(known):
        hint = nearest(heading, named(known)) or f"allowed: {', '.join(named(known))}"
        yield Problem(where, f"unknown heading `{heading}`", hint)


def _said_in_columns(grid: Grid, columns: dict[str, int], problems: list[Problem]) -> dict[str, Told]:
    """Return what the columns of the case say: the same in every row, or nothing."""
    said: dict[str, Told] = {}
    head = {one.name: columns[one.name] for one in HEAD if one.name in columns}
    for row in grid.rows[1:]:
        own = Row(row.number, {at: row.cells[at] for at in head.values() if at in row.cells})
        for column, value in _read(own, head, HEAD, grid, problems):
            told = Told(value, grid.place(row.number, head[column.name]), read=value is not None)
            first = said.setdefault(column.name, told)
            if told.read and first.read and value != first.value:
                message = f"`{column.name}` is `{value}`, and `{first.value}` in {first.where}"
                problems.append(Problem(told.where, message))
    return said


def _said_on(cover: Grid, problems: list[Problem]) -> dict[str, Told]:
    """Return what a cover says of the case: a field a row, its value beside it."""
    said: dict[str, Told] = {}
    fields = {one.name: one for one in HEAD}
    problems += cover.problems
    for row in cover.rows:
        name = tidy(row.cells.get(0, ""))
        if name in said:
            problems.append(Problem(cover.place(row.number, 0), f"the field `{name}` stands here twice"))
        elif name in fields:
            said[name] = _told(row, fields[name], cover, problems)
        elif 1 in row.cells and name != TITLE:
            hint = nearest(name, fields) or f"allowed: {', '.join(fields)}"
            problems.append(Problem(cover.place(row.number, 0), f"unknown field `{name}`", hint))
    return said


def _told(row: Row, column: Column, cover: Grid, problems: list[Problem]) -> Told:
    where = cover.place(row.number, 1)
    beside = Row(row.number, {1: row.cells[1]} if 1 in row.cells else {})
    for _, value in _read(beside, {column.name: 1}, (column,), cover, problems):
        return Told(value, where, read=value is not None)
    return Told(None, where)


def _silent(said: dict[str, Told], grid: Grid) -> Iterator[Problem]:
    """Yield a problem where nothing at all is said of the case itself."""
    if not said:
        hint = f"a workbook has them on a sheet `Case`, a CSV file in columns: {', '.join(named(HEAD))}"
        yield Problem(grid.start, "nothing is said of the case itself", hint)
