"""`peelgrade stress`: how firm every grade is."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from peelgrade.cli import common

PATIENCE = 2.0
"""For so many seconds no progress is shown."""


def stress(
    cases: Annotated[
        list[Path],
        typer.Argument(
            metavar="CASE…",
            help="Case files, or folders with a case.yaml and evidence/*.yaml.",
            callback=common.reads,
        ),
    ],
    area: Annotated[
        list[str] | None, typer.Option(help="Only this area; may be given again.", metavar="ID")
    ] = None,
    pairs: Annotated[bool, typer.Option("--pairs", help="Take every two records away as well.")] = False,
    doubt: Annotated[
        list[str] | None,
        typer.Option(help="Take the coding of this record for doubtful as well.", metavar="ID"),
    ] = None,
    draws: Annotated[
        int | None,
        typer.Option(min=1, help="Make so many draws; left out, exact where it can be, else 100,000."),
    ] = None,
    seed: Annotated[int, typer.Option(help="What the draws come from.")] = 0,
    plot: Annotated[
        Path | None,
        typer.Option(
            help="Draw the probabilities and the parameters into this SVG file.", callback=common.writes
        ),
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, help="On how many cores to work.")] = 1,
    scheduler: Annotated[
        str | None, typer.Option(help="Work on the Dask cluster at this address.", metavar="ADDRESS")
    ] = None,
    allow_drafts: common.DraftsOption = False,
    param: common.ParamOption = None,
    rules: common.RulesOption = None,
    framework: common.FrameworkOption = None,
    form: common.FormatOption = None,
    out: common.OutOption = None,
    stamp: common.StampOption = False,
) -> None:
    """Say how firm every grade is: removals, parameters, samples drawn again, doubtful codings."""
    from peelgrade.drafts import confirmed
    from peelgrade.stressing.firmness import Wanted
    from peelgrade.stressing.spreading import stress as stressed

    form = common.formed(form, out)
    for file in (plot, out):
        if file is not None:
            common.writable(file)
    inspections = [common.open_case(path, framework, rules, param) for path in cases]
    for one in inspections:
        confirmed(one.case, allowed=allow_drafts)
    wanted = Wanted(pairs, tuple(doubt or ()), draws, seed)
    found = stressed(inspections, wanted, areas=area or None, jobs=jobs, scheduler=scheduler, watch=watched)
    if plot is not None:
        from peelgrade.pages.plots import firmness_svg

        common.write(plot, firmness_svg(found).encode())
    common.output(
        lambda: _page(found, drawn=plot is not None), lambda: _data(found), form, out, stamp=stamp
    )  # fmt: skip


def _page(found: Any, *, drawn: bool) -> object:
    from peelgrade.deriving import derive
    from peelgrade.pages.plots import firmness_picture
    from peelgrade.pages.stressing import stress_page, study_page

    picture = firmness_picture(found) if drawn else None
    if len(found) > 1:
        return study_page(found, picture)
    assessment = derive(found[0].inspection, areas=[one.area for one in found[0].areas])
    return stress_page(assessment, found[0], picture)


def _data(found: Any) -> dict[str, Any]:
    from peelgrade.pages.firm_data import stress_data, study_data

    return stress_data(found[0]) if len(found) == 1 else study_data(found)


def watched(came: Iterator[Any], total: int) -> Iterable[Any]:
    """Pass on what comes in; on a terminal a bar shows how far it has come, once it takes long."""
    if not sys.stderr.isatty():
        yield from came
        return
    from threading import Timer

    from rich.console import Console
    from rich.progress import Progress

    progress = Progress(console=Console(stderr=True), transient=True)
    task = progress.add_task("Trying every change", total=total)
    timer = Timer(PATIENCE, progress.start)
    timer.daemon = True
    timer.start()
    try:
        for one in came:
            progress.advance(task)
            yield one
    finally:
        timer.cancel()
        timer.join()
        progress.stop()
