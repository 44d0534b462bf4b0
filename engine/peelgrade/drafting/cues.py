"""What the words of one thing said point to: fields, values, and the words themselves as the reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from peelgrade.drafting.forms import any_of
from peelgrade.drafting.lexicon import Cue, CueWords, Lexicon
from peelgrade.drafting.numbering import Mirror, flat, mirrored, seen

REACH = 4
"""How many words before a cue a negation turns it."""
_MARK = re.compile(r"[.;:!?]\s")
OPPOSITE = {"strength": "shortfall", "shortfall": "strength"}


@dataclass(frozen=True)
class Pointer:
    """Words that were found, and the value that they point to."""

    field: str
    value: str
    words: str
    weight: Fraction
    start: int
    end: int
    wants: bool = False
    judges: bool = False


def pointers(text: str, lexicon: Lexicon) -> tuple[Pointer, ...]:
    """Return what the words of *text* point to, in order of place; of words that overlap the longest."""
    plain = flat(text)
    mirror = seen(text, lexicon.numbers)
    found: list[Pointer] = []
    for field in dict.fromkeys(one.field for one in lexicon.cues.cues):
        cues = [one for one in lexicon.cues.cues if one.field == field]
        found += _longest([*_found(cues, plain, mirror, lexicon.cues)])
    in_place = sorted(found, key=lambda one: (one.start, one.field, one.value))
    return tuple(one for one in in_place if not _wanted(one, found))


def _wanted(one: Pointer, found: list[Pointer]) -> bool:
    """Say whether something good is told as what should be, and so isn't."""
    return one.value == "strength" and any(other.wants and other.start < one.start for other in found)


def _found(cues: list[Cue], plain: str, mirror: Mirror, words: CueWords) -> Iterator[Pointer]:
    asides = [*_asides(mirror, words)]
    for cue in cues:
        for match in any_of(cue.forms).finditer(mirror.text):
            start, end = mirror.places[match.start()], _end(mirror, match.end(), plain)
            value, begin, weight = cue.value, start, cue.weight
            if cue.turns and (negated := _negation(plain[:start], words)) is not None:
                value, begin = OPPOSITE[value], negated
            if any(low <= match.start() < high for low, high in asides):
                weight *= words.aside
            text = " ".join(plain[_word_start(plain, begin) : end].split())
            yield Pointer(cue.field, value, text, weight, start, end, cue.wants, cue.judges)


def _word_start(plain: str, place: int) -> int:
    """Return where the word begins that a place stands in, as in `doesn't`."""
    while place and (plain[place - 1].isalnum() or plain[place - 1] == "'"):
        place -= 1
    return place


def _asides(mirror: Mirror, words: CueWords) -> Iterator[tuple[int, int]]:
    """Yield the stretches of clauses that speak of somebody, not of the service: up to the next mark."""
    for match in any_of(words.asides).finditer(mirror.text):
        end = re.search(r"[,;:.!?]|$", mirror.text[match.end() :])
        yield match.start(), match.end() + (end.start() if end else 0)


def _end(mirror: Mirror, end: int, plain: str) -> int:
    return mirror.places[end] if end < len(mirror.places) else len(plain)


def _negation(before: str, words: CueWords) -> int | None:
    """Return where a negation stands that turns what comes next, if one does."""
    near = before[_reach(before) :]
    mirror = mirrored(near, ())
    last = None
    for match in any_of(words.negations).finditer(mirror.text):
        last = match
    if last is None or any_of(words.stops).search(mirror.text, last.end()) or _MARK.search(near):
        return None
    return len(before) - len(near) + mirror.places[last.start()]


def _reach(before: str) -> int:
    """Return where the last few words of *before* begin."""
    starts = [match.start() for match in re.finditer(r"\S+", before)]
    return starts[-REACH] if len(starts) >= REACH else 0


def _longest(found: list[Pointer]) -> list[Pointer]:
    """Return the pointers of which none overlaps with a longer one."""
    kept: list[Pointer] = []
    for one in sorted(found, key=lambda one: (one.start - one.end, -one.weight, one.start)):
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return kept


def strongest(found: tuple[Pointer, ...], field: str) -> Pointer | None:
    """Return the pointer of a field with the greatest weight, the first of equal ones."""
    of_field = [one for one in found if one.field == field]
    return max(of_field, key=lambda one: one.weight, default=None)


def direction(found: tuple[Pointer, ...], least: Fraction) -> tuple[str | None, tuple[Pointer, ...]]:
    """Return what the words show together, and those that say so; nothing below the *least* weight."""
    sides: dict[str, list[Pointer]] = {}
    for one in found:
        if one.field == "shows":
            sides.setdefault(one.value, []).append(one)
    weights = {name: sum(one.weight for one in of_side) for name, of_side in sides.items()}
    side = max(weights, key=lambda name: (weights[name], name == "shortfall"), default=None)
    if side is None or weights[side] < least:
        return None, ()
    return side, tuple(sides[side])
