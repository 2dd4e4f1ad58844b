"""Looking into an image: its layers, its files, what is left out, what a file says."""

import pytest

from tests.tui.looked_into import LookedInto, look_into
from tests.tui.reading import Reader, new_progress, recorded, screen_text, seen
from tests.tui.recorded_course import course
from walkthrough.errors import NoUsableEngineError
from walkthrough.learn.progress import Place
from walkthrough.report.story import Wanted
from walkthrough.tui.engine_state import OpenLesson
from walkthrough.tui.panes.compare import ComparePane
from walkthrough.tui.recorded import PACES, shipped_services

WIDE = (120, 36)
SIZES = [WIDE, (80, 24), (60, 20)]
TO_SIMPLE = 4
"""So often another variant comes until lesson 2 shows the first one again."""


async def look(pilot: Reader, lesson: str = "multi-stage") -> None:
    """Open the Inside tab of a lesson that was built."""
    pilot.app.post_message(OpenLesson(Place(lesson, "Compare")))
    await seen(pilot, "Compare")
    await pilot.press("4")


async def look_at_simple(pilot: Reader) -> None:
    """The image of lesson 2 that is too large, its layer of line 3 selected."""
    await look(pilot)
    await seen(pilot, "Files that a container sees")
    await pilot.press(*"v" * TO_SIMPLE)
    await seen(pilot, "Layers of simple", "multi-stage")
    await pilot.press("tab", "down", "down", "down", "tab")
    await seen(pilot, "Files of line 3", "left out")


@pytest.mark.parametrize("size", SIZES)
def test_the_files_of_a_layer_stand_with_sizes_and_what_the_better_image_keeps(
    size: tuple[int, int],
) -> None:
    async def story(pilot: Reader) -> None:
        await look_at_simple(pilot)
        text = await seen(pilot, "a secret", "in part", "out/", "0.70", ".env  a secret")
        assert "Your program" in text

    look_into(LookedInto(), story, size)


@pytest.mark.parametrize("size", SIZES)
def test_a_secret_can_be_read_as_it_lies_in_the_layer(size: tuple[int, int]) -> None:
    async def story(pilot: Reader) -> None:
        await look_at_simple(pilot)
        await pilot.press("down", "down", "down", "o")
        await seen(pilot, "/usr/src/app/.env", "line 3", "API_KEY=made-up-4f7c", "esc close file")
        await pilot.press("escape")
        await seen(pilot, "Files of line 3")

    look_into(LookedInto(), story, size)


@pytest.mark.parametrize("size", SIZES)
def test_what_is_left_out_is_named_with_sizes_and_reasons(size: tuple[int, int]) -> None:
    async def story(pilot: Reader) -> None:
        await look(pilot)
        await seen(pilot, "in simple")
        await pilot.press("x")
        await seen(
            pilot,
            "What multi-stage leaves out of simple",
            "Go compiler",
            "whoever breaks in can build with it",
            "Go build cache",
        )
        await pilot.press("end")
        await pilot.press("pagedown", "pagedown", "pagedown", "pagedown")
        await seen(pilot, "--target builder")
        await pilot.press("escape")
        await seen(pilot, "Layers of multi-stage")

    look_into(LookedInto(), story, size)


def test_the_secrets_value_stands_among_what_is_left_out() -> None:
    async def story(pilot: Reader) -> None:
        await look(pilot)
        await seen(pilot, "API_KEY: anyone can read it")
        await pilot.press("x", "pagedown")
        await seen(pilot, "/usr/src/app/.env:", "API_KEY=made-up-4f7c")

    look_into(LookedInto(), story, WIDE)


def test_enter_still_leads_on_from_the_files() -> None:
    async def story(pilot: Reader) -> None:
        await look_at_simple(pilot)
        await pilot.press("down", "enter")
        await seen(pilot, "● Exercise", "start the exercise")

    look_into(LookedInto(), story, WIDE)


def test_folders_open_and_close_with_space_and_arrows() -> None:
    async def story(pilot: Reader) -> None:
        await look_at_simple(pilot)
        await pilot.press("down", "right")
        await seen(pilot, "▾ out/", "old")
        await pilot.press("down", "left")
        assert "▾ out/" not in await seen(pilot, "▸ out/")
        await pilot.press("space")
        await seen(pilot, "▾ out/")

    look_into(LookedInto(), story, WIDE)


def test_a_folder_and_a_layer_can_be_chosen_with_the_mouse() -> None:
    async def story(pilot: Reader) -> None:
        await look(pilot)
        text = await seen(pilot, "Files that a container sees", "in simple", "line 13")
        rows = text.splitlines()
        layer = next(row for row, one in enumerate(rows) if "line 13" in one)
        await pilot.click(offset=(rows[layer].index("line 13") + 2, layer))
        text = await seen(pilot, "Files of line 13", "product-catalog")
        rows = text.splitlines()
        file = next(row for row, one in enumerate(rows) if one.rstrip().endswith("there"))
        column = len(rows[file]) // 2
        await pilot.click(offset=(column, file + 1))
        await pilot.click(offset=(column, file + 1))
        await seen(pilot, "/usr/src/app/product-catalog")

    look_into(LookedInto(), story, WIDE)


def test_a_file_is_found_by_a_part_of_its_path() -> None:
    async def story(pilot: Reader) -> None:
        await look_at_simple(pilot)
        await pilot.press("slash", *"A.JSON", "enter")
        await seen(pilot, "found", "▾ products/", "a.json")
        await pilot.press("o")
        await seen(pilot, "[bold]kettle[/bold]")
        await pilot.press("escape", "slash", *"zzz", "enter")
        await seen(pilot, "not found")
        await pilot.press("escape")
        assert "not found" not in await seen(pilot, "Files of line 3")

    look_into(LookedInto(), story, WIDE)


