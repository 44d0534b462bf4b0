"""
One cell to a plain value, or the reason why not; texts made safe to stand in a cell.

A text that a spreadsheet could take for a formula is written with an apostrophe before it, and read
without. Characters that a cell can't hold are written as Excel writes them: `_x000D_`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from peelgrade.errors import PeelgradeError
from peelgrade.model import LONGEST, exact
from peelgrade.tables.columns import Column, Kind, Plain


@dataclass(frozen=True)
class Odd:
    """A cell that can't be read: why, and what to do. Without a message it is told elsewhere."""

    message: str = ""
    help: str = ""


MERGED = Odd()
"""A cell of a merged range; the range is told once."""


@dataclass(frozen=True)
class Share:
    """A number that the spreadsheet shows as a percentage: 0.806 is shown as 80.6 %."""

    value: float


Raw = str | int | float | bool | date | time | Odd | Share
"""A cell as it stands in the file."""

ERRORS = ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!")
NOTHING = {"n/a", "na", "n.a.", "-", "–", "—", "null", "nil", "?", "tbc", "not applicable"}
AS_TEXT = "format the column as text, then type the cell again"
MADE_DATE = f"a spreadsheet takes 4.3.1 for a date: {AS_TEXT}"

_ERROR = "|".join(re.escape(one) for one in ERRORS)
_GUARDED = re.compile(rf"[=+\-@\t\r\n']|\s*\Z|\s*({_ERROR})\s*\Z")
_UNHELD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_HELD = re.compile(r"_x([0-9A-Fa-f]{4})_")
_WHOLE = re.compile(r"([0-9]{1,18})(\.0+)?\Z")
_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+|/[0-9]+)?\Z")
_GROUPED = re.compile(r"[-+]?[0-9]+([.,\s][0-9]+)+\Z")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")
_LIKE_DATE = re.compile(r"[0-9]{1,4}/[0-9]{1,2}(/[0-9]{2,4})?( [0-9:]+)?\Z|[0-9-]{10} [0-9:]+\Z")


def written(value: Plain) -> str:
    """Return a value as the text of a cell; what is read back from it is the same."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")
    if isinstance(value, int):
        return str(value)
    return held(f"'{value}" if _GUARDED.match(value) else value)


def held(text: str) -> str:
    """Return a text whose every character a cell can hold."""
    return _UNHELD.sub(lambda odd: f"_x{ord(odd.group()):04X}_", text)


def unwritten(text: str) -> str:
    """Return the text that a cell's text stands for."""
    text = _HELD.sub(lambda held: chr(int(held.group(1), 16)), text)
    return text[1:] if text[:1] == "'" and _GUARDED.match(text[1:]) else text


class OddCellError(PeelgradeError):
    """A cell can't be read; *message* says why, *help* what to do."""

    def __init__(self, message: str, help: str = "") -> None:
        """Keep the reason and what to do."""
        self.message, self.help = message, help
        super().__init__(message)


def blank(raw: Raw | None) -> bool:
    """Say whether a cell holds nothing, or only spaces."""
    return raw is None or (isinstance(raw, str) and not raw.strip())


def read_cell(raw: Raw, column: Column) -> Any:
    """
    Return what a cell plainly says.

    Raises:
        OddCellError: If it could mean something else, or can't be what the column holds.

    """
    if isinstance(raw, Odd):
        raise OddCellError(raw.message, raw.help)
    if isinstance(raw, str) and raw.strip() in ERRORS:
        raise OddCellError(f"holds the error `{raw.strip()}`", "write what belongs there")
    if isinstance(raw, str) and _says_nothing(raw.strip(), column):
        hint = "it can't be left out" if column.required else "leave a cell empty that has nothing to say"
        raise OddCellError(f"`{column.name}` is `{raw.strip()}`", hint)
    return _READERS[column.kind](raw, column.name)


def _says_nothing(text: str, column: Column) -> bool:
    """Say whether a cell holds a word for nothing where only a value has a place."""
    if column.kind == "text" or text.lower() not in NOTHING:
        return False
    return column.kind not in ("id", "ids") or not _ID.match(text)


def _text(raw: Raw, name: str) -> str:
    return unwritten(_only_text(raw, name))


