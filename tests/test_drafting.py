"""A draft from a report: nothing lost, nothing concluded, every proposal with its reason."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from generators import FIXTURES, ROOT, WEST_MERCIA, framework, inspection, pack
from peelgrade.cli import app
from peelgrade.drafting import Head, draft
from peelgrade.drafting.decoding import LARGEST, Source, read_report
from peelgrade.drafting.matching import Agreement, Share, agreement
from peelgrade.drafting.reporting import Drafted, blocks_of, draft_report
from peelgrade.drafting.sections import Layout, Passage, laid_out
from peelgrade.drafting.stocking import FOLDER, load_lexicon
from peelgrade.errors import InvalidInputError, RefusedError
from peelgrade.evidence import Case, Measure
from peelgrade.framework import Framework
from peelgrade.loading import load_case, load_framework, load_rules
from peelgrade.model import altered
from restating import restated
from test_drafting_figures import lexicon

REPORTS = FIXTURES / "reports"
NORTHMOOR = REPORTS / "northmoor.txt"
RESTATED = REPORTS / "restated.txt"
RECODED = FIXTURES / "recoded"
PUBLISHED = ROOT.parent / "shared" / "seed" / "west-mercia-2023-25.txt"
RULES = ROOT / "framework" / FOLDER
STANDING = {"in this section we set out", "with a confidence interval of percent"}
"""Words that stand in every report of the cycle."""
PAGE = ROOT / "docs" / "drafts.md"


@cache
def drafted(path: Path) -> Drafted:
    """Return the draft of a report."""
    return draft_report(path, "drafted", framework="peel-2023-25")


def run(*arguments: str) -> Any:
    """Run a command in this process."""
    return CliRunner().invoke(app, list(arguments))


def written(folder: Path, text: str, name: str = "report.txt", encoding: str = "utf-8") -> Path:
    """Return a report with this text."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def told(error: BaseException | None) -> str:
    """Return what the user is told."""
    assert isinstance(error, InvalidInputError)
    return str(error)


# What a draft is.


@pytest.mark.parametrize("path", [NORTHMOOR, RESTATED], ids=lambda path: path.stem)
def test_every_record_is_a_draft_in_doubt_with_its_reason_and_place(path: Path) -> None:
    """Each names the words that it was proposed from, and where the report says it."""
    case = drafted(path).draft.case

    assert case.evidence
    for record in case.evidence:
        assert record.draft
        assert record.doubt
        assert record.note.startswith("Source ")
        assert f"Characteristic {record.characteristic[0]}: " in record.note
        assert re.search(r", paragraph \d+$", record.reference)
        assert record.shows is None or f"Shows {record.shows}: " in record.note
        assert (record.measure is None) == ("Figure by rule " not in record.note)


def test_a_draft_is_read_back_from_its_folder_and_refused(tmp_path: Path) -> None:
    """What is written is the draft; no grade comes of it while its flags say what it is."""
    out = tmp_path / "northmoor"
    result = run("evidence", "draft", str(NORTHMOOR), "--out", str(out))
    case = load_case(out).case

    assert result.exit_code == 0
    assert case.evidence == drafted(NORTHMOOR).draft.case.evidence
    assert (case.case, case.force, case.published) == ("northmoor", "Northmoor Police", "2025-03-12")
    assert isinstance(run("grade", str(out)).exception, RefusedError)
    assert "are drafts that nobody has confirmed" in run("grade", str(out), "--allow-drafts").stdout
    for path in (out / "evidence").glob("*.yaml"):
        path.write_text(path.read_text("utf-8").replace("draft: true", "draft: false"), "utf-8")
    assert run("grade", str(out)).exit_code == 0


