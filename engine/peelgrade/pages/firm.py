"""How firm a grade is, in sentences: words first, figures after, every record by its id."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from peelgrade.framework import Framework
from peelgrade.model import plain_number, spelled
from peelgrade.pages.parts import grade_words
from peelgrade.pages.removals import place, removal_words
from peelgrade.stressing.doubting import Flip
from peelgrade.stressing.firmness import Firmness
from peelgrade.stressing.pairing import needing_both
from peelgrade.stressing.removing import Removal
from peelgrade.stressing.standing import Standing
from peelgrade.stressing.sweeping import Stretch, Sweep
from peelgrade.view import Sentence
from peelgrade.wording import counted, joined, words

SHOWN = 10
"""How many pairs, drivers or margins a page tells of an area; JSON has them all."""
FEW = 4
"""How many records a summary names."""


def standing_words(standing: Standing, framework: Framework) -> str:
    """Return how an area stands, in a word or two."""
    return grade_words(standing.grade, framework) if standing.grade else "not secure"


def percent(share: float) -> str:
    """Return a probability as it is read: one decimal, and never nought or all unless it is."""
    if 0 < share < 0.001:
        return "under 0.1 %"
    if 0.999 < share < 1:
        return "over 99.9 %"
    return f"{100 * share:.1f}".removesuffix(".0") + " %"


def gist(found: Firmness, title: str, framework: Framework) -> Sentence:
    """Return in one sentence what moves an area, if anything does."""
    ways = list(_ways(found))
    cited = _named(found) or {one for _, records in ways for one in records} or tried(found)
    begins = f"{title}: {standing_words(found.now, framework)}"
    if not ways:
        return Sentence(f"{begins}. Nothing that was tried moves it.", tried(found))
    return Sentence(f"{begins}. It moves {'; '.join(text for text, _ in ways)}.", tuple(sorted(cited)))


def _named(found: Firmness) -> set[str]:
    """Return the records that move an area by themselves, whatever else of their kind does."""
    drivers = {one.record for one in found.sampling.drivers}
    return drivers | {one.records[0] for one in found.removals.moves} | set(_flipped(found))


def _flipped(found: Firmness) -> tuple[str, ...]:
    return tuple(sorted({one.record for one in found.flips if one.goes != "same"}))


def tried(found: Firmness) -> tuple[str, ...]:
    """Return the records that weigh in an area, in order."""
    return tuple(sorted(one for removal in found.sources.values() for one in removal.records))


def moves(found: Firmness) -> bool:
    """Say whether anything that was tried moves an area."""
    return bool(list(_ways(found)))


def _ways(found: Firmness) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Yield what moves an area, with the records that it is about."""
    singles = tuple(one.records[0] for one in found.removals.moves)
    if singles:
        named = (
            joined(singles, "or") if len(singles) <= FEW else f"any of {counted(len(singles), 'record')}"
        )
        yield f"without {named}", singles
    kinds = {source: one.records for source, one in found.sources.items() if one.goes != "same"}
    if kinds:
        ids = tuple(one for records in kinds.values() for one in records)
        yield f"without everything from {joined(map(words, kinds), 'or')}", ids
    turning = [one.parameter for one in found.sweeps if not one.holds]
    if turning:
        yield f"with another value of {joined(turning, 'or')}", ()
    if len(found.sampling.chances) > 1:
        moved = sum(one.probability for one in found.sampling.chances if one.standing != found.now)
        yield f"were its samples drawn again ({percent(moved)})", found.sampling.follows
    if _flipped(found):
        yield f"with {joined(_flipped(found), 'or')} coded the other way", _flipped(found)


def removal_sentence(found: Firmness, framework: Framework) -> Sentence:
    """Return how an area stands without each single record, citing those that move it, or all."""
    moving = tuple(one.records[0] for one in found.removals.moves)
    return Sentence(f"It {removal_words(found.removals, framework)}.", moving or tried(found))


