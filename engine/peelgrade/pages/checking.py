"""The pages that the `rules` commands show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from peelgrade.checking import Finding
from peelgrade.compiling import Program
from peelgrade.model import plain_number
from peelgrade.pages.parts import grade_words
from peelgrade.phrasing import phrase
from peelgrade.rules import Count, Measures, Pack, Parameter, Rule, Standard, Theme
from peelgrade.trying import Trial
from peelgrade.view import Block, Bullets, Heading, Page, Sentence, Table, say
from peelgrade.wording import joined, sentence_case, words

ONE_SENTENCE = 160
"""A condition of up to so many letters is told in one sentence."""

MARKS = {True: "proved", False: "FAILED", None: "NOT PROVED"}


Shown = Mapping[str, tuple[str, list[str]]]
"""For a failed property what its counterexample shows, and the files in which it lies."""


TOGETHER = (
    "Together: a better figure is never read worse, a better record never weighs less, a better state of "
    "a characteristic never gives a worse verdict or a graver concern, and better verdicts or lesser "
    "concerns never lower a grade. The conclusion of each is the premise of the next, so better evidence "
    "never lowers a grade."
)


def check_page(pack: Pack, findings: list[Finding], shown: Shown) -> Page:
    """Return what was proved of a pack, over how many states, and every failure in a sentence."""
    failed = [one for one in findings if one.held is not True]
    rows = tuple(
        (one.name, MARKS[one.held], f"{one.states:,}", one.detail if one.held else "see above")
        for one in findings
    )
    blocks: list[Block] = []
    if failed:
        items = tuple(Sentence(_failed(one, shown)) for one in failed)
        blocks += [Heading("What failed, or could not be proved"), Bullets(items)]
    blocks += [
        Heading("Every property"),
        say(_proved(findings)),
        Table(
            "What came of each, and over how many states.", ("Property", "Result", "States", "Detail"), rows
        ),
    ]
    blocks.append(
        say(TOGETHER)
        if not failed
        else say(f"{len(failed)} of {len(findings)} properties failed or could not be proved.")
    )
    return Page(f"Rules {pack.id} {pack.version}: what is proved", tuple(blocks))


EVERY = "Proved over every state, not over samples"


def _proved(findings: list[Finding]) -> str:
    """Return over what everything was proved, and which lines have a bound."""
    bounded = [f"`{one.name}`" for one in findings if one.bounded]
    if not bounded:
        return f"{EVERY}."
    looks = "looks" if len(bounded) == 1 else "look"
    return (
        f"{EVERY}; {joined(bounded)} {looks} at every state up to the bound that the line gives, and "
        "docs/proofs.md argues what lies beyond."
    )


def _failed(one: Finding, shown: Shown) -> str:
    text = f"{one.name}: {sentence_case(one.detail)}."
    if one.name not in shown:
        return text
    says, files = shown[one.name]
    return f"{text} Shown by {joined(files)}: {says}."


def check_data(pack: Pack, findings: list[Finding], shown: Shown) -> dict[str, Any]:
    """Return the findings as plain data."""
    return {
        "rules": pack.id,
        "version": pack.version,
        "properties": [
            {
                "name": one.name,
                "held": one.held,
                "states": one.states,
                "detail": one.detail,
                "bounded": one.bounded,
            }
            | _witness(one.name, shown)
            for one in findings
        ],
    }


def _witness(name: str, shown: Shown) -> dict[str, Any]:
    if name not in shown:
        return {}
    says, cases = shown[name]
    return {"witness": {"says": says, "cases": cases}}


def trial_page(pack: Pack, trials: list[Trial], uncovered: list[str] | None) -> Page:
    """Return the examples and tests that failed, as given, expected and got, and what wasn't covered."""
    failed = [one for one in trials if not one.passed]
    blocks: list[Block] = [say(_come_out(trials, failed))]
    for one in failed:
        items = (
            Sentence(f"Given: {one.given}."),
            Sentence(f"Expected: {one.expected}."),
            Sentence(f"Got: {one.got}."),
        )
        blocks += [Heading(one.name, 3), Bullets(items)]
    if uncovered is not None:
        blocks.append(Heading("Coverage"))
        if uncovered:
            blocks.append(Bullets(tuple(Sentence(one) for one in uncovered)))
        else:
            blocks.append(say("Every rule fired and didn't, and every comparison was both true and false."))
    return Page(f"Rules {pack.id} {pack.version}: examples and tests", tuple(blocks))


def _come_out(trials: list[Trial], failed: list[Trial]) -> str:
    if not trials:
        return "Nothing to run: no rule has an example, and no file beside them ends in .test.yaml."
    return f"{len(trials) - len(failed)} of {len(trials)} examples and tests come out as expected."


def trial_data(pack: Pack, trials: list[Trial], uncovered: list[str] | None) -> dict[str, Any]:
    """Return the examples and tests as plain data."""
    return {
        "rules": pack.id,
        "run": len(trials),
        "failed": [
            {"name": one.name, "given": one.given, "expected": one.expected, "got": one.got}
            for one in trials
            if not one.passed
        ],
        "uncovered": uncovered,
    }


