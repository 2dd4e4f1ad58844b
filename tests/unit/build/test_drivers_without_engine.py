"""The recorded and the fake driver."""

import threading
import time
from collections.abc import Iterator

import pytest

from tests.unit.build.events import finished, instruction, log
from tests.unit.build.requests import request
from walkthrough.build.fake import FakeDriver, Hold
from walkthrough.build.model import (
    BuildEvent,
    BuildFailed,
    BuildFinished,
    BuildWarned,
    ContextSent,
    StepProgress,
    StepStarted,
)
from walkthrough.build.recorded import RecordedDriver
from walkthrough.errors import BadInputError

RUN = instruction("[builder 2/2] RUN go build", line=4)
EVENTS: tuple[BuildEvent, ...] = (
    ContextSent(0.01, 512, done=True),
    StepStarted(0.02, RUN),
    log("grüße \x1b[1m\\"),
    StepProgress(0.03, RUN.id, "exporting layers", 10, 0),
    BuildWarned(0.04, "casing", "https://docs.docker.com/go/dockerfile/rule/", 3),
    finished(RUN, (0.02, 0.05), error="exit code: 1"),
    BuildFailed(0.06, "It failed.", "Mend it.", RUN, 4),
    BuildFinished(0.3, "sha256:1"),
)


MINUTE: tuple[BuildEvent, ...] = (
    ContextSent(0.0, 1, done=True),
    BuildFinished(60.0, "sha256:1"),
)


def test_a_recorded_build_replays_at_once() -> None:
    began = time.perf_counter()
    assert tuple(RecordedDriver(MINUTE).build(request())) == MINUTE
    assert time.perf_counter() - began < 10


def test_a_recorded_build_takes_as_long_as_it_took() -> None:
    began = time.perf_counter()
    assert tuple(RecordedDriver(EVENTS, speed=1).build(request())) == EVENTS
    assert time.perf_counter() - began >= EVENTS[-1].time_s


def test_a_recorded_build_can_be_replayed_faster() -> None:
    began = time.perf_counter()
    assert tuple(RecordedDriver(MINUTE, speed=200).build(request())) == MINUTE
    assert 60 / 200 <= time.perf_counter() - began < 30


def test_a_replay_can_be_cancelled_while_it_waits() -> None:
    driver = RecordedDriver(MINUTE, speed=1)
    replay = driver.build(request("slow"))
    next(replay)
    threading.Timer(0.05, driver.cancel, ["slow"]).start()
    assert [event for event in replay if isinstance(event, BuildFailed) and event.cancelled]


def test_a_replay_at_once_can_be_cancelled_between_events() -> None:
    driver = RecordedDriver(EVENTS)
    replay = driver.build(request("quick"))
    next(replay)
    driver.cancel("quick")
    assert [type(event) for event in replay] == [BuildFailed]


def test_a_speed_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="above zero"):
        RecordedDriver(EVENTS, speed=0)


def test_a_fake_build_follows_its_script_and_remembers_what_was_asked() -> None:
    driver = FakeDriver(EVENTS[:2], EVENTS[-1:])
    assert tuple(driver.build(request("a"))) == EVENTS[:2]
    assert tuple(driver.build(request("b"))) == EVENTS[-1:]
    assert [asked.id for asked in driver.requests] == ["a", "b"]


def test_a_fake_build_stands_still_until_it_is_released() -> None:
    driver = FakeDriver((EVENTS[0], Hold(), EVENTS[-1]))
    build = driver.build(request())
    assert next(build) == EVENTS[0]
    seen = _in_thread(build)
    assert not seen.done.wait(0.05)
    driver.release()
    assert seen.done.wait(5)
    assert seen.events == [EVENTS[-1]]


def test_a_fake_build_can_be_cancelled_where_it_stands() -> None:
    driver = FakeDriver((EVENTS[0], Hold(), EVENTS[-1]))
    build = driver.build(request("held"))
    next(build)
    seen = _in_thread(build)
    driver.cancel("held")
    assert seen.done.wait(5)
    assert [isinstance(event, BuildFailed) and event.cancelled for event in seen.events] == [True]


def test_a_fake_build_raises_what_its_script_says() -> None:
    driver = FakeDriver((EVENTS[0], BadInputError("what", "why", "next")))
    build = driver.build(request())
    next(build)
    with pytest.raises(BadInputError):
        next(build)


class _Reader:
    def __init__(self, build: Iterator[BuildEvent]) -> None:
        self.events: list[BuildEvent] = []
        self.done = threading.Event()
        self._build = build

    def read(self) -> None:
        self.events.extend(self._build)
        self.done.set()


def _in_thread(build: Iterator[BuildEvent]) -> _Reader:
    reader = _Reader(build)
    threading.Thread(target=reader.read, daemon=True).start()
    return reader
