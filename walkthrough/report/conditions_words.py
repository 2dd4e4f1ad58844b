"""In what two runs' conditions differ, in words. Pure functions."""

from collections.abc import Iterator

from walkthrough.measure.archive import OtherRuns
from walkthrough.measure.model import Conditions
from walkthrough.report.numbers import JOIN, size


def not_shown_words(other: OtherRuns, present: Conditions) -> str:
    """`3 runs with stand-in bases are not shown: the bases differ.`"""
    differing = list(_differing(other.conditions, present))
    count = f"{other.runs}{JOIN}{'run' if other.runs == 1 else 'runs'}"
    verb = "is" if other.runs == 1 else "are"
    how = " ".join(phrase for phrase, _ in differing)
    names = list(dict.fromkeys(name for _, name in differing))
    several = len(names) > 1 or names[0].endswith("s")
    named = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
    return f"{count} {how} {verb} not shown: the {named} {'differ' if several else 'differs'}."


def _differing(theirs: Conditions, ours: Conditions) -> Iterator[tuple[str, str]]:
    """How the other runs were taken, and what that makes different; at least one pair."""
    if theirs.recorded_on != ours.recorded_on:
        yield (f"recorded on {theirs.recorded_on}" if theirs.recorded_on else "measured", "origin")
    if theirs.bases != ours.bases:
        yield _bases(theirs, ours), "bases"
    if (theirs.os, theirs.architecture) != (ours.os, ours.architecture):
        yield f"on {theirs.os}/{theirs.architecture}", "platform"
    if (theirs.engine, theirs.engine_version) != (ours.engine, ours.engine_version):
        yield f"by {theirs.engine} {theirs.engine_version}", "engine"
    elif theirs.engine_id != ours.engine_id:
        yield "on another engine", "engine"
    if theirs.image_store != ours.image_store:
        yield f"in the image store {theirs.image_store}", "image store"
    if theirs.cpus != ours.cpus:
        yield f"with {theirs.cpus}{JOIN}{'CPU' if theirs.cpus == 1 else 'CPUs'}", "CPUs"
    if theirs.memory_bytes != ours.memory_bytes:
        yield f"with {size(theirs.memory_bytes)} of memory", "memory"
    if theirs.driver != ours.driver:
        yield f"through {theirs.driver}", "way to the engine"
    if theirs.app_hash != ours.app_hash:
        yield "of another version of the service", "service"


def _bases(theirs: Conditions, ours: Conditions) -> str:
    kinds = [any(one.kind == "stand-in" for one in side.bases) for side in (theirs, ours)]
    if kinds[0] == kinds[1]:
        return "with other versions of the bases"
    return "with stand-in bases" if kinds[0] else "with real bases"
