"""What the engine's screen knows: the checks so far, the disk, the work that goes on; messages.

Threads post the messages; the screen's handlers own the state.
"""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from textual.message import Message

from walkthrough.errors import CancelledError, WalkthroughError
from walkthrough.tui.upkeep import DiskUse, WorkNews

if TYPE_CHECKING:
    from walkthrough.engine.doctor_checks import Check
    from walkthrough.engine.set_up import SetUpPlan

TELLS_A_SECOND = 10.0


class Work(Struct, frozen=True):
    """Setting up or cleaning up: what was told of it, and how it ended.

    `began_s` is on the monotonic clock. `outcome` is empty while it goes on.
    """

    title: str
    began_s: float
    news: tuple[WorkNews, ...] = ()
    stopping: bool = False
    outcome: tuple[str, ...] = ()
    well: bool = False

    @property
    def running(self) -> bool:
        """Whether it goes on."""
        return not self.outcome

    def after(self, news: WorkNews) -> "Work":
        """The work when this was told: it takes the place of its subject's progress so far."""
        kept = tuple(one for one in self.news if one.subject != news.subject or one.share is None)
        return replace(self, news=(*kept, news))

    def stopped(self) -> "Work":
        """The work once its end has been asked for."""
        return replace(self, stopping=True)

    def ended(self, outcome: tuple[str, ...], well: bool) -> "Work":
        """The work when it is over."""
        return replace(self, outcome=outcome, well=well)


def begun(title: str) -> Work:
    """Work that begins now."""
    return Work(title, time.monotonic())


def seldom(tell: Callable[[WorkNews], None]) -> Callable[[WorkNews], None]:
    """Tell progress at most ten times a second; all that is no progress, and every end."""
    last_s = 0.0

    def sometimes(news: WorkNews) -> None:
        nonlocal last_s
        now = time.monotonic()
        if news.share is None or news.share >= 1 or now - last_s >= 1 / TELLS_A_SECOND:
            last_s = now
            tell(news)

    return sometimes


def outcome_of(error: WalkthroughError) -> tuple[str, ...]:
    """How an error ends the work, in lines."""
    if isinstance(error, CancelledError):
        return (f"{error.what} {error.why}", error.next_step)
    return (error.what, error.why, f"{error.next_step} The same key tries again.")


class CheckMade(Message, bubble=False):
    """The doctor has made a check."""

    def __init__(self, check: "Check") -> None:
        super().__init__()
        self.check = check


class ChecksEnded(Message, bubble=False):
    """The doctor has made all checks, or could make no more because of `problem`."""

    def __init__(self, problem: WalkthroughError | None = None) -> None:
        super().__init__()
        self.problem = problem


class PlanMade(Message, bubble=False):
    """It is known what setting up would do."""

    def __init__(self, plan: "SetUpPlan") -> None:
        super().__init__()
        self.plan = plan


class DiskSeen(Message, bubble=False):
    """What lies on disk is known, or why it is not."""

    def __init__(self, use: DiskUse | None, problem: str = "") -> None:
        super().__init__()
        self.use = use
        self.problem = problem


class WorkTold(Message, bubble=False):
    """The work has come further."""

    def __init__(self, news: WorkNews) -> None:
        super().__init__()
        self.news = news


class WorkEnded(Message, bubble=False):
    """The work is over; `well` if nothing went wrong."""

    def __init__(self, outcome: tuple[str, ...], well: bool) -> None:
        super().__init__()
        self.outcome = outcome
        self.well = well
