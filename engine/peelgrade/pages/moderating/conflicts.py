"""Like evidence, unlike grades: the fewest grades to discuss, the pairs, the quality of classification."""

from __future__ import annotations

from peelgrade.assessment import Verdict
from peelgrade.moderating.conflicting import AreaConflicts, Pair
from peelgrade.moderating.moderation import Moderation
from peelgrade.moderating.panel import Position
from peelgrade.pages.moderating.parts import NONE, decimal, name, names, share, standing, title
from peelgrade.view import Block, Bullets, Heading, Sentence, Table, say
from peelgrade.wording import counted, ended, joined, number, sentence_case, words

SHOWN = 20


def conflict_blocks(found: Moderation) -> list[Block]:
    """Return the section: a table of the areas, then each area in which grades are in conflict."""
    head = Heading("Like evidence, unlike grades")
    if len(found.panel.seats) == 1:
        return [head, say("One inspection alone: there is no other to compare its evidence with.")]
    blocks: list[Block] = [head, say(_lead(found)), say(_basis(found)), _areas(found)]
    for area in found.conflicts:
        if area.pairs:
            blocks += _area(found, area)
    return blocks


def _lead(found: Moderation) -> str:
    total = sum(len(area.fewest) for area in found.conflicts)
    pairs = sum(len(area.open) for area in found.conflicts)
    others = sum(len(area.accounted) for area in found.conflicts)
    text = "No two grades are in conflict."
    if pairs:
        least = f"at least {counted(total, 'grade')} would have to change"
        text = f"{sentence_case(counted(pairs, 'conflict'))}. For none to be left, {least}."
    if others:
        text = f"{text} {sentence_case(counted(others, 'other conflict'))} accounted for."
    return text


def _basis(found: Moderation) -> str:
    least = share(found.settings.min_overlap)
    left, seen = (sum(getattr(one, kind) for one in found.conflicts) for kind in ("left_out", "compared"))
    text = (
        f"Forces are compared where both were assessed on at least {least} of the characteristics that "
        f"either was (min-overlap): {counted(seen, 'pair')}; {number(left)} share too little."
    )
    insecure = sum(one.insecure for one in found.conflicts)
    if insecure:
        text = f"{text} Left out because the evidence isn't secure: {counted(insecure, 'area')} of a force."
    return f"{text} Quality is the share of forces in no conflict (rough sets: quality of classification)."


def _areas(found: Moderation) -> Table:
    columns = (
        "Area",
        "Forces",
        "Pairs compared",
        "Left out",
        "Conflicts",
        "Accounted for",
        "To discuss",
        "Quality",
    )
    rows = tuple(
        (
            title(found, one.area),
            str(len(one.positions)),
            str(one.compared),
            str(one.left_out),
            str(len(one.open)),
            str(len(one.accounted)),
            str(len(one.fewest)),
            NONE if one.quality is None else decimal(float(one.quality)),
        )
        for one in found.conflicts
        if one.compared or one.left_out
    )
    return Table("Conflicts by area", columns, rows)


def _area(found: Moderation, area: AreaConflicts) -> list[Block]:
    blocks: list[Block] = [Heading(title(found, area.area), 3)]
    if area.open:
        blocks.append(say(_fewest(found, area)))
    for pair in area.open[:SHOWN]:
        blocks += _pair(found, pair)
    if len(area.open) > SHOWN:
        blocks.append(say(f"{len(area.open) - SHOWN} more conflicts are in the JSON."))
    if area.accounted:
        blocks += [
            say("Accounted for:"),
            Bullets(tuple(_short(found, one) for one in area.accounted[:SHOWN])),
        ]
    if len(area.accounted) > SHOWN:
        blocks.append(say(f"{len(area.accounted) - SHOWN} more that are accounted for are in the JSON."))
    return blocks


def _short(found: Moderation, pair: Pair) -> Sentence:
    """Return a conflict that is accounted for, and by what."""
    panel = found.panel
    lower, higher = name(panel, pair.lower.seat), name(panel, pair.higher.seat)
    grades = f"{lower} at {standing(pair.lower)}, {higher} at {standing(pair.higher)}"
    if pair.reason:
        return Sentence(f"{grades}. Recorded reason: {ended(pair.reason)}")
    return Sentence(f"{grades}, as is proposed. {_only(lower, higher, pair)}")


