"""What measured builds leave behind: samples, the conditions they were taken under, caches.

All are immutable and are stored, compared and printed as they are. Times in seconds, sizes in
bytes, both in the field's name.
"""

from collections.abc import Collection

from msgspec import Struct

from walkthrough.engine.model import BaseUsed
from walkthrough.measure.explain_cause import MissCause


class Conditions(Struct, frozen=True):
    """Under what a sample was taken. Two samples compare only where these are equal.

    `engine_id` tells engines apart that are alike, without telling their names. `recorded_on` is
    the date of the recording that a sample was replayed from, empty for one that was measured
    here: so a recorded sample never stands beside a measured one.
    """

    engine_id: str
    engine: str
    engine_version: str
    image_store: str
    os: str
    architecture: str
    cpus: int
    memory_bytes: int
    driver: str
    bases: tuple[BaseUsed, ...]
    app_hash: str
    recorded_on: str = ""


class CachesLeft(Struct, frozen=True):
    """What a variant's series left in cache mounts when it ended well.

    `mounts` are the engine's ids of those that came with it, in its `namespace`.
    """

    namespace: str
    mounts: tuple[str, ...]

    def serve(self, mount_ids: Collection[str], there: Collection[str]) -> bool:
        """Whether a series with these cache mounts can go on with them: all are `there` still."""
        known = bool(mount_ids) and len(self.mounts) >= len(mount_ids)
        return known and all(mount in there for mount in self.mounts)


class StepTiming(Struct, frozen=True):
    """One instruction of the Dockerfile: how long it ran and whether it came from the cache."""

    name: str
    stage: str
    line: int | None
    seconds: float
    cached: bool


class Sample(Struct, frozen=True):
    """One measured build.

    `modules_downloaded` is None where the log cannot show it. `disturbed` says what disturbed the
    engine meanwhile; such a sample never meets an undisturbed one in a median. `foreign_steps` are
    the steps that a cold build did not carry out, as somebody else's build had just made them: it
    was not cold. `causes` say why steps were not cached, empty for a cold build and where nothing
    could be blamed.
    """

    variant_id: str
    variant_hash: str
    scenario: str
    taken_at: str
    wall_s: float
    resolve_s: float
    context_s: float
    steps_s: float
    export_s: float
    cached_steps: int
    total_steps: int
    modules_downloaded: int | None
    context_bytes: int
    steps: tuple[StepTiming, ...]
    build_cache_bytes: int | None = None
    disturbed: str = ""
    foreign_steps: int = 0
    causes: tuple[MissCause, ...] = ()
