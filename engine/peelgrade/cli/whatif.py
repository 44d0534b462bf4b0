"""`peelgrade what-if`: what changes, and only that, if the case or a parameter were otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from peelgrade.cli import common
from peelgrade.errors import InvalidInputError, Problem, Where, noting


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
    add: Annotated[
        list[Path] | None, typer.Option(help="Add the records of an evidence file.", callback=common.reads)
    ] = None,
    param: common.ParamOption = None,
    scenario: Annotated[Path | None, typer.Option(help="Apply a scenario file as well.")] = None,
    save: Annotated[
        Path | None,
        typer.Option(
            help="Write the changes as a scenario file, to be shared and run again.", callback=common.writes
        ),
    ] = None,
    replace: common.ReplaceOption = False,
    title: Annotated[str | None, typer.Option(help="The title of the scenario that is written.")] = None,
    by: Annotated[str | None, typer.Option(help="Who asks.")] = None,
    why: Annotated[str | None, typer.Option(help="Why.")] = None,
    allow_drafts: common.DraftsOption = False,
    rules: common.RulesOption = None,
    framework: common.FrameworkOption = None,
    form: common.FormatOption = None,
    out: common.OutOption = None,
    stamp: common.StampOption = False,
) -> None:
    """Show what changes, and only that, against the case as it stands."""
    from peelgrade.drafts import confirmed
    from peelgrade.pages.whatif import what_if_data, what_if_page
    from peelgrade.whatif import what_if as moved
    from peelgrade.whatif.asking import load_scenario
    from peelgrade.whatif.changing import applied
    from peelgrade.whatif.scenario import against, scenario_text, with_changes

    problems: list[Problem] = []
    inspection, given, changes = None, None, list[Any]()
    with noting(problems):
        inspection = common.open_case(case, framework, rules, None)
    if scenario is not None:
        with noting(problems):
            given = load_scenario(scenario)
            changes += given.changes
    changes += _added(add or [], problems)
    known = inspection is not None and not problems
    ids = [record.id for record in inspection.case.evidence] if inspection else []
    changes += _asked(ids, changes, drop or [], right or [], set_ or [], param or [], problems)
    problems += _misplaced(save, {"--title": title, "--by": by, "--why": why}, replace=replace)
    if save is not None and not replace:
        with noting(problems):
            common.absent(save, common.REPLACE)
    if problems and known:
        with noting(problems):
            applied(inspection, changes)
    if problems:
        raise InvalidInputError(problems)
    confirmed(inspection.case, allowed=allow_drafts)
    found = moved(inspection, changes)
    confirmed(found.after.inspection.case, allowed=allow_drafts)
    common.output(
        lambda: what_if_page(found, given), lambda: what_if_data(found, given), form, out, stamp=stamp
    )  # fmt: skip
    if save is not None:
        written = with_changes(given, found.changes, against(inspection), title=title, by=by, why=why)
        common.write(save, scenario_text(written).encode())


def _added(files: list[Path], problems: list[Problem]) -> list[Any]:
    """Return the additions that files hold; note among *problems* what can't be read."""
    from peelgrade.whatif.asking import load_additions

    found: list[Any] = []
    for path in files:
        with noting(problems):
            found += load_additions(path)
    return found


def _asked(
    ids: list[str],
    before: list[Any],
    drop: list[str],
    right: list[str],
    set_: list[str],
    param: list[str],
    problems: list[Problem],
) -> list[Any]:
    """Return the other changes that options ask for; note among *problems* what can't be read."""
    from peelgrade.whatif.asking import set_from
    from peelgrade.whatif.changes import Add, Drop, Param, Right, of

    known = [*ids, *(one.record.id for one in of(before, Add))]
    changes: list[Any] = [Drop(one, Where(f"--drop {one}")) for one in drop]
    changes += [Right(one, Where(f"--right {one}")) for one in right]
    for text in set_:
        with noting(problems):
            changes.append(set_from(text, known))
    for text in param:
        with noting(problems):
            changes += [
                Param(*one, Where(f"--param {one[0]}")) for one in common.parameters([text]).items()
            ]
    return changes


def _misplaced(save: Path | None, named: dict[str, str | None], *, replace: bool) -> Iterator[Problem]:
    """Yield what is wrong with the options about the scenario that is written."""
    if save is None and replace:
        yield Problem(Where("--replace"), "goes with `--save FILE`: it lets that file be written over")
    if save is None:
        for option, value in named.items():
            if value is not None:
                yield Problem(Where(option), "goes with `--save FILE`: it is written to that scenario")
    elif not save.parent.is_dir():
        yield Problem(Where(f"--save {save}"), f"can't be written: no folder `{save.parent}`")
