"""A rule pack: parameters, standards, counts, carrying themes, conditions and rules."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal, Self, cast

from pydantic import BeforeValidator, Field, field_validator, model_validator

from peelgrade.domains import Domain, domain_of, fault
from peelgrade.errors import InvalidInputError, Problem, Where, lacking, unknown
from peelgrade.model import Exact, Id, Ids, Model, Slug, Text, altered, exact, plain_number

Tier = Literal["appraise", "verdict", "concern", "grade"]
TIERS: tuple[Tier, ...] = ("appraise", "verdict", "concern", "grade")
"""The four tiers, in the order in which each one's conclusions become facts for the next."""

Side = Literal["shortfall", "strength", "neither"]
CAUSE, IMPROVEMENT = "cause-of-concern", "area-for-improvement"
CONCERNS: tuple[str, ...] = (CAUSE, IMPROVEMENT)

OPERATORS = ("is", "in", "at_least", "at_most", "more_than", "less_than")


def _operand(value: object) -> object:
    """Keep codes, flags and `$names` as they are; read numbers exactly."""
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int | float | Fraction):
        return value if isinstance(value, Fraction) else exact(value)
    if isinstance(value, list):
        raise ValueError("a list goes with `in`")
    raise ValueError("should be a code, a number, true or false, or `$` and a parameter's id")


Operand = Annotated[object, BeforeValidator(_operand, json_schema_input_type=bool | float | str)]
Operands = Annotated[tuple[Operand, ...], Field(min_length=1)]


class Condition(Model):
    """
    What a rule asks of the facts: `all`, `any` or `none` of several conditions, or one comparison.

    A comparison names a *fact* and exactly one operator. `at_least`, `at_most`, `more_than` and
    `less_than` compare numbers, and codes that have an order. An operand `$name` is a parameter.
    """

    all: Annotated[tuple[Condition, ...], Field(min_length=1)] | None = None
    any: Annotated[tuple[Condition, ...], Field(min_length=1)] | None = None
    none: Annotated[tuple[Condition, ...], Field(min_length=1)] | None = None
    fact: Id | None = None
    is_: Operand | None = Field(default=None, alias="is")
    in_: Operands | None = Field(default=None, alias="in")
    at_least: Operand | None = None
    at_most: Operand | None = None
    more_than: Operand | None = None
    less_than: Operand | None = None

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        kinds = [kind for kind in ("all", "any", "none", "fact") if getattr(self, kind) is not None]
        if not kinds and self._given:
            raise ValueError(f"`{self._given[0]}` goes with a `fact`, and none is named")
        if len(kinds) != 1:
            raise ValueError("a condition is one of `all`, `any`, `none`, or a `fact` compared")
        if kinds != ["fact"] and self._given:
            raise ValueError(f"`{self._given[0]}` goes with a `fact`, not with `{kinds[0]}`")
        if kinds == ["fact"] and not self._given:
            raise ValueError(f"`{self.fact}` is compared with nothing: give one of {', '.join(OPERATORS)}")
        if len(self._given) > 1:
            both = " and ".join(f"`{one}`" for one in self._given)
            raise ValueError(f"`{self.fact}` is compared by {both} at once: write each under `all`")
        return self

    @property
    def _given(self) -> list[str]:
        return [name for name in OPERATORS if self._value(name) is not None]

    def _value(self, operator: str) -> object:
        return getattr(self, f"{operator}_" if operator in ("is", "in") else operator)

    @property
    def kind(self) -> Literal["all", "any", "none", "fact"]:
        """Return which of the four kinds of condition this is."""
        if self.fact is not None:
            return "fact"
        if self.all is not None:
            return "all"
        return "any" if self.any is not None else "none"

    @property
    def parts(self) -> tuple[Condition, ...]:
        """Return the conditions under `all`, `any` or `none`; a comparison has none."""
        return self.all or self.any or self.none or ()

    @property
    def operator(self) -> str:
        """Return the operator of a comparison."""
        return self._given[0]

    @property
    def operand(self) -> object:
        """Return what a comparison compares with: an operand, or a tuple of them for `in`."""
        return self._value(self.operator)

    def comparisons(self) -> Iterator[Condition]:
        """Yield every comparison in the condition, from left to right."""
        if self.kind == "fact":
            yield self
        for part in self.parts:
            yield from part.comparisons()


class Example(Model):
    """Facts under which a rule fires, or doesn't; facts not given are at their defaults."""

    given: dict[str, Operand]
    fires: bool
    title: str = ""


