"""What a reader sees and does: an app over recorded builds, its screen as text."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from typing import Any

from textual.pilot import Pilot, WaitForScreenTimeout

from tests.tui.fake_upkeep import FakeUpkeep
from tests.tui.recorded_course import CONDITIONS, course, hashes, recording
from walkthrough.course.model import Lesson
from walkthrough.errors import NoUsableEngineError, WalkthroughError
from walkthrough.learn.progress import Progress
from walkthrough.measure.model import Conditions
from walkthrough.measure.progress import RunEvent
from walkthrough.report.story import Wanted, builds_of
from walkthrough.store.database import open_database
from walkthrough.store.progress import ProgressStore
from walkthrough.tui.app import WalkthroughApp
from walkthrough.tui.recorded import PACES, RecordedServices
from walkthrough.tui.services import Services
from walkthrough.tui.settings import AppSettings

WAIT_S = 40.0
POLL_S = 0.02
MOST_LOOKS = 2_000


class Reader(Pilot[None]):
    """A pilot that goes on where the screen is slow to answer, as on a busy machine.

    What a key brought about is looked for on the screen, and that may take WAIT_S.
    """

    async def press(self, *keys: str) -> None:
        with suppress(WaitForScreenTimeout):
            await super().press(*keys)

    async def pause(self, delay: float | None = None) -> None:
        with suppress(WaitForScreenTimeout):
            await super().pause(delay)


def new_progress() -> Progress:
    """The progress of somebody who has never been here."""
    return Progress(ProgressStore(open_database(None)), course().title)


def keep_built(progress: Progress, lesson_id: str) -> None:
    """Keep that the reader has seen all builds of a recorded lesson, and left them behind."""
    lesson = course().lesson(lesson_id)
    assert lesson is not None
    for step in ("Read", "Predict", "Build"):
        progress.finish(lesson_id, step)
    for variant_id, scenario_id in builds_of(lesson):
        progress.keep_replayed(lesson_id, variant_id, scenario_id)


def recorded(progress: Progress | None = None, pace: float = PACES[-1]) -> RecordedServices:
    """The recorded course, at the quickest pace unless told otherwise."""
    services = RecordedServices(course(), progress or new_progress(), recording(), hashes())
    while services.pace() != pace:
        services.quicken()
    return services


class WithoutEngine(RecordedServices):
    """A machine on which nothing is set up until the reader does so."""

    is_recorded = False

    def __init__(self, set_up_fails: bool = False) -> None:
        super().__init__(course(), new_progress(), recording(), hashes())
        self.care = FakeUpkeep(there=False)
        self.upkeep = self.care
        if set_up_fails:
            self.care.set_up_error = NoUsableEngineError(
                "Not installed: dockerd.", "You are not root.", "Ask root."
            )

    def connect(self) -> Conditions:
        if not self.care.there:
            raise NoUsableEngineError("No engine answers.", "Nothing listens.", "Start one.")
        return CONDITIONS


class Scripted(RecordedServices):
    """Runs that are written down, event by event."""

    def __init__(self, events: Callable[[], Iterator[RunEvent]]) -> None:
        super().__init__(course(), new_progress(), recording(), hashes())
        self._events = events

    def run(self, lesson: Lesson, wanted: Wanted) -> Iterator[RunEvent]:
        return self._events()


def read(
    services: Services,
    story: Callable[[Reader], Awaitable[None]],
    size: tuple[int, int] = (120, 36),
    settings: AppSettings | None = None,
) -> WalkthroughApp:
    """Open the app at this size and do what the story says; the app afterwards."""
    app = WalkthroughApp(services, settings)

    async def play() -> None:
        async with app.run_test(size=size, notifications=True):
            reader = Reader(app)
            await seen(reader, "lesson", "keys")
            await story(reader)

    asyncio.run(play())
    return app


def screen_text(pilot: Reader) -> str:
    """The characters on the screen, line by line; empty where it is not laid out yet."""
    app: Any = pilot.app
    width, height = app.size
    rows = app.screen._compositor.render_strips()
    if len(rows) != height:
        return ""
    return "\n".join(row.text[:width].rstrip() for row in rows).replace("\u00a0", " ")


async def seen(pilot: Reader, *words: str) -> str:
    """Wait until all these words are on the screen; the screen then."""
    return await seen_within(WAIT_S, pilot, *words)


async def seen_within(seconds: float, pilot: Reader, *words: str) -> str:
    """Wait that long until all these words are on the screen; the screen then.

    Who waits for builds looks less often: looking takes the processor from them.
    """
    poll_s = max(POLL_S, seconds / MOST_LOOKS)
    for _ in range(int(seconds / poll_s)):
        await pilot.pause(poll_s)
        text = screen_text(pilot)
        if all(word in text for word in words):
            return text
    missing = [word for word in words if word not in text]
    raise AssertionError(f"never seen: {missing}\n{text}")


async def gone(pilot: Reader, *words: str) -> str:
    """Wait until none of these words is on the screen any more; the screen then."""
    for _ in range(int(WAIT_S / POLL_S)):
        await pilot.pause(POLL_S)
        text = screen_text(pilot)
        if text and not any(word in text for word in words):
            return text
    left = [word for word in words if word in text]
    raise AssertionError(f"still there: {left}\n{text}")


async def to_step(pilot: Reader, step: str) -> None:
    """From a lesson's first page on, press enter until the step is reached."""
    for _ in range(20):
        if re.search(rf"● {step}\b|{step}  \d of \d", screen_text(pilot)):
            return
        text = screen_text(pilot)
        skips = "n skip" in text or "start the exercise" in text
        await pilot.press("n" if skips else "enter")
        await pilot.pause(POLL_S)
    raise AssertionError(f"never came to {step}\n{screen_text(pilot)}")


def error_of(what: str) -> WalkthroughError:
    """An error as a failed build raises it."""
    return WalkthroughError(what, "line one\nline two", "Read the log.")
