"""
What notices a small change of the rules: an example, a test, a proof, or nothing.

A change that nothing notices although something differs by it is a survivor: a gap in the examples, told
with the plainest state in which it shows. One by which nothing differs in any state is told apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from peelgrade.checking import check
from peelgrade.checking.properties import complete
from peelgrade.compiling import Program, program
from peelgrade.errors import RefusedError
from peelgrade.mutating.mutants import Mutant, mutants
from peelgrade.mutating.sameness import Original
from peelgrade.rules import TIERS
from peelgrade.trying import TestCase, example_facts, passes

Noticed = Literal["example", "test", "proof", "same", "nothing"]


@dataclass(frozen=True)
class Mutation:
    """One small change, what noticed it first, and why nothing did where it survived."""

    about: str
    what: str
    noticed: Noticed
    reason: str = ""


@dataclass(frozen=True)
class Report:
    """Every small change of a pack, and what noticed it."""

    mutations: tuple[Mutation, ...]

    def by(self, noticed: Noticed) -> tuple[Mutation, ...]:
        """Return the changes that one kind of thing noticed first."""
        return tuple(one for one in self.mutations if one.noticed == noticed)

    @property
    def of(self) -> int:
        """Return how many changes there are by which anything differs."""
        return len(self.mutations) - len(self.by("same"))

    @property
    def share(self) -> Fraction:
        """Return the share of these that something notices."""
        return 1 - Fraction(len(self.by("nothing")), self.of) if self.of else Fraction(1)


def mutate(run: Program, tests: Sequence[TestCase]) -> Report:
    """
    Change a pack in every small way, one at a time, and return what notices each change.

    Args:
        run: The pack; it should hold every property of `check`.

        tests: The tests beside its rules.

    Raises:
        RefusedError: If the pack isn't complete, so that there is nothing to compare with.

    """
    return Report(tuple(mutations(run, tests)))


def mutations(run: Program, tests: Sequence[TestCase]) -> Iterator[Mutation]:
    """Yield what `mutate` returns, one change after another."""
    if not complete(run):
        raise RefusedError(
            "these rules leave something undecided, or decide it twice\n"
            "  help: `peelgrade rules check` shows where"
        )
    judge = Judge(run, tests)
    for one in mutants(run):
        yield judge.judged(one)


class Judge:
    """Judges the changed packs of one complete original."""

    def __init__(self, run: Program, tests: Sequence[TestCase]) -> None:
        """Note what the proofs object to as it stands: that is no objection to a change."""
        self.run, self.tests = run, tests
        self.original = Original(run)
        self.complaints = _complaints(run, tests)

    def judged(self, mutant: Mutant) -> Mutation:
        """Return what notices one change, the cheapest to ask first."""
        run = program(self.run.framework, mutant.pack, chained=False)
        if _an_example_fails(run):
            return Mutation(mutant.about, mutant.what, "example")
        if any(not passes(run, test) for test in self.tests):
            return Mutation(mutant.about, mutant.what, "test")
        difference = self.original.difference(run)
        if not difference:
            return Mutation(mutant.about, mutant.what, "same")
        if _complaints(run, self.tests) - self.complaints:
            return Mutation(mutant.about, mutant.what, "proof")
        return Mutation(mutant.about, mutant.what, "nothing", difference)


def _complaints(run: Program, tests: Sequence[TestCase]) -> set[str]:
    return {one.name for one in check(run, tests) if one.held is not True}


def _an_example_fails(run: Program) -> bool:
    return any(
        run.tiers[tier].fires(rule.id, example_facts(run, rule, number)) is not example.fires
        for tier in TIERS
        for rule in run.pack.tier(tier)
        for number, example in enumerate(rule.examples)
    )
