"""
What a rule pack is held to: complete, monotone, alive, cited and exemplified.

Nothing is skipped silently: a property that couldn't be proved is a finding of its own, with the reason.

That the steps compose to the whole pack is one chain of statements, each proved over every state:

1. A better figure is read as a record that is no worse in anything (`figures`).
2. A better record never weighs less, and one added or taken away moves its own side only (`records`).
So its level
   rises or stays, and with it the four facts of each characteristic on which it weighs all move one way:
   they are extremes of levels, and numbers of sources at or above a level.
3. Such a move never lowers a verdict and never makes a concern graver (`characteristics`).
4. A verdict that rises, or a concern that lightens, never lowers the grade of its area, whatever the
others are
   (`grades`); and if a record weighs on several characteristics, they rise one after another.

The conclusion of each statement is the premise of the next, so no better evidence ever lowers a grade.
"""

from __future__ import annotations

from collections.abc import Sequence

from peelgrade.checking.characteristics import Characteristics, characteristics, prove_characteristics
from peelgrade.checking.figures import prove_figures
from peelgrade.checking.findings import TOO_MANY, Finding, unproved
from peelgrade.checking.gathering import outcomes
from peelgrade.checking.grades import prove_areas
from peelgrade.checking.living import alive, used
from peelgrade.checking.records import prove_records
from peelgrade.checking.spaces import TooLargeError
from peelgrade.checking.telling import told
from peelgrade.compiling import Program
from peelgrade.trying import TestCase


def check(run: Program, tests: Sequence[TestCase] = ()) -> list[Finding]:
    """
    Return every property of a pack: what was proved, over how many states, and what failed.

    *tests* are those beside the rules: examples of the parameters that no rule's own examples touch.
    """
    records = prove_records(run)
    known = characteristics(run) if _complete(records) else None
    states = prove_characteristics(known) if known else _none("verdict", "concern", tier="appraise")
    ready = known if _complete(states) else None
    areas = (
        prove_areas(run, outcomes([run], ready.states))
        if ready
        else _none("grade", tier="verdict or concern")
    )
    proofs = [*records, *states, *areas, *prove_figures(run)]
    return [*proofs, _whole(proofs), *_alive(run, ready), *told(run, tests)]


def complete(run: Program) -> bool:
    """Say whether every record gets one level, and every characteristic one verdict and no two concerns."""
    return _complete(prove_records(run)) and _complete(prove_characteristics(characteristics(run)))


def _complete(findings: Sequence[Finding]) -> bool:
    return all(one.held for one in findings if one.name.startswith("complete"))


def _none(*names: str, tier: str) -> list[Finding]:
    """Return that nothing is proved of some tiers, since another isn't complete."""
    reason = f"the {tier} tier isn't complete"
    return [unproved(f"{what}: {name}", reason) for name in names for what in ("complete", "monotone")]


def _whole(proofs: Sequence[Finding]) -> Finding:
    """Say whether the steps compose: whether better evidence ever lowers a grade."""
    steps = [one for one in proofs if one.name.startswith("monotone")]
    failed = [one.name for one in steps if one.held is False]
    looked = sum(one.states for one in steps)
    if failed:
        return Finding("monotone: pack", False, looked, f"not every step holds: {', '.join(failed)}")
    if any(one.held is None for one in steps):
        return unproved("monotone: pack", "not every step is proved")
    text = "every step from a figure to a grade goes one way, so better evidence never lowers a grade"
    return Finding("monotone: pack", True, looked, text)


def _alive(run: Program, known: Characteristics | None) -> list[Finding]:
    if known is None:
        return [unproved("alive", "the pack isn't complete"), used(run.pack)]
    try:
        return alive(known)
    except TooLargeError:
        return [unproved("alive", TOO_MANY), used(run.pack)]
