"""Tier four: the counts of an area, the ceilings that they set, and what each ceiling rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

from peelgrade.assessment import (
    GRADED,
    NOT_GRADED,
    NOT_SECURE,
    Appraisal,
    AreaAssessment,
    Ceiling,
    Concern,
    Verdict,
)
from peelgrade.compiling import Program
from peelgrade.conditions import Comparison, holding
from peelgrade.counting import counted, titles, to_blame
from peelgrade.deciding import concern, decide
from peelgrade.framework import NOT_ASSESSED, Area
from peelgrade.model import spelled
from peelgrade.rules import CAUSE, IMPROVEMENT, Rule


@dataclass(frozen=True)
class Weighed:
    """The appraisals that weigh on each characteristic, and the verdicts worked out so far."""

    run: Program
    appraisals: dict[str, tuple[Appraisal, ...]]
    _known: dict[tuple[str, frozenset[str]], Verdict] = field(default_factory=dict)

    def verdict(self, characteristic: str, without: frozenset[str] = frozenset()) -> Verdict:
        """Return the verdict on a characteristic with some records taken away."""
        appraisals = self.appraisals[characteristic]
        gone = without & {one.record.id for one in appraisals}
        if (characteristic, gone) not in self._known:
            left = [one for one in appraisals if one.record.id not in gone]
            self._known[characteristic, gone] = decide(self.run, characteristic, left)
        return self._known[characteristic, gone]


@dataclass(frozen=True)
class State:
    """An area at one moment: its verdicts, the concern rule of each, and the counted facts."""

    verdicts: dict[str, Verdict]
    concerns: dict[str, str]
    facts: dict[str, int]
    secure: bool

    def of(self, run: Program, kind: str) -> tuple[str, ...]:
        """Return the characteristics with one kind of concern."""
        return tuple(one for one, rule in self.concerns.items() if run.says(rule) == kind)


def needed(run: Program, area: Area) -> int:
    """Return how many of an area's characteristics must be assessed before it gets a grade."""
    return max(1, ceil(run.pack.number(f"${run.pack.secure}") * len(area.ids)))


def state(weighed: Weighed, area: Area, without: frozenset[str] = frozenset()) -> State:
    """Return an area's state, with some records taken away."""
    run = weighed.run
    verdicts = {one: weighed.verdict(one, without) for one in area.ids}
    found = {one: concern(run, verdict) for one, verdict in verdicts.items()} if area.graded else {}
    concerns = {one: rule for one, rule in found.items() if rule is not None}
    said = [run.says(rule) for rule in concerns.values()]
    facts = counts(run, area, {one: v.verdict for one, v in verdicts.items()})
    facts |= {
        "causes-of-concern": said.count(CAUSE),
        "areas-for-improvement": said.count(IMPROVEMENT),
    }
    return State(verdicts, concerns, facts, facts["assessed"] >= needed(run, area))


def counts(run: Program, area: Area, verdicts: dict[str, str]) -> dict[str, int]:
    """Return the declared counts of an area, and how many characteristics are assessed."""
    facts = {
        one.id: counted(one, area, verdicts, run.framework, run.pack, run.facts["grade"][one.id].unit)
        for one in run.pack.counts
    }
    return facts | {"assessed": sum(verdict != NOT_ASSESSED for verdict in verdicts.values())}


def fired(run: Program, area: Area, facts: dict[str, int]) -> tuple[Rule, ...]:
    """Return the grade rules that fire on an area's facts, lowest ceiling first, then by id."""
    rules = [
        rule
        for rule in run.pack.tier("grade")
        if run.pack.applies(rule, area.id) and run.tiers["grade"].fires(rule.id, facts)
    ]
    return tuple(sorted(rules, key=lambda rule: (run.framework.rank(rule.concludes), rule.id)))


def assess_area(weighed: Weighed, area: Area) -> AreaAssessment:
    """Return the assessment of one area."""
    run, now = weighed.run, state(weighed, area)
    ceilings: tuple[Ceiling, ...] = ()
    outcome, grade = NOT_GRADED if not area.graded else NOT_SECURE, None
    if area.graded and now.secure:
        ceilings = tuple(_ceiling(weighed, area, now, rule) for rule in fired(run, area, now.facts))
        outcome, grade = GRADED, ceilings[0].grade if ceilings else run.framework.grade_ids[-1]
    rules = [rule for rule in run.pack.tier("grade") if run.pack.applies(rule, area.id)]
    return AreaAssessment(
        area.id,
        outcome,
        grade,
        ceilings,
        tuple(now.verdicts.values()),
        concerns(run, now, IMPROVEMENT),
        concerns(run, now, CAUSE),
        now.facts,
        tuple(sorted(rule.id for rule in rules)) if area.graded else (),
        tuple(one for one, verdict in now.verdicts.items() if not verdict.assessed),
        needed(run, area),
    )


