"""`peelgrade schema`: JSON Schemas of what people write, for editors."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from peelgrade.cli import common
from peelgrade.errors import RefusedError

EVERY = "all"


def schema(
    kind: Annotated[
        str, typer.Argument(help="A kind of file, such as evidence, rule or framework; or all of them.")
    ],
    rules: common.RulesOption = None,
    framework: common.FrameworkOption = None,
    any_framework: Annotated[
        bool, typer.Option("--any-framework", help="List no names: for files of every framework.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option(help="Write it to this file; all of them into this folder.")
    ] = None,
) -> None:
    """Write the JSON Schema of a kind of file, with the names that the framework and its rules know."""
    from peelgrade.schemas import KINDS, schema_of
    from peelgrade.schemas import kind as kind_of

    if kind == EVERY and out is None:
        raise RefusedError("`schema all` writes several files: name a folder for them with `--out`")
    wanted = list(KINDS.values()) if kind == EVERY else [kind_of(kind)]
    names = None if any_framework else _names(rules, framework)
    if kind != EVERY or out is None:
        return common.deliver(_text(schema_of(wanted[0], names)), out)
    out.mkdir(parents=True, exist_ok=True)
    for one in wanted:
        if any_framework or one.named:
            common.write(out / f"{one.name}.json", _text(schema_of(one, names)).encode())
    return None


def _names(rules: str | None, framework: str | None) -> Any:
    from peelgrade.cli.rules import program
    from peelgrade.schemas.names import Names

    run = program(rules, framework)
    return Names(run.framework, run.pack)


def _text(schema: dict[str, Any]) -> str:
    from peelgrade.model import as_json

    return as_json(schema) + "\n"
