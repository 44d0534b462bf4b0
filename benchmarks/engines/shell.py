"""The rules as those of CLIPS, by clipspy: a template a tier, and a fact for each rule that holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks.engines.tiers import Facts
from peelgrade.chaining import key
from peelgrade.compiling import Program
from peelgrade.conditions import Comparison, Test
from peelgrade.rules import Tier


class Shell:
    """An environment of CLIPS that holds the rules of every tier."""

    def __init__(self, run: Program) -> None:
        """Write and load the rules; raise ImportError without clipspy."""
        import clips

        self._environment: Any = clips.Environment()
        self._names = {key(rule): rule for tier in run.tiers.values() for rule in tier.tests}
        self._environment.build("(deftemplate met (slot place) (slot rule))")
        for tier, compiled in run.tiers.items():
            slots = " ".join(f"(slot {key(one)})" for one in run.facts[tier])
            self._environment.build(f"(deftemplate {tier} (slot place) {slots})")
            for rule, test in compiled.tests.items():
                self._environment.build(defrule(tier, rule, test))

    def match(self, tier: Tier, facts: Sequence[Facts]) -> list[frozenset[str]]:
        """Return the rules whose condition holds, for each of *facts*."""
        environment = self._environment
        environment.reset()
        template = environment.find_template(tier)
        for place, one in enumerate(facts):
            template.assert_fact(place=place, **{key(name): int(value) for name, value in one.items()})
        environment.run()
        found: list[set[str]] = [set() for _ in facts]
        for fact in environment.find_template("met").facts():
            found[fact["place"]].add(self._names[str(fact["rule"])])
        return [frozenset(one) for one in found]


def defrule(tier: str, rule: str, test: Test) -> str:
    """Return a rule in the language of CLIPS."""
    names = sorted(_facts(test))
    slots = " ".join(f"({key(one)} ?{key(one)})" for one in names)
    pattern = f"({tier} (place ?place) {slots})"
    return (
        f"(defrule {key(rule)} {pattern} (test {expression(test)}) => "
        f"(assert (met (place ?place) (rule {key(rule)}))))"
    )


def _facts(test: Test) -> set[str]:
    if isinstance(test, Comparison):
        return {test.fact}
    return {one for part in test.parts for one in _facts(part)}


def expression(test: Test) -> str:
    """Return a test as an expression of CLIPS."""
    if isinstance(test, Comparison):
        return _comparison(test)
    if test.kind == "none":
        return f"(not {_joined('or', [expression(one) for one in test.parts])})"
    return _joined("and" if test.kind == "all" else "or", [expression(one) for one in test.parts])


def _joined(operator: str, parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"({operator} {' '.join(parts)})"


def _comparison(test: Comparison) -> str:
    value = f"?{key(test.fact)}"
    if test.among:
        return _joined("or", [f"(= {value} {one})" for one in test.among])
    low = [] if test.low is None else [f"(>= {value} {test.low})"]
    high = [] if test.high is None else [f"(<= {value} {test.high})"]
    return _joined("and", [*low, *high])