def test_the_files_say_what_they_are(tmp_path: Path) -> None:
    """The head of each tells that it is a draft; there is one for each area that has records."""
    out = tmp_path / "northmoor"
    run("evidence", "draft", str(NORTHMOOR), "--out", str(out))
    files = sorted(path.relative_to(out).as_posix() for path in out.rglob("*.yaml"))

    assert files[0] == "case.yaml"
    assert "evidence/responding.yaml" in files
    assert "evidence/protecting.yaml" not in files
    assert all("nobody has confirmed it" in (out / name).read_text("utf-8") for name in files)


@pytest.mark.parametrize("ending", ["yaml", "json", "csv", "xlsx"])
def test_a_draft_can_be_one_file(ending: str, tmp_path: Path) -> None:
    """In every form in which evidence is read."""
    out = tmp_path / f"northmoor.{ending}"
    run("evidence", "draft", str(NORTHMOOR), "--out", str(out))

    assert load_case(out).case.evidence == drafted(NORTHMOOR).draft.case.evidence


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_what_was_drafted_is_told(form: str, tmp_path: Path) -> None:
    """How many records of each area, what was left out and why, and that nobody has confirmed it."""
    result = run("evidence", "draft", str(NORTHMOOR), "--out", str(tmp_path / "x"), "--format", form)

    assert "are drafts that nobody has confirmed" in result.stdout
    assert "plan or a promise is no strength" in result.stdout
    assert "as nothing says otherwise" in " ".join(result.stdout.split())


def test_everything_that_was_left_out_is_in_the_json(tmp_path: Path) -> None:
    """With its place, the reason and the words; nothing of a section is lost without a trace."""
    result = run("evidence", "draft", str(NORTHMOOR), "--out", str(tmp_path / "x"), "--format", "json")
    data = json.loads(result.stdout)
    promise = next(one for one in data["left_out"] if one["because"].startswith("a plan"))

    assert promise["words"] == "plans to"
    assert NORTHMOOR.read_text("utf-8").splitlines()[promise["line"] - 1].endswith(promise["text"])
    assert data["provenance"]["evidence"]["drafts"] == len(data["records"])
    assert {one["line"] for one in data["records"]} <= set(range(1, 80))


# Reading a report.


def test_html_and_text_give_the_same_draft() -> None:
    """Headings are kept; scripts, menus and feet are not read, and nothing in them is drafted."""
    text, page = drafted(NORTHMOOR).draft, drafted(REPORTS / "northmoor.html").draft

    assert page.case.evidence == text.case.evidence
    assert [one.text for one in page.left] == [one.text for one in text.left]


def test_a_text_broken_into_lines_gives_the_same_draft(tmp_path: Path) -> None:
    """Paragraphs are put together again."""
    import textwrap

    paragraphs = NORTHMOOR.read_text("utf-8").splitlines()
    wrapped = "\n\n".join(textwrap.fill(one, 72, break_on_hyphens=False) for one in paragraphs)
    found = draft_report(written(tmp_path, wrapped), "drafted", framework="peel-2023-25").draft

    assert found.case.evidence == drafted(NORTHMOOR).draft.case.evidence


@pytest.mark.parametrize(
    ("encoding", "option", "known"),
    [
        ("utf-8-sig", None, "by the mark at its start"),
        ("utf-16", None, "by the mark at its start"),
        ("windows-1252", "windows-1252", "as the command was told"),
    ],
)
def test_an_encoding_is_what_it_is_known_to_be(
    encoding: str, option: str | None, known: str, tmp_path: Path
) -> None:
    """Named by the file itself or by the user, and told."""
    path = written(tmp_path, NORTHMOOR.read_text("utf-8"), encoding=encoding)
    found = draft_report(path, "drafted", framework="peel-2023-25", encoding=option)

    assert found.draft.case.evidence == drafted(NORTHMOOR).draft.case.evidence
    assert found.source.known_by == known


