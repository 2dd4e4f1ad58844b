"""Makes text that others wrote harmless to show: no escapes, no control characters. Pure."""

import re

LONGEST_LOG_LINE = 2000
_ESCAPE = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|.)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_PRINTABLE = re.compile(r"[ -~]*")


def harmless(text: str) -> str:
    """A line of foreign output without terminal escapes and control characters, tabs expanded."""
    if _PRINTABLE.fullmatch(text):
        return text
    return _CONTROL.sub("", _ESCAPE.sub("", text.expandtabs()))


def shortened(text: str) -> str:
    """The line, cut where it is longer than a screen shows."""
    return text if len(text) <= LONGEST_LOG_LINE else f"{text[:LONGEST_LOG_LINE]} …"
