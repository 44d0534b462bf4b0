"""
What a rule pack is held to, proved over every possible state and not over samples.

`check` (in `properties`) returns every property with what came of it. It stands on

- `spaces`: the states of a tier as arrays, and where its rules fire;
- `kinds`: the kinds of record that there can be, each by the plainest one;
- `gathering`: what the records on one characteristic can come to;
- `areas`, `summing`: what an area's characteristics add up to, and the grade that follows;
- `bettering`: better evidence, one step at a time;
- `records`, `figures`, `characteristics`, `grades`: complete and monotone, tier by tier;
- `living`, `telling`: alive; cited and exemplified;
- `findings`: what came of a proof, and `witnessing`: a counterexample as cases that `grade` accepts.
"""

from peelgrade.checking.findings import Finding
from peelgrade.checking.properties import check

__all__ = ["Finding", "check"]
