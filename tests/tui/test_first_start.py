"""A machine without an engine: what is said, and setting it up from the app."""

from tests.tui.reading import Reader, WithoutEngine, read, seen, to_step


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
