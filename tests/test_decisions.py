"""Decisions taken, kept beside their case, shown beside proposals, and marked where they are stale."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from generators import FIXTURES, WEST_MERCIA, framework, inspection, pack, thin_pack
from panels import force, pattern
from peelgrade.assessment import Assessment, Inspection
from peelgrade.deriving import derive
from peelgrade.errors import InvalidInputError
from peelgrade.ledger import (
    Beside,
    Decision,
    Ledger,
    Said,
    Verified,
    added,
    beside,
    entered,
    open_ledger,
    standings,
    take,
    verified,
)
from peelgrade.loading import load_evidence
from peelgrade.model import altered
from peelgrade.pages.decisions import decided_words, decisions_page, taken_page
from peelgrade.pages.decisions_data import decisions_data
from peelgrade.pages.grading import grade_page
from peelgrade.pages.verifying import verify_page
from peelgrade.rendering import render
from peelgrade.results import assessment_data
from peelgrade.word import to_docx
from test_fixtures import masked
from test_rendering import altered_marking, html_text, letters, word_text

DECIDED = FIXTURES / "decided"
AREA = "responding"
DAY = date(2025, 6, 2)
WHY = "The panel saw how attendance recovered in the last quarter."
SEEN = "Scrutiny panels showed what body-worn video of searches looks like."


def example(verdicts: str = "mmmmmmnmmmmm", **fields: Any) -> Inspection:
    """Return a made-up case whose evidence makes these verdicts."""
    return Inspection(force("example", pattern(verdicts), **fields), framework(), pack())


def forward(grade: str, reason: str = "", **fields: Any) -> Said:
    """Return what somebody puts forward of responding to the public, and nobody has approved."""
    return said(grade, reason, **{"approved_by": None} | fields)


def said(grade: str, reason: str = "", **fields: Any) -> Said:
    """Return what a panel says of responding to the public."""
    values: dict[str, Any] = {
        "area": AREA,
        "by": "lead inspector",
        "approved_by": "moderation panel",
        "day": DAY,
    }
    return Said(grade=grade, reason=reason, **values | fields)


def ledger_of(*decisions: Decision) -> Ledger:
    """Return the record of some decisions."""
    file = None
    last = None
    for one in decisions:
        last = entered(one, last)
        file = added(file, last)
    assert file is not None
    return open_ledger(file, "decisions.yaml")


def refused(case: Inspection, what: Said) -> list[str]:
    """Return everything that keeps a decision from being taken."""
    with pytest.raises(InvalidInputError) as caught:
        take(case, what)
    return [f"{one.where}: {one.message}" for one in caught.value.problems]


def assessed(case: Inspection) -> Assessment:
    """Return the assessment of the one area."""
    return derive(case, areas=[AREA], chained=False)


def text(*blocks: Any, **fields: Any) -> str:
    """Return a page of decisions as text on one line."""
    return " ".join(render(decisions_page(*blocks, **fields), "text").split())


def test_agreement_needs_no_reason() -> None:
    """What was proposed, on what, and who said so."""
    case = example()
    found = take(case, said("adequate"))

    assert (found.proposed.outcome, found.proposed.grade) == ("graded", "adequate")
    assert (found.case, found.area, found.decided, found.reason) == ("example", AREA, "adequate", "")
    assert found.departs_from == ()
    assert (found.by, found.approved_by, found.date) == ("lead inspector", "moderation panel", "2025-06-02")
    assert found.basis.evidence.sha256 == case.case.sha256
    assert found.basis.evidence.records == 12


def test_a_higher_decision_departs_from_every_ceiling_that_it_passes() -> None:
    """All of them, lowest first, and none that stands at or above it."""
    case = example()
    ceilings = assessed(case).area(AREA).ceilings
    found = take(case, said("outstanding", WHY))

    assert found.departs_from == tuple(dict.fromkeys(one.rule for one in ceilings))
    assert set(take(case, said("good", WHY)).departs_from) == {
        one.rule for one in ceilings if one.grade == "adequate"
    }


def test_a_lower_decision_departs_from_the_nearest_rule_that_does_not_bite() -> None:
    """A rule that concludes the grade decided, and didn't fire."""
    case = example()
    fired = {one.rule for one in assessed(case).area(AREA).ceilings}
    (rule,) = take(case, said("requires-improvement", WHY)).departs_from

    assert pack().by_id[rule].concludes == "requires-improvement"
    assert rule not in fired


