"""What the fields and codes of a record mean, in words: for the sheets that people fill in."""

from __future__ import annotations

from peelgrade.framework import Framework
from peelgrade.rules import Pack

Codes = dict[str, str]
"""Codes and what each means, in the order in which they are offered."""

OUTLINE = (
    "One row is one record: one thing found, about one part of the service, from one kind of source.",
    "A sentence that praises and criticises becomes two records.",
    "A figure and the sentence that interprets it are one record.",
    "What is said twice is one record, with the reference to where it is said in full.",
    "Each field turns on words or figures that can be pointed at in the source, not on how bad it feels.",
    "The grade that was awarded plays no part: record what was found.",
    "A plan, a promise or a recent start without a result is no strength.",
    "Context, money spent without a result, and what no characteristic asks about isn't recorded.",
    "Leave a cell empty that has nothing to say. Write no formulas, and merge no cells.",
)

HEAD = {
    "case": "A short id of this inspection of this force: small letters, digits and hyphens",
    "force": "The name of the force",
    "framework": "The id of the framework that the characteristics are from",
    "published": "When the report was published, as 2025-05-14; may be left empty",
    "marking": "The protective marking, printed at the head and foot of every output; may be left empty",
}

FIELDS = {
    "id": "An id of your own that no other record has, such as RES-01.",
    "characteristic": "The characteristic that the record speaks to, by id. Several have ; between them.",
    "source": "What the record rests on.",
    "finding": "What was found, in your own words, with its figures.",
    "shows": "Which way it points. May be left empty beside a figure that is held against a standard.",
    "extent": "How much of the service the record speaks for; figures go before words.",
    "impact": "What follows for people if a shortfall stays. Left empty: the stakes of the characteristic.",
    "count": "k of n: how many of those looked at.",
    "of": "k of n: how many were looked at.",
    "percent": "An estimate or a whole population's figure in percent, from 0 to 100.",
    "margin": "Half the width of the 95 % interval in percentage points. Left empty: no sampling.",
    "value": "A figure that is no share, such as 48.",
    "unit": "What the value counts, such as offenders.",
    "standard": "What the figure is held against; none where nothing says what it should be.",
    "counts": "Whether the figure counts what met the standard or what failed it. Left empty: met.",
    "recurring": "TRUE only where the source says that it was raised at an earlier inspection and stands.",
    "trend": "Better or worse than before, by the source. Left empty: what the figures say, else steady.",
    "mitigated": "TRUE only where something already limits the harm meanwhile.",
    "affects": "Further areas that the record bears on, by id. Several have ; between them.",
    "reference": "Where the source says it: section, finding, paragraph.",
    "doubt": "TRUE where the coding is doubtful; the note says why.",
    "note": "Anything for whoever reads the record after you.",
    "draft": "TRUE until somebody has read the record against its source. Drafts aren't graded.",
}

EARLIER = "The same figure at an earlier time: {0}"

CODES: dict[str, Codes] = {
    "source": {
        "case-file-review": "Case files that the inspectors looked at, with their number.",
        "incident-review": "Incidents or calls that the inspectors looked at, with their number.",
        "audit": "An audit of samples, with its margin.",
        "data": "Figures that the force or a department holds.",
        "document": "Plans, policies and the like.",
        "interview": "What somebody told the inspectors.",
        "focus-group": "What a group told the inspectors.",
        "observation": "What the inspectors saw.",
        "inspection": "What the inspectors state without saying how they know.",
        "survey": "Surveys of the workforce or the public: they support and settle nothing.",
        "self-reported": "What the force says of itself: it supports and settles nothing.",
        "other-inspection": "What another inspectorate or regulator found.",
    },
    "shows": {
        "shortfall": "Something needed is missing, late, inconsistent, or below a standard.",
        "strength": "Something needed is in place and works for the public or the workforce.",
        "exceeds": "Practice marked as innovative or outstanding, or a result far above the standard.",
    },
    "extent": {
        "isolated": "A single case, team, area or event. Measured: under 10 %.",
        "some": "Not always, in places, could be better. Measured: 10 % to a third.",
        "widespread": "Often, many, most, or said of a whole function. Measured: a third to two thirds.",
        "systemic": "Always, throughout, or the arrangement itself is missing. Measured: over two thirds.",
    },
    "impact": {
        "low": "Inconvenience or inefficiency; nobody's service is much worse.",
        "moderate": "A poorer service, weaker evidence, or strain on staff.",
        "high": "People are left exposed to harm that could be avoided, or a legal duty to them isn't met.",
        "critical": "People are seriously harmed or a core duty fails, and the source itself says so.",
    },
    "trend": {
        "worsening": "Worse than before, by the source or by more than chance.",
        "steady": "Neither.",
        "improving": "Better than before, by the source or by more than chance.",
    },
    "counts": {
        "met": "The figure counts what met the standard.",
        "failed": "The figure counts what went wrong.",
    },
    "flag": {"TRUE": "It is so.", "FALSE": "It isn't; an empty cell says the same."},
}


def field_text(name: str) -> str:
    """Return what a column is for."""
    own = name.removeprefix("previous.")
    return FIELDS[own] if own == name else EARLIER.format(FIELDS[own][0].lower() + FIELDS[own][1:])


def codes(framework: Framework, pack: Pack) -> dict[str, Codes]:
    """Return the codes of every coded field; standards are the pack's, areas the framework's."""
    standards = {one.id: one.means for one in pack.standards}
    return CODES | {
        "standard": standards | {"none": "Nothing says what the figure should be: the words decide."},
        "affects": {area.id: area.title for area in framework.areas},
    }
