"""
The facts that rules can read, tier by tier: their names, values, order and defaults.

Every fact is held as a whole number: a code or a place on a scale by its position, a flag as 0 or
1, a count as itself, and a share multiplied by a number that makes every possible share whole. So
two evaluators, and arrays, compare exactly the same integers.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Literal

from peelgrade.evidence import EXTENTS, IMPACTS, SHOWS, SOURCES, TRENDS
from peelgrade.framework import Framework
from peelgrade.model import exact, plain_number
from peelgrade.rules import CONCERNS, Count, Pack, Tier

NOTHING = "nothing"
"""What a record shows whose figure has no standard and whose coder gave no direction."""
NONE = "none"
NO_CONCERN = "no-concern"

Kind = Literal["flag", "code", "scale", "number"]


@dataclass(frozen=True)
class Fact:
    """
    One fact: its *kind*, its *values* (codes and scales, low to high), and what is *better*.

    *better* is 1 where more is better, -1 where less is, 0 where neither is. *top* is the largest
    number that can occur, *unit* what numbers are multiplied by to become whole.
    """

    name: str
    kind: Kind
    means: str
    values: tuple[str, ...] = ()
    default: int = 0
    better: int = 0
    top: int = 1
    unit: int = 1

    def encode(self, value: object) -> int:
        """Return *value* as the whole number that it is held as; raise ValueError if unknown."""
        if self.kind == "flag":
            if not isinstance(value, bool):
                raise ValueError(f"`{value}` should be true or false")
            return int(value)
        if self.kind == "number":
            return self._encode_number(value)
        if value not in self.values:
            raise ValueError(f"`{value}` should be one of {', '.join(self.values)}")
        return self.values.index(str(value))

    def _encode_number(self, value: object) -> int:
        whole = (value if isinstance(value, Fraction) else exact(value)) * self.unit
        if whole.denominator != 1:
            wanted = "a whole number" if self.unit == 1 else "write the share as a fraction such as 2/3"
            raise ValueError(f"`{as_written(value)}` can't occur here: {wanted}")
        return int(whole)

    def decode(self, held: int) -> object:
        """Return the value that *held* stands for."""
        if self.kind == "flag":
            return bool(held)
        if self.kind == "number":
            return Fraction(held, self.unit)
        return self.values[held]

    def read(self, held: int) -> str:
        """Return the value as a reader sees it."""
        value = self.decode(held)
        if isinstance(value, Fraction):
            return percent(value) if self.unit > 1 else str(plain_number(value))
        return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)

    @property
    def domain(self) -> range:
        """Return every whole number that the fact can be held as."""
        return range(len(self.values) if self.values else self.top * self.unit + 1)


def as_written(value: object) -> object:
    """Return a value as it is best written: a number plainly, anything else as it is."""
    return plain_number(value) if isinstance(value, Fraction) else value


def percent(share: Fraction) -> str:
    """Return a share as a percentage with at most one decimal."""
    figure = round(float(share) * 100, 1)
    return f"{figure:g} %"


def _index(facts: list[Fact]) -> dict[str, Fact]:
    return {fact.name: fact for fact in facts}


def _record_facts(pack: Pack) -> dict[str, Fact]:
    steps = max((len(one.steps) for one in pack.standards), default=0)
    shows = (NOTHING, *SHOWS)
    return _index(
        [
            Fact("shows", "code", "what the record shows", shows, default=1),
            Fact("extent", "scale", "how much of the service it speaks for", EXTENTS, default=1),
            Fact("impact", "scale", "what follows for people", IMPACTS, default=1),
            Fact("source", "code", "what it rests on", SOURCES, SOURCES.index("inspection")),
            Fact("recurring", "flag", "raised before and still open", better=-1),
            Fact("trend", "scale", "where it is going", TRENDS, default=1, better=1),
            Fact("mitigated", "flag", "the harm is already limited", better=1),
            Fact("steps", "number", "the steps that a plain value reaches", better=1, top=steps),
        ]
    )


def _verdict_facts(pack: Pack) -> dict[str, Fact]:
    graver = (NONE, *reversed(pack.side_levels("shortfall")))
    stronger = (NONE, *pack.side_levels("strength"))
    kinds = len(SOURCES)
    return _index(
        [
            Fact("gravest", "scale", "the gravest shortfall", graver, better=-1),
            Fact("strongest", "scale", "the strongest strength", stronger, better=1),
            Fact(
                "shortfall-kinds",
                "number",
                "kinds of source that tell of shortfalls",
                (),
                0,
                -1,
                kinds,
            ),
            Fact(
                "strength-kinds",
                "number",
                "kinds of source that tell of strengths",
                (),
                0,
                1,
                kinds,
            ),
        ]
    )


def _concern_facts(framework: Framework, pack: Pack) -> dict[str, Fact]:
    verdict = Fact("verdict", "scale", "the verdict on the characteristic", framework.verdicts, better=1)
    return _verdict_facts(pack) | {"verdict": verdict}


def _grade_facts(framework: Framework, pack: Pack) -> dict[str, Fact]:
    most = max(len(area.ids) for area in framework.areas)
    counts = [_count_fact(count, framework, most) for count in pack.counts]
    own = [
        Fact(
            "causes-of-concern",
            "number",
            "characteristics with a cause of concern",
            (),
            0,
            -1,
            most,
        ),
        Fact("areas-for-improvement", "number", "characteristics to improve", (), 0, -1, most),
        Fact("assessed", "number", "characteristics assessed", (), 0, 0, most),
    ]
    return _index(counts + own)


def _count_fact(count: Count, framework: Framework, most: int) -> Fact:
    points = [count.points.get(verdict, 0) for verdict in framework.verdicts]
    rises, falls = points == sorted(points), points == sorted(points, reverse=True)
    better = 1 if rises else -1 if falls else 0
    if count.kind == "share":
        whole = lcm(*range(1, most + 1)) * max(*points, 1)
        return Fact(count.id, "number", count.means, (), whole, better, 1, whole)
    return Fact(count.id, "number", count.means, (), 0, better, most * max(points))


def vocabulary(framework: Framework, pack: Pack) -> dict[Tier, dict[str, Fact]]:
    """Return the facts of every tier by their names."""
    return {
        "appraise": _record_facts(pack),
        "verdict": _verdict_facts(pack),
        "concern": _concern_facts(framework, pack),
        "grade": _grade_facts(framework, pack),
    }


def conclusions(framework: Framework, pack: Pack) -> dict[Tier, tuple[str, ...]]:
    """Return what each tier can conclude, worst first."""
    return {
        "appraise": pack.level_ids,
        "verdict": framework.verdicts,
        "concern": (*CONCERNS, NO_CONCERN),
        "grade": framework.grade_ids,
    }


def defaults(facts: dict[str, Fact]) -> dict[str, int]:
    """Return every fact at its default."""
    return {name: fact.default for name, fact in facts.items()}
