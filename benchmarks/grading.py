"""Grading one force: a cold process, a warm engine, and growth with the number of records."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.cases import enlarged
from benchmarks.timing import Timed, side_by_side, timed
from peelgrade.assessment import Inspection
from peelgrade.deriving import derive
from peelgrade.loading import load_case

ROOT = Path(__file__).parents[1]
WEST_MERCIA = ROOT / "fixtures" / "west-mercia-2023-25"


def cold() -> list[Timed]:
    """Time whole processes: an empty interpreter, `--version`, and `grade`."""

    def process(*arguments: str) -> None:
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True)

    return side_by_side(
        {
            "python, doing nothing": lambda: process("-c", "pass"),
            "peelgrade --version": lambda: process("-m", "peelgrade", "--version"),
            "peelgrade grade West Mercia": lambda: process("-m", "peelgrade", "grade", str(WEST_MERCIA)),
        }
    )


def warm() -> list[Timed]:
    """Time loading and grading in a process that has done it before."""
    inspection = load_case(WEST_MERCIA)
    assert derive(inspection).areas == derive(inspection, chained=False).areas
    return side_by_side(
        {
            "grading by our evaluator alone": lambda: derive(inspection, chained=False),
            "grading by both evaluators": lambda: derive(inspection),
            "loading framework, rules and evidence": lambda: load_case(WEST_MERCIA),
        }
    )


def growth(sizes: tuple[int, ...] = (100, 1_000, 10_000)) -> list[Timed]:
    """Time grading by both evaluators as the evidence grows."""
    inspection = load_case(WEST_MERCIA)
    found = []
    for size in sizes:
        case = enlarged(inspection.case, size)
        grown = Inspection(case, inspection.framework, inspection.pack)
        found.append(timed(f"grading {size:,} records", lambda one=grown: derive(one), runs=3))  # type: ignore[misc]
    return found
