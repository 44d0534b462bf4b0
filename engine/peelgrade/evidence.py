"""Evidence: one record for each thing that an inspection found, and the case that holds them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SerializationInfo,
    SerializerFunctionWrapHandler,
    ValidationInfo,
    model_serializer,
    model_validator,
)

from peelgrade.errors import unknown
from peelgrade.framework import Impact
from peelgrade.model import Exact, Id, Ids, Model, Slug, Text, altered, plain_number, sound

Source = Literal[
    "case-file-review",
    "incident-review",
    "audit",
    "data",
    "document",
    "interview",
    "focus-group",
    "observation",
    "inspection",
    "survey",
    "self-reported",
    "other-inspection",
]
"""What a record rests on. `inspection`: the inspectors state it and don't say how they know."""

Shows = Literal["shortfall", "strength", "exceeds"]
Extent = Literal["isolated", "some", "widespread", "systemic"]
Trend = Literal["worsening", "steady", "improving"]

SOURCES: tuple[str, ...] = get_args(Source)
SHOWS: tuple[str, ...] = get_args(Shows)
EXTENTS: tuple[str, ...] = get_args(Extent)
IMPACTS: tuple[str, ...] = get_args(Impact)
TRENDS: tuple[str, ...] = get_args(Trend)

NO_STANDARD = "none"
"""The standard of a figure that nothing says what it should be."""

SHARED = ("standard", "counts")
"""What an earlier figure takes over from its measure."""


def _taking_over(previous: Measure, info: ValidationInfo) -> Measure:
    """Let an earlier figure take over what it leaves out; its `model_fields_set` still tells."""
    values = {name: getattr(previous, name) for name in Measure.model_fields}
    left_out = [one for one in SHARED if one in info.data and one not in previous.model_fields_set]
    taken = {one: info.data[one] for one in left_out}
    return Measure.model_construct(previous.model_fields_set, **(values | taken))


class Measure(Model):
    """
    A figure: *count* of *of*, a *percent* with its *margin*, or a *value* with its *unit*.

    *margin* is half the width of the 95 % interval in percentage points; left out, the figure is a
    whole population's. *counts* says whether the figure counts what met the standard or what
    failed it. *previous* is the same figure at an earlier time.
    """

    count: Annotated[int, Field(ge=0)] | None = None
    of: Annotated[int, Field(ge=1)] | None = None
    percent: Annotated[Exact, Field(ge=0, le=100)] | None = None
    margin: Annotated[Exact, Field(ge=0, le=100)] | None = None
    value: Exact | None = None
    unit: Text | None = None
    standard: Slug = NO_STANDARD
    counts: Literal["met", "failed"] = "met"
    previous: Annotated[Measure, AfterValidator(_taking_over)] | None = None

    @model_serializer(mode="wrap")
    def _as_it_was_named(
        self, write: SerializerFunctionWrapHandler, info: SerializationInfo
    ) -> dict[str, Any]:
        """Where defaults are left out, leave out what was taken over too, and nothing named otherwise."""
        found: dict[str, Any] = write(self)
        if self.previous is not None and info.exclude_defaults and "previous" in found:
            kept = {name: value for name, value in found["previous"].items() if name not in SHARED}
            found["previous"] = kept | self._named(self.previous)
        return found

    def _named(self, previous: Measure) -> dict[str, str]:
        """Return what an earlier figure names of its own, but for a default that it would take over."""
        found = {one: getattr(previous, one) for one in SHARED if one in previous.model_fields_set}
        plain = {one: Measure.model_fields[one].default for one in SHARED}
        return {one: word for one, word in found.items() if {word, getattr(self, one)} != {plain[one]}}

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        return sound(self, self._faults())

    def _faults(self) -> Iterator[str]:
        given = {name for name in self.model_fields_set if getattr(self, name) is not None}
        shapes = [{"count", "of"}, {"percent"}, {"value", "unit"}]
        one_shape = sum(bool(given & shape) for shape in shapes) == 1
        if not one_shape:
            yield "give one of `count` and `of`, `percent`, or `value` and `unit`"
        elif not any(shape <= given for shape in shapes):
            yield "`count` goes with `of`, and `value` with `unit`"
        if "margin" in given and "percent" not in given:
            yield "`margin` goes with `percent`"
        if self.count is not None and self.of is not None and self.count > self.of:
            yield f"`count` {self.count} is above its total `of` {self.of}"
        before = self.previous
        if before is not None and ((one_shape and before.shape != self.shape) or before.previous):
            yield "`previous` has the same shape as the measure and no `previous` itself"

    @property
    def shape(self) -> Literal["count", "percent", "value"]:
        """Return which of the three shapes the figure has."""
        if self.count is not None:
            return "count"
        return "percent" if self.percent is not None else "value"

    def __str__(self) -> str:
        """Return the figure as it is read: `47 of 60`, `80.6 % ± 7.5`, `48 offenders`."""
        if self.count is not None:
            return f"{self.count:,} of {self.of:,}"
        if self.percent is not None:
            margin = "" if self.margin is None else f" ± {plain_number(self.margin)}"
            return f"{plain_number(self.percent)} %{margin}"
        return f"{plain_number(self.value or Fraction(0))} {self.unit}"


