"""
Every HTML page passes axe at WCAG 2.2 AA in a real headless Chromium, light, dark and narrow.

Skipped, with the reason, where there is no Chromium on the machine; continuous integration installs one.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generators import FIXTURES, ROOT, WEST_MERCIA
from test_cli import run

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
RULES = {"wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"}
GWENT = FIXTURES / "cases" / "gwent.yaml"
PAGES = {
    "grade": ["grade", str(WEST_MERCIA), "--awarded", str(WEST_MERCIA / "awarded.csv")],
    "explain": ["explain", str(WEST_MERCIA), "responding"],
    "why-not": ["explain", str(WEST_MERCIA), "responding", "--why-not", "good"],
    "what-if": ["what-if", str(WEST_MERCIA), "--right", "RES-01"],
    "reach": ["reach", str(WEST_MERCIA), "responding", "good", "--each-way"],
    "stress": ["stress", str(GWENT), "--draws", "200", "--param", "secure-coverage=0.05"],
    "moderate": [
        "moderate", str(FIXTURES / "cases"), "--awarded", str(FIXTURES / "awarded-2023-25.csv"),
        "--param", "secure-coverage=0.05",
    ],
    "forces": ["forces", "--awarded", str(FIXTURES / "awarded-2023-25.csv")],
    "evidence-check": ["evidence", "check", str(GWENT)],
    "rules-check": ["rules", "check"],
    "rules-show": ["rules", "show", "grade.theme-failed"],
    "framework-show": ["framework", "show", "responding"],
}  # fmt: skip

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Return a headless Chromium that reaches nothing."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_violations_and_asks_for_nothing(name: str, browser: Any, tmp_path: Path) -> None:
    """Neither in light nor dark nor on a narrow screen; and one file is all that is read."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    file = tmp_path / "page.html"
    result = run(*PAGES[name], "--format", "html", "--out", str(file))
    assert result.returncode in (0, 1), result.stderr

    for scheme, width in (("light", 1280), ("dark", 1280), ("light", 360)):
        context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(file.as_uri())
        found = axe.run(page, options={"runOnly": sorted(RULES)}).response["violations"]
        told = [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"][:3]]
        wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        context.close()
        assert told == [], f"{name}, {scheme}, {width} wide"
        assert asked == [file.as_uri()]
        assert not wide, f"{name} scrolls sideways at {width}"


@pytest.fixture(scope="module")
def forces(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the page with the widest table."""
    file = tmp_path_factory.mktemp("forces") / "page.html"
    run(*PAGES["forces"], "--out", str(file))
    return file


def test_a_wide_table_can_be_scrolled_from_the_keyboard(forces: Path, browser: Any) -> None:
    """On a narrow screen its last column is reached with the arrows, and where the focus is shows."""
    page = browser.new_page(viewport={"width": 360, "height": 900})
    page.goto(forces.as_uri())
    region = page.locator(".scroll").first
    last = region.locator("thead th").last
    region.scroll_into_view_if_needed()
    assert last.bounding_box()["x"] > 360

    region.focus()
    assert region.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    for _ in range(40):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.scroll').scrollLeft > 300")
    page.wait_for_function(
        "[...document.querySelectorAll('.scroll th')].filter(one => one.scope == 'col')[9]"
        ".getBoundingClientRect().right <= window.innerWidth"
    )
    page.close()


def test_a_wide_table_loses_no_column_on_paper(forces: Path, browser: Any) -> None:
    """Turned A4 less its margins is broad enough for every cell, and no word stands out of its cell."""
    page = browser.new_page(viewport={"width": int((297 - 30) / 25.4 * 96), "height": 700})
    page.emulate_media(media="print")
    page.goto(forces.as_uri())
    beyond = page.evaluate(
        "[...document.querySelectorAll('.wide th, .wide td')].filter("
        "one => one.scrollWidth > one.clientWidth || one.getBoundingClientRect().right > window.innerWidth"
        ").map(one => one.innerText)"
    )
    columns = page.locator(".wide").first.locator("thead th").count()
    paper = page.locator(".wide").first.evaluate("one => getComputedStyle(one).page")
    page.close()

    assert (columns, paper, beyond) == (10, "wide", [])


def test_the_pages_do_without_scripts() -> None:
    """No template has a script, a style from elsewhere or a remote address."""
    text = (ROOT / "engine" / "peelgrade" / "templates" / "page.html.j2").read_text(encoding="utf-8")

    assert "<script" not in text
    assert "http" not in text
