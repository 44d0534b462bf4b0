"""The record of decisions: whatever is altered in it is found, and what can't be is said."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from generators import framework
from peelgrade.errors import InvalidInputError
from peelgrade.ledger import Decision, Ledger, added, entered, home, open_ledger
from peelgrade.ledger.decision import START, digest, same_person, substantial
from peelgrade.ledger.notation import HEAD, in_text, written
from peelgrade.ledger.verifying import headed
from peelgrade.reading import parse_yaml

HASHES = {name: hashlib.sha256(name.encode()).hexdigest() for name in ("evidence", "rules", "framework")}
WHY = "Officers showed the panel what they do about it now."


def decision(**fields: Any) -> Decision:
    """Return a decision that agrees, unless *fields* say otherwise."""
    values: dict[str, Any] = {
        "case": "made-up",
        "area": "responding",
        "proposed": {"outcome": "graded", "grade": "adequate"},
        "decided": "adequate",
        "reason": "",
        "departs_from": [],
        "by": "lead inspector",
        "approved_by": "moderation panel",
        "date": "2025-06-02",
        "basis": {
            "engine": "0.1.0",
            "framework": {"id": "peel-2023-25", "version": "1", "sha256": HASHES["framework"]},
            "rules": {"id": "peel-2023-25", "version": "1", "sha256": HASHES["rules"]},
            "evidence": {"sha256": HASHES["evidence"], "records": 12, "drafts": 0},
        },
    }
    return Decision.model_validate_json(json.dumps(values | fields))


def content(*decisions: Decision) -> bytes:
    """Return the file in which these decisions were written one after another."""
    file, last = None, None
    for one in decisions:
        last = entered(one, last)
        file = added(file, last)
    assert file is not None
    return file


def opened(file: bytes) -> Ledger:
    """Return the record in the content of a file."""
    return open_ledger(file, "decisions.yaml")


def told(ledger: Ledger) -> list[str]:
    """Return what is wrong with a record, line by line."""
    return [str(one) for one in ledger.faults]


FOUR = (
    decision(),
    decision(area="powers", decided="good", reason=WHY, departs_from=["grade.theme-failed"]),
    decision(decided="good", reason=f"{WHY} „Näher“ #1: it's \\ 50 %.", date="2025-06-03"),
    decision(area="leadership", approved_by=None),
)
FILE = content(*FOUR)
BOUNDARIES = [len(HEAD), *(len(content(*FOUR[:number])) for number in range(1, 5))]
ENTRIES = opened(FILE).entries


def rehashed(data: dict[str, Any]) -> dict[str, Any]:
    """Return an entry's data with a hash that fits, as a forger would."""
    return data | {"sha256": digest(data)}


def forged(entries: Sequence[dict[str, Any]]) -> bytes:
    """Return a file with these entries, written as the real ones are."""
    return (HEAD + "".join(in_text(one) for one in entries)).encode()


def test_what_is_written_is_read_back_and_intact() -> None:
    """Four decisions, each following on the one before."""
    found = opened(FILE)

    assert found.intact
    assert [one.number for one in found.entries] == [1, 2, 3, 4]
    assert [one.previous for one in found.entries] == [START, *(one.sha256 for one in found.entries[:3])]
    assert [Decision(**{n: getattr(one, n) for n in Decision.model_fields}) for one in found.entries] == [
        *FOUR
    ]


def test_earlier_bytes_are_never_rewritten() -> None:
    """Each file begins with the one before it."""
    files = [content(*FOUR[:number]) for number in range(1, 5)]

    assert all(later.startswith(earlier) for earlier, later in pairwise(files))


def test_the_hash_can_be_worked_out_without_us() -> None:
    """It is plain SHA-256 of plain JSON, pinned: a record written today must verify for ever."""
    data = parse_yaml(FILE.decode(), "x").data["decisions"][2]
    stated = data.pop("sha256")
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    assert hashlib.sha256(text.encode()).hexdigest() == stated
    assert ENTRIES[0].sha256 == "0847fcf2ff83f7b2c4658761ba0e481711289176fdee983cf7384c1a5c49ce2d"


@settings(deadline=None, max_examples=300)
@given(st.integers(0, len(FILE) - 1), st.binary(max_size=3), st.integers(0, 3))
def test_any_byte_changed_removed_or_put_in_is_found(place: int, instead: bytes, removed: int) -> None:
    """Wherever it stands, in whatever it says or how it is laid out."""
    file = FILE[:place] + instead + FILE[place + removed :]
    assume(file not in [FILE[:end] for end in BOUNDARIES])

    assert not opened(file).intact