def test_people_may_decide_where_evidence_is_not_secure() -> None:
    """The outcome is kept as such; what is passed over is the parameter that says when it is secure."""
    case = example("m...........")
    graded, not_graded = take(case, said("good", WHY)), take(case, said("not-graded"))

    assert graded.proposed.outcome == not_graded.proposed.outcome == "evidence-not-secure"
    assert graded.proposed.grade is None
    assert graded.departs_from == ("secure-coverage",)
    assert not_graded.departs_from == ()
    assert take(example(), said("not-graded", WHY)).departs_from == ("secure-coverage",)
    assert "where no grade was proposed, since the evidence wasn't secure" in text(
        assessed(case), ledger_of(graded)
    )


def test_what_is_said_is_put_on_one_line() -> None:
    """Spaces around and line ends within don't count."""
    found = take(example(), said("good", f"  {WHY}\n\n So be it. ", by=" lead\tinspector "))

    assert found.reason == f"{WHY} So be it."
    assert found.by == "lead inspector"


@pytest.mark.parametrize(
    ("what", "message"),
    [
        (said("adequate", area="respond"), "AREA: no area `respond`"),
        (said("adequate", area="victims"), "AREA: `victims` is assessed and not graded"),
        (said("fair", WHY), "GRADE: no grade of peel-2023-25 `fair`"),
        (said("Good", WHY), "GRADE: no grade of peel-2023-25 `Good`"),
        (said("good"), "different words: none is given"),
        (said("good", "see minutes"), "different words: `see minutes` has two"),
        (said("adequate", by=" "), "--by: names nobody"),
        (said("adequate", approved_by=""), "--approved-by: is empty"),
        (said("adequate", approved_by=" LEAD  Inspector"), "`LEAD Inspector` puts the decision forward"),
        (said("good", f"{WHY}\x1b[2J"), "--reason:1:60: control character 0x1b"),
        (said("good", f"{WHY}\udc80"), "--reason: isn't readable as UTF-8"),
    ],
)
def test_a_decision_that_cannot_be_taken_says_why(what: Said, message: str) -> None:
    """One reason each."""
    (found,) = refused(example(), what)

    assert message in found


def test_everything_is_told_at_once() -> None:
    """Area, grade and people."""
    found = refused(example(), said("god", area="respondin", by="", approved_by="\x07"))

    assert [one.split(":")[0] for one in found] == ["--approved-by", "--by", "AREA", "GRADE"]


def test_a_decision_may_be_put_forward_before_anybody_approves_it() -> None:
    """It is in the record, as such; reasons and who says so are asked for all the same."""
    case = example()
    found = take(case, forward("good", WHY))

    assert (found.by, found.approved_by, found.approved) == ("lead inspector", None, False)
    assert take(case, said("good", WHY)).approved
    assert "different words: none is given" in refused(case, forward("good"))[0]
    assert "--by: names nobody" in refused(case, forward("adequate", by=" "))[0]


@pytest.mark.parametrize("form", ["text", "markdown", "html", "docx"])
def test_what_is_not_approved_is_said_to_be_wherever_it_is_shown(form: str) -> None:
    """Where it is taken, in the list of decisions, and beside the proposal of one area and of all."""
    case = example()
    record = ledger_of(take(case, forward("good", WHY)))
    found = beside(record, case)
    whole, one = derive(case, chained=False), assessed(case)
    pages = [
        taken_page(case, record.file, standings(record.entries, case)),
        decisions_page(one, record),
        grade_page(one, None, found),
        grade_page(whole, None, found),
    ]
    for page in pages:
        told = word_text(page) if form == "docx" else render(page, form)
        assert "notyetapproved" in letters(told)
        assert "Decided:" not in told
    assert decided_words(found.by_area[AREA], framework()) == "good (put forward, not yet approved)"
    stale = beside(record, example("mmmmmmmmmmmm")).by_area[AREA]
    assert decided_words(stale, framework()).endswith("approved; stale)")
    assert assessment_data(one, found)["areas"][0]["decision"]["approved_by"] is None
    assert decisions_data(one, record)["decisions"][0]["approved_by"] is None


