"""`peelgrade decide`: write what people decided on an area beside its case."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from peelgrade.cli import common
from peelgrade.errors import InvalidInputError, Problem, Where


def decide(
    case: common.CaseArgument,
    area: Annotated[str, typer.Argument(help="The area, by its id.")],
    grade: Annotated[str, typer.Argument(help="The grade decided, by its id; or not-graded.")],
    by: Annotated[
        str, typer.Option(help="Who puts it forward, by role; always needed.", metavar="ROLE")
    ] = "",
    approved_by: Annotated[
        str | None,
        typer.Option(
            help="Who approves it, by role: somebody else. Left out: put forward, not yet approved.",
            metavar="ROLE",
        ),
    ] = None,
    reason: Annotated[
        str, typer.Option(help="Why; needed where something else is decided than proposed.")
    ] = "",
    on: Annotated[
        str | None, typer.Option(help="The day of the decision; today, if left out.", metavar="YYYY-MM-DD")
    ] = None,
    allow_drafts: common.DraftsOption = False,
    param: common.ParamOption = None,
    rules: common.RulesOption = None,
    framework: common.FrameworkOption = None,
    form: common.FormatOption = None,
) -> None:
    """Add what people decided on an area to the record of decisions beside its case."""
    from peelgrade.cli.locking import change
    from peelgrade.drafts import confirmed
    from peelgrade.ledger import Entry, Said, added, entered, home, open_ledger, standings, take
    from peelgrade.pages.decisions import taken_page
    from peelgrade.pages.decisions_data import taken_data

    day = _day(on)
    if form is common.Format.docx:
        message = "what was written is printed; `decisions show --out FILE` makes a Word document"
        raise InvalidInputError([Problem(Where("--format docx"), message)])
    inspection = common.open_case(case, framework, rules, param)
    confirmed(inspection.case, allowed=allow_drafts)
    decision = take(inspection, Said(area, grade, reason, by, approved_by, day))
    file = home(case)
    kept: list[Entry] = []

    def extended(content: bytes | None) -> bytes:
        ledger = None if content is None else open_ledger(content, str(file), inspection.case.case)
        if ledger is not None:
            ledger.check()
        entry = entered(decision, None if ledger is None else ledger.last)
        kept[:] = [*(() if ledger is None else ledger.entries), entry]
        return added(content, entry)

    change(file, extended)
    found = standings(kept, inspection)
    common.output(
        lambda: taken_page(inspection, file.name, found),
        lambda: taken_data(inspection, file.name, found),
        form,
        None,
    )


def _day(on: str | None) -> date:
    """Return the day given, or today: a day is the one thing of a decision that the clock may say."""
    if on is None:
        return date.today()
    try:
        return date.fromisoformat(on)
    except ValueError:
        message = f"`{on}` should be a date such as 2025-05-14"
        raise InvalidInputError([Problem(Where("--on"), message)]) from None
