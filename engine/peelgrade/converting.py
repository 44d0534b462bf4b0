"""Evidence from one form to another: YAML, JSON, CSV and XLSX, with nothing lost on the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from peelgrade.assessment import Inspection
from peelgrade.errors import InvalidInputError, Problem, Where
from peelgrade.tables.separated import case_csv
from peelgrade.tables.sheets import CELL_HOLDS, too_long, workbook
from peelgrade.writing import case_json, case_yaml

Place = Callable[..., Where]
"""Given a kind of thing, its id and the keys inside it, where that stands."""

ENDINGS = (".yaml", ".yml", ".json", ".csv", ".xlsx")


def converted(inspection: Inspection, out: Path, place: Place) -> bytes:
    """
    Return the case of an inspection in the form that the ending of *out* names.

    Raises:
        InvalidInputError: If no such form is written, or it can't hold the case.

    """
    case, ending = inspection.case, out.suffix.lower()
    if ending == ".json":
        return case_json(case).encode()
    if ending in (".yaml", ".yml"):
        return case_yaml(case).encode()
    if ending == ".csv":
        return case_csv(case)
    if ending != ".xlsx":
        message = f"evidence isn't written as `{ending}`" if ending else "the file's ending says no form"
        raise InvalidInputError([Problem(Where(str(out)), message, f"allowed: {', '.join(ENDINGS)}")])
    problems = [
        Problem(
            place(one.kind, one.id, one.field),
            f"`{one.field}` has {one.length:,} characters; a cell of a workbook holds {CELL_HOLDS:,}",
            "convert to CSV, YAML or JSON",
        )
        for one in too_long(case)
    ]
    if problems:
        raise InvalidInputError(problems)
    return workbook(inspection.framework, inspection.pack, case)
