"""`peelgrade grade`: every proposed grade, cause of concern and area for improvement, with reasons."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from peelgrade.cli import common


def grade(
    case: common.CaseArgument,
    area: Annotated[
        list[str] | None, typer.Option(help="Only this area; may be given again.", metavar="ID")
    ] = None,
    awarded: Annotated[
        Path | None, typer.Option(help="Show the grades awarded (a CSV file) beside those proposed.")
    ] = None,
    allow_drafts: common.DraftsOption = False,
    param: common.ParamOption = None,
    rules: common.RulesOption = None,
    framework: common.FrameworkOption = None,
    form: common.FormatOption = None,
    out: common.OutOption = None,
    stamp: common.StampOption = False,
) -> None:
    """Propose every grade, cause of concern and area for improvement, with the reasons."""
    from peelgrade.awards import load_awarded, of_force
    from peelgrade.deriving import derive
    from peelgrade.drafts import confirmed

    inspection = common.open_case(case, framework, rules, param)
    confirmed(inspection.case, allowed=allow_drafts)
    given = None
    if awarded is not None:
        given = of_force(load_awarded(awarded, inspection.framework), inspection.case)
    assessment = derive(inspection, areas=area or None)
    decided = _decided(case, inspection)

    def page() -> object:
        from peelgrade.pages.grading import grade_page

        return grade_page(assessment, given, decided)

    def data() -> dict[str, object]:
        from peelgrade.results import assessment_data

        return assessment_data(assessment, decided)

    common.output(page, data, form, out, stamp=stamp)


def _decided(case: Path, inspection: Any) -> Any:
    """Return the decisions that stand beside a case, or None where none were recorded."""
    from peelgrade.ledger import beside, load_ledger

    ledger = load_ledger(case, inspection.case.case)
    return None if ledger is None else beside(ledger, inspection)
