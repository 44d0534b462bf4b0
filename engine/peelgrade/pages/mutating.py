"""What `rules mutate` shows: which small changes of the rules nothing would notice."""

from __future__ import annotations

from typing import Any

from peelgrade.facts import percent
from peelgrade.mutating import Mutation, Report
from peelgrade.mutating.noticing import Noticed
from peelgrade.rules import Pack
from peelgrade.view import Block, Bullets, Heading, Page, Sentence, Table, say
from peelgrade.wording import counted, joined

WHO: dict[Noticed, str] = {
    "example": "an example of a rule",
    "test": "a test beside the rules",
    "proof": "a proof of `rules check`",
    "nothing": "nothing",
}


def mutation_page(pack: Pack, report: Report) -> Page:
    """Return the share of changes that something notices, and each that nothing does with a reason."""
    rows = tuple((words, str(len(report.by(one)))) for one, words in WHO.items())
    same, survivors = report.by("same"), report.by("nothing")
    blocks: list[Block] = [
        say(_summary(report)),
        Table("What notices a change first, the cheapest asked first.", ("Noticed by", "Changes"), rows),
        Heading("What nothing notices"),
        Bullets(tuple(_survivor(one) for one in survivors))
        if survivors
        else say("Nothing goes unnoticed."),
    ]
    if same:
        words = "change by which nothing differs" if len(same) == 1 else "changes by which nothing differs"
        blocks += [
            Heading("What can't be noticed"),
            say(f"{len(same)} {words}, in any state that evidence can lead to; they aren't counted."),
            Bullets(tuple(_same(about, same) for about in dict.fromkeys(one.about for one in same))),
        ]
    return Page(f"Rules {pack.id} {pack.version}: what small changes would be noticed", tuple(blocks))


def _summary(report: Report) -> str:
    return (
        f"{percent(report.share)} of {counted(report.of, 'small change')} would be noticed: comparisons "
        "turned, thresholds moved by one step, conditions and rules dropped, one at a time."
    )


def _survivor(one: Mutation) -> Sentence:
    return Sentence(f"{one.about}, {one.what}: no example, test or proof has {one.reason}.")


def _same(about: str, same: tuple[Mutation, ...]) -> Sentence:
    whats = dict.fromkeys(one.what for one in same if one.about == about)
    return Sentence(f"{about}: {joined(whats)}.")


def mutation_data(pack: Pack, report: Report) -> dict[str, Any]:
    """Return every change as plain data."""
    return {
        "rules": pack.id,
        "version": pack.version,
        "changes": report.of,
        "noticed": report.of - len(report.by("nothing")),
        "share": round(float(report.share), 4),
        "mutations": [
            {"about": one.about, "what": one.what, "noticed_by": one.noticed}
            | ({"reason": one.reason} if one.reason else {})
            for one in report.mutations
        ],
    }
