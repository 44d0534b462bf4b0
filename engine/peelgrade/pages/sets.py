"""Sets of records in words: `any two of OFF-10 to OFF-12`, and as data."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from peelgrade.reaching.kinds import Choice, Kind
from peelgrade.reaching.ways import Ways
from peelgrade.wording import joined, number

_NUMBERED = re.compile(r"(.*?)([0-9]+)\Z")


def kind_words(kind: Kind) -> str:
    """Return a kind of set in words: `any three of A, B, C, D and E, and RTP-04`."""
    whole = sorted(one for choice in kind if choice.choose == len(choice.of) for one in choice.of)
    some = [_choice(choice) for choice in kind if choice.choose < len(choice.of)]
    parts = [*some, *([joined(ranges(whole))] if whole else [])]
    return "; and ".join(parts) if some and len(parts) > 2 else ", and ".join(parts)


def _choice(choice: Choice) -> str:
    if len(choice.of) == 2:
        return f"either {joined(choice.of, 'or')}"
    return (
        f"any {number(choice.choose)} of {joined(ranges(choice.of), 'or' if choice.choose == 1 else 'and')}"
    )


def ranges(ids: Iterable[str]) -> list[str]:
    """Return ids with runs of three and more drawn together: `RES-04`, `RES-11 to RES-13`."""
    runs: list[list[str]] = []
    for one in ids:
        if runs and _follows(runs[-1][-1], one):
            runs[-1].append(one)
        else:
            runs.append([one])
    return [word for run in runs for word in ([f"{run[0]} to {run[-1]}"] if len(run) > 2 else run)]


def _follows(one: str, other: str) -> bool:
    """Say whether an id is the next after another: the same but for a number at its end, one higher."""
    mine, theirs = _NUMBERED.match(one), _NUMBERED.match(other)
    if mine is None or theirs is None or mine[1] != theirs[1]:
        return False
    return len(mine[2]) <= len(theirs[2]) and f"{int(mine[2]) + 1:0{len(mine[2])}}" == theirs[2]


def ways_data(ways: Ways) -> dict[str, Any]:
    """Return sets of records as plain data: kinds, the first hundred sets, how many there are."""
    return {
        "smallest": ways.smallest,
        "kinds": [[{"choose": one.choose, "of": list(one.of)} for one in kind] for kind in ways.kinds],
        "sets": [list(one) for one in ways.sets],
        "count": ways.count,
        "complete": ways.complete,
    }
