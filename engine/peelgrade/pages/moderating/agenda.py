"""The agenda: each case to discuss, in order, with one sentence of why."""

from __future__ import annotations

from peelgrade.moderating.agenda import Item
from peelgrade.moderating.departing import Departure
from peelgrade.moderating.moderation import Moderation
from peelgrade.pages.moderating.parts import called, name, names, standing, steps, title
from peelgrade.pages.parts import outcome_words
from peelgrade.view import Block, Bullets, Heading, Sentence, say
from peelgrade.wording import counted, ended, joined, sentence_case

NOTHING = (
    "Nothing to discuss: no grade stands lower than another on evidence at least as good, no award departs "
    "from what is proposed without a recorded reason, and no two codings come to different grades."
)


def agenda_blocks(found: Moderation, items: tuple[Item, ...]) -> list[Block]:
    """Return the agenda as a numbered list."""
    if not items:
        return [Heading("Agenda"), say(NOTHING)]
    lines = [Sentence(f"{heading(found, one)}: {why(found, one)}") for one in items]
    return [
        Heading(f"Agenda: {counted(len(items), 'case')} to discuss"),
        Bullets(tuple(lines), numbered=True),
    ]


def heading(found: Moderation, item: Item) -> str:
    """Return which case, and in which area."""
    force = item.seat.case.force if item.coded else name(found.panel, item.seat)
    return f"{force}, {title(found, item.area)}"


def why(found: Moderation, item: Item) -> str:
    """Return in one sentence why a case should be discussed."""
    if item.coded:
        framework = found.panel.framework
        told = [f"{outcome_words(area, framework)} by {seat.name}" for seat, area in item.coded]
        return f"two codings of the same inspection come to different grades, {joined(told)}."
    reasons = [*_conflict(found, item), *([_departure(item.departure)] if item.departure else [])]
    return ended("; ".join(reasons))


def _conflict(found: Moderation, item: Item) -> list[str]:
    """Return what a grade is in conflict with, and who could be discussed in its place."""
    if not item.pairs:
        return []
    above = names(found.panel, [one.higher for one in item.pairs if one.lower.case == item.case])
    below = names(found.panel, [one.lower for one in item.pairs if one.higher.case == item.case])
    own = next(one for pair in item.pairs for one in (pair.lower, pair.higher) if one.case == item.case)
    others = [f"{above} higher on evidence that is no better"] if above else []
    others += [f"{below} lower on evidence at least as good"] if below else []
    told = [f"graded {standing(own)}, but {joined(others)}"]
    if all(one.rests for one in item.pairs):
        told.append("the difference rests on what only one was assessed on")
    if item.instead:
        told.append(f"{names(found.panel, item.instead)} could be discussed instead")
    return told


def _departure(one: Departure) -> str:
    grades = f"awarded {called(one.position.awarded, one.position)}, {steps(one.steps)}"
    if one.firmness.close:
        return f"{grades}, a close call: {closeness(one)}"
    return f"{grades}, and no single record decides between the two"


def closeness(one: Departure) -> str:
    """Return which single records decide between a grade proposed and the one awarded."""
    by_grade: dict[str, list[str]] = {}
    for removal in one.firmness.towards:
        by_grade.setdefault(str(removal.standing.grade), []).extend(removal.records)
    return "; ".join(
        f"without {joined(ids, 'or')} alone {called(grade, one.position)} would be proposed"
        for grade, ids in by_grade.items()
    )


def shown(found: Moderation, order: str) -> tuple[Item, ...]:
    """Return the agenda in its own order or, asked for by `name`, by force and then by area."""
    if order != "name":
        return found.agenda
    places = {area.id: place for place, area in enumerate(found.panel.areas)}
    return tuple(sorted(found.agenda, key=lambda one: (one.seat.case.force, one.case, places[one.area])))


def sentence(found: Moderation, item: Item) -> str:
    """Return the reason as it stands by itself."""
    return sentence_case(why(found, item))