class Parameter(Model):
    """
    A named number that the framework leaves open: our assumption, to be seen, changed and swept.

    *plausible* is the range over which reasonable people could set it.
    """

    id: Slug
    value: Exact
    means: Text
    cites: Text
    plausible: Annotated[tuple[Exact, Exact], Field()]

    @model_validator(mode="after")
    def _lies_in_its_range(self) -> Self:
        low, high = self.plausible
        if low > high:
            raise ValueError("`plausible` runs from low to high")
        if not low <= self.value <= high:
            found = plain_number(self.value)
            raise ValueError(f"`value` {found} lies outside the `plausible` range")
        return self


class Standard(Model):
    """
    What a figure is held against.

    *expected* is the share that should be met, *exceptional* the share that shows exceeding; both
    are compared with the interval of the figure. *steps* are the values, low to high, that a plain
    value is read by: it becomes the number of steps that it reaches. *counts* says which way round
    a figure is given when its record doesn't.
    """

    id: Slug
    means: Text
    cites: Text
    expected: Operand | None = None
    exceptional: Operand | None = None
    steps: tuple[Exact, ...] = ()

    @model_validator(mode="after")
    def _has_one_kind(self) -> Self:
        if (self.expected is None) == (not self.steps):
            raise ValueError("a standard has either `expected` or `steps`")
        if list(self.steps) != sorted(set(self.steps)):
            raise ValueError("`steps` rise from low to high")
        return self


class Level(Model):
    """One place on the scale of appraisals, and which side of the argument it is on."""

    id: Slug
    side: Side
    means: Text


class Corroboration(Model):
    """The weakest level of each side at which a record counts towards corroboration."""

    shortfall: Slug | None = None
    strength: Slug | None = None


class Bands(Model):
    """The shares from which a measured extent is `some`, `widespread`, and above which `systemic`."""

    some: Operand
    widespread: Operand
    systemic: Operand


class Measures(Model):
    """How figures are judged: the confidence of intervals, and the bands of extent."""

    confidence: Operand
    bands: Bands


class Theme(Model):
    """Characteristics that carry an area together, and why they do."""

    id: Slug
    area: Slug
    title: Text
    characteristics: Ids
    because: Text
    cites: Text
    lead: bool = False


class Bearing(Model):
    """Where a record on a characteristic weighs in another area that its `affects` names."""

    characteristic: Id
    on: Ids


class Count(Model):
    """
    Something counted between tiers: *points* for each verdict, over which characteristics.

    *over* is `characteristics` (all of the area's), `themes` or `leads` (the verdict on a theme is
    the lowest among its assessed characteristics), or a list of characteristics. A `share` is of
    the most points that those assessed could have; over nothing assessed it is whole.
    """

    id: Slug
    means: Text
    points: dict[str, Annotated[int, Field(ge=0)]]
    over: Ids = ("characteristics",)
    kind: Literal["number", "share"] = Field(default="number", alias="as")


class Rule(Model):
    """
    One rule: when it applies and what follows.

    The *id* begins with its tier. *concludes* is a level, a verdict, a kind of concern, or the grade
    that the area can be no higher than, according to the tier. A rule doesn't apply where one named
    in *unless* does. *says* is the rule as a plain sentence; *because* is the reason that a reader is
    given, in which `{count}` stands for a fact; *recommends* goes with a cause of concern.
    """

    id: Slug
    concludes: Slug
    says: Text
    cites: Text
    when: Condition
    unless: tuple[Slug, ...] = ()
    because: str = ""
    recommends: tuple[Text, ...] = ()
    areas: tuple[Slug, ...] = ()
    examples: tuple[Example, ...] = ()

    @field_validator("id")
    @classmethod
    def _names_its_tier(cls, id: str) -> str:
        if id.split(".", maxsplit=1)[0] not in TIERS or "." not in id:
            raise ValueError(f"`{id}` should begin with its tier: {', '.join(f'{one}.' for one in TIERS)}")
        return id

    @property
    def tier(self) -> Tier:
        """Return the tier that the rule belongs to."""
        return cast("Tier", self.id.split(".")[0])


class Change(Model):
    """A change of the pack that can move a grade, named so that nobody is surprised."""

    version: Text
    what: Text


class PackFile(Model):
    """`pack.yaml`: what the pack is, its *levels* (worst first), and the settings that hold throughout."""

    id: Slug
    version: Text
    framework: Slug
    title: Text
    levels: tuple[Level, ...]
    corroboration: Corroboration = Corroboration()
    measures: Measures | None = None
    secure: Text = "secure-coverage"
    changes: tuple[Change, ...] = ()


