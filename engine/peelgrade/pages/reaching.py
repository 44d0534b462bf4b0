"""What `reach` shows: what would have to be put right for a grade, and what the grade hangs on."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb
from typing import Any

from peelgrade.assessment import NOT_SECURE, Assessment
from peelgrade.framework import Framework
from peelgrade.pages.gaps import gap_blocks, gaps_data
from peelgrade.pages.parts import grade_words, outcome_words, page, provenance_data
from peelgrade.pages.sets import kind_words, ways_data
from peelgrade.reaching import Hanging, Reach
from peelgrade.reaching.ways import Ways
from peelgrade.view import Block, Bullets, Heading, Page, Paragraph, Sentence
from peelgrade.wording import counted, ended, joined, number, sentence_case

SHOWN = 20
"""How many kinds of set a page tells; JSON has them all."""
FEW = 3
"""How many kinds of set it tells of each way that a grade could go."""
COUNTED = 1_000_000
"""Up to so many smaller sets are counted, and not only said to be all."""


def reach_page(found: Reach, hangs: Hanging | None = None) -> Page:
    """Return what lifts an area to a grade, the judgement first, and what its grade hangs on."""
    inspection = found.assessment.inspection
    title = inspection.framework.area(found.area.area).title
    wanted = grade_words(found.wanted, inspection.framework)
    blocks: list[object] = [Paragraph((_answer(found),))]
    if found.ways.smallest:
        blocks += _ways_blocks(found)
    if found.ways.smallest is None:
        blocks += gap_blocks(found)
    if hangs is not None:
        blocks += _hanging_blocks(found, hangs)
    return page(found.assessment, f"{inspection.case.force}: {title}, what it takes to be {wanted}", blocks)


def _answer(found: Reach) -> Sentence:
    """Return the answer: how few put right lead there, or that none do and how far all of them lead."""
    framework = found.assessment.inspection.framework
    wanted, now = grade_words(found.wanted, framework), outcome_words(found.area, framework)
    decides = {one for ceiling in found.area.decisive for one in ceiling.evidence}
    if found.reached:
        same = "which is what is asked for" if found.area.grade == found.wanted else f"better than {wanted}"
        cited = tuple(sorted(decides)) or found.area.cited
        return Sentence(f"Proposed: {now}, {same}. Nothing has to be put right.", cited)
    if found.area.outcome == NOT_SECURE:
        text = f"No grade is proposed, and no shortfall put right leads to one: {wanted} is out of reach."
        return Sentence(text, found.area.cited)
    if found.ways.smallest is None:
        return Sentence(f"Proposed: {now}. {_not_enough(found)}", found.shortfalls or found.area.cited)
    better = "" if found.grades == (found.wanted,) else " or better"
    fewer = ", and not with fewer" if (found.ways.smallest or 0) > 1 else ""
    would = f"It would be {wanted}{better} with {_of_them(found)} put right{fewer}."
    return Sentence(f"Proposed: {now}. {would}", found.shortfalls)


def _not_enough(found: Reach) -> str:
    framework = found.assessment.inspection.framework
    wanted, best = grade_words(found.wanted, framework), outcome_words(found.highest, framework)
    if not found.shortfalls:
        return f"It has no shortfall, so nothing that is put right makes it {wanted}."
    be = "still be" if found.highest.grade == found.area.grade else "be"
    return f"Putting right doesn't make it {wanted}: with {_all(found)} put right it would {be} {best}."


def _of_them(found: Reach) -> str:
    if found.ways.smallest == len(found.shortfalls):
        return _all(found)
    return f"{number(found.ways.smallest or 0)} of its {counted(len(found.shortfalls), 'shortfall')}"


def _all(found: Reach) -> str:
    many = len(found.shortfalls)
    return (
        "its one shortfall"
        if many == 1
        else f"{'both' if many == 2 else f'all {number(many)}'} of its shortfalls"
    )


def _ways_blocks(found: Reach) -> list[Block]:
    ways = found.ways
    title = "Every set from which nothing can be left out" if found.every else "The smallest sets"
    records = sorted({one for kind in ways.kinds[:SHOWN] for choice in kind for one in choice.of})
    kinds = Bullets(tuple(Sentence(ended(sentence_case(kind_words(one)))) for one in ways.kinds[:SHOWN]))
    return [
        Heading(title),
        Paragraph((Sentence(_how_many(ways, every=found.every)),)),
        kinds,
        Heading("What they are"),
        _findings(found.assessment, records),
        Heading("How this is known"),
        Bullets(tuple(_proofs(found))),
    ]


def _how_many(ways: Ways, *, every: bool) -> str:
    """Return how many sets there are, of how many records, and how many kinds of them are told."""
    if ways.largest == 1:
        return (
            f"{sentence_case(counted(ways.count, 'record'))}, {'each ' if ways.count > 1 else ''}by itself:"
        )
    sets = counted(ways.count, "set") if ways.complete else f"more than {counted(ways.count, 'set')}"
    more = f" to {number(ways.largest or 0)}" if every and ways.largest != ways.smallest else ""
    of = f"{number(ways.smallest or 0)}{more} records"
    kinds = f", {SHOWN} of {len(ways.kinds):,} kinds of which are told here"
    shown = kinds if len(ways.kinds) > SHOWN else ""
    return f"{sentence_case(sets)} of {of}{shown}. Put right together:"


def _proofs(found: Reach) -> list[Sentence]:
    """Return why nothing smaller does, that what is told holds, and whether it is all there is."""
    smaller = [Sentence(_ruled_out(found))] if (found.ways.smallest or 0) > 1 else []
    proofs = [*smaller, Sentence(_graded_again(found))]
    if not found.ways.complete:
        text = "The list isn't complete: there are too many sets to look at all of them."
        return [*proofs, Sentence(text, tone="warning")]
    if found.failing is not None:
        many = counted(found.failing, "set is the largest that fails", "sets are the largest that fail")
        each = "it does" if found.failing == 1 else "each of them does"
        text = f"The list is complete: by it {many}, and {each} fail."
        return [*proofs, Sentence(text)]
    return [
        *proofs,
        *([Sentence("The list is complete: every combination was looked at.")] if found.every else []),
    ]


def _ruled_out(found: Reach) -> str:
    smaller = sum(comb(len(found.shortfalls), size) for size in range(found.ways.smallest or 0))
    told = f"each of the {number(smaller)} smaller sets" if smaller <= COUNTED else "every smaller set"
    return f"Nothing smaller does: {told} was ruled out."


def _graded_again(found: Reach) -> str:
    many, come = found.verified, f"came to {_grades(found.grades, found.assessment.inspection.framework)}"
    if many == found.ways.count:
        which = "The set" if many == 1 else f"{'Both' if many == 2 else f'All {number(many)}'} sets"
    else:
        which = f"Of the {counted(found.ways.count, 'set')} {number(many)}"
    was = "was" if many == 1 else "were"
    return f"{which} {was} put right and graded again, and {come}."


def _findings(assessment: Assessment, records: Sequence[str]) -> Bullets:
    items = []
    for name in records:
        record = assessment.inspection.case.record(name)
        where = joined(record.characteristic)
        items.append(Sentence(f"{where}: {ended(record.finding or str(record.measure))}", (name,)))
    return Bullets(tuple(items))


def _hanging_blocks(found: Reach, hangs: Hanging) -> list[Block]:
    """Return what the present grade hangs on, each way."""
    framework = found.assessment.inspection.framework
    lower, higher = (_grades(hangs.grades[way], framework) for way in ("lower", "higher"))
    told = [
        _hangs(hangs.lower, f"falls to {lower}", "never falls"),
        _hangs(hangs.higher, f"rises to {higher}", "never rises"),
        _hangs(hangs.lost, "is no longer secure enough for a grade", "always keeps a grade", shown=1),
    ]
    return [Heading(f"What {outcome_words(found.area, framework)} hangs on"), Bullets(tuple(told))]


def _grades(grades: Sequence[str], framework: Framework) -> str:
    return joined((grade_words(one, framework) for one in grades), "or")


def _hangs(ways: Ways, goes: str, never: str, *, shown: int = FEW) -> Sentence:
    """Return how few records an area can't lose without going one way, and which."""
    if ways.smallest is None:
        if ways.complete:
            return Sentence(f"It {never}, whatever is taken away.")
        return Sentence(f"What it would take until it {goes} couldn't be found out.", tone="warning")
    kinds = ways.kinds[:shown]
    left = ways.count - sum(Ways((one,)).count for one in kinds)
    told = "; or ".join(kind_words(one).replace("; and", ", and") for one in kinds)
    more = f"; or {counted(left, 'other set')}" if left else ""
    if ways.smallest == 1:
        return Sentence(f"It {goes} if {told}{more} goes.")
    return Sentence(f"It {goes} if {number(ways.smallest)} records go: {told}{more}.")


def reach_data(found: Reach, hangs: Hanging | None = None) -> dict[str, Any]:
    """Return what lifts an area to a grade as plain data."""
    case = found.assessment.inspection.case
    data: dict[str, Any] = {
        "case": case.case,
        "force": case.force,
        "marking": case.marking,
        "provenance": provenance_data(found.assessment),
        "area": found.area.area,
        "outcome": found.area.outcome,
        "from": found.area.grade,
        "to": found.wanted,
    }
    data |= ways_data(found.ways)
    data |= {
        "every": found.every,
        "ways_to_fail": found.failing,
        "verified": found.verified,
        "grades": list(found.grades),
        "shortfalls": list(found.shortfalls),
        "highest": {"outcome": found.highest.outcome, "grade": found.highest.grade},
        "gaps": gaps_data(found),
    }
    if hangs is not None:
        data["hangs_on"] = {
            name: ways_data(getattr(hangs, name)) | {"grades": list(hangs.grades[name])}
            for name in ("lower", "higher", "lost")
        }
    return data
