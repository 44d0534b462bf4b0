"""A report made up from a coded case: its findings in the coders' words, its figures in many ways."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import cycle

from peelgrade.evidence import Case, Measure, Record
from peelgrade.framework import Framework

PLACE = re.compile(r"(?P<section>.+?)(?:, finding (?P<finding>\d+))?, paragraph (?P<paragraph>\d+)$")
SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
COUNTS = ("{k} of the {n}", "{k} out of {n}", "{k} of {n}", "{k} out of the {n}")
MARGINS = (
    "{p} percent (with a confidence interval of +/- {m} percent)",
    "{p} per cent, plus or minus {m} percentage points,",
    "{p}% (± {m})",
)


def restated(case: Case, framework: Framework) -> str:
    """Return the report: areas in order, each record in the finding and paragraph that it refers to."""
    counts, margins = cycle(COUNTS), cycle(MARGINS)
    lines = [f"PEEL: an inspection of {case.force}, restated from its coded findings"]
    placed: dict[str, dict[int, dict[int, list[str]]]] = {}
    for record in sorted(case.evidence, key=lambda one: _order(one, framework)):
        section, finding, paragraph = place(record)
        text = _figure_in(record, counts, margins)
        placed.setdefault(section, {}).setdefault(finding, {}).setdefault(paragraph, []).append(text)
    for section, findings in placed.items():
        lines.append(section)
        if _is_area(section, framework):
            lines += [f"{case.force} is adequate at this.", "Main findings"]
        lines += _told(findings)
        if _is_area(section, framework):
            lines.append("Adequate")
    return "\n".join([*lines, "About the data", "Typically, 32 percent of forces lie outside.", ""])


def place(record: Record) -> tuple[str, int, int]:
    """Return the section, finding and paragraph that a record refers to."""
    found = PLACE.match(record.reference)
    assert found, record.reference
    return found["section"], int(found["finding"] or 0), int(found["paragraph"])


def _order(record: Record, framework: Framework) -> tuple[int, int, int, str]:
    section, finding, paragraph = place(record)
    titles = [area.title for area in framework.areas]
    return (titles.index(section) if section in titles else -1), finding, paragraph, record.id


def _is_area(section: str, framework: Framework) -> bool:
    return section in {area.title for area in framework.areas}


def _told(findings: dict[int, dict[int, list[str]]]) -> Iterator[str]:
    """Yield headings and paragraphs; a paragraph that no record refers to is a line about nothing."""
    for finding in range(max(findings) + 1):
        paragraphs = findings.get(finding, {})
        if finding:
            yield f"Finding {finding}"
        for paragraph in range(1, max(paragraphs, default=0) + 1):
            yield " ".join(paragraphs.get(paragraph, ["This stands here to keep count."]))


def _figure_in(record: Record, counts: Iterator[str], margins: Iterator[str]) -> str:
    """Return a record's finding with its figure told in the next of the many ways."""
    text, measure = record.finding, record.measure
    if measure is None:
        return text
    if measure.count is not None and measure.of is not None:
        k, n = (SMALL[one] if one <= 10 else f"{one:,}" for one in (measure.count, measure.of))
        known = rf"\b(?:{measure.count:,}|{k}) of (?:the )?(?:{measure.of:,}|{n})\b"
        return re.sub(known, lambda _: next(counts).format(k=k, n=n), text)
    return _margin_in(text, measure, margins)


def _margin_in(text: str, measure: Measure, margins: Iterator[str]) -> str:
    for one in (measure, measure.previous):
        if one is not None and one.margin is not None:
            p, m = float(one.percent or 0), float(one.margin)
            known = rf"{p} percent \(plus or minus {m}\)|{p} percent(?= of)(?=.*\(plus or minus {m}\))"
            text = re.sub(known, lambda _, p=p, m=m: next(margins).format(p=p, m=m), text)  # type: ignore[misc]
    return text
