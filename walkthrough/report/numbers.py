"""Figures as people read them: the number, its unit, its range. Pure functions.

A number has one decimal from 1 to 100, none above, two below 1; a no-break space joins it to its
unit, so that a line never ends between them.
"""

from walkthrough.course.metric import Unit
from walkthrough.measure.statistics import Spread

JOIN = "\u00a0"


def number(value: float) -> str:
    """`0.06`, `1.1`, `21.2`, `397`."""
    if value == 0:
        return "0"
    if abs(value) < 0.995:
        return f"{value:.2f}"
    return f"{value:.1f}" if abs(value) < 99.95 else f"{value:,.0f}"


def seconds(value: float) -> str:
    """`0.06 s`, `21.2 s`; a build never takes so long that minutes would read better."""
    return f"{number(value)}{JOIN}s"


def size(value: float) -> str:
    """Bytes in decimal units, as the docker CLI has them: `15.1 MB`, `512 B`."""
    if value < 1000:
        return f"{value:.0f}{JOIN}B"
    for unit in ("kB", "MB"):
        value /= 1000
        if value < 999.5:
            return f"{number(value)}{JOIN}{unit}"
    return f"{number(value / 1000)}{JOIN}GB"


def figure(value: float, unit: Unit) -> str:
    """A value with its unit; a count is a whole number alone."""
    if unit == "s":
        return seconds(value)
    return size(value) if unit == "bytes" else f"{value:,.0f}"


def marked(words: str, disturbed: str) -> str:
    """`21.2 s (disturbed)` where the figure rests on disturbed builds, else as it is."""
    return f"{words} (disturbed)" if disturbed else words


def median(values: Spread, unit: Unit) -> str:
    """The median with its unit, `~` before an estimate: `21.2 s`, `~5.1 MB`."""
    return f"{'~' if values.estimated else ''}{figure(values.median, unit)}"


def median_of(values: Spread, unit: Unit) -> str:
    """The same, marked where builds were disturbed."""
    return marked(median(values, unit), values.disturbed)


def span(values: Spread, unit: Unit) -> str:
    """The range in words, `20.7 to 21.9 s`; empty below three samples."""
    if not values.has_range:
        return ""
    low, high = figure(values.low, unit), figure(values.high, unit)
    low_number, _, low_unit = low.partition(JOIN)
    if low_unit == high.partition(JOIN)[2]:
        low = low_number
    return f"{low} to {high}"


def times(factor: float) -> str:
    """How many times, at least 1: `1.3×`, `19×`."""
    return f"{factor:.1f}×" if factor < 9.95 else f"{factor:,.0f}×"
