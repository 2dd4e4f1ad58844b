"""Whether something else used the engine while a build was measured. Pure functions."""

from collections.abc import Mapping, Sequence, Set

from walkthrough.build.timing import StepResult
from walkthrough.course.dockerfile import parse
from walkthrough.course.model import Variant
from walkthrough.course.needed_stages import needed_stages
from walkthrough.engine.build_cache import CacheRecord
from walkthrough.engine.cache_mounts import CACHE_MOUNT
from walkthrough.measure.explain_cause import CacheEvicted, MissCause

Records = Mapping[str, CacheRecord]
RUN_WHEN_COLD = frozenset({"RUN", "COPY", "ADD"})
"""What an engine carries out in a build without cache; it keeps FROM and WORKDIR all the same."""


def disturbance(
    mounts_left: Set[str], before: Records, after: Records, causes: Sequence[MissCause]
) -> str:
    """What disturbed the engine around a build, empty when nothing did.

    `mounts_left` are the cache mounts that the series has left so far: those must be there before
    the build and after it. Of its other records only those matter whose loss made a step run again,
    which `causes` tells. What else the engine collects is nothing that this series builds on; an
    engine also drops results that it has twice (*tried* on 20.10).
    """
    if any(record.in_use for record in before.values()):
        return "somebody else was building"
    lines = sorted({one.line for one in causes if isinstance(one, CacheEvicted)})
    if lines:
        return f"the engine had dropped the cached result of line {lines[0]}"
    if lost := mounts_left - before.keys():
        return f"before it the engine dropped {len(lost)} of the series' cache mounts"
    if lost := mounts_left - after.keys():
        return f"meanwhile the engine dropped {len(lost)} of the series' cache mounts"
    return ""


def mounts_left(known: Set[str], before: Records, after: Records) -> frozenset[str]:
    """The ids of the cache mounts that a series has left by now: those `known` and the new ones.

    A mount that the engine dropped is forgotten only when a build has made new ones: until then
    each build that would need it is disturbed.
    """
    came = {
        name for name, record in after.items() if record.kind == CACHE_MOUNT and name not in before
    }
    return frozenset((known & after.keys()) | came if came else known)


def foreign_steps(variant: Variant, steps: Sequence[StepResult]) -> int:
    """How many steps a cold build of the variant left to somebody else's build.

    An engine carries out a step once for all builds that run together and want it: the others find
    it in the cache, or never hear of it. `steps` are those that this build heard of. Of two
    instructions that read the same an engine may tell of one only.
    """
    ran = {one.line for one in steps if not one.cached}
    heard = {one.line for one in steps}
    if None in heard:
        return sum(one.cached and _keyword(one.name) in RUN_WHEN_COLD for one in steps)
    wanted = [
        one
        for stage in needed_stages(parse(variant.dockerfile), variant.target)
        for one in stage.instructions
        if one.keyword in RUN_WHEN_COLD
    ]
    made = {(one.keyword, one.value, one.flags) for one in wanted if one.line in ran}
    return sum((one.keyword, one.value, one.flags) not in made for one in wanted)


def not_cold_words(steps: int) -> str:
    """What a build without cache was that left so many steps to somebody else's build."""
    were = "1 step was" if steps == 1 else f"{steps} steps were"
    return f"not cold: {were} cached by somebody else's build"


def left_behind(before: Records, after: Records) -> int:
    """Bytes of build cache that are there after and were not before."""
    return sum(record.bytes for name, record in after.items() if name not in before)


def _keyword(name: str) -> str:
    return name.partition(" ")[0].upper()
