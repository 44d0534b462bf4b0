"""Several cases read together: by one framework and one rule pack, every fault in every file at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from peelgrade.assessment import Inspection
from peelgrade.errors import InvalidInputError, Problem, RefusedError, Where
from peelgrade.evidence import Case
from peelgrade.framework import Framework
from peelgrade.gathering import DECISIONS, NOTATIONS, TABLES, Places, aside
from peelgrade.loading import load_case, load_evidence, load_framework, load_rules
from peelgrade.rules import Pack
from peelgrade.vetting import vet_case

CASES = (*NOTATIONS, ".xlsx")
"""The endings of files that stand for a case where a whole folder is given."""
SHOWN = 6


@dataclass(frozen=True)
class Named:
    """A case under a name that no other of its run has: its id, and its path where two share it."""

    name: str
    inspection: Inspection


def load_cases(
    paths: Iterable[Path],
    *,
    framework: str | Path | None = None,
    rules: str | Path | None = None,
    parameters: dict[str, Any] | None = None,
) -> tuple[Named, ...]:
    """
    Return the cases at *paths*, in order of their names; a folder of case files stands for all of them.

    Raises:
        InvalidInputError: If any can't be used, with every fault in every file.
        NotFoundError: If a framework, a rule pack or a parameter doesn't exist.
        RefusedError: If they are of different frameworks.

    """
    files = _files(paths)
    try:
        read = {path: load_evidence(path) for path in files}
    except InvalidInputError:
        faults = [one for path in files for one in _every_fault(path, framework, rules)]
        raise InvalidInputError(faults) from None
    one_framework([case for case, _ in read.values()])
    model = load_framework(framework or next(iter(read.values()))[0].framework)
    pack = load_rules(rules or model.id, model)
    _vet(read.values(), model, pack)
    pack = pack.with_parameters(parameters) if parameters else pack
    found = {path: Inspection(case, model, pack) for path, (case, _) in read.items()}
    return tuple(sorted(_named(found), key=lambda one: one.name))


def _files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return the cases that paths name; raise InvalidInputError where one is named twice."""
    files = [file for path in paths for file in _inside(path)]
    known = [file.resolve() for file in files]
    twice = [file for place, file in enumerate(files) if known[place] in known[:place]]
    if twice:
        raise InvalidInputError([Problem(Where(str(one)), "is given twice") for one in twice])
    return tuple(files)


def _inside(path: Path) -> list[Path]:
    """Return a case, or the cases in a folder that is none itself: files, and folders that are cases."""
    if not path.is_dir() or _is_case(path):
        return [path]
    seen = (one for one in path.iterdir() if not aside(one))
    cases = (one for one in seen if one.suffix.lower() in CASES or _is_case(one))
    return sorted(one for one in cases if not f".{one.name}".endswith(f".{DECISIONS}")) or [path]


def _is_case(path: Path) -> bool:
    return any((path / f"case{ending}").is_file() for ending in (*NOTATIONS, *TABLES))


def _every_fault(path: Path, framework: str | Path | None, rules: str | Path | None) -> tuple[Problem, ...]:
    """Return all that is wrong with a case, also what only the framework and rules can tell."""
    try:
        load_case(path, framework=framework, rules=rules)
    except InvalidInputError as error:
        return error.problems
    return ()


def one_framework(cases: Sequence[Case]) -> None:
    """Accept cases of one framework; raise RefusedError for several, whose grades can't be compared."""
    by_framework: dict[str, list[str]] = {}
    for case in cases:
        by_framework.setdefault(case.framework, []).append(case.case)
    if len(by_framework) < 2:
        return
    found = "; ".join(f"{name}: {_listed(ids)}" for name, ids in sorted(by_framework.items()))
    raise RefusedError(
        "cases of different frameworks can't be put side by side: each cycle has its own characteristics "
        f"and its grades can't be compared with another's ({found})\n"
        "  help: run the command once for each framework"
    )


def _listed(ids: list[str]) -> str:
    shown = sorted(ids)[:SHOWN]
    return ", ".join(shown) + (" …" if len(ids) > SHOWN else "")


def _vet(read: Iterable[tuple[Case, Places]], framework: Framework, pack: Pack) -> None:
    problems = [one for case, places in read for one in vet_case(case, framework, pack, places)]
    if problems:
        raise InvalidInputError(problems)


def _named(found: dict[Path, Inspection]) -> list[Named]:
    ids = [one.case.case for one in found.values()]
    return [
        Named(one.case.case if ids.count(one.case.case) == 1 else f"{one.case.case} ({path})", one)
        for path, one in found.items()
    ]
