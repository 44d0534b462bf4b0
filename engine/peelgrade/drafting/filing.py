"""A draft as the files of a case folder, each with a word to the person who will read it."""

from __future__ import annotations

from peelgrade.drafting.proposing import Draft
from peelgrade.evidence import in_order
from peelgrade.framework import Framework
from peelgrade.model import altered
from peelgrade.writing import case_yaml, evidence_yaml

HEAD = "# A draft from a published report: nobody has confirmed it, and no command takes it as evidence.\n"
EACH = """\
# Read each record against the report at its reference, restate the finding in your own words, put right
# what is wrong, join what belongs together, strike out what isn't coded; then take out `draft`, `doubt`
# and the note.
"""


def folder(draft: Draft, framework: Framework) -> dict[str, str]:
    """Return the files of a case folder by their names: the case, and its records area by area."""
    files = {"case.yaml": HEAD + case_yaml(altered(draft.case, evidence=())).replace("evidence: []\n", "")}
    for area in framework.areas:
        records = in_order(
            tuple(
                record
                for record in draft.case.evidence
                if framework.area_of(record.characteristic[0]).id == area.id
            )
        )
        if records:
            files[f"evidence/{area.id}.yaml"] = f"# {area.title}.\n{HEAD}{EACH}{evidence_yaml(records)}"
    return files
