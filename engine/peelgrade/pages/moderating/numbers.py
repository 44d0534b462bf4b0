"""Agreement beside its baseline, and drift where there is enough to tell of it."""

from __future__ import annotations

from peelgrade.moderating.agreeing import Agreed, Agreement
from peelgrade.moderating.drifting import Drift
from peelgrade.moderating.moderation import Moderation
from peelgrade.moderating.resampling import Estimate
from peelgrade.pages.moderating.parts import NONE, decimal, interval, percentages, share, title
from peelgrade.pages.parts import grade_words
from peelgrade.view import Block, Heading, Table, say
from peelgrade.wording import counted, number, sentence_case

STATISTICS = {
    "Kappa": "Cohen's kappa, quadratic weights",
    "Alpha": "Krippendorff's alpha, ordinal metric",
    "AC2": "Gwet's AC2, quadratic weights",
}


def agreement_blocks(found: Moderation) -> list[Block]:
    """Return how well proposals and awards agree, over all areas and area by area."""
    whole, *areas = found.agreement
    if not whole.agreement.units:
        return []
    head = Heading("Agreement of proposals with awards")
    blocks: list[Block] = [head, say(_sample(found, whole)), _whole(found, whole)]
    if any(one.agreement.units > 1 for one in areas) and len(areas) > 1:
        blocks += [_shares(found, areas), _coefficients(found, areas)]
    return blocks


def _sample(found: Moderation, whole: Agreed) -> str:
    many, forces = counted(whole.agreement.units, "grade"), counted(whole.forces, "force")
    text = (
        f"{sentence_case(many)} of {forces}; in brackets {share(found.settings.confidence)} intervals, by "
        "resampling forces and their areas."
    )
    if not whole.agreement.imagined:
        return text
    return f"{text} All agree, so for the intervals one more area is imagined that differs by one grade."


def _whole(found: Moderation, whole: Agreed) -> Table:
    ours, base = whole.agreement, whole.baseline
    rows = (
        ("Same grade", percentages(ours.exact), percentages(base.exact)),
        ("Within one grade", percentages(ours.within_one), percentages(base.within_one)),
        *(
            (text, interval(mine, decimal), interval(theirs, decimal))
            for text, mine, theirs in zip(STATISTICS.values(), _chance(ours), _chance(base), strict=True)
        ),
    )
    always = f"Always saying {grade_words(whole.commonest, found.panel.framework)}"
    return Table("Agreement over all areas", ("Statistic", "Proposals", always), rows)


def _chance(one: Agreement) -> tuple[Estimate, ...]:
    return (one.kappa, one.alpha, one.ac2)


def _shares(found: Moderation, areas: list[Agreed]) -> Table:
    rows = tuple(
        (
            title(found, one.area),
            str(one.agreement.units),
            percentages(one.agreement.exact),
            percentages(one.agreement.within_one),
            f"{grade_words(one.commonest, found.panel.framework)}: {percentages(one.baseline.exact)}",
        )
        for one in areas
    )
    columns = ("Area", "Grades", "Same grade", "Within one grade", "Always the commonest")
    return Table("Agreement by area, beside always saying its commonest grade", columns, rows)


def _coefficients(found: Moderation, areas: list[Agreed]) -> Table:
    rows = tuple(
        (title(found, one.area), str(one.agreement.units), *_beyond_chance(one.agreement)) for one in areas
    )
    return Table("Agreement beyond chance by area", ("Area", "Grades", *STATISTICS), rows)


def _beyond_chance(one: Agreement) -> list[str]:
    """Return the coefficients in words; of a single grade nothing can be said beyond chance."""
    return [interval(each, decimal) if one.units > 1 else NONE for each in _chance(one)]


def drift_blocks(found: Moderation) -> list[Block]:
    """Return how far proposals lie from awards; nothing where there are too few forces to tell."""
    drifts = found.drifts
    rows = [_row(title(found, one.area), one) for one in drifts.areas]
    if drifts.time is not None:
        rows.append(_row("Over time, more with every year", drifts.time))
    if not rows:
        return []
    text = "Grades proposed minus awarded, in steps of the scale: above zero, more is proposed."
    if drifts.silent:
        few = f"with grades of fewer than {number(found.settings.least_forces)} forces"
        text = f"{text} Nothing is said of {counted(drifts.silent, 'area')} {few}."
    columns = ("Where", "Grades", "Steps", "What it tells")
    table = Table("Drift by area and over time", columns, tuple(rows))
    return [Heading("Drift of proposals against awards"), say(text), table]


def _row(where: str, one: Drift) -> tuple[str, ...]:
    told = "nothing that chance wouldn't do"
    if one.told:
        told = "proposals lie higher" if (one.steps.value or 0) > 0 else "proposals lie lower"
    return (where, str(one.units), interval(one.steps, decimal), told)
