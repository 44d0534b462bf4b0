"""Files of drafting rules to a lexicon, with every fault placed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from peelgrade.drafting.figurewords import FigureWords, NumberWords
from peelgrade.drafting.lexicon import CharacteristicWords, CueWords, Lexicon, Placing, SectionWords
from peelgrade.errors import InvalidInputError, Problem, nearest
from peelgrade.framework import Framework
from peelgrade.loading import shipped
from peelgrade.model import Model
from peelgrade.reading import Document, Location, read_yaml
from peelgrade.rules import Pack
from peelgrade.validating import validated

M = TypeVar("M", bound=Model)

FOLDER = "drafting"
PARTS: dict[str, type[Model]] = {
    "numbers": NumberWords,
    "figures": FigureWords,
    "cues": CueWords,
    "sections": SectionWords,
    "placing": Placing,
}


def load_lexicon(framework: Framework, pack: Pack | None = None, folder: Path | None = None) -> Lexicon:
    """
    Return what drafting knows of language and of *framework*, whose keywords may be missing.

    *folder* is one to use instead of the shipped one. Standards that keywords name are looked up in
    the *pack*, where there is one.

    Raises:
        InvalidInputError: If any file breaks its schema or names what doesn't exist; every fault is named.

    """
    home = folder if folder is not None else shipped("framework") / FOLDER
    problems: list[Problem] = []
    parts: dict[str, Model] = {}
    for name, model in PARTS.items():
        try:
            parts[name] = validated(model, read_yaml(home / f"{name}.yaml"))
        except InvalidInputError as error:
            problems += error.problems
    try:
        parts["characteristics"] = _characteristics(home, framework, pack)
    except InvalidInputError as error:
        problems += error.problems
    if problems:
        raise InvalidInputError(problems)
    return Lexicon.model_construct(None, **parts)


def _characteristics(home: Path, framework: Framework, pack: Pack | None) -> CharacteristicWords:
    path = home / "characteristics" / f"{framework.id}.yaml"
    if not path.is_file():
        return CharacteristicWords(framework=framework.id)
    document = read_yaml(path)
    words = validated(CharacteristicWords, document)
    problems = [*_unknown(words, document, framework, pack)]
    if problems:
        raise InvalidInputError(problems)
    return words


def _unknown(
    words: CharacteristicWords, document: Document, framework: Framework, pack: Pack | None
) -> Iterator[Problem]:
    """Yield everything in *words* that names what the framework or the pack doesn't have."""
    named: list[tuple[str, str, Location]] = [("framework", words.framework, ("framework",))]
    for number, one in enumerate(words.keywords):
        named.append(("characteristic", one.id, ("keywords", number, "id")))
    for number, general in enumerate(words.general):
        named.append(("characteristic", general.characteristic, ("general", number, "characteristic")))
    for number, hint in enumerate(words.standards):
        named.append(("standard", hint.standard, ("standards", number, "standard")))
        for place, id in enumerate(hint.characteristics):
            named.append(("characteristic", id, ("standards", number, "characteristics", place)))
    for number, area in enumerate(words.areas):
        named.append(("area", area.area, ("areas", number, "area")))
    known = {
        "framework": [framework.id],
        "characteristic": list(framework.characteristic_ids),
        "area": [area.id for area in framework.areas],
        "standard": [one.id for one in pack.standards] if pack is not None else None,
    }
    for kind, word, location in named:
        allowed = known[kind]
        if allowed is not None and word not in allowed:
            yield Problem(document.where(location), f"no {kind} `{word}`", nearest(word, allowed))
