"""A file of evidence in a spreadsheet of either kind to a table."""

from __future__ import annotations

from pathlib import Path

from peelgrade.errors import InvalidInputError, Problem, Where
from peelgrade.tables.archives import KINDS
from peelgrade.tables.assembling import Table, assembled


def read_table(path: Path, *, part: bool = False, encoding: str | None = None) -> Table:
    """
    Return the table in an XLSX or CSV file: a whole case, or a *part* of one.

    What couldn't be read stands in its `problems`, so that what the rest breaks can be told with it.

    Args:
        path: The file; its ending says what it is.

        part: Whether the case itself is told elsewhere.

        encoding: That of a CSV file, where it isn't UTF-8.

    Raises:
        InvalidInputError: If nothing of it can be used.

    """
    ending = path.suffix.lower()
    if ending in KINDS:
        raise InvalidInputError([Problem(Where(str(path)), *KINDS[ending])])
    if ending == ".xlsx":
        from peelgrade.tables.workbooks import read_workbook

        grid, cover = read_workbook(path)
    else:
        from peelgrade.tables.separated import read_separated

        grid, cover = read_separated(path, encoding), None
    return assembled(str(path), grid, cover, part=part)
