"""From the course through a lesson and back, with recorded builds."""

from pathlib import Path

import pytest

from tests.tui.reading import Reader, gone, new_progress, read, recorded, screen_text, seen, to_step
from walkthrough.learn.progress import Place, Progress
from walkthrough.store.database import open_database
from walkthrough.store.progress import ProgressStore

SIZES = [(120, 36), (80, 24), (60, 20)]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_reader_comes_from_the_first_page_to_the_next_lesson(size: tuple[int, int]) -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        await seen(pilot, "You have a Go program", "next: The Dockerfile, line by line")
        await to_step(pilot, "Build")
        await seen(pilot, "replay 6 builds", "Builds of this lesson", "0 of 6")
        await pilot.press("enter")
        await seen(pilot, "next: compare", "RUN go build -o product-catalog", "20.6 s")
        await pilot.press("enter")
        await seen(pilot, "270", "397", "1.5× larger", "too close to call")
        await pilot.press("enter")
        await seen(pilot, "Exercise", "start the exercise")
        await pilot.press("n")
        await seen(pilot, "Recap", "lesson 2: Multi-stage builds")
        await pilot.press("enter")
        await seen(pilot, "2  Multi-stage builds", "A Go program is one file")
        await pilot.press("escape")
        await seen(pilot, "1 of 7 lessons", "where you start", "go on: lesson 2")

    read(recorded(), story, size)


def test_recorded_is_in_sight_on_every_screen_and_width() -> None:
    async def story(pilot: Reader) -> None:
        assert "recorded" in await seen(pilot, "start lesson 1")
        for _ in range(3):
            await pilot.press("enter")
            await pilot.pause(0.05)
            assert "recorded" in screen_text(pilot).split("\n")[0]

    for size in SIZES:
        read(recorded(), story, size)


def test_figures_in_the_text_are_filled_in_when_they_are_measured() -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        await pilot.press("enter", "enter")
        await seen(pilot, "What the image weighs", "simple, the service", "not measured yet")
        await pilot.press("b")
        await seen(pilot, "next: compare")
        await pilot.press(*"pppppp")
        page = await seen(pilot, "What the image weighs", "397 MB")
        assert "not measured yet" not in page

    read(recorded(), story)


def test_the_dockerfile_shows_what_changed_and_where_the_time_went() -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("down", "enter")
        before = await seen(pilot, "multi-stage  against simple", "cold build: not built yet")
        assert "Where the time went" not in before
        assert "+ FROM alpine:3.22" in " ".join(before.split())
        await pilot.press("b")
        await seen(pilot, "next: compare")
        await pilot.press("1")
        cold = await seen(pilot, "Where the time went", "simple took 21.0 s")
        assert "20.0 s" in cold
        assert "▆" in cold
        assert all(row.endswith(" s") for row in cold.split("\n") if "▆" in row)
        await pilot.press("s")
        assert "CACHED" in await seen(pilot, "nothing changed  0.")
        await pilot.press("v")
        await seen(pilot, "stages  against multi-stage")

    read(recorded(), story)


def test_a_reader_goes_on_where_they_left_off(tmp_path: Path) -> None:
    def progress() -> Progress:
        return Progress(ProgressStore(open_database(tmp_path / "store.sqlite3")), "course")

    async def leaves(pilot: Reader) -> None:
        await pilot.press("enter")
        await to_step(pilot, "Build")
        await pilot.press("enter")
        await seen(pilot, "next: compare")
        await pilot.press("enter")
        await seen(pilot, "next: exercise")
        await pilot.press("q")

    async def comes_back(pilot: Reader) -> None:
        await seen(pilot, "go on: lesson 1, part 4 of 6", "397 MB")
        await pilot.press("enter")
        await seen(pilot, "1.5× larger", "next: exercise")

    read(recorded(progress()), leaves)
    assert progress().place() == Place("simple-build", "Compare")
    assert progress().done("simple-build") == {"Read", "Predict", "Build"}
    read(recorded(progress()), comes_back)


def test_each_lesson_opens_where_it_was_left() -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("enter", "enter")
        await seen(pilot, "page 2 of")
        await pilot.press("escape", "down", "enter")
        await seen(pilot, "2  Multi-stage builds", "page 1 of")
        await to_step(pilot, "Predict")
        await pilot.press("escape", "up")
        await seen(pilot, "go on: lesson 1, part 1 of 6")
        await pilot.press("enter")
        await seen(pilot, "1  A simple build", "page 2 of")
        await pilot.press("escape", "down")
        await seen(pilot, "go on: lesson 2, part 2 of 6")

    read(recorded(), story)


