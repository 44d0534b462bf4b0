"""`peelgrade evidence`: check, start and convert evidence."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from peelgrade.cli import common
from peelgrade.cli.once import Command
from peelgrade.errors import InvalidInputError, Problem, Where

SHIPPED = "peel-2023-25"

app = typer.Typer(no_args_is_help=True, help="Check, start and convert evidence.")


@app.callback()
def _group() -> None:
    """Check, start and convert evidence."""


@app.command(cls=Command)
def check(
    case: common.CaseArgument,
    rules: common.RulesOption = None,
    framework: common.FrameworkOption = None,
    form: common.FormatOption = None,
    out: common.OutOption = None,
    stamp: common.StampOption = False,
) -> None:
    """Read a case, name every problem in it, and say what was read."""
    from peelgrade.pages.evidence import stock_data, stock_page
    from peelgrade.stocktaking import take_stock

    stock = take_stock(common.open_case(case, framework, rules, None))
    common.output(lambda: stock_page(stock), lambda: stock_data(stock), form, out, stamp=stamp)


@app.command(cls=Command)
def template(
    file: Annotated[Path, typer.Argument(help="The workbook to write; it must not exist yet.")],
    framework: common.FrameworkOption = SHIPPED,
    rules: common.RulesOption = None,
) -> None:
    """Write a workbook to record evidence in, with a choice for every coded field."""
    from peelgrade.loading import load_framework, load_rules
    from peelgrade.tables.sheets import workbook

    if file.suffix.lower() != ".xlsx":
        raise InvalidInputError(
            [Problem(Where(str(file)), "a template is a workbook: its name ends in .xlsx")]
        )
    common.absent(file)
    model = load_framework(common.chosen(framework) or SHIPPED)
    pack = load_rules(common.chosen(rules) or model.id, model)
    common.write(file, workbook(model, pack))


@app.command(cls=Command)
def convert(
    case: common.CaseArgument,
    out: Annotated[
        Path, typer.Argument(help="The file to write: .yaml, .json, .csv or .xlsx.", callback=common.writes)
    ],
    encoding: Annotated[
        str | None, typer.Option(help="The encoding of a CSV file that isn't UTF-8, such as windows-1252.")
    ] = None,
    replace: common.ReplaceOption = False,
    rules: common.RulesOption = None,
    framework: common.FrameworkOption = None,
) -> None:
    """Write a case in another form, and back, without losing anything."""
    from peelgrade.converting import converted
    from peelgrade.loading import load_case, load_evidence

    if not replace:
        common.absent(out, common.REPLACE)
    inspection = load_case(
        case, framework=common.chosen(framework), rules=common.chosen(rules), encoding=encoding
    )

    def place(*of: str) -> Where:
        return load_evidence(case, encoding=encoding)[1](*of)

    common.write(out, converted(inspection, out, place))


@app.command(cls=Command)
def draft(
    report: Annotated[Path, typer.Argument(help="A published report, as plain text or HTML.")],
    out: Annotated[
        Path, typer.Option("--out", help="The case to write: a new folder, or a file such as draft.xlsx.")
    ],
    framework: common.FrameworkOption = SHIPPED,
    rules: common.RulesOption = None,
    force: Annotated[str | None, typer.Option(help="The force, where the report doesn't say.")] = None,
    published: Annotated[
        str | None, typer.Option(help="The day of publication, where the report doesn't say.")
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(help="The encoding of a report that isn't UTF-8, such as windows-1252.")
    ] = None,
    form: common.FormatOption = None,
) -> None:
    """Draft a case from a report, for a person to read against it, put right and confirm."""
    from peelgrade.converting import converted
    from peelgrade.drafting.filing import folder
    from peelgrade.drafting.reporting import draft_report
    from peelgrade.pages.drafting import draft_data, draft_page

    if form is common.Format.docx:
        message = "is no form of what is printed here: `--out` names the case"
        raise InvalidInputError([Problem(Where("--format docx"), message)])
    common.absent(out)
    found = draft_report(
        report,
        out.stem if out.suffix else out.name,
        framework=common.chosen(framework) or SHIPPED,
        rules=common.chosen(rules),
        force=force,
        published=published,
        encoding=encoding,
    )
    if out.suffix:
        common.write(out, converted(found.inspection, out, lambda *_: Where(str(report))))
    else:
        common.write_folder(out, folder(found.draft, found.inspection.framework))
    common.output(lambda: draft_page(found), lambda: draft_data(found), form, None)
