"""A hundred seeded faults give a hundred located messages, in XLSX and in CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest
from openpyxl import load_workbook

from generators import framework, pack
from peelgrade import loading
from peelgrade.errors import InvalidInputError, Problem
from peelgrade.evidence import Measure, Record
from peelgrade.loading import load_case
from peelgrade.tables.columns import COLUMNS, HEAD
from peelgrade.tables.separated import case_csv
from peelgrade.tables.sheets import workbook
from peelgrade.tables.workbooks import OTHERS
from seeded import TEXTS, TYPED, Fault, good, shape_of

NAMES = [column.name for column in COLUMNS]


@pytest.fixture(autouse=True, scope="module")
def _rules_are_read_once() -> Iterator[None]:
    """Hundreds of faults need the same framework and rules."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("load_framework", "load_rules"):
            patch.setattr(loading, name, cache(getattr(loading, name)))
        yield


@cache
def good_workbook(rows: int) -> bytes:
    """Return a workbook of good records, without the sheets that only explain."""
    book = load_workbook(io.BytesIO(workbook(framework(), pack(), good(rows))))
    for name in OTHERS:
        del book[name]
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


@cache
def good_csv(rows: int) -> list[list[str]]:
    """Return the cells of a CSV file of good records."""
    return list(csv.reader(io.StringIO(case_csv(good(rows)).decode("utf-8-sig"), newline="")))


def problems(file: Path) -> list[Problem]:
    """Return what is said of a faulty file."""
    with pytest.raises(InvalidInputError) as refused:
        load_case(file)
    return list(refused.value.problems)


def letter(column: str) -> str:
    """Return the letter of a column."""
    place = NAMES.index(column)
    return chr(65 + place) if place < 26 else f"A{chr(65 + place - 26)}"


def spoilt_workbook(faults: Sequence[tuple[int, Fault]], rows: int, file: Path) -> None:
    """Write a workbook of good records with one cell spoilt for each fault: record number, fault."""
    book = load_workbook(io.BytesIO(good_workbook(rows)))
    for number, fault in faults:
        cell = book["Evidence"][f"{letter(fault.column)}{number + 2}"]
        cell.number_format = "General"
        cell.value = None if fault.raw == "" else fault.raw
        if fault.format == "error":
            cell.data_type = "e"
        elif fault.format:
            cell.number_format = fault.format
        elif isinstance(fault.raw, str) and fault in TEXTS:
            cell.data_type = "s"
    book.save(file)


def spoilt_csv(faults: Sequence[tuple[int, Fault]], rows: int, file: Path) -> list[str]:
    """Write such a CSV file, and return the place that each message should name."""
    cells = [list(row) for row in good_csv(rows)]
    for number, fault in faults:
        cells[number + 1][len(HEAD) + NAMES.index(fault.column)] = fault.raw
    text = io.StringIO(newline="")
    csv.writer(text).writerows(cells)
    file.write_text(text.getvalue(), encoding="utf-8", newline="")
    return [f"{number + 2}:{_start(cells[number + 1], fault)}" for number, fault in faults]


def _start(cells: list[str], fault: Fault) -> int:
    """Return the column of text in which a cell starts."""
    before = io.StringIO(newline="")
    csv.writer(before, lineterminator="").writerow(cells[: len(HEAD) + NAMES.index(fault.place)])
    return len(before.getvalue()) + 2


@pytest.mark.parametrize("fault", [*TEXTS, *TYPED], ids=lambda one: f"{one.column}={str(one.raw)[:16]}")
def test_a_fault_in_a_workbook_is_told_at_its_cell(fault: Fault, tmp_path: Path) -> None:
    """One fault, one message, with sheet and cell."""
    file, number = tmp_path / "bad.xlsx", shape_of(fault.column)
    spoilt_workbook([(number, fault)], 3, file)
    found = problems(file)

    assert [str(one.where) for one in found] == [f"{file}:Evidence!{letter(fault.place)}{number + 2}"]
    assert found[0].message.startswith(fault.told)