@settings(deadline=None, max_examples=100)
@given(st.integers(0, len(FILE) - 1))
def test_a_record_cut_off_is_found_unless_it_ends_with_an_entry(place: int) -> None:
    """And where it does, the head noted elsewhere finds it."""
    found = opened(FILE[:place])

    assert found.intact == (place in BOUNDARIES[1:])
    assert not headed(found, ENTRIES[-1].sha256).intact


@settings(deadline=None)
@given(st.lists(st.integers(0, 3), max_size=6))
def test_entries_removed_repeated_or_in_another_order_are_found(order: list[int]) -> None:
    """Only the beginning of the record, whole entries long, looks intact by itself."""
    parts = [FILE[a:b] for a, b in pairwise(BOUNDARIES)]
    found = opened(HEAD.encode() + b"".join(parts[one] for one in order))

    assert found.intact == (bool(order) and order == list(range(len(order))))
    if order and not found.intact:
        assert all(one.where.line and one.entry for one in found.faults)


CHANGES: dict[str, Any] = {
    "number": 7,
    "case": "another",
    "area": "workforce",
    "decided": "inadequate",
    "reason": f"{WHY} And more.",
    "departs_from": ["grade.other"],
    "by": "somebody",
    "approved_by": "anybody",
    "date": "2025-06-30",
    "previous": HASHES["rules"],
    "proposed": {"outcome": "graded", "grade": "outstanding"},
    "basis": json.loads(decision().basis.model_dump_json()) | {"engine": "9"},
}


@pytest.mark.parametrize("field", CHANGES)
@pytest.mark.parametrize("place", range(4))
def test_a_field_altered_is_found_at_its_entry(field: str, place: int) -> None:
    """The entry is named when its hash was left, and the next one when it was made to fit."""
    entries = [one.model_dump(mode="json") for one in ENTRIES]
    entries[place][field] = CHANGES[field]
    left = opened(forged(entries))
    entries[place] = rehashed(entries[place])
    fitted = opened(forged(entries))

    assert place + 1 in {one.entry for one in left.faults}
    assert any("altered" in one for one in told(left))
    assert not headed(fitted, ENTRIES[-1].sha256).intact
    if place < 3:
        assert place + 2 in {one.entry for one in fitted.faults}
    if place == 3 and field not in ("number", "case", "previous", "decided", "proposed"):
        assert fitted.intact, "the last entry with a new hash can't be found by the record alone"


def test_an_entry_put_in_is_found() -> None:
    """Though it follows on the one before it with a hash that fits."""
    new = entered(decision(area="workforce"), ENTRIES[0])
    found = opened(written([ENTRIES[0], new, *ENTRIES[1:]]).encode())

    assert {one.entry for one in found.faults} == {3, 4, 5}
    assert any("follows on entry 1, not on what stands before it" in one for one in told(found))


def test_what_is_wrong_is_told_with_line_and_entry() -> None:
    """One letter of a reason, in a file of four entries."""
    line = FILE[: FILE.index(b"Officers")].count(b"\n") + 1
    found = opened(FILE.replace(b"Officers", b"Inspectors", 1))
    (fault,) = found.faults

    assert (fault.entry, fault.where.path) == (2, "decisions.yaml")
    assert line < fault.where.line < line + 12
    assert str(fault).endswith(
        ":13: entry 2: it doesn't say what it said when it was written: something in it was altered"
    )


def test_a_comment_put_in_is_found() -> None:
    """It says nothing to the engine, and might say something to a reader."""
    file = FILE.replace(b"decided: good\n", b"decided: good  # withdrawn\n", 1)

    line = file[: file.index(b"withdrawn")].count(b"\n") + 1
    message = "isn't as it was written: a comment, the layout or the order of keys was altered"

    assert told(opened(file)) == [f"decisions.yaml:{line}:1: {message}"]


def test_other_line_ends_are_no_alteration() -> None:
    """A checkout may turn all of them; what is added then ends in the same way."""
    file = FILE.replace(b"\n", b"\r\n")
    longer = added(file, entered(decision(), ENTRIES[-1]))

    assert opened(file).intact
    assert longer.startswith(file)
    assert opened(longer).intact
    assert not opened(FILE.replace(b"\n", b"\r\n", 3)).intact


