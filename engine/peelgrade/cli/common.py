"""What every command shares: its options, how results go out, and how errors are told."""

from __future__ import annotations

import sys
from collections.abc import Callable
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

import typer

from peelgrade.cli.files import absent, reads, writable, write, write_folder, writes
from peelgrade.errors import InvalidInputError, PeelgradeError, Problem, Where

__all__ = ["absent", "reads", "writable", "write", "write_folder", "writes"]
"""What commands use of `cli.files`, beside what stands here."""


class Format(StrEnum):
    """The forms that a result can take."""

    text = "text"
    markdown = "markdown"
    html = "html"
    json = "json"
    docx = "docx"


ENDINGS = {
    ".txt": Format.text,
    ".md": Format.markdown,
    ".html": Format.html,
    ".json": Format.json,
    ".docx": Format.docx,
    "": Format.text,
}
"""The form of a result by how the name of its file ends."""

CaseArgument = Annotated[
    Path,
    typer.Argument(
        help="A case file (YAML, JSON, CSV or XLSX), or a folder with a case.* and evidence/*.",
        callback=reads,
    ),
]
FormatOption = Annotated[
    Format | None,
    typer.Option("--format", help="The form of the result: text, unless the name of a file says another."),
]
OutOption = Annotated[
    Path | None,
    typer.Option("--out", help="Write the result to this file instead of printing it.", callback=writes),
]
ReplaceOption = Annotated[bool, typer.Option("--replace", help="Write over a file that is there already.")]
REPLACE = "`--replace` writes over it"
RulesOption = Annotated[
    str | None, typer.Option("--rules", help="A folder of rules to use instead of the shipped ones.")
]
FrameworkOption = Annotated[
    str | None, typer.Option("--framework", help="A framework file to use instead of the shipped one.")
]
ParamOption = Annotated[
    list[str] | None, typer.Option("--param", help="Use another value for a parameter: name=value.")
]
DraftsOption = Annotated[
    bool, typer.Option("--allow-drafts", help="Use records that nobody has confirmed, and say so.")
]
StampOption = Annotated[
    bool, typer.Option("--stamp", help="Add the time to the provenance (results then differ by run).")
]


def parameters(given: list[str] | None) -> dict[str, Fraction]:
    """Return `name=value` options as values; raise InvalidInputError naming every one that isn't."""
    from peelgrade.model import exact

    values: dict[str, Fraction] = {}
    problems = []
    for one in given or []:
        name, _, value = one.partition("=")
        try:
            if values.setdefault(name, exact(value)) != exact(value):
                problems.append(Problem(Where("--param"), f"`{name}` is given more than one value"))
        except ValueError as error:
            message = f"`{one}` should be a parameter's name, `=`, and a number such as 0.3 or 2/3"
            if "too long" in str(error):
                message = f"`{name}`: {error}"
            problems.append(Problem(Where("--param"), message))
    if problems:
        raise InvalidInputError(problems)
    return values


def open_case(path: Path, framework: str | None, rules: str | None, param: list[str] | None) -> Any:
    """Return the inspection that a command's options name."""
    from peelgrade.loading import load_case

    return load_case(
        path,
        framework=chosen(framework),
        rules=chosen(rules),
        parameters=parameters(param) or None,
    )


def chosen(given: str | None) -> str | Path | None:
    """Return what a `--framework` or `--rules` option names: a path where there is one, else an id."""
    if given is None:
        return None
    path = Path(given)
    return path if path.exists() or path.suffix or "/" in given else given


def every(*steps: Callable[[], Any]) -> list[Any]:
    """Return what each step gives; raise PeelgradeError with what is wrong in all of them at once."""
    found, errors = [], []
    for step in steps:
        try:
            found.append(step())
        except PeelgradeError as error:
            errors.append(error)
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise PeelgradeError("\n".join(dict.fromkeys(str(one) for one in errors)))
    return found


def output(
    page: Callable[[], Any],
    data: Callable[[], dict[str, Any]],
    form: Format | None,
    out: Path | None,
    *,
    stamp: bool = False,
) -> None:
    """
    Print a result, or write it: what isn't wanted isn't worked out.

    A file is written in the form that its ending says unless another is named.
    """
    form = formed(form, out)
    if form is Format.json:
        from peelgrade.model import as_json

        return deliver(as_json(data() | (_time() if stamp else {})) + "\n", out)
    shown = page()
    if stamp:
        shown = _stamped(shown)
    if form is Format.docx:
        from peelgrade.word import to_docx

        assert out is not None
        return write(out, to_docx(shown))
    from peelgrade.rendering import render

    text = render(shown, form.value)
    if out is None and form is Format.text and sys.stdout.isatty():
        return _coloured(text)
    return deliver(text, out)


def formed(form: Format | None, out: Path | None) -> Format:
    """Return the form asked for; raise InvalidInputError for one unknown, or not to be printed."""
    ending = out.suffix.lower() if out else ""
    if form is None and ending not in ENDINGS:
        known = ", ".join(one for one in ENDINGS if one)
        message = f"no form of a result ends in `{ending}`; known: {known}, or no ending"
        raise InvalidInputError([Problem(Where(str(out)), message, "`--format` names the form")])
    form = form or ENDINGS[ending]
    if form is Format.docx and out is None:
        raise InvalidInputError([Problem(Where("--format docx"), "needs `--out FILE`")])
    return form


def _time() -> dict[str, Any]:
    from datetime import UTC, datetime

    return {"stamp": datetime.now(UTC).isoformat(timespec="seconds")}


def _stamped(page: Any) -> Any:
    from dataclasses import replace

    return replace(page, provenance=(*page.provenance, f"Made: {_time()['stamp']}"))


def deliver(text: str, out: Path | None) -> None:
    """Print a text, or write it."""
    if out is None:
        sys.stdout.write(text)
    else:
        write(out, text.encode())


def _coloured(text: str) -> None:
    from rich.console import Console
    from rich.highlighter import RegexHighlighter
    from rich.theme import Theme

    class Highlighter(RegexHighlighter):
        base_style = "peel."
        highlights = [  # noqa: RUF012
            r"(?P<ids>\[[A-Z][^\]]*\])",
            r"(?P<rule>\((rule )?(appraise|verdict|concern|grade)\.[^)]*\))",
            r"(?P<bad>\b[Ii]nadequate\b)",
            r"(?P<poor>\b[Rr]equires improvement\b)",
            r"(?P<good>\b([Gg]ood|[Oo]utstanding)\b)",
            r"(?m)(?P<rule>^[-=·]{4,}$)",
        ]

    styles = {"ids": "dim", "rule": "dim", "bad": "bold red", "poor": "yellow", "good": "green"}
    theme = Theme({f"peel.{name}": style for name, style in styles.items()})
    console = Console(theme=theme, highlighter=Highlighter(), soft_wrap=True)
    console.print(text, markup=False, end="")
