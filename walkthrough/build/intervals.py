"""Spans of time as pure arithmetic: merged, subtracted, summed. All in seconds."""

from collections.abc import Iterable

Interval = tuple[float, float]


def merged(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """The same time covered by spans that neither overlap nor touch, in order."""
    spans: list[Interval] = []
    for start, end in sorted(intervals):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        elif end > start:
            spans.append((start, end))
    return tuple(spans)


def without(intervals: Iterable[Interval], taken: Iterable[Interval]) -> tuple[Interval, ...]:
    """What of `intervals` no span of `taken` covers."""
    left = merged(intervals)
    for taken_start, taken_end in merged(taken):
        left = tuple(
            piece
            for start, end in left
            for piece in ((start, min(end, taken_start)), (max(start, taken_end), end))
            if piece[1] > piece[0]
        )
    return left


def total_s(intervals: Iterable[Interval]) -> float:
    """Seconds covered, overlaps counted once."""
    return sum(end - start for start, end in merged(intervals))
