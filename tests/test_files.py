"""What is written is written whole or not at all, in the form asked for, and never over the evidence."""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from generators import FIXTURES, case_of, framework, pack, record
from peelgrade.assessment import Inspection
from peelgrade.cli import app
from peelgrade.cli.files import write, write_folder
from peelgrade.errors import InvalidInputError
from peelgrade.model import altered
from peelgrade.pages.plots import firmness_svg
from peelgrade.stressing.spreading import stress

GWENT = FIXTURES / "cases" / "gwent.yaml"
REFUSED = "would replace the evidence that is read here"


@pytest.fixture
def mask() -> Iterator[None]:
    """Take rights from others, as many systems do."""
    old = os.umask(0o027)
    yield
    os.umask(old)


def run(*arguments: object) -> str:
    """Return what a command prints, or what it refuses."""
    result = CliRunner().invoke(app, [str(one) for one in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        return str(result.exception)
    return result.output


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path) -> None:
    """A folder can't be written over, and nothing is left beside it."""
    (tmp_path / "there").mkdir()

    with pytest.raises(InvalidInputError, match="can't be written: is a directory"):
        write(tmp_path / "there", b"x")

    assert [one.name for one in tmp_path.iterdir()] == ["there"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """What a link names is written, also where it isn't there yet."""
    link, real = tmp_path / "link", tmp_path / "real"
    link.symlink_to("real")

    for content in (b"new", b"again"):
        write(link, content)
        assert link.is_symlink()
        assert real.read_bytes() == content


@pytest.mark.usefixtures("mask")
def test_rights_are_those_of_the_place(tmp_path: Path) -> None:
    """A new file or folder has the rights that new ones have; one that was there keeps its own."""
    write(tmp_path / "new", b"x")
    (tmp_path / "old").write_bytes(b"x")
    (tmp_path / "old").chmod(0o604)
    write(tmp_path / "old", b"y")
    write_folder(tmp_path / "folder", {"a/b.txt": "x"})

    modes = {one.name: stat.S_IMODE(one.stat().st_mode) for one in tmp_path.iterdir()}
    assert modes == {"new": 0o640, "old": 0o604, "folder": 0o750}


def test_what_is_no_file_is_written_into(tmp_path: Path) -> None:
    """A pipe takes what is written and stays."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)

    write(pipe, b"x")

    assert os.read(reader, 10) == b"x"
    assert [one.name for one in tmp_path.iterdir()] == ["pipe"]
    os.close(reader)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a case in a folder, with its evidence in files of their own."""
    shutil.copytree(FIXTURES / "west-mercia-2023-25", tmp_path / "case")
    return tmp_path / "case"


@pytest.mark.parametrize("before", [True, False], ids=["out first", "case first"])
@pytest.mark.parametrize("command", ["grade", "stress", "moderate", "forces", "what-if"])
def test_a_result_never_replaces_the_evidence(command: str, before: bool, tmp_path: Path) -> None:
    """The very file that was read is refused, by whatever name, in whatever order."""
    case, link = tmp_path / "gwent.yaml", tmp_path / "link.json"
    shutil.copy(GWENT, case)
    link.symlink_to(case)
    for out in (case, link, tmp_path / ".." / tmp_path.name / "gwent.yaml"):
        given = ["--out", out, case] if before else [case, "--out", out]
        assert REFUSED in run(command, *given)
    assert case.read_bytes() == GWENT.read_bytes()


def test_no_file_of_a_case_is_replaced(folder: Path) -> None:
    """Those of its evidence neither; another file in its folder may be written, and written again."""
    parts = sorted((folder / "evidence").iterdir())
    assert parts
    for file in (folder / "case.yaml", *parts):
        assert REFUSED in run("grade", folder, "--out", file)
    assert REFUSED in run("moderate", folder.parent, "--out", parts[0])
    for _ in range(2):
        assert run("grade", folder, "--area", "responding", "--out", folder / "grades.json") == ""


@pytest.mark.parametrize("out", ["--out", "--plot"])
def test_a_file_that_something_else_was_read_from_is_spared(out: str, tmp_path: Path) -> None:
    """Records to be added and drawings are looked at too, and so is converting a case into itself."""
    case = tmp_path / "gwent.yaml"
    shutil.copy(GWENT, case)

    assert REFUSED in run("stress", case, out, case)
    assert REFUSED in run("evidence", "convert", case, case)
    assert REFUSED in run("what-if", GWENT, "--add", case, "--save", case)
    assert case.read_bytes() == GWENT.read_bytes()


def test_the_form_that_is_asked_for_is_written(tmp_path: Path) -> None:
    """A file's name says its form unless another is named, also where that is text."""
    out = tmp_path / "grades.json"

    run("grade", GWENT, "--area", "responding", "--out", out)
    assert json.loads(out.read_text(encoding="utf-8"))["case"]
    run("grade", GWENT, "--area", "responding", "--out", out, "--format", "text")
    assert out.read_text(encoding="utf-8") == run("grade", GWENT, "--area", "responding")
    run("grade", GWENT, "--area", "responding", "--out", out, "--format", "markdown")
    assert out.read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize(
    "more", [["--format", "docx"], ["--out", "no-such-folder/firm.json"], ["--out", "."]]
)
def test_a_drawing_is_written_with_its_result_or_not_at_all(more: list[str], tmp_path: Path) -> None:
    """Where the result can't be given, no drawing is."""
    told = run("stress", GWENT, "--plot", tmp_path / "firm.svg", *more)

    assert "needs `--out FILE`" in told or "can't be written" in told
    assert list(tmp_path.iterdir()) == []


def test_a_drawing_carries_the_marking() -> None:
    """At its head and at its foot, inside its frame; without a marking nothing is added."""
    records = [record(f"X-{n}", one) for n, one in enumerate(framework().area("responding").ids[:3])]
    plain = Inspection(case_of(*records), framework(), pack())
    marked = altered(plain.case, marking="OFFICIAL <b>\x1b")
    drawn = firmness_svg(stress([Inspection(marked, framework(), pack())]))
    root = ElementTree.fromstring(drawn)
    texts = [one for one in root.iter() if one.tag.endswith("}text")]
    at = [int(one.attrib["y"]) for one in texts if one.text == r"OFFICIAL <b>\x1b"]

    assert len(at) == 2
    assert min(at) == min(int(one.attrib["y"]) for one in texts)
    assert max(int(one.attrib["y"]) for one in texts) == max(at) < int(root.attrib["height"])
    assert "OFFICIAL" not in firmness_svg(stress([plain]))


@pytest.mark.parametrize(
    ("command", "name"),
    [
        (["evidence", "convert", GWENT], "a.json"),
        (["what-if", GWENT, "--drop", "RES-01", "--save"], "a.yaml"),
    ],
)
def test_what_is_there_is_written_over_only_when_told_to(
    command: list[str], name: str, tmp_path: Path
) -> None:
    """A converted case, or a scenario: refused with the option that allows it."""
    file = tmp_path / name
    file.write_text("A year of work.")
    told = run(*command, file)

    assert told.startswith(f"{file}: is there already, and what is in it would be lost")
    assert "--replace" in told
    assert file.read_text() == "A year of work."
    run(*command, file, "--replace")
    assert file.read_text() != "A year of work."


def test_an_ending_that_no_form_has_is_refused(tmp_path: Path) -> None:
    """A text isn't written under the name of another kind of file, unless its form is named."""
    file = tmp_path / "grades.pdf"
    told = run("grade", GWENT, "--out", file)

    assert "no form of a result ends in `.pdf`; known: .txt, .md, .html, .json, .docx" in told
    assert not file.exists()
    assert run("grade", GWENT, "--out", file, "--format", "text") == ""
    assert file.read_text().startswith("Gwent Police: ")
    assert run("grade", GWENT, "--out", tmp_path / "GRADES.HTML") == ""
    assert (tmp_path / "GRADES.HTML").read_text().startswith("<!DOCTYPE")
