"""What `stress` shows: how firm every grade is, in words first and figures after."""

from __future__ import annotations

from peelgrade.assessment import GRADED
from peelgrade.stressing import Removal, Removals
from peelgrade.wording import joined, words

_GOES = {"lower": "falls to", "higher": "rises to"}


def removal_words(found: Removals) -> str:
    """
    Return how an area stands without each single record: the end of a sentence whose subject it is.

    `holds under 41 of 44 single removals; falls to adequate if RES-03 goes`.
    """
    if not found.of:
        return "rests on nothing that could be taken away"
    return "; ".join([_held(found), *_moves(found.moves)])


def _held(found: Removals) -> str:
    verb = "holds" if found.now.outcome == GRADED else "stays as it is"
    if found.held == found.of:
        return f"{verb} whichever single record is taken away (of {found.of})"
    if not found.held:
        return f"{'holds' if verb == 'holds' else 'stays'} under none of {found.of} single removals"
    return f"{verb} under {found.held} of {found.of} single removals"


def _moves(moves: tuple[Removal, ...]) -> list[str]:
    """Return where the area goes, each place with the records that lead there."""
    places: dict[str, list[str]] = {}
    for one in moves:
        places.setdefault(_place(one), []).append(joined(one.records))
    return [f"{place} if {joined(records, 'or')} goes" for place, records in places.items()]


def _place(one: Removal) -> str:
    if one.standing.grade is None:
        return "is no longer secure enough for a grade"
    return f"{_GOES[one.goes]} {words(one.standing.grade)}"
