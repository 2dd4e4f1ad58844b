"""What a benchmark finds, as data, and the lines that are printed of it. Pure functions.

Times in seconds, sizes in bytes. A figure holds where it is at most its goal.
"""

from collections.abc import Callable
from typing import Literal

from msgspec import Struct

from walkthrough.measure.statistics import Spread, ratio, spread
from walkthrough.report.numbers import JOIN, size

LABEL_COLUMNS = 38
FIGURE_COLUMNS = 11
RANGE_COLUMNS = 21

Unit = Literal["s", "bytes", "ratio"]


class Compared(Struct, frozen=True):
    """Two ways to the same end, timed in turn: ours, theirs, and the most that ours may take."""

    title: str
    ours: str
    theirs: str
    our_s: Spread
    their_s: Spread
    goal: float


class Bounded(Struct, frozen=True):
    """One figure and the most that it may be, None where it is only told."""

    title: str
    value: float
    unit: Unit
    goal: float | None = None


class Noted(Struct, frozen=True):
    """What a reader has to know of the figures around it."""

    text: str


class NotMeasured(Struct, frozen=True):
    """What could not be measured, and why."""

    title: str
    why: str


Result = Compared | Bounded | Noted | NotMeasured


class NotMeasurableError(Exception):
    """This machine lacks what a benchmark needs; the text says what."""


def alternated(
    ours: Callable[[], float], theirs: Callable[[], float], rounds: int
) -> tuple[Spread, Spread]:
    """What each measures in `rounds` turns, ours and theirs one after the other."""
    pairs = [(ours(), theirs()) for _ in range(rounds)]
    our_s, their_s = (spread(values) for values in zip(*pairs, strict=True))
    assert our_s is not None and their_s is not None
    return our_s, their_s


def lines(result: Result) -> list[str]:
    """A result as it is printed."""
    match result:
        case Compared():
            return _compared(result)
        case Bounded(title, value, unit, goal):
            return [_row(f"  {title}", _figure(value, unit), "", _verdict(value, unit, goal))]
        case Noted(text):
            return [f"  {text}"]
        case NotMeasured(title, why):
            return [title, f"  NOT MEASURED: {why}"]


def _compared(result: Compared) -> list[str]:
    found = ratio(result.their_s, result.our_s)
    assert found is not None, "a time of zero was measured"
    rounds = f"{result.our_s.count} of each in turn" if result.our_s.count > 1 else "one of each"
    return [
        f"{result.title} ({rounds})",
        _row(f"  {result.ours}", *_times(result.our_s)),
        _row(f"  {result.theirs}", *_times(result.their_s)),
        _row(
            "  ratio",
            _figure(found.value, "ratio"),
            f"{found.low:.3f} to {found.high:.3f}",
            _verdict(found.value, "ratio", result.goal),
        ),
    ]


def _times(values: Spread) -> tuple[str, str]:
    if values.count == 1:
        return _figure(values.median, "s"), ""
    return (
        _figure(values.median, "s"),
        f"{values.low:.3f} to {values.high:.3f}{JOIN}s",
    )


def _figure(value: float, unit: Unit) -> str:
    if unit == "bytes":
        return size(value)
    return f"{value:.3f}{JOIN}s" if unit == "s" else f"{value:.3f}"


def _verdict(value: float, unit: Unit, goal: float | None) -> str:
    if goal is None:
        return ""
    most = size(goal) if unit == "bytes" else f"{goal:g}"
    return f"goal: at most {most}: {'holds' if value <= goal else 'MISSED'}"


def _row(label: str, figure: str, reach: str, verdict: str = "") -> str:
    row = f"{label:<{LABEL_COLUMNS}}{figure:>{FIGURE_COLUMNS}}  {reach:<{RANGE_COLUMNS}}{verdict}"
    return row.rstrip()
