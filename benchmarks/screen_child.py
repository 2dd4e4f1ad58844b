"""The app on its terminal over a build that prints a lot, watching its own event loop.

Opened as `walkthrough app` opens it, which searches for no garbage until the first frame.
"""

import asyncio
import gc
import sys
import time
from pathlib import Path, PurePath
from typing import ClassVar

import msgspec
from msgspec import Struct

from benchmarks.process import memory_of
from benchmarks.talkative import TalkativeServices
from walkthrough.home import build_logs_home
from walkthrough.learn.progress import Place
from walkthrough.tui import app
from walkthrough.tui.engine_state import OpenLesson
from walkthrough.tui.panes.build import BuildPane

PULSE_SECONDS = 0.002
LESSON = "simple-build"


class ScreenOutcome(Struct, frozen=True):
    """What the app's event loop went through while a build printed.

    `stalls_s` are the longest times for which nothing else could happen, longest first; `lines`
    were kept on disk and `shown` on the screen.
    """

    seconds: float
    stalls_s: tuple[float, ...]
    peak_bytes: int
    lines: int
    shown: int


class WatchedApp(app.WalkthroughApp):
    """Builds at once, and notes how late a pulse of its event loop comes."""

    CSS_PATH: ClassVar[list[str | PurePath]] = [
        Path(app.__file__).parent / one for one in app.WalkthroughApp.CSS_PATH
    ]

    def __init__(self, services: TalkativeServices, outcome: Path) -> None:
        super().__init__(services)
        self._outcome = outcome

    def on_mount(self) -> None:
        super().on_mount()
        self.run_worker(self._watch())

    async def _watch(self) -> None:
        while not self.engine.ready:
            await asyncio.sleep(PULSE_SECONDS)
        self.post_message(OpenLesson(Place(LESSON, "Build")))
        while not self.screen.query(BuildPane):
            await asyncio.sleep(PULSE_SECONDS)
        pane = self.screen.query_one(BuildPane)
        await asyncio.sleep(1)
        await self.screen.run_action("build")
        stalls = []
        began = last = time.perf_counter()
        while pane.is_building:
            await asyncio.sleep(PULSE_SECONDS)
            moment = time.perf_counter()
            stalls.append(moment - last - PULSE_SECONDS)
            last = moment
        outcome = ScreenOutcome(
            seconds=last - began,
            stalls_s=tuple(sorted(stalls, reverse=True)[:20]),
            peak_bytes=memory_of("self", "VmHWM"),
            lines=_lines_kept(),
            shown=pane.log_widget.line_count,
        )
        written = self._outcome.with_suffix(".part")
        written.write_bytes(msgspec.json.encode(outcome))
        written.replace(self._outcome)


def main() -> None:
    """The outcome's file, how many lines, and how many a second (0 for at once)."""
    gc.disable()
    file, lines, rate = sys.argv[1:]
    WatchedApp(TalkativeServices(int(lines), int(rate)), Path(file)).run()


def _lines_kept() -> int:
    """The lines in the newest file of a build's log; names begin with their moment."""
    newest = max(build_logs_home().glob("*.log"), default=None)
    if newest is None:
        return 0
    with newest.open("rb") as log:
        return sum(1 for _ in log)


if __name__ == "__main__":
    main()
