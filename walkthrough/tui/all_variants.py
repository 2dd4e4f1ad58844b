"""Every variant of the course in one metric: which are measured, which are not, which never. Pure.

The order is that of the lessons; each variant stands once.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from walkthrough.course.metric import Metric, parse_metric
from walkthrough.course.model import Course, Promise
from walkthrough.measure.headline import compared
from walkthrough.measure.statistics import Spread
from walkthrough.measure.verdict import Comparison
from walkthrough.report.story import Results, journey

OF_VARIANT = ("image.unpacked_bytes", "image.download_bytes", "context.bytes", "context.files")
BUILD_CACHE = "build_cache_bytes"


class VariantRow(Struct, frozen=True):
    """One variant in one metric. `lesson` is the number of the first lesson that measures it.

    `against` compares it with the variant that the journey starts from, None for that one and
    where one of the two was not measured.
    """

    variant_id: str
    lesson: int
    spread: Spread | None
    against: Comparison | None


class MetricTable(Struct, frozen=True):
    """A metric's rows with the lengths of their bars, by variant.

    `never` are the variants that no lesson measures in it.
    """

    metric: Metric
    reference: str
    rows: tuple[VariantRow, ...]
    lengths: Mapping[str, float]
    never: tuple[str, ...]

    @property
    def measured(self) -> int:
        """How many of the variants have a figure."""
        return sum(row.spread is not None for row in self.rows)


def journey_metrics(course: Course) -> tuple[Metric, ...]:
    """All that can be compared over the course: sizes, then times, then modules."""
    measured = {name for lesson in course.lessons for name in lesson.scenarios}
    scenarios = [name for name in course.scenarios if name in measured]
    warm = [name for name in scenarios if course.scenarios[name].cache == "same"]
    names = (
        *OF_VARIANT,
        BUILD_CACHE,
        *(f"{name}.wall_s" for name in scenarios),
        *(f"{name}.modules_downloaded" for name in warm),
    )
    return tuple(parse_metric(name) for name in names)


def metric_table(course: Course, metric: Metric, results: Results) -> MetricTable:
    """What is known of every variant in this metric."""
    reference = journey(course)[0]
    rows = []
    never = []
    for variant_id in _in_order(course):
        lesson = _measured_in(course, variant_id, metric)
        if lesson is None:
            never.append(variant_id)
            continue
        result = results.get(variant_id)
        spread = None if result is None else result.spread(metric)
        against = None
        if spread is not None and variant_id != reference:
            one = compared(Promise(metric.id, reference, variant_id), results)
            against = one if one.verdict != "not measured" else None
        rows.append(VariantRow(variant_id, lesson, spread, against))
    lengths = bar_lengths(metric, results, [row.variant_id for row in rows])
    return MetricTable(metric, reference, tuple(rows), lengths, tuple(never))


def bar_lengths(metric: Metric, results: Results, variants: Sequence[str]) -> dict[str, float]:
    """What bars are drawn from: medians; one too close to call to the longest is drawn as long."""
    medians = {
        name: spread.median
        for name in variants
        if name in results and (spread := results[name].spread(metric)) is not None
    }
    if not medians:
        return {}
    longest = max(medians, key=lambda name: medians[name])

    def is_as_long(name: str) -> bool:
        one = compared(Promise(metric.id, longest, name), results)
        return one.verdict == "too close to call"

    return {
        name: medians[longest] if is_as_long(name) else value for name, value in medians.items()
    }


def _in_order(course: Course) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for lesson in course.lessons for name in lesson.variants))


def _measured_in(course: Course, variant_id: str, metric: Metric) -> int | None:
    """The first lesson whose builds give this figure of the variant; the image needs a cold one."""
    for lesson in course.lessons:
        needed = metric.scenario or next(
            (name for name in lesson.scenarios if course.scenarios[name].cache == "fresh"), ""
        )
        if variant_id in lesson.variants and needed in lesson.scenarios:
            return lesson.number
    return None
