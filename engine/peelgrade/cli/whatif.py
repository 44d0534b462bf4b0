"""`peelgrade what-if`: what changes, and only that, if the case or a parameter were otherwise."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from peelgrade.cli import common
from peelgrade.errors import InvalidInputError, Problem, Where


def what_if(
    case: common.CaseArgument,
    drop: Annotated[list[str] | None, typer.Option(help="Take a record away.", metavar="ID")] = None,
    right: Annotated[
        list[str] | None, typer.Option(help="Put a record's shortfall right.", metavar="ID")
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", help="Give a field another value.", metavar="ID.FIELD=VALUE"),
    ] = None,
    add: Annotated[list[Path] | None, typer.Option(help="Add the records of an evidence file.")] = None,
    param: common.ParamOption = None,
    scenario: Annotated[Path | None, typer.Option(help="Apply a scenario file as well.")] = None,
    save: Annotated[
        Path | None, typer.Option(help="Write the changes as a scenario file, to be shared and run again.")
    ] = None,
    title: Annotated[str | None, typer.Option(help="The title of the scenario that is written.")] = None,
    by: Annotated[str | None, typer.Option(help="Who asks.")] = None,
    why: Annotated[str | None, typer.Option(help="Why.")] = None,
    allow_drafts: Annotated[
        bool, typer.Option("--allow-drafts", help="Use records that nobody has confirmed, and say so.")
    ] = False,
    rules: common.RulesOption = None,
    framework: common.FrameworkOption = None,
    form: common.FormatOption = common.Format.text,
    out: common.OutOption = None,
    stamp: common.StampOption = False,
) -> None:
    """Show what changes, and only that, against the case as it stands."""
    from peelgrade.drafts import confirmed
    from peelgrade.pages.whatif import what_if_data, what_if_page
    from peelgrade.whatif import what_if as moved
    from peelgrade.whatif.scenario import against, load_scenario, scenario_text, with_changes

    inspection = common.open_case(case, framework, rules, None)
    confirmed(inspection.case, allowed=allow_drafts)
    given = load_scenario(scenario) if scenario is not None else None
    changes = _asked(inspection, drop, right, set_, add, param)
    found = moved(inspection, [*(given.changes if given else ()), *changes])
    confirmed(found.after.inspection.case, allowed=allow_drafts)
    if save is not None:
        written = with_changes(given, found.changes, against(inspection), title=title, by=by, why=why)
        common.write(save, scenario_text(written).encode())
    common.output(
        lambda: what_if_page(found, given), lambda: what_if_data(found, given), form, out, stamp=stamp
    )  # fmt: skip


def _asked(
    inspection: Any,
    drop: list[str] | None,
    right: list[str] | None,
    set_: list[str] | None,
    add: list[Path] | None,
    param: list[str] | None,
) -> list[Any]:
    """Return the changes that the options ask for; raise InvalidInputError with all that can't be read."""
    from peelgrade.whatif.changing import Drop, Param, Right
    from peelgrade.whatif.scenario import load_additions, set_from

    problems: list[Problem] = []
    changes: list[Any] = []

    def gather(read: Any, *arguments: Any) -> None:
        try:
            changes.extend(read(*arguments))
        except InvalidInputError as error:
            problems.extend(error.problems)

    for path in add or []:
        gather(load_additions, path)
    ids = [record.id for record in inspection.case.evidence]
    ids += [one.record.id for one in changes]
    changes += [Right(one, Where(f"--right {one}")) for one in right or []]
    for text in set_ or []:
        gather(lambda given: [set_from(given, ids)], text)
    changes += [Drop(one, Where(f"--drop {one}")) for one in drop or []]
    gather(
        lambda: [
            Param(name, value, Where(f"--param {name}")) for name, value in common.parameters(param).items()
        ]
    )
    if problems:
        raise InvalidInputError(problems)
    return changes
