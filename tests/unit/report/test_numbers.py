"""Figures as they are read."""

import pytest

from walkthrough.measure.statistics import Spread
from walkthrough.report.numbers import number, seconds, size, span, times


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0"), (0.064, "0.06"), (0.996, "1.0"), (1.08, "1.1"), (21.24, "21.2"), (396.6, "397")],
)
def test_numbers_have_as_many_decimals_as_help(value: float, shown: str) -> None:
    assert number(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (512, "512 B"),
        (999, "999 B"),
        (15_100_000, "15.1 MB"),
        (396_600_000, "397 MB"),
        (999_700_000, "1.0 GB"),
    ],
)
def test_sizes_are_decimal_and_joined_to_their_unit(value: int, shown: str) -> None:
    assert size(value) == shown.replace(" ", "\u00a0")


def test_a_range_names_its_unit_once() -> None:
    assert span(Spread(21, 20.7, 21.9, 3), "s") == "20.7 to 21.9\u00a0s"
    assert span(Spread(1e6, 999_000, 1_100_000, 3), "bytes") == "999\u00a0kB to 1.1\u00a0MB"


def test_two_samples_have_no_range() -> None:
    assert span(Spread(21, 20.7, 21.9, 2), "s") == ""


def test_a_factor_is_never_a_fraction() -> None:
    assert (times(1.26), times(19.4), times(1234.0)) == ("1.3×", "19×", "1,234×")
    assert seconds(0.06) == "0.06\u00a0s"
