"""
How firm the grades are, drawn as SVG: the probability of each grade, and where parameters turn it.

A drawing is plain text that is the same for the same result. It has a title and a description, every bar
is told in words beside it, and grades differ by pattern as well as by shade.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape

from peelgrade.errors import visible
from peelgrade.evidence import Case
from peelgrade.model import plain_number
from peelgrade.pages.firm import percent, standing_words, stretches_words, value
from peelgrade.pages.parts import grade_words
from peelgrade.stressing.firmness import Firmness
from peelgrade.stressing.spreading import Stressed
from peelgrade.stressing.standing import Standing
from peelgrade.stressing.sweeping import Stretch, Sweep
from peelgrade.view import Picture

WIDTH, EDGE = 1080, 20
BAR, BAR_WIDTH, BAR_HEIGHT = 370, 360, 20
SAYS = BAR + BAR_WIDTH + 16
LINE = 17
LABEL_ROOM, SAYS_ROOM = 46, 44
"""How many letters fit beside a bar, on its left and on its right."""
NEAR = 0.15
"""Marks nearer than this share of a bar would run into each other."""
SLIGHT = 1.5
"""How wide the slightest part of a bar is drawn."""

# From the worst grade to the best, as many as there are; too little evidence comes last.
_SHADES = ("#b9b9b9", "#d9c7a3", "#f1efe6", "#bcd3e6", "#9cc9b4", "#ffffff")
_STROKES = (
    "M0 8L8 0M-2 2L2 -2M6 10L10 6", "M0 4H8", "", "M4 0V8", "M0 4H8M4 0V8", "M0 0L8 8M6 -2L10 2M-2 6L2 10",
)  # fmt: skip


Share = Callable[[float], float]
"""Where a number lies on a bar, as a share of it."""


@dataclass(frozen=True)
class Part:
    """A part of a bar: where it begins and ends, as shares of the bar, and how the area stands there."""

    start: float
    end: float
    standing: Standing


@dataclass(frozen=True)
class Row:
    """A bar with its label, what it says in words, and marks beneath it (a share of the bar, a text)."""

    label: str
    parts: tuple[Part, ...]
    says: str
    marks: tuple[tuple[float, str], ...] = ()

    @property
    def told(self) -> str:
        """Return the row as a sentence."""
        return f"{self.label}: {self.says}."

    @property
    def height(self) -> int:
        """Return how high the row is."""
        lines = max(len(_lines(self.label, LABEL_ROOM)), len(_lines(self.says, SAYS_ROOM)))
        return max(BAR_HEIGHT + (LINE if self.marks else 0), LINE * lines) + 14


def firmness_svg(found: Sequence[Stressed]) -> str:
    """Return a drawing of how firm the grades of some cases are."""
    frameworks = [one.inspection.framework for one in found]
    named = {grade: grade_words(grade, one) for one in frameworks for grade in one.grade_ids}
    grades = tuple(named)
    body: list[str] = []
    marking = markings(one.inspection.case for one in found)
    y = 44
    if marking:
        body.append(_marked(24, marking))
        y += 24
    for heading, rows in _panels(found):
        body.append(_text(EDGE, y, heading, bold=True))
        y += 14
        for row in rows:
            body += _row(row, y, grades)
            y += row.height
        y += 30
    body += _legend([*named.values(), "no grade"], y)
    if marking:
        y += 40
        body.append(_marked(y + 20, marking))
    described = " ".join(row.told for _, rows in _panels(found) for row in rows)
    return "\n".join([*_head(_title(found), described, y + 40, grades), *body, "</svg>"]) + "\n"


def firmness_picture(found: Sequence[Stressed]) -> Picture:
    """Return the drawing with the text that says the same of what can move."""
    rows = [row for _, rows in _panels(found) for row in rows if len(row.parts) > 1]
    told = " ".join(row.told for row in rows) or "Nothing that is drawn moves a grade."
    return Picture(firmness_svg(found), f"{_title(found)}. {told}")


def markings(cases: Iterable[Case]) -> str:
    """Return the markings of some cases, each once."""
    return ", ".join(dict.fromkeys(case.marking for case in cases if case.marking))


def _marked(y: int, marking: str) -> str:
    return _text(WIDTH / 2, y, marking, bold=True, middle=True)


def _title(found: Sequence[Stressed]) -> str:
    names = ", ".join(one.inspection.case.force for one in found)
    return f"How probable each grade is, and where parameters turn it: {names}"


def _panels(found: Sequence[Stressed]) -> Iterable[tuple[str, list[Row]]]:
    """Yield each heading with its rows."""
    for one in found:
        force = one.inspection.case.force
        yield (
            f"{force}: how probable each grade is, were the samples drawn again",
            [_chances(area, one) for area in one.areas],
        )
        sweeps = [(area, sweep) for area in one.areas for sweep in area.sweeps if not sweep.holds]
        if sweeps:
            heading = f"{force}: where a parameter turns a grade, within its plausible range"
            yield heading, [_turns(area, sweep, one) for area, sweep in sweeps]


def _name(area: Firmness, found: Stressed) -> str:
    return found.inspection.framework.area(area.area).title


def _chances(area: Firmness, found: Stressed) -> Row:
    parts, start = [], 0.0
    for one in area.sampling.chances:
        parts.append(Part(start, start + one.probability, one.standing))
        start += one.probability
    says = ", ".join(
        f"{standing_words(one.standing, found.inspection.framework)} {percent(one.probability)}"
        for one in area.sampling.chances
    )
    return Row(_name(area, found), tuple(parts), says if area.sampling.follows else f"{says} (no samples)")


def _turns(area: Firmness, sweep: Sweep, found: Stressed) -> Row:
    # Whole numbers are drawn as steps of one, so that the first and the last have room too.
    half = 0.5 if sweep.whole else 0.0
    low, high = float(sweep.stretches[0].low) - half, float(sweep.stretches[-1].high) + half

    def share(number: float) -> float:
        return min(max((number - low) / (high - low), 0.0), 1.0) if high > low else 0.0

    parts = [_stretch(one, half, share) for one in sweep.stretches]
    label = f"{_name(area, found)}, {sweep.parameter}"
    says = stretches_words(sweep, found.inspection.framework)
    return Row(label, tuple(parts), says, _marks(sweep, share))


def _marks(sweep: Sweep, share: Share) -> tuple[tuple[float, str], ...]:
    """Return a mark at each end and each turning point, and the value as it is now, which has room."""
    now = share(float(sweep.value))
    ends = (sweep.stretches[0].low, sweep.stretches[-1].high)
    marks = {share(float(one.low)): "" for one in sweep.stretches[1:]}
    marks |= {share(float(one)): value(one) if abs(share(float(one)) - now) > NEAR else "" for one in ends}
    return tuple(sorted((marks | {now: f"▲ now {plain_number(sweep.value)}"}).items()))


def _stretch(one: Stretch, half: float, share: Share) -> Part:
    return Part(share(float(one.low) - half), share(float(one.high) + half), one.standing)


def _row(row: Row, y: int, grades: Sequence[str]) -> list[str]:
    """Return a row with its top at *y*."""
    drawn = _written(EDGE, y, row.label, LABEL_ROOM) + _written(SAYS, y, row.says, SAYS_ROOM)
    for part in row.parts:
        width = max(BAR_WIDTH * (part.end - part.start), SLIGHT)
        x = BAR + min(BAR_WIDTH * part.start, BAR_WIDTH - width)
        drawn.append(
            f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{BAR_HEIGHT}" '
            f'fill="url(#firm-{_place(part.standing, grades)})" stroke="#1a1a1a"/>'
        )
    for place, text in row.marks:
        x = BAR + BAR_WIDTH * place
        drawn.append(f'<path d="M{x:.1f} {y + BAR_HEIGHT}v5" stroke="#1a1a1a"/>')
        drawn += [_text(x, y + BAR_HEIGHT + LINE, text, middle=True)] if text else []
    return drawn


def _written(x: int, y: int, text: str, room: int) -> list[str]:
    return [_text(x, y + 14 + LINE * n, line) for n, line in enumerate(_lines(text, room))]


def _lines(text: str, room: int) -> list[str]:
    return textwrap.wrap(text, room) or [""]


def _text(x: float, y: int, text: str, *, bold: bool = False, middle: bool = False) -> str:
    more = (' font-weight="bold"' if bold else "") + (' text-anchor="middle"' if middle else "")
    return f'<text x="{x:.1f}" y="{y}"{more}>{escape(visible(text))}</text>'


def _place(standing: Standing, grades: Sequence[str]) -> int:
    return len(grades) if standing.grade is None else grades.index(standing.grade)


def _legend(names: Sequence[str], y: int) -> list[str]:
    """Return a sample of each pattern with the grade that it stands for."""
    drawn, x = [], EDGE
    for place, name in enumerate(names):
        drawn.append(
            f'<rect x="{x}" y="{y}" width="{BAR_HEIGHT}" height="{BAR_HEIGHT}" fill="url(#firm-{place})" '
            'stroke="#1a1a1a"/>'
        )
        drawn.append(_text(x + BAR_HEIGHT + 6, y + 15, name))
        x += BAR_HEIGHT + 24 + 8 * len(name)
    return drawn


def _head(title: str, described: str, height: int, grades: Sequence[str]) -> list[str]:
    size = f'width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
    named = 'role="img" aria-labelledby="firm-title firm-desc"'
    letters = 'font-family="Arial, Helvetica, sans-serif" font-size="13" fill="#1a1a1a"'
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" {named} {size} {letters}>',
        f'<title id="firm-title">{escape(visible(title))}</title>',
        f'<desc id="firm-desc">{escape(visible(described))}</desc>',
        "<defs>",
        *(_pattern(place) for place in range(len(grades) + 1)),
        "</defs>",
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
    ]


def _pattern(place: int) -> str:
    shade, stroke = _SHADES[place % len(_SHADES)], _STROKES[place % len(_STROKES)]
    lines = f'<path d="{stroke}" stroke="#555555" fill="none"/>' if stroke else ""
    return (
        f'<pattern id="firm-{place}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect width="8" height="8" fill="{shade}"/>{lines}</pattern>'
    )
