"""An image that is being read: how far, since when, and the words for it."""

import time
from collections.abc import Callable, Sequence

from textual.content import Content

from walkthrough.errors import WalkthroughError
from walkthrough.report.numbers import size
from walkthrough.tui.bars import progress_line
from walkthrough.tui.ink import FAILED, MUTED, PLAIN, STRONG
from walkthrough.tui.lines import line

PROGRESS_CELLS = 30


class StoppedError(Exception):
    """The reader of this went away, or a build needs the engine to itself."""


class Reading:
    """Told in a thread, asked on the screen. `whole_bytes` is about what there is to read."""

    def __init__(self, words: str, whole_bytes: int) -> None:
        self._words = words
        self._whole_bytes = whole_bytes
        self._began = time.monotonic()
        self._bytes = 0

    def until(self, is_unwanted: Callable[[], bool]) -> Callable[[int], None]:
        """What to call with the bytes so far; it raises StoppedError once nobody wants more."""

        def tell(count: int) -> None:
            self._bytes = count
            if is_unwanted():
                raise StoppedError

        return tell

    def notice(self) -> Sequence[Content]:
        """What is done, and how far it is."""
        seconds = time.monotonic() - self._began
        if not self._bytes:
            return [
                line((self._words, STRONG)),
                line((f"The engine packs the image: {seconds:.0f} s so far.", MUTED)),
            ]
        share = min(1.0, self._bytes / max(1, self._whole_bytes))
        amount = f"{size(min(self._bytes, self._whole_bytes))} of about {size(self._whole_bytes)}"
        return [
            line((self._words, STRONG)),
            progress_line(share, PROGRESS_CELLS),
            line((f"{amount}, {seconds:.0f} s", MUTED)),
        ]


def problem_words(error: WalkthroughError) -> Sequence[Content]:
    """What went wrong, why, and what to do."""
    return [line((error.what, FAILED)), line((error.why, PLAIN)), line((error.next_step, MUTED))]
