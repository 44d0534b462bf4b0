"""What `reach` shows: what would have to be put right for a grade, and what the grade hangs on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from peelgrade.assessment import NOT_SECURE, Assessment
from peelgrade.explaining import Barrier, Compared
from peelgrade.pages.parts import grade_words, outcome_words, page, provenance_data, turn
from peelgrade.reaching import Hanging, Reach
from peelgrade.reaching.kinds import Choice, Kind
from peelgrade.reaching.ways import Ways
from peelgrade.view import Block, Bullets, Heading, Page, Paragraph, Sentence
from peelgrade.wording import counted, ended, joined, number, sentence_case

SHOWN = 20
"""How many kinds of set a page tells; JSON has them all."""
FEW = 5
"""How many kinds of set it tells of each way that a grade could go."""


def reach_page(found: Reach, hangs: Hanging | None = None) -> Page:
    """Return what lifts an area to a grade, the judgement first, and what its grade hangs on."""
    inspection = found.assessment.inspection
    title = inspection.framework.area(found.area.area).title
    wanted = grade_words(found.wanted)
    blocks: list[object] = [Paragraph(tuple(_answer(found)))]
    if found.ways.smallest:
        blocks += _ways_blocks(found)
    if found.ways.smallest is None:
        blocks += _gap_blocks(found)
    if hangs is not None:
        blocks += _hanging_blocks(found, hangs)
    return page(found.assessment, f"{inspection.case.force}: {title}, what it takes to be {wanted}", blocks)


def _answer(found: Reach) -> list[Sentence]:
    """Return the answer in one or two sentences."""
    wanted, now, cited = grade_words(found.wanted), outcome_words(found.area), found.area.cited
    if found.reached:
        return [Sentence(f"It is {now} already: nothing has to be put right for {wanted}.", cited)]
    if found.ways.smallest is None:
        return _out_of_reach(found)
    least, of = number(found.ways.smallest), counted(len(found.shortfalls), "shortfall")
    text = f"Proposed: {now}. It would be {wanted} or better with {least} of its {of} put right."
    proof = "Every smaller set was ruled out, and each set told here was put right and graded again."
    return [Sentence(text, found.shortfalls), Sentence(proof)]


def _ways_blocks(found: Reach) -> list[Block]:
    ways = found.ways
    title = "Every way, none with anything to spare" if found.every else "The smallest ways"
    sentences = [*_completeness(found), Sentence(_how_many(ways, every=found.every))]
    blocks: list[Block] = [Heading(title), Paragraph(tuple(sentences)), _kinds(ways)]
    records = sorted({one for kind in ways.kinds[:SHOWN] for choice in kind for one in choice.of})
    return [*blocks, Heading("What they are"), _findings(found.assessment, records)]


def _how_many(ways: Ways, *, every: bool) -> str:
    """Return how many sets there are, and how many kinds of them are told."""
    sets = counted(ways.count, "set") if ways.complete else f"more than {counted(ways.count, 'set')}"
    sizes = f", the smallest of {counted(ways.smallest or 0, 'record')}" if every else ""
    shown = f"; {SHOWN} of {len(ways.kinds):,} kinds are told here" if len(ways.kinds) > SHOWN else ""
    return f"{sentence_case(sets)}{sizes}{shown}. Put right together:"


def _completeness(found: Reach) -> list[Sentence]:
    if not found.ways.complete:
        return [Sentence("The list isn't complete: there were too many to look at all.", tone="warning")]
    if not found.every:
        return []
    if found.failing is None:
        return [Sentence("The list is complete: every combination was looked at. (The check by duality was "
                         "left out, as there are too many ways to fail.)")]  # fmt: skip
    ways = counted(found.failing, "largest way", "largest ways")
    return [Sentence(f"The list is complete: each way meets each of the {ways} to fail.")]


def _kinds(ways: Ways) -> Bullets:
    return Bullets(
        tuple(Sentence(ended(sentence_case(kind_words(one))), _ids(one)) for one in ways.kinds[:SHOWN])
    )


def _ids(kind: Kind) -> tuple[str, ...]:
    return tuple(sorted(one for choice in kind for one in choice.of))


def kind_words(kind: Kind) -> str:
    """Return a kind of set in words: `any three of A, B, C, D and E, and RTP-04`."""
    whole = sorted(one for choice in kind if choice.choose == len(choice.of) for one in choice.of)
    some = [_choice(choice) for choice in kind if choice.choose < len(choice.of)]
    parts = [*some, *([joined(whole)] if whole else [])]
    return "; and ".join(parts) if some and len(parts) > 2 else ", and ".join(parts)


def _choice(choice: Choice) -> str:
    if len(choice.of) == 2:
        return f"either {joined(choice.of, 'or')}"
    return f"any {number(choice.choose)} of {joined(choice.of, 'or' if choice.choose == 1 else 'and')}"


def _findings(assessment: Assessment, records: Sequence[str]) -> Bullets:
    items = []
    for name in records:
        record = assessment.inspection.case.record(name)
        where = joined(record.characteristic)
        items.append(Sentence(f"{where}: {ended(record.finding or str(record.measure))}", (name,)))
    return Bullets(tuple(items))


def _out_of_reach(found: Reach) -> list[Sentence]:
    """Return that no putting right leads there, and how far it leads."""
    wanted = grade_words(found.wanted)
    if found.area.outcome == NOT_SECURE:
        text = "No grade is proposed, and putting shortfalls right doesn't change that: "
        text += f"{wanted} is out of reach."
        return [Sentence(text, found.area.cited)]
    all_of_them = (
        f"all {number(len(found.shortfalls))} shortfalls" if len(found.shortfalls) > 1 else "its shortfall"
    )
    with_all = f"Even with {all_of_them} put right it" if found.shortfalls else "It has no shortfall, and"
    text = f"{with_all} would be {outcome_words(found.highest)}: putting right doesn't make it {wanted}."
    return [Sentence(text, found.shortfalls or found.area.cited)]


def _gap_blocks(found: Reach) -> list[Block]:
    """Return what no force can put right: the evidence that is missing."""
    items = [_gap(one) for one in found.gaps]
    if found.highest.outcome == NOT_SECURE:
        items.append(_not_secure(found))
    blocks: list[Block] = [Heading("What is missing, which no force can put right"), Bullets(tuple(items))]
    if found.highest.missing:
        blocks.append(Paragraph((Sentence(f"Not assessed at all: {joined(found.highest.missing)}."),)))
    return blocks


def _gap(gap: Barrier) -> Sentence:
    turns = "; or ".join(joined(turn(one) for one in way) for way in gap.ways)
    held = f"It would be held at {grade_words(gap.ceiling.grade)} because {gap.ceiling.because}"
    return Sentence(f"{held}, unless {turns}. ({gap.rule.id})", gap.ceiling.evidence)


def _not_secure(found: Reach) -> Sentence:
    have, need = found.highest.facts["assessed"], found.highest.needed
    text = f"Evidence: {counted(have, 'characteristic')} of {len(found.highest.verdicts)} assessed, and "
    return Sentence(f"{text}{number(need)} are needed before any grade.", found.highest.cited)


def _hanging_blocks(found: Reach, hangs: Hanging) -> list[Block]:
    """Return what the present grade hangs on, each way."""
    heading = Heading(f"What {outcome_words(found.area)} hangs on")
    told = [
        *_hangs(
            hangs.lower, hangs.grades["lower"], "falls to", "Nothing that is taken away makes it fall."
        ),
        *_hangs(
            hangs.higher, hangs.grades["higher"], "rises to", "Nothing that is taken away makes it rise."
        ),
        *_hangs(hangs.lost, ("no grade",), "comes to", "It keeps a grade, whatever is taken away."),
    ]
    return [heading, Bullets(tuple(told))]


def _hangs(ways: Ways, grades: Sequence[str], leads: str, never: str) -> list[Sentence]:
    """Return which records an area can't lose without going one way, as few as possible of them."""
    if ways.smallest is None:
        return [Sentence(never)]
    to = joined((grade_words(one) for one in grades), "or")
    told = [
        Sentence(f"It {leads} {to} if these are taken away: {kind_words(kind)}.", _ids(kind))
        for kind in ways.kinds[:FEW]
    ]
    left = len(ways.kinds) - FEW
    return [*told, Sentence(f"And so in {counted(left, 'more way')}.")] if left > 0 else told


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
        "shortfalls": list(found.shortfalls),
        "highest": {"outcome": found.highest.outcome, "grade": found.highest.grade},
        "gaps": _gaps_data(found),
    }
    if hangs is not None:
        data["hangs_on"] = {
            name: ways_data(getattr(hangs, name)) | {"grades": list(hangs.grades[name])}
            for name in ("lower", "higher", "lost")
        }
    return data


