"""Everything that is tried on one area, and on all areas of many cases."""

from __future__ import annotations

from dataclasses import dataclass

from peelgrade.assessment import Inspection
from peelgrade.stressing.doubting import Flip, doubtful, flips
from peelgrade.stressing.pairing import pair_removals
from peelgrade.stressing.removing import Removal, Removals, removals, source_removals
from peelgrade.stressing.sampling import Sampling, sample
from peelgrade.stressing.standing import Standing
from peelgrade.stressing.sweeping import Sweep, sweep


@dataclass(frozen=True)
class Wanted:
    """What is to be tried: *pairs* too, *doubt* on these records as well, so many *draws* from a *seed*."""

    pairs: bool = False
    doubt: tuple[str, ...] = ()
    draws: int | None = None
    seed: int = 0


@dataclass(frozen=True)
class Firmness:
    """How firm one area is: what everything that was tried came to. *pairs* is None where not asked for."""

    area: str
    removals: Removals
    sources: dict[str, Removal]
    pairs: Removals | None
    sweeps: tuple[Sweep, ...]
    sampling: Sampling
    flips: tuple[Flip, ...]

    @property
    def now(self) -> Standing:
        """Return how the area stands."""
        return self.removals.now


def firmness(inspection: Inspection, area: str, wanted: Wanted) -> Firmness:
    """
    Return how firm one area is.

    Raises:
        NotFoundError: If the area doesn't exist.
        RulesError: If the rules leave something undecided or decide it twice.

    """
    single = removals(inspection, [area])[0]
    sources = source_removals(inspection, [area])[0]
    ids = tuple(sorted(one for removal in sources.values() for one in removal.records))
    return Firmness(
        area,
        single,
        sources,
        pair_removals(inspection, [area])[0] if wanted.pairs else None,
        sweep(inspection, area),
        sample(inspection, area, ids, draws=wanted.draws, seed=wanted.seed),
        flips(inspection, area, [one for one in doubtful(inspection, wanted.doubt) if one in ids]),
    )
