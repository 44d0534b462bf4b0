"""
How probable each grade is, were the samples behind the figures drawn again.

Figures are drawn each by itself (see `redrawing`); two records that cite the same files are taken as two
samples. Where few combinations of readings can come about all of them are looked at, and the probabilities
are exact; otherwise, or where a number of draws is asked for, they are drawn: so many times, from a
seed, with the standard error of what was counted. A record's draws depend on the seed, the case and
the record only, so they are the same whichever areas are looked at, and on however many cores.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from peelgrade.assessment import Inspection
from peelgrade.stressing.arrays import lay_out
from peelgrade.stressing.redrawing import Figure, is_sample
from peelgrade.stressing.standing import Standing
from peelgrade.stressing.study import Chance, Driver, Margin, Study

DRAWS = 100_000
"""How many draws are made where no number is asked for and exactness is out of reach."""
EXACT = 200_000
"""Up to so many combinations of readings are all looked at."""


@dataclass(frozen=True)
class Sampling:
    """
    What another drawing of the samples does to one area.

    *chances* are its possible standings, the most probable first. *number* counts the draws, or the
    combinations if *exact*. *follows* are the records whose weight depends on what is drawn, *stands*
    those whose words stand against their figure, *alike* those that weigh the same whatever is drawn.
    *drivers* and *margins* leave out records that alone never move the area.
    """

    area: str
    now: Standing
    chances: tuple[Chance, ...]
    exact: bool
    number: int
    seed: int
    follows: tuple[str, ...]
    stands: tuple[str, ...]
    alike: tuple[str, ...]
    drivers: tuple[Driver, ...]
    margins: tuple[Margin, ...]

    def probability(self, standing: Standing) -> float:
        """Return how probable a standing is."""
        return next((one.probability for one in self.chances if one.standing == standing), 0.0)


def sample(
    inspection: Inspection, area: str, ids: Sequence[str], *, draws: int | None = None, seed: int = 0
) -> Sampling:
    """
    Return how probable each outcome and grade of *area* is, were its samples drawn again.

    Args:
        inspection: The case, its framework and the rule pack.

        area: The id of the area.

        ids: The ids of the records that weigh in it.

        draws: How many draws to make; left out, exact where that can be, else `DRAWS`.

        seed: What the draws come from.

    """
    figures = {
        one.id: Figure(one, inspection) for one in map(inspection.case.record, ids) if is_sample(one)
    }
    stands = tuple(name for name, one in figures.items() if one.words_stand)
    found = {name: one.possibilities() for name, one in figures.items() if name not in stands}
    options = {
        name: [figures[name].record, *(one.record for one in possible)] for name, possible in found.items()
    }
    study = Study(inspection, area, lay_out(inspection, options, [area]), found)
    exact = draws is None and study.combinations <= EXACT
    number = study.combinations if exact else draws or DRAWS
    return Sampling(
        area,
        study.now,
        study.exactly() if exact else study.drawn(number, seed),
        exact,
        number,
        seed,
        study.follows,
        stands,
        tuple(name for name in found if name not in study.follows),
        study.drivers(),
        study.margins(),
    )
