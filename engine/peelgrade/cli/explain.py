"""`peelgrade explain`: the whole derivation of one area, or what holds it below a grade."""

from __future__ import annotations

from typing import Annotated

import typer

from peelgrade.cli import common


def explain(
    case: common.CaseArgument,
    area: Annotated[str, typer.Argument(help="The id of the area.")],
    why_not: Annotated[
        str | None, typer.Option("--why-not", help="Say what holds the area below this grade.")
    ] = None,
    allow_drafts: common.DraftsOption = False,
    param: common.ParamOption = None,
    rules: common.RulesOption = None,
    framework: common.FrameworkOption = None,
    form: common.FormatOption = None,
    out: common.OutOption = None,
    stamp: common.StampOption = False,
) -> None:
    """Explain one area from its grade down to every record."""
    from peelgrade.deriving import derive
    from peelgrade.drafts import confirmed

    inspection = common.open_case(case, framework, rules, param)
    confirmed(inspection.case, allowed=allow_drafts)
    if why_not is not None:
        inspection.framework.grade(why_not)
    assessment = derive(inspection, areas=[area])

    def page() -> object:
        from peelgrade.pages.explaining import explain_page, why_not_page

        if why_not is None:
            return explain_page(assessment, area)
        return why_not_page(assessment, area, why_not)

    def data() -> dict[str, object]:
        from peelgrade.results import explanation_data

        return explanation_data(assessment, area, why_not)

    common.output(page, data, form, out, stamp=stamp)
