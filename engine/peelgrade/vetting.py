"""Names that must exist elsewhere: what a case names of its framework and of the rule pack."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from peelgrade.errors import Problem, Where, nearest
from peelgrade.evidence import NO_STANDARD, Case, Record
from peelgrade.framework import Framework
from peelgrade.rules import Pack

Place = Callable[..., Where]
"""Given a kind of thing, its id and the keys inside it, where that stands."""


def known(kind: str, word: str, names: Iterable[str], where: Where) -> Iterator[Problem]:
    """Yield a problem where a word names no *kind* of thing, with the nearest name or those known."""
    names = list(names)
    if word not in names:
        listed = f"known: {', '.join(names[:14])}{' …' if len(names) > 14 else ''}"
        yield Problem(where, f"no {kind} `{word}`", nearest(word, names) or listed)


def vet_case(case: Case, framework: Framework, pack: Pack | None, place: Place) -> Iterator[Problem]:
    """Yield everything in a case that names what the framework or the pack doesn't have."""
    if case.framework != framework.id:
        message = f"the case is of framework `{case.framework}`, not of `{framework.id}`"
        yield Problem(place("case", case.case, "framework"), message)
    for record in case.evidence:
        yield from vet_record(record, framework, pack, place)


def vet_record(record: Record, framework: Framework, pack: Pack | None, place: Place) -> Iterator[Problem]:
    """Yield everything in one record that names what the framework or the pack doesn't have."""
    for one in record.characteristic:
        where = place("record", record.id, "characteristic")
        yield from known("characteristic", one, framework.characteristic_ids, where)
    for one in record.affects:
        areas = [area.id for area in framework.areas]
        yield from known("area", one, areas, place("record", record.id, "affects"))
    if pack is not None and record.measure is not None:
        yield from _vet_measure(record, pack, place("record", record.id, "measure", "standard"))


def _vet_measure(record: Record, pack: Pack, where: Where) -> Iterator[Problem]:
    assert record.measure is not None
    name = record.measure.standard
    if name == NO_STANDARD:
        return
    standards = {one.id: one for one in pack.standards}
    yield from known("standard", name, [*standards, NO_STANDARD], where)
    if name in standards and bool(standards[name].steps) != (record.measure.shape == "value"):
        wanted = "a plain `value`" if standards[name].steps else "`count` and `of`, or a `percent`"
        yield Problem(where, f"standard `{name}` is held against {wanted}")
