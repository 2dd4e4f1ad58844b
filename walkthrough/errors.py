"""The one family of errors that a user can cause or meet.

Each says what happened, why, and the next thing to try; the command line prints those three
lines and ends with the error's exit code.
"""


class WalkthroughError(Exception):
    """Something a user can cause or meet, told in three parts."""

    exit_code = 2

    def __init__(self, what: str, why: str, next_step: str) -> None:
        super().__init__(what)
        self.what = what
        self.why = why
        self.next_step = next_step


class BadInputError(WalkthroughError):
    """The command, a file or a lesson pack is not as it has to be (exit code 2)."""


class NoUsableEngineError(WalkthroughError):
    """No engine answers, or the one that does cannot do what is asked (exit code 3)."""

    exit_code = 3


class BuildError(WalkthroughError):
    """A build failed (exit code 4)."""

    exit_code = 4


class CancelledError(WalkthroughError):
    """The user stopped what was running (exit code 130)."""

    exit_code = 130


class UnexpectedError(WalkthroughError):
    """Something that walkthrough did not foresee, likely a mistake of its own (exit code 1)."""

    exit_code = 1
