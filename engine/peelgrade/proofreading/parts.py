"""What the settings of a pack and its lists name, and the shares that they give."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from peelgrade.errors import NotFoundError, Problem, Where, nearest
from peelgrade.facts import as_written, vocabulary
from peelgrade.framework import Framework
from peelgrade.model import altered, plain_number
from peelgrade.rules import Bands, Count, Pack, Side
from peelgrade.vetting import Place, known

SECURE_SAYS = "it says what share of an area's characteristics must be assessed for a grade"
SECURE_HELP = (
    "add it to `parameters` in parameters.yaml with `id`, `value`, `plausible`, `means` and `cites`, or "
    "name another parameter by `secure` in pack.yaml"
)

COUNT_SCOPES = ("characteristics", "themes", "leads")
"""What a count can be over, besides characteristics by their ids."""


def vet_parts(pack: Pack, framework: Framework, place: Place) -> Iterator[Problem]:
    """Yield everything in a pack besides its rules that can't be as it is written."""
    yield from _twice(pack, place)
    yield from _vet_levels(pack, place)
    yield from _vet_settings(pack, place)
    yield from _vet_standards(pack, place)
    yield from _vet_themes(pack, framework, place)
    yield from _vet_counts(pack, framework, place)


def twice(ids: tuple[str, ...], where: Where, key: str) -> Iterator[Problem]:
    """Yield the ids that a list names more than once."""
    for one in sorted({one for one in ids if ids.count(one) > 1}):
        yield Problem(where, f"`{key}` names `{one}` more than once")


def _twice(pack: Pack, place: Place) -> Iterator[Problem]:
    for kind, ids in {
        "level": [one.id for one in pack.levels],
        "theme": [one.id for one in pack.themes],
        "parameter": [one.id for one in pack.parameters],
        "standard": [one.id for one in pack.standards],
        "count": [one.id for one in pack.counts],
        "rule": [one.id for one in pack.rules],
        "bearing": [one.characteristic for one in pack.bearings],
    }.items():
        for one in sorted({one for one in ids if ids.count(one) > 1}):
            yield Problem(place(kind, one), f"the {kind} id `{one}` is used more than once")


def _vet_levels(pack: Pack, place: Place) -> Iterator[Problem]:
    """Yield each shortfall that stands as better than a strength."""
    for number, level in enumerate(pack.levels):
        better = [one.id for one in pack.levels[:number] if one.side == "strength"]
        if level.side == "shortfall" and better:
            message = f"levels stand worst first: the shortfall `{level.id}` follows on `{better[0]}`"
            yield Problem(place("level", level.id), message)


def _vet_settings(pack: Pack, place: Place) -> Iterator[Problem]:
    yield from _vet_secure(pack, place)
    sides: tuple[Side, ...] = ("shortfall", "strength")
    for side in sides:
        level = getattr(pack.corroboration, side)
        if level is not None:
            yield from known(
                "level", level, pack.side_levels(side), place("pack", pack.id, "corroboration")
            )
    if pack.measures is None:
        return
    where = place("pack", pack.id, "measures", "confidence")
    yield from _vet_share(pack.measures.confidence, pack, where)
    if _share(pack.measures.confidence, pack) == 1:
        yield Problem(where, "no interval has a confidence of 1")
    yield from _vet_bands(pack.measures.bands, pack, place)


def _vet_secure(pack: Pack, place: Place) -> Iterator[Problem]:
    """Yield a problem where the share that must be assessed isn't one, or isn't there at all."""
    named = place("pack", pack.id, "secure")
    if pack.secure in pack.values:
        yield from _vet_share(f"${pack.secure}", pack, named)
        return
    meant = nearest(pack.secure, pack.values)
    where = place("list", "parameters") if named == place("pack", pack.id) else named
    yield Problem(where, f"no parameter `{pack.secure}`: {SECURE_SAYS}", meant or SECURE_HELP)


