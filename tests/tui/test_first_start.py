"""A machine without an engine: what is said, and setting it up from the app."""

import threading

import pytest

from tests.tui.reading import Reader, WithoutEngine, read, seen, to_step
from walkthrough.course.model import Lesson
from walkthrough.errors import NoUsableEngineError
from walkthrough.measure.model import Conditions
from walkthrough.measure.replay import RecordedTime
from walkthrough.tui.app import WalkthroughApp


def test_the_first_start_without_an_engine_offers_to_set_it_up() -> None:
    async def story(pilot: Reader) -> None:
        await seen(pilot, "No engine answers.", "set up engine and bases", "no engine")
        await pilot.press("e")
        await seen(pilot, "Every figure in the course is measured", "set up", "Nothing listens.")
        await pilot.press("enter")
        await seen(pilot, "The engine and the base images are there.", "engine 28.5")
        await pilot.press("enter")
        await seen(pilot, "start lesson 1")

    read(WithoutEngine(), story)


def test_who_has_begun_a_lesson_is_led_there_also_where_the_last_place_is_forgotten() -> None:
    services = WithoutEngine()
    services.progress.finish("simple-build", "Read")

    async def story(pilot: Reader) -> None:
        await seen(pilot, "No engine answers.", "go on: lesson 1, part 2 of 6")

    read(services, story)


class SlowAtFirst(WithoutEngine):
    """An engine that the first look finds missing, but only after the second has found it."""

    def __init__(self) -> None:
        super().__init__()
        self.care.there = True
        self.let_go = threading.Event()
        self.looks = 0

    def connect(self) -> Conditions:
        self.looks += 1
        if self.looks == 1:
            self.let_go.wait(60)
            raise NoUsableEngineError("No engine answers.", "Too slow.", "Start one.")
        return super().connect()


def test_a_look_that_another_has_overtaken_tells_nothing_any_more() -> None:
    services = SlowAtFirst()

    async def story(pilot: Reader) -> None:
        app = pilot.app
        assert isinstance(app, WalkthroughApp)
        app.look_for_engine()
        await seen(pilot, "engine 28.5")
        services.let_go.set()
        await app.workers.wait_for_complete()
        await pilot.pause(0.1)
        assert app.engine.ready

    read(services, story)


class Measuring(WithoutEngine):
    """An engine with which nothing was built yet, and a recording that knows how long it takes."""

    def __init__(self, known: RecordedTime | None) -> None:
        super().__init__()
        self.care.there = True
        self._known = known

    def recorded_time(self, lesson: Lesson) -> RecordedTime | None:
        return self._known


@pytest.mark.parametrize("known", [True, False], ids=["recorded", "unknown"])
def test_before_the_first_build_the_reader_is_told_what_it_took_elsewhere(known: bool) -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        await to_step(pilot, "Build")
        text = " ".join((await seen(pilot, "Each build appears here")).split())
        if known:
            await seen(pilot, "with 2 CPUs")
        else:
            assert "Where the course was recorded" not in text

    read(Measuring(RecordedTime(78.0, 2) if known else None), story)


def test_a_set_up_that_fails_says_why_and_can_be_tried_again() -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("e", "enter")
        text = await seen(
            pilot, "Not installed: dockerd.", "You are not root.", "Ask root.", "set up"
        )
        assert "60 of 60 MB" in text
        assert "10 of 60 MB" not in text

    read(WithoutEngine(set_up_fails=True), story)


def test_lessons_can_be_read_without_an_engine_and_building_leads_to_the_set_up() -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        await seen(pilot, "You have a Go program")
        await to_step(pilot, "Build")
        await seen(pilot, "set up engine and bases")
        await pilot.press("enter")
        await seen(pilot, "Every figure in the course is measured")
        await pilot.press("enter")
        await seen(pilot, "The engine and the base images are there.", "go on with the course")
        await pilot.press("enter")
        await seen(pilot, "run 6 builds")

    read(WithoutEngine(), story)
