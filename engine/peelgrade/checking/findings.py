"""What came of a proof: held, failed or not proved; and what a failure would look like as evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from peelgrade.checking.kinds import Kind
from peelgrade.rules import Tier


@dataclass(frozen=True)
class Hole:
    """A state for which no rule of its tier speaks, or several do."""

    tier: Tier
    state: dict[str, int]


@dataclass(frozen=True)
class Fall:
    """
    Something got better and a conclusion worse.

    *steps* are single records before and after they got better, read by the same pack: those that weigh
    less for it, or all that there are where they weigh as they should. Where a grade falls, *area* is
    where, *member* the characteristic that got better, and *ends* the grades before and after. *newly* says
    that it was newly assessed: as the `best`, after which nothing may fall, or as the `worst`, after
    which nothing may rise.
    """

    steps: tuple[Kind, ...]
    area: str | None = None
    newly: Literal["", "best", "worst"] = ""
    member: str | None = None
    ends: tuple[str, str] | None = None


@dataclass(frozen=True)
class Finding:
    """
    One property: *held*, or not, or not proved (None), over how many *states*.

    *detail* is one sentence: what was proved, why it couldn't be, or the smallest counterexample. *fault*
    is what `witnessing` makes cases of. *bounded* says that states beyond a bound, which *detail* names,
    weren't looked at.
    """

    name: str
    held: bool | None
    states: int
    detail: str
    fault: Hole | Fall | None = None
    bounded: bool = False


def unproved(name: str, reason: str) -> Finding:
    """Return that a property could not be proved, and why."""
    return Finding(name, None, 0, f"not proved: {reason}")


TOO_MANY = "there are too many states to look at each"


def outcome(name: str, faults: list[str], states: int, proved: str) -> Finding:
    """Return a property that fails for each of *faults*, and holds if there are none."""
    return Finding(name, not faults, states, "; ".join(faults) if faults else proved)
