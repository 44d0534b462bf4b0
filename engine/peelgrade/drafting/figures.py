"""Figures in a passage: numbers to measures, by the rules of `figures.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from peelgrade.drafting.forms import NUMBER, SHARE, WEAK, any_of, pattern
from peelgrade.drafting.lexicon import Comparison, FigureRule, FigureWords, Lexicon
from peelgrade.drafting.numbering import Mirror, Number, flat, mirrored, numbers_in
from peelgrade.evidence import Measure
from peelgrade.model import altered

LEAST_AMOUNT = 10
"""The smallest bare amount that is a figure: smaller ones are written in words and name things."""
LONGEST_UNIT = 5
AFTER, BEFORE = "what follows", "what goes before"
"""Where the words of a unit stand that no rule names."""
_YEAR = re.compile(rf"{WEAK}|\b(?:19|20)\d\d\b")
_WORD = re.compile(r"[\w'/-]+")
_SIGNS = f"{NUMBER}{WEAK}{SHARE}"


@dataclass(frozen=True)
class Figure:
    """
    A figure where it stands in a passage, and the rule that read it.

    *numbers* are those that it is made of; *start* and *end* the stretch from the first to the last.
    """

    measure: Measure
    rule: str
    numbers: tuple[Number, ...]

    @property
    def start(self) -> int:
        """Return where its first number starts."""
        return min(one.start for one in self.numbers)

    @property
    def end(self) -> int:
        """Return where its last number ends."""
        return max(one.end for one in self.numbers)


def figures_in(text: str, lexicon: Lexicon) -> tuple[Figure, ...]:
    """Return every figure of a passage in order of place, each number read once."""
    plain = flat(text)
    mirror = mirrored(plain, numbers_in(plain, lexicon.numbers))
    found: list[Figure] = []
    free = dict(mirror.numbers)
    for rule in (*lexicon.characteristics.figures, *lexicon.figures.figures):
        for match in _matches(rule, mirror):
            slots = {name: mirror.numbers[match.start(name)] for name in match.groupdict()}
            if any(match.start(name) not in free for name in slots):
                continue
            figure = _figure(rule, slots, match, mirror, lexicon.figures)
            if figure is not None or rule.shape == "none":
                for name in slots:
                    del free[match.start(name)]
            if figure is not None:
                found.append(figure)
    in_place = sorted(found, key=lambda one: one.start)
    return tuple(_compared(in_place, mirror, lexicon.figures))


def _matches(rule: FigureRule, mirror: Mirror) -> Iterator[re.Match[str]]:
    """Yield the matches of a rule's forms from every number on, so that none hides another."""
    for form in rule.forms:
        expression, place = pattern(form), 0
        while match := expression.search(mirror.text, place):
            yield match
            place = min(match.start(name) for name in match.groupdict()) + 1


def _figure(
    rule: FigureRule, slots: dict[str, Number], match: re.Match[str], mirror: Mirror, words: FigureWords
) -> Figure | None:
    """Return the figure that a rule makes of its numbers, or nothing where they make none."""
    numbers = tuple(slots.values())
    if rule.shape == "count":
        measure = _count(rule, slots)
    elif rule.shape == "percent":
        measure = _percent(slots)
    elif rule.shape == "value":
        measure = _value(rule, slots, match, mirror, words)
    else:
        return None
    return None if measure is None else Figure(measure, rule.id, numbers)


def _count(rule: FigureRule, slots: dict[str, Number]) -> Measure | None:
    counts = {name: one.count for name, one in slots.items() if name != "percent"}
    if any(value is None for value in counts.values()):
        return None
    of = counts.get("of", counts.get("all", counts.get("none")))
    count = 0 if "none" in counts else counts.get("all", counts.get("count"))
    if "failed" in counts:
        of = (counts["count"] or 0) + (counts["failed"] or 0)
    assert count is not None
    assert of is not None
    if not of > 0 or count > of or (rule.most is not None and of > rule.most) or (count == of == 1):
        return None
    if "percent" in slots and abs(Fraction(100 * count, of) - slots["percent"].value) > 1:
        return None
    return Measure(count=count, of=of)


def _percent(slots: dict[str, Number]) -> Measure | None:
    one = slots.get("percent") or slots["share"]
    value = one.value * 100 if one.share else one.value
    if value > 100 or one.scale:
        return None
    margin = slots["margin"].value if "margin" in slots else None
    return Measure(percent=value) if margin is None else Measure(percent=value, margin=margin)


def _value(
    rule: FigureRule,
    slots: dict[str, Number],
    match: re.Match[str],
    mirror: Mirror,
    words: FigureWords,
) -> Measure | None:
    one, unit = slots["value"], rule.unit
    if unit == AFTER:
        unit = _unit(mirror, match.end("value"), words)
        if not one.digits or one.weak or one.value * one.times < LEAST_AMOUNT:
            return None
    elif unit == BEFORE:
        unit = _unit(mirror, match.end("value"), words) or _unit_before(mirror.text[: match.start()])
    if not unit:
        return None
    unit = f"{one.scale} {unit}".strip()
    if "previous" not in slots:
        return Measure(value=one.value, unit=unit)
    earlier = Measure(
        value=Fraction(slots["previous"].value * slots["previous"].times, one.times), unit=unit
    )
    return Measure(value=one.value, unit=unit, previous=earlier)


