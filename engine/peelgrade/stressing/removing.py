"""
How firm a grade is when evidence is taken away: each record, and each kind of source.

Whoever coded the case could have missed any record, or an appeal could strike it out; so how an area
stands without each of them says how much it leans on any one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from peelgrade.appraising import weighing
from peelgrade.assessment import Inspection
from peelgrade.capping import Weighed, state
from peelgrade.compiling import program
from peelgrade.deriving import appraise
from peelgrade.framework import Area
from peelgrade.stressing.standing import Standing, Way, stands, way


@dataclass(frozen=True)
class Removal:
    """What is taken away, and how the area stands without it; *goes* is which way it moves."""

    records: tuple[str, ...]
    standing: Standing
    goes: Way


@dataclass(frozen=True)
class Removals:
    """
    How one area stands under removals of one kind.

    *now* is how it stands with everything there, *of* how many removals were tried, *moves* those
    that change its outcome or grade, in order of the records taken away.
    """

    area: str
    now: Standing
    of: int
    moves: tuple[Removal, ...]

    @property
    def held(self) -> int:
        """Return under how many of the removals the area stands as it did."""
        return self.of - len(self.moves)


def removals(inspection: Inspection, areas: Iterable[str] | None = None) -> tuple[Removals, ...]:
    """
    Return how every area stands, or those named, without each single record that weighs in it.

    Raises:
        NotFoundError: If an area doesn't exist.
        RulesError: If the rules leave something undecided or decide it twice.

    """
    found = []
    for table in _tables(inspection, areas):
        tried = [table.without((one,)) for one in table.ids]
        moves = tuple(one for one in tried if one.goes != "same")
        found.append(Removals(table.area.id, table.now, len(tried), moves))
    return tuple(found)


def source_removals(
    inspection: Inspection, areas: Iterable[str] | None = None
) -> tuple[dict[str, Removal], ...]:
    """Return how every area stands without all records of each kind of source that weighs in it."""
    found = []
    for table in _tables(inspection, areas):
        by_source: dict[str, list[str]] = {}
        for record in table.ids:
            by_source.setdefault(inspection.case.record(record).source, []).append(record)
        found.append({source: table.without(tuple(gone)) for source, gone in sorted(by_source.items())})
    return tuple(found)


def weighing_in(inspection: Inspection, areas: Iterable[str] | None = None) -> dict[str, tuple[str, ...]]:
    """Return the ids of the records that weigh in every area, or in those named, in order."""
    return {table.area.id: table.ids for table in _tables(inspection, areas)}


@dataclass(frozen=True)
class _Table:
    """One area with everything appraised, ready to have records taken away."""

    weighed: Weighed
    area: Area
    now: Standing

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the records that weigh in the area, in order."""
        found = {record for one in self.area.ids for record in self.weighed.verdict(one).weighs}
        return tuple(sorted(found))

    def without(self, records: tuple[str, ...]) -> Removal:
        then = state(self.weighed, self.area, frozenset(records))
        after = stands(self.weighed.run, self.area, then)
        return Removal(records, after, way(self.weighed.run.framework, self.now, after))


def _tables(inspection: Inspection, areas: Iterable[str] | None) -> Iterable[_Table]:
    """Yield the areas wanted, in the framework's order, each with what weighs in it."""
    framework = inspection.framework
    named = None if areas is None else {framework.area(one).id for one in areas}
    run = program(framework, inspection.pack, chained=False)
    records = weighing(inspection.case, framework, inspection.pack)
    for area in framework.areas:
        if named is not None and area.id not in named:
            continue
        used = {record.id: record for one in area.ids for record in records[one]}
        appraisals = appraise(run, [used[one] for one in sorted(used)])
        weighed = Weighed(run, {one: tuple(appraisals[r.id] for r in records[one]) for one in area.ids})
        yield _Table(weighed, area, stands(run, area, state(weighed, area)))
