"""Workbooks as people leave them: what is read as it plainly is, and what is refused at its place."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from generators import WEST_MERCIA, framework, inspection, pack
from peelgrade.errors import InvalidInputError
from peelgrade.loading import load_evidence
from peelgrade.model import altered
from peelgrade.tables import archives
from peelgrade.tables.columns import COLUMNS
from peelgrade.tables.sheets import workbook
from seeded import good


@cache
def filled() -> bytes:
    """Return a workbook of three good records."""
    return workbook(framework(), pack(), good(3))


def changed(change: Callable[[Any], None], file: Path) -> Path:
    """Write that workbook with something changed in it."""
    book = load_workbook(io.BytesIO(filled()))
    change(book)
    book.save(file)
    return file


def told(file: Path) -> list[str]:
    """Return what is said of a refused workbook, line by line without the help, its folder left out."""
    with pytest.raises(InvalidInputError) as refused:
        load_evidence(file)
    return [f"{one.where}: {one.message}".replace(f"{file.parent}/", "") for one in refused.value.problems]


def column(sheet: Any, heading: str) -> str:
    """Return the letter of a column."""
    return next(str(cell.column_letter) for cell in sheet[1] if cell.value == heading)


# What plainly means one thing is read.


def blank_rows(book: Any) -> None:
    """Put blank rows between records, one of them with spaces."""
    book["Evidence"].insert_rows(3, 2)
    book["Evidence"]["D3"] = "   "
    book["Evidence"].insert_rows(1)


def stray_spaces(book: Any) -> None:
    """Put spaces around headings, codes, ids and numbers."""
    sheet = book["Evidence"]
    sheet["A1"], sheet["C1"] = " id ", "Source"
    sheet["A2"], sheet["B2"], sheet["E2"] = "R-000 ", " 4.3.1", "shortfall  "
    sheet["H2"], sheet["B4"] = " 47 ", "4.3.1;"[:-1] + " "


def numbers_as_text(book: Any) -> None:
    """Write numbers as texts, and whole numbers as decimals."""
    sheet = book["Evidence"]
    sheet["H2"], sheet["I2"], sheet["J3"], sheet["K3"], sheet["L4"] = "47", "60.0", "80.6", "7.5%", "48"
    sheet["J3"].number_format = "@"


def a_percentage(book: Any) -> None:
    """Let the spreadsheet show a share as a percentage, as it does when `80.6%` is typed."""
    sheet = book["Evidence"]
    sheet["J3"], sheet["J3"].number_format = 0.806, "0.0%"
    sheet["K3"], sheet["K3"].number_format = 7.5, '0.0" %"'
    sheet[f"{column(sheet, 'previous.percent')}3"] = "94.4 %"


def true_and_false(book: Any) -> None:
    """Write true and false in every way that spreadsheets do."""
    sheet = book["Evidence"]
    flags = {"recurring": "true", "mitigated": "TRUE", "doubt": "=TRUE()", "draft": "=FALSE()"}
    for heading, value in flags.items():
        sheet[f"{column(sheet, heading)}2"] = value
    sheet[f"{column(sheet, 'draft')}3"] = False


def reordered(book: Any) -> None:
    """Turn the columns round, and leave a column empty that has no heading."""
    sheet = book["Evidence"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    for number, row in enumerate(rows, 1):
        for place, value in enumerate([*reversed(row), None, "  "], 2):
            sheet.cell(number, place).value = value
        sheet.cell(number, 1).value = None


def a_date(book: Any) -> None:
    """Write a date as the spreadsheet's own date."""
    book["Case"]["B8"] = date(2025, 5, 14)


def sheets_of_notes(book: Any) -> None:
    """Add notes, hidden ones too, with merged cells and formulas."""
    notes = book.create_sheet("My notes", 0)
    notes["A1"], notes["A2"] = "=1+1", "id"
    notes.merged_cells.add("A3:XFD1048576")
    notes.sheet_state = "hidden"


def a_styled_cover(book: Any) -> None:
    """Merge the title of the cover, hide its explanations, rename the sheets by case."""
    book["Case"].merge_cells("A1:C1")
    book["Case"].column_dimensions["C"].hidden = True
    for name in ("Case", "Evidence"):
        book[name].title = "between"
        book["between"].title = name.upper()


