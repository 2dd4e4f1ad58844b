"""A small course with results, for tests of what is printed."""

import msgspec

from walkthrough.course.model import Course, Lesson, Promise, Scenario, Variant
from walkthrough.engine.model import BaseUsed, EngineFacts, ImageFacts, LayerFacts
from walkthrough.measure.model import Conditions, Sample, StepTiming
from walkthrough.measure.results import CourseResult, LessonResult, VariantResult
from walkthrough.measure.verdict import compare
from walkthrough.workspace.model import ContextFacts, FileSize

PROMISES = (
    Promise("image.unpacked_bytes", "simple", "small", below=0.1),
    Promise("cold.wall_s", "simple", "small"),
    Promise("rebuild.modules_downloaded", "simple", "small", equals=0),
)
LESSON = Lesson(
    "size", 1, "Size", 10, "", ("simple", "small"), ("cold", "rebuild"), PROMISES, (), ()
)
COURSE = Course(
    "Course",
    (LESSON,),
    {
        name: Variant(name, "size", name.title(), "", f"{name}.Dockerfile", "FROM scratch")
        for name in LESSON.variants
    },
    {
        "cold": Scenario("cold", "Cold build", "", "fresh"),
        "rebuild": Scenario("rebuild", "Nothing changed", "", "same"),
    },
    (),
)
CONDITIONS = Conditions(
    engine_id="0123456789ab",
    engine="Docker Engine",
    engine_version="28.5.2",
    image_store="overlay2",
    os="linux",
    architecture="amd64",
    cpus=2,
    memory_bytes=8_000_000_000,
    driver="engine-api",
    bases=(BaseUsed("alpine:3.22", "stand-in", "sha256:1"), BaseUsed("golang", "real", "sha256:2")),
    app_hash="app",
)
ENGINE = EngineFacts(
    "host",
    "docker",
    "28.5.2",
    "1.51",
    True,
    "overlay2",
    "overlay2",
    "linux",
    "amd64",
    2,
    8_000_000_000,
    "/var/lib/docker",
)


def sample(
    variant: str, scenario: str, wall_s: float, modules: int | None, **more: object
) -> Sample:
    return msgspec.convert(
        {
            "variant_id": variant,
            "variant_hash": variant,
            "scenario": scenario,
            "taken_at": "2026-01-01T00:00:00+00:00",
            "wall_s": wall_s,
            "resolve_s": 0.1,
            "context_s": 0.2,
            "steps_s": wall_s / 2,
            "export_s": 0.1,
            "cached_steps": 0 if scenario == "cold" else 3,
            "total_steps": 3,
            "modules_downloaded": modules,
            "context_bytes": 45_000_000,
            "steps": [StepTiming("RUN go build", "builder", 4, wall_s / 2, False)],
            **more,
        },
        Sample,
    )


def image(size: int) -> ImageFacts:
    layer = LayerFacts("sha256:a", "COPY . .", size, size // 3, 10)
    return ImageFacts("sha256:i", size, size // 3, True, (layer,))


def variant(name: str, size: int, cold: tuple[float, ...], modules: int | None) -> VariantResult:
    return VariantResult(
        COURSE.variants[name],
        image(size),
        ContextFacts(45_000_000, 100, (FileSize(".git/pack", 30_000_000),)),
        {
            "cold": tuple(sample(name, "cold", wall, 14) for wall in cold),
            "rebuild": (sample(name, "rebuild", 0.06, modules),),
        },
    )


def result(
    simple_cold: tuple[float, ...] = (20.7, 21.0, 21.9),
    small_cold: tuple[float, ...] = (20.8, 21.2, 21.4),
    recorded_on: str = "",
) -> CourseResult:
    variants = (
        variant("simple", 397_000_000, simple_cold, 14),
        variant("small", 15_100_000, small_cold, 0),
    )
    before, after = variants
    comparisons = tuple(compare(one, before.spread, after.spread) for one in PROMISES)
    conditions = msgspec.structs.replace(CONDITIONS, recorded_on=recorded_on)
    lesson = LessonResult(LESSON, variants, comparisons)
    return CourseResult(ENGINE, "unix:///socket (default socket)", conditions, (lesson,))
