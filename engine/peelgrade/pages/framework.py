"""The page that `framework show` shows: a framework, an area, or a characteristic."""

from __future__ import annotations

from typing import Any

from peelgrade.errors import unknown
from peelgrade.framework import Area, Characteristic, Framework
from peelgrade.view import Block, Bullets, Heading, Page, Sentence, Table, say
from peelgrade.wording import ended


def framework_page(framework: Framework, wanted: str | None) -> Page:
    """Return the page about *wanted*: an area or a characteristic by id, or the whole framework."""
    found = find(framework, wanted)
    if isinstance(found, Characteristic):
        title, blocks = f"{found.id}: {found.text}", _characteristic(framework, found)
    elif isinstance(found, Area):
        title, blocks = found.title, _area(found)
    else:
        title, blocks = framework.title, _whole(framework)
    source = f"Framework: {framework.id} {framework.version}. {framework.cites or ''}".strip()
    return Page(title, tuple(blocks), provenance=(source,))


def find(framework: Framework, wanted: str | None) -> Framework | Area | Characteristic:
    """Return what an id names; raise NotFoundError naming the nearest id."""
    if wanted is None:
        return framework
    areas = {area.id: area for area in framework.areas}
    if wanted in areas:
        return areas[wanted]
    if wanted in framework.characteristic_ids:
        return framework.characteristic(wanted)
    raise unknown("area or characteristic", wanted, [*areas, *framework.characteristic_ids])


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
        items = tuple(Sentence(f"{one.id} {one.text}.") for one in topic.characteristics)
        blocks += [Heading(f"{topic.id} {topic.title}"), Bullets(items)]
    return blocks


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
