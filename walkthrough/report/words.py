"""A comparison said in words. Pure functions."""

from collections.abc import Sequence

from walkthrough.course.metric import Metric, parse_metric
from walkthrough.measure.model import Sample
from walkthrough.measure.results import LessonResult
from walkthrough.measure.statistics import RANGE_FROM, Spread
from walkthrough.measure.verdict import Comparison
from walkthrough.report.numbers import JOIN, median_of, times

LOWER = {"s": "faster", "bytes": "smaller", "count": "fewer"}
HIGHER = {"s": "slower", "bytes": "larger", "count": "more"}


def disturbance_words(reason: str) -> str:
    """`disturbed: somebody else was building`; empty without a reason."""
    return f"disturbed: {reason}" if reason else ""


def sample_words(sample: Sample) -> str:
    """What is to be said of a disturbed sample; one that was not cold says that."""
    return sample.disturbed if sample.foreign_steps else disturbance_words(sample.disturbed)


def left_out_words(samples: Sequence[Sample]) -> str:
    """`1 run is left out, disturbed: somebody else was building`; empty for none."""
    reasons: dict[str, int] = {}
    for one in samples:
        reason = sample_words(one)
        reasons[reason] = reasons.get(reason, 0) + 1
    return "; ".join(
        f"{count}{JOIN}{'run is' if count == 1 else 'runs are'} left out, {reason}"
        for reason, count in reasons.items()
    )


def verdict_words(comparison: Comparison, metric: Metric) -> str:
    """`19× faster`, `too close to call`, `the same`, `not measured yet`."""
    if comparison.verdict == "not measured":
        return "not measured yet"
    if comparison.verdict == "equal":
        return "the same"
    if comparison.verdict == "too close to call":
        return "too close to call"
    lower = comparison.verdict == "lower"
    direction = (LOWER if lower else HIGHER)[metric.unit]
    if not comparison.ratio:
        return "none" if lower else "none before"
    factor = 1 / comparison.ratio if lower else comparison.ratio
    if times(factor) == times(1):
        return "about the same"
    return f"{times(factor)} {direction}{_factor_range(comparison, lower)}"


def _factor_range(comparison: Comparison, lower: bool) -> str:
    low, high = comparison.low, comparison.high
    if not low or not high or low == high or comparison.samples < RANGE_FROM:
        return ""
    if lower:
        low, high = 1 / high, 1 / low
    return f" ({times(low)} to {times(high)})"


def promise_words(comparison: Comparison) -> str:
    """Whether the figures hold what the lesson promises; empty where it promises nothing."""
    return {None: "", True: "kept", False: "BROKEN"}[comparison.kept]


def figures_of(comparison: Comparison, result: LessonResult) -> tuple[str, str]:
    """The medians of both sides, first `from`'s, then `to`'s; empty where not measured."""
    metric = parse_metric(comparison.metric)
    by_id = {one.variant.id: one.spread(metric) for one in result.variants}
    after, before = by_id[comparison.to], by_id[comparison.from_id]
    return _figure(before, metric), _figure(after, metric)


def _figure(value: Spread | None, metric: Metric) -> str:
    return "" if value is None else median_of(value, metric.unit)
