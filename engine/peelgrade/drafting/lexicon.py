"""The rules of drafting as models: what words point to. The words themselves are data."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import Literal, Self

from pydantic import model_validator

from peelgrade.drafting.figurewords import FigureRule, FigureWords, Forms, NumberWords
from peelgrade.drafting.forms import Form
from peelgrade.evidence import SOURCES, Source
from peelgrade.framework import Impact
from peelgrade.model import Exact, Id, Model, Slug, Text
from peelgrade.rules import Parameter

VALUES: dict[str, tuple[str, ...]] = {
    "shows": ("shortfall", "strength", "exceeds"),
    "extent": ("isolated", "some", "widespread", "systemic"),
    "impact": ("low", "moderate", "high", "critical"),
    "source": SOURCES,
    "recurring": ("true",),
    "trend": ("improving", "worsening"),
    "mitigated": ("true",),
    "leave": ("frame", "context", "promise"),
}


class CueExample(Model):
    """A text of our own and whether the cue is found in it."""

    text: Text
    found: bool = True


class Cue(Model):
    """
    Words that point to a *value* of a *field*.

    *weight* is how strongly they do, beside other cues in the same words. *turns* says that a
    negation before them turns a strength into a shortfall and back; *wants* that what follows them is
    wanted and so isn't there; *judges* that they judge a figure, where others only name what it counts.
    """

    id: Id
    field: Literal["shows", "extent", "impact", "source", "recurring", "trend", "mitigated", "leave"]
    value: Text
    forms: Forms
    weight: Exact = Fraction(1)
    turns: bool = False
    wants: bool = False
    judges: bool = False
    cites: Text
    examples: tuple[CueExample, ...] = ()

    @model_validator(mode="after")
    def _value_exists(self) -> Self:
        allowed = VALUES[self.field]
        if self.value not in allowed:
            raise ValueError(f"`{self.value}` is no {self.field}: one of {', '.join(allowed)}")
        return self


class CueWords(Model):
    """
    All cues, the negations that turn some of them, and how sentences join and part.

    *stops* are words that a negation doesn't reach across. *asides* begin clauses that say something of
    somebody, not of the service; what is said in one counts for *aside* of its weight. *least* is the
    weight below which words show nothing. *parts* are words at which what is said turns round, *joints*
    those with which a sentence of its own doesn't begin; what begins with *continues* goes on.
    """

    cues: tuple[Cue, ...]
    negations: Forms
    stops: Forms
    asides: Forms
    aside: Exact
    least: Exact
    parts: Forms
    joints: Forms
    continues: Forms
    abbreviations: tuple[Text, ...]
    cites: Text


class Label(Model):
    """A line that says what kind of finding follows it."""

    headings: tuple[Text, ...]
    shows: Literal["shortfall", "exceeds"] | None = None
    impact: Impact | None = None
    skip: bool = False
    cites: Text


class SectionWords(Model):
    """
    How a report is laid out.

    *across* are sections that speak of several areas, *skipped* those that don't speak of the force,
    *structure* headings that are no finding, *captions* how lines under charts begin. *forces* is how
    the names of forces end, *no_forces* names that end so and are none.
    """

    across: tuple[Text, ...]
    skipped: tuple[Text, ...]
    structure: tuple[Text, ...]
    captions: tuple[Text, ...]
    labels: tuple[Label, ...]
    forces: tuple[Text, ...]
    no_forces: tuple[Text, ...]
    published: tuple[Text, ...]
    cites: Text


class Placing(Model):
    """How strongly words point to a characteristic."""

    parameters: tuple[Parameter, ...]
    common: tuple[Text, ...]
    cites: Text

    @cached_property
    def values(self) -> dict[str, float]:
        """Return the parameters' values by their ids."""
        return {one.id: float(one.value) for one in self.parameters}


class Keywords(Model):
    """Words that point to one characteristic, besides those of its own text."""

    id: Id
    forms: Forms


class General(Model):
    """Words that point to a characteristic where the coding guide says that a whole subject goes there."""

    characteristic: Id
    forms: Forms
    cites: Text


class StandardHint(Model):
    """When a figure is held against a standard of the rule pack."""

    standard: Slug
    characteristics: tuple[Id, ...] = ()
    sources: tuple[Source, ...] = ()
    shapes: tuple[Literal["count", "percent", "value"], ...] = ("count", "percent")
    forms: tuple[Form, ...] = ()
    counts: Literal["met", "failed"] | None = None


class AreaHint(Model):
    """What an area's findings rest on where they don't say."""

    area: Slug
    source: Source
    cites: Text


class CharacteristicWords(Model):
    """What is particular to one framework: keywords of its characteristics, figures, standards, areas."""

    framework: Slug
    keywords: tuple[Keywords, ...] = ()
    general: tuple[General, ...] = ()
    figures: tuple[FigureRule, ...] = ()
    standards: tuple[StandardHint, ...] = ()
    areas: tuple[AreaHint, ...] = ()
    cites: Text = "the framework's own texts"


class Lexicon(Model):
    """Everything that drafting knows of language, and of one framework."""

    numbers: NumberWords
    figures: FigureWords
    cues: CueWords
    sections: SectionWords
    placing: Placing
    characteristics: CharacteristicWords
