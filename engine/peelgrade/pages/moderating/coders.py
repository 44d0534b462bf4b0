"""Two codings of the same inspection: where each record went, and what it was coded as."""

from __future__ import annotations

from collections.abc import Sequence

from peelgrade.evidence import Record
from peelgrade.moderating.coders import Coders, Field
from peelgrade.moderating.matching import RULE
from peelgrade.moderating.moderation import Moderation
from peelgrade.pages.moderating.parts import NONE, decimal, interval, percentages, title
from peelgrade.pages.parts import outcome_words
from peelgrade.view import Block, Bullets, Heading, Sentence, Table, say
from peelgrade.wording import counted, ended, joined, number, sentence_case, words

SHOWN = 30
PARTS = {
    "place": "Where a record went",
    "coding": "What it was coded as",
    "result": "What came of it",
}
WEIGHED = (
    "Values with an order are weighed by quadratic weights, and alpha by its ordinal metric; others are "
    "the same or not."
)


def coder_blocks(found: Moderation) -> list[Block]:
    """Return a section for each pair of codings of the same inspection."""
    return [block for one in found.coders for block in _pair(found, one)]


def _pair(found: Moderation, one: Coders) -> list[Block]:
    first, second = one.first.name, one.second.name
    blocks: list[Block] = [
        Heading(f"Two codings of {one.first.case.force}: {first} and {second}"),
        say(_matched(one)),
        say(RULE),
        say(WEIGHED),
    ]
    for part, text in PARTS.items():
        fields = [field for field in one.fields if field.part == part]
        blocks += [_table(text, fields), *_differing(text, fields)] if fields else []
    blocks += _alone(first, one.matching.first_alone) + _alone(second, one.matching.second_alone)
    return blocks + _areas(found, one)


def _matched(one: Coders) -> str:
    both, first, second = one.matching.matches, one.first.name, one.second.name
    by_id = sum(match.by_id for match in both)
    ways = [(by_id, "by id"), (len(both) - by_id, "by likeness")]
    how = joined(f"{number(many)} {way}" for many, way in ways if many) or "in no way"
    lacking = [(len(one.matching.first_alone), first), (len(one.matching.second_alone), second)]
    alone = [_only(*each) for each in lacking if each[0]] or ["neither has a record that the other lacks"]
    return (
        f"{sentence_case(counted(len(both), 'record'))} of both tell of the same thing, matched {how}; "
        f"{joined(alone)}. {sentence_case(number(one.overlapping))} of those matched have a characteristic "
        f"in common. Across forces, {first} stands for the inspection."
    )


def _only(many: int, name: str) -> str:
    return f"{counted(many, 'record')} {'is' if many == 1 else 'are'} in {name} alone"


def _table(text: str, fields: Sequence[Field]) -> Table:
    rows = tuple(_row(field) for field in fields)
    columns = ("What", "Both", "Same", "Within one step", "Kappa", "Alpha", "AC2")
    return Table(f"{text}: agreement, on what both have", columns, rows)


def _row(field: Field) -> tuple[str, ...]:
    found = field.agreement
    return (
        sentence_case(words(field.name)),
        str(found.units),
        percentages(found.exact),
        percentages(found.within_one) if field.ordered else NONE,
        *(interval(one, decimal) for one in (found.kappa, found.alpha, found.ac2)),
    )


def _differing(text: str, fields: Sequence[Field]) -> list[Block]:
    """Return where the two differ: what, and what each has."""
    rows = [
        (thing, words(field.name), words(one), words(two))
        for field in fields
        for thing, one, two in field.differ
    ]
    if not rows:
        return []
    more = [say(f"{len(rows) - SHOWN} more differences are in the JSON.")] if len(rows) > SHOWN else []
    columns = ("On", "What", "The first", "The second")
    table = Table(f"{text}: where the two differ", columns, tuple(rows[:SHOWN]))
    return [table, *more]


def _alone(name: str, records: Sequence[Record]) -> list[Block]:
    """Return the records that only one of the coders has."""
    if not records:
        return []
    items = [Sentence(ended(one.finding or str(one.measure)), (one.id,)) for one in records[:SHOWN]]
    more = [say(f"{len(records) - SHOWN} more are in the JSON.")] if len(records) > SHOWN else []
    return [Heading(f"In {name} alone", 3), Bullets(tuple(items)), *more]


def _areas(found: Moderation, one: Coders) -> list[Block]:
    regraded, framework = one.regraded, found.panel.framework
    if not regraded:
        return [say("Every area comes to the same by both codings.")]
    told = joined(
        f"{title(found, areas[0].area)} ({joined(outcome_words(one, framework) for one in areas)})"
        for areas in regraded
    )
    return [say(f"By the two codings these areas come to different grades: {told}.")]
