"""Where something stands, what is wrong with it, and every exception that is raised on purpose."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches

_BREAK = re.compile(r" *[\t-\r\x1c-\x1f\x85\u2028\u2029][ \t-\r\x1c-\x1f\x85\u2028\u2029]*")
_HARMLESS = {"\u00ad", "\u200c", "\u200d"}
"""Unseen characters that languages need: the soft hyphen, and the two that part or join letters."""


def visible(text: str) -> str:
    r"""
    Return *text* on one line, with nothing in it that a terminal or a reader's eye could be misled by.

    Line breaks and tabs become spaces. Control characters, those that turn the direction of writing,
    and others that can't be seen are spelt out: `\x1b`, `\u202e`.
    """
    if text.isprintable():
        return text
    return "".join(map(_spelt_out, _BREAK.sub(" ", text)))


def visible_lines(text: str) -> str:
    """Return *text* as `visible` does, but with its lines kept apart."""
    return "\n".join(map(visible, text.split("\n")))


def _spelt_out(one: str) -> str:
    kind = unicodedata.category(one)
    if kind[0] != "C" or one in _HARMLESS:
        return one
    number = ord(one)
    mark, width = ("x", 2) if number < 0x100 else ("u", 4) if number < 0x10000 else ("U", 8)
    return f"\\{mark}{number:0{width}x}"


@dataclass(frozen=True, order=True)
class Where:
    """
    A place in the user's own material.

    *line* and *column* count from one; zero means that no such place is known. In a workbook
    *sheet* names the sheet and *cell* the cell (`B7`); line and column are its row and column, so
    that places can be put in order.
    """

    path: str
    line: int = 0
    column: int = 0
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        """Return `path:line:column`, or `path:sheet!cell`."""
        if self.cell:
            sheet = f"{self.sheet}!" if self.sheet else ""
            return f"{self.path}:{sheet}{self.cell}"
        if not self.line:
            return self.path
        return f"{self.path}:{self.line}:{self.column}" if self.column else f"{self.path}:{self.line}"


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong: what was found and what is allowed, and a help line if there is one."""

    where: Where
    message: str
    help: str = ""

    def __str__(self) -> str:
        """Return the problem as it is printed, the help on a line of its own."""
        line = visible(f"{self.where}: {self.message}")
        return f"{line}\n  help: {visible(self.help)}" if self.help else line


class PeelgradeError(Exception):
    """The base of every exception that the engine raises on purpose."""


class InvalidInputError(PeelgradeError):
    """What the user gave can't be used; *problems* holds every reason, in order of place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems in order of place, each once."""
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


@contextmanager
def noting(problems: list[Problem]) -> Iterator[None]:
    """Note what turns out to be wrong in here among *problems* instead of raising it."""
    try:
        yield
    except InvalidInputError as error:
        problems += error.problems


class NotFoundError(PeelgradeError):
    """Something was asked for by an id or a path that doesn't exist."""


class RefusedError(PeelgradeError):
    """The request is understood and not granted, because the field forbids it; the text says why."""


class DisagreementError(PeelgradeError):
    """Two evaluators of the same rules came to different conclusions, or a fact was lost."""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a help text that names the known word nearest to *word*, or nothing."""
    close = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f"did you mean `{close[0]}`?" if close else ""


def unknown(kind: str, word: str, known: Iterable[str]) -> NotFoundError:
    """Return the exception for a *word* that names no *kind* of thing, with the nearest known one."""
    known = sorted(known)
    hint = nearest(word, known) or f"known: {', '.join(known[:12])}{' …' if len(known) > 12 else ''}"
    return NotFoundError(f"no {kind} `{visible(word)}`\n  help: {visible(hint)}")


def lacking(kind: str, word: str, known: Iterable[str], where: Where) -> Problem:
    """Return the problem of a *word* at *where* that names no *kind* of thing."""
    message, _, hint = str(unknown(kind, word, known)).partition("\n  help: ")
    return Problem(where, message, hint)


class RulesError(PeelgradeError):
    """The rules leave a case undecided, or decide it twice; `peelgrade rules check` would say so."""
