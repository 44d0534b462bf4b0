"""One page, several formats: none says more or less than another, and evidence can't inject anything."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser

import docx
import pytest
from docx.shared import Mm

from generators import WEST_MERCIA, case_of, framework, inspection, record, thin_pack
from peelgrade.assessment import Inspection
from peelgrade.deriving import derive
from peelgrade.evidence import Case
from peelgrade.model import altered
from peelgrade.pages.explaining import explain_page, why_not_page
from peelgrade.pages.grading import grade_page
from peelgrade.rendering import render
from peelgrade.view import Heading, Node, Page, Paragraph, Sentence, Table, Tree, bullets, say
from peelgrade.word import to_docx

NASTY = "<script>alert(1)</script> {{ 7 * 7 }} {% raw %} ../../etc/passwd | a * b_c # \"q\" & 's'"


class Words(HTMLParser):
    """Collects the text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: list[tuple[str, int]] = []
        self._skip = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag; the text of styles isn't content."""
        self.tags.append((tag, len(attrs)))
        self._skip = tag in ("style", "title")

    def handle_endtag(self, tag: str) -> None:
        """Content again after a style."""
        self._skip = self._skip and tag not in ("style", "title")

    def handle_data(self, data: str) -> None:
        """Collect text."""
        if not self._skip:
            self.found.append(data)


def letters(text: str) -> str:
    """Return only letters and figures, for comparing content."""
    return re.sub(r"[\W_]+", "", text)


def html_text(page: Page) -> str:
    """Return the text of a page's HTML."""
    parser = Words()
    parser.feed(render(page, "html"))
    return "".join(parser.found).replace("Skip to the content", "", 1)


def word_text(page: Page) -> str:
    """Return the text of a page's Word document, body first, tables in their places."""
    document = docx.Document(io.BytesIO(to_docx(page)))
    texts = (one for one in document.element.body.iter() if one.tag.endswith("}t"))
    return "".join(one.text or "" for one in texts)


def pages() -> list[Page]:
    """Return pages of every kind from real evidence."""
    assessment = derive(inspection(WEST_MERCIA), chained=False)
    return [
        altered_marking(grade_page(assessment)),
        altered_marking(explain_page(assessment, "responding")),
        altered_marking(why_not_page(assessment, "leadership", "outstanding")),
    ]


def altered_marking(page: Page) -> Page:
    """Return a page without its marking, which Word keeps outside the body."""
    return Page(page.title, page.blocks, None, page.provenance, page.notice)


@pytest.mark.parametrize("number", range(3))
def test_all_formats_say_the_same(number: int) -> None:
    """Text, Markdown, HTML and Word hold the same letters and figures in the same order."""
    page = pages()[number]
    expected = letters(html_text(page))

    # Columns of a text table are wrapped side by side, so only the order of letters may differ.
    assert sorted(letters(render(page, "text"))) == sorted(expected)
    assert letters(render(page, "markdown").replace("\\", "")) == expected
    assert letters(word_text(page)) == expected


def test_evidence_is_escaped_everywhere() -> None:
    """A finding with HTML, a template expression and a path is shown as it is, and does nothing."""
    case = case_of(record(finding=NASTY, extent="widespread"))
    page = explain_page(derive(Inspection(case, framework(), thin_pack()), chained=False), "responding")
    html = render(page, "html")

    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "{{ 7 * 7 }}" in render(page, "text").replace("\n", " ")
    assert "49" not in render(page, "text")
    assert "\\<script\\>" in render(page, "markdown")
    assert "<script>" in word_text(page)


def test_the_marking_stands_at_head_and_foot() -> None:
    """Every format carries the marking first and last."""
    page = Page("A title", (say("Some text."),), "OFFICIAL-SENSITIVE", ("Rules: x",))
    lines = render(page, "text").strip().splitlines()
    document = docx.Document(io.BytesIO(to_docx(page)))
    section = document.sections[0]

    assert (lines[0], lines[-1]) == ("OFFICIAL-SENSITIVE", "OFFICIAL-SENSITIVE")
    assert render(page, "markdown").count("**OFFICIAL-SENSITIVE**") == 2
    assert render(page, "html").count('<p class="marking">OFFICIAL-SENSITIVE</p>') == 2
    assert section.header.paragraphs[0].text == section.footer.paragraphs[0].text == "OFFICIAL-SENSITIVE"


