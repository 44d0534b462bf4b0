"""What the field forbids to ask of several forces, with the reason that is given to who asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import typer

from peelgrade.errors import RefusedError

REFUSED = {
    "--rank": "forces aren't ranked: a grade is a judgement of one area against what good looks like, not "
    "against other forces, and between two forces of the same grade it says nothing",
    "--overall": "no overall grade of a force exists: the framework grades areas, and a good one doesn't "
    "make up for an inadequate one",
    "--average": "grades aren't averaged: they are places on a scale and not amounts, and an average would "
    "hide the very area that needs attention",
}


def refused(option: str) -> Any:
    """Return an option that is there to be refused, and so isn't listed."""
    return typer.Option(option, hidden=True, help="Refused, with the reason.")


def refuse(asked: Mapping[str, bool], instead: str) -> None:
    """Raise RefusedError for the first option that was asked for, saying what there is *instead*."""
    for option, wanted in asked.items():
        if wanted:
            raise RefusedError(f"{REFUSED[option]}{instead}")
