"""A terminal that becomes tiny and large again, on every screen and step: nothing is lost."""

from collections.abc import Iterator

import pytest

from tests.tui.reading import (
    Reader,
    Scripted,
    WithoutEngine,
    read,
    recorded,
    seen,
)
from tests.tui.scripted_exercises import ScriptedExercises, practising
from tests.tui.test_running import said, started
from walkthrough.errors import BuildError
from walkthrough.learn.progress import Place
from walkthrough.measure.progress import RunEvent

FULL = (120, 36)
SIZES = ((20, 5), (1, 1), (20, 5), (200, 60), (60, 20), (20, 5))
TYPED_AT = ((1, 1), (20, 5), (60, 20))
TABS = ("0", "1", "2", "3", "4")
TAB_WORDS = {
    "1": "Where the time went",
    "2": "following",
    "3": "1.5× larger",
    "4": "Layers of simple",
}


async def at_rest(pilot: Reader, *words: str) -> str:
    """The screen with these words, once it does not change any more."""
    before = await seen(pilot, *words)
    while (text := await seen(pilot, *words)) != before:
        before = text
    return text


async def through_sizes(pilot: Reader) -> None:
    """Go through all sizes and back."""
    for width, height in (*SIZES, FULL):
        await pilot.resize_terminal(width, height)


async def press_while_small(pilot: Reader, *keys: str) -> None:
    """Press the keys at each of the small sizes, then go back."""
    for width, height in TYPED_AT:
        await pilot.resize_terminal(width, height)
        await pilot.press(*keys)
    await pilot.resize_terminal(*FULL)


async def comes_back(pilot: Reader, before: str) -> None:
    """Go through all sizes; the head and the keys are then as they were before."""
    rows = before.split("\n")
    await through_sizes(pilot)
    text = await seen(pilot, *rows[:3], rows[-1])
    assert text.split("\n")[:3] == rows[:3]


@pytest.mark.parametrize("step", ["Read", "Predict", "Build", "Compare", "Recap"])
def test_each_step_of_a_lesson_is_as_it_was(step: str) -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        await comes_back(pilot, await at_rest(pilot, f"● {step}"))
        await press_while_small(pilot, *TABS, "v", "s")
        await seen(pilot, f"● {step}")

    services = recorded()
    services.progress.remember(Place("simple-build", step))
    read(services, story, FULL)


def test_a_measured_lesson_is_as_it_was() -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("enter", "b")
        await seen(pilot, "next: compare", "6 of 6")
        for tab, words in TAB_WORDS.items():
            await pilot.press(tab)
            await comes_back(pilot, await at_rest(pilot, words))
            await seen(pilot, words)

    read(recorded(), story, FULL)


def test_the_course_all_variants_and_the_keys_are_as_they_were() -> None:
    async def story(pilot: Reader) -> None:
        await comes_back(pilot, await at_rest(pilot, "start lesson 1"))
        for key, words in (("a", "All variants"), ("question_mark", "Keys")):
            await pilot.press(key)
            await comes_back(pilot, await at_rest(pilot, words))
            await pilot.press("escape")
            await seen(pilot, "start lesson 1")

    read(recorded(), story, FULL)


def test_the_engines_place_is_as_it_was_with_an_engine_and_without() -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("e")
        await comes_back(pilot, await at_rest(pilot, "Engine", "esc"))

    read(recorded(), story, FULL)
    read(WithoutEngine(), story, FULL)


def test_an_exercise_keeps_what_is_typed_and_its_verdicts(
    exercises: ScriptedExercises,
) -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        await seen(pilot, "start the exercise")
        await through_sizes(pilot)
        await pilot.press("enter")
        await seen(pilot, "save and check")
        await pilot.press(*"typed")
        await seen(pilot, "typed", "not saved")
        await through_sizes(pilot)
        await seen(pilot, "typed", "not saved")
        await pilot.press("ctrl+s")
        await seen(pilot, "saved; 1 of 2 checks pass")
        await pilot.press("escape")
        await press_while_small(pilot, "h", "0", "1", "3", "4")
        await pilot.press("1")
        await comes_back(pilot, await at_rest(pilot, "1 of 2 checks pass"))

    read(practising(exercises), story, FULL)


def test_a_failed_build_is_told_again_in_full() -> None:
    def fails() -> Iterator[RunEvent]:
        yield from started()
        yield said("oops")
        raise BuildError("The build failed.", "main.go:7: oops", "Mend line 7.")

    async def story(pilot: Reader) -> None:
        await pilot.press("enter", "b")
        await seen(pilot, "The build failed.", "Mend line 7.")
        await through_sizes(pilot)
        await seen(pilot, "The build failed.", "Mend line 7.", "oops")

    read(Scripted(fails), story, FULL)
