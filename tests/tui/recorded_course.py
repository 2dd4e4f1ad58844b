"""A recording of the shipped course's first lessons, written down: every time in it is invented."""

from collections.abc import Iterator
from functools import cache

from walkthrough.app_context import sample_app, variant_hashes
from walkthrough.build.model import (
    BuildEvent,
    BuildFinished,
    ContextSent,
    Step,
    StepFinished,
    StepKind,
    StepLog,
    StepStarted,
)
from walkthrough.course.dockerfile import parse
from walkthrough.course.load import load_course
from walkthrough.course.model import Course, Scenario, Variant
from walkthrough.engine.model import BaseUsed, EngineFacts, ImageFacts, LayerFacts
from walkthrough.measure.model import Conditions
from walkthrough.measure.plan import PlannedBuild
from walkthrough.measure.recording import SCHEMA, RecordedBuild, Recording
from walkthrough.tui.run_state import SHOWN_KEYWORDS
from walkthrough.workspace.model import ContextFacts

RECORDED_LESSONS = ("simple-build", "multi-stage")
RUN_SECONDS = 20.0
COPY_SECONDS = 0.4
IMAGES = {"hello": 270, "simple": 397, "multi-stage": 15.1, "stages": 15.1, "scratch": 12.8}
CONDITIONS = Conditions(
    engine_id="",
    engine="Docker Engine",
    engine_version="28.5.2",
    image_store="overlay2",
    os="linux",
    architecture="amd64",
    cpus=2,
    memory_bytes=8_000_000_000,
    driver="engine-api",
    bases=(
        BaseUsed("golang:1.26-alpine", "stand-in", "sha256:1", "walkthrough.local/golang"),
        BaseUsed("alpine:3.22", "stand-in", "sha256:2", "walkthrough.local/alpine"),
    ),
    app_hash="app",
    recorded_on="2026-11-21",
)
ENGINE = EngineFacts(
    *("", "docker", "28.5.2", "1.51"),
    buildkit=True,
    image_store="overlay2",
    storage_driver="overlay2",
    os="linux",
    architecture="amd64",
    cpus=2,
    memory_bytes=8_000_000_000,
    root_directory="",
)


@cache
def course() -> Course:
    """The shipped course."""
    return load_course()


@cache
def hashes() -> dict[str, str]:
    """What identifies its variants now."""
    return variant_hashes(course(), sample_app())


@cache
def recording() -> Recording:
    """The lessons' builds, one run each."""
    lessons = [one for one in course().lessons if one.id in RECORDED_LESSONS]
    builds = {
        (variant, scenario): _recorded(lesson.id, variant, scenario)
        for lesson in lessons
        for scenario in lesson.scenarios
        for variant in lesson.variants
    }
    images = {name: _image(name) for lesson in lessons for name in lesson.variants}
    return Recording(SCHEMA, ENGINE, CONDITIONS, tuple(builds.values()), images)


def _recorded(lesson_id: str, variant_id: str, scenario_id: str) -> RecordedBuild:
    return RecordedBuild(
        planned=PlannedBuild(lesson_id, variant_id, scenario_id),
        variant_hash=hashes()[variant_id],
        context=ContextFacts(62_000_000, 120, ()),
        events=tuple(build_events(course().variants[variant_id], course().scenarios[scenario_id])),
        build_cache_bytes=None,
        disturbed="",
    )


def _image(variant_id: str) -> ImageFacts:
    size = int(IMAGES.get(variant_id, 14) * 1e6)
    layer = LayerFacts(f"sha256:{variant_id}", "COPY . .", size, size // 3, 10)
    return ImageFacts("sha256:i", size, size // 3, True, (layer,))


def build_events(variant: Variant, scenario: Scenario) -> Iterator[BuildEvent]:
    """A build whose RUN lines take long unless the scenario leaves everything cached."""
    time_s = 0.1
    yield ContextSent(time_s, 62_000_000, True)
    copied = False
    for stage in parse(variant.dockerfile).stages:
        shown = [one for one in stage.instructions if one.keyword in SHOWN_KEYWORDS]
        base = _step(variant, stage.line, "base", stage.name, 1, f"FROM {stage.base}")
        yield StepStarted(time_s, base)
        yield StepFinished(time_s, base, True, ((time_s, time_s),))
        for index, one in enumerate(shown, start=2):
            step = _step(
                variant, one.line, "instruction", stage.name, index, f"{one.keyword} {one.value}"
            )
            copied = copied or one.value == ". ."
            cached = scenario.id == "rebuild" or (scenario.cache == "same" and not copied)
            took = 0.0 if cached else RUN_SECONDS if one.keyword == "RUN" else COPY_SECONDS
            yield StepStarted(time_s, step)
            if took == RUN_SECONDS:
                yield StepLog(time_s + 1, step.id, "stderr", "go: downloading example.org/one v1")
                yield StepLog(time_s + 2, step.id, "stderr", "crypto/tls")
            yield StepFinished(time_s + took, step, cached, ((time_s, time_s + took),))
            time_s += took
    yield BuildFinished(time_s + 0.1, "sha256:image")


def _step(
    variant: Variant, line: int, kind: StepKind, stage: str | None, index: int, text: str
) -> Step:
    name = f"[{stage} {index}/9] {text}" if stage else f"[{index}/9] {text}"
    return Step(f"{variant.id}:{line}", name, kind, stage or "", index, 9, line)
