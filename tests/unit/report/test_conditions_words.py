"""Runs under other conditions: counted, and told with what is different."""

import msgspec
import pytest

from tests.unit.report.example import CONDITIONS, sample
from walkthrough.engine.model import BaseUsed
from walkthrough.measure.archive import Archive, OtherRuns
from walkthrough.measure.model import Conditions
from walkthrough.report.conditions_words import not_shown_words
from walkthrough.store.database import open_database
from walkthrough.store.samples import SampleStore

REAL = msgspec.structs.replace(
    CONDITIONS,
    bases=tuple(msgspec.structs.replace(one, kind="real") for one in CONDITIONS.bases),
)


def other(**changes: object) -> Conditions:
    return msgspec.convert({**msgspec.to_builtins(CONDITIONS), **changes}, Conditions)


def test_runs_with_stand_in_bases_are_told_beside_real_ones() -> None:
    words = not_shown_words(OtherRuns(CONDITIONS, 3), REAL)
    assert words.replace("\u00a0", " ") == (
        "3 runs with stand-in bases are not shown: the bases differ."
    )


@pytest.mark.parametrize(
    ("theirs", "words"),
    [
        (other(engine_id="other"), "1 run on another engine is not shown: the engine differs."),
        (other(engine_version="29.1"), "by Docker Engine 29.1 is not shown: the engine differs."),
        (other(cpus=8), "with 8 CPUs is not shown: the CPUs differ."),
        (
            other(memory_bytes=16_000_000_000),
            "with 16.0 GB of memory is not shown: the memory differs.",
        ),
        (other(app_hash="new"), "of another version of the service is not shown"),
        (other(recorded_on="2026-11-21"), "recorded on 2026-11-21 is not shown: the origin"),
        (other(architecture="arm64"), "on linux/arm64 is not shown: the platform differs."),
        (other(image_store="containerd"), "the image store differs."),
        (other(driver="buildx"), "through buildx is not shown"),
        (
            other(bases=(BaseUsed("alpine:3.22", "stand-in", "sha256:9"),)),
            "with other versions of the bases is not shown",
        ),
        (
            other(cpus=8, engine_version="29.1"),
            "by Docker Engine 29.1 with 8 CPUs is not shown: the engine and CPUs differ.",
        ),
    ],
)
def test_what_differs_is_named(theirs: Conditions, words: str) -> None:
    assert words in not_shown_words(OtherRuns(theirs, 1), CONDITIONS).replace("\u00a0", " ")


def test_only_runs_of_the_lesson_under_other_conditions_are_counted() -> None:
    store = SampleStore(open_database(None))
    ours, theirs = Archive(store, REAL), Archive(store, CONDITIONS)
    for archive, variant, scenario in (
        (ours, "one", "cold"),
        (theirs, "one", "cold"),
        (theirs, "two", "cold"),
        (theirs, "two", "commit"),
        (theirs, "three", "cold"),
    ):
        archive.add(sample(variant, scenario, 1.0, None))
    assert ours.elsewhere(("one", "two"), ("cold",)) == (OtherRuns(CONDITIONS, 2),)
    assert theirs.elsewhere(("one", "two"), ("cold",)) == (OtherRuns(REAL, 1),)
    assert ours.elsewhere(("four",), ("cold",)) == ()
