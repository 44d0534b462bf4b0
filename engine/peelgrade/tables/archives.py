"""
What must hold of a workbook's container before anything in it is parsed.

A workbook is a zip of XML. What it says of itself is checked first, then what is really in it, piece
by piece and never all at once: how large it becomes, how many rows it has, and that no part of it
declares entities.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from peelgrade.errors import InvalidInputError, Problem, Where

MOST_PARTS = 2_000
MOST_BYTES = 200 * 2**20
"""The most that a workbook may hold once it is unpacked."""
MOST_ROWS = 100_000
"""The most rows, blank ones with a format included, that all sheets may have together."""
PIECE = 2**20
OVERLAP = 32

_ROW = re.compile(rb"<(?:\w{1,9}:)?row\b")
OLD = b"\xd0\xcf\x11\xe0"
SAVE = "open it in a spreadsheet program and save it as .xlsx"
KINDS = {
    ".xls": ("is a workbook of the old kind", SAVE),
    ".xlsb": ("is a binary workbook", SAVE),
    ".xlsm": ("is a workbook with macros", f"{SAVE}, without macros"),
    ".xltm": ("is a template with macros", f"{SAVE}, without macros"),
    ".xltx": ("is a template of a workbook", SAVE),
    ".ods": ("is an OpenDocument spreadsheet", SAVE),
    ".numbers": ("is a Numbers spreadsheet", "export it from Numbers as .xlsx"),
}
"""Spreadsheets that aren't read, by their ending: what they are, and what to do."""


def opened(content: bytes, path: str) -> zipfile.ZipFile:
    """
    Return the container of a workbook, once it is known to be harmless.

    Raises:
        InvalidInputError: If it isn't one, is encrypted, has macros, or would become too large.

    """
    if content.startswith(OLD):
        raise _refused(
            path, "is encrypted, or a workbook of the old kind (.xls)", f"{SAVE}, without a password"
        )
    try:
        file = zipfile.ZipFile(io.BytesIO(content))
        _declared(file, path)
        _found(file, path)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError) as error:
        reason = str(error) or type(error).__name__
        message = f"isn't a workbook, or is damaged: {reason[0].lower()}{reason[1:]}"
        raise _refused(path, message, SAVE) from None
    return file


def _refused(path: str, message: str, help: str = "") -> InvalidInputError:
    return InvalidInputError([Problem(Where(path), message, help)])


def _declared(file: zipfile.ZipFile, path: str) -> None:
    """Refuse a container for what its own directory says."""
    parts = file.infolist()
    names = {part.filename.lower() for part in parts}
    if len(parts) > MOST_PARTS:
        raise _refused(path, f"has {len(parts):,} parts; a workbook with at most {MOST_PARTS:,} is read")
    if any(part.flag_bits & 1 for part in parts):
        raise _refused(path, "is encrypted", f"{SAVE}, without a password")
    if any("vbaproject" in name for name in names):
        raise _refused(path, *KINDS[".xlsm"])
    if "xl/workbook.bin" in names:
        raise _refused(path, *KINDS[".xlsb"])
    if "[content_types].xml" not in names:
        raise _refused(path, "isn't a workbook", SAVE)
    if len(names) < len(parts):
        raise _refused(path, "is damaged: two of its parts have one name", SAVE)
    _small_enough(sum(part.file_size for part in parts), path)


def _small_enough(size: int, path: str) -> None:
    if size > MOST_BYTES:
        message = f"becomes {size // 2**20:,} MiB when unpacked; at most {MOST_BYTES // 2**20} MiB are read"
        raise _refused(path, message, "keep the evidence only, and split it if need be")


def _found(file: zipfile.ZipFile, path: str) -> None:
    """Refuse a container for what is really in it; nothing of it is kept."""
    size = rows = 0
    for part in file.infolist():
        before = b""
        for piece in _pieces(file, part):
            size += len(piece)
            _small_enough(size, path)
            _harmless(before + piece, part.filename, path)
            rows += len(_ROW.findall(piece))
            _few_enough(rows, path)
            before = piece[-OVERLAP:]


def _pieces(file: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    with file.open(part) as stream:
        while piece := stream.read(PIECE):
            yield piece


def _few_enough(rows: int, path: str) -> None:
    if rows > MOST_ROWS:
        message = f"has more than {MOST_ROWS:,} rows; at most {MOST_ROWS:,} are read"
        raise _refused(
            path, message, "delete the empty rows under the evidence: they have a format and count"
        )


def _harmless(piece: bytes, name: str, path: str) -> None:
    """Refuse XML that declares a document type, in any encoding; pictures may, and are never parsed."""
    if not name.lower().startswith("xl/media/"):
        squeezed = piece.replace(b"\0", b"")
        if b"<!DOCTYPE" in squeezed or b"<!ENTITY" in squeezed:
            raise _refused(path, f"isn't a workbook: its part `{name}` declares entities")
