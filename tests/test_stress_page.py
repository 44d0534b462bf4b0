"""What `stress` shows, in every format, and how it is asked for on the command line."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from syrupy.assertion import SnapshotAssertion

from generators import FIXTURES, ROOT, WEST_MERCIA, case_of, framework, inspection, pack, record
from peelgrade.assessment import Inspection
from peelgrade.cli.stress import watched
from peelgrade.deriving import derive
from peelgrade.errors import InvalidInputError, NotFoundError, RefusedError
from peelgrade.evidence import Measure
from peelgrade.framework import Framework
from peelgrade.model import altered
from peelgrade.pages.firm import percent
from peelgrade.pages.firm_data import stress_data, study_data
from peelgrade.pages.plots import firmness_picture, firmness_svg
from peelgrade.pages.stressing import stress_page, study_page
from peelgrade.rendering import render
from peelgrade.stressing.firmness import Wanted
from peelgrade.stressing.spreading import Stressed, stress
from peelgrade.word import to_docx

GWENT = FIXTURES / "cases" / "gwent.yaml"
WILTSHIRE = FIXTURES / "cases" / "wiltshire.yaml"
NASTY = "<script>alert(1)</script> & \"q\" 's' ]]> {{ 7 * 7 }}"
SVG = "{http://www.w3.org/2000/svg}"


def masked(text: str) -> str:
    """Return a rendered text without the hashes, which any comment on a rule's meaning would change."""
    return re.sub(r"(?m)(, )[0-9a-f]{12}$|( )[0-9a-f]{12}$", r"\1\2(hash)", text)


@cache
def west_mercia() -> Stressed:
    """Return how firm every grade of West Mercia is, pairs and a named doubt included."""
    return stress([inspection(WEST_MERCIA)], Wanted(pairs=True, doubt=("RES-01",)))[0]


@cache
def two_thin_cases() -> tuple[Stressed, ...]:
    """Return how firm the grades of two thin cases are, drawn."""
    return stress([inspection(GWENT), inspection(WILTSHIRE)], Wanted(draws=2000, seed=5))


def shown(found: Stressed, form: str = "text") -> str:
    """Return the page of one case in one format, hashes masked."""
    areas = [one.area for one in found.areas]
    return masked(render(stress_page(derive(found.inspection, areas=areas), found), form))


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does, in a process of its own."""
    command = [sys.executable, "-m", "peelgrade", "stress", *arguments]
    environment = {"PYTHONPATH": str(ROOT / "engine"), "PATH": "/usr/bin:/bin"}
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)


def test_how_firm_west_mercia_is_reads_as_reviewed(snapshot: SnapshotAssertion) -> None:
    """The text of `stress` is kept and reviewed as prose."""
    assert shown(west_mercia()) == snapshot


def test_a_study_of_two_cases_reads_as_reviewed(snapshot: SnapshotAssertion) -> None:
    """Several cases are told one after another, never compared."""
    assert masked(render(study_page(two_thin_cases()), "text")) == snapshot


def test_every_sentence_of_an_area_names_its_records() -> None:
    """Nothing is said of a grade without the evidence that it is about."""
    known = {one.id for one in west_mercia().inspection.case.evidence}
    page = stress_page(derive(west_mercia().inspection), west_mercia())
    told = [item for block in page.blocks if hasattr(block, "items") for item in block.items]
    method = next(n for n, one in enumerate(told) if one.text.startswith("Every record that weighs"))

    for one in told[:method]:
        assert one.evidence or one.text.startswith("No sample bears on it"), one.text
        assert set(one.evidence) <= known


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_other_formats_say_the_same(form: str) -> None:
    """Every heading of the text is there."""
    text = shown(west_mercia(), form)

    for area in framework().areas:
        assert area.title in text or not area.graded
    assert "77.1 %" in text
    assert to_docx(stress_page(derive(west_mercia().inspection), west_mercia()))[:2] == b"PK"


def test_the_json_holds_what_was_found() -> None:
    """Figures, ids and outcomes are those of the values; it is JSON through and through."""
    data = json.loads(json.dumps(stress_data(west_mercia())))
    recording = data["areas"][0]

    assert [one["id"] for one in data["areas"]] == [area.id for area in framework().areas if area.graded]
    assert recording["removals"] == {"of": 8, "held": 8, "moves": []}
    assert sum(one["probability"] for one in recording["sampling"]["chances"]) == pytest.approx(1)
    assert recording["sampling"]["method"] == "exact"
    assert recording["sampling"]["margins"][0]["record"] == "REC-04"
    assert {one["id"] for one in recording["parameters"]} == set(pack().values)
    assert any(one["record"] == "PRO-04" for area in data["areas"] for one in area["doubts"])
    drawn = study_data(two_thin_cases())["cases"][0]["areas"][0]["sampling"]
    assert (drawn["method"], drawn["draws"], drawn["seed"]) == ("drawn", 2000, 5)


def test_cores_make_no_difference() -> None:
    """Whatever the work is spread over, the answers are the same, in the same order."""
    cases = [inspection(GWENT), inspection(WILTSHIRE)]

    assert stress(cases, Wanted(draws=2000, seed=5), jobs=2) == two_thin_cases()


def test_grading_needs_no_arrays() -> None:
    """`grade` starts without what only `stress` uses."""
    code = (
        "import sys\n"
        "from peelgrade.cli import app\n"
        f"app(['grade', {str(GWENT)!r}, '--format', 'json'], standalone_mode=False)\n"
        "print(sorted({'numpy', 'scipy', 'distributed'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", code]
    environment = {"PYTHONPATH": str(ROOT / "engine"), "PATH": "/usr/bin:/bin"}
    result = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)

    assert result.stdout.splitlines()[-1] == "[]"


@pytest.mark.filterwarnings("default")
def test_a_cluster_makes_no_difference() -> None:
    """The same on a Dask cluster of this process."""
    distributed = pytest.importorskip("distributed", reason="dask[distributed] isn't installed")
    cases = [inspection(GWENT), inspection(WILTSHIRE)]
    options: dict[str, Any] = {"n_workers": 1, "threads_per_worker": 1, "dashboard_address": None}
    with distributed.LocalCluster(processes=False, **options) as cluster:
        found = stress(cases, Wanted(draws=2000, seed=5), scheduler=cluster.scheduler_address)

    assert found == two_thin_cases()


def test_without_dask_a_scheduler_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Told with what to install, not as a traceback."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InvalidInputError, match=r"--scheduler: needs dask.*\n.*peelgrade\[distributed\]"):
        stress([inspection(GWENT)], areas=["investigating"], scheduler="tcp://127.0.0.1:8786")


def test_an_address_that_is_none_is_told() -> None:
    """What can't be an address is named."""
    pytest.importorskip("distributed", reason="dask[distributed] isn't installed")
    with pytest.raises(InvalidInputError, match="no scheduler can be reached at `carrier://pigeon`"):
        stress([inspection(GWENT)], areas=["investigating"], scheduler="carrier://pigeon")


