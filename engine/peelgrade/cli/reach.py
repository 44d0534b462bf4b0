"""`peelgrade reach`: every smallest set of shortfalls whose putting right lifts an area to a grade."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from peelgrade.cli import common
from peelgrade.errors import NotFoundError


def reach(
    case: common.CaseArgument,
    area: Annotated[str, typer.Argument(help="The id of the area.")],
    grade: Annotated[str, typer.Argument(help="The grade that is wanted.")],
    every: Annotated[
        bool,
        typer.Option("--all", help="Every set from which nothing can be left out, not the smallest only."),
    ] = False,
    each_way: Annotated[
        bool,
        typer.Option(
            "--each-way", help="Also the smallest sets of records that the present grade hangs on."
        ),
    ] = False,
    allow_drafts: common.DraftsOption = False,
    param: common.ParamOption = None,
    rules: common.RulesOption = None,
    framework: common.FrameworkOption = None,
    form: common.FormatOption = None,
    out: common.OutOption = None,
    stamp: common.StampOption = False,
) -> None:
    """Find every smallest set of shortfalls whose putting right lifts an area to a grade."""
    from peelgrade.drafts import confirmed
    from peelgrade.pages.reaching import reach_data, reach_page
    from peelgrade.reaching import hanging
    from peelgrade.reaching import reach as reached

    inspection = common.open_case(case, framework, rules, param)
    confirmed(inspection.case, allowed=allow_drafts)
    _known(inspection, area, grade)
    found = reached(inspection, area, grade, every=every)
    hangs = hanging(inspection, area) if each_way else None
    common.output(
        lambda: reach_page(found, hangs), lambda: reach_data(found, hangs), form, out, stamp=stamp
    )  # fmt: skip


def _known(inspection: Any, area: str, grade: str) -> None:
    """Raise NotFoundError if there is no such area or no such grade, with both where both are unknown."""
    problems = []
    for look, name in ((inspection.framework.area, area), (inspection.framework.grade, grade)):
        try:
            look(name)
        except NotFoundError as error:
            problems.append(str(error))
    if problems:
        raise NotFoundError("\n".join(problems))
