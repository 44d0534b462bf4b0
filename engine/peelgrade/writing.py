"""Cases and records to YAML and JSON; what is read back from either is equal."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from peelgrade.evidence import Case, Record
from peelgrade.model import as_json

_PLAIN = re.compile(r"[a-z][a-z-]*\Z")
_WORDS = ("true", "false", "null")
_ODD = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def case_json(case: Case) -> str:
    """Return a case as JSON; what is left out or at its default isn't written."""
    return _held(as_json(case.model_dump(mode="json", exclude_defaults=True))) + "\n"


def case_yaml(case: Case) -> str:
    """Return a case as YAML in the manner of the shipped cases."""
    data = case.model_dump(mode="json", exclude_defaults=True)
    data.pop("evidence", None)
    lines = [f"{name}: {in_yaml(value)}" for name, value in data.items()]
    return "\n".join([*lines, evidence_yaml(case.evidence)])


def evidence_yaml(records: Iterable[Record]) -> str:
    """Return records as the YAML of an evidence file."""
    found = [line for record in records for line in _record(record)]
    return "\n".join(["evidence:", *found] if found else ["evidence: []"]) + "\n"


def _record(record: Record) -> list[str]:
    data = record.model_dump(mode="json", exclude_defaults=True)
    if len(record.characteristic) == 1:
        data["characteristic"] = record.characteristic[0]
    items = [f"{name}: {in_yaml(value)}" for name, value in data.items()]
    return [f"  {'  ' if place else '- '}{item}" for place, item in enumerate(items)]


def in_yaml(value: Any) -> str:
    """Return a value on one line of YAML: plain words as they are, other texts in quotation marks."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name}: {in_yaml(one)}' for name, one in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(in_yaml(one) for one in value)}]"
    if isinstance(value, str) and _PLAIN.match(value) and value not in _WORDS:
        return value
    return _held(json.dumps(value, ensure_ascii=False))


def _held(text: str) -> str:
    """Return JSON's notation without the characters that YAML doesn't take as they are."""
    return _ODD.sub(lambda odd: f"\\u{ord(odd.group()):04x}", text)