@pytest.mark.parametrize(
    "change",
    [blank_rows, stray_spaces, numbers_as_text, a_percentage, true_and_false, reordered, sheets_of_notes,
     a_styled_cover],
)  # fmt: skip
def test_what_plainly_means_one_thing_is_read(change: Callable[[Any], None], tmp_path: Path) -> None:
    """The case is the same as without the mess."""
    assert load_evidence(changed(change, tmp_path / "messy.xlsx"))[0] == good(3)


def test_a_date_on_the_cover_is_read(tmp_path: Path) -> None:
    """As a date or as text, but for one with a time of day."""
    file = changed(a_date, tmp_path / "dated.xlsx")

    def a_moment(book: Any) -> None:
        book["Case"]["B8"] = datetime(2025, 5, 14, 12, 30)

    assert load_evidence(file)[0].published == "2025-05-14"
    assert told(changed(a_moment, file)) == [
        "dated.xlsx:Case!B8: `published` is `2025-05-14 12:30:00`, should be a date such as 2025-05-14"
    ]


def test_a_single_sheet_with_everything_is_read(tmp_path: Path) -> None:
    """As a spreadsheet program makes it of a CSV file, whatever the sheet is called."""
    book, file = Workbook(), tmp_path / "single.xlsx"
    sheet = book.worksheets[0]
    sheet.title = "export (2)"
    sheet.append(
        ["case", "force", "framework", "id", "characteristic", "source", "finding", "shows", "extent"]
    )
    for number in range(3):
        head = ["made-up", "Example Police", "peel-2023-25"]
        sheet.append([*head, f"R-{number}", "4.3.1", "inspection", "Late.", "shortfall", "some"])
    book.save(file)

    assert len(load_evidence(file)[0].evidence) == 3
    sheet["B4"] = "Other Police"
    book.save(file)
    assert told(file) == ["single.xlsx:export (2)!B4: `force` is `Other Police`, and `Example Police` in "
                          f"{file}:export (2)!B2".replace(f"{tmp_path}/", "")]  # fmt: skip


# What hides something, or could mean two things, is refused at its place.


def hide_a_row(book: Any) -> None:
    """Hide a row, as a filter does."""
    book["Evidence"].row_dimensions[3].hidden = True
    book["Evidence"].row_dimensions[4].hidden = True
    book["Evidence"].row_dimensions[90].hidden = True


def hide_a_column(book: Any) -> None:
    """Hide a column."""
    book["Evidence"].column_dimensions["G"].hidden = True


def hide_the_sheet(book: Any) -> None:
    """Hide the sheet of evidence."""
    book["Evidence"].sheet_state = "hidden"
    book.active = book["Case"]


def hide_the_cover(book: Any) -> None:
    """Hide the cover very well."""
    book["Case"].sheet_state = "veryHidden"
    book.active = book["Evidence"]


def merge_below(book: Any) -> None:
    """Say one thing of three records."""
    book["Evidence"].merge_cells("C2:C4")


def merge_across(book: Any) -> None:
    """Let a finding run on over its neighbours."""
    book["Evidence"].merge_cells("D3:F3")


def a_second_table(book: Any) -> None:
    """Keep more evidence on a sheet of another name."""
    sheet = book.create_sheet("More")
    sheet.append([one.name for one in COLUMNS])


def another_name(book: Any) -> None:
    """Call the sheet otherwise."""
    book["Evidence"].title = "Findings"


def an_extra_column(book: Any) -> None:
    """Add a column of one's own."""
    book["Evidence"]["AF1"], book["Evidence"]["AG1"] = "Notes", "reviewer"


def a_heading_twice(book: Any) -> None:
    """Have two columns of one name."""
    book["Evidence"]["AF1"] = "Finding"


def no_heading(book: Any) -> None:
    """Write beside the table."""
    book["Evidence"]["AH3"] = "ask Jo about this"


def a_missing_column(book: Any) -> None:
    """Delete a column that every record needs."""
    book["Evidence"].delete_cols(2, 2)