def things(pack: Pack) -> tuple[Parameter | Standard | Count | Theme, ...]:
    """Return everything in a pack that has an id and isn't a rule."""
    return (*pack.parameters, *pack.standards, *pack.counts, *pack.themes)


def rule_page(run: Program, wanted: str) -> Page:
    """Return a rule, parameter, standard, count or theme as a person reads it; raise NotFoundError."""
    pack = run.pack
    for one in things(pack):
        if one.id == wanted:
            return Page(wanted, tuple(_thing(pack, one)))
    rule = pack.rule(wanted)
    return Page(wanted, tuple(_rule(run, rule)))


ENDS = {
    "appraise": "the record weighs as",
    "verdict": "the characteristic is",
    "concern": "there is a",
    "grade": "the area is no higher than",
}


def _rule(run: Program, rule: Rule) -> list[Block]:
    blocks: list[Block] = [say(rule.says), *_when(run, rule)]
    if rule.unless:
        blocks.append(say(f"Unless one of these fires: {', '.join(rule.unless)}."))
    used = {str(o)[1:] for c in rule.when.comparisons() for o in _list(c.operand) if str(o).startswith("$")}
    if used:
        values = [f"{one} is {plain_number(run.pack.values[one])}" for one in sorted(used)]
        blocks.append(say(f"Parameters: {', '.join(values)}."))
    blocks.append(say(f"Source: {rule.cites}"))
    if rule.tier != "grade":
        return [*blocks, say("Bears on: every characteristic of every area.")]
    areas = rule.areas or tuple(area.id for area in run.framework.areas if area.graded)
    blocks.append(say(f"Bears on: {', '.join(areas)}."))
    themes = _themes(run.pack, rule, areas)
    return [*blocks, Heading("Themes that it counts"), Bullets(themes)] if themes else blocks


def _when(run: Program, rule: Rule) -> list[Block]:
    """Return the condition as a sentence, or as a list of its parts where it is long."""
    graded = rule.tier == "grade"
    ends = grade_words(rule.concludes, run.framework) if graded else words(rule.concludes)
    then = f"{ENDS[rule.tier]} {ends}"
    text = phrase(rule.when, run.pack)
    if len(text) <= ONE_SENTENCE:
        return [say(f"When {text}, {then}.")]
    parts = tuple(Sentence(phrase(one, run.pack)) for one in rule.when.parts)
    holds = {"all": "all of these hold", "any": "any of these holds", "none": "none of these holds"}
    return [say(f"{sentence_case(then)} when {holds[rule.when.kind]}:"), Bullets(parts)]


def _themes(pack: Pack, rule: Rule, areas: tuple[str, ...]) -> tuple[Sentence, ...]:
    facts = {one.fact for one in rule.when.comparisons()}
    scopes = {scope for count in pack.counts if count.id in facts for scope in count.over}
    return tuple(
        Sentence(f"{one.area}: {one.title} ({', '.join(one.characteristics)}). {one.because}")
        for one in pack.themes
        if one.area in areas and ("themes" in scopes or ("leads" in scopes and one.lead))
    )


def _list(operand: object) -> tuple[object, ...]:
    return operand if isinstance(operand, tuple) else (operand,)


def _thing(pack: Pack, one: Any) -> list[Block]:
    data = one.model_dump(mode="json", exclude_defaults=True, by_alias=True)
    used = [
        rule.id
        for rule in pack.rules
        if any(
            c.fact == one.id or f"${one.id}" in map(str, _list(c.operand)) for c in rule.when.comparisons()
        )
    ]
    used += [s.id for s in pack.standards if f"${one.id}" in (s.expected, s.exceptional)]
    used += ["the reading of figures"] if pack.measures and f"${one.id}" in _reading(pack.measures) else []
    used += ["how much must be assessed before there is a grade"] if one.id == pack.secure else []
    items = tuple(
        Sentence(f"{words(name)}: {_value(name, value)}") for name, value in data.items() if name != "id"
    )
    blocks: list[Block] = [Bullets(items)]
    return [*blocks, say(f"Used by: {', '.join(used)}.")] if used else blocks


def _value(name: str, value: Any) -> str:
    """Return a field as it is read."""
    if name == "plausible":
        return " to ".join(map(str, value))
    if isinstance(value, dict):
        return ", ".join(f"{key} {one}" for key, one in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _reading(measures: Measures) -> tuple[object, ...]:
    bands = measures.bands
    return (measures.confidence, bands.some, bands.widespread, bands.systemic)


def rule_data(run: Program, wanted: str) -> dict[str, Any]:
    """Return a rule, parameter, standard, count or theme as plain data; raise NotFoundError."""
    pack = run.pack
    for one in things(pack):
        if one.id == wanted:
            return dict(one.model_dump(mode="json", by_alias=True))
    return dict(pack.rule(wanted).model_dump(mode="json", by_alias=True, exclude_none=True))