def _unit(mirror: Mirror, end: int, words: FigureWords) -> str:
    """Return the words after a number that say what was counted: `incidents of antisocial behaviour`."""
    found: list[str] = []
    place = end
    while len(found) < LONGEST_UNIT and (match := _WORD.search(mirror.text, place)):
        word = match.group()
        if mirror.text[place : match.start()].strip() or word.lower() in words.unit_ends:
            break
        found.append(word)
        place = match.end()
    while found and found[-1].lower() == "of":
        found.pop()
    return " ".join(found)


def _unit_before(text: str) -> str:
    """Return the last words of *text* that say what was counted."""
    clause = re.split(r"[.,;:!?]", text)[-1]
    return " ".join(_WORD.findall(clause)[-LONGEST_UNIT + 1 :])


def _compared(found: list[Figure], mirror: Mirror, words: FigureWords) -> list[Figure]:
    """Return the figures, an earlier one inside the present one that it is compared with."""
    for previous in ("first", "second"):
        ways = [one for one in words.comparisons if one.previous == previous]
        found = [*_paired(found, ways, mirror, words)]
    return found


def _paired(
    found: list[Figure], ways: list[Comparison], mirror: Mirror, words: FigureWords
) -> Iterator[Figure]:
    waiting = list(found)
    while waiting:
        first = waiting.pop(0)
        second = next((one for one in waiting if one.measure.shape == first.measure.shape), None)
        way = None if second is None else _comparison(first, second, found, ways, mirror, words)
        if second is None or way is None:
            yield first
            continue
        waiting = [one for one in waiting if one != second and not _between(one, first, second)]
        now, before = (second, first) if way.previous == "first" else (first, second)
        yield _joined(now, before)


def _between(one: Figure, first: Figure, second: Figure) -> bool:
    return first.end <= one.start and one.end <= second.start


def _joined(now: Figure, before: Figure) -> Figure:
    earlier = before.measure
    if earlier.shape == "value":
        earlier = altered(earlier, unit=now.measure.unit)
    fields = {name: getattr(now.measure, name) for name in now.measure.model_fields_set}
    measure = Measure(**fields, previous=earlier)
    return replace(now, measure=measure, numbers=(*now.numbers, *before.numbers))


def _comparison(
    first: Figure,
    second: Figure,
    found: list[Figure],
    ways: list[Comparison],
    mirror: Mirror,
    words: FigureWords,
) -> Comparison | None:
    """Return how two figures are compared in time, if they are; a change in percent may stand between."""
    if first.measure.previous or second.measure.previous:
        return None
    between = _stretch(mirror, first.end, second.start)
    if first.measure.shape == "value" and not _same_unit(first, second):
        return None
    changes = [one for one in found if _between(one, first, second)]
    if any(one.measure.shape != "percent" or first.measure.shape == "percent" for one in changes):
        return None
    sentence = between + _rest(mirror, second.end)
    for one in ways:
        if not _says(one, between, mirror, first):
            continue
        timed = any_of(words.times).search(sentence) or _YEAR.search(sentence)
        if one.needs_time and (not timed or any_of(words.others).search(sentence)):
            continue
        return one
    return None


def _says(one: Comparison, between: str, mirror: Mirror, first: Figure) -> bool:
    if one.previous == "first":
        joined = re.sub(rf"[£%{_SIGNS}\s]", "", between)
        before = mirror.text[: _sign_place(mirror, first.start)][-12:]
        return joined == "to" and bool(re.search(r"\bfrom\s+(?:\w+\s+)?£?$", before))
    return len(between) < 260 and any_of(one.forms).search(between) is not None


def _same_unit(first: Figure, second: Figure) -> bool:
    """Say whether two amounts are of the same thing, as far as their last words tell."""
    units = [(one.measure.unit or "").split() for one in (first, second)]
    return units[0][-1:] == units[1][-1:] or set(units[0]) == set(units[1])


def _sign_place(mirror: Mirror, start: int) -> int:
    return next(place for place, one in mirror.numbers.items() if one.start == start)


def _stretch(mirror: Mirror, start: int, end: int) -> str:
    """Return the mirrored text between two places of the original."""
    return "".join(
        sign for sign, place in zip(mirror.text, mirror.places, strict=True) if start <= place < end
    )


def _rest(mirror: Mirror, start: int) -> str:
    """Return the mirrored text from a place of the original to the end of its sentence."""
    text = "".join(sign for sign, place in zip(mirror.text, mirror.places, strict=True) if place >= start)
    return re.split(r"[.!?](?:\s|$)", text, maxsplit=1)[0]


def counts_failures(text: str, forms: Iterable[str]) -> bool:
    """Say whether the words beside a figure tell that it counts what went wrong."""
    return any_of(tuple(forms)).search(mirrored(flat(text), ()).text) is not None
