"""One decision, and its entry in the record: chained to the entry before it by hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Annotated, Any, Self
from unicodedata import normalize

from pydantic import BeforeValidator, Field, model_validator

from peelgrade import __version__
from peelgrade.assessment import GRADED, Inspection, Outcome
from peelgrade.awards import NOT_GRADED
from peelgrade.drafts import drafts
from peelgrade.evidence import iso_date
from peelgrade.loading import fingerprint
from peelgrade.model import Model, Slug, Text

Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]

START = "0" * 64
"""What the first entry of a record follows on."""
SUBSTANCE = 5
"""How many different words a reason for a departure has at least: a sentence that says something."""


class Proposed(Model):
    """What the engine proposed when the decision was made."""

    outcome: Outcome
    grade: Slug | None


class Source(Model):
    """A framework or a rule pack: its id, its version, and the hash of what it says."""

    id: Slug
    version: Text
    sha256: Hash


class Evidence(Model):
    """The evidence of a case: its hash, and how many records (and drafts among them) there were."""

    sha256: Hash
    records: int
    drafts: int


class Basis(Model):
    """What a decision was made on."""

    engine: Text
    framework: Source
    rules: Source
    evidence: Evidence


class Decision(Model):
    """
    What people decided of one area of one case.

    *decided* is a grade of the framework, or `not-graded`. *departs_from* names what the decision passes
    over: rules, or the parameter that says when evidence is secure. *by* put it forward, *approved_by* is
    somebody else, or nobody yet.
    """

    case: Slug
    area: Slug
    proposed: Proposed
    decided: Slug
    reason: str
    departs_from: tuple[Text, ...]
    by: Text
    approved_by: Text | None
    date: Annotated[str, BeforeValidator(iso_date)]
    basis: Basis

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if self.approved_by is not None and same_person(self.by, self.approved_by):
            raise ValueError(f"`{self.by}` can't both put a decision forward and approve it")
        if (self.proposed.grade is None) == (self.proposed.outcome == GRADED):
            raise ValueError("`proposed` has a grade where its outcome is graded, and only there")
        if self.departs and not substantial(self.reason):
            raise ValueError(f"a departure needs a reason of at least {SUBSTANCE} different words")
        return self

    @property
    def departs(self) -> bool:
        """Say whether something else was decided than was proposed."""
        return departs(self.proposed.grade, self.decided)

    @property
    def approved(self) -> bool:
        """Say whether somebody approved it; until then it is put forward."""
        return self.approved_by is not None


class Entry(Decision):
    """A decision in the record: its place, the hash of the entry before it, and its own."""

    number: Annotated[int, Field(ge=1)]
    previous: Hash
    sha256: Hash


def departs(proposed: str | None, decided: str) -> bool:
    """Say whether *decided* is something else than the grade *proposed*, if one was."""
    return decided != (proposed or NOT_GRADED)


def same_person(one: str, other: str) -> bool:
    """Say whether two roles or names are the same but for case, spaces and the form of letters."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    return " ".join(normalize("NFKC", name).casefold().split())


def substantial(reason: str) -> bool:
    """Say whether a reason is long enough to say something; whether it is good, people must judge."""
    return len(different_words(reason)) >= SUBSTANCE


def different_words(text: str) -> set[str]:
    """Return the different words of a text that have a letter in them."""
    bare = (word.strip(".,;:!?()[]\"'“”‘’").casefold() for word in text.split())
    return {word for word in bare if any(letter.isalpha() for letter in word)}


def basis_of(inspection: Inspection) -> Basis:
    """Return what a decision made now would be made on."""
    framework, pack, case = inspection.framework, inspection.pack, inspection.case
    return Basis(
        engine=__version__,
        framework=Source(id=framework.id, version=framework.version, sha256=fingerprint(framework)),
        rules=Source(id=pack.id, version=pack.version, sha256=fingerprint(pack)),
        evidence=Evidence(sha256=case.sha256, records=len(case.evidence), drafts=len(drafts(case))),
    )


def entered(decision: Decision, after: Entry | None) -> Entry:
    """Return a decision as the entry that comes *after* another, or as the first."""
    data = decision.model_dump(mode="json")
    data["number"] = 1 if after is None else after.number + 1
    data["previous"] = START if after is None else after.sha256
    data["sha256"] = digest(data)
    return Entry.model_validate_json(json.dumps(data))


def digest(entry: Mapping[str, Any]) -> str:
    """
    Return the SHA-256 of what an entry says, whatever its file looks like.

    It is taken of the entry without its own `sha256`, as canonical JSON in UTF-8: keys sorted, no spaces,
    nothing escaped that needn't be. For the texts and whole numbers of an entry that is the JSON
    Canonicalization Scheme (RFC 8785).
    """
    said = {name: value for name, value in entry.items() if name != "sha256"}
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