@pytest.mark.parametrize(
    ("approvals", "superseded", "pending", "stands"),
    [
        ("-", [None], [None], 1),
        ("-+", [2, None], [None, None], 2),
        ("--", [2, None], [None, None], 2),
        ("--+", [3, 3, None], [None] * 3, 3),
        ("+-", [None, None], [2, None], 1),
        ("+--", [None, 3, None], [3, None, None], 1),
        ("+-+", [3, 3, None], [None] * 3, 3),
        ("-+-", [2, None, None], [None, 3, None], 2),
    ],
)
def test_what_is_put_forward_never_takes_the_place_of_what_was_approved(
    approvals: str, superseded: list[int | None], pending: list[int | None], stands: int
) -> None:
    """An approved entry supersedes all before it; one put forward, only those put forward."""
    case = example()
    ways = {"+": said, "-": forward}
    record = ledger_of(*(take(case, ways[one]("good", WHY)) for one in approvals))
    found = decisions_data(assessed(case), record)["decisions"]

    assert record.intact
    assert [one["superseded_by"] for one in found] == superseded
    assert [one["pending"] for one in found] == pending
    assert beside(record, case).by_area[AREA].entry.number == stands
    assert ("It stands until entry" in text(assessed(case), record)) == any(pending)


def test_a_later_decision_supersedes_and_both_stay() -> None:
    """The last on an area stands, whatever was decided on others meanwhile."""
    case = example()
    record = ledger_of(
        take(case, said("good", WHY)),
        take(case, said("not-graded", area="powers")),
        take(case, said("adequate")),
    )
    found = beside(record, case)
    data = decisions_data(derive(case, chained=False), record)

    assert {area: one.entry.number for area, one in found.by_area.items()} == {AREA: 3, "powers": 2}
    assert [one["superseded_by"] for one in data["decisions"]] == [3, None, None]
    assert "superseded by 3" in text(derive(case, chained=False), record)


@pytest.mark.parametrize(
    ("now", "stale"),
    [
        (example(), []),
        (example("mmmmmmmmmmmm"), ["evidence"]),
        (replace(example(), pack=thin_pack()), ["rules"]),
        (replace(example(), framework=altered(framework(), version="2")), ["framework"]),
        (replace(example("nnnnnnnnnnnn"), pack=thin_pack()), ["evidence", "rules"]),
    ],
)  # fmt: skip
def test_a_decision_on_something_else_is_stale_wherever_it_is_shown(
    now: Inspection, stale: list[str]
) -> None:
    """In the list of decisions and beside the proposal, in every form."""
    record = ledger_of(take(example(), said("good", WHY)))
    found = beside(record, now)
    assessment = assessed(now)
    pages = [decisions_page(assessment, record), grade_page(assessment, None, found)]
    whole = grade_page(derive(now, chained=False), None, found)
    (shown,) = assessment_data(assessment, found)["areas"]

    assert list(found.by_area[AREA].stale) == stale
    assert (
        decisions_data(assessment, record)["decisions"][0]["stale"] == shown["decision"]["stale"] == stale
    )
    for page in pages:
        for form in ("text", "markdown", "html"):
            assert ("Stale: made on" in " ".join(render(page, form).split())) == bool(stale)
    assert ("Good (stale)" in render(whole, "text")) == bool(stale)
    assert "Good" in render(whole, "text")


def test_a_decision_stands_beside_a_proposal_and_never_over_it() -> None:
    """The proposal, its reasons and its contract are those of a case without decisions."""
    case = example()
    assessment = derive(case, chained=False)
    found = beside(ledger_of(take(case, said("outstanding", WHY))), case)
    plain, decided = assessment_data(assessment), assessment_data(assessment, found)
    told = render(grade_page(assessment, {AREA: "good"}, found), "text")

    assert decided["decisions"]["intact"] is True
    for area in decided["areas"]:
        area.pop("decision")
    assert {name: value for name, value in decided.items() if name != "decisions"} == plain
    assert "Responding to the public: adequate" in told
    assert "Decided: outstanding, where adequate was proposed." in told
    assert re.search(r"^Area +Proposed +Decided +Awarded", told, re.MULTILINE)


def test_a_record_that_is_not_intact_is_said_to_be_and_not_shown() -> None:
    """Grading goes on without it."""
    case = example(marking="OFFICIAL")
    file = added(None, entered(take(case, said("good", WHY)), None)).replace(b"recovered", b"fell")
    record = open_ledger(file, "decisions.yaml", "example")
    found = beside(record, case)
    told = render(grade_page(assessed(case), None, found), "text")

    assert found.by_area == {}
    assert assessment_data(assessed(case), found)["areas"][0]["decision"] is None
    assert assessment_data(assessed(case), found)["decisions"]["problems"][0]["entry"] == 1
    assert "The record of decisions isn't intact: one thing in decisions.yaml is wrong" in told
    assert "Decided:" not in told
    assert "entry 1: it doesn't say what it said" in text(assessed(case), record)
    assert "the last quarter" not in text(assessed(case), record)


