"""Where a finding belongs: the characteristic that its words, its heading and its section point to."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from peelgrade.drafting.forms import any_of
from peelgrade.drafting.lexicon import Lexicon
from peelgrade.drafting.numbering import flat, seen
from peelgrade.framework import Framework

_WORD = re.compile(r"[a-z][a-z'-]{2,}")
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "ers", "ed", "es", "er", "ly", "s", "y", "e")


@dataclass(frozen=True)
class Place:
    """A characteristic, how strongly it is pointed to, and the words that do."""

    characteristic: str
    score: float
    words: tuple[str, ...]


def stems(text: str, common: frozenset[str] = frozenset()) -> Counter[str]:
    """Return the words of *text* without their endings, common ones left out."""
    found = (_stem(word) for word in _WORD.findall(flat(text).lower()))
    return Counter(one for one in found if one not in common)


def _stem(word: str) -> str:
    word = word.removesuffix("'s").removesuffix("'")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


@dataclass(frozen=True)
class Gazetteer:
    """The characteristics of a framework as they are found: by their own words and by keywords."""

    framework: Framework
    lexicon: Lexicon
    known: dict[str, tuple[tuple[str, float, str], ...]] = field(default_factory=dict, compare=False)

    @cached_property
    def common(self) -> frozenset[str]:
        """Return the stems of words that tell no characteristic from another."""
        return frozenset(_stem(word) for word in self.lexicon.placing.common)

    @cached_property
    def texts(self) -> dict[str, dict[str, frozenset[str]]]:
        """Return the stems of each characteristic's text, of its topic's title and of its area's."""
        return {
            one.id: {
                "own-text": frozenset(stems(one.text, self.common)),
                "topic-title": frozenset(stems(topic.title, self.common)),
                "area-title": frozenset(stems(area.title, self.common)),
            }
            for area in self.framework.areas
            for topic in area.topics
            for one in topic.characteristics
        }

    @cached_property
    def rarity(self) -> dict[str, float]:
        """Return how much a stem tells: the logarithm of how few characteristics have it."""
        spread = Counter(stem for kinds in self.texts.values() for stem in kinds["own-text"])
        return {stem: math.log(len(self.texts) / count) for stem, count in spread.items()}

    @cached_property
    def keywords(self) -> dict[str, tuple[tuple[str, float], ...]]:
        """Return the forms that point to each characteristic, with what each counts for."""
        values, words = self.lexicon.placing.values, self.lexicon.characteristics
        found: dict[str, list[tuple[str, float]]] = {}
        for one in words.keywords:
            found.setdefault(one.id, []).extend((form, values["keyword"]) for form in one.forms)
        for general in words.general:
            found.setdefault(general.characteristic, []).extend(
                (form, values["general"]) for form in general.forms
            )
        return {name: tuple(forms) for name, forms in found.items()}

    def places(self, parts: dict[str, str], area: str) -> tuple[Place, ...]:
        """
        Return the characteristics that a finding can belong to, the likeliest first.

        *parts* are the finding's own words under `own`, and those around it under the parameters that
        say what they count for; *area* is that of the section, or empty.
        """
        values = self.lexicon.placing.values
        scores: dict[str, float] = dict.fromkeys(self.texts, 0.0)
        words: dict[str, list[str]] = {name: [] for name in self.texts}
        for kind, part in parts.items():
            for name, score, word in self._points(part):
                scores[name] += values.get(kind, 1.0) * score
                if word not in words[name]:
                    words[name].append(word)
        for name in self.framework.area(area).ids if area else ():
            scores[name] += values["own-area"] if scores[name] else 0.0
        ranked = sorted(scores, key=lambda name: -scores[name])
        return tuple(Place(name, scores[name], tuple(words[name])) for name in ranked if scores[name])

    def _points(self, part: str) -> tuple[tuple[str, float, str], ...]:
        """Return what each word and keyword in a text counts for, by characteristic."""
        if part not in self.known:
            self.known[part] = (*self._by_stems(part), *self._by_keywords(part))
        return self.known[part]

    def _by_stems(self, part: str) -> Iterator[tuple[str, float, str]]:
        values, found = self.lexicon.placing.values, stems(part, self.common)
        for name, kinds in self.texts.items():
            for kind, known in kinds.items():
                for stem in found:
                    if stem in known:
                        yield name, values[kind] * self.rarity.get(stem, 0.0), stem

    def _by_keywords(self, part: str) -> Iterator[tuple[str, float, str]]:
        plain = flat(part)
        mirror = seen(part, self.lexicon.numbers)
        for name, forms in self.keywords.items():
            for form, weight in forms:
                match = any_of((form,)).search(mirror.text)
                if match is not None:
                    end = mirror.places[match.end() - 1] + 1
                    yield name, weight, " ".join(plain[mirror.places[match.start()] : end].split())
