"""
The files of a case to its records: where each stands, and every problem in any of them at once.

A case is one file, or a folder with a `case.*` and further records in `evidence/*`, each in YAML, JSON,
CSV or XLSX.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from peelgrade.errors import InvalidInputError, Problem, Where
from peelgrade.evidence import Case, EvidenceFile, Record
from peelgrade.mending import hidden
from peelgrade.model import ID
from peelgrade.reading import Document, Location, read_yaml
from peelgrade.validating import validated

TABLES = (".csv", ".tsv", ".xlsx", ".xls", ".xlsm", ".xlsb", ".xltx", ".xltm", ".ods", ".numbers")
"""The endings of spreadsheets; those that can't be read are refused with what to do."""
NOTATIONS = (".yaml", ".yml", ".json")
DECISIONS = "decisions.yaml"
"""What a file of decisions is called, or ends in: it lies beside a case and is no part of it."""


class Places:
    """Where each thing that was read stands, by its kind and id."""

    def __init__(self) -> None:
        """Start with nothing known."""
        self._known: dict[tuple[str, str], tuple[Document, Location]] = {}
        self._problems: list[Problem] = []

    def add(self, kind: str, one: str, document: Document, location: Location = ()) -> None:
        """Remember where a thing stands; a second one of the same id is a problem."""
        if (kind, one) in self._known and kind in ("record", "rule"):
            first = self(kind, one, "id")
            where = document.where((*location, "id"))
            self._problems.append(
                Problem(where, f"the {kind} id `{one}` is used more than once, first in {first}")
            )
            return
        self._known[kind, one] = (document, location)

    def __call__(self, kind: str, one: str, *inside: str | int) -> Where:
        """Return the place of a thing, or of something inside it."""
        document, location = self._known[kind, one]
        return document.where((*location, *inside))

    def check(self, problems: Iterable[Problem]) -> None:
        """Raise InvalidInputError with all *problems* and those noted before, if there are any."""
        found = [*self._problems, *problems]
        if found:
            raise InvalidInputError(found)


@dataclass
class Faulty:
    """A record that breaks its schema: what could be read of it, and where it stands."""

    data: dict[str, Any]
    document: Document
    location: Location

    def where(self, *inside: str | int) -> Where:
        """Return the place of something inside the record."""
        return self.document.where((*self.location, *inside))


@dataclass
class Gathered:
    """What could be read of a case so far, where it stands, and what is wrong with the rest."""

    encoding: str | None = None
    places: Places = field(default_factory=Places)
    case: Case | None = None
    framework: tuple[str, Where] | None = None
    records: list[Record] = field(default_factory=list)
    faulty: list[Faulty] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)

    def read(self, file: Path, model: type[Case] | type[EvidenceFile]) -> None:
        """Read one file; of a faulty one keep the records that are sound, and what the others say."""
        try:
            document = read_document(file, part=model is EvidenceFile, encoding=self.encoding)
        except InvalidInputError as error:
            self.problems += error.problems
            return
        self.problems += document.problems
        self.documents.append(document)
        try:
            found = validated(model, document)
        except InvalidInputError as error:
            self.problems += [*error.problems, *hidden(document)]
            self._salvage(document)
            return
        if isinstance(found, Case):
            self.case = found
            self.places.add("case", found.case, document)
            self.framework = (found.framework, document.where(("framework",)))
        for number, record in enumerate(found.evidence):
            self._keep(record, document, number)

    def _keep(self, record: Record, document: Document, number: int) -> None:
        self.places.add("record", record.id, document, ("evidence", number))
        self.records.append(record)

    def _salvage(self, document: Document) -> None:
        data = document.data if isinstance(document.data, dict) else {}
        if isinstance(data.get("framework"), str):
            self.framework = (data["framework"], document.where(("framework",)))
        evidence = data.get("evidence")
        for number, one in enumerate(evidence if isinstance(evidence, list) else []):
            if not isinstance(one, dict):
                continue
            try:
                self._keep(validated(Record, document, ("evidence", number)), document, number)
            except InvalidInputError:
                self._note(Faulty(one, document, ("evidence", number)))

    def _note(self, faulty: Faulty) -> None:
        self.faulty.append(faulty)
        name = faulty.data.get("id")
        if isinstance(name, str) and re.search(ID, name):
            self.places.add("record", name, faulty.document, faulty.location)


def read_document(path: Path, *, part: bool = True, encoding: str | None = None) -> Document:
    """
    Return the document in a file of evidence: YAML, JSON, CSV or XLSX, by its ending.

    A *part* of a case holds records only; *encoding* is that of a CSV file, where it isn't UTF-8.
    What a spreadsheet holds and can't be read stands in the document's `problems`.

    Raises:
        InvalidInputError: If nothing of it can be used.

    """
    if path.suffix.lower() in TABLES:
        from peelgrade.tables import read_table

        return read_table(path, part=part, encoding=encoding)
    return read_yaml(path)


def load_part(path: Path) -> tuple[tuple[Record, ...], Document]:
    """
    Return the records in one file of evidence, in its order, and the document that they stand in.

    Raises:
        InvalidInputError: With every fault at once.

    """
    document = read_document(path)
    try:
        records = validated(EvidenceFile, document).evidence
    except InvalidInputError as error:
        raise InvalidInputError([*document.problems, *error.problems, *hidden(document)]) from None
    if document.problems:
        raise InvalidInputError(document.problems)
    return records, document


def gather(path: str | Path, encoding: str | None = None) -> Gathered:
    """Return what can be read of a case in a file or a folder, with every problem that it has."""
    source = Path(path)
    gathered = Gathered(encoding)
    gathered.read(_case_file(source) if source.is_dir() else source, Case)
    for file in _part_files(source / "evidence") if source.is_dir() else []:
        gathered.read(file, EvidenceFile)
    gathered.problems += [
        one for document in gathered.documents for one in _astray(document, gathered.case)
    ]
    return gathered


def _case_file(folder: Path) -> Path:
    """Return the one file in *folder* that holds the case; `case.yaml` where there is none."""
    found = [one for ending in (*NOTATIONS, *TABLES) if (one := folder / f"case{ending}").is_file()]
    if len(found) > 1:
        listed = ", ".join(f"`{one.name}`" for one in found)
        message = f"has more than one file for the case: {listed}"
        raise InvalidInputError([Problem(Where(str(folder)), message, "keep the one that holds")])
    return found[0] if found else folder / "case.yaml"


def _part_files(folder: Path) -> list[Path]:
    """Return the files of evidence in *folder*, in order; those that a program holds open are left out."""
    known = (*NOTATIONS, *TABLES)
    files = folder.iterdir() if folder.is_dir() else ()
    return sorted(one for one in files if one.suffix.lower() in known and not aside(one))


def aside(path: Path) -> bool:
    """Say whether a file is hidden, or one of those that a program lays beside what it holds open."""
    return path.name[0] in ".~"


def _astray(document: Document, case: Case | None) -> Iterator[Problem]:
    """Yield what a part of a case says of another case than the one that it lies beside."""
    for name, (value, where) in document.said.items() if case is not None else ():
        if value != getattr(case, name):
            message = f"`{name}` is `{value}` here, and `{getattr(case, name)}` in the case beside it"
            yield Problem(where, message)
