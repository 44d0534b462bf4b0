"""How a thing is timed: several runs after one that isn't counted, and the median."""

from __future__ import annotations

import platform
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True)
class Timed:
    """What was timed, and the seconds that its runs took."""

    name: str
    seconds: tuple[float, ...]

    @property
    def middle(self) -> float:
        """Return the median."""
        return median(self.seconds)


def timed(name: str, work: Callable[[], object], runs: int = 5) -> Timed:
    """Return the times of *runs* runs of *work*, after one that isn't counted."""
    work()
    found = []
    for _ in range(runs):
        start = perf_counter()
        work()
        found.append(perf_counter() - start)
    return Timed(name, tuple(found))


def machine() -> str:
    """Return what the figures were made on."""
    return f"{platform.machine()}, {platform.system()}, CPython {platform.python_version()}"


def table(title: str, rows: list[Timed]) -> str:
    """Return the times as a table: median, and the ratio to the first row."""
    lines = [title, "-" * len(title)]
    for row in rows:
        ratio = row.middle / rows[0].middle
        low, high = min(row.seconds), max(row.seconds)
        lines.append(
            f"{row.name:<46} {row.middle * 1000:>10.2f} ms  x {ratio:>8.2f}   "
            f"({low * 1000:.2f} to {high * 1000:.2f})"
        )
    return "\n".join(lines)
