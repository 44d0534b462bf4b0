"""A report's bytes to text: only what its encoding is known to be, and never a guess."""

from __future__ import annotations

import codecs
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from peelgrade.errors import InvalidInputError, Problem, Where

LARGEST = 2 * 2**20
"""The largest report that is read, in bytes; a published one has a few hundred thousand."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHERS = (
    (b"%PDF", "a PDF: save its text first"),
    (b"PK\x03\x04", "a Word or other zipped file: save it as text or HTML first"),
    (b"\xd0\xcf\x11\xe0", "an old Word file: save it as text or HTML first"),
    (b"{\\rtf", "a rich-text file: save it as plain text first"),
)
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.I | re.S,
)
_GARBLED = re.compile("\u00e2\u20ac[\u0090-\u2122]|\u00c2[\u00a0\u00a3\u00b1]|\ufffd")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Source:
    """A report as text, what its encoding was, how that is known, and whether it is HTML."""

    path: str
    text: str
    encoding: str
    known_by: str
    html: bool
    sha256: str = ""


def read_report(path: Path, encoding: str | None = None) -> Source:
    """
    Return the text of a report.

    The encoding is the one given, the one that the file declares (a mark at its start, or the page's
    own `charset`), or UTF-8.

    Raises:
        InvalidInputError: If the file can't be read so, or isn't text.

    """
    data = _bytes(path)
    for start, what in _OTHERS:
        if data.startswith(start):
            raise InvalidInputError([Problem(Where(str(path)), f"is {what}")])
    name, known_by = _encoding(data, encoding)
    text = _decoded(data, name, path, given=encoding is not None)
    _sound(text, path)
    html = path.suffix.lower() in (".html", ".htm", ".xhtml") or _PAGE.match(text) is not None
    plain_name = codecs.lookup(name).name.removesuffix("-sig")
    return Source(str(path), text, plain_name, known_by, html, hashlib.sha256(data).hexdigest())


def _bytes(path: Path) -> bytes:
    where = Where(str(path))
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise InvalidInputError([Problem(where, "is a folder, not a report")])
        if size > LARGEST:
            message = f"has {size:,} bytes; a report of up to {LARGEST:,} is read"
            raise InvalidInputError([Problem(where, message)])
        return path.read_bytes()
    except FileNotFoundError:
        raise InvalidInputError([Problem(where, "no such file")]) from None
    except OSError as error:
        raise InvalidInputError([Problem(where, f"can't be read: {error.strerror}")]) from None


def _encoding(data: bytes, given: str | None) -> tuple[str, str]:
    if given is not None:
        return given, "as the command was told"
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name, "by the mark at its start"
    declared = _DECLARED.search(data[:4096])
    if declared:
        return declared[1].decode("ascii"), "as the page itself declares"
    return "utf-8", "as nothing says otherwise"


def _decoded(data: bytes, name: str, path: Path, *, given: bool) -> str:
    try:
        if not codecs.lookup(name)._is_text_encoding:
            raise LookupError
        return data.decode(name)
    except LookupError:
        where = Where("--encoding") if given else Where(str(path))
        message = f"`{name}` is no encoding of text that is known here"
        raise InvalidInputError([Problem(where, message, "such as utf-8 or windows-1252")]) from None
    except UnicodeError as error:
        place, message = Where(str(path)), f"isn't {name}"
        if isinstance(error, UnicodeDecodeError):
            place = Where(str(path), data[: error.start].count(b"\n") + 1, 1)
            message = f"byte {data[error.start]:#04x} isn't {name}"
        hint = "save the file as UTF-8, or name its encoding: `--encoding windows-1252`"
        raise InvalidInputError([Problem(place, message, hint)]) from None


def _sound(text: str, path: Path) -> None:
    """Refuse a text that is garbled, binary, or empty."""
    if not text.strip():
        raise InvalidInputError([Problem(Where(str(path), 1, 1), "the file is empty")])
    odd = _CONTROL.search(text)
    if odd:
        message = f"control character {ord(odd.group()):#04x} has no place in a text file"
        raise InvalidInputError([Problem(_place(text, odd.start(), path), message)])
    garbled = _GARBLED.search(text)
    if garbled:
        message = f"`{garbled.group()}` is UTF-8 that was once read as Windows-1252, or lost"
        hint = "save the report again from where it came"
        raise InvalidInputError([Problem(_place(text, garbled.start(), path), message, hint)])


def _place(text: str, start: int, path: Path) -> Where:
    return Where(str(path), text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start))
