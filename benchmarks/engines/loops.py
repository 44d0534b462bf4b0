"""The rules as plain Python: the code that a person would write, one `if` a rule in a loop over facts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks.engines.tiers import Facts
from peelgrade.compiling import Program
from peelgrade.conditions import Comparison, Test
from peelgrade.rules import Tier


class Loops:
    """Functions that are written from the rules, so that they are the same rules."""

    def __init__(self, run: Program) -> None:
        """Write and compile a function for each tier."""
        self._functions: dict[str, Any] = {}
        for tier, compiled in run.tiers.items():
            space: dict[str, Any] = {}
            exec(source(compiled.tests), space)  # the pack's own rules, in a benchmark
            self._functions[tier] = space["match"]

    def match(self, tier: Tier, facts: Sequence[Facts]) -> list[frozenset[str]]:
        """Return the rules whose condition holds, for each of *facts*."""
        found: list[frozenset[str]] = self._functions[tier](facts)
        return found


def source(tests: dict[str, Test]) -> str:
    """Return the code of a function that reads some rules."""
    lines = ["def match(facts):", "    found = []", "    for f in facts:", "        met = set()"]
    for rule, test in tests.items():
        lines += [f"        if {expression(test)}:", f"            met.add({rule!r})"]
    return "\n".join([*lines, "        found.append(frozenset(met))", "    return found", ""])


def expression(test: Test) -> str:
    """Return a test as an expression of Python."""
    if isinstance(test, Comparison):
        return _comparison(test)
    joined = f" {'and' if test.kind == 'all' else 'or'} ".join(expression(one) for one in test.parts)
    return f"(not ({joined}))" if test.kind == "none" else f"({joined})"


def _comparison(test: Comparison) -> str:
    value = f"f[{test.fact!r}]"
    if test.among:
        return f"{value} == {test.among[0]}" if len(test.among) == 1 else f"{value} in {test.among}"
    low = "" if test.low is None else f"{test.low} <= "
    high = "" if test.high is None else f" <= {test.high}"
    return f"{low}{value}{high}"
