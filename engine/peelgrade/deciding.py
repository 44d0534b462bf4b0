"""Tiers two and three: a verdict on each characteristic, and what concern follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from peelgrade.assessment import Appraisal, Verdict
from peelgrade.compiling import Program
from peelgrade.facts import NO_CONCERN
from peelgrade.framework import NOT_ASSESSED


def verdict_facts(run: Program, appraisals: Sequence[Appraisal]) -> dict[str, int]:
    """Return what the verdict rules read: the extremes of both sides, and how many kinds tell."""
    facts = run.facts["verdict"]
    short = _side(appraisals, "shortfall")
    strong = _side(appraisals, "strength")
    gravest = max((facts["gravest"].encode(a.level) for a in short), default=0)
    strongest = max((facts["strongest"].encode(a.level) for a in strong), default=0)
    return {
        "gravest": gravest,
        "strongest": strongest,
        "shortfall-kinds": len({a.record.source for a in _counting(run, short, "gravest")}),
        "strength-kinds": len({a.record.source for a in _counting(run, strong, "strongest")}),
    }


def _side(appraisals: Sequence[Appraisal], side: str) -> list[Appraisal]:
    return [one for one in appraisals if one.side == side]


def _counting(run: Program, side: list[Appraisal], fact: str) -> list[Appraisal]:
    """Return the records of one side that weigh enough to corroborate."""
    corroboration = run.pack.corroboration
    least = corroboration.shortfall if fact == "gravest" else corroboration.strength
    if least is None:
        return []
    scale = run.facts["verdict"][fact]
    return [one for one in side if scale.encode(one.level) >= scale.encode(least)]


def _deciding(run: Program, side: list[Appraisal], fact: str) -> tuple[str, ...]:
    """Return the extreme records of one side, ties included, and those that corroborate them."""
    scale = run.facts["verdict"][fact]
    most = max((scale.encode(one.level) for one in side), default=0)
    chosen = [one for one in side if scale.encode(one.level) == most]
    kinds = {one.record.source for one in chosen}
    by_kind: dict[str, list[Appraisal]] = {}
    for one in _counting(run, side, fact):
        if one.record.source not in kinds:
            by_kind.setdefault(one.record.source, []).append(one)
    for others in by_kind.values():
        best = max(scale.encode(one.level) for one in others)
        chosen += [one for one in others if scale.encode(one.level) == best]
    return tuple(sorted(one.record.id for one in chosen))


def decide(run: Program, characteristic: str, appraisals: Sequence[Appraisal]) -> Verdict:
    """Return the verdict on a characteristic from the appraisals of what weighs on it."""
    short, strong = _side(appraisals, "shortfall"), _side(appraisals, "strength")
    supports = tuple(a.record.id for a in appraisals if a.side == "neither" and a.shows != "nothing")
    if not short and not strong:
        return Verdict(characteristic, NOT_ASSESSED, supports=supports)
    facts = verdict_facts(run, appraisals)
    rule = run.only("verdict", run.tiers["verdict"].fired(facts), f"`{characteristic}`")
    return Verdict(
        characteristic,
        run.says(rule),
        rule,
        facts,
        _deciding(run, short, "gravest"),
        _deciding(run, strong, "strongest"),
        tuple(sorted(one.record.id for one in (*short, *strong))),
        supports,
    )


def concern_facts(run: Program, verdict: Verdict) -> dict[str, int]:
    """Return what the concern rules read of an assessed characteristic."""
    return verdict.facts | {"verdict": run.framework.verdicts.index(verdict.verdict)}


def concern(run: Program, verdict: Verdict) -> str | None:
    """Return the id of the concern rule that fires on a verdict, if one does."""
    if not verdict.assessed:
        return None
    fired = run.tiers["concern"].fired(concern_facts(run, verdict))
    if not fired:
        return None
    rule = run.only("concern", fired, f"`{verdict.characteristic}`")
    return None if run.says(rule) == NO_CONCERN else rule


def check_verdicts(run: Program, verdicts: Iterable[Verdict]) -> None:
    """Have both evaluators conclude the verdict and concern tiers on every characteristic."""
    assessed = [verdict for verdict in verdicts if verdict.assessed]
    run.conclude("verdict", [verdict.facts for verdict in assessed])
    run.conclude("concern", [concern_facts(run, verdict) for verdict in assessed])
