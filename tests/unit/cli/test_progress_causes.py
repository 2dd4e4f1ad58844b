"""What a run prints of why steps were not cached, as plain lines and on a live display."""

import io

import msgspec
from rich.console import Console

from tests.unit.measure.recordings import record
from tests.unit.report.example import COURSE
from walkthrough.cli.progress import LiveProgress, PlainProgress
from walkthrough.measure.explain_cause import FileChange, FilesChanged, InstructionChanged
from walkthrough.measure.plan import PlannedBuild
from walkthrough.measure.progress import MissExplained, SampleTaken
from walkthrough.measure.recording import Recorder, Recording
from walkthrough.measure.replay import Replay
from walkthrough.report.numbers import JOIN

PLANNED = PlannedBuild("size", "simple", "rebuild")
CAUSES = (
    FilesChanged("builder", 4, "COPY [a-z]* .", (FileChange("main.go", 2100, 2050),)),
    InstructionChanged("runtime", 9, "WORKDIR /srv", 9, "WORKDIR /srv", "WORKDIR /app"),
)
EXPLAINED = MissExplained(PLANNED, CAUSES)
LINES = [
    "not cached: line 4, COPY [a-z]* .: main.go changed (2.1 kB, was 2.0 kB)",
    "not cached: line 9, WORKDIR /srv: the instruction changed; it was WORKDIR /app",
]


def test_each_cause_is_a_plain_line_of_its_own() -> None:
    said: list[str] = []
    PlainProgress(said.append).show(EXPLAINED)
    assert [line.strip().replace(JOIN, " ") for line in said] == LINES


def test_a_live_display_keeps_brackets_of_an_instruction() -> None:
    shown = io.StringIO()
    with LiveProgress(Console(file=shown, width=120)) as live:
        live.show(EXPLAINED)
    lines = [line.strip().replace(JOIN, " ") for line in shown.getvalue().splitlines()]
    assert [line for line in lines if line] == LINES


def test_a_replay_tells_the_causes_that_were_recorded() -> None:
    hashes = {name: name for name in COURSE.variants}
    recording, _ = record(COURSE, hashes)
    builds = [
        msgspec.structs.replace(one, causes=CAUSES) if one.planned.scenario_id == "rebuild" else one
        for one in recording.builds
    ]
    kept = msgspec.json.encode(msgspec.structs.replace(recording, builds=tuple(builds)))
    replay = Replay(COURSE, msgspec.json.decode(kept, type=Recording), hashes)
    events = list(replay.run(COURSE.lessons, (), 0))
    explained = [event.causes for event in events if isinstance(event, MissExplained)]
    assert explained == [CAUSES, CAUSES]
    samples = [event.sample for event in events if isinstance(event, SampleTaken)]
    assert [one.causes for one in samples if one.scenario == "rebuild"] == [CAUSES, CAUSES]
    assert [one.causes for one in samples if one.scenario == "cold"] == [(), ()]


def test_what_is_recorded_keeps_its_causes() -> None:
    recording, samples = record(COURSE, {name: name for name in COURSE.variants})
    sample = msgspec.structs.replace(samples[-1], causes=CAUSES)
    recorder = Recorder()
    recorder.listen(SampleTaken(PLANNED, sample, recording.builds[-1].context))
    (build,) = recorder.recording(recording.engine, recording.conditions).builds
    assert build.causes == CAUSES
