"""`peelgrade framework`: read the framework."""

from __future__ import annotations

from typing import Annotated

import typer

from peelgrade.cli import common
from peelgrade.cli.once import Command
from peelgrade.cli.rules import framework_of

app = typer.Typer(no_args_is_help=True, help="Read a framework.")


@app.callback()
def _group() -> None:
    """Read a framework."""


@app.command(cls=Command)
def show(
    id: Annotated[
        str | None,
        typer.Argument(help="An area, a topic or a characteristic; the whole framework if left out."),
    ] = None,
    rules: common.RulesOption = None,
    framework: common.FrameworkOption = None,
    form: common.FormatOption = None,
    out: common.OutOption = None,
) -> None:
    """Show a framework, one of its areas or topics, or one characteristic; with `--rules`, theirs."""
    from peelgrade.pages.framework import framework_data, framework_page

    model = framework_of(rules, framework)
    common.output(
        lambda: framework_page(model, id), lambda: framework_data(model, id), form, out
    )  # fmt: skip
