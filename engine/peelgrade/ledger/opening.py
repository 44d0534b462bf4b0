"""A file of decisions to a record, with everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from peelgrade.errors import InvalidInputError, Problem, Where
from peelgrade.gathering import DECISIONS
from peelgrade.ledger.decision import Entry
from peelgrade.ledger.linking import Fault, broken
from peelgrade.ledger.notation import written
from peelgrade.reading import Document, parse_yaml, read_bytes
from peelgrade.validating import validated


@dataclass(frozen=True)
class Ledger:
    """
    A record of decisions: the entries that could be read, in their order, and every fault in it.

    *path* is where it lies, *file* its name.
    """

    path: str
    entries: tuple[Entry, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def file(self) -> str:
        """Return the name of the file, without where it lies."""
        return Path(self.path).name

    @property
    def intact(self) -> bool:
        """Say whether nothing is wrong with it."""
        return not self.faults

    @property
    def last(self) -> Entry | None:
        """Return the last entry, if there is one."""
        return self.entries[-1] if self.entries else None

    def check(self) -> None:
        """Raise InvalidInputError naming every fault, if there is one."""
        if self.faults:
            raise InvalidInputError(one.problem for one in self.faults)


def home(case: str | Path) -> Path:
    """
    Return where the decisions on the case at a path lie: inside its folder, or beside its file.

    `cases/gwent.yaml` has `cases/gwent.decisions.yaml`; a folder, and the `case.*` in one, has
    `decisions.yaml` in the folder. Whether it is there isn't said.
    """
    path = Path(case)
    if path.is_dir():
        return path / DECISIONS
    return path.with_name(DECISIONS if path.stem == "case" else f"{path.stem}.{DECISIONS}")


def load_ledger(case: str | Path, name: str | None = None) -> Ledger | None:
    """
    Return the record of decisions on the case at a path, whose id is *name*; None where there is none.

    Raises:
        InvalidInputError: If the file can't be read at all.

    """
    path = home(case)
    return open_ledger(read_bytes(path), str(path), name) if path.exists() else None


def open_ledger(content: bytes, path: str, name: str | None = None) -> Ledger:
    """Return the record in the *content* of a file, of the case with the id *name* where that is known."""
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        where = Where(path, content[: error.start].count(b"\n") + 1, 1)
        return Ledger(path, (), (Fault(where, 0, f"byte {content[error.start]:#04x} isn't UTF-8"),))
    if text.count("\r\n") == text.count("\n"):
        text = text.replace("\r\n", "\n")
    try:
        document = parse_yaml(text, path)
    except InvalidInputError as error:
        return Ledger(path, (), tuple(Fault(one.where, 0, one.message) for one in error.problems))
    return _ledger(document, text, name)


def _ledger(document: Document, text: str, name: str | None) -> Ledger:
    found = document.data.get("decisions") if isinstance(document.data, Mapping) else None
    if not isinstance(found, list) or not found:
        message = "holds no decisions: they are a list under `decisions`"
        return Ledger(document.path, (), (Fault(document.where(("decisions",)), 0, message),))
    entries: dict[int, Entry] = {}
    faults = list(broken(found, document))
    for place in range(1, len(found) + 1):
        faults += _read(document, place, entries)
    faults += _foreign(entries, document, name)
    if not faults:
        faults += _otherwise(text, written(entries.values()), document.path)
    return Ledger(document.path, tuple(entries.values()), tuple(sorted(set(faults))))


def _read(document: Document, place: int, entries: dict[int, Entry]) -> Iterator[Fault]:
    """Read the entry at one place; yield what its fields shouldn't be."""
    try:
        entries[place] = validated(Entry, document, ("decisions", place - 1))
    except InvalidInputError as error:
        yield from (Fault(one.where, place, _told(one)) for one in error.problems)


def _told(problem: Problem) -> str:
    return f"{problem.message} ({problem.help})" if problem.help else problem.message


def _foreign(entries: Mapping[int, Entry], document: Document, name: str | None) -> Iterator[Fault]:
    """Yield the entries on another case than the one with this name, or than the first entry's."""
    for place, one in entries.items():
        name = name or one.case
        if one.case != name:
            where = document.where(("decisions", place - 1, "case"))
            yield Fault(where, place, f"it is on the case `{one.case}`, not on `{name}`")


def _otherwise(text: str, expected: str, path: str) -> Iterator[Fault]:
    """Yield the first line that says the same and isn't as it is written: layout, order, a comment."""
    if text == expected:
        return
    lines: tuple[list[Any], list[Any]] = (text.split("\n"), expected.split("\n"))
    same = [one == other for one, other in zip(*lines, strict=False)]
    line = same.index(False) + 1 if False in same else min(map(len, lines)) + 1
    message = "isn't as it was written: a comment, the layout or the order of keys was altered"
    yield Fault(Where(path, line, 1), 0, message)