def test_names_that_try_to_draw_are_shown_as_names() -> None:
    async def story(pilot: Reader) -> None:
        await look_at_simple(pilot)
        await pilot.press("slash", *"odd", "enter", "pagedown")
        text = await seen(pilot, "[red]b.txt", "new␤line", "wipe")
        assert "\x1b" not in text

    look_into(LookedInto(), story, WIDE)


def test_binary_and_large_files_are_told_as_such() -> None:
    async def story(pilot: Reader) -> None:
        await look_at_simple(pilot)
        await pilot.press("slash", *"old", "enter", "o")
        await seen(pilot, "This is no text: a Linux program (ELF).", "700 kB")
        await pilot.press("escape", "slash", *(["backspace"] * 3), *"large", "enter", "o")
        await seen(pilot, "262 kB of 700 kB", "a line")
        await pilot.press("escape")
        await seen(pilot, "hidden by line 4")

    look_into(LookedInto(), story, WIDE)


@pytest.mark.parametrize("size", SIZES)
def test_keys_answer_while_an_image_is_read(size: tuple[int, int]) -> None:
    services = LookedInto()
    services.fake_images.hold()

    async def story(pilot: Reader) -> None:
        await look(pilot)
        await seen(pilot, "Reading the files of multi-stage", "━", "of about")
        await pilot.press("tab", "down")
        await seen(pilot, "▌ base")
        await pilot.press("3")
        await seen(pilot, "smaller")
        await pilot.press("4")
        await seen(pilot, "Reading the files of multi-stage")
        services.fake_images.let_go()
        await seen(pilot, "Files of base")

    look_into(services, story, size)


def test_leaving_ends_the_reading() -> None:
    services = LookedInto()
    services.fake_images.hold()

    async def story(pilot: Reader) -> None:
        await look(pilot)
        await seen(pilot, "Reading the files of multi-stage")
        await pilot.press("escape")
        await seen(pilot, "7 lessons")

    look_into(services, story, WIDE)
    assert services.fake_images.given_up.wait(10)


@pytest.mark.parametrize("from_compare", [False, True], ids=["built", "run-more"])
def test_nothing_is_read_while_a_build_runs(from_compare: bool) -> None:
    services = LookedInto(pace=PACES[0])

    async def story(pilot: Reader) -> None:
        await look(pilot)
        await seen(pilot, "in simple")
        await pilot.press("2", "v")
        services.fake_images.asked.clear()
        if from_compare:
            pilot.app.screen.post_message(ComparePane.WantsRuns(Wanted(3)))
        else:
            await pilot.press("b")
        await seen(pilot, "running")
        await pilot.press("4")
        await seen(pilot, "Layers of ", "Files are read when the build is over")
        assert not services.fake_images.asked
        await pilot.press("escape")
        await pilot.press(*"v" * (TO_SIMPLE - 1))
        await seen(pilot, "Layers of simple", "Files that a container sees")

    look_into(services, story, WIDE)


def test_an_engine_that_fails_is_told_with_what_to_do() -> None:
    services = LookedInto()
    services.fake_images.problem = NoUsableEngineError(
        "The files cannot be read.", "The engine went away [/].", "Start it again."
    )

    async def story(pilot: Reader) -> None:
        await look(pilot)
        await seen(pilot, "The files cannot be read.", "went away [/].", "Start it again.")
        services.fake_images.problem = None
        await pilot.press("v", "v", "v", "v", "v")
        await seen(pilot, "Layers of multi-stage", "Files that a container sees")

    look_into(services, story, WIDE)


@pytest.mark.parametrize("size", SIZES)
def test_files_of_another_build_than_the_measured_one_are_called_that(
    size: tuple[int, int],
) -> None:
    services = LookedInto()
    services.fake_images.newer = "sha256:0123456789abcdef"

    async def story(pilot: Reader) -> None:
        await look(pilot)
        told = " ".join((await seen(pilot, "newest build,", "0123456789ab")).split())
        assert "It took the place of the image that was measured, multi-stage." in told

    look_into(services, story, size)


@pytest.mark.parametrize("size", SIZES)
def test_recorded_images_show_their_layers_and_say_what_is_missing(
    size: tuple[int, int],
) -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("down", "enter", "b")
        await seen(pilot, "next: compare")
        await pilot.press("4")
        await seen(pilot, "Layers of multi-stage", "all layers", "recorded runs")
        await pilot.press("space", "o", "x", "x", "slash", "n", "tab", "down")
        assert "Find" not in await seen(pilot, "Layers of multi-stage")

    look_into(recorded(), story, size)


@pytest.mark.parametrize("size", SIZES)
def test_the_shipped_recording_has_the_files_but_not_what_they_say(size: tuple[int, int]) -> None:
    services = shipped_services(course(), new_progress())
    while services.pace() != PACES[-1]:
        services.quicken()

    async def story(pilot: Reader) -> None:
        await pilot.press("down", "enter", "b")
        await seen(pilot, "next: compare")
        await pilot.press("4")
        await seen(pilot, "Files that a container sees", "usr/")
        await pilot.press("slash", *"products/field-mug.json", "enter", "o")
        await seen(pilot, "What this file says was not recorded.")

    look_into(services, story, size)


def test_footer_and_palette_reach_the_files() -> None:
    async def story(pilot: Reader) -> None:
        await look_at_simple(pilot)
        assert "space expand" in screen_text(pilot)
        await pilot.press("ctrl+p")
        await seen(pilot, "Search for commands")
        await pilot.press(*"left out")
        await seen(pilot, "What is left out")
        await pilot.press("enter")
        await seen(pilot, "What multi-stage leaves out of simple", "esc files")

    look_into(LookedInto(), story, WIDE)
