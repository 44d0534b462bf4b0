"""A figure as the measure of a record: what it counts, and what it is held against."""

from __future__ import annotations

import re

from peelgrade.drafting.comparing import Figure
from peelgrade.drafting.forms import any_of
from peelgrade.drafting.lexicon import Lexicon, StandardHint
from peelgrade.drafting.numbering import flat, mirrored, seen
from peelgrade.drafting.saying import Said
from peelgrade.evidence import Measure
from peelgrade.measuring import extent_of, share_met
from peelgrade.model import altered
from peelgrade.rules import Pack

REACH = 4
"""How many words before a figure tell what it counts."""
_STOP = re.compile(r"[.,;:!?()]|\b(?:and|but|or)\b")


def measured(one: Said, characteristic: str, source: str, lexicon: Lexicon, pack: Pack | None) -> Measure:
    """Return the measure of what is said, with its standard, if one fits, and what it counts."""
    assert one.figure is not None
    measure = one.figure.measure
    hint = _standard(one, characteristic, source, lexicon, pack)
    fields: dict[str, object] = {}
    if hint is not None:
        fields["standard"] = hint.standard
    if measure.shape != "value" and (_failed(one, lexicon) or (hint and hint.counts == "failed")):
        fields["counts"] = "failed"
    if not fields:
        return measure
    before = measure.previous
    if before is not None:
        fields["previous"] = altered(before, **fields)
    return altered(measure, **fields)


def _standard(
    one: Said, characteristic: str, source: str, lexicon: Lexicon, pack: Pack | None
) -> StandardHint | None:
    """Return the first hint that fits and whose standard the pack has."""
    assert one.figure is not None
    known = {each.id for each in pack.standards} if pack is not None else set()
    text = seen(one.text, lexicon.numbers).text
    for hint in lexicon.characteristics.standards:
        if hint.standard not in known or one.figure.measure.shape not in hint.shapes:
            continue
        if hint.characteristics and characteristic not in hint.characteristics:
            continue
        if hint.sources and (source not in hint.sources or not one.figure.sampled):
            continue
        if not hint.forms or any_of(hint.forms).search(text):
            return hint
    return None


def _failed(one: Said, lexicon: Lexicon) -> bool:
    """Say whether the words right before a figure, or after it, tell that it counts what went wrong."""
    assert one.figure is not None
    text, end = flat(one.passage.text), one.figure.end
    after = _STOP.split(text[end:].lstrip(") "), maxsplit=1)[0]
    before = " ".join(_STOP.split(text[: one.figure.start])[-1].split()[-REACH:])
    return any(
        any_of(lexicon.figures.failed).search(mirrored(part, ()).text) is not None
        for part in (before, after)
    )


def share_of(measure: Measure, figure: Figure, shows: str | None) -> float | None:
    """Return the share of the service that a figure speaks for, if it is a share of it at all."""
    if measure.shape == "value" or not figure.shared or shows is None:
        return None
    good = share_met(measure)
    return 1 - good if shows == "shortfall" else good


def extent_by(share: float, pack: Pack | None) -> str | None:
    """Return the extent that a share speaks for, by the bands of the pack."""
    if pack is None or pack.measures is None:
        return None
    return extent_of(share, pack.measures, pack)
