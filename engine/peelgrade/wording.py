"""
The wording of everything that people read: sentences from templates. The only door to jinja2.

`templates/sentences.j2` holds a macro for each sentence, `templates/page.*.j2` the formats. Values
are put in as text and never read as templates, so evidence can't inject anything.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from peelgrade.model import spelled

WIDTH = 100


def words(code: str) -> str:
    """Return a code as words: `requires-improvement` is read as `requires improvement`."""
    return code.replace("-", " ").replace("_", " ")


def sentence_case(text: str) -> str:
    """Return *text* with its first letter large."""
    return text[:1].upper() + text[1:]


def joined(items: Iterable[str], last: str = "and") -> str:
    """Return *items* as a list in a sentence: `a, b and c`."""
    listed = list(items)
    return f"{', '.join(listed[:-1])} {last} {listed[-1]}" if len(listed) > 1 else "".join(listed)


number = spelled


def counted(count: int, one: str, many: str = "") -> str:
    """Return a count with its noun: `one record`, `three records`."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def ended(text: str) -> str:
    """Return *text* as a sentence: a full stop at its end unless it has a mark there."""
    text = text.strip()
    return text if text.endswith((".", "!", "?", ":")) else f"{text}."


def wrapped(text: str, indent: int = 0, hang: int = 0, width: int = WIDTH) -> str:
    """Return *text* wrapped to the page, the first line indented, later ones by *hang* more."""
    first, later = " " * indent, " " * (indent + hang)
    lines = textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=later, break_on_hyphens=False,
        break_long_words=False,
    )  # fmt: skip
    return "\n".join(lines)


_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&])")


def escaped(text: str) -> str:
    """Return *text* on one line, so that Markdown shows it as it is."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


@cache
def environment() -> Environment:
    """Return the environment of all templates: strict about names, HTML escaped by itself."""
    made = Environment(
        loader=PackageLoader("peelgrade", "templates"),
        autoescape=select_autoescape(("html.j2", "html")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(
        words=words, sentence=sentence_case, joined=joined, number=number, counted=counted,
        ended=ended, wrapped=wrapped, escaped=escaped,
    )  # fmt: skip
    return made


@cache
def _sentences() -> Any:
    return environment().get_template("sentences.j2").module


def tell(sentence: str, **values: Any) -> str:
    """Return the *sentence* of this name in `sentences.j2`, on one line."""
    return " ".join(str(getattr(_sentences(), sentence)(**values)).split())