def blamed(run: Program, area: Area, now: State, rule: Rule) -> tuple[str, ...]:
    """Return the characteristics that a ceiling bites because of; all assessed, if none in particular."""
    found: list[str] = []
    for one in holding(run.tiers["grade"].tests[rule.id], now.facts):
        found += _blamed_by(run, area, now, one)
    assessed = [one for one, verdict in now.verdicts.items() if verdict.assessed]
    return tuple(one for one in assessed if one in found) or tuple(assessed)


def _blamed_by(run: Program, area: Area, now: State, one: Comparison) -> list[str]:
    if one.fact in ("causes-of-concern", "areas-for-improvement"):
        return list(now.of(run, CAUSE if one.fact == "causes-of-concern" else IMPROVEMENT))
    count = next((count for count in run.pack.counts if count.id == one.fact), None)
    if count is None:
        return []
    verdicts = {name: verdict.verdict for name, verdict in now.verdicts.items()}
    names: list[str] = []
    for bound, too_many in ((one.low, True), (one.high, False)):
        if bound is not None:
            names += to_blame(count, area, verdicts, run.framework, run.pack, too_many=too_many)
    return names


def _ceiling(weighed: Weighed, area: Area, now: State, rule: Rule) -> Ceiling:
    """
    Return the ceiling that *rule* sets, with all the evidence that it takes to lift it.

    What decides the blamed characteristics is taken away, and so on with what is to blame then,
    until the rule no longer fires: that it ends is plain, since at last nothing is left.
    """
    run = weighed.run
    characteristics = blamed(run, area, now, rule)
    gone: frozenset[str] = frozenset()
    then, names = now, characteristics
    while then.secure and run.tiers["grade"].fires(rule.id, then.facts):
        more = {one for name in names for one in then.verdicts[name].evidence}
        gone |= more
        then = state(weighed, area, gone)
        names = blamed(run, area, then, rule)
    because = filled(run, area, rule, now)
    return Ceiling(rule.concludes, rule.id, because, tuple(sorted(gone)), characteristics)


def filled(run: Program, area: Area, rule: Rule, now: State) -> str:
    """
    Return a rule's reason with its facts in place.

    `{count}` is a fact's value (a number in words), `{count.names}` the titles of the themes counted.
    """
    text = rule.because or rule.says
    verdicts = {name: verdict.verdict for name, verdict in now.verdicts.items()}
    for name, fact in run.facts["grade"].items():
        value = now.facts[name]
        text = text.replace("{" + name + "}", fact.read(value) if fact.unit > 1 else spelled(value, "none"))
    for count in run.pack.counts:
        if "{" + count.id + ".names}" in text:
            named = [f"“{one}”" for one in titles(count, area, verdicts, run.framework, run.pack)]
            text = text.replace("{" + count.id + ".names}", _listed(named))
    return text


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def concerns(run: Program, now: State, kind: str) -> tuple[Concern, ...]:
    """Return an area's concerns of one kind; characteristics that share a record make one."""
    groups = _grouped(now, now.of(run, kind))
    short = "COC" if kind == CAUSE else "AFI"
    return tuple(_concern(run, now, group, f"{short}-{number}") for number, group in enumerate(groups, 1))


def _grouped(now: State, names: Sequence[str]) -> list[list[str]]:
    groups: list[list[str]] = []
    for name in names:
        mine = set(now.verdicts[name].shortfalls)
        joined = [g for g in groups if any(mine & set(now.verdicts[o].shortfalls) for o in g)]
        merged = [one for group in joined for one in group] + [name]
        groups = [group for group in groups if group not in joined]
        groups.append(merged)
    order = list(now.verdicts)
    return sorted(
        (sorted(group, key=order.index) for group in groups),
        key=lambda group: order.index(group[0]),
    )


def _concern(run: Program, now: State, group: list[str], number: str) -> Concern:
    rule = run.pack.by_id[now.concerns[group[0]]]
    texts = [run.framework.characteristic(one).text for one in group]
    evidence = sorted({one for name in group for one in now.verdicts[name].shortfalls})
    recommendations = tuple(
        one.replace("{characteristic}", text) for text in texts for one in rule.recommends
    )
    return Concern(
        number,
        "cause-of-concern" if rule.concludes == CAUSE else "area-for-improvement",
        "; ".join(texts),
        tuple(group),
        tuple(evidence),
        rule.id,
        recommendations,
    )