def _only_text(raw: Raw, name: str) -> str:
    """Return a cell that should be text; what a spreadsheet made of it otherwise can't be known."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bool):
        raise OddCellError(f"`{name}` is {str(raw).upper()}, should be text", AS_TEXT)
    if isinstance(raw, date | time):
        kind = "time" if isinstance(raw, time) else "date"
        raise OddCellError(f"`{name}` is the {kind} {_shown(raw)}, should be text", MADE_DATE)
    message = f"`{name}` is the number {_shown(raw)}, should be text"
    raise OddCellError(message, f"a number loses zeros (5.10 becomes 5.1): {AS_TEXT}")


def _id(raw: Raw, name: str) -> str:
    text = _text(raw, name).strip()
    if _LIKE_DATE.match(text):
        raise OddCellError(f"`{name}` is `{text}`, which looks like a date", MADE_DATE)
    return text


def _ids(raw: Raw, name: str) -> list[str]:
    parts = [_id(one, name) for one in re.split(r"[;,]", _text(raw, name))]
    if "" in parts:
        message = f"`{name}` is `{_shown(raw)}`, in which one id is empty"
        raise OddCellError(message, "write ids with `;` between them")
    return parts


def _whole(raw: Raw, name: str) -> int:
    if isinstance(raw, int | float) and not isinstance(raw, bool) and float(raw).is_integer():
        if abs(raw) >= 10**LONGEST:
            message = f"`{name}` is `{_shown(raw)}`, should have {LONGEST} digits at most"
            raise OddCellError(message)
        return int(raw)
    found = _WHOLE.match(unwritten(raw).strip()) if isinstance(raw, str) else None
    if found is None:
        message = f"`{name}` is `{_shown(raw)}`, should be a whole number"
        raise OddCellError(message, _plainly(raw))
    return int(found.group(1))


def _number(raw: Raw, name: str) -> int | float | str:
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return _measured(raw, name)
    text = unwritten(raw).strip() if isinstance(raw, str) else ""
    if not _NUMBER.match(text):
        message = f"`{name}` is `{_shown(raw)}`, should be a number, or a fraction such as 2/3"
        raise OddCellError(message, _plainly(raw))
    try:
        exact(text)
    except ValueError as error:
        raise OddCellError(f"`{name}`: {error}") from None
    return text


def _percent(raw: Raw, name: str) -> int | float | str:
    if isinstance(raw, Share):
        return _measured(float(Decimal(f"{raw.value:.15g}") * 100), name)
    if isinstance(raw, str) and raw.rstrip().endswith("%"):
        return _number(raw.rstrip()[:-1], name)
    return _number(raw, name)


def _measured(value: float, name: str) -> int | float:
    """Return a number that is short enough to be meant."""
    try:
        exact(value)
    except ValueError as error:
        raise OddCellError(f"`{name}`: {error}") from None
    return _digits(value)


def _digits(value: float) -> int | float:
    """Return a number with the fifteen digits that a spreadsheet keeps."""
    return int(value) if float(value).is_integer() else float(f"{value:.15g}")


def _flag(raw: Raw, name: str) -> bool:
    if isinstance(raw, bool):
        return raw
    text = raw.strip().lower() if isinstance(raw, str) else ""
    if text not in ("true", "false"):
        raise OddCellError(f"`{name}` is `{_shown(raw)}`, should be TRUE or FALSE", "not yes, no, 1 or 0")
    return text == "true"


def _date(raw: Raw, name: str) -> str:
    if isinstance(raw, datetime) and raw.time() == time():
        return raw.date().isoformat()
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw.isoformat()
    if not isinstance(raw, str):
        raise OddCellError(f"`{name}` is `{_shown(raw)}`, should be a date such as 2025-05-14")
    return unwritten(raw).strip()


def _shown(raw: Raw) -> str:
    if isinstance(raw, Share):
        return f"{_digits(raw.value * 100)}%"
    if isinstance(raw, bool):
        return str(raw).upper()
    if isinstance(raw, datetime):
        return raw.isoformat(" ").removesuffix(" 00:00:00")
    text = f"{raw:.15g}" if isinstance(raw, float) else str(raw).strip()
    return text if len(text) < 60 else f"{text[:57]}…"


def _plainly(raw: Raw) -> str:
    """Return how a number should be written that was written in another way."""
    if isinstance(raw, Share) or (isinstance(raw, str) and raw.rstrip().endswith("%")):
        return "write the number without a percent sign"
    if isinstance(raw, date | time):
        return "format the cell as a number, then type it again"
    if isinstance(raw, str) and _GROUPED.match(raw.strip()):
        return "write 1317 and 80.6: no separator between thousands, and a point before decimals"
    return ""


_READERS: dict[Kind, Callable[[Raw, str], Any]] = {
    "id": _id,
    "ids": _ids,
    "code": _id,
    "text": _text,
    "whole": _whole,
    "number": _number,
    "percent": _percent,
    "flag": _flag,
    "date": _date,
}
