"""What drawing samples again does to a grade, in sentences: probabilities, what drives them, margins."""

from __future__ import annotations

from math import ceil

from peelgrade.assessment import Inspection
from peelgrade.evidence import Measure
from peelgrade.framework import Framework
from peelgrade.model import spelled
from peelgrade.pages.firm import SHOWN, percent, standing_words
from peelgrade.pages.parts import grade_words
from peelgrade.stressing.sampling import Sampling
from peelgrade.stressing.standing import Standing
from peelgrade.stressing.study import Chance, Margin
from peelgrade.view import Sentence
from peelgrade.wording import joined, sentence_case


def sampling_sentences(found: Sampling, inspection: Inspection) -> list[Sentence]:
    """Return how probable each grade is were the samples drawn again, and what drives that."""
    if not found.follows:
        told = [Sentence("No sample bears on it that could read otherwise, drawn again.", found.alike)]
    else:
        told = [
            _chances(found, inspection.framework),
            *_drivers(found, inspection),
            *_margins(found, inspection),
        ]
    if found.stands:
        text = "Words and figure disagree here, so the words stand whatever is drawn."
        told.append(Sentence(text, found.stands))
    return told


def _chances(found: Sampling, framework: Framework) -> Sentence:
    if len(found.chances) == 1:
        how = "whatever came out" if found.exact else f"in every one of {found.number:,} draws"
        text = (
            "Were its samples drawn again, it would be "
            f"{standing_words(found.chances[0].standing, framework)} {how}."
        )
        return Sentence(text, found.follows)
    how = (
        f"exactly, from all {found.number:,} ways in which they can read"
        if found.exact
        else f"from {found.number:,} draws, seed {found.seed}; after ± the standard error"
    )
    names = [standing_words(one.standing, framework) for one in found.chances]
    told = joined(
        f"{names[number]} with {'' if number else 'a probability of '}{_chance(one)}"
        for number, one in enumerate(found.chances)
    )
    return Sentence(f"Were its samples drawn again, it would be {told} ({how}).", found.follows)


def _chance(one: Chance) -> str:
    return percent(one.probability) + (f" ± {100 * one.error:.2f}" if one.error else "")


def _drivers(found: Sampling, inspection: Inspection) -> list[Sentence]:
    if not found.drivers:
        return [] if len(found.chances) == 1 else [Sentence("No figure alone moves it.", found.follows)]
    told = [
        f"{one.record} ({_measure(inspection, one.record)}){'' if number else ' moves it'} with "
        f"{percent(one.probability)}"
        for number, one in enumerate(found.drivers[:SHOWN])
    ]
    ids = tuple(one.record for one in found.drivers[:SHOWN])
    return [Sentence(f"Drawn again by itself, {joined(told)}.", ids)]


def _measure(inspection: Inspection, record: str) -> Measure:
    measure = inspection.case.record(record).measure
    assert measure is not None
    return measure


def _margins(found: Sampling, inspection: Inspection) -> list[Sentence]:
    return [
        Sentence(
            f"{_by(one, _measure(inspection, one.record))} would "
            f"{_make(one.standing, inspection.framework)}.",
            (one.record,),
        )
        for one in found.margins[:SHOWN]
    ]


def _by(one: Margin, measure: Measure) -> str:
    """Return a margin: `Two more missed of 60`."""
    if one.unit == "cases":
        more = f"{sentence_case(spelled(int(one.by)))} more {'met' if one.better else 'missed'}"
        return f"{more} of {measure.of:,} (now {measure})"
    points = ceil(one.by * 10 - 1e-6) / 10
    return f"{points:g} percentage points {'better' if one.better else 'worse'} than {measure}"


def _make(standing: Standing, framework: Framework) -> str:
    if not standing.grade:
        return "leave it without a grade"
    return f"make it {grade_words(standing.grade, framework)}"
