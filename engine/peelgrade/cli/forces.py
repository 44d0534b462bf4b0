"""`peelgrade forces`: forces by areas, a grade in words in every cell."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from peelgrade.cli import common, refusing
from peelgrade.errors import InvalidInputError, NotFoundError, Problem, RefusedError, Where

if TYPE_CHECKING:
    from peelgrade.assessment import Inspection
    from peelgrade.framework import Framework

HELP = (
    "\n  help: the spread shows how many forces have which grade in an area; forces stand in order of names"
)


def forces(
    cases: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Case files or folders; a folder of case files stands for all.", callback=common.reads
        ),
    ] = None,
    awarded: Annotated[
        Path | None,
        typer.Option(
            help="The grades awarded (a CSV file); without cases, all its forces.", callback=common.reads
        ),
    ] = None,
    area: Annotated[
        list[str] | None, typer.Option(help="Only this area; may be given again.", metavar="ID")
    ] = None,
    rank: Annotated[bool, refusing.refused("--rank")] = False,
    overall: Annotated[bool, refusing.refused("--overall")] = False,
    average: Annotated[bool, refusing.refused("--average")] = False,
    allow_drafts: common.DraftsOption = False,
    param: common.ParamOption = None,
    rules: common.RulesOption = None,
    framework: common.FrameworkOption = None,
    form: common.FormatOption = None,
    out: common.OutOption = None,
    stamp: common.StampOption = False,
) -> None:
    """Show forces by areas, from cases, from grades awarded, or both, and the spread in each area."""
    refusing.refuse({"--rank": rank, "--overall": overall, "--average": average}, HELP)
    from peelgrade.awards import load_awarded
    from peelgrade.deriving import derive
    from peelgrade.grid import graded, grid
    from peelgrade.pages.forces import forces_data, forces_page

    inspections = _inspections(cases or [], framework, rules, param, allow_drafts=allow_drafts)
    model, left_out = _framework(inspections, awarded, framework)
    wanted = [one.id for one in graded(model, area or [])]
    assessments = {name: derive(one, areas=wanted) for name, one in inspections.items()}
    awards = () if awarded is None else load_awarded(awarded, model)
    found = grid(model, assessments, awards, wanted)
    made = tuple(assessments.values())
    common.output(
        lambda: forces_page(found, made, left_out),
        lambda: forces_data(found, made, left_out),
        form,
        out,
        stamp=stamp,
    )


def _inspections(
    cases: list[Path],
    framework: str | None,
    rules: str | None,
    param: list[str] | None,
    *,
    allow_drafts: bool,
) -> dict[str, Inspection]:
    """Return the cases by name, all of one framework, with none but confirmed records."""
    if not cases:
        return {}
    from peelgrade.cohort import load_cases
    from peelgrade.drafts import confirmed

    read = load_cases(
        cases,
        framework=common.chosen(framework),
        rules=common.chosen(rules),
        parameters=common.parameters(param) or None,
    )
    for one in read:
        confirmed(one.inspection.case, allowed=allow_drafts)
    return {one.name: one.inspection for one in read}


def _framework(
    inspections: dict[str, Inspection], awarded: Path | None, given: str | None
) -> tuple[Framework, int]:
    """Return the one framework of everything shown, and how many awards of others are left out."""
    from peelgrade.awards import lines_by_framework
    from peelgrade.loading import load_framework

    if not inspections and awarded is None:
        raise InvalidInputError([Problem(Where("CASES"), "give cases, `--awarded FILE`, or both")])
    lines = {} if awarded is None else lines_by_framework(awarded)
    chosen = common.chosen(given)
    if inspections:
        model = next(iter(inspections.values())).framework
    elif chosen is not None:
        model = load_framework(chosen)
    else:
        model = _only(lines, str(awarded))
    if awarded is not None and model.id not in lines:
        raise RefusedError(
            f"{awarded} holds no grade of framework `{model.id}` (but of {', '.join(sorted(lines))}), and "
            "grades of different frameworks can't be put side by side"
        )
    return model, sum(len(found) for name, found in lines.items() if name != model.id)


def _only(lines: dict[str, list[int]], file: str) -> Framework:
    """Return the one framework that a file of awards is of; raise RefusedError where there are several."""
    from peelgrade.loading import load_framework

    if len(lines) > 1:
        several = "; ".join(f"{name}: {len(found)}" for name, found in sorted(lines.items()))
        raise RefusedError(
            f"{file} holds grades of several frameworks ({several}), and grades of different frameworks "
            "can't be put side by side\n  help: choose one with `--framework`"
        )
    ((name, found),) = lines.items()
    try:
        return load_framework(name)
    except NotFoundError as error:
        message, _, hint = str(error).partition("\n  help: ")
        raise InvalidInputError([Problem(Where(file, found[0]), message, hint)]) from None
