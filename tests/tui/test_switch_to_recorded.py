"""Going on with recorded runs where there is no engine: only when the reader says so."""

from pathlib import Path

from tests.tui.reading import Reader, WithoutEngine, read, recorded, seen
from tests.tui.scripted_exercises import ScriptedExercises
from walkthrough.errors import BadInputError
from walkthrough.learn.progress import Place
from walkthrough.tui.services import Services


class Switchable(WithoutEngine):
    """No engine, and a recording beside it."""

    def as_recorded(self) -> Services:
        return recorded(self.progress)


class WithoutRecording(WithoutEngine):
    """No engine, and a recording that cannot be read."""

    def as_recorded(self) -> Services:
        raise BadInputError("The recording cannot be read.", "It is damaged.", "Reinstall.")


def test_recorded_runs_are_used_when_asked_for_and_say_so() -> None:
    async def story(pilot: Reader) -> None:
        text = await seen(pilot, "No engine answers.")
        assert "ecorded on" not in text
        await pilot.press("e")
        await seen(pilot, "recorded runs")
        await pilot.press("w")
        text = await seen(pilot, "recorded on 2026-11-21", "lesson 1")
        assert "No engine answers." not in text

    read(Switchable(), story)


def test_the_open_lesson_stays_open_when_the_runs_become_recorded() -> None:
    async def story(pilot: Reader) -> None:
        await seen(pilot, "No engine answers.")
        await pilot.press("enter")
        await seen(pilot, "You have a Go program")
        await pilot.press("enter")
        await seen(pilot, "The Dockerfile, line by line")
        await pilot.app.run_action("use_recorded")
        await seen(pilot, "recorded on 2026-11-21", "The Dockerfile, line by line")

    read(Switchable(), story)


def test_what_goes_on_is_not_ended_for_recorded_runs_and_the_reader_is_told(
    tmp_path: Path,
) -> None:
    services = Switchable()
    services.care.there = True
    exercises = ScriptedExercises(services.progress.attempts, tmp_path / "mine")
    exercises.waits = True
    services.exercises = exercises
    services.progress.remember(Place("simple-build", "Exercise"))

    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        await seen(pilot, "start the exercise")
        await pilot.press("enter", "escape", "enter")
        await seen(pilot, "checking")
        await pilot.app.run_action("use_recorded")
        await seen(pilot, "Something still goes on here.", "checking")
        await pilot.press("escape")
        await seen(pilot, "stopped")
        await pilot.app.run_action("use_recorded")
        await seen(pilot, "recorded on 2026-11-21")

    read(services, story)


def test_a_recording_that_cannot_be_read_is_told_and_nothing_changes() -> None:
    async def story(pilot: Reader) -> None:
        await seen(pilot, "No engine answers.")
        await pilot.app.run_action("use_recorded")
        await seen(pilot, "The recording cannot be read.", "No engine answers.")

    read(WithoutRecording(), story)