def test_a_page_names_its_own_encoding(tmp_path: Path) -> None:
    """As its `charset` says."""
    text = (
        (REPORTS / "northmoor.html").read_text("utf-8").replace('charset="utf-8"', "charset=windows-1252")
    )
    path = written(tmp_path, text, "report.html", "windows-1252")
    found = draft_report(path, "drafted", framework="peel-2023-25")

    assert (found.source.encoding, found.source.known_by) == ("cp1252", "as the page itself declares")
    assert found.draft.case.evidence == drafted(NORTHMOOR).draft.case.evidence


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7 ...", "is a PDF: save its text first"),
        (b"PK\x03\x04....", "is a Word or other zipped file"),
        (b"{\\rtf1 x", "is a rich-text file"),
        (b"  \n ", "the file is empty"),
        (b"Good\nIt\x92s late", "2:1: byte 0x92 isn't utf-8"),
        (b"a\n\x00b", "2:1: control character 0x00"),
        ("Line\nIt’s late".encode().decode("cp1252").encode(), "UTF-8 that was once read as Windows-1252"),
        (b"<meta charset=utf-99>", "`utf-99` is no encoding of text"),
        (b"<meta charset=base64>", "`base64` is no encoding of text"),
        (b"Good\nNothing of it is an area.", "no heading is the title or the question of an area"),
        (b"<html><body><main><p>x</p><script>if (1)", "`<script>` is never closed"),
        (b"Good\n" + b"Calls are late. " * 700, "2:1: a paragraph of 11,199 characters"),
    ],
)
def test_what_is_no_report_is_refused_and_told(content: bytes, said: str, tmp_path: Path) -> None:
    """With its place where it has one; nothing is written."""
    path = tmp_path / "report.txt"
    path.write_bytes(content)
    result = run("evidence", "draft", str(path), "--out", str(tmp_path / "out"))

    assert said in told(result.exception)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["report.txt"]


def test_other_mistakes_are_told_all_at_once(tmp_path: Path) -> None:
    """A missing report, a folder, a report too large, a case that exists, and what the case can't say."""
    report = written(tmp_path, "Responding to the public\nMain findings\nIt is slow\nCalls are late.")
    large = written(tmp_path, "x" * (LARGEST + 1), "large.txt")
    arguments = ["evidence", "draft", str(report), "--out"]
    both = told(run(*arguments, str(tmp_path / "No Case"), "--published", "May").exception)

    assert "no such file" in told(run("evidence", "draft", "nowhere.txt", "--out", "x").exception)
    assert "is a folder" in told(run("evidence", "draft", str(tmp_path), "--out", "x").exception)
    assert f"up to {LARGEST:,}" in told(run("evidence", "draft", str(large), "--out", "x").exception)
    assert "is there already" in told(run(*arguments, str(report)).exception)
    assert "of small letters" in both
    assert "should be a date" in both
    assert "`--force NAME`" in both
    assert run(*arguments, str(tmp_path / "ok"), "--force", "Example Police").exit_code == 0
    assert "--out` names the case" in told(
        run(*arguments, str(tmp_path / "word"), "--format", "docx").exception
    )
    assert not (tmp_path / "word").exists()
    assert "no encoding" in told(run(*arguments, str(tmp_path / "z"), "--encoding", "klingon").exception)
    assert "can't be written" in told(
        run(*arguments, str(tmp_path / "no" / "where"), "--force", "E").exception
    )


# What is read and what isn't.


def test_the_grade_awarded_plays_no_part(tmp_path: Path) -> None:
    """With every grade in the report made outstanding, the draft is the same."""
    text = NORTHMOOR.read_text("utf-8")
    other = re.sub(r"(?m)^(?:Good|Adequate|Requires improvement)$", "Outstanding", text)
    other = re.sub(
        r"(?m)^(Northmoor Police) (?:is \w+|requires improvement) at", r"\1 is outstanding at", other
    )
    found = draft_report(written(tmp_path, other), "drafted", framework="peel-2023-25").draft

    assert other != text
    assert found.case.evidence == drafted(NORTHMOOR).draft.case.evidence