def test_what_does_not_exist_is_told() -> None:
    """An area, a doubtful record, and an area that has no grade."""
    case = inspection(GWENT)
    with pytest.raises(NotFoundError, match="did you mean `responding`"):
        stress([case], areas=["respond"])
    with pytest.raises(NotFoundError, match="no evidence record `INV-99`"):
        stress([case], Wanted(doubt=("INV-99",)))
    with pytest.raises(RefusedError, match="`victims` is assessed and never graded"):
        stress([case], areas=["victims"])


def test_a_record_may_be_doubted_that_only_one_of_the_cases_has() -> None:
    """It is flipped where it is."""
    found = stress([inspection(GWENT), inspection(WILTSHIRE)], Wanted(doubt=("INV-07",)))
    flipped = [{flip.record for area in one.areas for flip in area.flips} for one in found]

    assert flipped == [{"INV-07"}, set()]


def test_the_drawing_is_well_formed_and_told_in_words() -> None:
    """It has a title and a description, and every bar's words stand beside it."""
    svg = firmness_svg([west_mercia()])
    root = ElementTree.fromstring(svg)
    texts = " ".join("".join(one.itertext()) for one in root.iter(f"{SVG}text"))
    described = root.findtext(f"{SVG}desc") or ""

    assert root.attrib["role"] == "img"
    assert root.findtext(f"{SVG}title", "").endswith("West Mercia Police")
    assert {root[0].attrib["id"], root[1].attrib["id"]} == set(root.attrib["aria-labelledby"].split())
    assert "good 77.1 %, adequate 22.9 %" in texts
    assert "Recording data about crime: good 77.1 %, adequate 22.9 %." in described
    assert "crime-recorded-expected: good up to 0.924, adequate above 0.924." in described
    assert firmness_svg([west_mercia()]) == svg
    assert "good 77.1 %" in firmness_picture([west_mercia()]).alternative


def test_grades_differ_by_pattern_as_well_as_by_shade() -> None:
    """No two grades of the framework are filled alike."""
    root = ElementTree.fromstring(firmness_svg([west_mercia()]))
    patterns = [[one.attrib.get("d", "") for one in found] for found in root.iter(f"{SVG}pattern")]

    assert len(patterns) == len(framework().grades) + 1
    assert len({str(one) for one in patterns}) == len(patterns)


