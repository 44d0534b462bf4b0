"""Numbers and figures in a report: whatever the phrase, what is read is what was written, and once."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from generators import framework, pack
from peelgrade.drafting.cues import pointers
from peelgrade.drafting.figures import figures_in
from peelgrade.drafting.figurewords import FigureExample, FigureRule
from peelgrade.drafting.forms import pattern
from peelgrade.drafting.lexicon import Cue, CueExample, Lexicon
from peelgrade.drafting.numbering import flat, numbers_in
from peelgrade.drafting.stocking import load_lexicon
from peelgrade.evidence import Measure

UNITS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
PHRASES = (
    "{k} of the {n} incidents",
    "{k} out of {n} cases",
    "{k} out of the {n} calls that we listened to",
    "{k} cases out of {n}",
    "Out of the {n} incidents we reviewed, the force came in time {k} times",
    "Of the {n} files that we examined, {k} had a plan",
    "of {n}, {k} were found to be sound",
    "We reviewed {n} cases and found that {k} had been recorded",
    "We looked at {n} investigations. The plan was suitable in {k} of the cases",
    "there were {n} plans, of which only {k} had been evaluated",
    "{k} of our {n} files",
    "It should have recorded {n} crimes. It had recorded {k}",
    "It dealt with {n} high-risk cases, but only referred {k} cases",
    "{n} files were audited and {k} were complete",
)
AROUND = (
    ("", "."),
    ("In the year ending 31 March 2024, ", "."),
    ("But officers told us on 3 May 2023 that things were better. We found that ", ", which is poor."),
    ("We found – as in 2021/22 – ", ", although 999 calls aren’t counted here."),
    ("As section 60 allows, within 28 days, ", "; the rest were seen within six weeks."),
)


@cache
def lexicon() -> Lexicon:
    """Return the shipped lexicon."""
    return load_lexicon(framework(), pack())


def words(number: int) -> str:
    """Return a number in words, as people write it."""
    for size, name in ((10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = number % size
            joint = " and " if 0 < rest < 100 else " " if rest else ""
            return f"{words(number // size)} {name}{joint}{words(rest) if rest else ''}"
    if number < 20:
        return UNITS[number]
    return TENS[number // 10] + (f"-{UNITS[number % 10]}" if number % 10 else "")


def spelt(number: int, *, in_words: bool) -> str:
    """Return a number in words or in digits with commas."""
    return words(number) if in_words else f"{number:,}"


def shape(measure: Measure) -> dict[str, Any]:
    """Return the numbers of a measure as an example tells them."""
    names = ("count", "of", "percent", "margin", "value")
    found = {name: getattr(measure, name) for name in names if getattr(measure, name) is not None}
    return found | ({"previous": measure.previous.value} if measure.previous else {})


def rules() -> list[FigureRule]:
    """Return every rule about figures."""
    return [*lexicon().characteristics.figures, *lexicon().figures.figures]


def examples() -> list[tuple[FigureRule, FigureExample]]:
    """Return every example of a rule about figures."""
    return [(rule, one) for rule in rules() for one in rule.examples]


def cue_examples() -> list[tuple[Cue, CueExample]]:
    """Return every example of a cue."""
    return [(cue, one) for cue in lexicon().cues.cues for one in cue.examples]


@pytest.mark.parametrize(
    ("rule", "example"),
    examples(),
    ids=lambda one: one.id if isinstance(one, FigureRule) else one.text[:40],
)
def test_an_example_of_a_rule_is_read_as_it_says(rule: FigureRule, example: FigureExample) -> None:
    """By that rule, and no other; or nothing is read where it says so."""
    found = figures_in(example.text, lexicon())

    if example.reads is None:
        assert found == ()
    else:
        assert [(one.rule, shape(one.measure)) for one in found] == [(rule.id, dict(example.reads))]


@pytest.mark.parametrize(
    ("cue", "example"), cue_examples(), ids=lambda one: one.id if isinstance(one, Cue) else one.text[:40]
)
def test_an_example_of_a_cue_points_as_it_says(cue: Cue, example: CueExample) -> None:
    """To its value of its field, or not at all."""
    found = {(one.field, one.value) for one in pointers(example.text, lexicon())}

    assert ((cue.field, cue.value) in found) == example.found


def test_every_rule_has_an_example_that_reads_and_every_cue_one() -> None:
    """So that no rule can be dead; a rule that claims what is no figure reads nothing."""
    assert all(any(one.reads for one in rule.examples) for rule in rules() if rule.shape != "none")
    assert all(any(one.found for one in cue.examples) for cue in lexicon().cues.cues)


@given(st.integers(0, 3_000_000), st.booleans())
def test_a_number_is_read_as_it_was_written(number: int, in_words: bool) -> None:
    """In words or in digits, to the last one."""
    found = numbers_in(f"There were {spelt(number, in_words=in_words)}, they said.", lexicon().numbers)

    assert [one.count for one in found] == [number]


@given(
    whole=st.integers(2, 4000),
    part=st.integers(0, 4000),
    phrase=st.sampled_from(PHRASES),
    around=st.sampled_from(AROUND),
    in_words=st.tuples(st.booleans(), st.booleans()),
)
def test_k_of_n_is_found_however_it_is_said(
    whole: int, part: int, phrase: str, around: tuple[str, str], in_words: tuple[bool, bool]
) -> None:
    """The one figure of the text, with exactly its count and its total."""
    k, n = part % (whole + 1), whole
    # "one" by itself may be an article, and 999 a number to call: at a distance neither is a count.
    assume(k not in lexicon().numbers.names)
    k_words = in_words[0] and k != 1
    said = phrase.format(k=spelt(k, in_words=k_words), n=spelt(n, in_words=in_words[1]))
    text = f"{around[0]}{said if around[0] else said[0].upper() + said[1:]}{around[1]}"

    found = figures_in(text, lexicon())

    assert [shape(one.measure) for one in found] == [{"count": k, "of": n}], text


@given(
    percent=st.decimals(0, 100, places=1),
    margin=st.decimals(0, 20, places=1),
    phrase=st.sampled_from(
        (
            "{p} percent (with a confidence interval of +/- {m} percent)",
            "{p} per cent, plus or minus {m} percentage points,",
            "{p}% (± {m})",
            "{p} percent ± {m}",
            "{p}%, with a margin of error of {m} percentage points,",
        )
    ),
)
def test_an_estimate_is_found_with_its_margin(percent: Any, margin: Any, phrase: str) -> None:
    """However it is written."""
    text = f"We estimate that {phrase.format(p=percent, m=margin)} of crime is recorded."
    found = figures_in(text, lexicon())

    wanted = {"percent": Fraction(str(percent)), "margin": Fraction(str(margin))}
    assert [shape(one.measure) for one in found] == [wanted]


@given(now=st.integers(1, 99), before=st.integers(1, 99), way=st.integers(0, 3))
def test_a_figure_holds_the_one_before_it(now: int, before: int, way: int) -> None:
    """The earlier one is inside the present one, whichever is told first."""
    ways = (
        f"It answered {now} percent of calls, compared with {before} percent in 2022/23.",
        f"The share rose from {before} percent to {now} percent.",
        f"It was {now}% (± 3), down from {before}% (± 4) at our last inspection.",
        f"It answered {now} percent of calls. This is more than the {before} percent of the year before.",
    )
    (found,) = figures_in(ways[way], lexicon())

    assert found.measure.percent == now
    assert found.measure.previous is not None
    assert found.measure.previous.percent == before


def test_a_figure_of_other_forces_is_no_earlier_one() -> None:
    """What is compared with a national figure stays two figures."""
    text = (
        "It answered 80 percent of calls, compared with 85 percent in forces in England and Wales in 2024."
    )

    assert [shape(one.measure) for one in figures_in(text, lexicon())] == [{"percent": 80}, {"percent": 85}]


def test_amounts_are_compared_in_one_unit() -> None:
    """Millions and thousands of pounds are put on one scale, and a change in percent isn't told twice."""
    (found,) = figures_in("Reserves are £1.2 million, down from £900,000 in 2023.", lexicon())
    (other,) = figures_in(
        "It recorded 900 complaints. This is 10 percent lower than the 1,000 complaints of 2023.",
        lexicon(),
    )

    assert (found.measure.value, found.measure.unit) == (Fraction("1.2"), "million pounds")
    assert found.measure.previous is not None
    assert found.measure.previous.value == Fraction("0.9")
    assert shape(other.measure) == {"value": 900, "previous": 1000}


