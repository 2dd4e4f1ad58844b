"""What is said of two variants, from their figures."""

from collections.abc import Sequence

import pytest

from walkthrough.course.metric import Metric
from walkthrough.course.model import Promise
from walkthrough.measure.statistics import Spread, spread
from walkthrough.measure.verdict import Comparison, Spreads, compare


def always(values: Sequence[float]) -> Spreads:
    def spread_of(_metric: Metric) -> Spread | None:
        return spread(values)

    return spread_of


def compared(
    metric: str,
    before: Sequence[float],
    after: Sequence[float],
    below: float | None = None,
    equals: float | None = None,
) -> Comparison:
    promise = Promise(metric, "before", "after", below, equals)
    return compare(promise, always(before), always(after))


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        ([20.7], [1.1], "lower"),
        ([1.1], [20.7], "higher"),
        ([20.7], [21.9], "too close to call"),
        ([20.7, 20.8], [20.9, 21.0], "higher"),
        ([20.7, 21.5, 20.9], [21.0, 21.2, 21.4], "too close to call"),
        ([20.7, 20.8, 20.9], [19.0, 19.1, 20.0], "lower"),
    ],
)
def test_times_are_called_only_when_their_ranges_are_apart(
    before: list[float], after: list[float], verdict: str
) -> None:
    assert compared("code-edit.wall_s", before, after).verdict == verdict


def test_sizes_are_exact_and_never_too_close_to_call() -> None:
    assert compared("image.unpacked_bytes", [1001], [1000]).verdict == "lower"
    assert compared("image.unpacked_bytes", [1000], [1000]).verdict == "equal"


def test_what_was_not_measured_has_no_verdict_and_no_ratio() -> None:
    comparison = compared("cold.wall_s", [20.0], [], below=0.5)
    assert comparison.verdict == "not measured"
    assert (comparison.ratio, comparison.kept) == (None, None)


def test_a_promise_is_kept_or_broken_by_the_figures() -> None:
    assert compared("image.unpacked_bytes", [400], [15], below=0.1).kept is True
    assert compared("image.unpacked_bytes", [400], [41], below=0.1).kept is False
    assert compared("code-edit.modules_downloaded", [14], [0], equals=0).kept is True
    assert compared("code-edit.modules_downloaded", [14], [1], equals=0).kept is False
    assert compared("code-edit.modules_downloaded", [14], [0]).kept is None


def test_a_promise_about_times_that_nobody_can_tell_is_not_called_kept() -> None:
    comparison = compared("cold.wall_s", [20.0, 30.0], [9.0, 25.0], below=0.9)
    assert (comparison.verdict, comparison.kept) == ("too close to call", None)


def test_the_side_with_fewer_samples_counts() -> None:
    assert compared("cold.wall_s", [20.0, 20.1, 20.2], [10.0]).samples == 1