class Pack(PackFile):
    """A whole rule pack for one framework: what `pack.yaml` says, and all the lists and rules beside it."""

    bearings: tuple[Bearing, ...] = ()
    themes: tuple[Theme, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    standards: tuple[Standard, ...] = ()
    counts: tuple[Count, ...] = ()
    rules: tuple[Rule, ...]
    written: dict[str, Exact] = Field(default={}, exclude=True)
    """The parameters that were given other values for a run, each with its value as the pack has it."""

    @property
    def changed(self) -> tuple[Parameter, ...]:
        """Return the parameters whose values aren't the pack's own, in order of their ids."""
        found = (one for one in self.parameters if self.written.get(one.id, one.value) != one.value)
        return tuple(sorted(found, key=lambda one: one.id))

    @cached_property
    def by_id(self) -> dict[str, Rule]:
        """Return the rules by their ids."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def values(self) -> dict[str, Fraction]:
        """Return the parameters' values by their ids."""
        return {one.id: one.value for one in self.parameters}

    @cached_property
    def level_ids(self) -> tuple[str, ...]:
        """Return the levels' ids, worst first."""
        return tuple(level.id for level in self.levels)

    def side_levels(self, side: Side) -> tuple[str, ...]:
        """Return the levels of one side in the pack's order, worst first."""
        return tuple(level.id for level in self.levels if level.side == side)

    @cached_property
    def _tiers(self) -> dict[str, tuple[Rule, ...]]:
        return {tier: tuple(r for r in self.rules if r.tier == tier) for tier in TIERS}

    def tier(self, tier: Tier) -> tuple[Rule, ...]:
        """Return the rules of one tier, in order of their ids."""
        return self._tiers[tier]

    def rule(self, rule: str) -> Rule:
        """Return the rule with this id, or raise NotFoundError naming the nearest."""
        if rule not in self.by_id:
            raise unknown("rule", rule, self.by_id)
        return self.by_id[rule]

    def standard(self, standard: str) -> Standard:
        """Return the standard with this id, or raise NotFoundError naming the nearest."""
        known = {one.id: one for one in self.standards}
        if standard not in known:
            raise unknown("standard", standard, {*known, "none"})
        return known[standard]

    def number(self, operand: object) -> Fraction:
        """Return an operand as a number, looking up `$name` among the parameters."""
        if isinstance(operand, str) and operand.startswith("$"):
            if operand[1:] not in self.values:
                raise unknown("parameter", operand[1:], self.values)
            return self.values[operand[1:]]
        try:
            return operand if isinstance(operand, Fraction) else exact(operand)
        except ValueError:
            raise ValueError(f"`{operand}` should be a number, or `$` and a parameter's id") from None

    def themes_of(self, area: str) -> tuple[Theme, ...]:
        """Return the themes that carry one area."""
        return tuple(theme for theme in self.themes if theme.area == area)

    def applies(self, rule: Rule, area: str) -> bool:
        """Say whether a rule speaks of *area* at all."""
        return not rule.areas or area in rule.areas

    @cached_property
    def domains(self) -> dict[str, Domain]:
        """Return what each parameter is, by its id: judged by its use, else by its range."""
        shares: list[object] = [f"${self.secure}"]
        for standard in self.standards:
            shares += [standard.expected, standard.exceptional]
        if self.measures is not None:
            bands = self.measures.bands
            shares += [bands.some, bands.widespread, bands.systemic]
        used: dict[str, Domain] = {str(one).removeprefix("$"): "share" for one in shares}
        if self.measures is not None:
            used[str(self.measures.confidence).removeprefix("$")] = "confidence"
        return {one.id: used.get(one.id) or domain_of(one.value, *one.plausible) for one in self.parameters}

    def parameter_fault(self, name: str, value: Fraction, where: Where) -> Iterator[Problem]:
        """Yield what is wrong with another value for a parameter: there is none, or it can't be that."""
        if name not in self.values:
            yield lacking("parameter", name, self.values, where)
        elif said := fault(name, value, self.domains[name]):
            yield Problem(where, said)

    def with_parameters(self, changes: dict[str, Fraction]) -> Pack:
        """
        Return the same pack with other values for some parameters.

        Raises:
            InvalidInputError: With every one that doesn't exist or can't have its value.

        """
        each = (self.parameter_fault(*one, Where(f"--param {one[0]}")) for one in changes.items())
        if problems := [problem for found in each for problem in found]:
            raise InvalidInputError(problems)
        return self.retuned(changes)

    def retuned(self, changes: dict[str, Fraction]) -> Pack:
        """Return the same pack with other values, for which the caller vouches, for some parameters."""
        values = tuple(
            altered(one, value=changes[one.id]) if one.id in changes else one for one in self.parameters
        )
        written = {name: self.written.get(name, self.values[name]) for name in changes}
        return altered(self, parameters=values, written=self.written | written)


class PartsFile(Model):
    """A file with some of a pack's lists: parameters, standards, counts, themes or bearings."""

    parameters: tuple[Parameter, ...] = ()
    standards: tuple[Standard, ...] = ()
    counts: tuple[Count, ...] = ()
    themes: tuple[Theme, ...] = ()
    bearings: tuple[Bearing, ...] = ()
