"""Grades awarded by people. They stand beside what is proposed; nothing that grades reads them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from peelgrade.errors import InvalidInputError, Problem, Where, nearest
from peelgrade.evidence import Case
from peelgrade.framework import Framework
from peelgrade.model import Model, Slug, Text
from peelgrade.reading import read_text

NOT_GRADED = "not-graded"
REQUIRED = ("force", "framework", "area", "grade")
OPTIONAL = ("areas_for_improvement", "causes_of_concern", "reason", "published", "source")

_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}\Z")
_CELL = re.compile(r'"(?:[^"]|"")*"|[^,\n]*')
_SUFFIX = re.compile(r"\b(police|constabulary|service|the)\b", re.IGNORECASE)


class Award(Model):
    """One grade as awarded: the *reason*, where it departs from what was proposed, and the source."""

    force: Text
    framework: Slug
    area: Slug
    grade: Slug
    areas_for_improvement: int | None = None
    causes_of_concern: int | None = None
    reason: str = ""
    published: str = ""
    source: str = ""


@cache
def short(force: str) -> str:
    """Return a force's name without `Police` or `Constabulary`, to compare names by."""
    return " ".join(_SUFFIX.sub(" ", force).replace("&", "and").split()).lower()


def load_awarded(path: str | Path, framework: Framework) -> tuple[Award, ...]:
    """
    Return the awarded grades in a CSV file, those of other frameworks left out.

    Raises:
        InvalidInputError: With every fault at once, each at its line and column.

    """
    text = read_text(Path(path))
    rows = csv.DictReader(io.StringIO(text), strict=True)
    problems = [Problem(Where(str(path), 1), message) for message in _header(rows.fieldnames)]
    if problems:
        raise InvalidInputError(problems)
    awards: list[Award] = []
    lines, names, before = text.split("\n"), list(rows.fieldnames or ()), rows.line_num
    try:
        for row in rows:
            last = Where(str(path), rows.line_num)
            places = (Where(str(path), *one) for one in _starts(lines, before + 1, last.line))
            cells = {"": last} | dict(zip(names, places, strict=False))
            before = last.line
            _read(row, cells, framework, awards, problems)
    except csv.Error as error:
        problems.append(Problem(Where(str(path), rows.line_num), f"not readable as CSV: {error}"))
    if problems:
        raise InvalidInputError(problems)
    return tuple(awards)


def lines_by_framework(path: str | Path) -> dict[str, list[int]]:
    """
    Return the lines of a CSV file of awarded grades, by the framework that they name.

    Raises:
        InvalidInputError: If it isn't such a file, or holds no grades.

    """
    rows = csv.DictReader(io.StringIO(read_text(Path(path))), strict=True)
    problems = [Problem(Where(str(path), 1), message) for message in _header(rows.fieldnames)]
    found: dict[str, list[int]] = {}
    try:
        for row in rows if not problems else ():
            found.setdefault(row["framework"] or "", []).append(rows.line_num)
    except csv.Error as error:
        problems.append(Problem(Where(str(path), rows.line_num), f"not readable as CSV: {error}"))
    if not problems and not found:
        problems.append(Problem(Where(str(path)), "holds no grades"))
    if problems:
        raise InvalidInputError(problems)
    return found


def _header(names: object) -> list[str]:
    found = list(names) if isinstance(names, list) else []
    missing = [f"column `{name}` is missing" for name in REQUIRED if name not in found]
    odd = [name for name in found if name not in (*REQUIRED, *OPTIONAL)]
    return missing + [
        f"unknown column `{name}`; allowed: {', '.join((*REQUIRED, *OPTIONAL))}" for name in odd
    ]


def _starts(lines: list[str], first: int, last: int) -> list[tuple[int, int]]:
    """Return the line and column in which each cell of a row starts, which ends in line *last*."""
    while first < last and not lines[first - 1]:
        first += 1
    text = "\n".join(lines[first - 1 : last])
    starts, at = [0], 0
    while (found := _CELL.match(text, at)) and text[found.end() : found.end() + 1] == ",":
        at = found.end() + 1
        starts.append(at)
    return [(first + text.count("\n", 0, one), one - text.rfind("\n", 0, one)) for one in starts]


def _read(
    row: dict[str, str],
    at: Mapping[str, Where],
    framework: Framework,
    awards: list[Award],
    problems: list[Problem],
) -> None:
    if None in row or None in row.values():
        problems.append(Problem(at[""], "the line has not as many cells as the header"))
        return
    if row["framework"] != framework.id:
        return
    areas = {area.id: area.graded for area in framework.areas}
    grades = [*framework.grade_ids, NOT_GRADED] if areas.get(row["area"], True) else [NOT_GRADED]
    for column, allowed in (("area", list(areas)), ("grade", grades)):
        if row[column] not in allowed:
            message = f"`{column}` is `{row[column]}`, should be one of {', '.join(allowed)}"
            if allowed == [NOT_GRADED]:
                message = (
                    f"`grade` is `{row[column]}`, and `{row['area']}` is `{NOT_GRADED}` in any inspection"
                )
            problems.append(Problem(at[column], message, nearest(row[column], allowed)))
    values: dict[str, object] = {name: value for name, value in row.items() if value}
    for name in ("areas_for_improvement", "causes_of_concern"):
        if name in values:
            text = str(values[name])
            if not text.isdigit():
                problems.append(Problem(at[name], f"`{name}` is `{text}`, should be a whole number"))
            values[name] = int(text) if text.isdigit() else 0
    if values.get("published") and published_day(row["published"]) is None:
        message = f"`published` is `{row['published']}`, should be a date such as 2025-05-14, or 2025-05"
        problems.append(Problem(at["published"], message))
    twice = [one for one in awards if (short(one.force), one.area) == (short(row["force"]), row["area"])]
    if twice:
        problems.append(Problem(at["area"], f"{row['force']} has two grades for `{row['area']}`"))
    try:
        awards.append(Award.model_validate(values))
    except ValidationError:
        problems.append(Problem(at["force"], "`force` is missing"))


def published_day(text: str) -> date | None:
    """Return the day of a date, the middle of a month, or None where *text* is neither."""
    try:
        return date.fromisoformat(f"{text}-15" if _MONTH.match(text) else text)
    except ValueError:
        return None


def strays(awards: Iterable[Award], forces: Iterable[str]) -> tuple[str, ...]:
    """Return the names in *awards* that are none of the *forces*, in order."""
    known = {short(one) for one in forces}
    return tuple(sorted({one.force for one in awards if short(one.force) not in known}))


def of_force(awards: tuple[Award, ...], case: Case) -> dict[str, str]:
    """Return the grades awarded to the force of a case, by area."""
    return {one.area: one.grade for one in awards if short(one.force) == short(case.force)}
