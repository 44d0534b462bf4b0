"""CSV as people save it: separators, encodings, quotation marks, and what can't be known."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators import case_of, record
from peelgrade.errors import InvalidInputError
from peelgrade.loading import load_evidence
from peelgrade.tables.cells import written
from peelgrade.tables.separated import _Scan, case_csv, separated
from seeded import good

LINES = """\
case,force,framework,id,characteristic,source,finding,shows,extent
made-up,Example Police,peel-2023-25,R-1,"4.3.1,5.3.2",inspection,"Late, and ""slow""
in places",shortfall,some
made-up,,,R-2,4.3.1,inspection,Late – as before,shortfall,some
"""


def expected() -> tuple[tuple[str, ...], ...]:
    """Return what the lines say: ids, characteristics and findings."""
    return (
        ("R-1", "4.3.1", "5.3.2", 'Late, and "slow"\nin places'),
        ("R-2", "4.3.1", "Late – as before"),
    )


def said(file: Path) -> tuple[tuple[str, ...], ...]:
    """Return what a file says."""
    return tuple((one.id, *one.characteristic, one.finding) for one in load_evidence(file)[0].evidence)


def told(file: Path, content: str | bytes) -> list[str]:
    """Return what is said of a refused file, its folder left out."""
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InvalidInputError) as refused:
        load_evidence(file)
    return [f"{one.where}: {one.message}".replace(f"{file.parent}/", "") for one in refused.value.problems]


def resaved(separator: str) -> str:
    """Return the lines with another separator; what stands in quotation marks stays."""
    parts = LINES.split('"')
    return '"'.join(part if n % 2 else part.replace(",", separator) for n, part in enumerate(parts))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be-mark"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_every_way_of_saving_is_read(separator: str, encoding: str, ends: str, tmp_path: Path) -> None:
    """Commas, semicolons and tabs, with and without a byte-order mark, and both kinds of line."""
    text = resaved(separator).replace("\n", ends)
    content = b"\xfe\xff" + text.encode("utf-16-be") if encoding.endswith("mark") else text.encode(encoding)
    (tmp_path / "x.csv").write_bytes(content)

    assert [tuple(cell.replace("\r\n", "\n") for cell in row) for row in said(tmp_path / "x.csv")] == list(
        expected()
    )


def test_a_first_line_may_name_the_separator(tmp_path: Path) -> None:
    """As Excel writes and reads it."""
    (tmp_path / "x.csv").write_text("sep=;\r\n" + resaved(";"), encoding="utf-8", newline="")
    (tmp_path / "x.tsv").write_text(resaved("\t"), encoding="utf-8")

    assert said(tmp_path / "x.csv") == said(tmp_path / "x.tsv") == expected()


def test_blank_lines_and_short_lines_are_read(tmp_path: Path) -> None:
    """Excel leaves out the last separators of a line, and people leave lines between."""
    lines = LINES.replace(",extent", ",extent,note,draft").replace("some\n", "some\n\n,,,,\n  \n")
    (tmp_path / "x.csv").write_text(lines, encoding="utf-8")

    assert said(tmp_path / "x.csv") == expected()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("extent\n", "extnt\n"), "1:61: unknown heading `extnt`"),
        (
            ("finding,shows", "shows,shows"),
            "1:53: the heading `shows` stands here twice, first in x.csv:1:47",
        ),
        (("id,", "ident,"), "1:1: there is no column `id`"),
        (("R-1,", "R-2,"), "4:11: the record id `R-2` is used more than once, first in x.csv:2:37"),
        (("Late –", "=1+2"), "4:32: starts with `=`, as a formula does"),
        (("Late – as before", '"Late'), "4:32: the quotation mark that opens here isn't closed"),
        (("Late – as before", '"Late"ish'), "4:38: stands after the closing quotation mark of its cell"),
        (("made-up,,,", "other,,,"), "4:1: `case` is `other`, and `made-up` in x.csv:2:1"),
        (("made-up,,,", "Made Up,,,"), "4:1: `case` is `Made Up`, and `made-up` in x.csv:2:1"),
        (("before,shortfall,some", "before,shortfall,some,,more"), "4:65: stands under no heading"),
        (("Late –", "Late\x07"), "4:36: control character 0x07 has no place in a text file"),
        (("some\n", "some of them\n"), "3:22: `extent` is `some of them`, should be one of isolated,"),
    ],
    ids=lambda one: one[1][:20] if isinstance(one, tuple) else "",
)
def test_what_can_not_be_known_is_refused_at_its_place(
    change: tuple[str, str], message: str, tmp_path: Path
) -> None:
    """Line, column, and what is wrong; nothing that follows from it."""
    found = told(tmp_path / "x.csv", LINES.replace(*change, 1))

    assert any(one.startswith(f"x.csv:{message}") for one in found), found
    assert len(found) == 1 + ("ident" in change[1])


def test_a_file_without_a_case_says_how_to_give_one(tmp_path: Path) -> None:
    """Records alone are a part of a case."""
    lines = LINES.replace("case,force,framework,", "").replace("made-up,Example Police,peel-2023-25,", "")

    assert told(tmp_path / "x.csv", lines.replace("made-up,,,", "")) == [
        "x.csv:1:1: nothing is said of the case itself"
    ]
    assert told(tmp_path / "x.csv", "") == ["x.csv:1:1: the file is empty"]
    assert told(tmp_path / "x.csv", "case,force\n") == [
        f"x.csv:1:1: there is no column `{one}`" for one in ("characteristic", "id", "source")
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (LINES.encode("windows-1252"), "x.csv:4:1: byte 0x96 isn't UTF-8"),
        (b"\xff\xfe" + LINES.encode("utf-16-le")[:-1], "x.csv:4:1: byte 0x0a isn't UTF-16"),
        (b"PK\x03\x04rest\x80", "x.csv:1:1: byte 0x80 isn't UTF-8"),
    ],
)
def test_another_encoding_is_told_with_its_line(content: bytes, message: str, tmp_path: Path) -> None:
    """Never guessed."""
    assert told(tmp_path / "x.csv", content) == [message]


def test_a_case_without_records_keeps_what_it_says_of_itself(tmp_path: Path) -> None:
    """One line for the case alone; records of that line aren't looked for."""
    (tmp_path / "x.csv").write_bytes(case_csv(case_of()))

    assert load_evidence(tmp_path / "x.csv")[0] == case_of()


