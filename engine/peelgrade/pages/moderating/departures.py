"""Departures with what they passed and how firm it was; comparators of the cases on the agenda."""

from __future__ import annotations

from collections.abc import Sequence

from peelgrade.assessment import Ceiling
from peelgrade.moderating.comparing import Comparator, Neighbours
from peelgrade.moderating.departing import Departure
from peelgrade.moderating.moderation import Moderation
from peelgrade.moderating.panel import Position
from peelgrade.pages.moderating.agenda import closeness
from peelgrade.pages.moderating.parts import called, decimal, name, standing, steps, title
from peelgrade.view import Block, Bullets, Heading, Sentence, Table, say
from peelgrade.wording import counted, ended, joined, sentence_case, words

SHOWN = 20


def departure_blocks(found: Moderation) -> list[Block]:
    """Return every departure: those that nobody has given a reason for, then those with one."""
    if not found.panel.known:
        return []
    blocks: list[Block] = [Heading("Departures from what is proposed")]
    if not found.departures:
        both = len(found.panel.compared)
        return [*blocks, say(f"None: {_alike(both)}.")]
    for one in (one for one in found.departures if not one.settled):
        blocks += [Heading(_heading(found, one), 3), Bullets(tuple(_lines(one)))]
    settled = [one for one in found.departures if one.settled]
    if settled:
        items = [
            Sentence(f"{_heading(found, one)}. Reason: {ended(one.position.reason)}") for one in settled
        ]
        blocks += [Heading("With a recorded reason", 3), Bullets(tuple(items))]
    return blocks


def _alike(both: int) -> str:
    if not both:
        return "no area has both a grade proposed and one awarded"
    return f"{'each' if both > 1 else 'one'} of {counted(both, 'grade')} awarded is the one proposed"


def _heading(found: Moderation, one: Departure) -> str:
    grades = f"awarded {_awarded(one)}, proposed {called(one.position.proposed, one.position)}"
    return f"{_place(found, one.position)}: {grades}, {steps(one.steps)}"


def _awarded(one: Departure) -> str:
    return called(one.position.awarded, one.position)


def _lines(one: Departure) -> list[Sentence]:
    """Return what a departure passed, or what didn't bite, and how firm the proposal was."""
    if one.steps > 0:
        return [*(_held(barrier.ceiling, one) for barrier in one.passed), _firm(one)]
    return [*(_held(ceiling, one) for ceiling in one.decisive), _unmet(one), _firm(one)]


def _held(ceiling: Ceiling, one: Departure) -> Sentence:
    grade = called(ceiling.grade, one.position)
    text = f"No higher than {grade} is proposed: {ceiling.because} (rule {ceiling.rule})."
    return Sentence(text, ceiling.evidence)


def _unmet(one: Departure) -> Sentence:
    """Return the nearest rule that would have held the area at the grade awarded."""
    if one.unmet is None:
        return Sentence("No rule could hold the area so low with the characteristics that it has.")
    rule = one.unmet.rule
    apart = joined(f"{each.means}: {each.found}, and it bites {each.bites}" for each in one.unmet.compared)
    text = f"No rule holds it so low. The nearest is {rule.id}: {rule.says} It doesn't bite, since {apart}."
    return Sentence(text)


def _firm(one: Departure) -> Sentence:
    firm = one.firmness
    if firm.close:
        text = f"A close call: {closeness(one)}."
        return Sentence(text, tuple(record for each in firm.towards for record in each.records))
    if firm.of == 1:
        return _alone(one)
    moved = tuple(record for each in firm.elsewhere for record in each.records)
    text = (
        f"Firm: of {counted(firm.of, 'record')} that weigh here, none alone brings the proposal nearer to "
        f"{_awarded(one)} by being taken away."
    )
    if not moved:
        return Sentence(text)
    return Sentence(
        f"{text} {sentence_case(counted(len(moved), 'record'))} would move it otherwise.", moved
    )


def _alone(one: Departure) -> Sentence:
    """Return how a proposal stands that a single record carries, and that doesn't decide on the award."""
    text = "Not firm: the proposal rests on one record alone"
    moved = next(iter(one.firmness.elsewhere), None)
    if moved is None:
        return Sentence(f"{text}, although it stays without it.")
    then = moved.standing.grade
    said = "none would be made" if then is None else f"it would be {called(then, one.position)}"
    return Sentence(f"{text}, and without it {said}.", moved.records)


def comparator_blocks(found: Moderation, cases: Sequence[str]) -> list[Block]:
    """Return the comparators of the cases on the agenda, and of all areas of the *cases* asked for."""
    wanted = {(one.case, one.area) for one in found.agenda[:SHOWN]}
    near = [
        one
        for one in found.neighbours
        if (one.position.case, one.position.area.area) in wanted or one.position.case in cases
    ]
    if not near:
        return []
    blocks: list[Block] = [
        Heading("Comparators"),
        say("The forces with the nearest evidence, each with its grade and what differs from it."),
    ]
    alone = [one for one in near if not one.nearest]
    blocks += [_table(found, one) for one in near if one.nearest]
    if alone:
        listed = "; ".join(_place(found, one.position) for one in alone)
        blocks.append(say(f"No force shares enough evidence with: {listed}."))
    return blocks


def _place(found: Moderation, position: Position) -> str:
    return f"{name(found.panel, position.seat)}, {title(found, position.area.area)}"


def _table(found: Moderation, one: Neighbours) -> Table:
    caption = f"{_place(found, one.position)}: {standing(one.position)}"
    rows = tuple(_row(found, one, near) for near in one.nearest)
    return Table(caption, ("Force", "Grade", "Distance", "Shared", "What differs"), rows)


def _row(found: Moderation, one: Neighbours, near: Comparator) -> tuple[str, ...]:
    theirs, ours = near.position.area, one.position.area
    differ = [
        f"{each}: {words(theirs.verdict(each).verdict)}, here {words(ours.verdict(each).verdict)}"
        for each in near.differ
    ]
    return (
        name(found.panel, near.position.seat),
        standing(near.position),
        decimal(float(near.distance)),
        str(near.shared),
        "; ".join(differ) or "nothing on what both were assessed on",
    )
