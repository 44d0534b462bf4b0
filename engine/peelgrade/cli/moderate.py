"""`peelgrade moderate`: how consistent the grades of several forces are, and what to talk about."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Annotated

import typer

from peelgrade.cli import common, refusing
from peelgrade.errors import InvalidInputError, Problem, RefusedError, Where, nearest

ORDERS = ("agenda", "name")
HELP = (
    "\n  help: the agenda says which grades to talk about, and why; `--sort name` puts it in order of names"
)


def moderate(
    cases: Annotated[
        list[Path],
        typer.Argument(
            help="Case files or folders; a folder of case files stands for all.", callback=common.reads
        ),
    ],
    awarded: Annotated[
        Path | None,
        typer.Option(
            help="The grades awarded (a CSV file), to be compared with those proposed.",
            callback=common.reads,
        ),
    ] = None,
    area: Annotated[list[str] | None, typer.Option(help="Only this area.", metavar="ID")] = None,
    case: Annotated[
        list[str] | None,
        typer.Option(help="Show the comparators of this case in every area.", metavar="ID"),
    ] = None,
    min_overlap: Annotated[
        str,
        typer.Option(
            help="Of the characteristics that either of two forces was assessed on, the share that both "
            "must have been for their evidence to be compared.",
            metavar="SHARE",
        ),
    ] = "1/2",
    neighbours: Annotated[int, typer.Option(min=1, help="How many comparators to show.")] = 3,
    sort: Annotated[str, typer.Option(help="The order of the agenda: agenda or name.")] = "agenda",
    resamples: Annotated[
        int, typer.Option(min=100, max=20_000, help="Resamples for the intervals.")
    ] = 2000,
    seed: Annotated[int, typer.Option(min=0, max=2**32 - 1, help="The seed of the resamples.")] = 1,
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
    """Show how consistent the grades of several forces are, and which to talk about (then exit 1)."""
    _refuse({"--rank": rank, "--overall": overall, "--average": average}, sort)
    from peelgrade.awards import load_awarded
    from peelgrade.cohort import load_cases
    from peelgrade.deriving import derive
    from peelgrade.drafts import confirmed
    from peelgrade.moderating import Settings, graded
    from peelgrade.moderating import moderate as moderated
    from peelgrade.pages.moderating import moderate_data, moderate_page

    settings = Settings(_share(min_overlap), neighbours, resamples, seed)
    read = load_cases(
        cases,
        framework=common.chosen(framework),
        rules=common.chosen(rules),
        parameters=common.parameters(param) or None,
    )
    for one in read:
        confirmed(one.inspection.case, allowed=allow_drafts)
    _known(case or [], [one.name for one in read])
    areas = graded(read[0].inspection.framework, area or []) or None
    given = None if awarded is None else load_awarded(awarded, read[0].inspection.framework)
    found = moderated({one.name: derive(one.inspection, areas=areas) for one in read}, given, settings)
    common.output(
        lambda: moderate_page(found, order=sort, cases=case or ()),
        lambda: moderate_data(found, order=sort),
        form,
        out,
        stamp=stamp,
    )
    if found.agenda:
        raise typer.Exit(1)


def _refuse(asked: dict[str, bool], sort: str) -> None:
    """Refuse what the field forbids, with the reason; raise InvalidInputError for an unknown order."""
    refusing.refuse(asked, HELP)
    if sort in ("grade", "grades", "rank", "score"):
        raise RefusedError(
            f"by {sort} the agenda would be a league table; {refusing.REFUSED['--rank']}{HELP}"
        )
    if sort not in ORDERS:
        message = f"`{sort}` should be one of {', '.join(ORDERS)}"
        raise InvalidInputError([Problem(Where("--sort"), message, nearest(sort, ORDERS))])


def _share(text: str) -> Fraction:
    from peelgrade.model import exact

    try:
        value = exact(text)
    except ValueError:
        value = Fraction(0)
    if not 0 < value <= 1:
        message = f"`{text}` should be a share above 0 and up to 1, such as 0.5 or 2/3"
        raise InvalidInputError([Problem(Where("--min-overlap"), message)])
    return value


def _known(asked: list[str], names: list[str]) -> None:
    problems = [
        Problem(Where("--case"), f"`{one}` isn't among the cases", nearest(one, names))
        for one in asked
        if one not in names
    ]
    if problems:
        raise InvalidInputError(problems)