def an_odd_heading(book: Any) -> None:
    """Make headings that aren't text."""
    book["Evidence"]["D1"], book["Evidence"]["E1"] = "=A1", 7


def nothing(book: Any) -> None:
    """Delete everything from the sheet."""
    book["Evidence"].delete_rows(1, 9)


def an_id_twice(book: Any) -> None:
    """Give two records one id."""
    book["Evidence"]["A4"] = "R-000"


def a_cover_that_lacks(book: Any) -> None:
    """Empty a field of the cover, and delete another."""
    book["Case"]["B6"], book["Case"]["A7"], book["Case"]["B7"] = None, None, None


def a_cover_that_adds(book: Any) -> None:
    """Write fields that a case doesn't have."""
    book["Case"]["A10"], book["Case"]["B10"] = "Grade", "good"
    book["Case"]["A17"], book["Case"]["B17"] = "force", "Other Police"


def a_cover_with_formulas(book: Any) -> None:
    """Let the cover be worked out."""
    book["Case"]["B5"], book["Case"]["B6"] = "=LOWER(B6)", 7


def no_cover(book: Any) -> None:
    """Delete the cover."""
    del book["Case"]


REFUSED: dict[Callable[[Any], None], list[str]] = {
    hide_a_row: ["Evidence!A3: the rows 3 to 4 are hidden"],
    hide_a_column: ["Evidence!G1: column G is hidden"],
    hide_the_sheet: ["Evidence!A1: the sheet `Evidence` is hidden"],
    hide_the_cover: ["Case!A1: the sheet `Case` is hidden"],
    merge_below: ["Evidence!C2: the cells C2 to C4 are merged"],
    merge_across: ["Evidence!D3: the cells D3 to F3 are merged"],
    a_second_table: ["More!A1: `More` looks like evidence too, and only `Evidence` is read"],
    another_name: [
        " there is no sheet `Evidence`, only `Case`, `Guidance`, `Findings`, `Characteristics`, `Codes`"
    ],
    an_extra_column: [
        "Evidence!AF1: unknown heading `notes`", "Evidence!AG1: unknown heading `reviewer`",
    ],
    a_heading_twice: [
        "Evidence!AF1: the heading `finding` stands here twice, first in bad.xlsx:Evidence!D1"
    ],
    no_heading: ["Evidence!AH3: stands under no heading"],
    a_missing_column: [
        "Evidence!A1: there is no column `characteristic`", "Evidence!A1: there is no column `source`",
    ],
    an_odd_heading: [
        "Evidence!D1: holds a formula, and the value stored with it may be old",
        "Evidence!E1: unknown heading `7`",
    ],
    nothing: ["Evidence!A1: the sheet `Evidence` is empty"],
    an_id_twice: [
        "Evidence!A4: the record id `R-000` is used more than once, first in bad.xlsx:Evidence!A2"
    ],
    a_cover_that_lacks: ["Case!A1: `framework` is missing", "Case!B6: `force` is missing"],
    a_cover_that_adds: ["Case!A10: unknown field `grade`", "Case!A17: the field `force` stands here twice"],
    a_cover_with_formulas: [
        "Case!B5: holds a formula, and the value stored with it may be old",
        "Case!B6: `force` is the number 7, should be text",
    ],
    no_cover: ["Evidence!A1: nothing is said of the case itself"],
}  # fmt: skip


@pytest.mark.parametrize("change", REFUSED, ids=lambda one: one.__name__)
def test_what_can_not_be_known_is_refused_at_its_place(
    change: Callable[[Any], None], tmp_path: Path
) -> None:
    """Sheet, cell, and what is wrong; nothing that follows from it."""
    assert told(changed(change, tmp_path / "bad.xlsx")) == [f"bad.xlsx:{one}" for one in REFUSED[change]]


def test_cells_far_away_and_huge_ranges_cost_nothing(tmp_path: Path) -> None:
    """A cell in the last corner of a sheet, and ranges over all of it, are read as what they are."""

    def stretch(book: Any) -> None:
        sheet = book["Evidence"]
        sheet[f"{get_column_letter(16_384)}90000"] = "here"
        sheet.merged_cells.add("A90001:XFD1048576")

    assert told(changed(stretch, tmp_path / "far.xlsx")) == [
        "far.xlsx:Evidence!XFD90000: stands under no heading",
    ]


