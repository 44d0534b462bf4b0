"""
The small language in which drafting rules name words.

- `backlog` is that word, `improv*` any word that begins so; a hyphen stands for a hyphen or a space.
- `(a | b c)` is one of several, `[a | b]` one of them or nothing.
- `{count}` is a number, which the rule reads by that name; right after a gap it is one that plainly
  counts. `#` is a number that isn't read.
- `%` is a percentage in any spelling, `±` plus or minus, `£` a sum of money, `^` the start of a clause.
- `~` is a gap of a few words, `...` the rest of a sentence, `//` also the next one; none holds a number.

A form is compiled to a regular expression whose every repetition has a bound, so that no text can
make it slow.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Annotated

from pydantic import AfterValidator, Field

NUMBER, WEAK, SHARE = "\ue000", "\ue001", "\ue002"
"""What stands for a number in the text that forms are matched against: one that counts, a mere "one",
and a share in words such as "a third"."""

_ANY = f"[{NUMBER}{WEAK}]"
_MARKS = {
    "~": rf"[^{NUMBER}.!?;:]{{0,60}}?",
    "...": rf"[^{NUMBER}.!?]{{0,220}}?",
    "//": rf"[^{NUMBER}]{{0,260}}?",
    "%": r"%",
    "±": r"±",
    "£": r"£",
    "#": _ANY,
    "^": r"(?:^|(?<=[.!?,;:(]\s)|(?<=\s-\s)|(?<=\band\s)|(?<=\bbut\s)|(?<=\bthat\s))",
}
_PLAIN = ("count", "of", "failed", "all", "none")
"""The numbers that are neither a percentage nor a sum of money."""
_GAPS = ("~", "...", "//")
_APART = r"""[\s,()"']{0,4}"""
_TOKEN = re.compile(r"\s*(\.\.\.|//|[~%±£#^()\[\]|]|\{[a-z]+\}|[\w'’.-]+(?:/[\w'’.-]+)*\*?)")


def _compiled(form: str) -> str:
    """Return a form as the text of a regular expression; raise ValueError where it can't be read."""
    tokens = _tokens(form)
    text, rest = _sequence(tokens, 0)
    if rest < len(tokens):
        raise ValueError(f"`{form}`: `{tokens[rest]}` closes nothing")
    return text


def _tokens(form: str) -> list[str]:
    found, place = [], 0
    while place < len(form.rstrip()):
        token = _TOKEN.match(form, place)
        if token is None:
            raise ValueError(f"`{form}`: `{form[place:].strip()[:1]}` has no meaning in a form")
        found.append(token.group(1))
        place = token.end()
    if not found:
        raise ValueError("an empty form matches everything")
    return found


def _sequence(tokens: list[str], place: int) -> tuple[str, int]:
    """Return the expression of alternatives up to a closing bracket, and where that stands."""
    ways: list[str] = []
    parts: list[str] = []
    after_gap = False
    while place < len(tokens) and tokens[place] not in (")", "]"):
        token = tokens[place]
        if token == "|":
            ways, parts = [*ways, _APART.join(parts)], []
        elif token in ("(", "["):
            inner, place = _bracket(tokens, place)
            parts.append(inner)
        else:
            parts.append(_part(token, after_gap=after_gap))
        after_gap = token in _GAPS
        place += 1
    return "|".join([*ways, _APART.join(parts)]), place


def _bracket(tokens: list[str], place: int) -> tuple[str, int]:
    closing = {"(": ")", "[": "]"}[tokens[place]]
    inner, end = _sequence(tokens, place + 1)
    if end >= len(tokens) or tokens[end] != closing:
        raise ValueError(f"`{tokens[place]}` is never closed by `{closing}`")
    return f"(?:{inner}){'?' if closing == ']' else ''}", end


def _part(token: str, *, after_gap: bool) -> str:
    if token in _MARKS:
        return _MARKS[token]
    if token.startswith("{"):
        name = token[1:-1]
        kind = SHARE if name == "share" else NUMBER if after_gap or name == "previous" else _ANY
        before = r"(?<!£)(?<!£\s)" if name in _PLAIN else ""
        after = r"(?!\s?%)" if name in (*_PLAIN, "value", "previous") else ""
        return rf"{before}(?P<{name}>{kind}){after}"
    word = re.escape(token.removesuffix("*").replace("’", "'")).replace(r"\-", "[- ]")
    return rf"(?<![\w-]){word}" + (r"\w{0,20}" if token.endswith("*") else "") + r"(?![\w-])"


def _checked(form: str) -> str:
    try:
        re.compile(_compiled(form))
    except re.error as error:
        raise ValueError(f"`{form}`: {error}") from None
    return form


Form = Annotated[str, Field(min_length=1), AfterValidator(_checked)]
"""A form that can be compiled."""


@cache
def pattern(form: str) -> re.Pattern[str]:
    """Return a form as a regular expression that is blind to case."""
    return re.compile(_compiled(form), re.IGNORECASE)


@cache
def any_of(forms: tuple[str, ...]) -> re.Pattern[str]:
    """Return one expression for several forms without names, the longest first."""
    return re.compile(
        "|".join(_compiled(one) for one in sorted(forms, key=len, reverse=True)), re.IGNORECASE
    )
