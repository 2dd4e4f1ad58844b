"""Asks before what is running is stopped by quitting."""

from walkthrough.tui.screens.ask import AskScreen

BUILD_WORDS = "It is stopped and leaves nothing; samples taken until now are kept."
WORK_WORDS = "It is stopped: what is complete stays, nothing is half-made."


class LeaveScreen(AskScreen):
    """While a build runs."""

    def __init__(self) -> None:
        super().__init__("A build is running.", [BUILD_WORDS], "stop it and quit", "go on building")


class LeaveWorkScreen(AskScreen):
    """While the engine is being set up, or the disk cleaned."""

    def __init__(self, title: str) -> None:
        super().__init__(f"{title} is going on.", [WORK_WORDS], "stop it and quit", "go on")
