"""How a thing is timed: several runs after one that isn't counted, and the median."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True)
class Timed:
    """What was timed, the seconds that its runs took, and of how many things each was."""

    name: str
    seconds: tuple[float, ...]
    of: int = 1

    @property
    def middle(self) -> float:
        """Return the median, for one thing."""
        return median(self.seconds) / self.of


def timed(name: str, work: Callable[[], object], runs: int = 5, of: int = 1) -> Timed:
    """Return the times of *runs* runs of *work* on *of* things, after one that isn't counted."""
    return side_by_side({name: work}, runs, of)[0]


def side_by_side(works: Mapping[str, Callable[[], object]], runs: int = 5, of: int = 1) -> list[Timed]:
    """
    Return the times of several works, each after a run that isn't counted.

    They take turns, so that whatever else the machine does meanwhile falls on all of them alike.
    """
    found: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(runs + 1):
        for name, work in works.items():
            start = perf_counter()
            work()
            if turn:
                found[name].append(perf_counter() - start)
    return [Timed(name, tuple(seconds), of) for name, seconds in found.items()]


def machine() -> str:
    """Return what the figures were made on."""
    where = f"{platform.machine()}, {platform.system()}, CPython {platform.python_version()}"
    return f"{_processor()}, {os.cpu_count()} cores, {where}"


def _processor() -> str:
    """Return the name of the processor, as far as the system tells it."""
    with suppress(OSError), open("/proc/cpuinfo", encoding="utf-8") as file:
        for line in file:
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown processor"


def table(title: str, rows: list[Timed]) -> str:
    """Return the times as a table: median, and the ratio to the first row."""
    lines = [title, "-" * len(title)]
    wide = max(len(row.name) for row in rows)
    for row in rows:
        ratio = _ratio(row.middle / rows[0].middle)
        low, high = (_shown(one / row.of) for one in (min(row.seconds), max(row.seconds)))
        lines.append(f"{row.name:<{wide}}  {_shown(row.middle):>12}  x {ratio:>9}   ({low} to {high})")
    return "\n".join(lines)


def _ratio(ratio: float) -> str:
    """Return how many times as long something takes, or which part of it."""
    return f"{ratio:,.2f}" if ratio >= 0.1 else f"1/{1 / ratio:,.0f}"


def _shown(seconds: float) -> str:
    """Return a time in milliseconds, with as many places as it has to have."""
    return f"{seconds * 1000:,.{2 if seconds > 0.0001 else 5}f} ms"