# What isn't a harmless workbook is refused before anything in it is parsed.


def repacked(file: Path, **parts: bytes) -> Path:
    """Write the workbook with parts added or replaced; `__` in a name stands for `/`."""
    added = {name.replace("__", "/"): content for name, content in parts.items()}
    with (
        zipfile.ZipFile(io.BytesIO(filled())) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, added.pop(name, old.read(name)))
        for name, content in added.items():
            new.writestr(name, content)
    return file


def sheet_part() -> tuple[str, bytes]:
    """Return the name and content of the sheet of evidence."""
    with zipfile.ZipFile(io.BytesIO(filled())) as book:
        return "xl/worksheets/sheet3.xml", book.read("xl/worksheets/sheet3.xml")


def test_a_million_rows_are_refused(tmp_path: Path) -> None:
    """Also where they are only formatted."""
    name, content = sheet_part()
    rows = b"".join(b'<row r="%d" ht="15"/>' % number for number in range(5, 200_005))
    file = repacked(
        tmp_path / "long.xlsx", **{name: content.replace(b"</sheetData>", rows + b"</sheetData>")}
    )

    assert told(file) == ["long.xlsx: has more than 100,000 rows; at most 100,000 are read"]


def test_a_bomb_is_refused_for_what_it_declares(tmp_path: Path) -> None:
    """A small file that becomes huge isn't unpacked."""
    file = repacked(tmp_path / "bomb.xlsx", xl__media__image1=b"\0" * (archives.MOST_BYTES + 1))

    assert file.stat().st_size < 2**20
    assert told(file) == ["bomb.xlsx: becomes 200 MiB when unpacked; at most 200 MiB are read"]


