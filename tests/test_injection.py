"""What stands in evidence can't steer a terminal, forge a line of a result, or hide from its reader."""

from __future__ import annotations

import io
import json
import unicodedata
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators import case_of, framework, record, thin_pack
from peelgrade.assessment import Inspection
from peelgrade.deriving import derive
from peelgrade.errors import NotFoundError, Problem, Where, unknown, visible, visible_lines
from peelgrade.loading import load_case
from peelgrade.model import altered, as_json
from peelgrade.pages.grading import grade_page
from peelgrade.rendering import render
from peelgrade.view import Page, Picture, say, shown
from peelgrade.word import to_docx
from test_cli import run

ODD = (
    "\x1b[31m", "\x1b]0;title\x07", "\r", "\b", "\x9b2J", "\x85", "\u202e", "\u2066", "\u200f", "\u2028",
    "\u2029", "\x00", "\x7f", "\ufeff", "\U000e0041", "\n\n# Good\n", "\n====\n", "\t",
)  # fmt: skip
NASTY = "before" + "x".join(ODD) + "after"


def harmful(text: str) -> set[str]:
    """Return the characters that a terminal obeys or an eye doesn't see, but for the ends of lines."""
    return {one for one in text if one != "\n" and unicodedata.category(one) in ("Cc", "Cf", "Zl", "Zp")}


def page() -> Page:
    """Return the page of a case that is nasty wherever it can be."""
    nasty = altered(record("A-1", finding=NASTY), reference=NASTY, note=NASTY)
    case = altered(case_of(nasty), force=f"Force {NASTY}", marking=f"OFFICIAL {NASTY}")
    return grade_page(derive(Inspection(case, framework(), thin_pack())))


@given(st.text(st.characters() | st.sampled_from("".join(ODD))))
def test_a_visible_text_is_harmless_and_stays_so(text: str) -> None:
    """What is made visible holds nothing odd, is one line, and is left as it is the next time."""
    made = visible(text)

    assert not harmful(made) - {"\u00ad", "\u200c", "\u200d"}
    assert "\n" not in made
    assert visible(made) == made
    assert "\n".join(map(visible, text.split("\n"))) == visible_lines(text)


def test_odd_characters_are_spelt_out() -> None:
    """A reader sees what stood there; letters of any language stay."""
    assert visible("a\x1b[31mb\x9bc\u202ed") == r"a\x1b[31mb\x9bc\u202ed"
    assert visible("one\r\n  two\tthree\u2028four") == "one two three four"
    assert visible("Heddlu Dyfed-Powys – ‘ŵ’ 5\u00a0%") == "Heddlu Dyfed-Powys – ‘ŵ’ 5\u00a0%"


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_no_format_passes_controls_on(form: str) -> None:
    """A nasty case is shown with nothing in it that steers, and with what stood there in sight."""
    made = render(page(), form)

    assert harmful(made) == set()
    assert "x1b" in made
    assert "u202e" in made


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_line_breaks_forge_no_heading(form: str) -> None:
    """No line of a result is one that evidence, a force or a marking wrote."""
    lines = render(page(), form).splitlines()

    assert "# Good" not in lines
    assert "====" not in lines


def test_word_shows_the_same() -> None:
    """A Word document holds no control, and neither a line break in a heading nor in a marking."""
    made = to_docx(page())
    document = docx.Document(io.BytesIO(made))
    header = document.sections[0].header.paragraphs[0].text

    with zipfile.ZipFile(io.BytesIO(made)) as file:
        assert not harmful(file.read("word/document.xml").decode()) - {"\r"}
    assert header == visible(f"OFFICIAL {NASTY}")
    assert document.core_properties.title == visible(page().title)


def test_a_drawing_stays_as_it_is() -> None:
    """Only the text beside a drawing is made visible: its own is its maker's."""
    made = shown(Page("t\x1b", (Picture("<svg>\n</svg>", "a\nb"), say("c\n", "D\x07"))))

    assert made == Page(r"t\x1b", (Picture("<svg>\n</svg>", "a b"), say("c ", r"D\x07")))


def test_json_says_the_same_without_controls() -> None:
    """JSON escapes what a terminal would obey, and reads back as what it was."""
    made = as_json({"finding": NASTY})

    assert not harmful(made) - {"\U000e0041"}
    assert json.loads(made) == {"finding": NASTY}


def test_messages_are_harmless() -> None:
    """A problem keeps to its line whatever it quotes, and so does a name that isn't known."""
    problem = Problem(Where("a\x1b.yaml", 1, 2), "is `b\nc.yaml:1:1: \x1b[2J`", "not\u202e")
    error = unknown("rule", "x\n\x1b[2J", ["known"])

    assert str(problem).count("\n") == 1
    assert isinstance(error, NotFoundError)
    assert str(error).count("\n") == 1
    assert not harmful(f"{problem}{error}")


def test_escapes_in_quotes_reach_no_terminal(tmp_path: Path) -> None:
    """A case written with YAML's escapes is read as it is and shown harmlessly; so is a fault in it."""
    case = tmp_path / "case.yaml"
    text = (
        'case: test\nforce: "A \\e[31mforce\\r\\n# Good"\nframework: peel-2023-25\n'
        'marking: "OFFICIAL\\e]0;t\\a"\nevidence:\n  - id: A-1\n    characteristic: "4.3.1"\n'
        '    source: interview\n    finding: "f\\x9b2J\\u202e"\n    shows: SHOWS\n    extent: some\n'
    )
    case.write_text(text.replace("SHOWS", "strength"), encoding="utf-8")

    assert load_case(case).case.marking == "OFFICIAL\x1b]0;t\x07"
    for form in ("text", "markdown", "html", "json"):
        result = run("grade", str(case), "--area", "responding", "--format", form)
        assert result.returncode == 0
        assert not harmful(result.stdout)
    case.write_text(text.replace("SHOWS", '"\\e[2J\\nx"'), encoding="utf-8")
    result = run("grade", str(case))
    assert result.returncode == 2
    assert r"\x1b[2J" in result.stderr
    assert not harmful(result.stderr)
