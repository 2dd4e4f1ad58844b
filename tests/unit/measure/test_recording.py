"""A recording: what it keeps of a run, what it never tells, and what becomes of a bad file."""

import gzip
from pathlib import Path

import msgspec
import pytest

from tests.unit.measure.recordings import DOWNLOAD, build, record
from tests.unit.report.example import CONDITIONS, COURSE
from walkthrough.build.model import StepFinished, StepLog, StepProgress
from walkthrough.build.timing import summarise
from walkthrough.engine.model import BaseUsed
from walkthrough.errors import BadInputError
from walkthrough.measure.recording import (
    Recording,
    anonymous,
    load_recording,
    save_recording,
    thinned,
    unfinished,
)

HASHES = {name: f"hash of {name}" for name in COURSE.variants}


@pytest.fixture
def recording() -> Recording:
    return record(COURSE, HASHES)[0]


def with_error(recording: Recording, said: str) -> Recording:
    """The recording with a step of its first build that failed, and retold it in its name."""
    first, *others = recording.builds
    step = msgspec.structs.replace(DOWNLOAD, name=f"[builder 3/3] RUN {said}")
    failed = StepFinished(1.0, step, cached=False, intervals=((0.0, 1.0),), error=said)
    changed = msgspec.structs.replace(first, events=(*first.events, failed))
    return msgspec.structs.replace(recording, builds=(changed, *others))


def text_of(recording: Recording) -> str:
    return msgspec.json.encode(recording).decode()


def test_a_recording_comes_back_as_it_was_saved(recording: Recording, tmp_path: Path) -> None:
    file = tmp_path / "recorded.json.gz"
    save_recording(recording, file)
    assert load_recording(file) == recording
    assert list(tmp_path.iterdir()) == [file]


def test_every_measured_build_is_kept_with_its_own_events(recording: Recording) -> None:
    assert [(one.planned.variant_id, one.planned.scenario_id) for one in recording.builds] == [
        ("simple", "cold"),
        ("small", "cold"),
        ("simple", "rebuild"),
        ("small", "rebuild"),
    ]
    assert [one.events[-1].time_s for one in recording.builds] == [20.0, 21.0, 22.0, 23.0]
    assert [one.variant_hash for one in recording.builds[:2]] == ["hash of simple", "hash of small"]
    assert set(recording.images) == {"simple", "small"}


def test_a_build_that_only_fills_a_cache_leaves_nothing_in_the_next_ones_events() -> None:
    kept = record(COURSE, HASHES, only=["rebuild"])[0].builds
    assert [one.events[0].time_s for one in kept] == pytest.approx([2.1, 2.3])
    assert [len(one.events) for one in kept] == [len(thinned(list(build(20.0))))] * 2


def test_progress_is_thinned_and_nothing_else() -> None:
    events = list(build(20.0))
    kept = thinned(events)
    assert sum(isinstance(one, StepProgress) for one in kept) == 1
    assert summarise(kept) == summarise(events)


def test_the_log_names_no_host(recording: Recording) -> None:
    lines = [one.text for one in recording.builds[0].events if isinstance(one, StepLog)]
    assert lines[0].startswith("# get $GOPROXY/github.com/rs/zerolog/@v/v1.33.0.zip: 200")
    assert lines[2].startswith("# get $GOPROXY/sumdb/$GOSUMDB/supported")
    assert "example.org" not in text_of(recording)


def test_neither_an_error_nor_a_step_names_a_host(recording: Recording) -> None:
    told = with_error(recording, 'Get "https://modules.example.org/x": lookup dns.example.org: no')
    assert "example.org" in text_of(told)
    assert "example.org" not in text_of(anonymous(told, {}))


def test_the_machine_and_the_mirror_of_its_bases_are_not_named() -> None:
    base = BaseUsed("alpine:3.22", "real", "sha256:1", note="from mirror.example.org, with CAs")
    conditions = msgspec.structs.replace(CONDITIONS, bases=(base,))
    kept = record(COURSE, HASHES, conditions=conditions)[0]
    assert kept.conditions.bases == (msgspec.structs.replace(base, note=""),)
    assert kept.conditions.recorded_on
    assert (kept.engine.name, kept.engine.root_directory, kept.conditions.engine_id) == ("", "", "")
    told = msgspec.structs.replace(
        with_error(kept, "pulled from mirror.example.org"), conditions=conditions
    )
    assert "mirror.example.org" not in text_of(anonymous(told, {}))


@pytest.mark.parametrize(
    ("said", "environment"),
    [
        ("see https://modules.example.org/x", {}),
        ("from modules.example.org", {"GOPROXY": "https://modules.example.org/go,direct"}),
    ],
)
def test_a_recording_that_names_a_host_is_not_saved(
    recording: Recording, tmp_path: Path, said: str, environment: dict[str, str]
) -> None:
    file = tmp_path / "recorded.json.gz"
    with pytest.raises(BadInputError, match="which hosts this machine uses") as refused:
        save_recording(with_error(recording, said), file, environment)
    assert "modules.example.org" in refused.value.why
    assert list(tmp_path.iterdir()) == []


def test_the_draft_of_a_recording_is_no_other_file(recording: Recording, tmp_path: Path) -> None:
    other = tmp_path / "course.unfinished"
    other.write_text("mine")
    save_recording(recording, tmp_path / "course.gz")
    assert other.read_text() == "mine"
    assert unfinished(tmp_path / "course.gz").name == "course.gz.unfinished"


def test_a_recording_that_cannot_be_written_leaves_the_old_one(
    recording: Recording, tmp_path: Path
) -> None:
    file = tmp_path / "recorded.json.gz"
    save_recording(recording, file)
    unfinished(file).mkdir()
    with pytest.raises(BadInputError, match="cannot be written"):
        save_recording(recording, file)
    assert load_recording(file) == recording


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"no gzip",
        gzip.compress(b"{", mtime=0),
        gzip.compress(b'{"schema": 1}', mtime=0),
        b"\x1f\x8b\x08half",
    ],
    ids=["empty", "no gzip", "broken JSON", "incomplete", "half"],
)
def test_a_damaged_recording_is_refused_in_three_parts(tmp_path: Path, damaged: bytes) -> None:
    file = tmp_path / "recorded.json.gz"
    file.write_bytes(damaged)
    with pytest.raises(BadInputError) as refused:
        load_recording(file)
    assert str(file) in refused.value.what
    assert refused.value.why
    assert "walkthrough record" in refused.value.next_step


def test_a_recording_that_was_cut_short_is_refused(recording: Recording, tmp_path: Path) -> None:
    file = tmp_path / "recorded.json.gz"
    save_recording(recording, file)
    file.write_bytes(file.read_bytes()[:-20])
    with pytest.raises(BadInputError, match="cannot be read"):
        load_recording(file)


def test_a_recording_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInputError) as refused:
        load_recording(tmp_path / "nothing.gz")
    assert refused.value.why == "No such file or directory."
