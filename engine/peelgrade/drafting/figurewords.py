"""The rules of drafting about numbers and figures, as models. The words themselves are data."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from peelgrade.drafting.forms import Form, pattern
from peelgrade.model import Exact, Id, Model, Text

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
    `none` claims numbers that are no figure.

    *unit* is that of a value, or where its words stand; *least* is the smallest value, which then has to
    be in digits; *most* the greatest whole. *sampled* says whether what is counted can be a sample,
    *shared* whether it can be a share of the service.
    """

    id: Id
    says: Text
    shape: Literal["count", "percent", "value", "none"]
    forms: Forms
    unit: Text = ""
    least: Whole | None = None
    most: Whole | None = None
    sampled: bool = True
    shared: bool = True
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