def _fewest(found: Moderation, area: AreaConflicts) -> str:
    whose = names(found.panel, area.fewest)
    text = f"{sentence_case(counted(len(area.fewest), 'grade'))} to discuss: {whose}."
    chosen = {one.case for one in area.fewest}
    others = [one for one in area.sometimes if one.case not in chosen]
    if others:
        instead = names(found.panel, others)
        return f"{text} No smaller set would do; one just as small could have {instead} in it."
    return f"{text} No smaller set would do, and no other as small."


def because(found: Moderation, pair: Pair) -> str:
    """Return in one sentence what is in conflict."""
    panel = found.panel
    lower, higher = name(panel, pair.lower.seat), name(panel, pair.higher.seat)
    grades = f"{lower} stands at {standing(pair.lower)} and {higher} at {standing(pair.higher)}"
    both = f"{number(len(pair.beside))} of {counted(pair.either, 'characteristic')} assessed in either"
    if not pair.better:
        return f"{grades}, though their evidence is alike on all that both were assessed on ({both})."
    better = joined(one.characteristic for one in pair.better)
    return (
        f"{grades}, though {lower}'s evidence is at least as good on all that both were assessed on "
        f"({both}) and better on {better}."
    )


def _pair(found: Moderation, pair: Pair) -> list[Block]:
    panel = found.panel
    lower, higher = name(panel, pair.lower.seat), name(panel, pair.higher.seat)
    blocks: list[Block] = [Heading(f"{lower} and {higher}", 4), say(because(found, pair))]
    blocks.append(_side_by_side(found, pair, lower, higher))
    findings = [
        line for one in pair.better for line in _findings(pair, one.lower, one.higher, lower, higher)
    ]
    blocks += [Bullets(tuple(findings))] if findings else []
    alone = _only(lower, higher, pair)
    return [*blocks, say(alone)] if alone else blocks


def _only(lower: str, higher: str, pair: Pair) -> str:
    """Return what only one of the two was assessed on, and that the difference rests on it if it does."""
    told = [_alone(lower, pair.lower_alone), _alone(higher, pair.higher_alone)]
    if pair.rests:
        told.append("The difference rests on this.")
    return " ".join(one for one in told if one)


def _side_by_side(found: Moderation, pair: Pair, lower: str, higher: str) -> Table:
    rows = tuple(
        (
            f"{one.characteristic} {found.panel.framework.characteristic(one.characteristic).text}",
            _cell(one.lower, one.lower_concern),
            _cell(one.higher, one.higher_concern),
        )
        for one in pair.beside
    )
    columns = ("Characteristic", f"{lower}: {standing(pair.lower)}", f"{higher}: {standing(pair.higher)}")
    return Table(f"{title(found, pair.area)}: what both were assessed on", columns, rows)


def _cell(verdict: Verdict, concern: str) -> str:
    found = f"{words(verdict.verdict)}, {words(concern)}" if concern else words(verdict.verdict)
    return f"{found} [{', '.join(verdict.evidence)}]"


def _findings(pair: Pair, mine: Verdict, theirs: Verdict, lower: str, higher: str) -> list[Sentence]:
    """Return the records that decide a characteristic on which the verdicts differ."""
    return [
        Sentence(f"{mine.characteristic}, {name}: {_finding(position, record)}", (record,))
        for position, verdict, name in ((pair.lower, mine, lower), (pair.higher, theirs, higher))
        for record in verdict.evidence
    ]


def _finding(position: Position, record: str) -> str:
    found = position.seat.assessment.appraisals[record].record
    return ended(found.finding or str(found.measure))


def _alone(force: str, verdicts: tuple[Verdict, ...]) -> str:
    """Return what only one force was assessed on, which may account for its grade."""
    if not verdicts:
        return ""
    listed = joined(f"{one.characteristic} ({words(one.verdict)})" for one in verdicts)
    return f"{force} alone was assessed on {listed}."
