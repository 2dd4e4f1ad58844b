"""Compare in the app: more runs on the spot, one metric, other conditions, left as it was."""

from pathlib import Path

import msgspec
import pytest

from tests.tui.reading import Reader, new_progress, read, recorded, screen_text, seen
from tests.tui.recorded_course import course
from tests.tui.repeated_runs import HERE, Repeating
from walkthrough.learn.progress import Place, Progress
from walkthrough.measure.archive import OtherRuns
from walkthrough.report.story import Wanted
from walkthrough.store.database import open_database
from walkthrough.store.progress import ProgressStore

LESSON = "cache-mounts"
SIZES = [(120, 36), (80, 24), (60, 20)]


def measured(elsewhere: tuple[OtherRuns, ...] = (), progress: Progress | None = None) -> Repeating:
    """A reader who has built the lesson once and left it at Compare."""
    kept = progress or new_progress()
    for step in ("Read", "Predict", "Build"):
        kept.finish(LESSON, step)
    kept.remember(Place(LESSON, "Compare"))
    lesson = course().lesson(LESSON)
    assert lesson is not None
    times = {(name, one): (21.0,) for name in lesson.variants for one in lesson.scenarios}
    return Repeating(kept, {**times, ("cache-both", "code-edit"): (1.1,)}, elsewhere)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_more_runs_tell_their_cost_first_then_how_far_they_are(size: tuple[int, int]) -> None:
    services = measured()

    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        await seen(pilot, "19× faster")
        await pilot.press("r")
        await seen(pilot, "3 runs of each build", "9 builds more, about 2 min 40 s.")
        await seen(pilot, "measure 9 builds")
        assert services.wanted == []
        await pilot.press("r")
        await seen(pilot, "Build 1 of 9", "esc stops, nothing is lost.")
        assert "2 Build" in screen_text(pilot)
        services.may_end.release(2)
        await seen(pilot, "Build 3 of 9", "to go")
        services.may_end.release(7)
        await seen(pilot, "18× faster", "m metric")
        assert "Build 9 of 9" not in screen_text(pilot)

    read(services, story, size)
    assert services.wanted == [Wanted(3)]


def test_an_offer_can_be_declined_and_nothing_is_built() -> None:
    services = measured()

    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        await seen(pilot, "19× faster")
        await pilot.press("r")
        await seen(pilot, "esc not now")
        await pilot.press("escape")
        text = await seen(pilot, "esc course")
        assert "3 runs of each build" not in text

    read(services, story)
    assert services.wanted == []


def test_enter_starts_what_was_offered_and_figures_follow_each_sample() -> None:
    services = measured()

    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        await seen(pilot, "19× faster", "One run each")
        await pilot.press("r", "enter")
        await seen(pilot, "Build 1 of 9")
        services.may_end.release(1)
        await seen(pilot, "Build 2 of 9")
        await pilot.press("end")
        await seen(pilot, "up to 2 runs")

    read(services, story)


def test_esc_stops_more_runs_and_keeps_what_was_measured() -> None:
    services = measured()

    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        await seen(pilot, "19× faster")
        await pilot.press("r", "r")
        services.may_end.release(2)
        await seen(pilot, "Build 3 of 9")
        await pilot.press("escape")
        await seen(pilot, "Stopped in build 3 of 9; what was measured is kept.", "19× faster")

    read(services, story)


def test_a_recording_says_that_it_has_no_more_runs() -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("enter", "3", "r")
        await seen(pilot, "A recording holds the runs that it holds.")

    read(recorded(), story)


def test_m_shows_one_metric_after_the_other_and_esc_all_of_them() -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        await seen(pilot, "Cold build", "m metric")
        await pilot.press("m")
        text = await seen(pilot, "metric 1 of 7", "1 run: 1.1 s", "esc all metrics")
        assert "Cold build" not in text
        await pilot.press("m")
        await seen(pilot, "metric 2 of 7", "Modules downloaded after a dependency edit")
        await pilot.press("escape")
        text = await seen(pilot, "Cold build", "esc course")
        assert "metric 2 of" not in text

    read(measured(), story)


def test_a_metric_can_be_clicked() -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        rows = (await seen(pilot, "Cold build", "cache-both 19× faster")).split("\n")
        await pilot.click(offset=(60, next(n for n, row in enumerate(rows) if "Cold build" in row)))
        text = await seen(pilot, "Cold build", "metric 4 of 7")
        assert "cache-both 19× faster" not in text
        await pilot.click(offset=(60, 12))
        await seen(pilot, "cache-both 19× faster", "Cold build")

    read(measured(), story)


def test_runs_under_other_conditions_are_told_and_never_mixed_in() -> None:
    real = tuple(msgspec.structs.replace(one, kind="real") for one in HERE.bases)
    others = (OtherRuns(msgspec.structs.replace(HERE, bases=real), 3),)

    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        await seen(pilot, "19× faster")
        await pilot.press("end")
        await seen(pilot, "3 runs with real bases are not shown: the bases differ.", "One run each")

    read(measured(others), story, (120, 50))


def test_a_reader_comes_back_to_the_comparison_that_they_left(tmp_path: Path) -> None:
    def progress() -> Progress:
        return Progress(ProgressStore(open_database(tmp_path / "store.sqlite3")), "course")

    async def leaves(pilot: Reader) -> None:
        await pilot.press("enter")
        await seen(pilot, "19× faster")
        await pilot.press("q")

    async def comes_back(pilot: Reader) -> None:
        await seen(pilot, "go on: lesson 5")
        await pilot.press("enter")
        await seen(pilot, "19× faster", "What was gained")

    read(measured(progress=progress()), leaves)
    read(measured(progress=progress()), comes_back)
