"""What has been measured of a course, gathered for tables, reports and comparisons."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from walkthrough.course.metric import Metric
from walkthrough.course.model import Course, Lesson, Variant
from walkthrough.engine.model import EngineFacts, ImageFacts
from walkthrough.measure.model import Conditions, Sample
from walkthrough.measure.statistics import Spread, spread
from walkthrough.measure.verdict import Comparison, compare
from walkthrough.workspace.model import ContextFacts

if TYPE_CHECKING:
    from walkthrough.measure.archive import Archive


class VariantResult(Struct, frozen=True):
    """All that is known of one variant; a scenario without samples has an empty tuple."""

    variant: Variant
    image: ImageFacts | None
    context: ContextFacts | None
    samples: dict[str, tuple[Sample, ...]]

    def figures(self, metric: Metric) -> tuple[float, ...]:
        """The metric's values, one a sample; sizes have one, what was not measured has none."""
        if metric.scenario is not None:
            return _figures(self.samples.get(metric.scenario, ()), metric.figure)
        if metric.kind == "build cache":
            return _figures(self.samples.get("cold", ()), metric.figure)
        facts = self.image if metric.kind == "image" else self.context
        return () if facts is None else (float(getattr(facts, metric.figure)),)

    def spread(self, metric: Metric) -> Spread | None:
        """The metric's median and range, None where nothing was measured."""
        return spread(self.figures(metric))


def _figures(samples: Sequence[Sample], figure: str) -> tuple[float, ...]:
    values = (getattr(sample, figure) for sample in samples if not sample.disturbed)
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
        compare(promise, by_id[promise.from_id].figures, by_id[promise.to].figures)
        for promise in lesson.comparisons
    )
    return LessonResult(lesson, variants, comparisons)
