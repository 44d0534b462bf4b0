"""The page that `forces` shows: forces by areas, a grade in words in every cell, and each area's spread."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

from peelgrade import __version__
from peelgrade.assessment import Assessment
from peelgrade.awards import short
from peelgrade.framework import Framework
from peelgrade.grid import Cell, Grid, Row, Spread
from peelgrade.loading import fingerprint
from peelgrade.model import as_json
from peelgrade.pages.parts import (
    SHORT_HASH,
    basis_data,
    grade_words,
    notice,
    outcome_words,
    together,
)
from peelgrade.view import NOTICE, Block, Bullets, Heading, Page, Sentence, Table, say
from peelgrade.wording import counted, joined, sentence_case

ORDER = (
    "Forces stand in alphabetical order and aren't ranked. Each area stands for itself: nothing is summed "
    "over a force's areas. Where there are colours, they say what the words say: deeper is a higher grade."
)
STEPS = 5
"""How many shades there are for the eye, over however many grades."""


def forces_page(found: Grid, assessments: Sequence[Assessment] = (), left_out: int = 0) -> Page:
    """Return forces by areas; *assessments* are those that it was made from, *left_out* awards not used."""
    blocks: list[Block] = [say(f"{_summary(found)} {ORDER}")]
    if left_out:
        text = f"{sentence_case(counted(left_out, 'grade'))} of other frameworks in the file"
        blocks.append(say(f"{text} {'is' if left_out == 1 else 'are'} left out: they can't be compared."))
    blocks += [Heading("Grades"), Bullets(tuple(_key(found))), _table(found)]
    blocks += _spreads(found)
    blocks += _sources(found)
    cases = [one.inspection.case for one in assessments]
    return Page(
        f"Forces by areas: {found.framework.title}",
        tuple(blocks),
        _marking(assessments),
        _provenance(found, assessments),
        notice(*cases, pack=assessments[0].inspection.pack) if cases else NOTICE,
    )


def _summary(found: Grid) -> str:
    rows = counted(len(found.rows), "force" if not found.proposed else "case")
    return f"{sentence_case(rows)}, {counted(len(found.areas), 'area')}."


def _key(found: Grid) -> Iterable[Sentence]:
    """Yield what each column is called in full."""
    return (Sentence(f"{area.id}: {area.title}.") for area in found.areas)


def _table(found: Grid) -> Table:
    empty = "an empty cell is a grade that isn't known."
    if not found.proposed:
        caption = f"Grades awarded; {empty}"
    elif found.awards:
        caption = "Grades awarded, as far as they are known, and what is proposed."
    else:
        caption = "Grades proposed."
    cells = [[row.cells.get(area.id, Cell()) for area in found.areas] for row in found.rows]
    return Table(
        caption,
        ("Force", *(area.id for area in found.areas)),
        tuple(
            (_name(found, row), *(cell_words(one, found.framework) for one in line))
            for row, line in zip(found.rows, cells, strict=True)
        ),
        tuple(("", *(_tone(found.framework, one) for one in line)) for line in cells),
    )


def _name(found: Grid, row: Row) -> str:
    """Return what a row is called: the force, with the name of the case where the force has several."""
    same = [one for one in found.rows if short(one.force) == short(row.force)]
    return row.force if len(same) == 1 else f"{row.force} ({row.case})"


def cell_words(cell: Cell, framework: Framework) -> str:
    """Return a cell in words: what was awarded, and what is proposed where there is a case."""
    awarded = grade_words(cell.awarded, framework) if cell.awarded else ""
    if cell.proposed is None:
        return awarded
    proposed = outcome_words(cell.proposed, framework)
    if cell.award is None:
        return proposed if cell.proposed.grade is None else f"{proposed} proposed"
    if cell.proposed.grade == cell.awarded:
        return f"{awarded}, as proposed"
    return f"{awarded}; {proposed}{' proposed' if cell.proposed.grade else ''}"


def _tone(framework: Framework, cell: Cell) -> str:
    """Return the shade of a cell: of the grade awarded or, where none is known, of the one proposed."""
    grade = cell.awarded or (cell.proposed.grade if cell.proposed else None)
    if grade not in framework.grade_ids:
        return ""
    steps = (STEPS - 1) * framework.rank(str(grade)) / (len(framework.grades) - 1)
    return f"scale-{1 + round(steps)}"


def _spreads(found: Grid) -> list[Block]:
    blocks: list[Block] = []
    if found.awarded:
        caption = f"How many of {found.forces} forces were awarded which grade."
        blocks.append(_spread(found, found.awarded, caption))
    if found.proposed:
        caption = f"For how many of {counted(len(found.rows), 'case')} which grade is proposed."
        blocks.append(_spread(found, found.proposed, caption))
    return [Heading("The spread in each area"), *blocks] if blocks else []


def _spread(found: Grid, spreads: Sequence[Spread], caption: str) -> Table:
    outcomes = tuple(spreads[0].counts)
    last = ["Not known"] if any(one.unknown for one in spreads) else []
    rows = (
        (
            found.framework.area(one.area).title,
            *(str(one.counts[outcome]) for outcome in outcomes),
            *(str(one.unknown) for _ in last),
        )
        for one in spreads
    )
    columns = ("Area", *(sentence_case(grade_words(one, found.framework)) for one in outcomes), *last)
    return Table(caption, columns, tuple(rows))


def _sources(found: Grid) -> list[Block]:
    """Return the sites that the grades awarded were read from, as the file names them."""
    if not found.awards:
        return []
    sites = Counter(_site(one.source) for one in found.awards)
    told = (f"{site} ({count})" for site, count in sorted(sites.items()))
    text = f"By site, with the number of grades; the file names the page of each: {joined(told)}."
    return [Heading("Where the grades awarded were read"), say(text)]


def _site(source: str) -> str:
    return urlsplit(source).hostname or source or "no source given"


def _marking(assessments: Sequence[Assessment]) -> str | None:
    """Return every marking that occurs, since the page holds something of each."""
    marks = {one.inspection.case.marking for one in assessments}
    return ", ".join(sorted(one for one in marks if one)) or None


def _provenance(found: Grid, assessments: Sequence[Assessment]) -> tuple[str, ...]:
    lines = []
    if assessments:
        pack = assessments[0].inspection.pack
        whole = together(one.inspection.case for one in assessments)
        records = sum(len(one.inspection.case.evidence) for one in assessments)
        cases = counted(len(assessments), "case")
        lines.append(f"Evidence: {cases}, {records} records, {whole[:SHORT_HASH]}")
        lines.append(f"Rules: {pack.id} {pack.version}, {fingerprint(pack)[:SHORT_HASH]}")
    if found.awards:
        grades = f"{len(found.awards)} of {counted(found.forces, 'force')}"
        lines.append(f"Grades awarded: {grades}, {_awards_hash(found)[:SHORT_HASH]}")
    framework = found.framework
    lines.append(f"Framework: {framework.id} {framework.version}, {fingerprint(framework)[:SHORT_HASH]}")
    return (*lines, f"Engine: peelgrade {__version__}")


def _awards_hash(found: Grid) -> str:
    """Return a hash of what the awards say, the same in any order of lines."""
    said = sorted(as_json(one.model_dump(mode="json")) for one in found.awards)
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def forces_data(found: Grid, assessments: Sequence[Assessment] = (), left_out: int = 0) -> dict[str, Any]:
    """Return forces by areas as plain data."""
    return {
        "framework": found.framework.id,
        "marking": _marking(assessments),
        "provenance": {
            "engine": __version__,
            "framework": {"id": found.framework.id, "sha256": fingerprint(found.framework)},
            "awarded": {"grades": len(found.awards), "forces": found.forces, "sha256": _awards_hash(found)}
            if found.awards
            else None,
            "cases": [basis_data(one.inspection) for one in assessments],
            "left_out": left_out,
        },
        "areas": [{"id": area.id, "title": area.title} for area in found.areas],
        "forces": [
            {
                "force": row.force,
                "case": row.case,
                "areas": {area.id: _cell(row.cells.get(area.id, Cell())) for area in found.areas},
            }
            for row in found.rows
        ],
        "spread": {
            "awarded": [_spread_data(one) for one in found.awarded],
            "proposed": [_spread_data(one) for one in found.proposed],
        },
    }


def _cell(cell: Cell) -> dict[str, Any]:
    proposed = cell.proposed
    return {
        "awarded": cell.awarded,
        "source": cell.award.source if cell.award is not None else None,
        "proposed": None if proposed is None else {"outcome": proposed.outcome, "grade": proposed.grade},
    }


def _spread_data(one: Spread) -> dict[str, Any]:
    return {"area": one.area, "counts": dict(one.counts), "not_known": one.unknown}