def test_a_bomb_is_refused_for_what_is_in_it(tmp_path: Path) -> None:
    """A directory that says that a part is small is not believed."""
    file = repacked(tmp_path / "liar.xlsx", xl__media__image1=b"\0" * 2_000_000)
    content = file.read_bytes().replace((2_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    file.write_bytes(content)

    assert re.match(r"liar\.xlsx: isn't a workbook, or is damaged", told(file)[0])


def test_entities_are_refused(tmp_path: Path) -> None:
    """XML that declares them could grow without end, or reach for files."""
    name, content = sheet_part()
    bomb = b'<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]>'
    plain = content.replace(b"<worksheet", bomb + b"<worksheet", 1)
    wide = b"\xff\xfe" + plain.decode().encode("utf-16-le")

    for spoilt in (plain, wide):
        file = repacked(tmp_path / "lol.xlsx", **{name: spoilt})
        assert told(file) == [
            "lol.xlsx: isn't a workbook: its part `xl/worksheets/sheet3.xml` declares entities"
        ]


def test_macros_encryption_and_old_kinds_are_refused(tmp_path: Path) -> None:
    """Each with what it is."""
    repacked(tmp_path / "macro.xlsx", xl__vbaProject=b"x")
    repacked(tmp_path / "macro.xlsx", **{"xl/vbaProject.bin": b"x"})
    (tmp_path / "locked.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    (tmp_path / "text.xlsx").write_text("id,characteristic\n")
    (tmp_path / "cut.xlsx").write_bytes(filled()[:-400])
    (tmp_path / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    (tmp_path / "open.ods").write_bytes(b"PK")
    flagged = bytearray(filled())
    at = flagged.find(b"PK\x01\x02")
    flagged[at + 8] |= 1
    (tmp_path / "flagged.xlsx").write_bytes(flagged)

    said = {file.name: told(file)[0].partition(": ")[2] for file in sorted(tmp_path.iterdir())}

    assert said == {
        "cut.xlsx": "isn't a workbook, or is damaged: file is not a zip file",
        "flagged.xlsx": "is encrypted",
        "locked.xlsx": "is encrypted, or a workbook of the old kind (.xls)",
        "macro.xlsx": "is a workbook with macros",
        "old.xls": "is a workbook of the old kind",
        "open.ods": "is an OpenDocument spreadsheet",
        "text.xlsx": "isn't a workbook, or is damaged: file is not a zip file",
    }


def test_damage_inside_is_told_as_damage(tmp_path: Path) -> None:
    """A part that isn't XML, or is missing."""
    name, content = sheet_part()
    file = repacked(tmp_path / "torn.xlsx", **{name: content[: len(content) // 2]})

    assert told(file)[0].startswith("torn.xlsx: isn't readable as a workbook: ")


# What we write.


def test_nothing_that_is_written_is_a_formula(tmp_path: Path) -> None:
    """Every cell of text is text, and starts with nothing that a spreadsheet works out."""
    west = inspection(WEST_MERCIA).case
    nasty = west.evidence[0].model_copy(
        update={"finding": '=HYPERLINK("http://x")', "note": "@x", "reference": "-1"}
    )
    case = altered(west, evidence=(nasty,), force="+44")
    (tmp_path / "x.xlsx").write_bytes(workbook(framework(), pack(), case))
    cells = [
        c
        for s in load_workbook(tmp_path / "x.xlsx")
        for row in s.iter_rows()
        for c in row
        if c.value is not None
    ]

    assert {cell.data_type for cell in cells} <= {"s", "n", "b"}
    assert not [c.value for c in cells if isinstance(c.value, str) and c.value[0] in "=+-@\t\r"]
    assert load_evidence(tmp_path / "x.xlsx")[0] == case


def test_a_template_offers_every_code() -> None:
    """Each coded column has its list; headings stay in sight; characteristics have their texts."""
    book = load_workbook(io.BytesIO(workbook(framework(), pack())))
    sheet = book["Evidence"]
    lists = {str(one.sqref).split(":")[0]: one for one in sheet.data_validations.dataValidation}
    coded = [one.name for one in COLUMNS if one.kind in ("code", "flag", "ids")] + ["standard"]

    assert book.sheetnames == ["Case", "Guidance", "Evidence", "Characteristics", "Codes"]
    assert [cell.value for cell in sheet[1]] == [one.name for one in COLUMNS]
    assert sheet.freeze_panes == "B2"
    assert sheet["A1"].font.bold
    for name in coded:
        rule = lists[f"{column(sheet, name)}2"]
        title, cells = str(rule.formula1).lstrip("=").split("!")
        offered = [cell.value for (cell,) in book[title][cells.replace("$", "")]]
        assert offered
        assert len(str(rule.prompt)) < 256
        if name == "source":
            assert offered[0] == "case-file-review"
            assert len(offered) == 12
    texts = {row[0].value: row[1].value for row in book["Characteristics"].iter_rows(min_row=2)}
    assert texts == {one: framework().characteristic(one).text for one in framework().characteristic_ids}


def test_every_code_is_explained() -> None:
    """No code that the models know is left out of the sheet of codes."""
    from peelgrade.evidence import EXTENTS, IMPACTS, SHOWS, SOURCES, TRENDS
    from peelgrade.tables.guidance import codes, field_text

    listed = codes(framework(), pack())

    assert [tuple(listed[name]) for name in ("source", "shows", "extent", "impact", "trend")] == [
        SOURCES, SHOWS, EXTENTS, IMPACTS, TRENDS,
    ]  # fmt: skip
    assert set(listed["standard"]) == {one.id for one in pack().standards} | {"none"}
    assert all(field_text(one.name) for one in COLUMNS)


def test_twenty_thousand_records_are_read(tmp_path: Path) -> None:
    """All of them, from one workbook."""
    name, content = sheet_part()
    row = re.search(r'<row r="2".*?</row>', content.decode(), re.DOTALL)
    assert row is not None
    rows = "".join(
        re.sub(r'r="([A-Z]*)2"', rf'r="\g<1>{n}"', row.group()).replace("R-000", f"R-{n:05d}")
        for n in range(5, 20_005)
    )
    longer = content.replace(b"</sheetData>", rows.encode() + b"</sheetData>")
    found = load_evidence(repacked(tmp_path / "many.xlsx", **{name: longer}))[0].evidence

    assert len(found) == 20_003
    assert found[-1] == good(1).evidence[0].model_copy(update={"id": "R-20004"})
