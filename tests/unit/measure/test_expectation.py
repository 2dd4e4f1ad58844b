"""What builds to come are expected to take."""

import msgspec

from tests.tui.recorded_course import CONDITIONS
from tests.tui.repeated_runs import sample
from walkthrough.measure.archive import Archive
from walkthrough.measure.expectation import RunCost, run_cost
from walkthrough.measure.plan import PlannedBuild
from walkthrough.store.database import open_database
from walkthrough.store.samples import SampleStore

FILLING = PlannedBuild("lesson", "simple", "code-edit", measured=False)
EDIT = PlannedBuild("lesson", "simple", "code-edit")
HASHES = {"simple": "simple"}


def archive() -> Archive:
    """A cold build of 20 s and a code edit of 1 s."""
    made = Archive(SampleStore(open_database(None)), msgspec.structs.replace(CONDITIONS))
    made.add(sample("simple", "cold", 20.0))
    made.add(sample("simple", "code-edit", 1.0))
    return made


def test_a_build_that_fills_the_cache_takes_what_the_last_one_took() -> None:
    kept = archive()
    assert run_cost(kept, HASHES, (FILLING, EDIT)) == RunCost(1, 21.0, fillings=1)
    kept.keep_filling("simple", 0.2)
    assert run_cost(kept, HASHES, (FILLING, EDIT)) == RunCost(1, 1.2, fillings=1)


def test_one_build_that_was_never_made_leaves_the_time_open() -> None:
    never = PlannedBuild("lesson", "simple", "docs-edit")
    assert run_cost(archive(), HASHES, (EDIT, never)) == RunCost(2, None)
