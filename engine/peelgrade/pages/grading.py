"""The page that `grade` shows: every proposed grade with its reasons, in the manner of a report."""

from __future__ import annotations

from collections.abc import Mapping

from peelgrade.assessment import GRADED, NOT_GRADED, Appraisal, AreaAssessment, Assessment, Concern, Verdict
from peelgrade.explaining import Explanation, explain
from peelgrade.framework import Framework
from peelgrade.ledger import Beside
from peelgrade.pages.decisions import broken_blocks, decided_blocks, decided_words
from peelgrade.pages.parts import grade_words, headline, lift, outcome_words, page
from peelgrade.view import Block, Bullets, Heading, Page, Paragraph, Sentence, Table
from peelgrade.wording import sentence_case, tell

Awarded = Mapping[str, str]
"""Grades awarded by people, by area."""


def grade_page(
    assessment: Assessment, awarded: Awarded | None = None, decided: Beside | None = None
) -> Page:
    """Return the page of one case; beside grades *awarded* and *decided*, where there are any."""
    inspection = assessment.inspection
    blocks: list[object] = [] if decided is None else [*broken_blocks(decided.ledger)]
    if len(assessment.areas) > 1:
        blocks += [Heading("Proposed grades"), summary(assessment, awarded, decided)]
    for area in assessment.areas:
        blocks += area_blocks(assessment, area, decided)
    if assessment.differences:
        blocks += differences(assessment)
    return page(assessment, f"{inspection.case.force}: proposed grades", blocks)


def summary(assessment: Assessment, awarded: Awarded | None, decided: Beside | None = None) -> Table:
    """Return the table of outcomes, an area a row; there is no overall grade."""
    framework = assessment.inspection.framework
    by_people = {"Decided": decided is not None, "Awarded": awarded is not None}
    columns = ("Area", "Proposed", *(name for name, shown in by_people.items() if shown))
    rows = []
    for area in assessment.areas:
        row = [framework.area(area.area).title, outcome_words(area, framework)]
        if decided is not None:
            found = decided.by_area.get(area.area)
            row.append(decided_words(found, framework) if found is not None else "")
        if awarded is not None:
            grade = grade_words(awarded.get(area.area, "not known"), framework)
            row.append(grade if _graded(assessment, area) else "")
        row += [str(len(area.improvements)), str(len(area.causes))]
        rows.append(tuple(sentence_case(cell) for cell in row))
    columns = (*columns, "To improve", "Causes of concern")
    return Table("Each area stands for itself: no overall grade is given.", columns, tuple(rows))


def _graded(assessment: Assessment, area: AreaAssessment) -> bool:
    return assessment.inspection.framework.area(area.area).graded


def area_blocks(assessment: Assessment, area: AreaAssessment, decided: Beside | None = None) -> list[Block]:
    """Return what is said of one area: the judgement first, then what holds it there."""
    explained = explain(assessment, area.area)
    framework = assessment.inspection.framework
    place = framework.area(area.area)
    outcome = outcome_words(area, framework)
    blocks: list[Block] = [Heading(f"{place.title}: {outcome}")]
    blocks.append(Paragraph((headline(assessment, explained),)))
    blocks += decided_blocks(decided, area, framework)
    if explained.next_grade:
        blocks.append(Paragraph(tuple(lift(explained.in_the_way, explained.next_grade, framework))))
    blocks += near(explained, framework)
    blocks += concerns("Causes of concern", area.causes, assessment)
    blocks += done_well(assessment, area)
    blocks += falls_short(assessment, area)
    blocks += concerns("Areas for improvement", area.improvements, assessment)
    blocks += not_assessed(area)
    return blocks


def near(explained: Explanation, framework: Framework) -> list[Block]:
    """Return the nearest rule that didn't bite, and by how much."""
    if not explained.near_misses:
        return []
    miss = explained.near_misses[0]
    comparisons = [
        tell("compared", means=one.means, found=one.found, edge=one.bites) for one in miss.compared
    ]
    grade = grade_words(miss.rule.concludes, framework)
    text = tell("near", grade=grade, says=miss.rule.says, comparisons=comparisons)
    return [Paragraph((Sentence(text, explained.area.cited),))]


def concerns(title: str, found: tuple[Concern, ...], assessment: Assessment) -> list[Block]:
    """Return the concerns of one kind, each with its findings and recommendations."""
    if not found:
        return []
    blocks: list[Block] = [Heading(title, 3)]
    for concern in found:
        macro = "cause" if concern.recommendations else "improvement"
        sentences = [Sentence(f"{concern.id}. {tell(macro, title=concern.title)}", concern.evidence)]
        sentences += [
            Sentence(tell("strength", finding=_finding(assessment, one)), (one,))
            for one in concern.evidence
        ]
        sentences += [Sentence(one, concern.evidence) for one in concern.recommendations]
        blocks += [Paragraph(tuple(sentences[:1])), Bullets(tuple(sentences[1:]))]
    return blocks


def _finding(assessment: Assessment, record: str) -> str:
    found = assessment.appraisals[record]
    return found.record.finding or f"{found.record.characteristic[0]}: {found.record.measure}"


def done_well(assessment: Assessment, area: AreaAssessment) -> list[Block]:
    """Return the strongest strength of each characteristic that is met or better, once each."""
    scale = assessment.inspection.framework.verdicts
    good = [one for one in area.verdicts if one.assessed and scale.index(one.verdict) >= len(scale) // 2]
    records = list(dict.fromkeys(record for one in good for record in _best(assessment, one)))
    if not records:
        return []
    items = [Sentence(tell("strength", finding=_finding(assessment, one)), (one,)) for one in records]
    return [Heading("What is done well", 3), Bullets(tuple(items))]


def falls_short(assessment: Assessment, area: AreaAssessment) -> list[Block]:
    """Return what falls short in an area that is assessed and not graded: it has no concerns to tell it."""
    if area.outcome != NOT_GRADED:
        return []
    scale = assessment.inspection.framework.verdicts
    short = [one for one in area.verdicts if one.assessed and scale.index(one.verdict) < len(scale) // 2]
    records = dict.fromkeys(record for one in short for record in one.shortfalls)
    if not records:
        return []
    items = [Sentence(tell("strength", finding=_finding(assessment, one)), (one,)) for one in records]
    return [Heading("What falls short", 3), Bullets(tuple(items))]


def _best(assessment: Assessment, verdict: Verdict) -> tuple[str, ...]:
    levels = assessment.inspection.pack.level_ids

    def weight(record: str) -> int:
        return levels.index(assessment.appraisals[record].level)

    return (max(verdict.strengths, key=weight),) if verdict.strengths else ()


def not_assessed(area: AreaAssessment) -> list[Block]:
    """Return the characteristics that nothing weighs on."""
    if not area.missing or (area.outcome != GRADED and not area.cited and not area.missing):
        return []
    return [Paragraph((Sentence(tell("missing", ids=list(area.missing))),))]


def differences(assessment: Assessment) -> list[Block]:
    """Return the records whose words and figure disagree."""
    items = [Sentence(_differs(one), (one.record.id,)) for one in assessment.differences]
    return [Heading("Where words and figures differ"), Bullets(tuple(items))]


def _differs(one: Appraisal) -> str:
    finding = one.record.finding or str(one.record.measure)
    return tell("difference", finding=finding, differs=one.differs)
