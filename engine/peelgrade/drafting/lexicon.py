"""The rules of drafting as models: what words point to. The words themselves are data."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from peelgrade.drafting.forms import Form, pattern
from peelgrade.evidence import SOURCES, Source
from peelgrade.framework import Impact
from peelgrade.model import Exact, Id, Model, Slug, Text
from peelgrade.rules import Parameter

Whole = Annotated[int, Field(ge=0)]
Forms = Annotated[tuple[Form, ...], Field(min_length=1)]


class NumberWords(Model):
    """
    How numbers are written in words.

    *words* are those below a hundred, *scales* what multiplies them; *rounding* are the scales that
    also follow digits; *weak* are words that are often no number, *names* numbers to call, *years*
    the first and the last year that digits may mean; *shares* are fractions.
    """

    words: dict[Text, Whole]
    scales: dict[Text, Whole]
    rounding: tuple[Text, ...]
    weak: tuple[Text, ...]
    names: tuple[Whole, ...]
    years: tuple[Whole, Whole]
    shares: dict[Text, Exact]
    cites: Text

    @cached_property
    def share_pattern(self) -> re.Pattern[str]:
        """Return the expression that finds a share in words."""
        names = "|".join(_spaced(one) for one in sorted(self.shares, key=len, reverse=True))
        return re.compile(rf"\b(?:{names})\b", re.IGNORECASE)

    def share_of(self, text: str) -> Fraction:
        """Return the share that *text* names."""
        return self.shares[re.sub(r"[\s-]+", " ", text).lower()]


def _spaced(name: str) -> str:
    return re.escape(name).replace(r"\ ", r"[ -]")


SLOTS: dict[str, tuple[frozenset[str], ...]] = {
    "count": tuple(
        frozenset(one.split()) for one in ("count of", "percent count of", "count failed", "all", "none")
    ),
    "percent": tuple(frozenset(one.split()) for one in ("percent", "percent margin", "share")),
    "value": (frozenset(("value",)), frozenset(("value", "previous"))),
}
"""The numbers that a rule of each shape can read."""


def _braced(names: frozenset[str]) -> str:
    return " and ".join(f"`{{{one}}}`" for one in sorted(names)) or "no number"


class FigureExample(Model):
    """A text of our own, and what a figure rule reads in it; nothing where it must read nothing."""

    text: Text
    reads: dict[Text, Exact] | None = None


class FigureRule(Model):
    """
    One way in which reports give a figure.

    *shape* is the measure that it makes: `count` reads `{count}` and `{of}` (or `{failed}`, whose sum
    with `{count}` is the whole; or `{all}` or `{none}`, a whole of which all or none did), `percent`
    reads `{percent}` and `{margin}`, or `{share}`; `value` reads `{value}`, and `{previous}` of the same;
    `none` claims numbers that are no figure. *unit* is that of a value, or where its words stand.
    """

    id: Id
    says: Text
    shape: Literal["count", "percent", "value", "none"]
    forms: Forms
    unit: Text = ""
    most: Whole | None = None
    cites: Text
    examples: Annotated[tuple[FigureExample, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _slots_make_the_shape(self) -> Self:
        for form in self.forms:
            found = frozenset(pattern(form).groupindex)
            if self.shape != "none" and found not in SLOTS[self.shape]:
                allowed = "; ".join(sorted(_braced(one) for one in SLOTS[self.shape]))
                raise ValueError(f"`{form}` reads {_braced(found)}, should read {allowed}")
        return self


class Comparison(Model):
    """
    Words between two figures by which the later one in the text is the *earlier* or the later in time.

    *needs_time*: only where the sentence also names a time, and no other force.
    """

    id: Id
    says: Text
    forms: Forms
    previous: Literal["second", "first"]
    needs_time: bool = True
    cites: Text


class FigureWords(Model):
    """All of how figures are found. *figures* are tried in their order; a number is read once."""

    figures: tuple[FigureRule, ...]
    comparisons: tuple[Comparison, ...]
    times: Forms
    others: Forms
    failed: Forms
    unit_ends: tuple[Text, ...]
    cites: Text


SHOWN = ("shows", "extent", "impact", "source", "recurring", "trend", "mitigated", "leave")
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
    weight below which words show nothing.
    """

    cues: tuple[Cue, ...]
    negations: Forms
    stops: Forms
    asides: Forms
    aside: Exact
    least: Exact
    parts: Forms
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
    *structure* headings that are no finding, *captions* how lines under charts begin.
    """

    across: tuple[Text, ...]
    skipped: tuple[Text, ...]
    structure: tuple[Text, ...]
    captions: tuple[Text, ...]
    labels: tuple[Label, ...]
    forces: Forms
    published: Forms
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
