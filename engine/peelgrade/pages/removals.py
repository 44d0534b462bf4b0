"""How an area stands without each single record, in words that other pages can use too."""

from __future__ import annotations

from collections.abc import Iterable

from peelgrade.assessment import GRADED
from peelgrade.framework import Framework
from peelgrade.pages.parts import grade_words
from peelgrade.stressing import Removal, Removals, Standing
from peelgrade.stressing.standing import Way
from peelgrade.wording import joined

NOT_SECURE = "no longer secure enough for a grade"


def removal_words(found: Removals, framework: Framework) -> str:
    """
    Return how an area stands without each single record: the end of a sentence whose subject it is.

    `holds under 41 of 44 single removals; falls to adequate if RES-03 goes`.
    """
    if not found.of:
        return "rests on nothing that could be taken away"
    return "; ".join([_held(found), *_moves(found.moves, framework)])


def _held(found: Removals) -> str:
    graded = found.now.outcome == GRADED
    verb = "holds" if graded else "stays as it is"
    if found.held == found.of:
        return f"{verb} whichever single record is taken away (of {found.of})"
    if not found.held:
        return f"{'holds' if graded else 'stays'} under none of {found.of} single removals"
    return f"{verb} under {found.held} of {found.of} single removals"


def _moves(moves: Iterable[Removal], framework: Framework) -> list[str]:
    """Return where the area goes, each place with the records that lead there."""
    places: dict[str, list[str]] = {}
    for one in moves:
        places.setdefault(place(one.standing, one.goes, framework), []).append(joined(one.records))
    return [f"{there} if {joined(records, 'or')} goes" for there, records in places.items()]


def place(standing: Standing, goes: Way, framework: Framework) -> str:
    """Return where an area goes, as what it does: `falls to adequate`."""
    if standing.grade is None:
        return f"is {NOT_SECURE}"
    verb = {"lower": "falls to", "higher": "rises to", "gained": "becomes", "same": "stays"}.get(goes, "is")
    return f"{verb} {grade_words(standing.grade, framework)}"
