"""Whether something else used the engine while a build was measured. Pure functions."""

from collections.abc import Mapping, Set

from walkthrough.engine.build_cache import CacheRecord

Records = Mapping[str, CacheRecord]


def disturbance(expected: Set[str], before: Records, after: Records) -> str:
    """What disturbed the engine around a build, empty when nothing did.

    `expected` are the records that the series has left so far: those must be there before the build
    and after it. What else the engine collects, as it does all the time once its cache is full, is
    nothing that this series builds on.
    """
    if any(record.in_use for record in before.values()):
        return "another build was running on the engine"
    if lost := expected - before.keys():
        return f"before it the engine dropped {len(lost)} of the series' cache records"
    if lost := expected - after.keys():
        return f"meanwhile the engine dropped {len(lost)} of the series' cache records"
    return ""


def left_behind(before: Records, after: Records) -> int:
    """Bytes of build cache that are there after and were not before."""
    return sum(record.bytes for name, record in after.items() if name not in before)
