"""
What else is wrong with a record that has faulty fields: those are replaced, and it is looked at again.

A model is checked as a whole only once each of its fields is right. So that one fault doesn't hide another
until the next run, each faulty field gets a stand-in that nothing can be said against.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from peelgrade.errors import Problem, nearest, noting
from peelgrade.evidence import NO_STANDARD, Measure, Record
from peelgrade.model import Model
from peelgrade.reading import Document, Location
from peelgrade.validating import faulty, validated

_RECORD = {
    "id": "id",
    "characteristic": "id",
    "source": "inspection",
    "finding": "finding",
    "shows": "shortfall",
    "extent": "some",
}
_MEASURE = {"count": 0, "of": 10**12, "percent": 0, "margin": 0, "value": 0, "unit": "unit"}


def hidden(document: Document) -> Iterator[Problem]:
    """Yield what the faulty fields of each record in *document* hide of the record and of its figure."""
    data = document.data if isinstance(document.data, dict) else {}
    evidence = data.get("evidence")
    for number, one in enumerate(evidence if isinstance(evidence, list) else []):
        if isinstance(one, dict):
            yield from _beside(one, document, ("evidence", number))


def _beside(data: dict[str, Any], document: Document, at: Location) -> Iterator[Problem]:
    wrong = _wrong(Record, data, document, at)
    measure = data.get("measure")
    if "measure" in wrong and isinstance(measure, dict):
        yield from _beside_figure(measure, document, (*at, "measure"))
    stand_ins = _RECORD | {"measure": {"percent": 0, "standard": _standard(measure)}}
    yield from _seen(Record, _mended(data, wrong, stand_ins), document, at)


def _beside_figure(data: dict[str, Any], document: Document, at: Location) -> Iterator[Problem]:
    wrong = _wrong(Measure, data, document, at)
    yield from _seen(Measure, _mended(data, wrong, _MEASURE), document, at)
    if "previous" in wrong and isinstance(data.get("previous"), dict):
        yield from _beside_figure(data["previous"], document, (*at, "previous"))


def _wrong(model: type[Model], data: dict[str, Any], document: Document, at: Location) -> set[str]:
    """Return the fields that are faulty, couldn't be read, or are meant by an unknown key."""
    found = faulty(model, data)
    meant = {
        name
        for key, kind in found.items()
        if kind == "extra_forbidden"
        for name in model.model_fields
        if nearest(key, model.model_fields) == f"did you mean `{name}`?"
    }
    unread = {str(one[len(at)]) for one in document.unread if one[: len(at)] == at and one != at}
    return found.keys() | meant | unread


def _mended(data: dict[str, Any], wrong: set[str], stand_ins: dict[str, Any]) -> dict[str, Any]:
    """Return *data* without what is *wrong*, and with stand-ins where there are any."""
    kept = {key: value for key, value in data.items() if key not in wrong}
    return kept | {key: value for key, value in stand_ins.items() if key in wrong}


def _standard(measure: Any) -> str:
    """Return what the figure of a faulty measure is held against; a made-up name where it isn't known."""
    if not isinstance(measure, dict) or faulty(Measure, measure).keys() - _MEASURE.keys():
        return "unknown"
    return str(measure.get("standard", NO_STANDARD))


def _seen(model: type[Model], data: dict[str, Any], document: Document, at: Location) -> list[Problem]:
    """Return what is wrong with mended *data*, told where the faulty data stands."""
    mended: Any = data
    for step in reversed(at):
        mended = {step: mended}
    problems: list[Problem] = []
    with noting(problems):
        validated(model, replace(document, data=mended, unread=frozenset()), at)
    return problems
