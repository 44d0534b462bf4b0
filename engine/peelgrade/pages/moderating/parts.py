"""What the sections of a moderation share: names, grades, shares and intervals in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from peelgrade.awards import short
from peelgrade.moderating.moderation import Moderation
from peelgrade.moderating.panel import Panel, Position, Seat
from peelgrade.moderating.resampling import Estimate
from peelgrade.pages.parts import grade_words
from peelgrade.wording import joined, number

FEW = 4
NONE = "–"


def name(panel: Panel, seat: Seat) -> str:
    """Return what a case is called: its force, and its own name where the force has several cases."""
    same = [one for one in panel.every if short(one.case.force) == short(seat.case.force)]
    return seat.case.force if len(same) == 1 else f"{seat.case.force} ({seat.name})"


def names(panel: Panel, positions: Iterable[Position]) -> str:
    """Return the names of some cases as a list in a sentence, the first few of many."""
    listed = sorted({name(panel, one.seat) for one in positions})
    rest = len(listed) - FEW
    return joined(listed) if rest < 2 else f"{', '.join(listed[:FEW])} and {number(rest)} more"


def title(found: Moderation, area: str) -> str:
    """Return the title of an area."""
    return found.panel.framework.area(area).title


def called(grade: str | None, position: Position) -> str:
    """Return a grade as the framework of a position's inspection calls it."""
    return grade_words(grade, position.seat.assessment.inspection.framework)


def standing(position: Position) -> str:
    """Return a position's grade in words, and that it is only proposed where no award is known."""
    grade = called(position.grade, position)
    return grade if position.awarded is not None or not position.seat.awards else f"{grade} (proposed)"


def steps(count: int) -> str:
    """Return how far an award lies from what is proposed."""
    way = "higher" if count > 0 else "lower"
    return f"{number(abs(count))} grade{'' if abs(count) == 1 else 's'} {way} than proposed"


def share(value: Fraction | float) -> str:
    """Return a share as a whole percentage."""
    return f"{round(float(value) * 100)} %"


def decimal(value: float) -> str:
    """Return a coefficient with two decimals and a plain minus."""
    text = f"{value:.2f}"
    return "0.00" if text == "-0.00" else text.replace("-", "−")


def interval(one: Estimate | None, form: Callable[[float], str]) -> str:
    """Return a value with its interval: `0.89 (0.71 to 0.98)`; a dash where there is none."""
    if one is None or one.value is None:
        return NONE
    if one.low is None or one.high is None or one.low == one.high == one.value:
        return form(one.value)
    return f"{form(one.value)} ({form(one.low)} to {form(one.high)})"


def percentages(one: Estimate | None) -> str:
    """Return a share with its interval: `77 % (45 to 97)`."""
    return interval(one, share).replace(" % to ", " to ").replace(" %)", ")")
