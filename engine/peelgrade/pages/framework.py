"""The page that `framework show` shows: a framework, an area, or a characteristic."""

from __future__ import annotations

from typing import Any

from peelgrade.errors import unknown
from peelgrade.framework import Area, Characteristic, Framework, Topic
from peelgrade.view import Block, Bullets, Heading, Page, Sentence, Table, say
from peelgrade.wording import ended


def framework_page(framework: Framework, wanted: str | None) -> Page:
    """Return the page about *wanted*: an area, topic or characteristic by id, or the whole framework."""
    found = find(framework, wanted)
    if isinstance(found, Characteristic):
        title, blocks = f"{found.id}: {found.text}", _characteristic(framework, found)
    elif isinstance(found, Area):
        title, blocks = found.title, _area(found)
    elif isinstance(found, Topic):
        title, blocks = f"{found.id} {found.title}", _topic(framework, found)
    else:
        title, blocks = framework.title, _whole(framework)
    source = f"Framework: {framework.id} {framework.version}. {framework.cites or ''}".strip()
    return Page(title, tuple(blocks), provenance=(source,))


def find(framework: Framework, wanted: str | None) -> Framework | Area | Topic | Characteristic:
    """Return what an id names; raise NotFoundError naming the nearest id."""
    topics = [topic for area in framework.areas for topic in area.topics]
    characteristics = [one for topic in topics for one in topic.characteristics]
    # Where two have one id, the wider one is meant.
    known: dict[str, Framework | Area | Topic | Characteristic] = {one.id: one for one in characteristics}
    known |= {one.id: one for one in topics}
    known |= {one.id: one for one in framework.areas} | {framework.id: framework}
    if wanted is not None and wanted not in known:
        raise unknown("area, topic or characteristic", wanted, known)
    return framework if wanted is None else known[wanted]


def _whole(framework: Framework) -> list[Block]:
    grades = tuple((one.title, one.means) for one in reversed(framework.grades))
    areas = tuple(
        (area.id, area.title, "graded" if area.graded else "not graded", str(len(area.ids)))
        for area in framework.areas
    )
    return [
        Heading("Grades"),
        Table("Grades, best first.", ("Grade", "What it means"), grades),
        Heading("Areas"),
        Table("Areas and their characteristics.", ("Id", "Area", "Graded", "Characteristics"), areas),
    ]


def _area(area: Area) -> list[Block]:
    blocks: list[Block] = [say(area.question), *_sources(Source=area.cites)]
    for topic in area.topics:
        blocks += [Heading(f"{topic.id} {topic.title}"), _listed(topic)]
    return blocks


def _listed(topic: Topic) -> Bullets:
    return Bullets(tuple(Sentence(f"{one.id} {one.text}.") for one in topic.characteristics))


def _topic(framework: Framework, topic: Topic) -> list[Block]:
    area = next(one for one in framework.areas if topic in one.topics)
    return [say(f"A topic of {area.title.lower()}. Source: {area.cites}."), _listed(topic)]


def _characteristic(framework: Framework, one: Characteristic) -> list[Block]:
    area = framework.area_of(one.id)
    topic = next(topic for topic in area.topics if one in topic.characteristics)
    return [
        say(f"Area: {ended(area.title)} Topic: {ended(topic.title)}"),
        say(f"Where it is missing, the impact is {one.stakes} unless a record says otherwise."),
        *_sources(Wording=one.basis, Source=area.cites),
    ]


def _sources(**named: str | None) -> list[Block]:
    """Return where something comes from, as far as the framework says it."""
    told = [f"{name}: {ended(text)}" for name, text in named.items() if text]
    return [say(" ".join(told))] if told else []


def framework_data(framework: Framework, wanted: str | None) -> dict[str, Any]:
    """Return what an id names as plain data."""
    return find(framework, wanted).model_dump(mode="json")