def _vet_bands(bands: Bands, pack: Pack, place: Place) -> Iterator[Problem]:
    given = {name: getattr(bands, name) for name in Bands.model_fields}
    for name, operand in given.items():
        yield from _vet_share(operand, pack, place("pack", pack.id, "measures", "bands", name))
    found = [one for operand in given.values() if (one := _share(operand, pack)) is not None]
    if found != sorted(found):
        where = place("pack", pack.id, "measures", "bands")
        yield Problem(where, "`some`, `widespread` and `systemic` rise from low to high")


def _vet_standards(pack: Pack, place: Place) -> Iterator[Problem]:
    for standard in pack.standards:
        if standard.expected is not None and pack.measures is None:
            message = f"`measures` is missing: the standard `{standard.id}` is held against a share"
            yield Problem(place("pack", pack.id), message)
        given = {"expected": standard.expected, "exceptional": standard.exceptional}
        for name, operand in given.items():
            if operand is not None:
                yield from _vet_share(operand, pack, place("standard", standard.id, name))
        expected, exceptional = (_share(one, pack) for one in given.values())
        if expected is not None and exceptional is not None and exceptional < expected:
            where = place("standard", standard.id, "exceptional")
            yield Problem(where, "`exceptional` lies below what is `expected`")


def _vet_share(operand: object, pack: Pack, where: Where) -> Iterator[Problem]:
    try:
        share = pack.number(operand)
    except NotFoundError as error:
        message, _, hint = str(error).partition("\n  help: ")
        yield Problem(where, message, hint)
    except ValueError:
        yield Problem(where, f"`{operand}` should be a number, or `$` and a parameter's id")
    else:
        if not 0 <= share <= 1:
            named = "" if isinstance(operand, Fraction) else f", which is {plain_number(share)},"
            yield Problem(where, f"`{as_written(operand)}`{named} should be a share between 0 and 1")


def _share(operand: object, pack: Pack) -> Fraction | None:
    """Return the number that an operand stands for, if it stands for one."""
    try:
        return None if operand is None else pack.number(operand)
    except (NotFoundError, ValueError):
        return None


def _vet_themes(pack: Pack, framework: Framework, place: Place) -> Iterator[Problem]:
    areas = [area.id for area in framework.areas]
    for theme in pack.themes:
        yield from known("area", theme.area, areas, place("theme", theme.id, "area"))
        own = framework.area(theme.area).ids if theme.area in areas else framework.characteristic_ids
        where = place("theme", theme.id, "characteristics")
        yield from twice(theme.characteristics, where, "characteristics")
        for number, one in enumerate(theme.characteristics):
            where = place("theme", theme.id, "characteristics", number)
            yield from known(f"characteristic of {theme.area}", one, own, where)
    for bearing in pack.bearings:
        where = place("bearing", bearing.characteristic)
        for one in (bearing.characteristic, *bearing.on):
            yield from known("characteristic", one, framework.characteristic_ids, where)
        yield from twice(bearing.on, place("bearing", bearing.characteristic, "on"), "on")


def _vet_counts(pack: Pack, framework: Framework, place: Place) -> Iterator[Problem]:
    own = vocabulary(framework, altered(pack, counts=()))["grade"]
    for count in pack.counts:
        if count.id in own:
            message = f"`{count.id}` is counted already: {own[count.id].means}"
            yield Problem(place("count", count.id, "id"), message)
        for verdict in count.points:
            where = place("count", count.id, "points", verdict)
            yield from known("verdict", verdict, framework.verdicts, where)
        yield from _vet_over(count, framework, place("count", count.id, "over"))


def _vet_over(count: Count, framework: Framework, where: Where) -> Iterator[Problem]:
    scopes = [one for one in count.over if one in COUNT_SCOPES]
    if scopes and len(count.over) > 1:
        message = f"`{scopes[0]}` stands alone: a count is over it, or over a list of characteristics"
        yield Problem(where, message)
    yield from twice(count.over, where, "over")
    for one in count.over:
        yield from known("characteristic", one, (*framework.characteristic_ids, *COUNT_SCOPES), where)
