"""Which samples count and which of them figures rest on: one definition for plans and screens.

Pure functions. A disturbed build is made once more. Where that was disturbed too, the run goes on
with what there is: the two count as one run, and figures rest on them, as long as there is no
undisturbed sample. From the first undisturbed one on, disturbed samples neither count nor are they
in a figure: the two kinds never meet in a median.
"""

from collections.abc import Sequence

from walkthrough.course.model import Scenario
from walkthrough.measure.model import Sample

TRIES = 2
"""How often a build is made whose samples are disturbed."""


def runs_counted(scenario: Scenario, samples: Sequence[Sample], weighed: bool) -> int:
    """How many runs of a build these samples are: as many as are undisturbed.

    Only where none is, `TRIES` disturbed samples are one run. A cold build whose image was not
    `weighed`, because the run ended in between, is none.
    """
    if scenario.cache == "fresh" and not weighed:
        return 0
    calm = len(undisturbed(samples))
    return calm or len(samples) // TRIES


def undisturbed(samples: Sequence[Sample]) -> tuple[Sample, ...]:
    """The samples that nothing disturbed."""
    return tuple(one for one in samples if not one.disturbed)


def usable(samples: Sequence[Sample]) -> tuple[Sample, ...]:
    """The samples that figures rest on: the undisturbed ones; where all tries brought none, those
    that were disturbed. A cold build that was not cold is never among them."""
    calm = undisturbed(samples)
    if calm or len(samples) < TRIES:
        return calm
    return tuple(one for one in samples if not one.foreign_steps)


def latest(samples: Sequence[Sample]) -> Sample | None:
    """The newest of the samples that figures rest on, else the newest of all; None for none."""
    return next(reversed(usable(samples) or tuple(samples)), None)


def left_out(samples: Sequence[Sample]) -> tuple[Sample, ...]:
    """The samples that figures do not rest on."""
    rested = usable(samples)
    return tuple(one for one in samples if one not in rested)


def disturbance_of(samples: Sequence[Sample]) -> str:
    """What disturbed the samples that figures rest on; empty where nothing did."""
    return next((one.disturbed for one in reversed(usable(samples))), "")
