"""A framework and a pack, compiled once: the vocabulary, the tests of every tier, the chain."""

from __future__ import annotations

from dataclasses import dataclass

from peelgrade.chaining import Chain, available
from peelgrade.conditions import Compiled, compiled_rules
from peelgrade.errors import DisagreementError, RulesError
from peelgrade.facts import Fact, vocabulary
from peelgrade.framework import Framework
from peelgrade.rules import TIERS, Pack, Tier

KEPT = 16


@dataclass(frozen=True)
class Program:
    """A pack ready to run for its framework. *chain* is durable_rules, where it can be used."""

    framework: Framework
    pack: Pack
    facts: dict[Tier, dict[str, Fact]]
    tiers: dict[Tier, Compiled]
    chain: Chain | None

    def conclude(self, tier: Tier, facts: list[dict[str, int]]) -> list[frozenset[str]]:
        """
        Return the rules of *tier* that fire on each of *facts*, by both evaluators.

        Raises:
            DisagreementError: If durable_rules and our own evaluator differ on any of them.

        """
        ours = [self.tiers[tier].met(one) for one in facts]
        if self.chain is not None and facts:
            for one, mine, theirs in zip(facts, ours, self.chain.match(tier, facts), strict=True):
                if mine != theirs:
                    raise DisagreementError(
                        f"the evaluators differ in tier {tier} on {one}: ours meets "
                        f"{sorted(mine)}, durable_rules {sorted(theirs)}"
                    )
        return [self.tiers[tier].left(one) for one in ours]

    def only(self, tier: Tier, fired: frozenset[str], about: str) -> str:
        """Return the one rule that fired; raise RulesError where there is none or several."""
        if len(fired) != 1:
            found = " and ".join(f"`{rule}`" for rule in sorted(fired)) or "no rule"
            raise RulesError(
                f"{found} of tier {tier} speak{'' if len(fired) > 1 else 's'} on {about}, where exactly "
                "one should\n  help: `peelgrade rules check` shows the gap or the overlap"
            )
        return next(iter(fired))

    def says(self, rule: str) -> str:
        """Return what a rule concludes."""
        return self.pack.by_id[rule].concludes


_programs: dict[tuple[int, int, bool], Program] = {}


def program(framework: Framework, pack: Pack, *, chained: bool = True) -> Program:
    """
    Return *pack* compiled for *framework*, from memory if this very pair was compiled before.

    With *chained* false, or where durable_rules can't be imported, our own evaluator works alone.
    """
    wanted = (id(framework), id(pack), chained)
    if wanted not in _programs:
        while len(_programs) >= KEPT:
            _programs.pop(next(iter(_programs)))
        _programs[wanted] = _compile(framework, pack, chained=chained)
    return _programs[wanted]


def _compile(framework: Framework, pack: Pack, *, chained: bool) -> Program:
    facts = vocabulary(framework, pack)
    tiers = {tier: compiled_rules(pack.tier(tier), facts[tier], pack) for tier in TIERS}
    chain = _chain(tiers) if chained and available() else None
    return Program(framework, pack, facts, tiers, chain)


_chains: dict[object, Chain] = {}


def _chain(tiers: dict[Tier, Compiled]) -> Chain:
    """
    Return the chain of these rules, one for equal ones: a host of durable_rules is never freed.

    So a pack that is read anew for each of many cases doesn't take up memory each time.
    """
    wanted = tuple((tier, tuple(tiers[tier].tests.items())) for tier in TIERS)
    if wanted not in _chains:
        while len(_chains) >= KEPT:
            _chains.pop(next(iter(_chains)))
        _chains[wanted] = Chain(tiers)
    return _chains[wanted]
