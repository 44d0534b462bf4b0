"""
The door to durable_rules, which matches the rules by Rete. Nothing else reaches around it.

What was measured of version 2.0.28 shapes this module. Each `Host` starts two timer threads that
never end, so ours starts none, and there is one for each compiled pack. Text compares with
numbers, so only whole numbers reach it. A fact that matches nothing raises, and distinct facts can
collide in very large sessions, so a rule that matches everything accounts for each fact, sessions
hold a few hundred, and nothing that it raises is swallowed. It compares well and counts badly:
counting between tiers is ours.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from peelgrade.conditions import Comparison, Compiled, Facts, Test
from peelgrade.errors import DisagreementError
from peelgrade.rules import TIERS, Tier

LARGEST_SESSION = 400
LARGEST_NUMBER = 2**53
RULESET = "pack"
SEEN = "seen"


def available() -> bool:
    """Say whether durable_rules can be used here; it can't from Python 3.13 on."""
    try:
        import durable.engine  # noqa: F401
    except ImportError:
        return False
    return True


def translated(test: Test, *, negated: bool = False) -> dict[str, Any]:
    """Return *test* as a durable_rules expression; it has no `not`, so negation goes inwards."""
    if isinstance(test, Comparison):
        return _comparison(test, negated)
    inverted = negated ^ (test.kind == "none")
    parts = [translated(part, negated=inverted) for part in test.parts]
    return _joined("$and" if (test.kind == "all") ^ inverted else "$or", parts)


def _joined(operator: str, parts: list[dict[str, Any]]) -> dict[str, Any]:
    return parts[0] if len(parts) == 1 else {operator: parts}


def _comparison(test: Comparison, negated: bool) -> dict[str, Any]:
    name = key(test.fact)
    if test.among:
        parts: list[dict[str, Any]] = [
            {"$neq": {name: one}} if negated else {name: one} for one in test.among
        ]
        return _joined("$and" if negated else "$or", parts)
    parts = []
    if test.low is not None:
        parts.append({"$lt": {name: test.low}} if negated else {"$gte": {name: test.low}})
    if test.high is not None:
        parts.append({"$gt": {name: test.high}} if negated else {"$lte": {name: test.high}})
    return _joined("$or" if negated else "$and", parts)


def key(fact: str) -> str:
    """Return a fact's name as durable_rules takes it."""
    return fact.replace("-", "_").replace(".", "_")


class Chain:
    """One host for one compiled pack, and a session for each derivation, freed afterwards."""

    def __init__(self, tiers: Mapping[Tier, Compiled]) -> None:
        """Translate the rules of every tier and hand them to a host without timers."""
        self._names = {key(rule): rule for tier in tiers.values() for rule in tier.tests}
        self._matched: list[tuple[str, int]] = []
        self._sessions = itertools.count()
        definitions: dict[str, Any] = {}
        for number, tier in enumerate(TIERS):
            of_tier = {"tier": number}
            definitions[f"{SEEN}_{number}"] = _definition(of_tier, f"{SEEN}_{number}")
            for rule in tiers[tier].tests:
                wanted = {"$and": [of_tier, translated(tiers[tier].tests[rule])]}
                definitions[key(rule)] = _definition(wanted, key(rule))
        self._host = _host(self._matched)
        self._host.set_rulesets({RULESET: definitions})

    def match(self, tier: Tier, facts: Sequence[Facts]) -> tuple[frozenset[str], ...]:
        """
        Return the rules of *tier* whose condition each of *facts* meets, in the order given.

        Which rule gives way to which (`unless`) is decided afterwards, like the counting.

        Raises:
            DisagreementError: If durable_rules refuses a fact, loses one, or an action fails.

        """
        results: list[frozenset[str]] = []
        for start in range(0, len(facts), LARGEST_SESSION):
            results += self._session(tier, facts[start : start + LARGEST_SESSION])
        return tuple(results)

    def _session(self, tier: Tier, facts: Sequence[Facts]) -> list[frozenset[str]]:
        self._matched.clear()
        session = f"s{next(self._sessions)}"
        number = TIERS.index(tier)
        messages = [
            {"sid": session, "place": place, "tier": number} | _message(one)
            for place, one in enumerate(facts)
        ]
        try:
            state = self._host.assert_facts(RULESET, messages)
        except Exception as error:
            message = f"durable_rules refused a fact of tier {tier}: {type(error).__name__}: {error}"
            raise DisagreementError(message) from error
        finally:
            # A session that took no fact doesn't exist, and can't be deleted.
            with suppress(Exception):
                self._host.delete_state(RULESET, session)
        if isinstance(state, dict) and "exception" in state:
            raise DisagreementError(f"durable_rules failed in an action: {state['exception']}")
        return self._collected(tier, len(facts))

    def _collected(self, tier: Tier, expected: int) -> list[frozenset[str]]:
        seen = [place for name, place in self._matched if name.startswith(SEEN)]
        if sorted(seen) != list(range(expected)):
            message = f"durable_rules accounted for {len(set(seen))} of {expected} facts of tier {tier}"
            raise DisagreementError(message)
        rules: list[set[str]] = [set() for _ in range(expected)]
        for name, place in self._matched:
            if not name.startswith(SEEN):
                rules[place].add(self._names[name])
        return [frozenset(one) for one in rules]


def _message(facts: Facts) -> dict[str, int]:
    """Return facts as durable_rules takes them; refuse what it would round."""
    large = [name for name, value in facts.items() if abs(value) > LARGEST_NUMBER]
    if large:
        raise DisagreementError(f"durable_rules would round the fact `{large[0]}`: it is too large")
    return {key(name): int(value) for name, value in facts.items()}


def _definition(expression: dict[str, Any], run: str) -> dict[str, Any]:
    return {"all": [{"m": expression}], "run": run}


def _host(matched: list[tuple[str, int]]) -> Any:
    """Return a host that notes every match in *matched* and starts no timers."""
    from durable import engine

    class Host(engine.Host):  # type: ignore[misc]
        def _run(self) -> None:
            """Start nothing: no rule of ours waits for a time."""

        def get_action(self, action_name: str) -> Any:
            def note(closure: Any) -> None:
                matched.append((action_name, closure.m.place))

            return note

    return Host()
