"""
The files of a rule pack to one pack, with everything that is wrong with them told at once.

What can be read of a faulty file is kept, so that names in the sound ones are looked up as well; what
names a part that couldn't be read is no fault of its own, and isn't told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from peelgrade.errors import InvalidInputError, Problem, Where, noting
from peelgrade.framework import Framework
from peelgrade.gathering import Places
from peelgrade.model import Model
from peelgrade.proofreading import vet_pack
from peelgrade.reading import Document, Location, read_yaml
from peelgrade.rules import Bearing, Count, Pack, PackFile, Parameter, PartsFile, Rule, Standard, Theme
from peelgrade.validating import validated

PARTS: dict[str, type[Model]] = {
    "parameters": Parameter,
    "standards": Standard,
    "counts": Count,
    "themes": Theme,
    "bearings": Bearing,
}
"""The lists of a pack, and what each holds."""

TEST_SUFFIX = ".test.yaml"


def rule_files(folder: Path) -> list[Path]:
    """Return the files of a pack's rules, in order; tests beside them are left out."""
    found = [one for one in folder.glob("*/**/*.yaml") if not one.name.endswith(TEST_SUFFIX)]
    return sorted(found, key=lambda one: one.relative_to(folder).parts)


def test_files(folder: Path) -> list[Path]:
    """Return the files of tests beside a pack's rules, in order."""
    return sorted(folder.rglob(f"*{TEST_SUFFIX}"))


def packed(folder: Path, framework: Framework) -> Pack:
    """
    Return the pack in a folder that has a `pack.yaml`.

    Raises:
        InvalidInputError: With every fault in every file, and every name that doesn't exist.

    """
    found = _Packing(folder)
    found.problems += _overlooked(folder)
    lists = sorted(one for one in folder.glob("*.yaml") if not one.name.endswith(TEST_SUFFIX))
    for path in lists:
        with noting(found.problems):
            found.read(path)
    for path in rule_files(folder):
        with noting(found.problems):
            found.read_rule(path)
    if found.head is None:
        raise InvalidInputError(found.problems)
    pack = found.pack(found.head)
    more = [one for one in vet_pack(pack, framework, found.places) if not found.follows(one)]
    found.places.check([*found.problems, *more])
    return pack


def _overlooked(folder: Path) -> Iterator[Problem]:
    """Yield the files that look like parts of the pack and whose ending isn't read."""
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in (".yml", ".yaml", ".json") and path.suffix != ".yaml":
            message = f"isn't read: the files of a rule pack end in `.yaml`, not in `{path.suffix}`"
            yield Problem(Where(str(path)), message)


@dataclass
class _Packing:
    """
    What could be read of a pack so far, what is wrong with the rest, and what that was called.

    *blind* says that nothing of a file of lists could be read, so that any name may stand in it; *listed*
    is where parameters stand or, without any, the head.
    """

    folder: Path
    places: Places = field(default_factory=Places)
    problems: list[Problem] = field(default_factory=list)
    head: PackFile | None = None
    parts: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in PARTS})
    rules: list[Rule] = field(default_factory=list)
    listed: tuple[Document, Location] | None = None
    unread: set[str] = field(default_factory=set)
    blind: bool = False

    def read(self, path: Path) -> None:
        """Read the pack's head or a file of lists; of a faulty one keep what is sound."""
        if path.name == "pack.yaml":
            document = read_yaml(path)
            self.head = validated(PackFile, document)
            self.places.add("pack", self.head.id, document)
            self.listed = self.listed or (document, ())
            for number, level in enumerate(self.head.levels):
                self.places.add("level", level.id, document, ("levels", number))
            return
        self.blind, before = True, self.blind
        document = read_yaml(path)
        self.blind = before or not isinstance(document.data, dict) or not set(PARTS) & set(document.data)
        try:
            file = validated(PartsFile, document)
        except InvalidInputError:
            self._salvage(document)
            raise
        if "parameters" in file.model_fields_set:
            self.listed = (document, ("parameters",))
        for name in PARTS:
            for number, one in enumerate(getattr(file, name)):
                self._keep(name, one, document, number)

    def _keep(self, name: str, one: Any, document: Document, number: int) -> None:
        self.parts[name].append(one)
        identity = one.characteristic if name == "bearings" else one.id
        self.places.add(name.removesuffix("s"), identity, document, (name, number))

    def _salvage(self, document: Document) -> None:
        data = document.data if isinstance(document.data, dict) else {}
        for name, model in PARTS.items():
            given = data.get(name)
            for number, one in enumerate(given if isinstance(given, list) else []):
                try:
                    self._keep(name, validated(model, document, (name, number)), document, number)
                except InvalidInputError:
                    self.unread.add(str(one.get("id")) if isinstance(one, dict) else "")

    def read_rule(self, path: Path) -> None:
        """Read the file of one rule, whose path is its id."""
        expected = ".".join(path.relative_to(self.folder).with_suffix("").parts)
        self.unread.add(expected)
        document = read_yaml(path)
        rule = validated(Rule, document)
        if rule.id != expected:
            self.unread.add(rule.id)
            message = f"the id `{rule.id}` should be `{expected}`, as its path says"
            raise InvalidInputError([Problem(document.where(("id",)), message)])
        self.unread.discard(expected)
        self.places.add("rule", rule.id, document)
        self.rules.append(rule)

    def follows(self, problem: Problem) -> bool:
        """Say whether a problem only follows from a part that couldn't be read."""
        if self.blind and problem.message.startswith("no "):
            return True
        return any(f"`{one}{end}" in problem.message for one in self.unread for end in "`.")

    def pack(self, head: PackFile) -> Pack:
        """Return the pack of what could be read."""
        if self.listed is not None:
            self.places.add("list", "parameters", *self.listed)
        values: dict[str, Any] = {name: getattr(head, name) for name in PackFile.model_fields}
        values |= {name: tuple(part) for name, part in self.parts.items()}
        values["rules"] = tuple(sorted(self.rules, key=lambda rule: rule.id))
        return Pack.model_construct(None, **values)
