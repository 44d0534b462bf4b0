"""Our own evaluator with its memory and without, and durable_rules alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.engines.tiers import Engine, Facts
from peelgrade.chaining import Chain
from peelgrade.compiling import Program
from peelgrade.conditions import holds
from peelgrade.rules import Tier


@dataclass(frozen=True)
class Remembered:
    """Our evaluator as it is: facts that were read before aren't read again."""

    run: Program

    def match(self, tier: Tier, facts: Sequence[Facts]) -> list[frozenset[str]]:
        """Return the rules whose condition holds, for each of *facts*."""
        return [self.run.tiers[tier].met(one) for one in facts]


@dataclass(frozen=True)
class Afresh:
    """Our evaluator without its memory."""

    run: Program

    def match(self, tier: Tier, facts: Sequence[Facts]) -> list[frozenset[str]]:
        """Return the rules whose condition holds, for each of *facts*."""
        tests = self.run.tiers[tier].tests.items()
        return [frozenset(rule for rule, test in tests if holds(test, one)) for one in facts]


def rete(run: Program) -> Engine:
    """Return durable_rules, with no other evaluator beside it."""
    return Chain(run.tiers)
