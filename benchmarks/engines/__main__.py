"""One grading of West Mercia in a process of its own: `python -m benchmarks.engines loops`."""

from __future__ import annotations

import sys

from benchmarks.engines.kinds import NAMES, engine, graded_by
from benchmarks.grading import WEST_MERCIA
from peelgrade.compiling import program
from peelgrade.loading import load_case


def main(name: str) -> None:
    """Load, grade and say how many areas got a grade."""
    inspection = load_case(WEST_MERCIA)
    run = program(inspection.framework, inspection.pack, chained=False)
    found = graded_by(engine(name, run), inspection, run)
    print(sum(grade is not None for grade in found.grades.values()))


main(sys.argv[1] if len(sys.argv) > 1 else NAMES[0])