def layout(text: str, name: str = "report.txt") -> Layout:
    """Return a text laid out."""
    source = Source(name, text, "utf-8", "", name.endswith("html"))
    return laid_out(blocks_of(source), framework(), lexicon().sections)


def test_sections_are_found_by_title_question_and_short_title() -> None:
    """Whatever case, quotes and numbers they are printed with; references count as the guide does."""
    found = layout(
        "4. RESPONDING TO THE PUBLIC\nFirst.\nMain findings\nOne\nSecond.\nFigure 1: a chart\n"
        "Source: someone\nThird.\nTwo\nFourth.\nHow good is the force’s service for victims of crime?\n"
        "Fifth.\nLeadership\nSixth.\nAbout the data\nSeventh."
    )

    assert [one.reference for one in found.passages] == [
        "Responding to the public, paragraph 1",
        "Responding to the public, finding 1, paragraph 1",
        "Responding to the public, finding 1, paragraph 2",
        "Responding to the public, finding 2, paragraph 1",
        "Providing a service to the victims of crime, paragraph 1",
        "Leadership, paragraph 1",
    ]
    assert [area for _, area in found.sections] == ["responding", "victims", "leadership"]
    assert found.skipped == ("About the data",)


def test_labels_say_what_kind_of_finding_follows() -> None:
    """A cause of concern is critical, innovative practice exceeds, recommendations aren't findings."""
    page = (
        "<h2>Responding to the public</h2><h3>Cause of concern</h3><h4>Calls wait</h4>"
        "<p>Some calls wait for an hour.</p><h3>Recommendations</h3><p>Answer every call at once.</p>"
        "<h3>Innovative practice</h3><h4>Video</h4><p>A video response reaches callers in rural areas.</p>"
        "<h4>Audit</h4><p>Supervisors audit calls effectively.</p>"
    )
    head = Head("x", "Example Police")
    found = draft(layout(page, "r.html"), head, framework(), lexicon(), pack()).case.evidence

    assert [(one.shows, one.impact) for one in found] == [
        ("shortfall", "critical"),
        ("exceeds", None),
        ("strength", None),
    ]


def one_record(text: str, area: str = "responding", heading: str = "") -> Any:
    """Return the only record drafted from a text."""
    passage = Passage(text, 1, framework().area(area).title, area, 1, 1, heading)
    found = draft(Layout((passage,), (), ()), Head("x", "X"), framework(), lexicon(), pack()).case.evidence
    assert len(found) == 1, found
    return found[0]


def test_words_point_to_every_field() -> None:
    """Each as the coding guide has it."""
    record = one_record(
        "Officers told us that they still don’t always attend domestic abuse incidents in time, as we "
        "found in our previous inspection, which leaves victims at risk of harm."
    )

    assert (record.shows, record.extent, record.source) == ("shortfall", "some", "interview")
    assert (record.recurring, record.impact) == (True, "high")
    assert record.characteristic == ("4.3.1",)


def test_a_sentence_that_praises_and_criticises_becomes_two() -> None:
    """It is parted where it turns round, and each part reads as a sentence."""
    passage = Passage(
        "The force generally investigates crimes in a timely way, but it doesn’t always follow all "
        "relevant lines of enquiry.", 1, "Investigating crime", "investigating", 1, 1, "",
    )  # fmt: skip
    found = draft(Layout((passage,), (), ()), Head("x", "X"), framework(), lexicon(), pack()).case.evidence

    assert [(one.shows, one.finding) for one in found] == [
        ("strength", "The force generally investigates crimes in a timely way."),
        ("shortfall", "It doesn’t always follow all relevant lines of enquiry."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The force plans to introduce live chat for people who contact it.",
        "In this section we set out our main findings about how the force answers calls.",
        "It is important that calls are answered quickly.",
        "We will continue to monitor how the force answers calls.",
        "A structured risk assessment is a way of finding what a caller needs.",
    ],
)
def test_what_the_guide_leaves_out_is_left_out(text: str) -> None:
    """Plans, promises, frames and context."""
    passage = Passage(text, 1, "Responding to the public", "responding", 1, 1, "")
    found = draft(Layout((passage,), (), ()), Head("x", "X"), framework(), lexicon(), pack())

    assert found.case.evidence == ()
    assert [one.text for one in found.left] == [text]


