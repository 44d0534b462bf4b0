"""What moved between two assessments of the same areas: grades, ceilings, verdicts and concerns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from peelgrade.assessment import AreaAssessment

Kind = Literal["grade", "ceiling", "verdict", "area-for-improvement", "cause-of-concern"]
Key = tuple[Kind, str]
"""What a statement is about: its kind, and the id of the area, rule or characteristics."""


@dataclass(frozen=True)
class Statement:
    """Something that is said of an area: a value, the evidence, and how it reads in full."""

    value: str
    evidence: tuple[str, ...]
    text: str = ""


@dataclass(frozen=True)
class Difference:
    """
    One thing said of an area that changed; None where it isn't said.

    *because* are the changes each of which makes this difference alone; where none does, *needed* are
    those without which it wouldn't be there, and *enough* says whether these by themselves make it.
    """

    kind: Kind
    id: str
    before: Statement | None
    after: Statement | None
    because: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    enough: bool = False

    @property
    def was(self) -> str | None:
        """Return what was said before; None if nothing was."""
        return self.before.value if self.before else None

    @property
    def now(self) -> str | None:
        """Return what is said after the change; None if nothing is."""
        return self.after.value if self.after else None

    @property
    def evidence(self) -> tuple[str, ...]:
        """Return the records that it rests on as things now stand, or as they stood if on none now."""
        said = [one.evidence for one in (self.after, self.before) if one is not None and one.evidence]
        return said[0] if said else ()


def statements(area: AreaAssessment) -> dict[Key, Statement]:
    """Return everything that is said of an area and could move."""
    found: dict[Key, Statement] = {}
    decides = {one for ceiling in area.decisive for one in ceiling.evidence}
    found["grade", area.area] = Statement(area.grade or area.outcome, tuple(sorted(decides)) or area.cited)
    for ceiling in area.ceilings:
        found["ceiling", ceiling.rule] = Statement(ceiling.grade, ceiling.evidence, ceiling.because)
    for verdict in area.verdicts:
        found["verdict", verdict.characteristic] = Statement(verdict.verdict, verdict.evidence)
    for concern in (*area.improvements, *area.causes):
        key: Key = (concern.kind, ", ".join(concern.characteristics))
        found[key] = Statement(concern.kind, concern.evidence, concern.title)
    return found


def value(said: dict[Key, Statement], key: Key) -> str | None:
    """Return what is said under a key, whatever it rests on; None if nothing is."""
    return said[key].value if key in said else None


def differences(before: AreaAssessment, after: AreaAssessment) -> tuple[Difference, ...]:
    """Return what changed, the grade first, in the order in which it is told of an area."""
    old, new = statements(before), statements(after)
    keys = sorted(dict.fromkeys([*old, *new]), key=_order)
    return tuple(
        Difference(*key, old.get(key), new.get(key)) for key in keys if value(old, key) != value(new, key)
    )


_ORDER: tuple[Kind, ...] = ("grade", "ceiling", "cause-of-concern", "area-for-improvement", "verdict")


def _order(key: Key) -> int:
    return _ORDER.index(key[0])
