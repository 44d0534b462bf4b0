"""
YAML and JSON to plain data in which every value has a line and a column. The only door to yaml.

Only what plainly means one thing is read as something other than text: `true` and `false`, `null`
and `~`, whole numbers and decimals. So `no` is a text, `12:30` is a text, and a date is a text that
its model reads. Duplicate keys, aliases and tags are refused.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from peelgrade.errors import InvalidInputError, Problem, Where

Location = tuple[str | int, ...]
"""The keys and places that lead to a value, from the outside in."""

_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+\Z")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_MARK = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

_UNLIKE = re.compile(
    r"\\u(d[89ab]..\\ud[c-f]..)|\\.|[\x80-\x9f\u2028\u2029\ufeff\ufffe\uffff]", re.IGNORECASE
)

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Document:
    """
    A file as data, and where each of its values and keys stands.

    *written* is how a decimal is spelt: `4.10` is the number 4.1. *problems* are values that couldn't be
    read, *unread* where they would stand in the data. *said* is what a part of a case says of the case
    itself, and where.
    """

    path: str
    data: Any
    values: dict[Location, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Location, tuple[int, int]] = field(default_factory=dict)
    written: dict[Location, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    unread: frozenset[Location] = frozenset()
    said: dict[str, tuple[Any, Where]] = field(default_factory=dict)

    def where(self, location: Location, *, key: bool = False) -> Where:
        """Return the place of a value, or of its *key*; of the nearest thing around it if it's missing."""
        while location:
            marks = self.keys if key and location in self.keys else self.values
            if location in marks:
                return Where(self.path, *marks[location])
            location = location[:-1]
        return Where(self.path, *self.values.get((), (1, 1)))

    def told(self, location: Location) -> bool:
        """Say whether a problem is already known of what stands at, in or around *location*."""
        around = range(1, len(location) + 1)
        return location in self._spoilt or any(location[:n] in self.unread for n in around)

    @cached_property
    def _spoilt(self) -> frozenset[Location]:
        """Return everything around what couldn't be read."""
        return frozenset(one[:n] for one in self.unread for n in range(1, len(one) + 1))


def read_text(path: Path) -> str:
    """Return the text of a file; raise InvalidInputError where it can't be read as UTF-8."""
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        message = f"byte {error.object[error.start]:#04x} isn't UTF-8; save the file as UTF-8"
        raise InvalidInputError([Problem(Where(str(path), line, 1), message)]) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_bytes(path: Path) -> bytes:
    """Return what a file holds; raise InvalidInputError where it can't be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise InvalidInputError([Problem(Where(str(path)), "no such file")]) from None
    except IsADirectoryError:
        raise InvalidInputError([Problem(Where(str(path)), "is a folder, not a file")]) from None
    except OSError as error:
        raise InvalidInputError([Problem(Where(str(path)), f"can't be read: {error.strerror}")]) from None


def read_yaml(path: Path) -> Document:
    """
    Return the document in a YAML or JSON file.

    Raises:
        InvalidInputError: If it isn't YAML, is empty, or uses what could be misread; every such
            place is named.

    """
    return parse_yaml(read_text(path), str(path))


def parse_yaml(text: str, path: str) -> Document:
    """Return the document in *text*, whose places are told as places in *path*."""
    refuse_controls(text, path)
    node = _composed(_respelt(text) if path.lower().endswith(".json") else text, path)
    if node is None:
        raise InvalidInputError([Problem(Where(path, 1, 1), "the file is empty")])
    builder = _Builder(path)
    data = builder.build(node, ())
    if builder.problems:
        raise InvalidInputError(builder.problems)
    return Document(path, data, builder.values, builder.keys, builder.written)


def refuse_controls(text: str, path: str) -> None:
    """Raise InvalidInputError where *text* holds a character that no text file should."""
    odd = _MARK.search(text)
    if odd:
        line = text[: odd.start()].count("\n") + 1
        column = odd.start() - text.rfind("\n", 0, odd.start())
        message = f"control character {ord(odd.group()):#04x} has no place in a text file"
        raise InvalidInputError([Problem(Where(path, line, column), message)])


def _respelt(text: str) -> str:
    """
    Return JSON in the spelling that YAML reads as the same.

    JSON escapes a character beyond U+FFFF in two halves and a slash if it likes, and holds as they
    are characters that YAML doesn't take, or takes for the end of a line.
    """

    def spelt(found: re.Match[str]) -> str:
        if found.group(1):
            return json.loads(f'"{found.group()}"')  # type: ignore[no-any-return]
        one = found.group()
        return "/" if one == "\\/" else one if one[0] == "\\" else f"\\u{ord(one):04x}"

    return _UNLIKE.sub(spelt, text)


def _composed(text: str, path: str) -> yaml.Node | None:
    try:
        return yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Where(path, mark.line + 1, mark.column + 1) if mark else Where(path)
        problem = (error.problem or "not YAML").replace("\n", " ")
        raise InvalidInputError([Problem(place, f"not readable as YAML: {problem}")]) from None
    except (yaml.YAMLError, RecursionError) as error:
        message = f"not readable as YAML: {str(error).splitlines()[0]}"
        raise InvalidInputError([Problem(Where(path), message)]) from None


class _Builder:
    """Builds data from nodes, and notes places and problems on the way."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.values: dict[Location, tuple[int, int]] = {}
        self.keys: dict[Location, tuple[int, int]] = {}
        self.written: dict[Location, str] = {}
        self.problems: list[Problem] = []
        self._seen: set[int] = set()

    def build(self, node: yaml.Node, location: Location) -> Any:
        self.values[location] = _place(node)
        if id(node) in self._seen:
            self._problem(node, "an alias (`*name`) isn't allowed: write the value out")
            return None
        self._seen.add(id(node))
        if not node.tag.startswith("tag:yaml.org,2002:"):
            self._problem(node, f"a tag (`{node.tag}`) isn't allowed")
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, location)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(one, (*location, i)) for i, one in enumerate(node.value)]
        assert isinstance(node, yaml.ScalarNode)
        value = _scalar(node)
        if isinstance(value, float):
            self.written[location] = str(node.value)
        return value

    def _mapping(self, node: yaml.MappingNode, location: Location) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._problem(key, "a key should be a single word")
                continue
            name = str(key.value)
            if name in data:
                first = self.keys[*location, name][0]
                self._problem(key, f"the key `{name}` stands here twice, first in line {first}")
                continue
            self.keys[*location, name] = _place(key)
            data[name] = self.build(value, (*location, name))
        return data

    def _problem(self, node: yaml.Node, message: str) -> None:
        self.problems.append(Problem(Where(self.path, *_place(node)), message))


def _place(node: yaml.Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


def _scalar(node: yaml.ScalarNode) -> str | int | float | bool | None:
    text = str(node.value)
    if node.style in ("'", '"', "|", ">"):
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.match(text) and len(text) < 19:
        return int(text)
    return float(text) if _DECIMAL.match(text) and len(text) < 19 else text
