"""What the reader sits at: a terminal that can show screens, one for plain lines, or none."""

import os
import sys
from typing import Literal

Reach = Literal["screens", "lines", "none"]
DUMB_TERMINALS = frozenset({"dumb", "unknown"})


def reach() -> Reach:
    """`screens` where the terminal app can run, `lines` on a terminal without cursor movement.

    `none` where input or output is no terminal, or where `CI` says that nobody is there.
    """
    if not (_is_terminal(sys.stdin) and _is_terminal(sys.stdout)) or _is_ci():
        return "none"
    return "lines" if os.environ.get("TERM", "").lower() in DUMB_TERMINALS else "screens"


def _is_ci() -> bool:
    return os.environ.get("CI", "").lower() not in {"", "0", "false"}


def _is_terminal(stream: object) -> bool:
    """Whether a standard stream is a terminal; one that was closed before the start is none."""
    isatty = getattr(stream, "isatty", None)
    return isatty is not None and bool(isatty())
