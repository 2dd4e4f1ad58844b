"""On an engine that others use too: builds that were disturbed, marked wherever they are shown."""

from collections.abc import Iterator

import pytest

from tests.tui.build_stories import PLAN, Held, open_build
from tests.tui.reading import Reader, new_progress, read, seen
from tests.tui.recorded_course import course
from tests.tui.repeated_runs import CONTEXT, Repeating, sample
from walkthrough.learn.progress import Place
from walkthrough.measure.progress import (
    BuildStarting,
    MachineBusy,
    RunEvent,
    RunPlanned,
    SampleTaken,
)
from walkthrough.report.story import Wanted

LESSON = "cache-mounts"
SIZES = [(120, 36), (80, 24), (60, 20)]
OTHERS = "somebody else was building"
BUSY = "the machine is busy: times will be too high (other work keeps 1.8 of 2 CPUs busy)"


def disturbed(tries: int) -> Repeating:
    """Each build of the lesson was made so often, and somebody else was building every time."""
    progress = new_progress()
    for step in ("Read", "Predict"):
        progress.finish(LESSON, step)
    progress.remember(Place(LESSON, "Build"))
    lesson = course().lesson(LESSON)
    assert lesson is not None
    times = {(name, one): (21.0,) * tries for name in lesson.variants for one in lesson.scenarios}
    times["cache-both", "code-edit"] = (1.1,) * tries
    return Repeating(progress, times, disturbed=OTHERS)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_builds_that_were_disturbed_at_every_try_let_the_reader_go_on(
    size: tuple[int, int],
) -> None:
    services = disturbed(tries=2)

    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        text = await seen(pilot, "9 of 9", "isturbed", "next: compare")
        assert "run 9 builds" not in text
        await pilot.press("enter")
        await seen(pilot, "19× faster", f"all disturbed: {OTHERS}", "next: exercise")

    read(services, story, size)


def test_one_key_measures_once_more_what_was_disturbed() -> None:
    services = disturbed(tries=2)

    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        await seen(pilot, "! Disturbed: somebody else was", "b measures such builds once")
        await pilot.press("b")
        await seen(pilot, "build 1 of 9")

    read(services, story)
    assert services.wanted == [Wanted(1, again=True)]


def test_a_build_that_was_disturbed_once_is_done_nowhere() -> None:
    services = disturbed(tries=1)

    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        text = await seen(pilot, "0 of 9", "run 9 builds", "once more")
        assert "21.0 s" not in text
        await pilot.press("3")
        text = await seen(pilot, "Not measured yet: After a code edit", "once more")
        assert "faster" not in text

    read(services, story)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_busy_machine_is_told_where_a_measurement_begins(size: tuple[int, int]) -> None:
    def events() -> Iterator[RunEvent]:
        yield RunPlanned(PLAN, None)
        yield MachineBusy(BUSY)
        yield BuildStarting(1, 2, PLAN[0], None)

    held = Held(events)

    async def story(pilot: Reader) -> None:
        await open_build(pilot)
        await seen(pilot, "The machine is busy: times will be too high")
        held.let_go.set()

    read(held, story, size)


def test_the_log_and_the_steps_say_what_disturbed_a_build() -> None:
    def events() -> Iterator[RunEvent]:
        yield RunPlanned(PLAN, None)
        yield BuildStarting(1, 2, PLAN[0], None)
        taken = sample(PLAN[0].variant_id, PLAN[0].scenario_id, 12.3, disturbed=OTHERS)
        yield SampleTaken(PLAN[0], taken, CONTEXT)

    held = Held(events)

    async def story(pilot: Reader) -> None:
        await open_build(pilot)
        text = await seen(pilot, f"built in 12.3 s; disturbed: {OTHERS}", "! cold build")
        assert f"Disturbed: {OTHERS}." in text
        held.let_go.set()

    read(held, story)
