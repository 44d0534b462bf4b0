"""Files to models: frameworks, rule packs and cases, and where the shipped ones live."""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from peelgrade.assessment import Inspection
from peelgrade.errors import NotFoundError, Problem, noting, unknown
from peelgrade.evidence import Case, in_order
from peelgrade.framework import Framework
from peelgrade.gathering import Gathered, Places, gather
from peelgrade.model import Model, altered
from peelgrade.packing import packed
from peelgrade.reading import read_yaml
from peelgrade.rules import Pack
from peelgrade.validating import validated
from peelgrade.vetting import vet_case, vet_faulty, vet_record


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
    return packed(rules_folder(folder), framework)


def rules_folder(folder: str | Path) -> Path:
    """Return the folder of a rule pack, given that or a shipped one's id, or raise NotFoundError."""
    path = Path(folder)
    if isinstance(folder, str) and not path.is_dir():
        known = [one.name for one in shipped("rules").iterdir() if one.is_dir()]
        if folder not in known:
            raise unknown("rule pack", folder, known)
        path = shipped("rules") / folder
    if not (path / "pack.yaml").is_file():
        raise NotFoundError(f"no `pack.yaml` in `{path}`: not a rule pack")
    return path


def load_evidence(path: str | Path, *, encoding: str | None = None) -> tuple[Case, Places]:
    """
    Return a case and where each of its records stands, checked by itself only.

    *path* is a case file (YAML, JSON, CSV or XLSX), or a folder with such a `case.*` and `evidence/*`.

    Raises:
        InvalidInputError: With every fault in every file at once.

    """
    gathered = gather(path, encoding)
    gathered.places.check(gathered.problems)
    assert gathered.case is not None
    return altered(gathered.case, evidence=in_order(tuple(gathered.records))), gathered.places


def load_case(
    path: str | Path,
    *,
    framework: str | Path | None = None,
    rules: str | Path | None = None,
    parameters: dict[str, Any] | None = None,
    encoding: str | None = None,
) -> Inspection:
    """
    Return a case with the framework and the rules that it names, or those given.

    *parameters* are values to use instead of the pack's; *encoding* is that of CSV files, where they
    aren't UTF-8.

    Raises:
        InvalidInputError: If any file or parameter can't be used, with every fault.
        NotFoundError: If a framework or a rule pack doesn't exist.

    """
    gathered = gather(path, encoding)
    if gathered.framework is None:
        gathered.places.check(gathered.problems)
    model = _framework_of(gathered, framework)
    pack = load_rules(rules or model.id, model)
    found = [one for r in gathered.records for one in vet_record(r, model, pack, gathered.places)]
    found += [one for f in gathered.faulty for one in vet_faulty(f.data, model, pack, f.where)]
    if gathered.case is not None:
        found += vet_case(altered(gathered.case, evidence=()), model, pack, gathered.places)
    with noting(found):
        pack = pack.with_parameters(parameters or {})
    gathered.places.check([*gathered.problems, *found])
    assert gathered.case is not None
    case = altered(gathered.case, evidence=in_order(tuple(gathered.records)))
    return Inspection(case, model, pack)


def _framework_of(gathered: Gathered, given: str | Path | None) -> Framework:
    """Return the framework given, or the one that the case names."""
    assert gathered.framework is not None
    name, where = gathered.framework
    if given is not None:
        return load_framework(given)
    try:
        return load_framework(name)
    except NotFoundError as error:
        message, _, hint = str(error).partition("\n  help: ")
        gathered.places.check([*gathered.problems, Problem(where, message, hint)])
        raise


def fingerprint(model: Model) -> str:
    """Return the SHA-256 of what a model says, whatever its file looks like."""
    data = json.dumps(model.model_dump(mode="json", by_alias=True), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(data.encode()).hexdigest()