def test_a_figure_with_a_standard_speaks_for_itself() -> None:
    """Words that name what it counts don't judge it; words that judge it do."""
    plain = one_record("A risk assessment was effective in 80 of the 90 calls that we reviewed.")
    judged = one_record("A risk assessment was made in only 80 of the 90 calls that we reviewed.")

    assert (plain.shows, plain.extent, plain.measure.standard) == (None, None, "practice-sample")
    assert (judged.shows, judged.extent) == ("shortfall", "some")


def test_a_figure_that_counts_what_went_wrong_says_so() -> None:
    """Whether the words stand before or after it."""
    before = one_record("A review of risk was missing in 9 of 30 calls.")
    after = one_record("In 9 of 30 calls risk was not reviewed again.")

    assert (before.measure.counts, after.measure.counts) == ("failed", "failed")


def test_a_finding_belongs_to_the_area_of_its_characteristic() -> None:
    """Told elsewhere, it names that section's area in `affects`."""
    record = one_record(
        "Investigation plans are poor and digital forensic examinations of devices are delayed.",
        "responding",
    )

    assert framework().area_of(record.characteristic[0]).id == "investigating"
    assert record.affects == ("responding",)


def test_another_framework_is_drafted_by_its_own_texts_alone() -> None:
    """Without a file of keywords; the rules of language stay the same."""
    folder = FIXTURES / "elsewhere" / "cqc-councils"
    other = load_framework(folder / "framework.yaml")
    words = load_lexicon(other)
    area = next(area for area in other.areas if area.graded)
    text = f"{area.characteristics[0].text.rstrip('.')} is inconsistent, in 12 of 40 cases."
    passage = Passage(text, 1, area.title, area.id, 1, 1, "")
    found = draft(Layout((passage,), (), ()), Head("x", "X"), other, words, None).case.evidence

    assert words.characteristics.keywords == ()
    assert found[0].characteristic == (area.characteristics[0].id,)
    assert str(found[0].measure) == "12 of 40"


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=40)
@given(st.lists(st.text(min_size=1, max_size=80), max_size=6), st.booleans())
def test_no_report_breaks_it(lines: list[str], html: bool) -> None:
    """Whatever stands under an area's title becomes valid records, or is left out."""
    if html:
        body = "".join(f"<p>{line}</p>" for line in lines)
        text, name = f"<h2>Responding to the public</h2>{body}", "r.html"
    else:
        text, name = "\n".join(["Responding to the public", *lines]), "r.txt"
    laid, refused = Layout((), (), ()), ""
    try:
        laid = layout(text, name)
    except InvalidInputError as error:
        refused = str(error)
    found = draft(laid, Head("x", "X"), framework(), lexicon(), pack())

    assert "never closed" in refused or not refused
    assert Case.model_validate_json(found.case.model_dump_json()) == found.case


# The rules are data.


def rule_files() -> list[Path]:
    """Return every file of drafting rules."""
    return sorted(RULES.rglob("*.yaml"))


def test_no_rule_names_a_force() -> None:
    """Nor a place that a force is named for, nor anything that only one report says."""
    with (FIXTURES / "awarded-2023-25.csv").open(encoding="utf-8", newline="") as file:
        forces = {row["force"] for row in csv.DictReader(file)}
    text = "\n".join(path.read_text("utf-8") for path in rule_files())

    assert len(forces) > 30
    assert not [one for one in forces if one.removesuffix(" Police").removesuffix(" Constabulary") in text]