@pytest.mark.parametrize(
    "text",
    [
        "From 1 August 2023 to 31 July 2024 nothing changed.",
        "Calls to 999 and 101 were answered around the clock, 24/7.",
        "In 2021/22 and in 2023–25 it was the same.",
        "Each of the five local policing areas has one; ten officers work there.",
        "The 48-hour target and the 28 days of section 60 still stand.",
        "See figure 3, table 4 and recommendation 12.",
        "Officers aged 25 come in at 9 am.",
        "It has between 30–40 lines, 1st and 2nd ones.",
        "An N100 classification, a 4x4 and a 12a were used.",
    ],
)
def test_what_only_looks_like_a_figure_is_none(text: str) -> None:
    """Dates, times, names and small amounts."""
    assert figures_in(text, lexicon()) == ()


@given(
    st.text(alphabet="of in out 0123456789,.%£±+/-()onetwreuhdvisxl\n—’\ue000\ue001\ue002", max_size=200)
)
def test_each_number_is_read_once_and_nothing_breaks(text: str) -> None:
    """On whatever text, no two figures share a number, and all lie inside it."""
    found = figures_in(text, lexicon())
    used = [(one.start, one.end) for figure in found for one in figure.numbers]

    assert len(used) == len(set(used))
    assert all(0 <= start < end <= len(text) for start, end in used)


@pytest.mark.parametrize("form", [form for rule in rules() for form in rule.forms])
def test_no_text_makes_a_form_slow(form: str) -> None:
    """Every repetition in it has a bound."""
    compiled = pattern(form).pattern

    assert "*" not in compiled.replace(r"\*", "").replace("[*", "")
    assert "+" not in compiled


def test_flattening_keeps_every_character_in_its_place() -> None:
    """So that a place in what forms see is a place in the report."""
    text = "It’s “so” – 47\xa0of 60 — really."

    assert len(flat(text)) == len(text)
