"""What `stress` shows: how firm every grade is, in words first and figures after."""

from __future__ import annotations

from collections.abc import Sequence

from peelgrade.assessment import Assessment
from peelgrade.pages.firm import (
    flip_sentences,
    gist,
    moves,
    pair_sentences,
    percent,
    removal_sentence,
    source_sentences,
    standing_words,
    sweep_sentences,
)
from peelgrade.pages.parts import basis, notice, outcome_words, page
from peelgrade.pages.plots import markings
from peelgrade.pages.redrawn import sampling_sentences
from peelgrade.stressing.firmness import Firmness
from peelgrade.stressing.spreading import Stressed
from peelgrade.view import Block, Bullets, Heading, Page, Picture, Sentence, Table, say
from peelgrade.wording import counted, joined, sentence_case

METHOD = """
Every record that weighs in an area was taken away by itself, and every kind of source as a whole.
Each parameter was moved over its plausible range, all others staying; turning points are exact.
Samples were drawn again: of k in n another n, their true share from the Jeffreys posterior; of a \
percentage with its margin another from the normal distribution. A figure without a margin is a whole \
population's, and nothing was drawn of it.
What is drawn is judged as every figure is. Direction and extent follow it where the coder left them open \
or wrote what the figure says; words that disagree with their figure stand.
Areas that are assessed and never graded were left out.
"""


def stress_page(assessment: Assessment, found: Stressed, picture: Picture | None = None) -> Page:
    """Return how firm the grades of one case are: the gist, the figures, then area by area."""
    shown = _shown(found)
    blocks: list[object] = [Heading("How firm each grade is"), *_case(shown, shown, found)]
    blocks += [picture] if picture else []
    for one in shown:
        blocks += _area(one, assessment, found)
    blocks += [Heading("How this was tried"), Bullets(tuple(_method([found])))]
    return page(assessment, f"{found.inspection.case.force}: how firm the grades are", blocks)


def study_page(found: Sequence[Stressed], picture: Picture | None = None) -> Page:
    """Return how firm the grades of several cases are, each case by itself."""
    blocks: list[Block] = [picture] if picture else []
    for one in found:
        shown = _shown(one)
        blocks += [Heading(one.inspection.case.force), *_case([a for a in shown if moves(a)], shown, one)]
    blocks += [Heading("How this was tried"), Bullets(tuple(_method(found)))]
    cases = [one.inspection.case for one in found]
    lines = dict.fromkeys(line for one in found for line in basis(one.inspection))
    title = f"How firm the grades are: {counted(len(found), 'case')}"
    return Page(
        title,
        tuple(blocks),
        markings(cases) or None,
        tuple(lines),
        notice(*cases, pack=found[0].inspection.pack),
    )


def _shown(found: Stressed) -> list[Firmness]:
    """Return the areas with a grade, and those that something would give one."""
    return [one for one in found.areas if one.now.grade or moves(one)]


def _case(told: Sequence[Firmness], shown: Sequence[Firmness], found: Stressed) -> list[Block]:
    """Return the gist of some areas, the figures of those shown, and the names of all others."""
    framework = found.inspection.framework
    moving = tuple(gist(one, _title(one, found), framework) for one in told)
    blocks: list[Block] = [Bullets(moving)] if moving else []
    blocks += [_figures(shown, found)] if shown else []
    rest = [_title(one, found) for one in found.areas if one not in shown]
    if rest:
        names = joined(f"“{one}”" for one in rest)
        blocks.append(say(f"No grade is proposed for {names}, whatever was tried: too little is assessed."))
    return blocks


def _title(area: Firmness, found: Stressed) -> str:
    return found.inspection.framework.area(area.area).title


def _figures(shown: Sequence[Firmness], found: Stressed) -> Table:
    """Return the table of figures, an area a row."""
    pairs = ("Pairs",) if found.wanted.pairs else ()
    columns = ("Area", "Proposed", "Records", "Kinds of source", *pairs, "Parameters", "Samples", "Doubts")
    caption = "How often each grade holds, by what is tried; samples: how probable it is, drawn again."
    rows = []
    for one in shown:
        now = standing_words(one.now, found.inspection.framework)
        row = [_title(one, found), now, f"{one.removals.held} of {one.removals.of}"]
        row.append(_of([removal.goes == "same" for removal in one.sources.values()]))
        row += [] if one.pairs is None else [f"{one.pairs.held:,} of {one.pairs.of:,}"]
        row.append(_of([sweep.holds for sweep in one.sweeps]))
        row.append(percent(one.sampling.probability(one.now)) if one.sampling.follows else "none")
        row.append(_of([flip.goes == "same" for flip in one.flips]))
        rows.append(tuple(sentence_case(cell) for cell in row))
    return Table(caption, columns, tuple(rows))


def _of(held: Sequence[bool]) -> str:
    return f"{sum(held)} of {len(held)}" if held else "none"


def _area(area: Firmness, assessment: Assessment, found: Stressed) -> list[Block]:
    derived, framework = assessment.area(area.area), found.inspection.framework
    decides = tuple(sorted({one for ceiling in derived.decisive for one in ceiling.evidence}))
    sentences = [
        removal_sentence(area, framework),
        *source_sentences(area, framework),
        *pair_sentences(area, framework),
        *sweep_sentences(area, decides or derived.cited, framework),
        *sampling_sentences(area.sampling, found.inspection),
        *flip_sentences(area.flips, framework),
    ]
    title = f"{_title(area, found)}: {outcome_words(derived, framework)}"
    return [Heading(title), Bullets(tuple(sentences))]


def _method(found: Sequence[Stressed]) -> list[Sentence]:
    """Return what was done, so that nobody has to guess what a figure means."""
    drawn = [area.sampling for one in found for area in one.areas if not area.sampling.exact]
    told = METHOD.strip().splitlines()
    if drawn:
        told.append(f"Draws: {drawn[0].number:,} for an area, from seed {drawn[0].seed}.")
    return [Sentence(one) for one in told]
