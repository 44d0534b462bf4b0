"""One thing said at a time: sentences, joined where one goes on, parted where one turns round."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from peelgrade.drafting.comparing import Figure
from peelgrade.drafting.forms import any_of
from peelgrade.drafting.lexicon import CueWords
from peelgrade.drafting.numbering import flat

_END = re.compile(r"[.!?][\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9£])")
_ENDED = re.compile(r"[.!?][\"'’”)\]]*$")
SHORTEST_PART = 3
"""The fewest words that a part of a sentence needs to say something by itself."""


@dataclass(frozen=True)
class Span:
    """A stretch of a passage."""

    start: int
    end: int

    def holds(self, figure: Figure) -> bool:
        """Say whether a figure stands in it whole."""
        return self.start <= figure.start and figure.end <= self.end

    def of(self, text: str) -> str:
        """Return the stretch of *text*, without the joint that a part begins or ends with."""
        return text[self.start : self.end].strip(" ,;:-")


def sentences(text: str, words: CueWords) -> tuple[Span, ...]:
    """Return the sentences of a passage."""
    plain = flat(text)
    spans, start = [], 0
    for match in _END.finditer(plain):
        last = plain[start : match.start() + 1].split()[-1:]
        if last and last[0].lstrip("(\"'") in words.abbreviations:
            continue
        spans.append(Span(start, match.end()))
        start = match.end()
    if plain[start:].strip():
        spans.append(Span(start, len(plain)))
    return tuple(spans)


def told(text: str, figures: tuple[Figure, ...], words: CueWords) -> tuple[Span, ...]:
    """
    Return what a passage tells, one thing at a time.

    Sentences that a figure reaches across belong together. A sentence is parted at words such as "but"
    where both parts can stand, and between figures.
    """
    whole: list[Span] = []
    for span in sentences(text, words):
        reaching = whole and any(
            one.start < span.start < one.end and one.end > span.start for one in figures
        )
        if reaching:
            whole[-1] = Span(whole[-1].start, span.end)
        else:
            whole.append(span)
    return tuple(part for span in whole for part in _parts(span, text, figures, words))


def continues(text: str, words: CueWords) -> bool:
    """Say whether a sentence tells what follows from the one before it."""
    found = any_of(words.continues).match(flat(text).lstrip())
    return found is not None


def turns_round(text: str, words: CueWords) -> bool:
    """Say whether something said begins with a word that turns round what came before."""
    return any_of(words.parts).match(flat(text).lstrip()) is not None


def _parts(span: Span, text: str, figures: tuple[Figure, ...], words: CueWords) -> list[Span]:
    """Return a sentence cut where it turns round, never through a figure."""
    plain = flat(text)
    cuts = {match.start() for match in any_of(words.parts).finditer(plain, span.start, span.end)}
    cuts |= _after_concession(plain, span, words)
    cuts |= _between_figures(plain, span, figures)
    good = [cut for cut in sorted(cuts) if not any(one.start < cut < one.end for one in figures)]
    spans, start = [], span.start
    for cut in good:
        if (
            len(plain[start:cut].split()) >= SHORTEST_PART
            and len(plain[cut : span.end].split()) > SHORTEST_PART
        ):
            spans.append(Span(start, cut))
            start = cut
    return [*spans, Span(start, span.end)]


def _after_concession(plain: str, span: Span, words: CueWords) -> set[int]:
    """Return where the clause ends with which a sentence such as "Despite this, …" begins."""
    first = any_of(words.parts).match(plain, span.start)
    comma = plain.find(",", span.start, span.end)
    return {comma + 1} if first and comma > 0 else set()


def _between_figures(plain: str, span: Span, figures: tuple[Figure, ...]) -> set[int]:
    """Return a joint between each two figures of a sentence, if there is one."""
    inside = [one for one in figures if span.holds(one)]
    cuts = set()
    for first, second in pairwise(inside):
        joints = list(re.finditer(r"[,;]\s+(?:and\s+)?|\s+and\s+", plain[first.end : second.start]))
        if joints:
            cuts.add(first.end + joints[0].start() + 1)
    return cuts


def tidied(text: str, words: CueWords) -> str:
    """Return a part of a sentence as a sentence of its own: without its joint, begun large and ended."""
    joint = any_of(words.joints).match(flat(text))
    rest = text[joint.end() :].lstrip(" ,") if joint else text
    whole = rest[:1].upper() + rest[1:]
    return whole if _ENDED.search(whole) else f"{whole}."
