"""What `rules diff` shows: two packs as they are written, and as they come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from peelgrade.assessment import AreaAssessment
from peelgrade.comparing.differing import Comparison, Difference
from peelgrade.comparing.parts import Alteration
from peelgrade.comparing.regrading import Regraded
from peelgrade.evidence import Record
from peelgrade.framework import NOT_ASSESSED
from peelgrade.pages.parts import grade_words, outcome_words
from peelgrade.rules import Pack
from peelgrade.view import Block, Bullets, Heading, Page, Sentence, say
from peelgrade.wording import counted, ended, joined, number, sentence_case, words

Files = Mapping[str, str]
"""For a case's name the file in which it was written."""

LEFT_OUT = ("cites", "examples", "because", "plausible", "recommends")
"""Long texts, which the files themselves say."""

TIERS = {
    "levels": "What records can weigh differently",
    "verdicts": "What verdicts can come out differently",
    "concerns": "What concerns can come out differently",
}


def diff_page(found: Comparison, cases: Sequence[Regraded], files: Files) -> Page:
    """Return what differs: as written, in what can come out, and in the cases given."""
    blocks: list[Block] = [say(_summary(found))]
    if cases:
        blocks += [Heading("The cases given"), Bullets(tuple(_regraded(found, one) for one in cases))]
    if found.not_compared:
        items = tuple(Sentence(f"{sentence_case(one)}.") for one in found.not_compared)
        blocks += [Heading("Not compared"), Bullets(items)]
    if found.parts:
        blocks += [Heading("As they are written"), Bullets(tuple(_altered(one) for one in found.parts))]
    if found.grades:
        blocks.append(Heading("What grades can come out differently"))
        for old, new in dict.fromkeys((one.old, one.new) for one in found.grades):
            some = [one for one in found.grades if (one.old, one.new) == (old, new)]
            items = tuple(_grade(found, one, files) for one in some)
            blocks += [Heading(sentence_case(_grade_ends(found, some[0])), 3), Bullets(items)]
    for name, heading in TIERS.items():
        below: tuple[Difference, ...] = getattr(found, name)
        if below:
            blocks += [Heading(heading), Bullets(tuple(_lower(one, files) for one in below))]
    return Page(f"{_named(found.old.pack)} and {_named(found.new.pack)}: what differs", tuple(blocks))


def _named(pack: Pack) -> str:
    return f"Rules {pack.id} {pack.version}"


def _summary(found: Comparison) -> str:
    if not found.differs:
        return "Nothing differs."
    below = (*found.levels, *found.verdicts, *found.concerns)
    if found.grades:
        areas = {one.about for one in found.grades}
        ways = counted(len(found.grades), "way")
        return f"Grades can come out differently in {ways}, in {counted(len(areas), 'area')}."
    if found.not_compared:
        return "Not everything could be compared."
    if below:
        return "No grade can come out differently in any case, but verdicts, concerns or weights can."
    return "In no case can a grade, a verdict, a concern or a weight come out differently."


def _altered(one: Alteration) -> Sentence:
    """Return what was altered, each field with its old and its new value; long ones by their names only."""
    name = f"{sentence_case(one.kind)} {one.id}"
    plain = [field for field in one.fields if field.name not in LEFT_OUT]
    if one.what != "altered":
        told = [f"{words(field.name)} {field.new or field.old}" for field in plain]
        return Sentence(
            f"{name} {'is new' if one.what == 'added' else 'is gone'}: {ended('; '.join(told))}"
        )
    told = [
        f"{words(field.name)} is {field.new or 'gone'}, was {field.old or 'not there'}" for field in plain
    ]
    others = [words(field.name) for field in one.fields if field.name in LEFT_OUT]
    told += [f"other {joined(others)}"] if others else []
    rest = " (in words only)" if one.in_words_only else ""
    return Sentence(f"{name} is altered{rest}: {ended('; '.join(told))}")


def _grade(found: Comparison, one: Difference, files: Files) -> Sentence:
    """Return one way in which a grade can come out differently, with the smallest case that shows it."""
    title = found.old.framework.area(one.about).title
    records = counted(len(one.case.evidence), "record")
    text = f"{title}, with {records}: {'; '.join(_characteristics(one))}."
    return Sentence(f"{text} {_decided(one)}{_in_file(one, files)}")


def _ends(one: Difference) -> str:
    return f"{words(one.new)}, was {words(one.old)}"


def _grade_ends(found: Comparison, one: Difference) -> str:
    new, old = grade_words(one.new, found.new.framework), grade_words(one.old, found.old.framework)
    return f"{new}, was {old}"


def _decided(one: Difference) -> str:
    old, new = (joined(some) or "no ceiling" for some in one.rules)
    return f"Decided by {new}." if old == new else f"Decided by {new}, and was by {old}."