def test_the_head_is_compared_with_one_noted_elsewhere() -> None:
    """The last, an earlier, and one that isn't there."""
    found = opened(FILE)

    assert headed(found, ENTRIES[3].sha256[:12]).intact
    assert told(headed(found, ENTRIES[1].sha256)) == [
        "decisions.yaml: the entry expected last is entry 2: 2 more stand after it"
    ]
    (lost,) = told(headed(opened(content(*FOUR[:3])), ENTRIES[3].sha256))
    assert lost.endswith("isn't here: entries at the end were removed, or all were rewritten")


def test_a_record_of_another_case_is_found() -> None:
    """A file put beside the wrong case, and entries of two cases in one."""
    mixed = content(FOUR[0], decision(case="another"))

    assert [one.entry for one in open_ledger(FILE, "x", "another").faults] == [1, 2, 3, 4]
    assert told(opened(mixed)) == [
        "decisions.yaml:23:11: entry 2: it is on the case `another`, not on `made-up`"
    ]


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (b"", "1:1: the file is empty"),
        (b"\xff", "1:1: byte 0xff isn't UTF-8"),
        (b"decisions: [", "not readable as YAML"),
        (b"decisions: []\n", "holds no decisions"),
        (b"just text\n", "holds no decisions"),
        (b"decisions: {a: 1}\n", "holds no decisions"),
        (b"decisions: [1]\n", "entry 1: `the file` is `1`, should be a mapping"),
        (FILE.replace(b"    decided: good\n", b"", 1), "entry 2: `decided` is missing"),
        (FILE.replace(b"    by:", b"    bye:", 1), "entry 1: unknown key `bye` (did you mean `by`?)"),
        (FILE.replace(b"    by:", b"    date: x\n    by:", 1), "the key `date` stands here twice"),
        (FILE.replace(b'"lead inspector"', b'"Moderation  PANEL"', 1), "can't both put a decision forward"),
    ],
)  # fmt: skip
def test_what_is_no_record_is_told_and_nothing_raised(file: bytes, message: str) -> None:
    """Whatever the file holds."""
    found = opened(file)

    assert not found.intact
    assert any(message in one for one in told(found)), told(found)
    with pytest.raises(InvalidInputError):
        found.check()


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters(codec="utf-8"), max_size=60), st.sampled_from(framework().grade_ids))
def test_any_text_survives(text: str, grade: str) -> None:
    """Quotes, hashes, line ends and other scripts are read back as they were written."""
    found = opened(content(decision(decided=grade, reason=f"{WHY} {text}"), decision()))

    assert found.intact
    assert found.entries[0].reason == f"{WHY} {text}"


def test_two_people_are_two_people() -> None:
    """Case, spaces and the form of letters don't make another person."""
    assert same_person("Lead inspector", "  lead   INSPECTOR ")
    assert same_person("Ｌead inspector", "lead inspector")
    assert not same_person("lead inspector", "lead inspector 2")
    with pytest.raises(ValueError, match="can't both put a decision forward and approve it"):
        decision(approved_by="LEAD  inspector ")


@pytest.mark.parametrize(
    "reason", ["", "see minutes", "n/a n/a n/a n/a n/a n/a", "1 2 3 4 5 6 7", "- - - - - -"]
)
def test_a_reason_without_substance_is_none(reason: str) -> None:
    """Five different words with a letter in them are the least."""
    assert not substantial(reason)
    with pytest.raises(ValueError, match="a departure needs a reason"):
        decision(decided="good", reason=reason)


def test_a_proposal_has_a_grade_where_it_was_graded_and_only_there() -> None:
    """A decision on evidence that isn't secure keeps that outcome."""
    secure = {"outcome": "evidence-not-secure", "grade": None}

    assert decision(proposed=secure, reason=WHY).departs
    assert not decision(proposed=secure, decided="not-graded").departs
    with pytest.raises(ValueError, match="where its outcome is graded, and only there"):
        decision(proposed={"outcome": "graded", "grade": None}, reason=WHY)


def test_a_case_has_one_home_for_its_decisions(tmp_path: Path) -> None:
    """Inside its folder, however that is named; beside a file of its own."""
    assert home(tmp_path) == tmp_path / "decisions.yaml"
    assert home(tmp_path / "case.yaml") == home(tmp_path / "case.xlsx") == tmp_path / "decisions.yaml"
    assert home(tmp_path / "gwent.yaml") == tmp_path / "gwent.decisions.yaml"
