"""
A national study: 43 forces, 100,000 draws each. `python -m benchmarks.national --jobs 2`.

The forces are made up from West Mercia's evidence, each with other records missing, other figures and
other words, from a fixed seed; so they are as large as a real force and all different.
"""

from __future__ import annotations

import argparse
import random
from time import perf_counter

from benchmarks.grading import WEST_MERCIA
from benchmarks.timing import machine
from peelgrade.assessment import Inspection
from peelgrade.evidence import EXTENTS, Measure, Record
from peelgrade.loading import load_case
from peelgrade.model import altered
from peelgrade.stressing.firmness import Wanted
from peelgrade.stressing.spreading import Stressed, stress

FORCES = 43


def forces(number: int = FORCES) -> list[Inspection]:
    """Return made-up forces, the same in every run."""
    inspection = load_case(WEST_MERCIA)
    return [_force(inspection, place) for place in range(1, number + 1)]


def _force(inspection: Inspection, place: int) -> Inspection:
    chance = random.Random(place)
    records = tuple(_otherwise(one, chance) for one in inspection.case.evidence if chance.random() > 0.05)
    case = altered(
        inspection.case.with_evidence(records), case=f"force-{place:02d}", force=f"Force {place}"
    )
    return Inspection(case, inspection.framework, inspection.pack)


def _otherwise(record: Record, chance: random.Random) -> Record:
    """Return a record with another figure, or now and then with other words."""
    measure = record.measure
    if measure is not None and measure.of is not None and measure.count is not None:
        share = min(max(measure.count / measure.of + chance.uniform(-0.1, 0.1), 0), 1)
        return altered(record, measure=altered(measure, count=round(share * measure.of)), **_open(measure))
    if record.shows is None or chance.random() > 0.15:
        return record
    turned = "strength" if record.shows == "shortfall" else "shortfall"
    return altered(record, shows=turned, extent=chance.choice(EXTENTS))


def _open(measure: Measure) -> dict[str, None]:
    """Return the fields that are left to the figure, where there is a standard to read it by."""
    return {} if measure.standard == "none" else {"shows": None, "extent": None}


def study(
    inspections: list[Inspection], draws: int, jobs: int, scheduler: str | None
) -> tuple[Stressed, ...]:
    """Return how firm every grade of every force is."""
    return stress(inspections, Wanted(draws=draws), jobs=jobs, scheduler=scheduler)


def main() -> None:
    """Run the study and print how long it took."""
    parser = argparse.ArgumentParser(description="Stress 43 made-up forces.")
    parser.add_argument("--draws", type=int, default=100_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--scheduler", help="the address of a Dask scheduler")
    given = parser.parse_args()
    inspections = forces()
    start = perf_counter()
    found = study(inspections, given.draws, given.jobs, given.scheduler)
    took = perf_counter() - start
    areas = [area for one in found for area in one.areas]
    open_ = sum(len(area.sampling.chances) > 1 for area in areas)
    print(f"Machine: {machine()}; {given.scheduler or f'{given.jobs} processes'}.")
    print(f"{len(found)} forces, {len(areas)} graded areas, {given.draws:,} draws each: {took:.1f} s.")
    print(f"Of these, {open_} areas could come out at more than one grade.")


if __name__ == "__main__":
    main()