def test_a_lesson_that_was_read_to_its_end_opens_at_its_beginning() -> None:
    progress = new_progress()
    for step in ("Read", "Predict", "Build", "Compare", "Recap"):
        progress.finish("simple-build", step)
    progress.remember(Place("simple-build", "Recap"))

    async def story(pilot: Reader) -> None:
        await seen(pilot, "read lesson 1 again")
        await pilot.press("enter", "enter")
        await seen(pilot, "1  A simple build", "page 2 of")
        await pilot.press("escape")
        await seen(pilot, "go on: lesson 1, part 1 of 6")

    read(recorded(progress), story)


def test_the_journey_shows_what_was_built_since_the_course_was_left() -> None:
    async def story(pilot: Reader) -> None:
        await seen(pilot, "The journey", "its bar here")
        await pilot.press("enter", "b")
        await seen(pilot, "next: compare")
        await pilot.press("escape")
        await seen(pilot, "The recorded journey so far", "Build more to compare.")
        await pilot.press("down", "enter", "b")
        await seen(pilot, "next: compare")
        await pilot.press("escape")
        await gone(pilot, "Build more to compare.", "next: compare")

    read(recorded(), story)


def test_esc_leaves_the_whole_page_for_what_it_stands_over() -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        await seen(pilot, "0 the whole page", "FROM golang")
        await pilot.press("0")
        await gone(pilot, "FROM golang")
        await pilot.press("escape")
        await seen(pilot, "0 the whole page", "FROM golang")
        await pilot.press("escape")
        await seen(pilot, "go on: lesson 1")

    read(recorded(), story, (80, 24))


def test_a_store_that_is_locked_is_told_and_does_not_stop_the_reader(tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite3"
    connection = open_database(file)
    connection.execute("PRAGMA busy_timeout = 20")
    other = open_database(file)
    other.execute("BEGIN IMMEDIATE")

    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        await seen(pilot, "You have a Go program", "cannot be kept on", "locked")
        await to_step(pilot, "Build")
        await pilot.press("escape")
        await seen(pilot, "go on: lesson 1, part 3 of 6")

    read(recorded(Progress(ProgressStore(connection), "course")), story)
    other.close()


def test_every_command_is_in_the_help_and_in_the_palette() -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("enter", "question_mark")
        await seen(pilot, "Keys", "Go on.")
        await pilot.press("end")
        await seen(pilot, "Stops a running build", "ctrl+p")
        await pilot.press("escape", "ctrl+p")
        await pilot.press(*"another var")
        await seen(pilot, "Another variant")
        await pilot.press("enter")
        await seen(pilot, "hello  ")

    read(recorded(), story)


def test_lessons_tabs_and_keys_can_be_clicked() -> None:
    async def story(pilot: Reader) -> None:
        row = next(n for n, text in enumerate(_rows(pilot)) if "Multi-stage builds" in text)
        await pilot.click(offset=(20, row))
        await seen(pilot, "start lesson 2")
        await pilot.click(offset=(20, row))
        await seen(pilot, "A Go program is one file")
        tabs = next(n for n, text in enumerate(_rows(pilot)) if "3 Compare" in text)
        await pilot.click(offset=(_rows(pilot)[tabs].index("3 Compare"), tabs))
        await seen(pilot, "The bars appear here")
        await pilot.click(offset=(5, 35))
        await seen(pilot, "Two stages", "page 2 of 7")

    read(recorded(), story)


def _rows(pilot: Reader) -> list[str]:
    return screen_text(pilot).split("\n")


def test_the_screen_survives_a_tiny_terminal() -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        for width, height in ((20, 5), (200, 60), (20, 5), (120, 36)):
            await pilot.resize_terminal(width, height)
            for key in ("0", "1", "2", "3"):
                await pilot.press(key)
        await seen(pilot, "A simple build", "The bars appear here")

    read(recorded(), story)


def test_both_themes_and_no_colour_show_the_same_words(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = []

    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        shown.append(await seen(pilot, "You have a Go program"))
        await pilot.press("t")
        await pilot.pause(0.05)
        shown.append(screen_text(pilot))

    read(recorded(), story)
    monkeypatch.setenv("NO_COLOR", "1")
    read(recorded(new_progress()), story)
    assert len(set(shown)) == 1


def test_an_image_is_shown_by_layer_beside_the_one_before_it() -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("down", "enter", "4")
        await seen(pilot, "multi-stage  not built yet", "What the image is made of")
        await pilot.press("b")
        await seen(pilot, "next: compare")
        await pilot.press("4")
        await seen(pilot, "Layers of multi-stage", "26× smaller", "382 MB less", "10 files")

    read(recorded(), story)
