"""Figures in a passage: numbers to measures, by the rules of `figures.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from peelgrade.drafting.comparing import Figure, compared
from peelgrade.drafting.figurewords import FigureRule, FigureWords
from peelgrade.drafting.forms import pattern
from peelgrade.drafting.lexicon import Lexicon
from peelgrade.drafting.numbering import Mirror, Number, flat, mirrored, numbers_in
from peelgrade.evidence import Measure

LONGEST_UNIT = 5
AFTER, BEFORE = "what follows", "what goes before"
"""Where the words of a unit stand that no rule names."""
_WORD = re.compile(r"[\w'/-]+")


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
    return tuple(compared(in_place, mirror, lexicon.figures))


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
    return None if measure is None else Figure(measure, rule.id, numbers, rule.sampled, rule.shared)


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
    if rule.least is not None and (not one.digits or one.weak or one.value * one.times < rule.least):
        return None
    if unit == AFTER:
        unit = _unit(mirror, match.end("value"), words)
    elif unit == BEFORE:
        unit = _unit(mirror, match.end("value"), words) or _unit_before(mirror, match)
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


def _unit_before(mirror: Mirror, match: re.Match[str]) -> str:
    """Return the words that say what rose or fell: between the verb and "from", or before the verb."""
    verb, *thing = match.group().split(" from ", 1)[0].split()
    clause = re.split(r"[.,;:!?]", mirror.text[: match.start()])[-1]
    words = thing if len(thing) > 1 else _WORD.findall(clause)
    return " ".join(words[-LONGEST_UNIT + 1 :]) or verb
