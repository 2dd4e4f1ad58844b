"""Finds a text in a log that grows at its end and is thrown away at its start. Pure.

Lines are counted from the log's first one on, whether it is still there or not.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

NOTHING = re.compile(r"(?!)")


class LogSearch:
    """The lines that contain a text; `here` is the one that the reader is at.

    Small letters find large ones too; a text with a large letter is looked for as it is.
    """

    def __init__(self, needle: str) -> None:
        self.needle = needle
        self.here: int | None = None
        flags = re.NOFLAG if needle != needle.lower() else re.IGNORECASE
        self._pattern = re.compile(re.escape(needle), flags) if needle else NOTHING
        self._matches: list[int] = []

    def add(self, lines: Iterable[str], first: int) -> None:
        """More lines, the first of which has this number."""
        search = self._pattern.search
        self._matches += [number for number, text in enumerate(lines, first) if search(text)]

    def forget(self, before: int) -> None:
        """The lines before this one are gone."""
        del self._matches[: bisect_left(self._matches, before)]
        if self.here is not None and self.here < before:
            self.here = None

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where the text is found in a line."""
        return [found.span() for found in self._pattern.finditer(text)]

    def start_at(self, number: int) -> int | None:
        """Go to the first match from this line on, else to the last one before it."""
        if not self._matches:
            self.here = None
            return None
        place = bisect_left(self._matches, number)
        self.here = self._matches[min(place, len(self._matches) - 1)]
        return self.here

    def following(self, number: int) -> int | None:
        """Go to the match after `here`, or after this line; after the last one to the first."""
        if not self._matches:
            return None
        place = bisect_right(self._matches, number if self.here is None else self.here)
        self.here = self._matches[place % len(self._matches)]
        return self.here

    def previous(self, number: int) -> int | None:
        """Go to the match before `here`, or before this line; before the first one to the last."""
        if not self._matches:
            return None
        place = bisect_left(self._matches, number if self.here is None else self.here)
        self.here = self._matches[place - 1]
        return self.here

    @property
    def words(self) -> str:
        """`line 3 of 17`, `17 lines`, `not found`."""
        count = len(self._matches)
        if not self.needle:
            return ""
        if not count:
            return "not found"
        if self.here is None:
            return f"{count:,} {'line' if count == 1 else 'lines'}"
        return f"{bisect_left(self._matches, self.here) + 1:,} of {count:,}"
