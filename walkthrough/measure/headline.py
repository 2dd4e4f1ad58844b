"""The figure that a lesson turns on, as the reader has measured it. Pure functions."""

from collections.abc import Mapping

from msgspec import Struct

from walkthrough.course.metric import Metric, parse_metric
from walkthrough.course.model import Lesson, Promise
from walkthrough.measure.results import VariantResult
from walkthrough.measure.statistics import Spread
from walkthrough.measure.verdict import Comparison, compare


class Headline(Struct, frozen=True):
    """A comparison with the medians of both its sides."""

    comparison: Comparison
    metric: Metric
    before: float
    after: float


def compared(promise: Promise, results: Mapping[str, VariantResult]) -> Comparison:
    """What the results say to a comparison that a lesson makes."""

    def spread_of(variant_id: str, metric: Metric) -> Spread | None:
        result = results.get(variant_id)
        return None if result is None else result.spread(metric)

    return compare(
        promise,
        lambda metric: spread_of(promise.from_id, metric),
        lambda metric: spread_of(promise.to, metric),
    )


def headline(lesson: Lesson, results: Mapping[str, VariantResult]) -> Headline | None:
    """What the lesson brought: its first comparison that both sides were measured in."""
    for promise in lesson.comparisons:
        comparison = compared(promise, results)
        metric = parse_metric(promise.metric)
        if comparison.verdict == "not measured":
            continue
        before = results[promise.from_id].spread(metric)
        after = results[promise.to].spread(metric)
        if before is not None and after is not None:
            return Headline(comparison, metric, before.median, after.median)
    return None
