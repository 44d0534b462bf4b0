"""Numbers in a text, in digits or in words, and the text with a sign in place of each."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from fractions import Fraction

from peelgrade.drafting.figurewords import NumberWords
from peelgrade.drafting.forms import NUMBER, SHARE, WEAK

_DIGITS = re.compile(
    r"(?<![\w/:.,-])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<scale>(?:m|bn|k)\b)?(?![\w/:]|,\d|\.\d|-\w|(?:st|nd|rd|th)\b)"
)
_WORD = re.compile(r"[a-z]+", re.IGNORECASE)
_SUFFIX = {"m": "million", "bn": "billion", "k": "thousand"}
_SAME = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "–": "-",
        "—": ";",
        "‑": "-",
        "−": "-",
        "\xa0": " ",
        "\u202f": " ",
        NUMBER: " ",
        WEAK: " ",
        SHARE: " ",
    }
)
_SPELLINGS = (
    ("percent", r"(?i:\bper ?cent\b|\bpercentage points?\b|%)(?!\w)", "%"),
    ("plusminus", r"(?i:\+ ?/ ?-|\+ ?or ?-|\bplus or minus\b|±)", "±"),
    ("cannot", r"(?i:\bcan(?:not|'t)\b)", "can not"),
    ("wont", r"(?i:\bwon't\b)", "will not"),
    ("not_", r"(?<=[a-z])n't\b", " not"),
)
_SPELLING = re.compile("|".join(f"(?P<{name}>{form})" for name, form, _ in _SPELLINGS))
_BECOMES = {name: text for name, _, text in _SPELLINGS}


@dataclass(frozen=True)
class Number:
    """
    A number where it stands in a text.

    *scale* is the word that a rounded number is counted in (`million`), and *times* what it stands
    for; *weak* is a number that may only be an article; *share* one such as "a third".
    """

    value: Fraction
    start: int
    end: int
    digits: bool = False
    scale: str = ""
    times: int = 1
    weak: bool = False
    share: bool = False

    @property
    def count(self) -> int | None:
        """Return it as a count of things, if it can be one."""
        full = self.value * self.times
        return int(full) if full.denominator == 1 and not self.share else None


@dataclass(frozen=True)
class Mirror:
    """
    A text as forms see it.

    *text* has one spelling for each thing, and a sign for each number; *numbers* has the numbers by
    the place of their signs, and *places* the place in the original of every character.
    """

    text: str
    numbers: dict[int, Number]
    places: tuple[int, ...]


def flat(text: str) -> str:
    """Return *text* with typewriter quotes, dashes and spaces, each character in its place."""
    return text.translate(_SAME)


def numbers_in(text: str, words: NumberWords) -> tuple[Number, ...]:
    """Return the numbers of a flat text in order of place."""
    found = [*_shares(text, words)]
    taken = [(one.start, one.end) for one in found]
    found += (
        one
        for one in (*_digits(text, words), *_spelt(text, words))
        if all(one.end <= start or one.start >= end for start, end in taken)
    )
    return tuple(sorted(found, key=lambda one: one.start))


def _shares(text: str, words: NumberWords) -> Iterator[Number]:
    for match in words.share_pattern.finditer(text):
        value = words.share_of(match.group())
        yield Number(value, match.start(), match.end(), share=True)


def _digits(text: str, words: NumberWords) -> Iterator[Number]:
    for match in _DIGITS.finditer(text):
        value = Fraction(match["number"].replace(",", ""))
        scale, end = _SUFFIX.get(match["scale"] or "", ""), match.end()
        after = _WORD.match(text, end + 1) if text[end : end + 1] == " " else None
        if not scale and after is not None and after.group().lower() in words.rounding:
            scale, end = after.group().lower(), after.end()
        times = words.scales.get(scale, 1)
        if value * times < 10**6:
            value, scale, times = value * times, "", 1
        weak = match["number"].isdecimal() and (value in words.names or _is_year(value, words))
        yield Number(value, match.start(), end, digits=True, scale=scale, times=times, weak=weak)


def _is_year(value: Fraction, words: NumberWords) -> bool:
    return words.years[0] <= value <= words.years[1]


def _spelt(text: str, words: NumberWords) -> Iterator[Number]:
    """Yield the numbers that are written in words; `twenty-three`, `one hundred and three`."""
    found = list(_WORD.finditer(text))
    place = 0
    while place < len(found):
        value, used = _read(text, found, place, words)
        if used:
            start, end = found[place].start(), found[place + used - 1].end()
            tied = text[end : end + 1] == "-" and text[end + 1 : end + 2].isalpha()
            attached = start > 0 and (text[start - 1] in "-/'" or text[start - 1].isdigit())
            if not tied and not attached:
                weak = used == 1 and found[place].group().lower() in words.weak
                yield Number(Fraction(value), start, end, weak=weak)
        place += used or 1


def _read(text: str, found: list[re.Match[str]], place: int, words: NumberWords) -> tuple[int, int]:
    """Return the longest number in words from *place* on, and how many words it takes."""
    total, group, used, best = 0, 0, 0, (0, 0)
    room = 10**12
    while place + used < len(found):
        word = found[place + used].group().lower()
        if used and not _adjoining(text, found[place + used - 1], found[place + used]):
            break
        if word == "and" and used and (group >= 100 or total):
            used += 1
            continue
        if word in words.words and _fits(words.words[word], group):
            group += words.words[word]
        elif word == "hundred" and 0 < group < 10:
            group *= 100
        elif word in words.rounding and group and words.scales[word] < room:
            room = words.scales[word]
            total, group = total + group * room, 0
        elif word == "a" and not used and _next_in(text, found, place, words.scales):
            group = 1
            used += 1
            continue
        else:
            break
        used += 1
        best = (total + group, used)
    return best


def _fits(value: int, group: int) -> bool:
    """Say whether a word can follow what was read of a group below a thousand."""
    if group == 0:
        return True
    tens = group % 100
    if tens == 0:
        return value > 0
    return tens >= 20 and tens % 10 == 0 and 0 < value < 10


def _adjoining(text: str, first: re.Match[str], second: re.Match[str]) -> bool:
    return text[first.end() : second.start()] in (" ", "-")


def _next_in(text: str, found: list[re.Match[str]], place: int, scales: Container[str]) -> bool:
    return (
        place + 1 < len(found)
        and _adjoining(text, found[place], found[place + 1])
        and found[place + 1].group().lower() in scales
    )


def mirrored(text: str, numbers: tuple[Number, ...]) -> Mirror:
    """Return a flat *text* with these *numbers* as signs, and everything else in one spelling."""
    pieces: list[str] = []
    places: list[int] = []
    signs: dict[int, Number] = {}

    def add(piece: str, place: int) -> None:
        pieces.append(piece)
        places.extend([place] * len(piece))

    done = 0
    for one in (*numbers, None):
        end = len(text) if one is None else one.start
        for match in _SPELLING.finditer(text, done, end):
            for place in range(done, match.start()):
                add(text[place], place)
            add(_BECOMES[str(match.lastgroup)], match.start())
            done = match.end()
        for place in range(done, end):
            add(text[place], place)
        if one is not None:
            signs[len(places)] = one
            add(SHARE if one.share else WEAK if one.weak else NUMBER, one.start)
            done = one.end
    return Mirror("".join(pieces), signs, tuple(places))


def seen(text: str, words: NumberWords) -> Mirror:
    """Return *text* as forms that read no figure see it: plain counts as signs, shares as words."""
    plain = flat(text)
    return mirrored(plain, tuple(one for one in numbers_in(plain, words) if not one.weak and not one.share))
