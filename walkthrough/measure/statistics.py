"""Medians, ranges and ratios of a few builds, and what may be said of them. Pure functions.

Builds are few (one to five) and slow, so nothing here assumes a distribution: what is shown is the
median, the smallest and the largest value, and a ratio with the range those allow.
"""

from collections.abc import Sequence

from msgspec import Struct

ASSUMED_NOISE = 0.1
RANGE_FROM = 3


class Spread(Struct, frozen=True):
    """The median of some values with their smallest and largest.

    `disturbed` says what disturbed the builds that they are of, empty where nothing did;
    `estimated` that they were worked out, because the engine does not keep what they are of.
    """

    median: float
    low: float
    high: float
    count: int
    disturbed: str = ""
    estimated: bool = False

    @property
    def has_range(self) -> bool:
        """A range is shown from three samples on."""
        return self.count >= RANGE_FROM


class Ratio(Struct, frozen=True):
    """`to` as a fraction of `from`: 0.1 is a tenth. `low` and `high` are what the ranges allow."""

    value: float
    low: float
    high: float


def spread(values: Sequence[float], disturbed: str = "", estimated: bool = False) -> Spread | None:
    """The spread of the values, None for no values; `disturbed` and `estimated` go with it."""
    if not values:
        return None
    from statistics import median

    return Spread(median(values), min(values), max(values), len(values), disturbed, estimated)


def widened(times: Spread) -> Spread:
    """A spread of times as it is compared.

    One build says nothing of its own noise. Until there are two, a tenth on either side stands in
    for it, so that one lucky build never wins by a hair.
    """
    if times.count > 1:
        return times
    return Spread(
        times.median,
        times.low * (1 - ASSUMED_NOISE),
        times.high * (1 + ASSUMED_NOISE),
        times.count,
        times.disturbed,
    )


def ratio(before: Spread, after: Spread) -> Ratio | None:
    """`after` as a fraction of `before`, None where `before` holds a zero."""
    if before.low <= 0:
        return None
    return Ratio(
        after.median / before.median,
        after.low / before.high,
        after.high / before.low,
    )


def overlap(one: Spread, other: Spread) -> bool:
    """Whether the two ranges share a value, so that their order is not known."""
    return one.low <= other.high and other.low <= one.high
