"""Names that must exist elsewhere: what a case names of its framework and of the rule pack."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any

from peelgrade.errors import InvalidInputError, Problem, Where, nearest
from peelgrade.evidence import NO_STANDARD, Case, Measure, Record
from peelgrade.framework import Framework
from peelgrade.model import ID, SLUG
from peelgrade.reading import Document
from peelgrade.rules import Pack
from peelgrade.validating import validated

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
    at = partial(place, "record", record.id)
    yield from _vet_names(record.characteristic, record.affects, framework, at)
    if pack is not None and record.measure is not None:
        yield from _vet_measure(record.measure, pack, partial(at, "measure"))


def vet_faulty(
    data: dict[str, Any], framework: Framework, pack: Pack, at: Callable[..., Where]
) -> Iterator[Problem]:
    """
    Yield the same of a record that breaks its schema, as far as its *data* can be read.

    *at* is where something inside it stands, given the keys that lead there.
    """
    characteristics, affects = (
        _readable(data.get("characteristic"), ID),
        _readable(data.get("affects"), SLUG),
    )
    yield from _vet_names(characteristics, affects, framework, at)
    measure = data.get("measure")
    if not isinstance(measure, dict):
        return
    with suppress(InvalidInputError):
        yield from _vet_measure(validated(Measure, Document("", measure)), pack, partial(at, "measure"))
        return
    for figure, inside in ((measure, ("measure",)), (measure.get("previous"), ("measure", "previous"))):
        for one in _readable(figure.get("standard") if isinstance(figure, dict) else None, SLUG):
            yield from _vet_standard(one, pack, at(*inside, "standard"))


def _readable(value: Any, pattern: str) -> list[str]:
    """Return the texts in *value*, one or a list, that can be ids; the others are told as faulty."""
    texts = value if isinstance(value, list) else [value]
    return [one for one in texts if isinstance(one, str) and re.search(pattern, one)]


def _vet_names(
    characteristics: Iterable[str], affects: Iterable[str], framework: Framework, at: Callable[..., Where]
) -> Iterator[Problem]:
    for one in characteristics:
        yield from known("characteristic", one, framework.characteristic_ids, at("characteristic"))
    for one in affects:
        yield from known("area", one, [area.id for area in framework.areas], at("affects"))


def _vet_measure(measure: Measure, pack: Pack, at: Callable[..., Where]) -> Iterator[Problem]:
    where, name = at("standard"), measure.standard
    yield from _vet_standard(name, pack, where)
    standards = {one.id: one for one in pack.standards}
    if name in standards and bool(standards[name].steps) != (measure.shape == "value"):
        wanted = "a plain `value`" if standards[name].steps else "`count` and `of`, or a `percent`"
        yield Problem(where, f"standard `{name}` is held against {wanted}")
    if measure.previous is not None:
        yield from _vet_previous(measure.previous, measure, pack, partial(at, "previous"))


def _vet_previous(before: Measure, now: Measure, pack: Pack, at: Callable[..., Where]) -> Iterator[Problem]:
    """Yield what an earlier figure names otherwise than its measure; a standard, where that names one."""
    unknown = list(_vet_standard(before.standard, pack, at("standard")))
    if "standard" in before.model_fields_set:
        yield from unknown
    told = [*unknown, *_vet_standard(now.standard, pack, at("standard"))]
    if "standard" in now.model_fields_set and before.standard != now.standard and not told:
        message = f"`previous` is held against the same standard as its measure, `{now.standard}`"
        yield Problem(at("standard"), f"`standard` is `{before.standard}`: {message}")
    if before.counts != now.counts:
        message = f"`previous` counts the same as its measure, `{now.counts}`"
        yield Problem(at("counts"), f"`counts` is `{before.counts}`: {message}")


def _vet_standard(name: str, pack: Pack, where: Where) -> Iterator[Problem]:
    yield from known("standard", name, [*(one.id for one in pack.standards), NO_STANDARD], where)
