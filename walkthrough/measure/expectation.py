"""What builds to come are expected to cost, from what they took last time. Reads the archive."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from walkthrough.measure.archive import Archive
from walkthrough.measure.plan import PlannedBuild, measured_count


class RunCost(Struct, frozen=True):
    """How many builds a run measures and how many only fill a cache; what all of them took last
    time, in seconds, None where one is unknown."""

    builds: int
    expected_s: float | None
    fillings: int = 0


def run_cost(
    archive: Archive, hashes: Mapping[str, str], builds: Sequence[PlannedBuild]
) -> RunCost:
    """What these builds cost. `hashes` maps variant ids to variant hashes."""
    measured = measured_count(builds)
    expected = total_s(expectations(archive, hashes, builds))
    return RunCost(measured, expected, len(builds) - measured)


def expectations(
    archive: Archive, hashes: Mapping[str, str], builds: Sequence[PlannedBuild]
) -> tuple[float | None, ...]:
    """What each of these builds took last time in seconds, None for one that was never made."""
    return tuple(last_wall_s(archive, hashes, planned) for planned in builds)


def last_wall_s(archive: Archive, hashes: Mapping[str, str], planned: PlannedBuild) -> float | None:
    """What this build took last time.

    One that only fills the cache meets what the engine still has of earlier builds, so it is never
    taken for a cold one, but where there was none before.
    """
    variant_hash = hashes[planned.variant_id]
    if not planned.measured:
        filled_s = archive.filling_s(variant_hash)
        if filled_s is not None:
            return filled_s
    scenario = planned.scenario_id if planned.measured else "cold"
    samples = archive.samples(variant_hash, scenario)
    return samples[-1].wall_s if samples else None


def total_s(walls: Sequence[float | None]) -> float | None:
    """All of them together, None where one is unknown or there are none."""
    known = [wall for wall in walls if wall is not None]
    return sum(known) if known and len(known) == len(walls) else None