def test_no_rule_quotes_the_published_report() -> None:
    """No six words that follow one another there stand in a rule, but those of every such report."""
    if not PUBLISHED.is_file():
        pytest.skip("the published report isn't part of this repository")
    words = [re.findall(r"[a-z']+", text.lower()) for text in _phrases()]
    report = " ".join(re.findall(r"[a-z']+", PUBLISHED.read_text("utf-8").lower().replace("’", "'")))
    runs = {" ".join(one[n : n + 6]) for one in words for n in range(len(one) - 5)}

    assert {run for run in runs if run in report} == STANDING


def _phrases() -> list[str]:
    """Return the texts of the rules, each by itself."""
    return [line for path in rule_files() for line in re.split(r'[\n",|()\[\]]', path.read_text("utf-8"))]


def test_every_keyword_file_names_all_characteristics_of_its_framework() -> None:
    """So that none can only be found by its own words."""
    known = {one.id for one in lexicon().characteristics.keywords}

    assert known == set(framework().characteristic_ids)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("characteristics/peel-2023-25.yaml", 'id: "1.1.2"', 'id: "1.1.9"', "no characteristic `1.1.9`"),
        (
            "characteristics/peel-2023-25.yaml",
            "standard: search-grounds",
            "standard: search-ground",
            "did you mean `search-grounds`?",
        ),
        ("characteristics/peel-2023-25.yaml", "{area: victims", "{area: victim", "no area `victim`"),
        ("cues.yaml", "value: systemic", "value: total", "`total` is no extent"),
        ("cues.yaml", "(problem | problems", "(problem | problems))", "closes nothing"),
        ("figures.yaml", "{count} in [every] {of}", "{count} in [every] {total}", "should read"),
        ("figures.yaml", "{count} in [every] {of}", "{count} in [every {of}", "is never closed by `]`"),
        ("figures.yaml", "shape: none", "shape: nothing", "should be one of count, percent, value, none"),
        ("numbers.yaml", "zero: 0", "zero: nil", "whole number"),
        ("placing.yaml", "common:", "comon:", "unknown key `comon`"),
        ("sections.yaml", "captions:", "caption:", "`captions` is missing"),
    ],
)
def test_a_fault_in_a_rule_is_told_with_its_place(
    file: str, old: str, new: str, said: str, tmp_path: Path
) -> None:
    """File, line and column, and what is allowed."""
    import shutil

    home = tmp_path / FOLDER
    shutil.copytree(RULES, home)
    text = (home / file).read_text("utf-8")
    (home / file).write_text(text.replace(old, new, 1), "utf-8")

    assert old in text
    with pytest.raises(InvalidInputError) as caught:
        load_lexicon(framework(), pack(), home)
    assert said in str(caught.value)
    assert re.search(rf"{re.escape(file)}:\d+:\d+: ", str(caught.value))


# How far it can be trusted.


def figures_of(found: Agreement) -> dict[str, str]:
    """Return the figures of an agreement as the page tells them."""
    return {one.name.replace("_", " "): str(getattr(found, one.name)) for one in fields(found)}


def stated(column: int) -> dict[str, str]:
    """Return the figures that docs/drafts.md states in a column of its table."""
    rows = re.findall(r"(?m)^\| ([a-z ]+) \| [^|]+ \| ([^|]+) \| ([^|]+) \|$", PAGE.read_text("utf-8"))
    return {row[0]: row[column].strip() for row in rows if row[0] != "what"}


def codings() -> list[Case]:
    """Return the report of West Mercia as three people coded it, none of whom saw another's records."""
    return [inspection(WEST_MERCIA).case, *(load_case(one).case for one in sorted(RECODED.glob("*.yaml")))]


def between(pairs: list[tuple[Case, Case]]) -> dict[str, str]:
    """Return the least and the greatest share of each kind on which two cases agree."""
    found = [agreement(one, other, framework(), pack()) for one, other in pairs]
    shares = {
        name: [getattr(one, name).count / getattr(one, name).of for one in found]
        for name in ("figures_found", "direction", "area", "characteristic", "extent", "source")
    }
    return {name.replace("_", " "): f"{min(of):.0%} to {max(of):.0%}" for name, of in shares.items()}