def test_html_asks_for_nothing_from_outside() -> None:
    """One file: no scripts, no links to anywhere, headings in order, scoped table headers."""
    html = render(pages()[0], "html")

    assert "http" not in html
    assert "<script" not in html
    assert not re.search(r"\b(src|url\()", html)
    assert '<html lang="en-GB">' in html
    assert re.findall(r"<h(\d)", html)[0] == "1"
    assert '<th scope="col">' in html
    assert '<th scope="row">' in html
    assert "prefers-color-scheme: dark" in html
    assert "@media print" in html


def test_a_word_table_repeats_its_header() -> None:
    """Tables have a header row, and headings real styles."""
    page = Page("T", (Heading("Part"), Table("What it shows.", ("A", "B"), (("1", "2"),))))
    document = docx.Document(io.BytesIO(to_docx(page)))

    assert "w:tblHeader" in document.tables[0].rows[0]._tr.xml
    assert [p.style.name for p in document.paragraphs if p.style and "Heading" in (p.style.name or "")] == [
        "Heading 1",
        "Heading 2",
    ]


def test_the_same_page_gives_the_same_bytes() -> None:
    """Nothing of the clock or the machine is in a result."""
    page = pages()[0]

    assert to_docx(page) == to_docx(page)
    assert render(page, "html") == render(page, "html")


def test_a_tree_is_drawn_with_lines() -> None:
    """Children hang from their parent, the last one closing the line."""
    leaf = Node(Sentence("leaf", ("A-01",)))
    root = Node(Sentence("root"), (Node(Sentence("branch"), (leaf,)), leaf))
    text = render(Page("T", (Tree(root),)), "text")

    assert "root\n├─ branch\n│  └─ leaf [A-01]\n└─ leaf [A-01]\n" in text


def test_numbered_lists_and_paragraphs_keep_their_evidence() -> None:
    """Each sentence carries its ids."""
    page = Page("T", (Paragraph((Sentence("One.", ("A",)), Sentence("Two.", ("B", "C")))),
                      bullets(Sentence("First.", ("D",)), numbered=True)))  # fmt: skip
    text = render(page, "text")

    assert "One. [A] Two. [B, C]" in text
    assert "1. First. [D]" in text


def test_an_unknown_format_is_refused() -> None:
    """Only formats that exist are drawn."""
    with pytest.raises(ValueError, match="no format `pdf`"):
        render(Page("T", ()), "pdf")


def test_every_sentence_of_a_justification_rests_on_records_that_exist() -> None:
    """Each id that a page cites is a record of the case."""
    case: Case = inspection(WEST_MERCIA).case
    known = {one.id for one in case.evidence}
    assessment = derive(inspection(WEST_MERCIA), chained=False)
    cited = set(re.findall(r"\b[A-Z]{3}-\d\d\b", render(grade_page(assessment), "text")))

    assert cited
    assert cited <= known
    assert altered(case, marking="X").marking == "X"


def test_word_is_on_a4_turned_for_a_wide_table() -> None:
    """A table of seven columns stands on pages of its own; what comes before and after is upright."""
    wide = Table("Wide", tuple("abcdefg"), (tuple("1234567"),))
    blocks = (say("Before."), wide, Heading("Next"), Table("Narrow", tuple("ab"), (tuple("12"),)))
    made = docx.Document(io.BytesIO(to_docx(Page("A page", blocks, marking="OFFICIAL"))))
    sizes = [
        tuple(round((one or 0) / Mm(1)) for one in (section.page_width, section.page_height))
        for section in made.sections
    ]

    assert sizes == [(210, 297), (297, 210), (210, 297)]
    assert [one.header.paragraphs[0].text for one in made.sections] == ["OFFICIAL"] * 3
    assert [table.rows[0].cells[0].paragraphs[0].runs[0].font.size for table in made.tables] == [
        101600,
        None,
    ]
