"""What no putting right supplies: the ceilings that are left, and the evidence that they wait for."""

from __future__ import annotations

from typing import Any

from peelgrade.assessment import NOT_SECURE
from peelgrade.explaining import Barrier
from peelgrade.pages.parts import grade_words
from peelgrade.pages.sets import kind_words, ranges, ways_data
from peelgrade.reaching import Reach
from peelgrade.reaching.lacking import Lacking
from peelgrade.view import Block, Bullets, Heading, Sentence
from peelgrade.wording import counted, joined, number, sentence_case, words

FEW = 3
"""How many kinds of set are told; JSON has them all."""


def gap_blocks(found: Reach) -> list[Block]:
    """Return what no force can put right: the evidence that is missing."""
    secure = found.highest.outcome != NOT_SECURE
    items = [_gap(one, found) for one in found.gaps] if secure else [_not_secure(found)]
    items += [_lacking(found, found.lacking)] if found.lacking is not None else []
    if found.highest.missing:
        items.append(Sentence(f"Not assessed at all: {joined(ranges(found.highest.missing))}."))
    return [Heading("What is missing, and no force can put right"), Bullets(tuple(items))]


def _gap(gap: Barrier, found: Reach) -> Sentence:
    grade = grade_words(gap.ceiling.grade, found.assessment.inspection.framework)
    held = f"Held at {grade} because {gap.ceiling.because} (rule {gap.rule.id})."
    return Sentence(held, gap.ceiling.evidence)


def _lacking(found: Reach, lacks: Lacking) -> Sentence:
    """Return which verdicts are waited for, and what kind of evidence leads to them."""
    kinds = "; or ".join(kind_words(one) for one in lacks.ways.kinds[:FEW])
    left = len(lacks.ways.kinds) - FEW
    more = f"; or {counted(left, 'other way')}" if left > 0 else ""
    framework = found.assessment.inspection.framework
    best = lacks.verdict == framework.verdicts[-1]
    verb = "were" if (lacks.ways.smallest or 0) > 1 else "was"
    state = f"{verb}{'' if best else ' at least'} {words(lacks.verdict)}"
    text = f"It would be {grade_words(found.wanted, framework)} if {kinds}{more} {state}."
    return Sentence(" ".join([text, *lacks.means]))


def _not_secure(found: Reach) -> Sentence:
    have, every, need = found.highest.facts["assessed"], len(found.highest.verdicts), found.highest.needed
    assessed = f"{number(have) if have else 'none'} of its {counted(every, 'characteristic')}"
    text = f"{sentence_case(assessed)} {'is' if have == 1 else 'are'} assessed, and {number(need)} must be"
    return Sentence(f"{text} before any grade is proposed.", found.highest.cited)


def gaps_data(found: Reach) -> list[dict[str, Any]]:
    """Return what no putting right supplies as plain data."""
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
    return [*map(_gap_data, found.gaps), *([_lacking_data(found.lacking)] if found.lacking else [])]


def _gap_data(gap: Barrier) -> dict[str, Any]:
    return {
        "kind": "ceiling",
        "grade": gap.ceiling.grade,
        "rule": gap.rule.id,
        "because": gap.ceiling.because,
        "characteristics": list(gap.ceiling.characteristics),
        "evidence": list(gap.ceiling.evidence),
    }


def _lacking_data(lacks: Lacking) -> dict[str, Any]:
    return {"kind": "verdicts", "verdict": lacks.verdict, "means": list(lacks.means)} | ways_data(
        lacks.ways
    )