def ways_data(ways: Ways) -> dict[str, Any]:
    """Return sets of records as plain data: kinds, the first hundred sets, how many there are."""
    return {
        "smallest": ways.smallest,
        "kinds": [[{"choose": one.choose, "of": list(one.of)} for one in kind] for kind in ways.kinds],
        "sets": [list(one) for one in ways.sets],
        "count": ways.count,
        "complete": ways.complete,
    }


def _gaps_data(found: Reach) -> list[dict[str, Any]]:
    if found.ways.smallest is not None:
        return []
    if found.highest.outcome == NOT_SECURE:
        return [
            {
                "kind": "evidence-not-secure",
                "assessed": found.highest.facts["assessed"],
                "needed": found.highest.needed,
                "characteristics": list(found.highest.missing),
            }
        ]
    return [_gap_data(one) for one in found.gaps]


def _gap_data(gap: Barrier) -> dict[str, Any]:
    return {
        "kind": "ceiling",
        "grade": gap.ceiling.grade,
        "rule": gap.rule.id,
        "because": gap.ceiling.because,
        "characteristics": list(gap.ceiling.characteristics),
        "ways": [[_compared_data(one) for one in way] for way in gap.ways],
    }


def _compared_data(one: Compared) -> dict[str, Any]:
    return {
        "fact": one.fact,
        "means": one.means,
        "found": one.found,
        "bites": one.bites,
        "change": one.change,
        "among": list(one.among),
        "goal": one.goal,
    }
