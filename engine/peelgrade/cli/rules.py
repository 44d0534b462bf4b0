"""`peelgrade rules`: prove, test and read a rule pack."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from peelgrade.cli import common
from peelgrade.cli.once import Command
from peelgrade.errors import InvalidInputError, Problem, Where

app = typer.Typer(no_args_is_help=True, help="Prove, test, read and compare rule packs.")
SHIPPED = "peel-2023-25"


def program(rules: str | None, framework: str | None) -> Any:
    """Return the pack and framework that the options name, compiled."""
    from peelgrade.compiling import program as compiled
    from peelgrade.loading import load_rules

    model = framework_of(rules, framework)
    return compiled(model, load_rules(common.chosen(rules) or model.id, model))


def framework_of(rules: str | None, framework: str | None) -> Any:
    """Return the framework that an option names, or else the one that the rules are of."""
    from peelgrade.loading import load_framework, rules_folder

    chosen = common.chosen(rules)
    beside = None if chosen is None else _framework_beside(rules_folder(chosen))
    return load_framework(common.chosen(framework) or beside or SHIPPED)


def one_folder(folder: str | None, rules: str | None) -> str | None:
    """Return the rules that an argument or `--rules` names; raise InvalidInputError if they differ."""
    if folder is None or rules is None or Path(folder).resolve() == Path(rules).resolve():
        return folder or rules
    message = f"names `{rules}`, and the argument `{folder}`"
    raise InvalidInputError([Problem(Where("--rules"), message, "give one of them")])


def _framework_beside(rules: Path) -> Path | str | None:
    """Return the framework that lies beside a folder of rules, or the one that its pack names."""
    from peelgrade.reading import read_yaml

    if (rules.parent / "framework.yaml").is_file():
        return rules.parent / "framework.yaml"
    data = read_yaml(rules / "pack.yaml").data
    return str(data["framework"]) if isinstance(data, dict) and "framework" in data else None


def home_of(rules: str | None, pack: Any) -> Path:
    """Return the folder in which a pack's files lie, its tests among them."""
    from peelgrade.loading import rules_folder

    return rules_folder(common.chosen(rules) or str(pack.id))


@app.command(cls=Command)
def check(
    rules: common.RulesOption = None,
    framework: common.FrameworkOption = None,
    witness: Annotated[
        Path | None, typer.Option(help="Write each counterexample as cases into this folder.")
    ] = None,
    form: common.FormatOption = None,
    out: common.OutOption = None,
) -> None:
    """Prove that a pack is complete, monotone, alive, cited and exemplified."""
    from peelgrade.checking import check as prove
    from peelgrade.pages.checking import check_data, check_page
    from peelgrade.trying import load_tests

    run = program(rules, framework)
    findings = prove(run, load_tests(home_of(rules, run.pack), run.framework, run.pack))
    shown = _witnessed(run, findings, witness) if witness is not None else {}
    common.output(
        lambda: check_page(run.pack, findings, shown),
        lambda: check_data(run.pack, findings, shown),
        form,
        out,
    )
    if any(one.held is not True for one in findings):
        raise typer.Exit(1)


def _witnessed(run: Any, findings: list[Any], folder: Path) -> dict[str, tuple[str, list[str]]]:
    """Write each counterexample as cases; return what each shows and the names of its files."""
    from peelgrade.checking.witnessing import Witnesses

    shown, witnesses = {}, Witnesses(run)
    for one in findings:
        if one.fault is not None:
            found = witnesses.of(one.fault)
            name = one.name.replace(": ", "-").replace(" ", "-")
            files = {f"{name}-{which}.json": case for which, case in found.cases.items()}
            folder.mkdir(parents=True, exist_ok=True)
            for file, case in files.items():
                common.write(folder / file, case_text(case).encode())
            shown[one.name] = (found.says, [str(folder / file) for file in files])
    return shown


def case_text(case: Any) -> str:
    """Return a case as JSON, which `grade` reads as it reads YAML."""
    from peelgrade.model import as_json

    return as_json(case.model_dump(mode="json", exclude_defaults=True)) + "\n"


