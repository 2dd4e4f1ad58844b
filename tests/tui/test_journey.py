"""All variants of the course in any metric, from the course and from a lesson."""

import re

import pytest

from tests.tui.reading import Reader, new_progress, read, recorded, screen_text, seen
from tests.tui.recorded_course import course
from tests.tui.repeated_runs import Repeating, results_of
from walkthrough.course.metric import parse_metric
from walkthrough.learn.progress import Place
from walkthrough.tui.all_variants import bar_lengths, journey_metrics, metric_table

SIZES = [(120, 36), (80, 24), (60, 20)]
EDIT = parse_metric("code-edit.wall_s")


def built() -> Repeating:
    """A reader who has measured code edits of three variants."""
    progress = new_progress()
    progress.remember(Place("cache-mounts", "Compare"))
    times = {
        ("simple", "code-edit"): (21.0, 20.5, 22.0),
        ("deps-first", "code-edit"): (20.8, 20.4, 21.9),
        ("cache-both", "code-edit"): (1.1, 1.0, 1.2),
    }
    return Repeating(progress, times)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_all_variants_are_shown_in_any_metric_and_left_again(size: tuple[int, int]) -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("a")
        await seen(pilot, "metric 1 of 16", "back to the course", "simple")
        for _ in range(len(journey_metrics(course()))):
            if re.search("After a code edit +metric", screen_text(pilot)):
                break
            await pilot.press("m")
            await pilot.pause(0.02)
        text = await seen(pilot, "where you start", "19× faster", "too close to call")
        assert "not built yet: lesson 7" in text
        assert "No lesson measures this of" in text
        await pilot.press("enter")
        await seen(pilot, "go on: lesson 5")

    read(built(), story, size)


def test_the_journey_opens_from_a_lesson_and_goes_back_to_it() -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        await seen(pilot, "5  Cache mounts", "a all variants")
        await pilot.press("a")
        await seen(pilot, "All variants", "back to lesson 5")
        await pilot.press("escape")
        await seen(pilot, "5  Cache mounts")

    read(built(), story)


def test_before_the_first_build_every_variant_is_shown_as_not_built() -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("a")
        text = await seen(pilot, "None of them is measured in this yet", "lesson 7")
        assert "0.0" not in text
        assert "recorded" in text.split("\n")[0]
        await pilot.press("m", "left", "right", "right")
        await seen(pilot, "metric 3 of 16")

    read(recorded(), story)


def test_a_metric_can_be_clicked() -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("a")
        rows = (await seen(pilot, "metric 1 of 16")).split("\n")
        place = next(n for n, row in enumerate(rows) if row.strip().startswith("Cold build"))
        await pilot.click(offset=(8, place))
        await seen(pilot, "metric 6 of 16")

    read(built(), story)


def test_a_variant_that_no_lesson_measures_is_not_called_unbuilt() -> None:
    table = metric_table(course(), parse_metric("commit.wall_s"), {})
    assert [row.variant_id for row in table.rows] == ["multi-stage", "ignored"]
    assert "simple" in table.never
    image = metric_table(course(), parse_metric("image.unpacked_bytes"), {})
    assert not image.never
    assert image.measured == 0


def test_bars_that_nobody_can_tell_apart_are_equally_long() -> None:
    results = results_of(
        {
            ("simple", "code-edit"): (21.0, 20.5, 22.0),
            ("ignored", "code-edit"): (20.8, 20.4, 21.9),
            ("cache-both", "code-edit"): (1.1, 1.0, 1.2),
        }
    )
    lengths = bar_lengths(EDIT, results, ("simple", "ignored", "final", "cache-both"))
    assert lengths == {"simple": 21.0, "ignored": 21.0, "cache-both": 1.1}
