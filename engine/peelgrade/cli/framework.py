"""`peelgrade framework`: read the framework."""

from __future__ import annotations

from typing import Annotated

import typer

from peelgrade.cli import common

app = typer.Typer(no_args_is_help=True, help="Read a framework.")
SHIPPED = "peel-2023-25"


@app.callback()
def _group() -> None:
    """Read a framework."""


@app.command()
def show(
    id: Annotated[
        str | None, typer.Argument(help="An area or a characteristic; the whole framework if left out.")
    ] = None,
    framework: common.FrameworkOption = None,
    form: common.FormatOption = None,
    out: common.OutOption = None,
) -> None:
    """Show a framework, one of its areas, or one characteristic."""
    from peelgrade.loading import load_framework
    from peelgrade.pages.framework import framework_data, framework_page

    model = load_framework(common.chosen(framework) or SHIPPED)
    common.output(
        lambda: framework_page(model, id), lambda: framework_data(model, id), form, out
    )  # fmt: skip
