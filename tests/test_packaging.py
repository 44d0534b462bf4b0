"""The distribution works away from the checkout: framework and rules travel inside it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from generators import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel, built from the checkout without reaching for anything."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", str(folder), str(ROOT)], check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_one_package_and_its_data(wheel: Path) -> None:
    """Only `peelgrade` and its metadata are at the top, with framework, rules and templates inside."""
    names = zipfile.ZipFile(wheel).namelist()

    assert {name.split("/")[0].split("-")[0] for name in names} == {"peelgrade"}
    assert "peelgrade/data/framework/peel-2023-25.yaml" in names
    assert "peelgrade/data/rules/peel-2023-25/pack.yaml" in names
    assert "peelgrade/data/framework/drafting/figures.yaml" in names
    assert "peelgrade/data/framework/drafting/characteristics/peel-2023-25.yaml" in names
    assert "peelgrade/templates/page.html.j2" in names
    assert "peelgrade/py.typed" in names


def test_a_case_is_graded_from_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    """Unpacked elsewhere, with the checkout out of reach, it grades West Mercia."""
    home = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(home)
    case = ROOT / "fixtures" / "west-mercia-2023-25"
    engine = str(ROOT / "engine")
    program = (
        f"import sys; sys.path[:] = [{str(home)!r}, *(p for p in sys.path if p != {engine!r})]; "
        f"import peelgrade; assert {str(home)!r} in peelgrade.__file__; "
        f"sys.argv = ['peelgrade', 'grade', {str(case)!r}, '--format', 'json']; "
        "from peelgrade.cli import main; main()"
    )
    result = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 0, result.stderr
    assert '"grade": "requires-improvement"' in result.stdout