class Record(Model):
    """
    One thing found, about one part of the service, from one kind of source.

    Fields are those of the coding guide. *shows* and *extent* may be left out where a measure with
    a standard says them; *impact* left out is the stakes of the characteristic; *trend* left out
    is what a significant change from the previous figure says, else steady. *doubt* marks a
    doubtful coding with its reason in *note*. *draft* marks a record that nobody has confirmed.
    """

    id: Id
    characteristic: Ids
    source: Source
    finding: str = ""
    shows: Shows | None = None
    extent: Extent | None = None
    impact: Impact | None = None
    measure: Measure | None = None
    recurring: bool = False
    trend: Trend | None = None
    mitigated: bool = False
    affects: tuple[Slug, ...] = ()
    reference: str = ""
    doubt: bool = False
    note: str = ""
    draft: bool = False

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        return sound(self, self._faults())

    def _faults(self) -> Iterator[str]:
        if not self.finding and self.measure is None:
            yield "a record needs a `finding` or a `measure`"
        if self.shows is None and self.measure is None:
            yield f"`shows` is missing: one of {', '.join(SHOWS)}"
        if self.extent is None and not self.judged and (self.shows or self.measure is None):
            yield f"`extent` is missing: one of {', '.join(EXTENTS)}"
        if len(set(self.characteristic)) < len(self.characteristic):
            yield "`characteristic` names one id twice"

    @property
    def judged(self) -> bool:
        """Whether the record has a figure that is held against a standard."""
        return self.measure is not None and self.measure.standard != NO_STANDARD


def put_right(record: Record) -> Record:
    """
    Return *record* as it would be if its shortfall were put right.

    A strength of the same source, widespread, without impact, measure, recurrence or trend.
    """
    return altered(
        record,
        shows="strength",
        extent="widespread",
        impact=None,
        measure=None,
        recurring=False,
        trend=None,
        finding=record.finding or str(record.measure),
    )


def iso_date(value: object) -> object:
    """Read a date such as 2025-05-14, and keep it as text."""
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise ValueError(f"`{value}` should be a date such as 2025-05-14") from None


class Case(Model):
    """One force, one inspection: what was found. The grades awarded are no part of it."""

    case: Slug
    force: Text
    framework: Slug
    published: Annotated[str, BeforeValidator(iso_date)] | None = None
    marking: Text | None = None
    evidence: tuple[Record, ...] = ()

    @cached_property
    def _by_id(self) -> dict[str, Record]:
        return {record.id: record for record in self.evidence}

    def record(self, record: str) -> Record:
        """Return the record with this id, or raise NotFoundError naming the nearest."""
        if record not in self._by_id:
            raise unknown("evidence record", record, self._by_id)
        return self._by_id[record]

    def with_evidence(self, evidence: tuple[Record, ...]) -> Case:
        """Return the same case with other records, in order of their ids."""
        return altered(self, evidence=in_order(evidence))

    @cached_property
    def sha256(self) -> str:
        """Return a hash of what the case says, the same in any order of records and files."""
        data = self.model_dump(mode="json", exclude_defaults=True)
        data["evidence"] = sorted(data.get("evidence", ()), key=lambda record: str(record["id"]))
        text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def in_order(records: tuple[Record, ...]) -> tuple[Record, ...]:
    """Return *records* sorted by id, so that no result can depend on the order of files."""
    return tuple(sorted(records, key=lambda record: record.id))


class EvidenceFile(Model):
    """A file that holds some of a case's records."""

    evidence: tuple[Record, ...]
