"""Whether other work keeps this machine's processors busy: measured times are then too high."""

import os
import time
from pathlib import Path

from walkthrough.engine.model import Endpoint

BUSY_SHARE = 0.5
LOOK_SECONDS = 0.3
LOCAL_SCHEMES = frozenset({"unix", "npipe"})
PROCESSOR_TIMES = Path("/proc/stat")
IDLE_FIELDS = (3, 4)
COUNTED_FIELDS = 8
"""Of a line of /proc/stat: idle and waiting for disks are no work, guests are counted already."""


def busy_warning(endpoint: Endpoint) -> str:
    """That the machine is busy and what follows; empty where it is quiet or nobody can tell.

    Only of an engine on this machine is anything known. Looking takes a moment only where the
    load of the last minute is high.
    """
    if endpoint.host.partition("://")[0] not in LOCAL_SCHEMES:
        return ""
    return busy_words(processors_busy(), os.cpu_count() or 1)


def busy_words(busy: float | None, processors: int) -> str:
    """The warning for so many busy processors of these; empty where there is no reason for one."""
    if busy is None or busy <= BUSY_SHARE * processors:
        return ""
    return (
        "the machine is busy: times will be too high "
        f"(other work keeps {min(busy, processors):.1f} of {processors} CPUs busy)"
    )


def processors_busy() -> float | None:
    """How many processors' worth of work goes on; None where the system does not tell.

    The load of the last minute may be of what has ended since: where it is high and the system is
    Linux, what goes on now counts.
    """
    try:
        load = os.getloadavg()[0]
    except (AttributeError, OSError):
        return None
    if load <= BUSY_SHARE * (os.cpu_count() or 1):
        return load
    now = _busy_now()
    return load if now is None else now


def _busy_now() -> float | None:
    """Busy processors over a moment in which this process does nothing; None without /proc."""
    before = _times()
    time.sleep(LOOK_SECONDS)
    after = _times()
    if before is None or after is None or after[1] <= before[1]:
        return None
    return (after[0] - before[0]) / (after[1] - before[1]) * (os.cpu_count() or 1)


def _times() -> tuple[int, int] | None:
    """Time at work and all time of all processors together, in the kernel's ticks."""
    try:
        with PROCESSOR_TIMES.open(encoding="ascii") as file:
            fields = [int(field) for field in file.readline().split()[1 : COUNTED_FIELDS + 1]]
    except (OSError, ValueError):
        return None
    if len(fields) <= max(IDLE_FIELDS):
        return None
    return sum(fields) - sum(fields[place] for place in IDLE_FIELDS), sum(fields)
