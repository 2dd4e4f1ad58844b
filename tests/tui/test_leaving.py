"""Quitting while a build or a check goes on: asked first, then stopped, at any size."""

import pytest

from tests.tui.build_stories import Held, begun, open_build
from tests.tui.reading import Reader, read, screen_text, seen
from tests.tui.scripted_exercises import ScriptedExercises, practising, to_exercise
from walkthrough.tui.screens.leave import LeaveScreen

SIZES = [(120, 36), (20, 5)]
FULL = (120, 36)


async def asked(pilot: Reader) -> None:
    """Wait until the app asks."""
    for _ in range(500):
        await pilot.pause(0.02)
        if isinstance(pilot.app.screen, LeaveScreen):
            return
    raise AssertionError(f"it never asked\n{screen_text(pilot)}")


async def gone(pilot: Reader) -> None:
    """Wait until the app has ended."""
    for _ in range(500):
        if pilot.app._exit or not pilot.app.is_running:
            return
        await pilot.pause(0.02)
    raise AssertionError(f"it never quit\n{screen_text(pilot)}")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("keys", [("ctrl+c", "ctrl+c"), ("q", "enter"), ("ctrl+q", "y")])
def test_a_running_build_is_asked_about_and_stopped(
    size: tuple[int, int], keys: tuple[str, str]
) -> None:
    held = Held(begun)

    async def story(pilot: Reader) -> None:
        await open_build(pilot)
        await seen(pilot, "compare, when done")
        await pilot.resize_terminal(*size)
        await pilot.press(keys[0])
        await asked(pilot)
        assert not held.let_go.is_set()
        await pilot.press(keys[1])
        await gone(pilot)

    read(held, story, FULL)
    assert held.let_go.is_set()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_running_check_is_asked_about_and_stopped(
    size: tuple[int, int], exercises: ScriptedExercises
) -> None:
    exercises.waits = True

    async def story(pilot: Reader) -> None:
        await to_exercise(pilot)
        await pilot.press("enter", "escape", "enter")
        await seen(pilot, "checking")
        await pilot.resize_terminal(*size)
        await pilot.press("q")
        await asked(pilot)
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press("ctrl+c")
        await asked(pilot)
        await pilot.press("enter")
        await gone(pilot)

    read(practising(exercises), story, FULL)
    assert exercises.cancelled


@pytest.mark.parametrize("key", ["ctrl+q", "ctrl+c"])
def test_what_is_typed_is_saved_before_the_app_ends(key: str, exercises: ScriptedExercises) -> None:
    async def story(pilot: Reader) -> None:
        await to_exercise(pilot)
        await pilot.press("enter")
        await seen(pilot, "save and check")
        await pilot.press("x")
        await seen(pilot, "not saved")
        await pilot.press(key)
        await gone(pilot)

    read(practising(exercises), story)
    assert (exercises.folder / "Dockerfile").read_text().startswith("x")


def test_a_text_that_cannot_be_saved_is_asked_about_and_overwrites_nothing(
    exercises: ScriptedExercises,
) -> None:
    file = exercises.folder / "Dockerfile"

    async def story(pilot: Reader) -> None:
        await to_exercise(pilot)
        await pilot.press("enter")
        await seen(pilot, "save and check")
        await pilot.press("x")
        file.write_text("FROM theirs\n")
        for _ in range(2):
            await pilot.press("ctrl+q")
            await asked(pilot)
            await seen(pilot, "Your text is not saved.", "quit without it")
            await pilot.press("escape")
            await seen(pilot, "not saved: ctrl+s")
            assert file.read_text() == "FROM theirs\n"
        await pilot.press("ctrl+s")
        await seen(pilot, "checks pass")
        assert file.read_text().startswith("x")

    read(practising(exercises), story)
