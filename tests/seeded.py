"""A good table of evidence, and a hundred ways to spoil one of its cells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from generators import case_of, record
from peelgrade.evidence import Case, Measure

NUMBER = "should be a whole number"
FRACTION = "should be a number, or a fraction such as 2/3"
FLAG = "should be TRUE or FALSE"
SLUG = "should be an id: small letters, digits, `.`, `_` and `-`"
DATE = "which looks like a date"
TEXT = "should be text"
ID = "should be an id: letters, digits, `.`, `_` and `-`"
FORMULA = "holds a formula, and the value stored with it may be old"


@dataclass(frozen=True)
class Fault:
    """A spoilt cell: its column, what stands in it, what is told of it; in CSV too, if it is text."""

    column: str
    raw: Any
    told: str
    format: str = ""
    at: str = ""

    @property
    def place(self) -> str:
        """Return the column whose cell the message names."""
        return self.at or self.column


def good(rows: int = 1) -> Case:
    """Return a case whose records fill every column; record *n* stands in row *n* + 2."""
    shapes: list[dict[str, Any]] = [
        {"count": 47, "of": 60, "standard": "attendance-in-time",
         "previous": {"count": 40, "of": 60, "standard": "attendance-in-time"}},
        {"percent": 80.6, "margin": 7.5, "standard": "search-grounds",
         "previous": {"percent": "94.4", "margin": "3.9", "standard": "search-grounds"}},
        {"value": 48, "unit": "offenders", "previous": {"value": 50, "unit": "offenders"}},
    ]  # fmt: skip
    return case_of(
        *(
            record(
                f"R-{n:03d}",
                measure=Measure.model_validate(shapes[n % 3]),
                finding="Officers were late.",
                shows="shortfall", extent="some", impact="high", recurring=True, trend="steady",
                mitigated=True, affects=("victims",), reference="page 3", doubt=True, note="one team",
            )
            for n in range(rows)
        )
    )  # fmt: skip


def shape_of(column: str) -> int:
    """Return which of the three shapes a column belongs to; the first, if it belongs to all."""
    own = column.removeprefix("previous.")
    return {"percent": 1, "margin": 1, "value": 2, "unit": 2}.get(own, 0)


def _choice(name: str, word: str, allowed: str) -> Fault:
    return Fault(name, word, f"`{name}` is `{word}`, should be one of {allowed}")


EXTENTS = "isolated, some, widespread, systemic"
IMPACTS = "low, moderate, high, critical"
SOURCES = "case-file-review, incident-review, audit"
SHOWS = "shortfall, strength, exceeds"

TEXTS = (
    # What no record may say, in whatever form it is told.
    Fault("id", "", "`id` is missing"),
    Fault("id", "R 1", f"`id` is `R 1`, {ID}"),
    Fault("id", "R/1", f"`id` is `R/1`, {ID}"),
    Fault("id", "4/3/2001", f"`id` is `4/3/2001`, {DATE}"),
    Fault("characteristic", "", "`characteristic` is missing"),
    Fault("characteristic", "4.3.99", "no characteristic `4.3.99`"),
    Fault("characteristic", "5.1", "no characteristic `5.1`"),
    Fault("characteristic", "04/03/2001", f"`characteristic` is `04/03/2001`, {DATE}"),
    Fault("characteristic", "2001-03-04 00:00", f"`characteristic` is `2001-03-04 00:00`, {DATE}"),
    Fault("characteristic", "4.3.1;;4.3.2", "`characteristic` is `4.3.1;;4.3.2`, in which one id is empty"),
    Fault("characteristic", "4.3.1; 4.3.1", "`characteristic` names one id twice", at="id"),
    Fault("characteristic", "4.3.1 4.3.2", f"`characteristic` item `1` is `4.3.1 4.3.2`, {ID}"),
    Fault("characteristic", "n/a", "`characteristic` is `n/a`"),
    Fault("source", "", "`source` is missing"),
    Fault("source", "n/a", "`source` is `n/a`"),
    _choice("source", "inspectoin", SOURCES),
    _choice("source", "Inspection", SOURCES),
    _choice("shows", "shortfal", SHOWS),
    _choice("shows", "weakness", SHOWS),
    Fault("shows", "N/A", "`shows` is `N/A`"),
    _choice("extent", "Some", EXTENTS),
    _choice("extent", "many", EXTENTS),
    Fault("extent", "-", "`extent` is `-`"),
    _choice("impact", "severe", IMPACTS),
    Fault("impact", "–", "`impact` is `–`"),
    Fault("impact", "tbc", "`impact` is `tbc`"),
    Fault("count", "n/a", "`count` is `n/a`"),
    Fault("count", "1e3", f"`count` is `1e3`, {NUMBER}"),
    Fault("count", "forty", f"`count` is `forty`, {NUMBER}"),
    Fault("count", "47.5", f"`count` is `47.5`, {NUMBER}"),
    Fault("count", "1,317", f"`count` is `1,317`, {NUMBER}"),
    Fault("count", "1 317", f"`count` is `1 317`, {NUMBER}"),
    Fault("count", "47/60", f"`count` is `47/60`, {NUMBER}"),
    Fault("count", "78%", f"`count` is `78%`, {NUMBER}"),
    Fault("count", "-3", f"`count` is `-3`, {NUMBER}"),
    Fault("count", "61", "`count` 61 is above its total `of` 60"),
    Fault("of", "0", "`of` is `0`, should be 1 or more"),
    Fault("of", "?", "`of` is `?`"),
    Fault("of", "", "`count` goes with `of`, and `value` with `unit`", at="count"),
    Fault("percent", "80,6", f"`percent` is `80,6`, {FRACTION}"),
    Fault("percent", "8e1", f"`percent` is `8e1`, {FRACTION}"),
    Fault("percent", "101", "`percent` is `101`, should be 100 or less"),
    Fault("percent", "-1", "`percent` is `-1`, should be 0 or more"),
    Fault("percent", "about 80", f"`percent` is `about 80`, {FRACTION}"),
    Fault("percent", "8/0", "`percent`: `8/0` should be a number, or a fraction such as 2/3"),
    Fault("margin", "± 7.5", f"`margin` is `± 7.5`, {FRACTION}"),
    Fault("margin", "101", "`margin` is `101`, should be 100 or less"),
    Fault("value", "48 offenders", f"`value` is `48 offenders`, {FRACTION}"),
    Fault("value", "48%", f"`value` is `48%`, {FRACTION}"),
    Fault("value", "1.234,5", f"`value` is `1.234,5`, {FRACTION}"),
    Fault("unit", "", "`count` goes with `of`, and `value` with `unit`", at="value"),
    Fault("standard", "practise-sample", "no standard `practise-sample`"),
    Fault("standard", "Own target", "`standard` is `Own target`"),
    _choice("counts", "fail", "met, failed"),
    Fault("previous.count", "61", "`count` 61 is above its total `of` 60"),
    Fault("previous.count", "n/a", "`previous.count` is `n/a`"),
    Fault("previous.of", "sixty", f"`previous.of` is `sixty`, {NUMBER}"),
    Fault("previous.of", "", "`count` goes with `of`, and `value` with `unit`", at="previous.count"),
    Fault("previous.percent", "94.4 or so", f"`previous.percent` is `94.4 or so`, {FRACTION}"),
    Fault("previous.margin", "200", "`margin` is `200`, should be 100 or less"),
    Fault("previous.value", "fifty", f"`previous.value` is `fifty`, {FRACTION}"),
    Fault("previous.counts", "neither", "`counts` is `neither`, should be one of met, failed"),
    Fault("recurring", "yes", f"`recurring` is `yes`, {FLAG}"),
    Fault("recurring", "1", f"`recurring` is `1`, {FLAG}"),
    Fault("recurring", "n/a", "`recurring` is `n/a`"),
    Fault("mitigated", "no", f"`mitigated` is `no`, {FLAG}"),
    Fault("mitigated", "x", f"`mitigated` is `x`, {FLAG}"),
    Fault("doubt", "Y", f"`doubt` is `Y`, {FLAG}"),
    Fault("draft", "draft", f"`draft` is `draft`, {FLAG}"),
    _choice("trend", "falling", "worsening, steady, improving"),
    Fault("affects", "respond", "no area `respond`"),
    Fault("affects", "n/a", "`affects` is `n/a`"),
    Fault("affects", "victims,,responding", "`affects` is `victims,,responding`, in which one id is empty"),
    Fault("affects", "Responding", f"`affects` item `1` is `Responding`, {SLUG}"),
    Fault("finding", "#REF!", "holds the error `#REF!`"),
    Fault("reference", "#N/A", "holds the error `#N/A`"),
    Fault("note", "#NAME?", "holds the error `#NAME?`"),
)  # fmt: skip

TYPED = (
    # What a spreadsheet makes of what is typed.
    Fault("id", 12, f"`id` is the number 12, {TEXT}"),
    Fault("id", 1000.0, f"`id` is the number 1000, {TEXT}"),
    Fault("id", datetime(2024, 5, 1), f"`id` is the date 2024-05-01, {TEXT}"),
    Fault("id", True, f"`id` is TRUE, {TEXT}"),
    Fault("id", "=A1", FORMULA),
    Fault("characteristic", 5.1, f"`characteristic` is the number 5.1, {TEXT}"),
    Fault("characteristic", 4, f"`characteristic` is the number 4, {TEXT}"),
    Fault("characteristic", datetime(2001, 3, 4), f"`characteristic` is the date 2001-03-04, {TEXT}"),
    Fault("characteristic", date(2001, 3, 4), f"`characteristic` is the date 2001-03-04, {TEXT}"),
    Fault("characteristic", time(4, 3, 1), f"`characteristic` is the time 04:03:01, {TEXT}"),
    Fault("characteristic", timedelta(hours=30), "holds a length of time"),
    Fault("source", '=IF(1,"survey","audit")', FORMULA),
    Fault("source", 3, f"`source` is the number 3, {TEXT}"),
    Fault("finding", 5, f"`finding` is the number 5, {TEXT}"),
    Fault("finding", False, f"`finding` is FALSE, {TEXT}"),
    Fault("finding", '=CONCAT("a","b")', FORMULA),
    Fault("finding", "#REF!", "holds the error `#REF!`", format="error"),
    Fault("shows", True, f"`shows` is TRUE, {TEXT}"),
    Fault("extent", "#N/A", "holds the error `#N/A`", format="error"),
    Fault("impact", 0.5, f"`impact` is the number 50%, {TEXT}", format="0%"),
    Fault("count", 47.5, f"`count` is `47.5`, {NUMBER}"),
    Fault("count", -3, "`count` is `-3`, should be 0 or more"),
    Fault("count", True, f"`count` is `TRUE`, {NUMBER}"),
    Fault("count", 0.78, f"`count` is `78%`, {NUMBER}", format="0%"),
    Fault("count", datetime(1900, 2, 16), f"`count` is `1900-02-16`, {NUMBER}"),
    Fault("count", "=40+7", FORMULA),
    Fault("of", "=SUM(H2:H9)", FORMULA),
    Fault("of", "#DIV/0!", "holds the error `#DIV/0!`", format="error"),
    Fault("percent", 806, "`percent` is `806`, should be 100 or less"),
    Fault("percent", 80.6, "`percent` is `8060`, should be 100 or less", format="0.0%"),
    Fault("percent", datetime(2024, 6, 8), f"`percent` is `2024-06-08`, {FRACTION}"),
    Fault("percent", False, f"`percent` is `FALSE`, {FRACTION}"),
    Fault("margin", "=7.5", FORMULA),
    Fault("value", 0.48, f"`value` is `48%`, {FRACTION}", format="0%"),
    Fault("value", time(12, 30), f"`value` is `12:30:00`, {FRACTION}"),
    Fault("unit", 7, f"`unit` is the number 7, {TEXT}"),
    Fault("standard", 90, f"`standard` is the number 90, {TEXT}"),
    Fault("recurring", 1, f"`recurring` is `1`, {FLAG}"),
    Fault("recurring", "=NOT(FALSE)", FORMULA),
    Fault("mitigated", 0, f"`mitigated` is `0`, {FLAG}"),
    Fault("affects", 4.1, f"`affects` is the number 4.1, {TEXT}"),
    Fault("reference", 3.10, f"`reference` is the number 3.1, {TEXT}"),
    Fault("reference", datetime(2025, 5, 14), f"`reference` is the date 2025-05-14, {TEXT}"),
    Fault("note", 1, f"`note` is the number 1, {TEXT}"),
)  # fmt: skip
