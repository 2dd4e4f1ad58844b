"""Ctrl-C while builds run: the first ends the running build, the second ends the process."""

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType

from walkthrough.errors import CancelledError

STANDARD_ERROR = 2


@contextlib.contextmanager
def stopping(cancel: Callable[[], None]) -> Iterator[None]:
    """Within it the first Ctrl-C calls `cancel` beside the main thread, the second ends at once."""
    interrupted = False
    below = "\n" if os.isatty(STANDARD_ERROR) else ""

    def on_interrupt(_number: int, _frame: FrameType | None) -> None:
        nonlocal interrupted
        if interrupted:
            _write_at_once(
                "Ended at once.\n"
                "  why:  You asked twice; the engine may go on with the build for a while.\n"
                "  next: Run the same command again to go on where it stopped."
            )
            os._exit(CancelledError.exit_code)
        interrupted = True
        _write_at_once(f"{below}Stopping the running build ...")
        threading.Thread(target=cancel, daemon=True).start()

    previous = signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, previous)


def _write_at_once(text: str) -> None:
    """Write to standard error from a signal's handler: the stream's buffer may be in use then."""
    with contextlib.suppress(OSError):
        os.write(STANDARD_ERROR, f"{text}\n".encode())
