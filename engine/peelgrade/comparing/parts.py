"""What was added to a pack, is gone from it or was altered, part by part, as it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from peelgrade.model import Model
from peelgrade.phrasing import operand, phrase
from peelgrade.rules import Condition, Pack

What = Literal["added", "gone", "altered"]

KINDS = ("rule", "parameter", "standard", "count", "theme", "bearing", "level")
"""The parts of a pack that have an id, in the order in which they are told."""

WORDS = (
    "says",
    "means",
    "cites",
    "because",
    "title",
    "examples",
    "plausible",
    "recommends",
    "changes",
    "version",
)
"""Fields that explain, and decide nothing."""


@dataclass(frozen=True)
class Field:
    """A field that was altered: its old and its new value as they are read, empty where there is none."""

    name: str
    old: str
    new: str


@dataclass(frozen=True)
class Alteration:
    """A part of the packs that isn't the same in both."""

    kind: str
    id: str
    what: What
    fields: tuple[Field, ...] = ()

    @property
    def in_words_only(self) -> bool:
        """Say whether what was altered explains, and decides nothing."""
        return self.what == "altered" and all(one.name in WORDS for one in self.fields)


def alterations(old: Pack, new: Pack) -> tuple[Alteration, ...]:
    """Return every part that isn't the same in both packs, rules first."""
    found = [one for kind in KINDS for one in _of_kind(kind, old, new)]
    settings = _fields(_settings(old), _settings(new), old, new)
    if settings:
        found.append(Alteration("pack", new.id, "altered", settings))
    return tuple(found)


def _of_kind(kind: str, old: Pack, new: Pack) -> Iterator[Alteration]:
    before, after = _by_id(kind, old), _by_id(kind, new)
    for one in sorted({*before, *after}):
        if one not in before:
            yield Alteration(kind, one, "added", _fields({}, _data(after[one]), old, new))
        elif one not in after:
            yield Alteration(kind, one, "gone", _fields(_data(before[one]), {}, old, new))
        elif before[one] != after[one]:
            yield Alteration(kind, one, "altered", _fields(_data(before[one]), _data(after[one]), old, new))
    if kind == "level" and [o for o in old.level_ids if o in after] != [
        n for n in new.level_ids if n in before
    ]:
        order = Field("order", ", ".join(old.level_ids), ", ".join(new.level_ids))
        yield Alteration("levels", "worst first", "altered", (order,))


def _by_id(kind: str, pack: Pack) -> dict[str, Model]:
    if kind == "bearing":
        return {one.characteristic: one for one in pack.bearings}
    parts: tuple[Any, ...] = getattr(pack, f"{kind}s")
    return {one.id: one for one in parts}


def _data(part: Model) -> dict[str, Any]:
    """Return the fields of a part but its id; of a rule, its condition as such."""
    names = {name: field.alias or name for name, field in type(part).model_fields.items()}
    return {names[name]: getattr(part, name) for name in names if name not in ("id", "characteristic")}


def _settings(pack: Pack) -> dict[str, Any]:
    names = ("id", "version", "framework", "title", "secure", "changes")
    found = {name: getattr(pack, name) for name in names}
    found |= {
        f"corroboration of {side}s": getattr(pack.corroboration, side) for side in ("shortfall", "strength")
    }
    if pack.measures is not None:
        found["confidence"] = pack.measures.confidence
        found |= {f"extent {name}": one for name, one in pack.measures.bands}
    return found


def _fields(before: dict[str, Any], after: dict[str, Any], old: Pack, new: Pack) -> tuple[Field, ...]:
    names = dict.fromkeys([*before, *after])
    values = {name: (_told(before.get(name), old), _told(after.get(name), new)) for name in names}
    return tuple(
        Field(name, *values[name])
        for name in names
        if before.get(name) != after.get(name) and any(values[name])
    )


def _told(value: Any, pack: Pack) -> str:
    """Return a field's value as it is read; nothing where it is empty."""
    if value is None or value in ((), {}, ""):
        return ""
    if isinstance(value, Condition):
        return phrase(value, pack)
    if isinstance(value, dict):
        return ", ".join(f"{name} {one}" for name, one in value.items())
    if isinstance(value, tuple) and isinstance(value[0], Model):
        return "; ".join(_short(one) for one in value)
    return operand(value, pack)


def _short(one: Model) -> str:
    """Return an example or a named change on one line."""
    data = one.model_dump(mode="json", exclude_defaults=True)
    return ", ".join(f"{name} {_flat(value)}" for name, value in data.items())


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        return "(" + ", ".join(f"{name} {one}" for name, one in value.items()) + ")"
    return str(value)
