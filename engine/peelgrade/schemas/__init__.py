"""
JSON Schemas of everything that people write in YAML, for editors that complete and check it.

- `kinds`: the kinds of file, and the model that each is read into
- `plain`: a model to a schema, described by its docstring
- `shapes`: what holds between the keys of one thing; `meanings`: what the codes of evidence mean
- `names`: what one framework and its rules name, put where it may stand
- `conditions`: the facts, operators and values that the rules of a tier may use
- `generating`: the schema of a kind, put together

A schema says what can be said of one file by itself. What only the whole can know (an id used twice, a rule
whose path isn't its id) is told by the command that reads it.
"""

from __future__ import annotations

from peelgrade.schemas.generating import schema_of
from peelgrade.schemas.kinds import KINDS, Kind, kind

__all__ = ["KINDS", "Kind", "kind", "schema_of"]
