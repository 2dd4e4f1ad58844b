"""Small recordings: made by the recorder from builds that are written down."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from tests.unit.build.requests import request
from tests.unit.report.example import CONDITIONS, ENGINE, image
from walkthrough.app_context import sample_app, variant_hashes
from walkthrough.build.fake import FakeDriver
from walkthrough.build.model import (
    BuildEvent,
    BuildFinished,
    BuildWarned,
    ContextSent,
    Step,
    StepFinished,
    StepLog,
    StepProgress,
    StepStarted,
)
from walkthrough.build.timing import summarise
from walkthrough.course.load import load_course
from walkthrough.course.model import Course
from walkthrough.measure.model import Conditions, Sample
from walkthrough.measure.plan import plan_builds
from walkthrough.measure.progress import (
    Building,
    BuildStarting,
    ImageMeasured,
    RunPlanned,
    SampleTaken,
)
from walkthrough.measure.recording import Recorder, Recording, save_recording
from walkthrough.measure.sample import sample_of
from walkthrough.workspace.model import ContextFacts, FileSize

COPY = Step("sha256:c", "[builder 2/3] COPY . .", "instruction", "builder", 2, 3, 3)
DOWNLOAD = Step("sha256:d", "[builder 3/3] RUN go mod download -x", "instruction", "builder", 3, 3)
CONTEXT = ContextFacts(512, 2, (FileSize("main.go", 200),))
FETCHED = (
    "# get https://modules.example.org/go/github.com/rs/zerolog/@v/v1.33.0.zip: 200 OK (0.2s)",
    "# get https://modules.example.org/go/github.com/go-chi/chi/v5/@v/v5.1.0.zip: 200 OK (0.1s)",
    "# get https://modules.example.org/go/sumdb/sums.example.org/supported: 200 OK (0.1s)",
)


def build(wall_s: float, lines: Sequence[str] = FETCHED) -> tuple[BuildEvent, ...]:
    """One build of two steps that took this long; the first came from the cache."""
    begin, end = 0.2 * wall_s, 0.8 * wall_s
    return (
        ContextSent(0.1 * wall_s, 512, done=True),
        StepStarted(begin, COPY),
        StepFinished(begin, COPY, cached=True, intervals=((0.0, 0.0),)),
        StepStarted(begin, DOWNLOAD),
        *(StepProgress(begin + n / 1000, DOWNLOAD.id, "layer", n, 100) for n in range(100)),
        *(StepLog(begin, DOWNLOAD.id, "stderr", line) for line in lines),
        BuildWarned(begin, f"seen: {lines[-1]}" if lines else "casing"),
        StepFinished(end, DOWNLOAD, cached=False, intervals=((begin, end),)),
        BuildFinished(wall_s, "sha256:i"),
    )


def record(
    course: Course,
    hashes: Mapping[str, str],
    *,
    lessons: int = 1,
    only: Sequence[str] = (),
    wall_s: float = 20.0,
    conditions: Conditions = CONDITIONS,
) -> tuple[Recording, tuple[Sample, ...]]:
    """A run of the first lessons, recorded, and the samples that it took."""
    planned = plan_builds(course, course.lessons[:lessons], 1, lambda _variant, _scenario: 0, only)
    driver = FakeDriver(*(build(wall_s + number) for number in range(len(planned))))
    recorder = Recorder()
    samples = []
    recorder.listen(RunPlanned(planned, None))
    for number, one in enumerate(planned, start=1):
        recorder.listen(BuildStarting(number, len(planned), one, None))
        events = list(driver.build(request()))
        for event in events:
            recorder.listen(Building(one, event))
        if not one.measured:
            continue
        sample = sample_of(
            summarise(events),
            variant_id=one.variant_id,
            variant_hash=hashes[one.variant_id],
            scenario=one.scenario_id,
            taken_at="2026-01-01T00:00:00+00:00",
            build_cache_bytes=1000 if one.scenario_id == "cold" else None,
        )
        samples.append(sample)
        recorder.listen(SampleTaken(one, sample, CONTEXT))
        if one.scenario_id == "cold":
            recorder.listen(ImageMeasured(one.variant_id, image(7_000_000)))
    return recorder.recording(ENGINE, conditions), tuple(samples)


def save_course_recording(file: Path, *, wall_s: float = 20.0, only: Sequence[str] = ()) -> None:
    """Save a recording of the real course's first lesson, with today's hashes."""
    course = load_course()
    hashes = variant_hashes(course, sample_app())
    save_recording(record(course, hashes, only=only, wall_s=wall_s)[0], file)


def undated(sample: Sample) -> Sample:
    """The sample without the moment at which it was taken."""
    return msgspec.structs.replace(sample, taken_at="")
