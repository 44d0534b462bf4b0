"""Random evidence of realistic shapes, for tests of laws that must hold whatever was found."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from peelgrade.assessment import Inspection
from peelgrade.evidence import (
    EXTENTS,
    IMPACTS,
    SHOWS,
    SOURCES,
    TRENDS,
    Case,
    Measure,
    Record,
    in_order,
)
from peelgrade.framework import Framework
from peelgrade.loading import load_case, load_framework, load_rules
from peelgrade.rules import Pack

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "fixtures"
WEST_MERCIA = FIXTURES / "west-mercia-2023-25"
STANDARDS = ("practice-sample", "attendance-in-time", "crime-recorded", "search-grounds")


@cache
def framework() -> Framework:
    """Return the shipped framework."""
    return load_framework("peel-2023-25")


@cache
def pack() -> Pack:
    """Return the shipped pack."""
    return load_rules("peel-2023-25", framework())


@cache
def thin_pack() -> Pack:
    """Return the shipped pack with the share of characteristics that must be assessed lowered."""
    from fractions import Fraction

    return pack().with_parameters({"secure-coverage": Fraction(1, 20)})


@cache
def inspection(path: Path, *, thin: bool = False) -> Inspection:
    """Return a case of the fixtures with the shipped framework and rules."""
    case = load_case(path).case
    return Inspection(case, framework(), thin_pack() if thin else pack())


def case_paths() -> list[Path]:
    """Return every PEEL case in the fixtures."""
    return [WEST_MERCIA, *sorted((FIXTURES / "cases").glob("*.yaml"))]


def case_of(*records: Record) -> Case:
    """Return a case with these records."""
    return Case(
        case="made-up", force="Example Police", framework="peel-2023-25", evidence=in_order(records)
    )


def record(id: str = "X-01", characteristic: str = "4.3.1", **fields: Any) -> Record:
    """Return a record, a plain shortfall unless *fields* say otherwise."""
    values: dict[str, Any] = {"source": "inspection", "finding": "Something was found."}
    if "measure" not in fields:
        values |= {"shows": "shortfall", "extent": "some"}
    values |= fields
    return Record(id=id, characteristic=(characteristic,), **values)


def measures() -> st.SearchStrategy[Measure]:
    """Return figures of k in n against a standard."""
    return st.integers(1, 120).flatmap(
        lambda of: st.builds(
            Measure,
            count=st.integers(0, of),
            of=st.just(of),
            standard=st.sampled_from(STANDARDS),
        )
    )


@st.composite
def records(draw: st.DrawFn, area: str | None = None, sources: tuple[str, ...] = SOURCES) -> Record:
    """Return one record, on a characteristic of *area* or of any."""
    ids = framework().area(area).ids if area else framework().characteristic_ids
    measured = draw(st.booleans()) and draw(st.booleans())
    shows: Any = draw(st.sampled_from(SHOWS)) if not measured else None
    return Record(
        id=f"X-{draw(st.integers(0, 10**6)):07d}",
        characteristic=tuple(draw(st.lists(st.sampled_from(ids), min_size=1, max_size=2, unique=True))),
        source=draw(st.sampled_from(sources)),
        finding="Something was found.",
        shows=shows,
        extent=draw(st.sampled_from(EXTENTS)) if not measured else None,
        impact=draw(st.sampled_from((None, *IMPACTS))) if shows == "shortfall" else None,
        measure=draw(measures()) if measured else None,
        recurring=draw(st.booleans()) and shows == "shortfall",
        trend=draw(st.sampled_from((None, *TRENDS))),
        mitigated=draw(st.booleans()) and shows == "shortfall",
        affects=tuple(draw(st.lists(st.sampled_from([a.id for a in framework().areas]), max_size=1))),
    )


def cases(area: str | None = None, most: int = 40) -> st.SearchStrategy[Case]:
    """Return cases of up to *most* records, on one area or on all."""
    return st.lists(records(area), max_size=most, unique_by=lambda one: one.id).map(
        lambda found: case_of(*found)
    )
