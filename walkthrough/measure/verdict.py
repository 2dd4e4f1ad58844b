"""What may be said of two variants in one metric. Pure functions."""

from collections.abc import Callable
from typing import Literal

from msgspec import Struct

from walkthrough.course.metric import Metric, parse_metric
from walkthrough.course.model import Promise
from walkthrough.measure.statistics import Spread, overlap, ratio, widened

Judgement = Literal["lower", "higher", "equal", "too close to call", "not measured"]


class Comparison(Struct, frozen=True):
    """`to` against `from_id` in one metric.

    `ratio` is `to` as a fraction of `from_id` with the range that the samples allow; all three are
    None where one side was not measured or `from_id` is zero. `samples` is how many the side with
    fewer has. `kept` tells whether the figures hold what the lesson promises, None where it
    promises nothing or nobody can tell. `disturbed` says what disturbed the builds of either side.
    """

    metric: str
    from_id: str
    to: str
    ratio: float | None
    low: float | None
    high: float | None
    verdict: Judgement
    samples: int = 0
    kept: bool | None = None
    disturbed: str = ""


Spreads = Callable[[Metric], Spread | None]


def compare(promise: Promise, spread_before: Spreads, spread_after: Spreads) -> Comparison:
    """The comparison that a lesson asks for, as the figures of both variants decide it."""
    metric = parse_metric(promise.metric)
    before, after = spread_before(metric), spread_after(metric)
    names = (promise.metric, promise.from_id, promise.to)
    if before is None or after is None:
        return Comparison(*names, None, None, None, "not measured")
    share = ratio(before, after)
    verdict = judge(metric, before, after)
    return Comparison(
        *names,
        share.value if share else None,
        share.low if share else None,
        share.high if share else None,
        verdict,
        min(before.count, after.count),
        None if verdict == "too close to call" else _kept(promise, before, after),
        after.disturbed or before.disturbed,
    )


def judge(metric: Metric, before: Spread, after: Spread) -> Judgement:
    """Whether `after` is lower or higher, or nobody can tell.

    Times are noisy: where the ranges overlap there is no verdict. Sizes and counts are not.
    """
    if metric.unit == "s":
        if overlap(widened(before), widened(after)):
            return "too close to call"
    elif before.median == after.median:
        return "equal"
    return "lower" if after.median < before.median else "higher"


def _kept(promise: Promise, before: Spread, after: Spread) -> bool | None:
    if promise.equals is not None:
        return after.median == promise.equals
    if promise.below is not None:
        return after.median < promise.below * before.median
    return None
