"""From the file of a report to its draft: the one step here that reads files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from peelgrade.assessment import Inspection
from peelgrade.drafting.blocks import Block, plain_blocks
from peelgrade.drafting.decoding import Source, read_report
from peelgrade.drafting.lexicon import SectionWords
from peelgrade.drafting.markup import html_blocks
from peelgrade.drafting.naming import force_of, published_on
from peelgrade.drafting.proposing import Draft, Head, draft
from peelgrade.drafting.sections import laid_out
from peelgrade.drafting.stocking import load_lexicon
from peelgrade.errors import InvalidInputError, Problem, Where
from peelgrade.loading import load_framework, load_rules

LONGEST = 10_000
"""How many characters a paragraph can have; the longest of a published report has about two thousand."""
_SLUG = re.compile(r"[a-z0-9][a-z0-9._-]*\Z")


@dataclass(frozen=True)
class Drafted:
    """A draft, the report that it was made from, and what it is held against."""

    draft: Draft
    source: Source
    inspection: Inspection


def draft_report(
    path: Path,
    case: str,
    *,
    framework: str | Path,
    rules: str | Path | None = None,
    force: str | None = None,
    published: str | None = None,
    encoding: str | None = None,
) -> Drafted:
    """
    Return the draft of the *case* that a report tells.

    *force* and *published* are taken from the report where they aren't given.

    Raises:
        InvalidInputError: If the report can't be read, has no section of the framework, or names no force.
        NotFoundError: If there is no such framework or rule pack.

    """
    model = load_framework(framework)
    pack = load_rules(rules or model.id, model)
    lexicon = load_lexicon(model, pack)
    source = read_report(path, encoding)
    blocks = blocks_of(source)
    layout = laid_out(blocks, model, lexicon.sections)
    if not any(area for _, area in layout.sections):
        titles = "; ".join(area.title for area in model.areas)
        message = "no heading is the title or the question of an area of the framework"
        raise InvalidInputError([Problem(Where(str(path)), message, f"the titles are: {titles}")])
    head = _head(case, force, published, blocks, path, lexicon.sections)
    found = draft(layout, head, model, lexicon, pack)
    return Drafted(found, source, Inspection(found.case, model, pack))


def blocks_of(source: Source) -> tuple[Block, ...]:
    """
    Return the blocks of a report in their order.

    Raises:
        InvalidInputError: If its paragraphs have run together, or a page can't be read.

    """
    html = source.html
    blocks = html_blocks(source.text, source.path) if html else tuple(plain_blocks(source.text))
    problems = [
        Problem(
            Where(source.path, one.line, 1),
            f"a paragraph of {len(one.text):,} characters: up to {LONGEST:,} are read",
            "the lines of the report have run together; save its text again",
        )
        for one in blocks
        if len(one.text) > LONGEST
    ]
    if problems:
        raise InvalidInputError(problems)
    return blocks


def _head(
    case: str,
    force: str | None,
    published: str | None,
    blocks: tuple[Block, ...],
    path: Path,
    words: SectionWords,
) -> Head:
    """Return what the case says of itself; raise InvalidInputError with all that it can't say."""
    problems = []
    if not _SLUG.match(case):
        message = f"`{case}` names the case, so it should be of small letters, digits, `.`, `_` and `-`"
        problems.append(Problem(Where("--out"), message))
    name = force or force_of(blocks, words)
    if not name:
        message = "doesn't name one force more often than any other"
        problems.append(Problem(Where(str(path)), message, "name it: `--force NAME`"))
    day = published or published_on(blocks, words)
    try:
        date.fromisoformat(day or "2000-01-01")
    except ValueError:
        problems.append(Problem(Where("--published"), f"`{day}` should be a date such as 2025-05-14"))
    if problems:
        raise InvalidInputError(problems)
    return Head(case, str(name), day)
