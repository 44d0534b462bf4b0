"""`draft` itself: a report in passages to a case whose every record is a proposal with its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from peelgrade.drafting.cues import Pointer, direction, pointers, strongest
from peelgrade.drafting.lexicon import Lexicon
from peelgrade.drafting.measures import extent_by, measured, share_of
from peelgrade.drafting.naming import ids_of
from peelgrade.drafting.placing import Gazetteer, Place
from peelgrade.drafting.saying import Said, said
from peelgrade.drafting.sections import Layout, Passage
from peelgrade.drafting.sentences import tidied
from peelgrade.evidence import NO_STANDARD, Case, Measure, Record, in_order
from peelgrade.framework import Framework
from peelgrade.rules import Pack

SHORTEST = 4
"""The fewest words that a finding has."""
PLAIN = "widespread"
"""The extent of a statement without a qualifier: coding guide, extent."""
NEXT, MOST_WORDS = 2, 5
"""How many next characteristics, and how many words for the first, a note names."""
LEAVE = {
    "frame": "it tells of the report, not of the force",
    "context": "it tells what something is or would be, not what was found",
    "promise": "a plan or a promise is no strength",
}
"""Why what some words point to isn't coded: coding guide, what isn't coded."""
UNSAID = "inspection"
"""The source of a finding that doesn't say what it rests on: coding guide, source."""


@dataclass(frozen=True)
class Left:
    """Something that a report tells and that was left out, the reason, and the words that are its sign."""

    passage: Passage
    text: str
    because: str
    words: str = ""


@dataclass(frozen=True)
class Draft:
    """A proposed case, the passage of each of its records, and what was left out."""

    case: Case
    passages: dict[str, Passage]
    left: tuple[Left, ...]
    layout: Layout


@dataclass(frozen=True)
class Head:
    """What a case says of itself."""

    case: str
    force: str
    published: str | None = None


@dataclass(frozen=True)
class _Proposal:
    """The fields of a record, all but its id, and where they were found."""

    area: str
    fields: dict[str, Any]
    passage: Passage


def draft(layout: Layout, head: Head, framework: Framework, lexicon: Lexicon, pack: Pack | None) -> Draft:
    """
    Return the draft of a case: a record for each thing that a report says to be so or not to be so.

    Every record is a draft and in doubt, and its note tells which words each field was proposed from.
    Standards and the bands of extent are those of the *pack*, where there is one.
    """
    drafter = _Drafter(framework, lexicon, pack)
    found = [drafter.proposed(one) for passage in layout.passages for one in said(passage, lexicon)]
    proposals = [one for one in found if isinstance(one, _Proposal)]
    named = [*zip(ids_of([one.area for one in proposals], framework), proposals, strict=True)]
    records = tuple(Record(id=id, **one.fields) for id, one in named)
    case = Case(
        case=head.case,
        force=head.force,
        framework=framework.id,
        published=head.published,
        evidence=in_order(records),
    )
    left = tuple(one for one in found if isinstance(one, Left))
    return Draft(case, {id: one.passage for id, one in named}, left, layout)


