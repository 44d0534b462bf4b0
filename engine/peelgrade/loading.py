"""Files to models: frameworks, rule packs and cases, and where the shipped ones live."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from peelgrade.assessment import Inspection
from peelgrade.errors import InvalidInputError, NotFoundError, Problem, Where, unknown
from peelgrade.evidence import Case, EvidenceFile, Record, in_order
from peelgrade.framework import Framework
from peelgrade.model import Model, altered
from peelgrade.reading import Document, Location, read_yaml
from peelgrade.rules import Pack, PackFile, PartsFile, Rule
from peelgrade.validating import validated
from peelgrade.vetting import vet_case, vet_pack

PARTS = ("parameters", "standards", "counts", "themes", "bearings")
TEST_SUFFIX = ".test.yaml"


def shipped(kind: Literal["framework", "rules"]) -> Path:
    """
    Return the folder of shipped data of one *kind*.

    In an installed wheel it lies inside the package, in a checkout at the root. Nothing else knows.

    Raises:
        NotFoundError: If it is in neither place.
    """
    package = Path(str(files("peelgrade")))
    for home in (package / "data", package.parents[1]):
        if (home / kind).is_dir():
            return home / kind
    raise NotFoundError(f"no `{kind}` folder in the installed package or beside it")


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


def load_framework(name: str | Path) -> Framework:
    """
    Return a framework: the shipped one with this id, or the one in this file.

    Raises:
        NotFoundError: If no such framework is shipped.
        InvalidInputError: If the file breaks its schema; every fault is named.
    """
    path = Path(name)
    if isinstance(name, str) and not path.suffix:
        folder = shipped("framework")
        path = folder / f"{name}.yaml"
        if not path.is_file():
            raise unknown("framework", name, [one.stem for one in folder.glob("*.yaml")])
    return validated(Framework, read_yaml(path))


def load_rules(folder: str | Path, framework: Framework) -> Pack:
    """
    Return a rule pack: the shipped one with this id, or the one in this folder.

    Every file of the folder is read: `pack.yaml`, the lists (parameters, standards, counts, themes,
    bearings), and a file for each rule, whose path is its id.

    Raises:
        NotFoundError: If there is no such pack.
        InvalidInputError: If anything breaks its schema or names what doesn't exist.
    """
    path = Path(folder)
    if isinstance(folder, str) and not path.is_dir():
        known = [one.name for one in shipped("rules").iterdir() if one.is_dir()]
        if folder not in known:
            raise unknown("rule pack", folder, known)
        path = shipped("rules") / folder
    if not (path / "pack.yaml").is_file():
        raise NotFoundError(f"no `pack.yaml` in `{path}`: not a rule pack")
    return _pack(path, framework)


def rule_files(folder: Path) -> list[Path]:
    """Return the files of a pack's rules, in order; tests beside them are left out."""
    found = [one for one in folder.glob("*/**/*.yaml") if not one.name.endswith(TEST_SUFFIX)]
    return sorted(found, key=lambda one: one.relative_to(folder).parts)


def _pack(folder: Path, framework: Framework) -> Pack:
    places = Places()
    problems: list[Problem] = []
    parts: dict[str, list[Any]] = {name: [] for name in PARTS}
    rules: list[Rule] = []
    head: PackFile | None = None
    lists = sorted(one for one in folder.glob("*.yaml") if not one.name.endswith(TEST_SUFFIX))
    for path in [*lists, *rule_files(folder)]:
        try:
            document = read_yaml(path)
            if path.name == "pack.yaml":
                head = validated(PackFile, document)
                places.add("pack", head.id, document)
                for number, level in enumerate(head.levels):
                    places.add("level", level.id, document, ("levels", number))
            elif path in lists:
                _note_parts(validated(PartsFile, document), document, parts, places)
            else:
                rules.append(_rule(document, path.relative_to(folder), places))
        except InvalidInputError as error:
            problems += error.problems
    places.check(problems)
    assert head is not None
    values: dict[str, Any] = {name: getattr(head, name) for name in PackFile.model_fields}
    values |= {name: tuple(part) for name, part in parts.items()}
    values["rules"] = tuple(sorted(rules, key=lambda rule: rule.id))
    pack = Pack.model_construct(None, **values)
    places.check(vet_pack(pack, framework, places))
    return pack


def _note_parts(
    file: PartsFile, document: Document, parts: dict[str, list[Any]], places: Places
) -> None:
    for name in PARTS:
        for number, one in enumerate(getattr(file, name)):
            parts[name].append(one)
            identity = one.characteristic if name == "bearings" else one.id
            places.add(name.removesuffix("s"), identity, document, (name, number))


def _rule(document: Document, path: Path, places: Places) -> Rule:
    rule = validated(Rule, document)
    expected = ".".join(path.with_suffix("").parts)
    if rule.id != expected:
        message = f"the id `{rule.id}` should be `{expected}`, as its path says"
        raise InvalidInputError([Problem(document.where(("id",)), message)])
    places.add("rule", rule.id, document)
    return rule


def load_evidence(path: str | Path) -> tuple[Case, Places]:
    """
    Return a case and where each of its records stands, checked by itself only.

    *path* is a case file, or a folder with a `case.yaml` and `evidence/*.yaml`.

    Raises:
        InvalidInputError: With every fault in every file at once.
    """
    source = Path(path)
    main = source / "case.yaml" if source.is_dir() else source
    places = Places()
    problems: list[Problem] = []
    records: list[Record] = []
    case: Case | None = None
    for file in [main, *(sorted((source / "evidence").glob("*.yaml")) if source.is_dir() else [])]:
        try:
            document = read_yaml(file)
            model: type[Model] = Case if file == main else EvidenceFile
            found = validated(model, document)
            assert isinstance(found, Case | EvidenceFile)
            if isinstance(found, Case):
                case = found
                places.add("case", case.case, document)
            for number, record in enumerate(found.evidence):
                places.add("record", record.id, document, ("evidence", number))
                records.append(record)
        except InvalidInputError as error:
            problems += error.problems
    places.check(problems)
    assert case is not None
    return altered(case, evidence=in_order(tuple(records))), places


def load_case(
    path: str | Path,
    *,
    framework: str | Path | None = None,
    rules: str | Path | None = None,
    parameters: dict[str, Any] | None = None,
) -> Inspection:
    """
    Return a case with the framework and the rules that it names, or those given.

    *parameters* are values to use instead of the pack's.

    Raises:
        InvalidInputError: If any file can't be used, with every fault in it.
        NotFoundError: If a framework, a rule pack or a parameter doesn't exist.
    """
    case, places = load_evidence(path)
    model = load_framework(framework or case.framework)
    pack = load_rules(rules or model.id, model)
    places.check(vet_case(case, model, pack, places))
    return Inspection(case, model, pack.with_parameters(parameters) if parameters else pack)


def fingerprint(model: Model) -> str:
    """Return the SHA-256 of what a model says, whatever its file looks like."""
    data = json.dumps(
        model.model_dump(mode="json", by_alias=True), sort_keys=True, ensure_ascii=False
    )
    return hashlib.sha256(data.encode()).hexdigest()
