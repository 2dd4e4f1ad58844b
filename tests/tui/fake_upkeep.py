"""The care of an engine, written down: what it finds, and work that waits to be let go on."""

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from walkthrough.engine.bases import BasePreference
from walkthrough.engine.cleanup import Leftovers, OwnFolder, OwnImage
from walkthrough.engine.doctor_checks import Check
from walkthrough.engine.leftover_words import listing
from walkthrough.engine.set_up import SetUpPlan
from walkthrough.errors import CancelledError, NoUsableEngineError
from walkthrough.tui.upkeep import DiskUse, Tell, WorkNews

WHERE = "unix:///engine.sock (default socket)"
PLAN = SetUpPlan(("golang:1.26-alpine: about 67 MB to download", "Free disk: 31.8 GB in /engine"))
CHECKS = (
    Check("engine", "Engine", "ok", f"Docker Engine 28.5.2 (linux/amd64) at {WHERE}"),
    Check("disk", "Free disk", "warning", "3.0 GB in /engine", "Make room there."),
    Check("clock", "Clock", "ok", "the engine's agrees with this machine's"),
)
ABSENT = Check("engine", "Engine", "problem", "No engine answers.", "Start one.")
LEFTOVERS = Leftovers(
    images=(
        OwnImage("walkthrough.local/simple:latest", 451_700_000),
        OwnImage("walkthrough.local/final:latest", 11_800_000),
        OwnImage("walkthrough.local/golang:1.26-alpine-stand-in", 217_000_000, is_base=True),
    ),
    workspaces=(OwnFolder(Path("/home/reader/walkthrough/simple-1"), 62_000_000),),
)


class FakeUpkeep:
    """Finds an engine once it is `there`. Work that is `held` ends when it is let go or stopped."""

    nothing_to_do = ""

    def __init__(self, there: bool = True) -> None:
        self.there = there
        self.is_measuring = False
        self.set_up_error: Exception | None = None
        self.looking_fails: Exception | None = None
        self.removed: Leftovers | None = None
        self.preferences: list[BasePreference] = []
        self.held = False
        self.let_go = threading.Event()
        self._stopped = False
        self.found: Callable[[], DiskUse] = lambda: DiskUse(WHERE, LEFTOVERS, 6_000_000_000)
        self.planned = PLAN
        self.checks: Sequence[Check] = CHECKS

    def answers(self) -> bool:
        return self.there

    def examine(self) -> Iterator[Check]:
        for check in self.checks if self.there else (ABSENT,):
            yield check
            if self.looking_fails is not None:
                raise self.looking_fails

    def plan(self) -> SetUpPlan:
        return SetUpPlan() if self.there else self.planned

    def set_up(self, preference: BasePreference, tell: Tell) -> None:
        self.preferences.append(preference)
        tell(WorkNews("golang:1.26-alpine", "Downloading", 0.1, "6 of 60 MB"))
        self._wait()
        tell(WorkNews("golang:1.26-alpine", "Downloading", 1.0, "60 of 60 MB"))
        if self.set_up_error is not None:
            raise self.set_up_error
        self.there = True

    def disk_use(self) -> DiskUse:
        if not self.there:
            raise NoUsableEngineError("No engine answers.", "Nothing listens.", "Start one.")
        if self.looking_fails is not None:
            raise self.looking_fails
        return self.found()

    def clean_up(self, leftovers: Leftovers, tell: Tell) -> tuple[str, ...]:
        self.removed = leftovers
        for words in listing(leftovers):
            tell(WorkNews("", words, 0.5, "1 of 2"))
        self._wait()
        self.found = lambda: DiskUse(WHERE, Leftovers(), 6_000_000_000)
        return ("image walkthrough.local/final:latest stays: it is in use",)

    def stop(self) -> None:
        self._stopped = True
        self.let_go.set()

    def _wait(self) -> None:
        if self.held:
            assert self.let_go.wait(60)
        if self._stopped:
            self._stopped = False
            raise CancelledError("Stopped.", "Nothing is half-made.", "The same key goes on.")