@pytest.mark.parametrize("fault", TEXTS, ids=lambda one: f"{one.column}={one.raw[:16]}")
def test_a_fault_in_csv_is_told_at_its_place(fault: Fault, tmp_path: Path) -> None:
    """One fault, one message, with line and column."""
    file, number = tmp_path / "bad.csv", shape_of(fault.column)
    places = spoilt_csv([(number, fault)], 3, file)
    found = problems(file)

    assert [str(one.where) for one in found] == [f"{file}:{place}" for place in places]
    assert found[0].message.startswith(fault.told)


def spread(faults: Sequence[Fault]) -> list[tuple[int, Fault]]:
    """Return each fault with a record of its own, of the shape that it is about."""
    return [(3 * number + shape_of(fault.column), fault) for number, fault in enumerate(faults)]


def test_a_hundred_faults_in_one_workbook_give_a_hundred_messages(tmp_path: Path) -> None:
    """All at once, each at its cell, in order of the rows, and nothing else."""
    file, faults = tmp_path / "bad.xlsx", spread([*TEXTS, *TYPED])
    spoilt_workbook(faults, 3 * len(faults), file)
    found = problems(file)

    assert len(found) == len(faults) > 100
    assert [one.where.cell for one in found] == [f"{letter(f.place)}{n + 2}" for n, f in faults]
    assert all(one.message.startswith(f.told) for one, (_, f) in zip(found, faults, strict=True))


def test_all_faults_in_one_csv_file_are_told(tmp_path: Path) -> None:
    """All at once, each at its place."""
    file, faults = tmp_path / "bad.csv", spread(TEXTS)
    places = spoilt_csv(faults, 3 * len(faults), file)

    assert [str(one.where) for one in problems(file)] == [f"{file}:{place}" for place in places]


def beside_unknown_names() -> list[tuple[int, Fault]]:
    """Return each fault of another column in a record that names what the framework doesn't have."""
    names = (
        Fault("characteristic", "4.3.99", "no characteristic `4.3.99`"),
        Fault("affects", "respond", "no area `respond`"),
    )
    others = spread([one for one in TEXTS if one.column not in ("characteristic", "affects")])
    return [pair for number, fault in others for pair in ((number, fault), *((number, n) for n in names))]


def test_no_fault_in_csv_hides_an_unknown_name(tmp_path: Path) -> None:
    """A record that breaks its schema is held against the framework as well."""
    file, faults = tmp_path / "bad.csv", beside_unknown_names()
    places = spoilt_csv(faults, faults[-1][0] + 3, file)
    found = {str(one.where): one.message for one in problems(file)}

    assert found.keys() == {f"{file}:{place}" for place in places}
    assert all(
        found[f"{file}:{place}"].startswith(fault.told)
        for place, (_, fault) in zip(places, faults, strict=True)
    )


def test_no_fault_in_a_workbook_hides_an_unknown_name(tmp_path: Path) -> None:
    """Neither does one in a workbook."""
    file, faults = tmp_path / "bad.xlsx", beside_unknown_names()
    spoilt_workbook(faults, faults[-1][0] + 3, file)
    found = {one.where.cell: one.message for one in problems(file)}

    assert found.keys() == {f"{letter(fault.place)}{number + 2}" for number, fault in faults}
    assert all(found[f"{letter(f.place)}{n + 2}"].startswith(f.told) for n, f in faults)


def test_the_unspoilt_table_is_good(tmp_path: Path) -> None:
    """Each message comes from its fault alone."""
    (tmp_path / "good.xlsx").write_bytes(good_workbook(3))
    (tmp_path / "good.csv").write_bytes(case_csv(good(3)))

    assert load_case(tmp_path / "good.xlsx").case == load_case(tmp_path / "good.csv").case == good(3)


def test_the_columns_are_every_field_of_a_record() -> None:
    """No field of a record or of its figure is without a column."""
    single = {f"{name}" for name in Record.model_fields if name != "measure"}
    figure = {name for name in Measure.model_fields if name != "previous"}

    assert set(NAMES) == single | figure | {f"previous.{name}" for name in figure}