def nasty() -> Inspection:
    """Return a case whose names are full of markup, in a framework whose titles are too."""
    areas = tuple(altered(area, title=NASTY) for area in framework().areas)
    named: Framework = altered(framework(), areas=areas)
    ids = framework().area("responding").ids[:5]
    sampled = Measure(count=17, of=20, standard="practice-sample")
    records = [record(f"X-{n}", one, measure=sampled, finding=NASTY) for n, one in enumerate(ids)]
    return Inspection(altered(case_of(*records), force=NASTY), named, pack())


def test_nothing_can_be_injected() -> None:
    """What names hold is text in the drawing and in the page."""
    found = stress([nasty()])
    root = ElementTree.fromstring(firmness_svg(found))
    page = stress_page(derive(nasty()), found[0], firmness_picture(found))

    assert NASTY in "".join(root.itertext())
    assert not list(root.iter(f"{SVG}script"))
    assert "<script>" not in render(page, "html")
    assert "49" not in firmness_picture(found).alternative


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0, "0 %"),
        (1e-9, "under 0.1 %"),
        (0.2288, "22.9 %"),
        (0.5, "50 %"),
        (0.9999, "over 99.9 %"),
        (1, "100 %"),
    ],
)
def test_a_probability_is_never_nought_or_all_unless_it_is(share: float, said: str) -> None:
    """What is only nearly certain isn't told as certain."""
    assert percent(share) == said


class _Terminal:
    """Something that says it is a terminal, and keeps what is written to it."""

    encoding = "utf-8"

    def __init__(self) -> None:
        self.written = ""

    def isatty(self) -> bool:
        """Say that it is one."""
        return True

    def write(self, text: str) -> int:
        """Keep what is written."""
        self.written += text
        return len(text)

    def flush(self) -> None:
        """Do nothing: everything is kept."""


def test_progress_is_shown_on_a_terminal_only_and_only_when_it_takes_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What comes in is passed on as it is; the bar comes after a while, and goes."""
    quick, slow = _Terminal(), _Terminal()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", quick)
    assert list(watched(iter([1, 2]), 2)) == [1, 2]
    monkeypatch.setattr(sys, "stderr", slow)
    monkeypatch.setattr("peelgrade.cli.stress.PATIENCE", 0.0)

    def coming() -> Any:
        from time import sleep

        for one in (1, 2):
            sleep(0.2)
            yield one

    assert list(watched(coming(), 2)) == [1, 2]
    assert quick.written == ""
    assert "Trying every change" in slow.written


def test_the_command_prints_and_draws(tmp_path: Path) -> None:
    """Text on the output, the drawing in its file, nothing on the error stream."""
    drawing = tmp_path / "firm.svg"
    result = run(str(GWENT), "--area", "investigating", "--pairs", "--plot", str(drawing))

    assert (result.returncode, result.stderr) == (0, "")
    assert "holds under 4 of 7 single removals; rises to adequate if INV-02 or INV-03 goes" in result.stdout
    assert ElementTree.parse(drawing).getroot().tag == f"{SVG}svg"


def test_the_command_takes_several_cases() -> None:
    """A study in JSON, on two cores, drawn from a seed."""
    result = run(
        str(GWENT), str(WILTSHIRE), "--draws", "2000", "--seed", "5", "--jobs", "2", "--format", "json"
    )

    assert result.returncode == 0
    assert json.loads(result.stdout) == json.loads(json.dumps(study_data(two_thin_cases())))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nowhere"], "nowhere: no such file"),
        ([str(GWENT), "--area", "respond"], "did you mean `responding`?"),
        ([str(GWENT), "--doubt", "INV-7"], "no evidence record `INV-7`"),
        ([str(GWENT), "--area", "victims"], "`victims` is assessed and never graded"),
        ([str(GWENT), "--draws", "0"], "Invalid value for '--draws'"),
        ([str(GWENT), "--plot", "/nowhere/at/all.svg"], "can't be written"),
        ([str(GWENT), "--param", "confidence"], "should be a parameter's name, `=`, and a number"),
        ([], "Missing argument"),
    ],
)
def test_bad_input_is_told_and_exits_with_two(arguments: list[str], told: str) -> None:
    """Every one names what was given, and nothing is printed as a result."""
    result = run(*arguments)

    assert result.returncode == 2
    assert told in " ".join(result.stderr.split())
    assert result.stdout == ""
