"""Extras: lessons below the course, which are opened like any other and counted nowhere."""

import pytest

from tests.tui.reading import Reader, new_progress, read, recorded, screen_text, seen
from tests.tui.recorded_course import course
from walkthrough.course.model import Lesson
from walkthrough.learn.progress import Place
from walkthrough.report.story import steps_of

SIZES = [(120, 36), (80, 24), (60, 20)]
FIRST = course().extras[0]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_reader_goes_through_an_extra_that_is_not_recorded(size: tuple[int, int]) -> None:
    progress = new_progress()

    async def story(pilot: Reader) -> None:
        await pilot.press(*["down"] * len(course().lessons))
        await seen(pilot, "Extras", f"+  {FIRST.title}", f"start extra {FIRST.id}")
        await pilot.press("enter")
        await seen(pilot, f"Extra  {FIRST.title}", "next: ")
        await pilot.press("b")
        await seen(pilot, "This is not recorded.", "not recorded", "next: compare")
        await pilot.press("enter")
        await seen(pilot, "Compare", "next: recap")
        await pilot.press("enter")
        await seen(pilot, "Recap", "to the course")
        await pilot.press("enter")
        home = await seen(pilot, "7 lessons", f"extra {FIRST.id}")
        assert "1 of 7" not in home

    read(recorded(progress), story, size)
    assert "Recap" in progress.done(FIRST.id)


def test_an_extra_that_is_done_does_not_count() -> None:
    progress = new_progress()
    for step in steps_of(FIRST):
        progress.finish(FIRST.id, step)
    progress.remember(Place(FIRST.id, "Recap"))

    async def story(pilot: Reader) -> None:
        home = await seen(pilot, "7 lessons", f"read extra {FIRST.id} again")
        assert f"✓  +  {FIRST.title}" in home
        assert "of 7 lessons" not in home

    read(recorded(progress), story)


def test_an_extra_opens_with_a_click_and_its_heading_with_none() -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press(*["down"] * len(course().lessons))
        text = await seen(pilot, f"start extra {FIRST.id}")
        rows = text.split("\n")
        heading = next(place for place, row in enumerate(rows) if "Extras" in row)
        await pilot.press("up")
        await seen(pilot, "start lesson 7")
        await pilot.click(offset=(8, heading))
        await pilot.pause(0.05)
        assert "start lesson 7" in screen_text(pilot)
        await pilot.click(offset=(8, heading + 1))
        await seen(pilot, f"start extra {FIRST.id}")
        await pilot.click(offset=(8, heading + 1))
        await seen(pilot, f"Extra  {FIRST.title}")

    read(recorded(), story)


@pytest.mark.parametrize("extra", course().extras, ids=lambda one: str(one.id))
def test_every_extra_can_be_compared_before_anything_is_built(extra: Lesson) -> None:
    progress = new_progress()
    progress.remember(Place(extra.id, "Compare"))

    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        await seen(pilot, f"Extra  {extra.title}", extra.compare_page, "next: recap")
        await pilot.press("1")
        await seen(pilot, "not built yet")

    read(recorded(progress), story)
