"""Explanations are faithful: what an area cites is enough, and what it doesn't cite changes nothing."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generators import case_paths, cases, framework, inspection, thin_pack
from peelgrade.assessment import AreaAssessment, Inspection
from peelgrade.deriving import derive
from peelgrade.evidence import Case


def outcome(case: Inspection, area: str) -> AreaAssessment:
    """Return one area's assessment, by our own evaluator."""
    return derive(case, areas=[area], chained=False).areas[0]


def kept(case: Inspection, ids: set[str]) -> Inspection:
    """Return the case cut down to some of its records."""
    left = tuple(record for record in case.case.evidence if record.id in ids)
    return Inspection(case.case.with_evidence(left), case.framework, case.pack)


def essence(area: AreaAssessment) -> object:
    """Return what must stay: the outcome, the verdicts and the concerns with what they rest on."""
    return (
        area.outcome,
        area.grade,
        [(one.characteristic, one.verdict, one.rule, one.evidence) for one in area.verdicts],
        [(one.characteristics, one.rule, one.evidence) for one in (*area.improvements, *area.causes)],
        [(one.grade, one.rule) for one in area.ceilings],
    )


def check_faithful(case: Inspection, area: str, seed: int) -> None:
    """Assert the three senses in which an area's explanation is faithful."""
    whole = outcome(case, area)
    cited = set(whole.cited)
    everything = {record.id for record in case.case.evidence}
    assert cited <= everything

    assert essence(outcome(kept(case, cited), area)) == essence(whole)

    chance = random.Random(seed)
    others = sorted(everything - cited)
    for _ in range(3):
        part = {one for one in others if chance.random() < 0.5}
        assert essence(outcome(kept(case, cited | part), area)) == essence(whole)

    for ceiling in whole.ceilings:
        without = outcome(kept(case, everything - set(ceiling.evidence)), area)
        assert ceiling.rule not in {one.rule for one in without.ceilings}
        assert ceiling.evidence


@pytest.mark.parametrize("area", [area.id for area in framework().areas])
@pytest.mark.parametrize("path", case_paths(), ids=lambda path: path.stem)
@pytest.mark.parametrize("thin", [False, True], ids=["as-shipped", "lowered-coverage"])
def test_every_area_of_every_fixture_is_explained_faithfully(path: Path, area: str, thin: bool) -> None:
    """Cited is enough, uncited makes no difference, and a ceiling falls with its evidence."""
    check_faithful(inspection(path, thin=thin), area, seed=1)


@settings(max_examples=60, deadline=None)
@given(case=cases("responding", most=25), seed=st.integers(0, 1000))
def test_any_evidence_is_explained_faithfully(case: Case, seed: int) -> None:
    """The three senses hold whatever was found."""
    check_faithful(Inspection(case, framework(), thin_pack()), "responding", seed)


@settings(max_examples=40, deadline=None)
@given(case=cases(most=40), seed=st.integers(0, 1000))
def test_records_on_several_areas_are_explained_faithfully(case: Case, seed: int) -> None:
    """The three senses hold where a record weighs on several areas."""
    for area in ("investigating", "protecting"):
        check_faithful(Inspection(case, framework(), thin_pack()), area, seed)
