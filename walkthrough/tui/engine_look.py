"""Looking at an engine and its disk, in a thread: what is seen is told while it is still wanted."""

from collections.abc import Callable

from textual.message import Message

from walkthrough.errors import WalkthroughError
from walkthrough.foreign_errors import as_ours
from walkthrough.tui.engine_work import CheckMade, ChecksEnded, DiskSeen, PlanMade
from walkthrough.tui.upkeep import DiskUse, Upkeep

BROKE_OFF = "Press l to look again; `walkthrough --debug doctor` shows more."
Post = Callable[[Message], object]


def look_closely(upkeep: Upkeep, post: Post, outdated: Callable[[], bool]) -> None:
    """Plan, then let the doctor examine, telling each check, until a newer look begins."""
    problem: WalkthroughError | None = None
    try:
        plan = upkeep.plan()
        if not outdated():
            post(PlanMade(plan))
        for check in upkeep.examine():
            if outdated():
                return
            post(CheckMade(check))
    except Exception as error:
        problem = as_ours(error, "The doctor broke off.", BROKE_OFF)
    if not outdated():
        post(ChecksEnded(problem))


def look_at_disk(upkeep: Upkeep, post: Post, outdated: Callable[[], bool]) -> None:
    """Tell what of the course lies on disk, or why that is not known."""
    use: DiskUse | None = None
    problem = ""
    try:
        use = upkeep.disk_use()
    except WalkthroughError as error:
        problem = f"Not known: {error.what}"
    except Exception as error:
        told = as_ours(error, "The disk could not be looked at.", BROKE_OFF)
        problem = f"{told.what} {told.why} {told.next_step}"
    if not outdated():
        post(DiskSeen(use, problem))
