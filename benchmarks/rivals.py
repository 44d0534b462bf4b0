"""The same tiered rules by other engines: cold, warm, growing, and over many variants."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from functools import partial

from benchmarks.cases import enlarged, without_some
from benchmarks.engines.kinds import engine, graded_by, installed
from benchmarks.engines.tiers import Engine, Facts, Graded, of_assessment
from benchmarks.grading import WEST_MERCIA
from benchmarks.timing import Timed, side_by_side
from benchmarks.variants import at_once
from peelgrade.assessment import Inspection
from peelgrade.compiling import Program, program
from peelgrade.deriving import derive
from peelgrade.loading import load_case
from peelgrade.rules import Tier


class DisagreedError(Exception):
    """An engine came to something else than ours, so nothing is timed."""


def compared(inspection: Inspection, run: Program, engines: dict[str, Engine]) -> None:
    """Raise DisagreedError unless every engine comes to what `derive` comes to."""
    expected = of_assessment(derive(inspection, chained=False))
    for name, made in engines.items():
        if graded_by(made, inspection, run) != expected:
            raise DisagreedError(f"{name} comes to something else on {inspection.case.case}")


def loaded() -> tuple[Inspection, Program, dict[str, Engine]]:
    """Return a force, its rules, and every engine with them loaded, compared."""
    inspection = load_case(WEST_MERCIA)
    run = program(inspection.framework, inspection.pack, chained=False)
    engines = {name: engine(name, run) for name in installed()}
    compared(inspection, run, engines)
    return inspection, run, engines


def cold() -> list[Timed]:
    """Time a process that loads one force, hands the rules to an engine, and grades."""

    def process(name: str) -> None:
        command = [sys.executable, "-m", "benchmarks.engines", name]
        subprocess.run(command, check=True, capture_output=True)

    return side_by_side({name: partial(process, name) for name in installed()})


def warm() -> list[Timed]:
    """Time grading one force, the counting between tiers included, which is the same for all."""
    inspection, run, engines = loaded()
    return side_by_side({name: partial(graded_by, made, inspection, run) for name, made in engines.items()})


class _Noting:
    """An engine that notes what it is asked."""

    def __init__(self, inner: Engine) -> None:
        self.inner = inner
        self.asked: list[tuple[Tier, Sequence[Facts]]] = []

    def match(self, tier: Tier, facts: Sequence[Facts]) -> Sequence[frozenset[str]]:
        self.asked.append((tier, facts))
        return self.inner.match(tier, facts)


def matching() -> list[Timed]:
    """Time the matching alone: everything that grading one force asks of an engine, asked again."""
    inspection, run, engines = loaded()
    noting = _Noting(next(iter(engines.values())))
    graded_by(noting, inspection, run)

    def match(made: Engine) -> None:
        for tier, facts in noting.asked:
            made.match(tier, facts)

    return side_by_side({name: partial(match, made) for name, made in engines.items()})


def growth(sizes: tuple[int, ...] = (100, 1_000, 10_000)) -> list[Timed]:
    """Time each engine as the evidence of one force grows."""
    inspection, run, engines = loaded()
    found = []
    for size in sizes:
        grown = Inspection(enlarged(inspection.case, size), inspection.framework, inspection.pack)
        compared(grown, run, engines)
        works = {
            f"{size:,} records, {name}": partial(graded_by, made, grown, run)
            for name, made in engines.items()
        }
        found += side_by_side(works, runs=3)
    return found


def variants(many: int = 10_000, few: int = 20) -> list[Timed]:
    """Time variants of one force: all at once on arrays, and a few of the same by each engine."""
    inspection, run, engines = loaded()
    some = [without_some(inspection, seed) for seed in range(few)]
    for one in some:
        compared(one, run, engines)

    def each(made: Engine) -> list[Graded]:
        return [graded_by(made, one, run) for one in some]

    works = {f"one by one, {name}": partial(each, made) for name, made in engines.items()}
    return [at_once(inspection, many), *side_by_side(works, runs=3, of=few)]