@dataclass(frozen=True)
class _Drafter:
    framework: Framework
    lexicon: Lexicon
    pack: Pack | None

    @cached_property
    def gazetteer(self) -> Gazetteer:
        return Gazetteer(self.framework, self.lexicon)

    def proposed(self, one: Said) -> _Proposal | Left:
        left = self._left_out(one)
        if left is not None:
            return left
        parts = {"own": one.text, "heading": one.passage.heading, "paragraph": one.passage.text}
        if one.before is not None:
            parts["before"] = one.before.text
        places = self.gazetteer.places(parts, one.passage.area)
        if not places:
            return Left(one.passage, one.text, "no word of it points to a characteristic")
        fields = self._fields(one, places)
        return _Proposal(self.framework.area_of(places[0].characteristic).id, fields, one.passage)

    def _shows(self, one: Said, *, held: bool) -> tuple[str | None, str]:
        """
        Return what is shown and the words that say so.

        Words beside a figure that is *held* against a standard only name what it counts, unless they
        judge it; where they don't, and the heading doesn't either, the figure speaks for itself.
        """
        label = one.passage.label
        if label is not None and label.shows is not None:
            return label.shows, f"it stands under “{label.headings[0]}”"
        found = tuple(each for each in one.found if each.judges or not held)
        side, why = direction(found, self.lexicon.cues.least)
        if side is not None:
            return side, _quoted(why)
        return self._around(one, held=held) if one.figure is not None else (None, "")

    def _around(self, one: Said, *, held: bool) -> tuple[str | None, str]:
        """Return what the words around a figure show: those before it, else the heading's."""
        before = one.before.shows if one.before else None
        if held and one.turned and before != "shortfall":
            return "shortfall", f"“{one.text.split()[0]}” after something good"
        side, words = before, "what is said before it"
        if side is None and one.passage.heading:
            side, why = direction(pointers(one.passage.heading, self.lexicon), self.lexicon.cues.least)
            words = f"the heading above, {_quoted(why)}"
        return (None, "") if side is None or (held and side != "shortfall") else (side, words)

    def _left_out(self, one: Said) -> Left | None:
        """Return why something is no finding, or nothing where it is one."""
        leave = strongest(one.found, "leave")
        kind, words = (leave.value, leave.words) if leave is not None else ("", "")
        if kind == "frame" or (
            kind and one.figure is None and (kind != "promise" or one.shows != "shortfall")
        ):
            return Left(one.passage, one.text, LEAVE[kind], words)
        if one.figure is not None:
            return None
        if len(one.text.split()) < SHORTEST:
            return Left(one.passage, one.text, "it is too short to be a finding")
        if self._shows(one, held=False)[0] is None:
            return Left(one.passage, one.text, "no word of it says whether it is well or not")
        return None

    def _fields(self, one: Said, places: tuple[Place, ...]) -> dict[str, Any]:
        """Return the fields of the record, and in its note why each was proposed."""
        place = places[0]
        reasons: list[str] = []
        finding = tidied(one.text, self.lexicon.cues)
        fields: dict[str, Any] = {"characteristic": (place.characteristic,), "finding": finding}
        fields["source"], reason = self._source(one, place.characteristic)
        reasons.append(reason)
        if one.figure is not None:
            measure = measured(one, place.characteristic, fields["source"], self.lexicon, self.pack)
            fields["measure"] = measure
            rate = "" if one.figure.sampled else " A rate in words, perhaps rounded."
            reasons.append(f"Figure by rule {one.figure.rule}.{rate}")
        fields |= self._judged(one, fields.get("measure"), reasons)
        fields["affects"] = self._affects(one, place.characteristic)
        reasons.append(_placed(places))
        if not one.passage.area:
            reasons.append("Told in a summary: perhaps told in full elsewhere.")
        fields |= {"reference": one.passage.reference, "doubt": True, "draft": True}
        return fields | {"note": " ".join(reasons)}

    def _judged(self, one: Said, measure: Measure | None, reasons: list[str]) -> dict[str, Any]:
        """Return what is shown, to what extent, and what goes with it."""
        held = measure is not None and measure.standard != NO_STANDARD
        shows, why = self._shows(one, held=held)
        if shows is None:
            told = "the standard does" if held else "so it weighs nothing"
            reasons.append(f"No word judges the figure: {told}.")
            return {}
        reasons.append(f"Shows {shows}: {why}.")
        share = None if measure is None or one.figure is None else share_of(measure, one.figure, shows)
        by_figure = None if share is None else extent_by(share, self.pack)
        pointer = strongest(one.found, "extent")
        extent = by_figure or (pointer.value if pointer else PLAIN)
        said_by = "the figure" if by_figure else f"“{pointer.words}”" if pointer else "no qualifier"
        reasons.append(f"Extent {extent}: {said_by}.")
        fields: dict[str, Any] = {"shows": shows, "extent": extent}
        return fields | self._going_with(one, shows, reasons)

    def _going_with(self, one: Said, shows: str, reasons: list[str]) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        for name in ("impact", "trend", "recurring", "mitigated"):
            pointer = strongest(one.found, name)
            if pointer is None or (name != "trend" and shows != "shortfall"):
                continue
            fields[name] = True if pointer.value == "true" else pointer.value
            reasons.append(f"{name.capitalize()}: “{pointer.words}”.")
        label = one.passage.label
        if label is not None and label.impact is not None and shows == "shortfall":
            fields["impact"] = label.impact
            reasons.append(f"Impact: it stands under “{label.headings[0]}”.")
        return fields

    def _source(self, one: Said, characteristic: str) -> tuple[str, str]:
        """Return what is rested on: as said, as the passage says of its figures, or as the area rests."""
        pointer = strongest(one.found, "source")
        if pointer is None and one.figure is not None and one.figure.measure.shape == "count":
            pointer = strongest(pointers(one.passage.text, self.lexicon), "source")
        if pointer is not None:
            return pointer.value, f"Source {pointer.value}: “{pointer.words}”."
        area = self.framework.area_of(characteristic).id
        for hint in self.lexicon.characteristics.areas:
            if hint.area == area == one.passage.area:
                return hint.source, f"Source {hint.source}: this section rests on it."
        return UNSAID, f"Source {UNSAID}: nothing else is said."

    def _affects(self, one: Said, characteristic: str) -> tuple[str, ...]:
        """Return the areas that a record also bears on: by the pack, or as the section tells it."""
        own = self.framework.area_of(characteristic).id
        areas = [one.passage.area] if one.passage.area not in ("", own) else []
        for bearing in self.pack.bearings if self.pack is not None else ():
            if bearing.characteristic == characteristic:
                areas += [self.framework.area_of(other).id for other in bearing.on]
        return tuple(dict.fromkeys(areas))


def _quoted(found: tuple[Pointer, ...]) -> str:
    return ", ".join(dict.fromkeys(f"“{one.words}”" for one in found))


def _placed(places: tuple[Place, ...]) -> str:
    """Return why a characteristic was proposed, and which come next."""
    first, *others = places[: 1 + NEXT]
    text = f"Characteristic {first.characteristic}: {', '.join(first.words[:MOST_WORDS])}"
    return f"{text}; next {' and '.join(one.characteristic for one in others)}." if others else f"{text}."
