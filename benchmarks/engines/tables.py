"""The rules as decision tables of zen-engine, one a tier: a row for each way in which a rule can hold."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import product
from typing import Any

from benchmarks.engines.tiers import Facts
from peelgrade.chaining import key
from peelgrade.compiling import Program
from peelgrade.conditions import Comparison, Test
from peelgrade.rules import Tier

Row = dict[str, str]
"""For each fact, what has to be true of it."""


class Tables:
    """A decision of zen-engine for each tier, whose table collects every row that holds of each fact."""

    def __init__(self, run: Program) -> None:
        """Draw and load the tables; raise ImportError without zen-engine."""
        import zen

        engine = zen.ZenEngine()
        self._decisions: dict[str, Any] = {
            tier: engine.create_decision(json.dumps(graph(compiled.tests, list(run.facts[tier]))))
            for tier, compiled in run.tiers.items()
        }

    def match(self, tier: Tier, facts: Sequence[Facts]) -> list[frozenset[str]]:
        """Return the rules whose condition holds, for each of *facts*."""
        if not facts:
            return []
        given = [{key(name): value for name, value in one.items()} for one in facts]
        found = self._decisions[tier].evaluate({"facts": given})["result"]["met"]
        return [frozenset(row["rule"] for row in one) for one in found]


def rows(test: Test, *, negated: bool = False) -> list[Row]:
    """Return the ways in which a test can hold, each a row of what has to be true of some facts."""
    if isinstance(test, Comparison):
        return [{test.fact: part} for part in _cells(test, negated=negated)]
    inverted = negated ^ (test.kind == "none")
    each = [rows(part, negated=inverted) for part in test.parts]
    if (test.kind == "all") ^ inverted:
        return [_together(chosen) for chosen in product(*each)]
    return [row for part in each for row in part]


def _together(parts: Sequence[Row]) -> Row:
    row: Row = {}
    for part in parts:
        for fact, cell in part.items():
            row[fact] = f"{row[fact]} and {cell}" if fact in row else cell
    return row


def _cells(test: Comparison, *, negated: bool) -> list[str]:
    if test.among:
        each = [f"$ {'!=' if negated else '=='} {one}" for one in test.among]
        return [" and ".join(each)] if negated else each
    low = [] if test.low is None else [f"$ {'<' if negated else '>='} {test.low}"]
    high = [] if test.high is None else [f"$ {'>' if negated else '<='} {test.high}"]
    return [*low, *high] if negated else [" and ".join([*low, *high])]


def graph(tests: dict[str, Test], facts: Sequence[str]) -> dict[str, Any]:
    """Return one table as a decision graph that loops over facts: input, table, output."""
    content = {
        "hitPolicy": "collect",
        "executionMode": "loop",
        "inputField": "facts",
        "outputPath": "met",
        "inputs": [{"id": one, "name": one, "field": key(one)} for one in facts],
        "outputs": [{"id": "rule", "name": "rule", "field": "rule"}],
        "rules": [
            {
                "_id": f"{rule}-{number}",
                "rule": json.dumps(rule),
                **{one: row.get(one, "") for one in facts},
            }
            for rule, test in tests.items()
            for number, row in enumerate(rows(test))
        ],
    }
    place = {"x": 0, "y": 0}
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in", "position": place},
        {
            "id": "table",
            "type": "decisionTableNode",
            "name": "table",
            "position": place,
            "content": content,
        },
        {"id": "out", "type": "outputNode", "name": "out", "position": place},
    ]
    edges = [
        {"id": "first", "type": "edge", "sourceId": "in", "targetId": "table"},
        {"id": "second", "type": "edge", "sourceId": "table", "targetId": "out"},
    ]
    return {"nodes": nodes, "edges": edges}
