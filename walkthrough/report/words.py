"""A comparison said in words. Pure functions."""

from walkthrough.course.metric import Metric, parse_metric
from walkthrough.measure.results import LessonResult
from walkthrough.measure.statistics import Spread
from walkthrough.measure.verdict import Comparison
from walkthrough.report.numbers import figure, times

LOWER = {"s": "faster", "bytes": "smaller", "count": "fewer"}
HIGHER = {"s": "slower", "bytes": "larger", "count": "more"}


def verdict_words(comparison: Comparison, metric: Metric) -> str:
    """`19× faster`, `too close to call`, `the same`, `not measured yet`."""
    if comparison.verdict == "not measured":
        return "not measured yet"
    if comparison.verdict == "equal":
        return "the same"
    if comparison.verdict == "too close to call":
        alone = ", one sample each" if comparison.single else ""
        return f"too close to call{alone}"
    lower = comparison.verdict == "lower"
    direction = (LOWER if lower else HIGHER)[metric.unit]
    if not comparison.ratio:
        return f"none {'left' if lower else 'before'}"
    factor = 1 / comparison.ratio if lower else comparison.ratio
    return f"{times(factor)} {direction}{_factor_range(comparison, lower)}"


def _factor_range(comparison: Comparison, lower: bool) -> str:
    low, high = comparison.low, comparison.high
    if not low or not high or low == high:
        return ""
    if lower:
        low, high = 1 / high, 1 / low
    return f" ({times(low)} to {times(high)})"


def comparison_line(comparison: Comparison, result: LessonResult) -> str:
    """One line: the metric, both figures, the verdict, and what the lesson promised."""
    metric = parse_metric(comparison.metric)
    by_id = {one.variant.id: one.spread(metric) for one in result.variants}
    before, after = by_id[comparison.from_id], by_id[comparison.to]
    said = verdict_words(comparison, metric)
    shown = _pair(before, after, metric)
    promise = {None: "", True: "  as promised", False: "  NOT as the lesson promises"}
    return (
        f"{metric.title}: {comparison.to} against {comparison.from_id}{shown}: "
        f"{said}{promise[comparison.kept]}"
    )


def _pair(before: Spread | None, after: Spread | None, metric: Metric) -> str:
    if before is None or after is None:
        return ""
    return f", {figure(after.median, metric.unit)} against {figure(before.median, metric.unit)}"
