"""The kinds of file that people write, and the model that each is read into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from peelgrade.drafting.figurewords import FigureWords, NumberWords
from peelgrade.drafting.lexicon import CharacteristicWords, CueWords, Placing, SectionWords
from peelgrade.errors import unknown
from peelgrade.evidence import Case, EvidenceFile, Record
from peelgrade.framework import Framework
from peelgrade.ledger import Entry
from peelgrade.model import Model
from peelgrade.rules import PackFile, PartsFile, Rule
from peelgrade.trying import TestFile
from peelgrade.whatif.scenario import ScenarioFile


class DecisionsFile(Model):
    """What people decided on a case, as `peelgrade decide` writes it; it isn't edited."""

    format: Literal[1]
    decisions: tuple[Entry, ...]


@dataclass(frozen=True)
class Kind:
    """
    A kind of file: its *name*, what it *says*, and the *model* that it is read into.

    *named* says whether it names things of a framework and its rules, so that its schema can list them;
    *also* are further models that its schema needs.
    """

    name: str
    says: str
    model: type[Model]
    named: bool = True
    also: tuple[type[Model], ...] = ()


KINDS: dict[str, Kind] = {
    one.name: one
    for one in (
        Kind("evidence", "A case: one force, one inspection, what was found", Case),
        Kind("evidence-file", "Further records of a case, in its folder `evidence`", EvidenceFile),
        Kind("scenario", "A what-if, to be shared, reviewed and run again", ScenarioFile, also=(Record,)),
        Kind("decisions", "What people decided on a case", DecisionsFile, named=False),
        Kind("rule", "One rule of a pack; its path is its id", Rule),
        Kind("rules", "Parameters, standards, counts, themes or bearings of a pack", PartsFile),
        Kind("pack", "A pack of rules: its scale of levels, and what holds throughout", PackFile),
        Kind("test", "Tests beside the rules: given evidence, and what is expected of it", TestFile),
        Kind("framework", "A framework: grades, areas, topics and characteristics", Framework, named=False),
        Kind("drafting-characteristics", "Words that point to characteristics", CharacteristicWords),
        Kind("drafting-cues", "Words by which reports say what they found", CueWords, named=False),
        Kind("drafting-figures", "How published reports give figures", FigureWords, named=False),
        Kind("drafting-numbers", "How numbers are written in words", NumberWords, named=False),
        Kind("drafting-placing", "How strongly words point to a characteristic", Placing, named=False),
        Kind("drafting-sections", "How a published report is laid out", SectionWords, named=False),
    )
}


def kind(name: str) -> Kind:
    """Return the kind of this name; raise NotFoundError naming the nearest."""
    if name not in KINDS:
        raise unknown("kind of file", name, KINDS)
    return KINDS[name]
