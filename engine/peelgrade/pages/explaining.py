"""The pages that `explain` shows: the tree from grade to record, or what holds an area below a grade."""

from __future__ import annotations

from peelgrade.assessment import Assessment, Ceiling, Verdict
from peelgrade.explaining import Barrier, explain, why_not
from peelgrade.facts import vocabulary
from peelgrade.framework import Framework
from peelgrade.pages.grading import near
from peelgrade.pages.parts import change, grade_words, headline, lift, outcome_words, page
from peelgrade.view import Block, Bullets, Heading, Node, Page, Paragraph, Sentence, Tree, say
from peelgrade.wording import joined, tell, words


def explain_page(assessment: Assessment, area: str) -> Page:
    """Return the whole derivation of one area: one sentence, the contrast, then the tree."""
    explained = explain(assessment, area)
    found, framework = explained.area, assessment.inspection.framework
    place = framework.area(area)
    blocks: list[object] = [Paragraph((headline(assessment, explained),))]
    if explained.next_grade:
        blocks.append(Paragraph(tuple(lift(explained.in_the_way, explained.next_grade, framework))))
    blocks += near(explained, framework)
    blocks += [Heading("From grade to record"), Tree(_root(assessment, area))]
    blocks += _considered(assessment, area)
    missing = [Sentence(tell("missing", ids=list(found.missing)))] if found.missing else []
    blocks += [Paragraph(tuple(missing))] if missing else []
    title = f"{assessment.inspection.case.force}: {place.title}"
    return page(assessment, title, blocks)


def why_not_page(assessment: Assessment, area: str, grade: str) -> Page:
    """Return what holds an area below *grade*: each ceiling, and what would lift it."""
    place = assessment.inspection.framework.area(area)
    framework = assessment.inspection.framework
    wanted = grade_words(framework.grade(grade).id, framework)
    barriers = why_not(assessment, area, grade)
    blocks: list[object] = [Paragraph((headline(assessment, explain(assessment, area)),))]
    if not barriers:
        outcome = outcome_words(assessment.area(area), framework)
        blocks.append(say(f"Nothing holds it below {wanted}: it is {outcome}."))
    else:
        blocks.append(Paragraph(tuple(lift(barriers, grade, framework))))
        blocks += [Heading(f"What stands between it and {wanted}"), _barriers(barriers, framework)]
    title = f"{assessment.inspection.case.force}: {place.title}, why not {wanted}"
    return page(assessment, title, blocks)


def _barriers(barriers: tuple[Barrier, ...], framework: Framework) -> Bullets:
    items = []
    for one in barriers:
        lifted = "; or ".join(joined(change(compared) for compared in way) for way in one.ways)
        text = f"{_ceiling_text(one.ceiling, framework)} {one.rule.says} It wouldn't bite if {lifted}."
        items.append(Sentence(text, one.ceiling.evidence))
    return Bullets(tuple(items))


def _ceiling_text(ceiling: Ceiling, framework: Framework) -> str:
    grade = grade_words(ceiling.grade, framework)
    return tell("ceiling", grade=grade, because=ceiling.because, rule=ceiling.rule)


def _root(assessment: Assessment, area: str) -> Node:
    found, framework = assessment.area(area), assessment.inspection.framework
    place = framework.area(area)
    told: set[str] = set()
    children = []
    for ceiling in found.ceilings:
        nodes = tuple(_verdict(assessment, found.verdict(one), told) for one in ceiling.characteristics)
        children.append(Node(Sentence(_ceiling_text(ceiling, framework), ceiling.evidence), nodes))
    rest = tuple(
        _verdict(assessment, one, told)
        for one in found.verdicts
        if one.assessed and one.characteristic not in told
    )
    if rest:
        text = "Assessed beside these:" if children else "Assessed:"
        children.append(Node(Sentence(text), rest))
    outcome = outcome_words(found, framework)
    return Node(Sentence(f"{place.title}: {outcome}"), tuple(children))


def _verdict(assessment: Assessment, verdict: Verdict, told: set[str]) -> Node:
    """Return a characteristic with its records, told in full the first time only."""
    characteristic = assessment.inspection.framework.characteristic(verdict.characteristic)
    text = tell(
        "verdict", id=characteristic.id, text=characteristic.text, verdict=verdict.verdict
    )  # fmt: skip
    sentence = Sentence(f"{text} (rule {verdict.rule})", verdict.evidence)
    if verdict.characteristic in told:
        return Node(Sentence(f"{characteristic.id} {words(verdict.verdict)}, as above", verdict.evidence))
    told.add(verdict.characteristic)
    records = tuple(Node(_record(assessment, one)) for one in verdict.evidence)
    supports = tuple(Node(_support(assessment, one)) for one in verdict.supports)
    return Node(sentence, records + supports)


def _record(assessment: Assessment, record: str) -> Sentence:
    found = assessment.appraisals[record]
    extras = [f"figure {found.record.measure}" if found.record.measure else "", found.reads, found.differs]
    extras += ["raised before and still open"] if found.record.recurring else []
    extras += [word for word in (_decoded(assessment, record, "trend"),) if word != "steady"]
    extras += ["the harm is already limited"] if found.record.mitigated else []
    text = tell(
        "record",
        finding=found.record.finding or str(found.record.measure),
        shows=found.shows,
        extent=_decoded(assessment, record, "extent"),
        impact=_decoded(assessment, record, "impact"),
        source=found.record.source,
        level=found.level,
        extras=[one for one in extras if one],
    )
    return Sentence(text, (record,))


def _decoded(assessment: Assessment, record: str, fact: str) -> str:
    inspection = assessment.inspection
    facts = vocabulary(inspection.framework, inspection.pack)["appraise"]
    return str(facts[fact].decode(assessment.appraisals[record].facts[fact]))


def _support(assessment: Assessment, record: str) -> Sentence:
    found = assessment.appraisals[record].record
    finding = found.finding or str(found.measure)
    return Sentence(tell("supports", finding=finding, source=found.source), (record,))


def _considered(assessment: Assessment, area: str) -> list[Block]:
    """Return the rules that were considered and didn't fire, and what kept them from it."""
    explained = explain(assessment, area)
    items = []
    for miss in explained.near_misses:
        compared = "; ".join(
            tell("compared", means=one.means, found=one.found, edge=one.bites) for one in miss.compared
        )
        grade = grade_words(miss.rule.concludes, assessment.inspection.framework)
        items.append(Sentence(f"{miss.rule.id} ({grade}): {compared}."))
    if not items:
        return []
    return [Heading("Rules that would hold it lower and didn't fire"), Bullets(tuple(items))]
