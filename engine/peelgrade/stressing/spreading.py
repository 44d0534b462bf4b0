"""
Many areas of many cases, spread over cores or over a Dask cluster. The only door to distributed.

A task is a case and some of its areas; what comes of it depends on nothing else, so the answers are the
same however they are spread, and they come back in the order of the tasks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

from peelgrade.assessment import Inspection
from peelgrade.errors import InvalidInputError, Problem, RefusedError, Where, unknown
from peelgrade.stressing.firmness import Firmness, Wanted, firmness

ANSWERS_WITHIN = "10 s"
"""How long a scheduler may take to answer."""


@dataclass(frozen=True)
class Task:
    """Some areas of one case, and what is to be tried on them."""

    inspection: Inspection
    areas: tuple[str, ...]
    wanted: Wanted


@dataclass(frozen=True)
class Stressed:
    """One case and how firm each of its graded areas is, in the framework's order."""

    inspection: Inspection
    wanted: Wanted
    areas: tuple[Firmness, ...]


Watch = Callable[[Iterator[list[Firmness]], int], Iterable[list[Firmness]]]
"""Passes on what comes in, of so many in all, and shows how far it has come."""


def stress(
    inspections: Sequence[Inspection],
    wanted: Wanted | None = None,
    *,
    areas: Iterable[str] | None = None,
    jobs: int = 1,
    scheduler: str | None = None,
    watch: Watch | None = None,
) -> tuple[Stressed, ...]:
    """
    Return how firm every grade of every case is.

    Args:
        inspections: The cases, each with its framework and rule pack.

        wanted: What is to be tried beyond the usual.

        areas: The ids of the areas wanted; every graded one, if left out.

        jobs: On how many cores to work. Processes are started afresh, so a script that asks for more
            than one begins its work under `if __name__ == "__main__"`.

        scheduler: The address of a Dask scheduler to work on instead.

        watch: Shows how far the work has come.

    Raises:
        InvalidInputError: If the scheduler can't be used, or dask isn't installed.
        NotFoundError: If an area, or a record whose coding is to be doubted, doesn't exist.
        RefusedError: If an area is assessed and never graded.
        RulesError: If the rules leave something undecided or decide it twice.

    """
    asked = wanted or Wanted()
    named = None if areas is None else tuple(areas)
    chosen = [_areas(one, named) for one in inspections]
    _check_doubts(inspections, asked.doubt)
    tasks = _tasks(inspections, chosen, asked)
    came = _spread(tasks, jobs, scheduler)
    done = iter(list(came if watch is None else watch(came, len(tasks))))
    found: list[Stressed] = []
    for inspection, wanted_areas in zip(inspections, chosen, strict=True):
        parts: list[Firmness] = []
        while len(parts) < len(wanted_areas):
            parts += next(done)
        found.append(Stressed(inspection, asked, tuple(parts)))
    return tuple(found)


def _areas(inspection: Inspection, named: Sequence[str] | None) -> tuple[str, ...]:
    """Return the areas that are wanted, in the framework's order."""
    graded = [one.id for one in inspection.framework.areas if one.graded]
    for area in named or ():
        if inspection.framework.area(area).id not in graded:
            raise RefusedError(f"`{area}` is assessed and never graded, so there is no grade to be firm")
    return tuple(one for one in graded if named is None or one in named)


def _check_doubts(inspections: Sequence[Inspection], doubt: tuple[str, ...]) -> None:
    """Raise NotFoundError for a record that no case has."""
    ids = {record.id for one in inspections for record in one.case.evidence}
    for name in doubt:
        if name not in ids:
            raise unknown("evidence record", name, ids)


def _tasks(
    inspections: Sequence[Inspection], areas: Sequence[tuple[str, ...]], wanted: Wanted
) -> list[Task]:
    """Return a task for each case, or for each area where there is one case only."""
    if len(inspections) == 1:
        return [Task(inspections[0], (one,), wanted) for one in areas[0]]
    return [Task(one, some, wanted) for one, some in zip(inspections, areas, strict=True)]


def work(task: Task) -> list[Firmness]:
    """Return how firm each area of a task is; this is what other processes run."""
    return [firmness(task.inspection, one, task.wanted) for one in task.areas]


def _spread(tasks: list[Task], jobs: int, scheduler: str | None) -> Iterator[list[Firmness]]:
    if scheduler is not None:
        return _on_cluster(tasks, scheduler)
    return _on_cores(tasks, min(jobs, len(tasks))) if jobs > 1 else map(work, tasks)


def _on_cores(tasks: list[Task], jobs: int) -> Iterator[list[Firmness]]:
    # Processes are started afresh, not forked: a fork of a process with threads can hang.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        yield from pool.map(work, tasks)


def _on_cluster(tasks: list[Task], scheduler: str) -> Iterator[list[Firmness]]:
    with _client(scheduler) as client:
        futures = [client.submit(work, task, pure=False) for task in tasks]
        for future in futures:
            yield future.result()


def _client(scheduler: str) -> Any:
    """Return a client of the scheduler at an address."""
    try:
        from distributed import Client
    except ImportError:
        message = "needs dask, which isn't installed"
        hint = "pip install 'peelgrade[distributed]'"
        raise InvalidInputError([Problem(Where("--scheduler"), message, hint)]) from None
    connect: Any = Client
    try:
        return connect(scheduler, timeout=ANSWERS_WITHIN)
    except (OSError, ValueError, TimeoutError) as error:
        message = f"no scheduler can be reached at `{scheduler}`"
        raise InvalidInputError([Problem(Where("--scheduler"), message)]) from error
