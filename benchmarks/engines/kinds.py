"""The engines by name, as far as they are installed."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

from benchmarks.engines.loops import Loops
from benchmarks.engines.ours import Afresh, Remembered, rete
from benchmarks.engines.shell import Shell
from benchmarks.engines.tables import Tables
from benchmarks.engines.tiers import Engine, Graded, graded
from peelgrade.assessment import Inspection
from peelgrade.compiling import Program

MAKERS: dict[str, Callable[[Program], Engine]] = {
    "peelgrade's evaluator": Remembered,
    "the same, remembering nothing": Afresh,
    "plain Python loops": Loops,
    "clipspy": Shell,
    "durable_rules alone": rete,
    "zen-engine": Tables,
}
NEEDS = {"clipspy": "clips", "zen-engine": "zen", "durable_rules alone": "durable"}
NAMES = tuple(MAKERS)


def installed() -> tuple[str, ...]:
    """Return the names of the engines that can be used here."""
    return tuple(name for name in NAMES if name not in NEEDS or find_spec(NEEDS[name]) is not None)


def engine(name: str, run: Program) -> Engine:
    """Return an engine with the rules of a pack loaded."""
    return MAKERS[name](run)


def graded_by(made: Engine, inspection: Inspection, run: Program) -> Graded:
    """Return what a case comes to by one engine."""
    return graded(run, inspection, made)
