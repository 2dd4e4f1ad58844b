"""When a sample is marked as disturbed."""

from walkthrough.build.timing import StepResult, summarise
from walkthrough.course.load import load_course
from walkthrough.course.model import Variant
from walkthrough.engine.build_cache import CacheRecord
from walkthrough.engine.cache_mounts import CACHE_MOUNT
from walkthrough.measure.disturbance import (
    disturbance,
    foreign_steps,
    left_behind,
    mounts_left,
    not_cold_words,
)
from walkthrough.measure.explain_cause import CacheEvicted, FilesChanged
from walkthrough.measure.recording import load_recording, shipped_recording

EVICTED = CacheEvicted("builder", 5, "RUN go build")
EDITED = FilesChanged("builder", 4, "COPY . .", files=())


def records(kind: str = "regular", **sizes: int) -> dict[str, CacheRecord]:
    return {name: CacheRecord(name, kind, "", size, False) for name, size in sizes.items()}


def mounts(**sizes: int) -> dict[str, CacheRecord]:
    return records(CACHE_MOUNT, **sizes)


def test_a_build_that_only_adds_to_the_cache_is_undisturbed() -> None:
    before = mounts(a=1)
    assert disturbance(frozenset("a"), before, mounts(a=1, b=2), ()) == ""


def test_a_result_that_a_step_would_have_used_and_that_is_gone_is_named() -> None:
    said = disturbance(frozenset(), records(a=1), records(a=1), (EDITED, EVICTED))
    assert said == "the engine had dropped the cached result of line 5"


def test_an_edit_disturbs_nothing() -> None:
    assert disturbance(frozenset(), records(a=1), records(a=1), (EDITED,)) == ""


def test_a_cache_mount_lost_between_two_builds_of_a_series_is_named() -> None:
    said = disturbance(frozenset({"a", "b"}), mounts(a=1), mounts(a=1), ())
    assert said == "before it the engine dropped 1 of the series' cache mounts"


def test_a_cache_mount_lost_while_building_is_named() -> None:
    said = disturbance(frozenset("a"), mounts(a=1, b=1), mounts(b=1), ())
    assert said == "meanwhile the engine dropped 1 of the series' cache mounts"


def test_what_the_engine_collects_of_others_disturbs_nothing() -> None:
    assert disturbance(frozenset("a"), mounts(a=1, b=1), mounts(a=1), ()) == ""


def test_another_running_build_is_named() -> None:
    busy = {"a": CacheRecord("a", "regular", "", 1, in_use=True)}
    assert disturbance(frozenset(), busy, busy, ()) == "somebody else was building"


def test_of_what_came_with_a_build_only_cache_mounts_are_the_series() -> None:
    after = {**mounts(old=1, new=2), **records(layer=3)}
    assert mounts_left(frozenset(), mounts(old=1), after) == {"new"}


def test_a_mount_that_went_is_forgotten_only_when_new_ones_have_come() -> None:
    known = frozenset({"kept", "gone"})
    unchanged = mounts_left(known, mounts(kept=1), mounts(kept=1))
    assert unchanged == known
    assert mounts_left(unchanged, mounts(kept=1), mounts(kept=1, new=1)) == {"kept", "new"}


def test_only_new_records_count_as_left_behind() -> None:
    assert left_behind(records(a=5), records(a=5, b=7, c=11)) == 18


DOCKERFILE = """FROM base AS builder
WORKDIR /src
COPY . .
RUN make
FROM base AS never
RUN forget
FROM base
WORKDIR /app
COPY --from=builder /src/app /app
"""
VARIANT = Variant("two", "lesson", "Two stages", "", "Dockerfile", DOCKERFILE)


def ran(*lines: int, cached: tuple[int, ...] = ()) -> tuple[StepResult, ...]:
    names = dict(enumerate(DOCKERFILE.splitlines(), start=1))
    every = sorted({*lines, *cached})
    return tuple(StepResult(names[one], "", one, 1.0, one in cached) for one in every)


def test_a_cold_build_that_ran_all_its_steps_left_none_to_others() -> None:
    assert foreign_steps(VARIANT, ran(3, 4, 9, cached=(2, 8))) == 0


def test_steps_that_were_cached_or_never_heard_of_were_somebody_elses() -> None:
    assert foreign_steps(VARIANT, ran(4, 9, cached=(2, 3, 8))) == 1
    assert foreign_steps(VARIANT, ran(cached=(2, 8))) == 3
    assert not_cold_words(1) == "not cold: 1 step was cached by somebody else's build"
    assert not_cold_words(3) == "not cold: 3 steps were cached by somebody else's build"


def test_one_step_for_two_equal_instructions_is_enough() -> None:
    twice = "FROM base AS a\nCOPY . .\nRUN one\nFROM base\nCOPY . .\nCOPY --from=a /one /one\n"
    variant = Variant("twice", "lesson", "", "", "Dockerfile", twice)
    steps = tuple(StepResult("", "", line, 1.0, False) for line in (3, 5, 6))
    assert foreign_steps(variant, steps) == 0


def test_every_cold_build_of_the_shipped_recording_was_cold() -> None:
    course, recording = load_course(), load_recording(shipped_recording())
    cold = [one for one in recording.builds if one.planned.scenario_id == "cold"]
    left = {
        one.planned.variant_id: foreign_steps(
            course.variants[one.planned.variant_id], summarise(one.events).steps
        )
        for one in cold
    }
    assert len(left) > 5
    assert set(left.values()) == {0}
