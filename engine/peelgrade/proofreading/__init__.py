"""
What no file of a rule pack can know alone: names that stand elsewhere, and what can be compared.

- `parts`: the pack's settings, standards, themes, bearings and counts
- `rules`: its rules, with their conditions, their words and their examples
"""

from __future__ import annotations

from collections.abc import Iterator

from peelgrade.errors import Problem
from peelgrade.facts import conclusions, vocabulary
from peelgrade.framework import Framework
from peelgrade.proofreading.parts import COUNT_SCOPES, vet_parts
from peelgrade.proofreading.rules import vet_rule
from peelgrade.rules import Pack
from peelgrade.vetting import Place

__all__ = ["COUNT_SCOPES", "vet_pack"]


def vet_pack(pack: Pack, framework: Framework, place: Place) -> Iterator[Problem]:
    """Yield everything in a pack that names what doesn't exist, or compares what can't be compared."""
    if pack.framework != framework.id:
        message = f"these rules are for `{pack.framework}`, not for `{framework.id}`"
        yield Problem(place("pack", pack.id, "framework"), message)
    yield from vet_parts(pack, framework, place)
    try:
        facts = vocabulary(framework, pack)
    except (ValueError, ZeroDivisionError):
        return
    said = conclusions(framework, pack)
    for rule in pack.rules:
        yield from vet_rule(rule, pack, framework, place, facts[rule.tier], said[rule.tier])
