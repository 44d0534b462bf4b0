"""`peelgrade evidence`: check, start and convert evidence."""

from __future__ import annotations

import typer

from peelgrade.cli import common

app = typer.Typer(no_args_is_help=True, help="Check, start and convert evidence.")


@app.callback()
def _group() -> None:
    """Check, start and convert evidence."""


@app.command()
def check(
    case: common.CaseArgument,
    rules: common.RulesOption = None,
    framework: common.FrameworkOption = None,
    form: common.FormatOption = common.Format.text,
    out: common.OutOption = None,
    stamp: common.StampOption = False,
) -> None:
    """Read a case, name every problem in it, and say what was read."""
    from peelgrade.pages.evidence import stock_data, stock_page
    from peelgrade.stocktaking import take_stock

    stock = take_stock(common.open_case(case, framework, rules, None))
    common.output(lambda: stock_page(stock), lambda: stock_data(stock), form, out, stamp=stamp)
