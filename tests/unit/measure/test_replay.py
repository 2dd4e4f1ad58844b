"""A replay: what was recorded, told again, and never mixed with what is measured."""

import time
from pathlib import Path

import pytest

from tests.unit.measure.recordings import build, record, undated
from tests.unit.report.example import COURSE
from walkthrough.app_context import open_store
from walkthrough.build.model import BuildFinished
from walkthrough.errors import BadInputError, CancelledError
from walkthrough.measure.progress import (
    Building,
    BuildStarting,
    ImageMeasured,
    RunPlanned,
    SampleTaken,
)
from walkthrough.measure.replay import Replay, recorded_time

HASHES = {name: f"hash of {name}" for name in COURSE.variants}
RECORDING, SAMPLES = record(COURSE, HASHES)


def replayed(replay: Replay, *only: str) -> list[object]:
    return list(replay.run(COURSE.lessons, only, 0))


def test_a_replay_gives_the_samples_that_were_recorded() -> None:
    replay = Replay(COURSE, RECORDING, HASHES)
    events = replayed(replay)
    taken = [one.sample for one in events if isinstance(one, SampleTaken)]
    assert [undated(one) for one in taken] == [undated(one) for one in SAMPLES]
    assert [one.modules_downloaded for one in taken] == [2, 2, 2, 2]
    (lesson,) = replay.result(COURSE.lessons).lessons
    shown = {
        (variant.variant.id, scenario): [undated(one) for one in samples]
        for variant in lesson.variants
        for scenario, samples in variant.samples.items()
    }
    assert shown == {(one.variant_id, one.scenario): [undated(one)] for one in SAMPLES}
    assert [one.image.unpacked_bytes for one in lesson.variants if one.image] == [7_000_000] * 2


def test_what_builds_took_in_the_recording_is_known_where_it_has_all_of_them() -> None:
    pairs = [(one.variant_id, one.scenario) for one in SAMPLES]
    took = recorded_time(RECORDING, HASHES, pairs)
    assert took is not None
    assert took.cpus == RECORDING.conditions.cpus
    assert took.seconds == pytest.approx(sum(one.wall_s for one in SAMPLES), rel=0.01)
    one = recorded_time(RECORDING, HASHES, pairs[:1])
    assert one is not None and one.seconds < took.seconds
    assert recorded_time(RECORDING, HASHES, []) is None
    assert recorded_time(RECORDING, HASHES, [*pairs, ("another", "cold")]) is None
    assert recorded_time(RECORDING, {**HASHES, pairs[0][0]: "changed"}, pairs) is None


def test_a_replay_is_announced_and_headed_as_recorded() -> None:
    replay = Replay(COURSE, RECORDING, HASHES)
    first = replayed(replay)[0]
    assert isinstance(first, RunPlanned)
    assert (len(first.builds), first.recorded) == (4, True)
    assert "not measured here" in replay.result(COURSE.lessons).recorded


def test_a_replay_leaves_the_store_on_disk_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WALKTHROUGH_HOME", str(tmp_path))
    replay = Replay(COURSE, RECORDING, HASHES)
    replayed(replay)
    assert list(tmp_path.iterdir()) == []
    assert open_store(tmp_path).latest_conditions_key() is None


def test_only_the_scenarios_that_were_asked_for_are_replayed() -> None:
    events = replayed(Replay(COURSE, RECORDING, HASHES), "rebuild")
    assert {one.planned.scenario_id for one in events if isinstance(one, BuildStarting)} == {
        "rebuild"
    }


def test_a_build_of_another_dockerfile_is_left_out() -> None:
    events = replayed(Replay(COURSE, RECORDING, {**HASHES, "small": "changed"}))
    assert {one.planned.variant_id for one in events if isinstance(one, BuildStarting)} == {
        "simple"
    }


def test_a_recording_of_other_dockerfiles_is_refused() -> None:
    changed = dict.fromkeys(HASHES, "changed")
    with pytest.raises(BadInputError, match="of other Dockerfiles than these"):
        replayed(Replay(COURSE, RECORDING, changed))


def test_a_recording_of_other_scenarios_is_refused() -> None:
    recording, _ = record(COURSE, HASHES, only=["cold"])
    with pytest.raises(BadInputError, match="This is not recorded"):
        replayed(Replay(COURSE, recording, HASHES), "rebuild")


def test_a_replay_at_its_own_pace_takes_as_long_as_the_builds_took() -> None:
    recording, _ = record(COURSE, HASHES, only=["cold"], wall_s=0.2)
    assert recording.builds[1].events[-1].time_s == pytest.approx(1.2)
    began = time.perf_counter()
    events = list(Replay(COURSE, recording, HASHES).run(COURSE.lessons, (), 4))
    assert time.perf_counter() - began >= 1.4 / 4
    assert isinstance(events[-1], ImageMeasured)


def test_a_replay_can_be_stopped_while_it_waits() -> None:
    replay = Replay(COURSE, RECORDING, HASHES)
    run = replay.run(COURSE.lessons, (), 1.0)
    while not isinstance(next(run), Building):
        pass
    replay.cancel()
    with pytest.raises(CancelledError):
        list(run)


def test_a_replay_that_was_stopped_keeps_no_half_a_build() -> None:
    replay = Replay(COURSE, RECORDING, HASHES)
    seen = 0
    with pytest.raises(CancelledError):
        for event in replay.run(COURSE.lessons, (), 0):
            seen += isinstance(event, Building) and isinstance(event.event, BuildFinished)
            if isinstance(event, Building) and event.event == build(21.0)[0]:
                replay.cancel()
    assert seen == 1
    (lesson,) = replay.result(COURSE.lessons).lessons
    assert [len(one.samples["cold"]) for one in lesson.variants] == [1, 0]
