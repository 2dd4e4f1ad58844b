"""Settings in the app: themes, keys, and what a reader sees of a broken file."""

from pathlib import Path

import pytest

from tests.tui.reading import POLL_S, WAIT_S, Reader, new_progress, read, recorded, seen
from walkthrough.settings import read_settings
from walkthrough.tui.settings import AppSettings, app_settings


def settings_of(folder: Path, text: str) -> AppSettings:
    """What the app goes by when this is written."""
    (folder / "settings.toml").write_text(text)
    return app_settings(read_settings(folder / "settings.toml"))


def test_changed_keys_work_and_are_shown_wherever_keys_are(tmp_path: Path) -> None:
    async def story(pilot: Reader) -> None:
        text = await seen(pilot, " o  start lesson 1", "f9 engine")
        assert "enter" not in text
        await pilot.press("e", "enter", "question_mark")
        await seen(pilot, "o            Open the lesson")
        await pilot.press("escape", "f9")
        await seen(pilot, "Engine and bases")

    settings = settings_of(tmp_path, '[keymap]\ncourse.open = "o"\napp.engine = "f9"\n')
    read(recorded(), story, settings=settings)


@pytest.mark.parametrize(
    ("keymap", "holds", "problem"),
    [
        ('lesson.build = "v"', {}, "`lesson.build` would take `v`, which `lesson.variant` has"),
        ('lesson.build = "q"', {}, "which `app.quit` has"),
        ('course.next = "b"', {"course.next": "b"}, ""),
        (
            'lesson.build = "v"\nlesson.variant = "b"',
            {"lesson.build": "v", "lesson.variant": "b"},
            "",
        ),
        (
            'lesson.build = "f9"\nlesson.variant = "f9"',
            {"lesson.build": "f9"},
            "`lesson.variant` would take `f9`, which `lesson.build` has",
        ),
        (
            'lesson.build = "v"\nlesson.variant = "q"',
            {},
            "`lesson.build` would take `v`",
        ),
        ('lesson.buld = "f9"', {}, "there is no command `lesson.buld`"),
        ('lesson.build = "crtl+x"', {}, "`crtl+x` is no key"),
        ('lesson.build = ""', {}, "`` is no key"),
        ('app.help = "?, ctrl+h"', {"app.help": "question_mark,ctrl+h"}, ""),
        ('course.next = "down,space,f5"', {"course.next": "down,space,f5"}, ""),
    ],
)
def test_a_key_is_taken_over_unless_it_is_none_or_another_command_has_it(
    tmp_path: Path, keymap: str, holds: dict[str, str], problem: str
) -> None:
    settings = settings_of(tmp_path, f"[keymap]\n{keymap}\n")
    assert settings.keymap == holds
    assert bool(problem) == bool(settings.problems)
    assert problem in "".join(settings.problem_words)


def test_a_broken_file_is_told_in_the_app_which_works_all_the_same(tmp_path: Path) -> None:
    async def story(pilot: Reader) -> None:
        text = await seen(pilot, "settings.toml:1", "perhaps `nord`", "2 more", "start lesson 1")
        assert "settings.toml:2" in text

    settings = settings_of(tmp_path, 'theme = "nrod"\nmouse = 3\na = 1\nb = 2\nc = 3\n')
    assert read(recorded(), story, settings=settings).theme == "walkthrough-dark"


def test_a_theme_that_was_chosen_is_there_at_the_next_start() -> None:
    async def chooses(pilot: Reader) -> None:
        await pilot.press("t")
        await until_theme(pilot, "walkthrough-light")
        await pilot.press("T")
        await seen(pilot, "Search for themes")
        await pilot.press(*"nord")
        await until_theme(pilot, "nord", "enter")

    async def looks(pilot: Reader) -> None:
        await until_theme(pilot, "nord")

    progress = new_progress()
    read(recorded(progress), chooses)
    read(recorded(progress), looks)


def test_a_theme_in_the_file_wins_and_the_app_says_so(tmp_path: Path) -> None:
    async def story(pilot: Reader) -> None:
        await until_theme(pilot, "walkthrough-dark")
        await pilot.press("t")
        await seen(pilot, "Until you quit", "walkthrough-dark")
        await until_theme(pilot, "walkthrough-light")

    progress = new_progress()
    progress.keep_theme("nord")
    settings = settings_of(tmp_path, 'theme = "dark"\n')
    read(recorded(progress), story, settings=settings)


def test_a_remembered_theme_that_is_no_more_gives_way_to_the_default() -> None:
    progress = new_progress()
    progress.keep_theme("gone")

    async def story(pilot: Reader) -> None:
        await until_theme(pilot, "walkthrough-dark")

    read(recorded(progress), story)


async def until_theme(pilot: Reader, name: str, *keys: str) -> None:
    """Wait for the theme, pressing these keys until it is there."""
    for _ in range(int(WAIT_S / POLL_S)):
        await pilot.pause(POLL_S)
        if pilot.app.theme == name:
            return
        await pilot.press(*keys)
    raise AssertionError(f"the theme is {pilot.app.theme}")
