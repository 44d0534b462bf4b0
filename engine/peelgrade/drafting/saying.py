"""What a passage says: one thing and at most one figure at a time, with what the words point to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from peelgrade.drafting.comparing import Figure
from peelgrade.drafting.cues import Pointer, direction, pointers
from peelgrade.drafting.figures import figures_in
from peelgrade.drafting.lexicon import Lexicon
from peelgrade.drafting.sections import Passage
from peelgrade.drafting.sentences import Span, continues, told, turns_round


@dataclass(frozen=True)
class Said:
    """
    One thing that a passage says.

    *shows* is what the words show, taken together; *before* is what was said just before in the same
    paragraph; *turned* says that they begin with a word such as "but".
    """

    passage: Passage
    text: str
    found: tuple[Pointer, ...]
    shows: str | None
    figure: Figure | None = None
    before: Said | None = None
    turned: bool = False


def said(passage: Passage, lexicon: Lexicon) -> Iterator[Said]:
    """Yield what a passage says, in order; a sentence that tells what follows stays with the one before."""
    figures = figures_in(passage.text, lexicon)
    before: list[Said] = []
    for span in told(passage.text, figures, lexicon.cues):
        ones = _one(passage, span, figures, lexicon)
        if before and ones[0].figure is None and _goes_on(before[-1], ones[0], lexicon):
            before[-1] = _joined(before[-1], ones[0])
            continue
        yield from before
        earlier = replace(before[-1], before=None) if before else None
        turned = turns_round(ones[0].text, lexicon.cues)
        before = [replace(one, before=earlier, turned=turned) for one in ones]
    yield from before


def _one(passage: Passage, span: Span, figures: tuple[Figure, ...], lexicon: Lexicon) -> list[Said]:
    """Return what a stretch says: once for each of its figures, or once."""
    inside = [one for one in figures if span.holds(one)]
    text = span.of(passage.text)
    found = pointers(text, lexicon)
    shows = direction(found, lexicon.cues.least)[0]
    figures_or_none: list[Figure | None] = [*inside] or [None]
    return [Said(passage, text, found, shows, figure) for figure in figures_or_none]


def _goes_on(before: Said, one: Said, lexicon: Lexicon) -> bool:
    """Say whether *one* tells what follows from *before* and doesn't turn it round."""
    if not continues(one.text, lexicon.cues):
        return False
    return before.shows is None or one.shows is None or before.shows == one.shows


def _joined(before: Said, one: Said) -> Said:
    text = f"{before.text.rstrip('. ')}. {one.text}"
    shift = len(text) - len(one.text)
    later = tuple(replace(each, start=each.start + shift, end=each.end + shift) for each in one.found)
    return replace(before, text=text, found=(*before.found, *later), shows=before.shows or one.shows)