def shown() -> tuple[Assessment, Ledger, Beside]:
    """Return a case with decisions: superseded, put forward only, and on evidence that isn't secure."""
    before, now = (
        example("mmmmmmmmmmmm", marking="OFFICIAL-SENSITIVE"),
        example(marking="OFFICIAL-SENSITIVE"),
    )
    record = ledger_of(
        take(before, said("good")),
        take(now, said("requires-improvement", SEEN, area="powers", approved_by="chief inspector")),
        take(now, said("good", WHY)),
        take(before, said("not-graded", area="recording")),
        take(now, forward("outstanding", WHY, by="chief inspector")),
        take(now, forward("good", SEEN, area="protecting")),
    )
    return derive(now, chained=False), record, beside(record, now)


def steady(told: str) -> str:
    """Return a text without its hashes and the version of the rules."""
    told = re.sub(r"(?i)(rules:? \S+) [0-9.]+", r"\1 (version)", masked(told))
    return re.sub(r"[0-9a-f]{64}", "(hash)", re.sub(r"\([0-9a-f]{12}\)", "(hash)", told))


def test_decisions_read_as_reviewed(snapshot: SnapshotAssertion) -> None:
    """The page of `decisions show` is kept and reviewed, with the marking at head and foot."""
    assessment, record, _ = shown()

    assert steady(render(decisions_page(assessment, record), "text")) == snapshot


def test_a_decision_beside_a_proposal_reads_as_reviewed(snapshot: SnapshotAssertion) -> None:
    """The table of `grade` and the one area that was assessed, in Markdown."""
    assessment, _, found = shown()
    told = steady(render(grade_page(assessment, None, found), "markdown"))

    table, area = told.partition("## Providing")[0], told.partition("## Responding")[2]
    assert table + area.partition("Not good")[0] == snapshot


def test_verification_reads_as_reviewed(snapshot: SnapshotAssertion) -> None:
    """One record that is intact, one that isn't, and a case without."""
    _, record, _ = shown()
    file = b"".join(added(None, one) if one.number == 1 else b"" for one in record.entries)
    broken = open_ledger(file.replace(b"good", b"adequate", 1), "cases/other.decisions.yaml", "example")

    three = [Verified(record, "OFFICIAL"), Verified(broken), Verified(Ledger("none.decisions.yaml"))]

    assert steady(render(verify_page(three), "text")) == snapshot


def test_every_form_says_the_same_of_decisions() -> None:
    """Text, Markdown, HTML and Word hold the same letters."""
    assessment, record, found = shown()
    for page in map(
        altered_marking, (decisions_page(assessment, record), grade_page(assessment, None, found))
    ):
        expected = letters(html_text(page))
        assert sorted(letters(render(page, "text"))) == sorted(expected)
        assert letters(render(page, "markdown").replace("\\", "")) == expected
        assert letters(word_text(page)) == expected
        assert to_docx(page) == to_docx(page)


def test_nothing_that_grades_reads_decisions() -> None:
    """A case is the same with decisions beside it as without, to every step up to the derivation."""
    engine = FIXTURES.parent / "engine" / "peelgrade"
    for module in ("loading", "appraising", "deciding", "capping", "counting", "deriving", "compiling"):
        assert "ledger" not in (engine / f"{module}.py").read_text(encoding="utf-8")
    assert inspection(WEST_MERCIA).case.sha256 == load_evidence(WEST_MERCIA)[0].sha256


def test_the_record_in_the_fixtures_verifies_for_ever() -> None:
    """Written once, by rules that have changed since; if this fails, old records can't be verified."""
    found = verified(DECIDED)
    stood = beside(found.ledger, inspection(DECIDED))

    assert found.ledger.intact
    assert found.marking == "OFFICIAL"
    assert [one.sha256[:12] for one in found.ledger.entries] == [
        "11a832c661fc",
        "4cd1b7b24265",
        "ea31cff3bfdc",
    ]
    assert [one.entry.number for _, one in sorted(stood.by_area.items())] == [2, 3]
    assert all({"evidence", "rules"} <= set(one.stale) for one in stood.by_area.values())