def source_sentences(found: Firmness, framework: Framework) -> list[Sentence]:
    """Return how an area stands without each kind of source."""
    moving = {source: one for source, one in found.sources.items() if one.goes != "same"}
    told = [
        Sentence(
            f"Without everything from {words(source)} it {place(one.standing, one.goes, framework)}.",
            one.records,
        )
        for source, one in moving.items()
    ]
    rest = {source: one.records for source, one in found.sources.items() if source not in moving}
    if rest:
        ids = tuple(sorted(one for records in rest.values() for one in records))
        told.append(Sentence(f"It holds without everything from {joined(map(words, rest), 'or')}.", ids))
    return told


def pair_sentences(found: Firmness, framework: Framework) -> list[Sentence]:
    """Return how an area stands without each two records; those that it takes both of by name."""
    pairs = found.pairs
    if pairs is None or not pairs.of:
        return []
    both = needing_both(pairs, found.removals)
    alone = len(pairs.moves) - len(both)
    parts = [f"in {spelled(alone)} one of the two moves it alone"] if alone else []
    parts += [f"in {spelled(len(both))} it takes both"] if both else []
    text = "; ".join([f"Of {pairs.of:,} pairs taken away it holds under {pairs.held:,}", *parts])
    cited = {record for one in both for record in one.records}
    cited |= {one.records[0] for one in found.removals.moves if alone}
    told = [Sentence(f"{text}.", tuple(sorted(cited)) or tried(found))]
    places: dict[str, list[Removal]] = {}
    for one in both:
        places.setdefault(place(one.standing, one.goes, framework), []).append(one)
    return told + [_both(there, some) for there, some in places.items()]


def _both(there: str, pairs: Sequence[Removal]) -> Sentence:
    shown = pairs[:SHOWN]
    named = "; ".join(joined(one.records) for one in shown)
    more = f"; and {counted(len(pairs) - SHOWN, 'more pair')}" if len(pairs) > SHOWN else ""
    ids = tuple(sorted({record for one in shown for record in one.records}))
    return Sentence(f"It {there} without both of {named}{more}.", ids)


def sweep_sentences(found: Firmness, cited: tuple[str, ...], framework: Framework) -> list[Sentence]:
    """Return where parameters turn the area, and over how many ranges it holds."""
    turning = [one for one in found.sweeps if not one.holds]
    told = [
        Sentence(
            f"{one.parameter} (now {plain_number(one.value)}): {stretches_words(one, framework)}.", cited
        )
        for one in turning
    ]
    rest = len(found.sweeps) - len(turning)
    over = "the other " if turning else ""
    held = f"It holds over the whole plausible range of {over}{counted(rest, 'parameter')}."
    return [*told, Sentence(held, cited)] if rest else told


def stretches_words(found: Sweep, framework: Framework) -> str:
    """Return over which values an area stands how: `good up to 0.924, adequate above 0.924`."""
    told = [
        f"{standing_words(one.standing, framework)} {_range(one, found, number)}"
        for number, one in enumerate(found.stretches)
    ]
    return ", ".join(told)


def _range(one: Stretch, found: Sweep, number: int) -> str:
    low, high = value(one.low), value(one.high)
    if one.low == one.high:
        return f"at {low}"
    if number == 0:
        return f"{'up to' if one.high_in else 'below'} {high}"
    begins = f"{'from' if one.low_in else 'above'} {low}"
    if number == len(found.stretches) - 1:
        return begins
    return f"{begins} {'up to' if one.high_in else 'to below'} {high}"


def value(number: Fraction) -> str:
    """Return a value of a parameter as it is read: exact where that is short."""
    return f"{float(number):.4g}"


def flip_sentences(flips: Sequence[Flip], framework: Framework) -> list[Sentence]:
    """Return how an area stands with each doubtful coding a level higher or lower."""
    if not flips:
        return []
    records = tuple(dict.fromkeys(one.record for one in flips))
    moving = [one for one in flips if one.goes != "same"]
    held = f"{len(flips) - len(moving)} of {len(flips)}" if moving else f"all {len(flips)}"
    doubts = counted(len(records), "doubtful coding")
    told = [Sentence(f"With {doubts} taken one level either way it holds under {held}.", records)]
    for one in moving:
        field = "direction" if one.field == "shows" else one.field
        text = f"Coded as {words(one.now)} instead of {words(one.was)} ({field})"
        told.append(Sentence(f"{text} it {place(one.standing, one.goes, framework)}.", (one.record,)))
    return told
