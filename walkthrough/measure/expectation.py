"""What builds to come are expected to cost, from what they took last time. Reads the archive."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from walkthrough.measure.archive import Archive
from walkthrough.measure.plan import PlannedBuild


class RunCost(Struct, frozen=True):
    """How many builds a run makes, and their seconds as last time; None where one is unknown."""

    builds: int
    expected_s: float | None


def run_cost(
    archive: Archive, hashes: Mapping[str, str], builds: Sequence[PlannedBuild]
) -> RunCost:
    """What these builds cost. `hashes` maps variant ids to variant hashes."""
    return RunCost(len(builds), expected_s(archive, hashes, builds))


def last_wall_s(archive: Archive, hashes: Mapping[str, str], planned: PlannedBuild) -> float | None:
    """What this build took last time; one that only fills the cache is taken as a cold one."""
    scenario = planned.scenario_id if planned.measured else "cold"
    samples = archive.samples(hashes[planned.variant_id], scenario)
    return samples[-1].wall_s if samples else None


def expected_s(
    archive: Archive, hashes: Mapping[str, str], builds: Sequence[PlannedBuild]
) -> float | None:
    """What all of them took last time, None where one was never built or there are none."""
    walls = [last_wall_s(archive, hashes, planned) for planned in builds]
    known = [wall for wall in walls if wall is not None]
    return sum(known) if known and len(known) == len(walls) else None