cells = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('"\r\n;,'), max_size=8)


@given(st.lists(st.lists(cells, min_size=2, max_size=4), min_size=1, max_size=4))
def test_cells_come_back_and_are_found_again(rows: list[list[str]]) -> None:
    """Whatever stands in cells, they are split where they were joined, and each place is its own."""
    rows = [["a", *row] for row in rows]
    text = separated(rows)
    scan = _Scan(text, "x", ",", 0)
    found = list(scan.lines())
    lines = text.split("\n")

    assert [row for _, row in found] == [[written(cell) for cell in row] for row in rows]
    for number, row in found:
        places = [scan.place(number, column) for column in range(len(row))]
        assert places == sorted(set(places))
        assert all(one.column <= len(lines[one.line - 1]) + 1 for one in places)


def test_the_file_opens_in_a_spreadsheet_as_it_is() -> None:
    """A byte-order mark for Excel, one line of headings, nothing that starts like a formula."""
    content = case_csv(case_of(record(finding="=cmd|' /C calc'!A0", note="+1", reference="@x")))
    text = content.decode("utf-8-sig")

    assert content.startswith(b"\xef\xbb\xbf")
    assert text.startswith("case,force,framework,published,marking,id,characteristic,source,finding,")
    assert "'=cmd|' /C calc'!A0,shortfall" in text
    assert good(1).evidence[0].finding in case_csv(good(1)).decode("utf-8-sig")