def _lower(one: Difference, files: Files) -> Sentence:
    """Return one difference below the grades, with the fewest records that show it."""
    text = f"{sentence_case(_ends(one))}: {'; '.join(_characteristics(one))}."
    return Sentence(f"{text}{_in_file(one, files)}")


def _in_file(one: Difference, files: Files) -> str:
    return f" Case: {files[one.case.case]}." if one.case.case in files else ""


def _characteristics(one: Difference) -> Iterator[str]:
    """Yield what each characteristic comes to by both packs, and by which records; those alike together."""
    named = {record.characteristic[0] for record in one.case.evidence}
    alike: dict[str, list[str]] = {}
    for characteristic in sorted({*one.verdicts, *named}, key=_sortable):
        mine = [_record(r) for r in one.case.evidence if r.characteristic[0] == characteristic]
        old, new = one.verdicts.get(characteristic, (NOT_ASSESSED, NOT_ASSESSED))
        verdict = words(new) if old == new else f"{words(new)}, was {words(old)}"
        text = f"{verdict} ({' and '.join(mine) or 'by what bears on it'})"
        alike.setdefault(text, []).append(characteristic)
    for text, characteristics in alike.items():
        yield f"{joined(characteristics)} {text}"


def _sortable(name: str) -> tuple[object, ...]:
    return tuple((part.isdigit(), int(part) if part.isdigit() else 0, part) for part in name.split("."))


def _record(record: Record) -> str:
    """Return a made-up record in a few words."""
    parts = [str(record.measure) + f" against {record.measure.standard}"] if record.measure else []
    parts += [one for one in (record.shows, record.extent) if one is not None]
    parts += [f"impact {record.impact}"] if record.impact else []
    parts += [name for name in ("recurring", "mitigated") if getattr(record, name)]
    parts += [record.trend] if record.trend else []
    return f"{', '.join(parts)}, from {words(record.source)}"


def _regraded(found: Comparison, one: Regraded) -> Sentence:
    """Return which grades of a case move, or which pack can't grade it and why."""
    if one.undecided:
        told = joined(f"by the {name} rules ({why})" for name, why in one.undecided)
        return Sentence(f"{one.force}: can't be graded {told}.", tone="bad")
    if not one.moved:
        return Sentence(f"{one.force}: no grade of {number(one.of)} moves.")
    frameworks = found.old.framework, found.new.framework
    moved = [
        f"{old.area} {outcome_words(new, frameworks[1])}, was {outcome_words(old, frameworks[0])}"
        for old, new in one.moved
    ]
    return Sentence(f"{one.force}: {number(len(one.moved))} of {number(one.of)} move: {'; '.join(moved)}.")


def diff_data(found: Comparison, cases: Sequence[Regraded], files: Files) -> dict[str, Any]:
    """Return the comparison as plain data."""
    return {
        "old": {"id": found.old.pack.id, "version": found.old.pack.version},
        "new": {"id": found.new.pack.id, "version": found.new.pack.version},
        "differs": found.differs,
        "parts": [_part(one) for one in found.parts],
        "grades": [_difference(one, files) | _rules(one) for one in found.grades],
        **{name: [_difference(one, files) for one in getattr(found, name)] for name in TIERS},
        "cases": [_case(one) for one in cases],
        "not_compared": list(found.not_compared),
    }


def _part(one: Alteration) -> dict[str, Any]:
    fields = [{"name": field.name, "old": field.old, "new": field.new} for field in one.fields]
    return {
        "kind": one.kind,
        "id": one.id,
        "what": one.what,
        "in_words_only": one.in_words_only,
        "fields": fields,
    }


def _difference(one: Difference, files: Files) -> dict[str, Any]:
    verdicts = {name: {"old": old, "new": new} for name, (old, new) in one.verdicts.items()}
    data: dict[str, Any] = {"about": one.about, "old": one.old, "new": one.new, "verdicts": verdicts}
    if one.case.case in files:
        data["file"] = files[one.case.case]
    return data | {"case": one.case.model_dump(mode="json", exclude_defaults=True)}


def _rules(one: Difference) -> dict[str, Any]:
    return {"rules": {"old": list(one.rules[0]), "new": list(one.rules[1])}}


def _case(one: Regraded) -> dict[str, Any]:
    areas = [{"id": old.area, "before": _outcome(old), "after": _outcome(new)} for old, new in one.moved]
    undecided = [{"rules": name, "because": why} for name, why in one.undecided]
    return {"case": one.case, "areas": areas, "undecided": undecided}


def _outcome(area: AreaAssessment) -> dict[str, Any]:
    return {"outcome": area.outcome, "grade": area.grade}