@app.command("test", cls=Command)
def run_tests(
    folder: Annotated[
        str | None, typer.Argument(help="A folder of rules; the shipped ones if left out.")
    ] = None,
    rules: common.RulesOption = None,
    framework: common.FrameworkOption = None,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="List what was never both true and false.")
    ] = False,
    form: common.FormatOption = None,
    out: common.OutOption = None,
) -> None:
    """Run every rule's examples, and the tests beside them."""
    from peelgrade.pages.checking import trial_data, trial_page
    from peelgrade.trying import load_tests, try_examples, try_tests, uncovered

    chosen = one_folder(folder, rules)
    run = program(chosen, framework)
    tests = load_tests(home_of(chosen, run.pack), run.framework, run.pack)
    trials = try_examples(run) + try_tests(run, tests)
    missing = uncovered(run) if coverage else None
    common.output(
        lambda: trial_page(run.pack, trials, missing),
        lambda: trial_data(run.pack, trials, missing),
        form,
        out,
    )
    if not trials or any(not one.passed for one in trials):
        raise typer.Exit(1)


@app.command(cls=Command)
def show(
    id: Annotated[str, typer.Argument(help="A rule, parameter, standard, count or theme.")],
    rules: common.RulesOption = None,
    framework: common.FrameworkOption = None,
    form: common.FormatOption = None,
    out: common.OutOption = None,
) -> None:
    """Read one rule as a sentence, with its parameters, its source and what it bears on."""
    from peelgrade.pages.checking import rule_data, rule_page

    run = program(rules, framework)
    common.output(lambda: rule_page(run, id), lambda: rule_data(run, id), form, out)


@app.command(cls=Command)
def diff(
    old: Annotated[str, typer.Argument(help="A folder of rules, or the id of the shipped ones.")],
    new: Annotated[str, typer.Argument(help="The rules to compare with them.")],
    cases: Annotated[list[Path] | None, typer.Argument(help="Cases: which of their grades move?")] = None,
    framework: common.FrameworkOption = None,
    witness: Annotated[Path | None, typer.Option(help="Write each smallest case into this folder.")] = None,
    form: common.FormatOption = None,
    out: common.OutOption = None,
) -> None:
    """Say what a change of rules changes: as written, in what can come out, and in cases given."""
    from peelgrade.comparing import compare
    from peelgrade.pages.comparing import diff_data, diff_page

    runs = common.every(lambda: program(old, framework), lambda: program(new, framework))
    found = compare(*runs)
    moved = [_regraded(case, runs) for case in cases or []]
    files = _cases_written(found, witness) if witness is not None else {}
    common.output(
        lambda: diff_page(found, moved, files), lambda: diff_data(found, moved, files), form, out
    )  # fmt: skip
    if found.differs or any(one.undecided for one in moved):
        raise typer.Exit(1)


def _regraded(path: Path, runs: list[Any]) -> Any:
    """Return a case as both packs assess it; its evidence must be sound by each."""
    from peelgrade.assessment import Inspection
    from peelgrade.comparing.regrading import regraded
    from peelgrade.drafts import confirmed
    from peelgrade.loading import load_evidence
    from peelgrade.vetting import vet_case

    case, places = load_evidence(path)
    for run in runs:
        places.check(vet_case(case, run.framework, run.pack, places))
    confirmed(case)
    return regraded(*(Inspection(case, run.framework, run.pack) for run in runs))


def _cases_written(found: Any, folder: Path) -> dict[str, str]:
    """Write the smallest case of each difference; return the file of each by the case's name."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for one in (*found.grades, *found.verdicts, *found.concerns, *found.levels):
        file = folder / f"{one.case.case}.json"
        common.write(file, case_text(one.case).encode())
        files[one.case.case] = str(file)
    return files


@app.command(cls=Command)
def mutate(
    folder: Annotated[
        str | None, typer.Argument(help="A folder of rules; the shipped ones if left out.")
    ] = None,
    rules: common.RulesOption = None,
    framework: common.FrameworkOption = None,
    at_least: Annotated[
        float,
        typer.Option(help="End with status 1 if a smaller share, in per cent, is noticed.", min=0, max=100),
    ] = 0.0,
    form: common.FormatOption = None,
    out: common.OutOption = None,
) -> None:
    """For authors: change the rules a little, one change at a time, and say which nothing notices."""
    from peelgrade.cli.stress import watched
    from peelgrade.mutating import Report, mutations
    from peelgrade.mutating.mutants import mutants
    from peelgrade.pages.mutating import mutation_data, mutation_page
    from peelgrade.trying import load_tests

    chosen = one_folder(folder, rules)
    run = program(chosen, framework)
    tests = load_tests(home_of(chosen, run.pack), run.framework, run.pack)
    total = sum(1 for _ in mutants(run))
    report = Report(tuple(watched(mutations(run, tests), total)))
    common.output(
        lambda: mutation_page(run.pack, report), lambda: mutation_data(run.pack, report), form, out
    )  # fmt: skip
    if report.share * 100 < at_least:
        raise typer.Exit(1)
