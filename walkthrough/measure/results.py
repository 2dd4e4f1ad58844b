"""What has been measured of a course, gathered for tables, reports and comparisons."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from walkthrough.course.metric import Metric
from walkthrough.course.model import Course, Lesson, Variant
from walkthrough.engine.model import EngineFacts, ImageFacts
from walkthrough.measure.model import Conditions, Sample
from walkthrough.measure.statistics import Spread, spread
from walkthrough.measure.usable import disturbance_of, left_out, usable
from walkthrough.measure.verdict import Comparison, compare
from walkthrough.workspace.model import ContextFacts

if TYPE_CHECKING:
    from walkthrough.measure.archive import Archive


class VariantResult(Struct, frozen=True):
    """All that is known of one variant; a scenario without samples has an empty tuple.

    `recorded` tells that it was measured elsewhere or earlier, and replayed.
    """

    variant: Variant
    image: ImageFacts | None
    context: ContextFacts | None
    samples: dict[str, tuple[Sample, ...]]
    recorded: bool = False

    def figures(self, metric: Metric) -> tuple[float, ...]:
        """The metric's values, one a sample; sizes have one, what was not measured has none."""
        if metric.kind in ("scenario", "build cache"):
            return _figures(usable(self._samples_behind(metric)), metric.figure)
        facts = self.image if metric.kind == "image" else self.context
        return () if facts is None else (float(getattr(facts, metric.figure)),)

    def spread(self, metric: Metric) -> Spread | None:
        """The metric's median and range, None where nothing was measured."""
        disturbed = disturbance_of(self._samples_behind(metric))
        return spread(self.figures(metric), disturbed, self._is_estimated(metric))

    def left_out(self, metric: Metric) -> tuple[Sample, ...]:
        """The samples of the metric that its figures do not rest on."""
        return left_out(self._samples_behind(metric))

    def _is_estimated(self, metric: Metric) -> bool:
        is_download = metric.figure == "download_bytes"
        return is_download and self.image is not None and self.image.download_estimated

    def _samples_behind(self, metric: Metric) -> tuple[Sample, ...]:
        """What was sampled for the metric; sizes of images and contexts come from no sample."""
        scenario = "cold" if metric.kind == "build cache" else metric.scenario
        return self.samples.get(scenario or "", ())


def _figures(samples: Sequence[Sample], figure: str) -> tuple[float, ...]:
    values = (getattr(sample, figure) for sample in samples)
    return tuple(float(value) for value in values if value is not None)


class LessonResult(Struct, frozen=True):
    """One lesson's variants in its order, and the comparisons it makes."""

    lesson: Lesson
    variants: tuple[VariantResult, ...]
    comparisons: tuple[Comparison, ...]


class CourseResult(Struct, frozen=True):
    """Results of some lessons, all under the same conditions, from the engine described."""

    engine: EngineFacts
    endpoint: str
    conditions: Conditions
    lessons: tuple[LessonResult, ...]

    @property
    def caveats(self) -> tuple[str, ...]:
        """What stands above every table of these figures."""
        stand_ins = any(base.kind == "stand-in" for base in self.conditions.bases)
        return tuple(filter(None, (self.recorded, "stand-in bases" if stand_ins else "")))

    @property
    def recorded(self) -> str:
        """What every table of a recorded run says above it; empty for a measured one."""
        conditions = self.conditions
        if not conditions.recorded_on:
            return ""
        return (
            f"recorded on {conditions.recorded_on}, {conditions.engine} "
            f"{conditions.engine_version}, {conditions.cpus} CPUs: not measured here"
        )


def variant_result(
    course: Course, variant_id: str, scenarios: Iterable[str], archive: "Archive", variant_hash: str
) -> VariantResult:
    """What the archive holds of a variant in these scenarios."""
    return VariantResult(
        variant=course.variants[variant_id],
        image=archive.image(variant_hash),
        context=archive.context(variant_hash),
        samples={scenario: archive.samples(variant_hash, scenario) for scenario in scenarios},
        recorded=bool(archive.conditions.recorded_on),
    )


def lesson_result(
    course: Course, lesson: Lesson, archive: "Archive", hashes: dict[str, str]
) -> LessonResult:
    """What the archive holds of a lesson. `hashes` maps variant ids to variant hashes."""
    variants = tuple(
        variant_result(course, name, lesson.scenarios, archive, hashes[name])
        for name in lesson.variants
    )
    by_id = {result.variant.id: result for result in variants}
    comparisons = tuple(
        compare(promise, by_id[promise.from_id].spread, by_id[promise.to].spread)
        for promise in lesson.comparisons
    )
    return LessonResult(lesson, variants, comparisons)


def over_lessons(lessons: Sequence[LessonResult]) -> tuple[VariantResult, ...]:
    """Each variant once, as the lessons bring them, with what any of them measured of it.

    A lesson knows its own scenarios only. A scenario that two have is the same samples in both.
    """
    variants: dict[str, VariantResult] = {}
    for lesson in lessons:
        for one in lesson.variants:
            known = variants.get(one.variant.id, one)
            samples = {**known.samples, **one.samples}
            variants[one.variant.id] = replace(known, samples=samples)
    return tuple(variants.values())
