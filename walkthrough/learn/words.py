"""Figures and lists in the sentences that checks are told with."""

from collections.abc import Sequence


def seconds(value: float) -> str:
    """`0.4 s`, `12.0 s`."""
    return f"{value:.2f} s" if value < 1 else f"{value:.1f} s"


def size(value: float) -> str:
    """Bytes in decimal units: `15.1 MB`."""
    for unit in ("B", "kB", "MB"):
        if value < 999.5:
            return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.1f} GB"


def some(names: Sequence[str], most: int = 3) -> str:
    """The first few names and how many more there are."""
    told = ", ".join(names[:most])
    more = len(names) - most
    return f"{told} and {more} more" if more > 0 else told


def plural(count: int, word: str) -> str:
    """`1 module`, `2 modules`."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