def ranges(column: int) -> dict[str, str]:
    """Return the ranges that docs/drafts.md states in a column of its second table."""
    rows = re.findall(r"(?m)^\| ([a-z ]+) \| (\d+% to \d+%) \| (\d+% to \d+%) \|$", PAGE.read_text("utf-8"))
    return {row[0]: row[column] for row in rows}


def test_the_page_states_how_people_agree() -> None:
    """Three codings of one report, held against each other as a draft is."""
    first, second, third = codings()

    assert between([(second, first), (third, first), (second, third)]) == ranges(2)


def test_the_page_states_how_a_draft_agrees_with_people() -> None:
    """With each of the three codings."""
    if not PUBLISHED.is_file():
        pytest.skip(
            "the published report isn't part of this repository: docs/drafts.md says when it was read"
        )
    made = drafted(PUBLISHED).draft.case

    assert between([(made, one) for one in codings()]) == ranges(1)


def test_the_record_that_the_page_shows_is_the_draft_s(tmp_path: Path) -> None:
    """To the last word of its note."""
    block = re.search(r"```yaml\n(- id: .*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert block
    head = "case: x\nforce: X\nframework: peel-2023-25\nevidence:\n"
    shown = load_case(written(tmp_path, head + block[1], "case.yaml")).case.evidence

    assert shown == (drafted(NORTHMOOR).draft.case.record(shown[0].id),)


def test_the_restated_report_is_that_of_the_coded_case() -> None:
    """So that what is measured on it can't be chosen."""
    assert RESTATED.read_text("utf-8") == restated(inspection(WEST_MERCIA).case, framework())


def test_the_page_states_what_the_restated_report_gives() -> None:
    """Every coded figure is found, and the shares are those in docs/drafts.md."""
    coded = inspection(WEST_MERCIA).case
    found = agreement(drafted(RESTATED).draft.case, coded, framework(), pack())

    assert found.figures_found == Share(30, 30)
    assert figures_of(found) == stated(1)


def test_the_page_states_what_the_published_report_gives() -> None:
    """Measured again wherever the report is at hand."""
    if not PUBLISHED.is_file():
        pytest.skip(
            "the published report isn't part of this repository: docs/drafts.md says when it was read"
        )
    coded = inspection(WEST_MERCIA).case
    found = agreement(drafted(PUBLISHED).draft.case, coded, framework(), pack())

    assert found.figures_found == Share(30, 30)
    assert figures_of(found) == stated(2)


def test_the_page_states_how_findings_of_other_forces_are_placed() -> None:
    """The findings that were coded of fifteen other forces, by which no keyword was chosen."""
    counts = dict.fromkeys(("drafted", "direction", "area", "characteristic"), 0)
    total = 0
    for path in [
        *sorted((FIXTURES / "cases").glob("*.yaml")),
        *sorted((FIXTURES / "press").glob("*.yaml")),
    ]:
        for record in inspection(path).case.evidence:
            total += 1
            area = framework().area_of(record.characteristic[0])
            passage = Passage(record.finding, 1, area.title, area.id, 1, 1, "")
            found = draft(Layout((passage,), (), ()), Head("x", "X"), framework(), lexicon(), pack())
            coded = inspection(path).case.with_evidence((altered(record, reference=passage.reference),))
            if found.case.evidence:
                first = found.case.with_evidence(found.case.evidence[:1])
                same = agreement(_as_told(first, record.id), coded, framework(), pack())
                counts["drafted"] += 1
                counts["direction"] += same.direction.count
                counts["area"] += same.area.count
                counts["characteristic"] += same.characteristic.count
    text = " ".join(PAGE.read_text("utf-8").split())

    assert f"{counts['drafted']} of {total} were drafted" in text
    assert f"the right way round in {counts['direction']}" in text
    assert f"right area in {counts['area']}" in text
    assert f"right characteristic in {counts['characteristic']}" in text


def _as_told(case: Case, id: str) -> Case:
    return case.with_evidence((altered(case.evidence[0], id=id),))


def test_a_case_agrees_with_itself_and_not_with_its_opposite() -> None:
    """What is measured can be all and nothing."""
    coded = inspection(WEST_MERCIA).case
    turned = coded.with_evidence(
        tuple(
            altered(one, shows="strength" if one.shows == "shortfall" else "shortfall", extent="some")
            for one in coded.evidence
        )
    )
    same = agreement(coded, coded, framework(), pack())
    other = agreement(turned, coded, framework(), pack())

    assert all(getattr(same, one.name).count == getattr(same, one.name).of for one in fields(same))
    assert other.figures_found == same.figures_found
    assert other.characteristic.count == other.found.count
    assert other.direction.count <= 4


def test_a_missed_record_and_a_wrong_figure_count_against_a_draft() -> None:
    """Recall and precision fall where they should."""
    coded = inspection(WEST_MERCIA).case
    figure = Measure(count=46, of=60, standard="attendance-in-time")
    wrong = altered(coded.record("RES-01"), measure=figure)
    rest = tuple(one for one in coded.evidence if one.id not in ("RES-01", "VIC-03"))
    found = agreement(coded.with_evidence((*rest, wrong)), coded, framework(), pack())

    assert found.figures_found == Share(29, 30)
    assert found.figures_coded == Share(29, 30)
    assert found.found.count == len(coded.evidence) - 1


def test_standards_that_rules_of_drafting_name_are_in_the_pack() -> None:
    """For every framework that has both."""
    for path in (RULES / "characteristics").glob("*.yaml"):
        model: Framework = load_framework(path.stem)
        standards = {one.id for one in load_rules(model.id, model).standards}

        assert {one.standard for one in load_lexicon(model).characteristics.standards} <= standards


def test_the_same_report_gives_the_same_bytes(tmp_path: Path) -> None:
    """Whatever the order in which Python keeps its sets."""
    import subprocess
    import sys

    outs = []
    for seed in ("1", "2"):
        out = tmp_path / f"made{seed}" / "case.yaml"
        out.parent.mkdir()
        subprocess.run(
            [sys.executable, "-m", "peelgrade", "evidence", "draft", str(NORTHMOOR), "--out", str(out)],
            env={"PYTHONPATH": str(ROOT / "engine"), "PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin"},
            check=True, capture_output=True,
        )  # fmt: skip
        outs.append(out.read_bytes())

    assert outs[0] == outs[1]


def test_reading_a_report_fetches_nothing() -> None:
    """The parser that reads a page is the standard library's, and knows no network."""
    folder = ROOT / "engine" / "peelgrade" / "drafting"
    text = "\n".join(path.read_text("utf-8") for path in folder.glob("*.py"))

    assert "html.parser" in text
    assert not re.search(r"\b(urllib|http\.client|socket|requests|subprocess)\b", text)
    assert read_report(REPORTS / "northmoor.html").html


def test_a_table_that_is_not_read_is_told(tmp_path: Path) -> None:
    """Its figures are no records; the page names the section, so that a person looks."""
    report = tmp_path / "report.html"
    report.write_text(
        "<main><h2>Responding to the public</h2><p>The force answers calls effectively.</p>"
        "<table><tr><td>Attended in time</td><td>91 of 100</td></tr></table></main>",
        encoding="utf-8",
    )
    arguments = [
        "evidence",
        "draft",
        str(report),
        "--force",
        "Moor Police",
        "--out",
        str(tmp_path / "case"),
    ]
    result = CliRunner().invoke(app, arguments)

    assert result.exit_code == 0, result.output
    assert "Look for figures in those of: Responding to the public." in " ".join(result.stdout.split())
    assert "91" not in (tmp_path / "case" / "evidence" / "responding.yaml").read_text(encoding="utf-8")
