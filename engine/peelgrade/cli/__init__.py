"""
The command line: each command parses, calls one step and prints.

Exit status 0: done; 1: done, and something the command checks for was found; 2: bad input or
usage, every error listed. Anything that isn't the user's mistake keeps its traceback.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from peelgrade import __version__
from peelgrade.cli import (
    decide,
    decisions,
    evidence,
    explain,
    forces,
    framework,
    grade,
    moderate,
    reach,
    rules,
    schema,
    stress,
    whatif,
)
from peelgrade.cli.once import Command
from peelgrade.errors import PeelgradeError, visible_lines

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Propose grades for police inspections from coded evidence, and show every reason.",
    epilog="The engine proposes; people decide.",
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"peelgrade {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Propose grades for police inspections from coded evidence, and show every reason."""


app.command(cls=Command)(grade.grade)
app.command(cls=Command)(explain.explain)
app.command("what-if", cls=Command)(whatif.what_if)
app.command(cls=Command)(reach.reach)
app.command(cls=Command)(stress.stress)
app.add_typer(evidence.app, name="evidence")
app.command(cls=Command)(moderate.moderate)
app.command(cls=Command)(forces.forces)
app.command(cls=Command)(decide.decide)
app.add_typer(decisions.app, name="decisions")
app.add_typer(rules.app, name="rules")
app.add_typer(framework.app, name="framework")
app.command(cls=Command)(schema.schema)


def main() -> None:
    """Run the command line; print errors meant for the user without a traceback."""
    try:
        app()
    except PeelgradeError as error:
        sys.stderr.write(f"{visible_lines(str(error))}\n")
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
