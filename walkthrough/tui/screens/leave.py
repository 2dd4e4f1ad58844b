"""Asks before quitting stops what is running, or loses what could not be saved."""

from typing import ClassVar

from textual.binding import Binding, BindingType

from walkthrough.tui.screens.ask import AskScreen

CHECK_WORDS = "It is stopped and leaves nothing. What you typed is saved."
BUILD_WORDS = "It is stopped and leaves nothing; samples taken until now are kept."
UNSAVED_WORDS = "It could not be written; why, is told when you try again with ctrl+s."
REPLAY_WORDS = "It is stopped; it can be replayed again at any time."
WORK_WORDS = "It is stopped: what is complete stays, nothing is half-made."


class Leaving:
    """A screen on which something may go on that quitting stops."""

    def leave_question(self) -> "LeaveScreen | None":
        """What is asked before, None while nothing goes on."""
        raise NotImplementedError

    def stop_and_leave(self) -> None:
        """Stop what goes on and then quit."""
        raise NotImplementedError


class LeaveScreen(AskScreen):
    """Asks; Ctrl-C, pressed once more, says yes."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "dismiss(True)", show=False)]


class LeaveBuildScreen(LeaveScreen):
    """While a build runs, or a recorded one is replayed."""

    def __init__(self, recorded: bool) -> None:
        title = "A recorded build is being replayed." if recorded else "A build is running."
        said = REPLAY_WORDS if recorded else BUILD_WORDS
        on = "go on replaying" if recorded else "go on building"
        super().__init__(title, [said], "stop it and quit", on)


class LeaveCheckScreen(LeaveScreen):
    """While an exercise is checked."""

    def __init__(self) -> None:
        super().__init__("A check is running.", [CHECK_WORDS], "stop it and quit", "go on checking")


class LeaveUnsavedScreen(LeaveScreen):
    """While a text is edited that could not be saved."""

    def __init__(self) -> None:
        super().__init__("Your text is not saved.", [UNSAVED_WORDS], "quit without it", "stay")


class LeaveWorkScreen(LeaveScreen):
    """While the engine is being set up, or the disk cleaned."""

    def __init__(self, title: str) -> None:
        super().__init__(f"{title} is going on.", [WORK_WORDS], "stop it and quit", "go on")
