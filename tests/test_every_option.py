"""Several options that are wrong are told at once."""

from __future__ import annotations

from typer.testing import CliRunner

from peelgrade.cli import app
from peelgrade.errors import PeelgradeError


def test_both_packs_that_do_not_exist_are_named() -> None:
    """`rules diff` doesn't stop at the first."""
    refused = CliRunner().invoke(app, ["rules", "diff", "nonexist", "nonexist2"]).exception

    assert isinstance(refused, PeelgradeError)
    assert "no rule pack `nonexist`" in str(refused)
    assert "no rule pack `nonexist2`" in str(refused)
