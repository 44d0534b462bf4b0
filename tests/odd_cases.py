"""Cases of every shape and with every odd text, for what must lose nothing."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from generators import framework, pack
from peelgrade.evidence import EXTENTS, IMPACTS, SHOWS, SOURCES, TRENDS, Case, Measure, Record, in_order

NASTY = (
    "=1+1", "+44 1234", "-5", "@SUM(A1)", "'=1", "''", "'", "\t", "\r\n", " leads", "trails ",
    "two\nlines\r\nthree\r", '"quoted", and; more', "#REF!", " #N/A ", "n/a", "true", "NULL", "007",
    "1e3", "2025-05-14", "5.10", "12:30", "no", "_x000D_", "_x005F_x0041_", "\x00\x1b\x7f\x85",
    "\ufeffmark", "\u2028", "café £5 – “ok” 🚔", "<b>&amp;</b>", "{{ 7 }}", "x" * 5_000, "\ufffe",
    "a,b;c\td",
)  # fmt: skip

ids = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,12}", fullmatch=True)
slugs = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,12}", fullmatch=True)
texts = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.builds("{}{}".format, st.sampled_from("=+-@'\t\r\n \u00a0"), st.text("ab=' \n", max_size=6)),
)
filled = texts.filter(bool)


def exact(low: int, high: int) -> st.SearchStrategy[Fraction]:
    """Return whole numbers, decimals with many places, and fractions."""
    return st.one_of(
        st.integers(low, high).map(Fraction),
        st.decimals(low, high, places=2).map(Fraction),
        st.decimals(low, high, places=12).map(Fraction),
        st.fractions(low, high, max_denominator=997),
    )


@st.composite
def measures(draw: st.DrawFn, shape: str = "", earlier: bool = True) -> Measure:
    """Return figures of every shape, some with an earlier one."""
    shape = shape or draw(st.sampled_from(("count", "percent", "value")))
    values: dict[str, Any] = {}
    if shape == "count":
        values["of"] = draw(st.integers(1, 10**9))
        values["count"] = draw(st.integers(0, values["of"]))
    elif shape == "percent":
        values["percent"] = draw(exact(0, 100))
        values["margin"] = draw(st.none() | exact(0, 100))
    else:
        values["value"] = draw(exact(1 - 10**18, 10**18 - 1))
        values["unit"] = draw(filled)
    shared = [one.id for one in pack().standards] if shape != "value" else []
    values["standard"] = draw(st.sampled_from(["none", *shared]))
    values["counts"] = draw(st.sampled_from(("met", "failed")))
    if earlier and draw(st.booleans()):
        values["previous"] = draw(measures(shape=shape, earlier=False))
    return Measure.model_validate({name: value for name, value in values.items() if value is not None})


@st.composite
def records(draw: st.DrawFn) -> Record:
    """Return records with any of the fields."""
    characteristics = st.sampled_from(framework().characteristic_ids)
    shows: Any = draw(st.sampled_from(SHOWS))
    return Record(
        id=draw(ids),
        characteristic=tuple(draw(st.lists(characteristics, min_size=1, max_size=3, unique=True))),
        source=draw(st.sampled_from(SOURCES)),
        finding=draw(filled),
        shows=shows,
        extent=draw(st.sampled_from(EXTENTS)),
        impact=draw(st.sampled_from((None, *IMPACTS))),
        measure=draw(st.none() | measures()),
        recurring=draw(st.booleans()),
        trend=draw(st.sampled_from((None, *TRENDS))),
        mitigated=draw(st.booleans()),
        affects=tuple(draw(st.lists(st.sampled_from([a.id for a in framework().areas]), max_size=2))),
        reference=draw(texts),
        doubt=draw(st.booleans()),
        note=draw(texts),
        draft=draw(st.booleans()),
    )  # fmt: skip


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Return cases of a few such records, or of none."""
    return Case(
        case=draw(slugs),
        force=draw(filled),
        framework="peel-2023-25",
        published=draw(st.none() | st.dates().map(lambda day: day.isoformat())),
        marking=draw(st.none() | filled),
        evidence=in_order(tuple(draw(st.lists(records(), max_size=4, unique_by=lambda one: one.id)))),
    )
