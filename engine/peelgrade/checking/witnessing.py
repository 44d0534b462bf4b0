"""Counterexamples as cases: the plainest evidence that leads to wanted verdicts."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from peelgrade.checking.proving import concluded, ranks
from peelgrade.checking.spaces import record_space, verdict_space
from peelgrade.compiling import Program
from peelgrade.evidence import NO_STANDARD, SOURCES, Case, Measure, Record, in_order
from peelgrade.facts import NOTHING
from peelgrade.framework import NOT_ASSESSED


@dataclass(frozen=True)
class Recipe:
    """How each level and each verdict of a pack can come about most plainly."""

    run: Program
    levels: dict[tuple[str, str], dict[str, object]]
    verdicts: dict[str, dict[str, int]]

    def case(self, verdicts: dict[str, str], name: str) -> Case:
        """Return a case in which characteristics get these verdicts."""
        records: list[Record] = []
        for characteristic, verdict in verdicts.items():
            if verdict != NOT_ASSESSED:
                records += self.records(characteristic, verdict, len(records))
        return Case(
            case=name,
            force="A made-up force",
            framework=self.run.framework.id,
            evidence=in_order(tuple(records)),
        )

    def records(self, characteristic: str, verdict: str, taken: int) -> list[Record]:
        """Return the records that give one characteristic a verdict."""
        state = self.verdicts[verdict]
        facts = self.run.facts["verdict"]
        wanted = []
        for extreme, kinds in (("gravest", "shortfall-kinds"), ("strongest", "strength-kinds")):
            if state[extreme]:
                level = str(facts[extreme].values[state[extreme]])
                wanted += [(level, number) for number in range(max(1, state[kinds]))]
        return [
            self._record(f"W-{taken + place + 1:03d}", characteristic, *one)
            for place, one in enumerate(wanted)
        ]

    def _record(self, id: str, characteristic: str, level: str, kind: int) -> Record:
        sources = [source for source in SOURCES if (level, source) in self.levels]
        values: dict[str, Any] = dict(self.levels[level, sources[kind % len(sources)]])
        fields: dict[str, Any] = {"id": id, "characteristic": (characteristic,)}
        fields |= {"source": sources[kind % len(sources)], "finding": f"A made-up finding: {level}."}
        steps = values.pop("steps", 0)
        stepped = next((one for one in self.run.pack.standards if one.steps), None)
        if stepped is not None and steps:
            value = stepped.steps[int(str(steps)) - 1]
            fields["measure"] = Measure(value=value, unit="steps", standard=stepped.id)
            return Record(**fields)
        if values["shows"] == NOTHING:
            fields["measure"] = Measure(value=Fraction(1), unit="things",
                                        standard=NO_STANDARD)  # fmt: skip
            values.pop("shows"), values.pop("extent", None)
        return Record(**(values | fields))


def recipe(run: Program) -> Recipe:
    """Return the plainest way to every level from every source, and to every verdict."""
    return Recipe(run, _levels(run), _verdicts(run))


def _levels(run: Program) -> dict[tuple[str, str], dict[str, object]]:
    states = record_space(run)
    facts = run.facts["appraise"]
    level = ranks(run, concluded(run, "appraise", states), run.pack.level_ids, states.size)
    apart = sum((states.facts[n] != facts[n].default).astype(int) for n in states.facts if n != "source")
    found: dict[tuple[str, str], dict[str, object]] = {}
    for source in SOURCES:
        mine = (
            states.facts["source"] == facts["source"].encode(source)
            if "source" in states.facts
            else np.ones(states.size, dtype=bool)
        )
        for number, name in enumerate(run.pack.level_ids):
            places = np.flatnonzero(mine & (level == number))
            if len(places):
                state = states.state(int(places[np.argmin(np.asarray(apart)[places])]))
                found[name, source] = {n: facts[n].decode(v) for n, v in state.items()}
    return found


def _verdicts(run: Program) -> dict[str, dict[str, int]]:
    states, can = verdict_space(run)
    verdict = ranks(run, concluded(run, "verdict", states), run.framework.verdicts, states.size)
    weight = sum(values for values in states.facts.values())
    found = {}
    for number, name in enumerate(run.framework.verdicts):
        places = np.flatnonzero(can & (verdict == number))
        if len(places):
            found[name] = states.state(int(places[np.argmin(np.asarray(weight)[places])]))
    return found
