"""`peelgrade decisions`: read the decisions on a case, and verify that none was altered."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from peelgrade.cli import common
from peelgrade.cli.once import Command
from peelgrade.errors import InvalidInputError, Problem, RefusedError, Where

app = typer.Typer(no_args_is_help=True, help="Read and verify what people decided.")
SHORTEST = 12
"""So many characters of a hash at least must be given to be compared by."""


@app.callback()
def _group() -> None:
    """Read and verify what people decided."""


@app.command(cls=Command)
def show(
    case: common.CaseArgument,
    area: Annotated[str | None, typer.Option(help="Only this area.")] = None,
    param: common.ParamOption = None,
    rules: common.RulesOption = None,
    framework: common.FrameworkOption = None,
    form: common.FormatOption = None,
    out: common.OutOption = None,
    stamp: common.StampOption = False,
) -> None:
    """List the decisions on a case beside what is proposed now (exit 1 where the record isn't intact)."""
    from peelgrade.deriving import derive
    from peelgrade.ledger import load_ledger
    from peelgrade.pages.decisions import decisions_page
    from peelgrade.pages.decisions_data import decisions_data

    inspection = common.open_case(case, framework, rules, param)
    ledger = load_ledger(case, inspection.case.case)
    assessment = derive(inspection, areas=None if area is None else [area])
    common.output(
        lambda: decisions_page(assessment, ledger),
        lambda: decisions_data(assessment, ledger),
        form,
        out,
        stamp=stamp,
    )
    if ledger is not None and not ledger.intact:
        raise typer.Exit(1)


@app.command(cls=Command)
def verify(
    cases: Annotated[
        list[Path], typer.Argument(metavar="CASE…", help="Case files or folders, or files of decisions.")
    ],
    expect: Annotated[
        str | None,
        typer.Option(help="The hash of the last entry, as it was noted elsewhere.", metavar="HASH"),
    ] = None,
    form: common.FormatOption = None,
    out: common.OutOption = None,
    stamp: common.StampOption = False,
) -> None:
    """Find every alteration of the decisions on some cases (exit 1 where there is one)."""
    from peelgrade.ledger import verified
    from peelgrade.pages.verifying import verify_data, verify_page

    wanted = _expected(expect, len(cases))
    found = [verified(one, wanted) for one in cases]
    common.output(lambda: verify_page(found), lambda: verify_data(found), form, out, stamp=stamp)
    if not all(one.ledger.intact for one in found):
        raise typer.Exit(1)


def _expected(expect: str | None, cases: int) -> str | None:
    """Return the hash to expect; refuse one for several cases, or one that isn't a hash."""
    if expect is None:
        return None
    if cases > 1:
        raise RefusedError("`--expect` is the hash of one record, and several cases are given")
    text = expect.strip().lower()
    if not SHORTEST <= len(text) <= 64 or set(text) - set("0123456789abcdef"):
        message = f"`{expect}` should be a hash, or its first {SHORTEST} or more characters"
        raise InvalidInputError([Problem(Where("--expect"), message)])
    return text
