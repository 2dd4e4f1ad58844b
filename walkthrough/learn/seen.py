"""What is seen when a check looks: plain facts, judged by `walkthrough.learn.verdicts`.

Times in seconds, sizes in bytes.
"""

from msgspec import Struct

from walkthrough.build.timing import BuildSummary
from walkthrough.engine.containers import HttpAnswer, RunResult, StopResult
from walkthrough.measure.explain_cause import MissCause


class Built(Struct, frozen=True):
    """There is an image."""

    summary: BuildSummary


class Stages(Struct, frozen=True):
    """The names of the Dockerfile's stages."""

    names: tuple[str, ...]


class Found(Struct, frozen=True):
    """Where something was found that must not be there."""

    places: tuple[str, ...]


class Sizes(Struct, frozen=True):
    """A size and, where the check compares, that of the course's variant."""

    bytes: int
    other_bytes: int | None = None


class Answered(Struct, frozen=True):
    """The service's answer."""

    answer: HttpAnswer


class Stopped(Struct, frozen=True):
    """How the service ended."""

    stop: StopResult


class Users(Struct, frozen=True):
    """The user ids of the running service's processes."""

    ids: tuple[int, ...]


class Ran(Struct, frozen=True):
    """A program that ran to its end."""

    result: RunResult


class Rebuilt(Struct, frozen=True):
    """The build after an edit, and why its steps were not cached."""

    summary: BuildSummary
    causes: tuple[MissCause, ...] = ()


class Timed(Struct, frozen=True):
    """A cold build's seconds and those of each build after an edit.

    `earlier` tells that the cold build was that of another check within the last hour.
    """

    cold_s: float
    edit_s: tuple[float, ...]
    earlier: bool = False


class Unseen(Struct, frozen=True):
    """The check could not see what it looks for: a failed build, a service that ended.

    `blocked` tells that another check has the reason.
    """

    seen: str
    detail: str = ""
    next_step: str = ""
    blocked: bool = False


Seen = Built | Stages | Found | Sizes | Answered | Stopped | Users | Ran | Rebuilt | Timed | Unseen
