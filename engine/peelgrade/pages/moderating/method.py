"""How everything in a moderation is worked out, with the named numbers that it rests on."""

from __future__ import annotations

from peelgrade.model import plain_number
from peelgrade.moderating.moderation import Moderation
from peelgrade.pages.moderating.parts import share
from peelgrade.view import Block, Bullets, Heading, Sentence

CONFLICT = (
    "Conflict: of two forces in an area one has evidence at least as good on every characteristic that "
    "both were assessed on (no lower verdict and no graver concern), and a lower grade, awarded or, where "
    "no award is known, proposed. No characteristic is weighed against another."
)
ACCOUNTED = (
    "Accounted for: by the recorded reason for a departure that makes the conflict; or, between two grades "
    "awarded, by evidence that only one has, if the proposals stand in the same order as the awards: rules "
    "that pass `rules check` never read better evidence worse, so nothing else can have put them so."
)
FEWEST = (
    "To discuss: the smallest set of grades whose change would leave no open conflict, found exactly by a "
    "minimum cut; of several such sets the one with the most departures."
)
CLOSE = "Close call: the proposal comes nearer to the award when some single record is taken away."
DISTANCE = (
    "Distance of comparators: how many steps of the scale of verdicts two forces lie apart, on average "
    "over the characteristics that both were assessed on."
)


def method_blocks(found: Moderation) -> list[Block]:
    """Return the definitions, in the order of the sections."""
    settings = found.settings
    overlap = (
        f"min-overlap is {plain_number(settings.min_overlap)}: of the characteristics that either force "
        "was assessed on, the share that both must have been. Evidence that isn't secure is left out."
    )
    intervals = (
        f"Intervals: {share(settings.confidence)}, from {settings.resamples:,} resamples (seed "
        f"{settings.seed}) that draw forces and then areas within each. Where nothing differs, one more "
        "area that does is imagined, or a few areas would seem to make certain."
    )
    drift = f"Drift is told of from {settings.least_forces} forces on."
    lines = [CONFLICT, ACCOUNTED, FEWEST, overlap, CLOSE, DISTANCE, intervals, drift]
    return [Heading("How this is worked out"), Bullets(tuple(Sentence(one) for one in lines))]
