"""The log of the builds: searched, copied, opened, kept on disk, and staying where one reads."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import pytest

from tests.tui.build_stories import Held, begun, failing, open_build, said
from tests.tui.reading import Reader, Scripted, gone, read, screen_text, seen
from walkthrough.measure.progress import RunEvent
from walkthrough.store.build_logs import BuildLogs
from walkthrough.tui.log_search import LogSearch
from walkthrough.tui.pager import pager_command
from walkthrough.tui.widgets.build_log import BuildLog

SIZES = [(120, 36), (80, 24), (60, 20)]
MANY = 200


def talking() -> Iterator[RunEvent]:
    """Many lines, every fiftieth of which is another."""
    yield from begun()
    for number in range(MANY):
        yield said(f"needle {number}" if number % 50 == 0 else f"line {number}")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_log_is_searched_and_matches_are_counted(size: tuple[int, int]) -> None:
    held = Held(talking)

    async def story(pilot: Reader) -> None:
        await open_build(pilot)
        await seen(pilot, f"line {MANY - 1}", "following")
        await pilot.press("slash", *"needle")
        await seen(pilot, "4 of 4", "needle 150", "staying here")
        await pilot.press("enter", "n")
        await seen(pilot, "1 of 4", "needle 0")
        await pilot.press("n")
        await seen(pilot, "2 of 4", "needle 50")
        await pilot.press("N", "N")
        await seen(pilot, "4 of 4", "needle 150")
        held.let_go.set()

    read(held, story, size)


def test_esc_leaves_the_search_before_it_stops_the_build() -> None:
    held = Held(talking)

    async def story(pilot: Reader) -> None:
        await open_build(pilot)
        await seen(pilot, "following")
        await pilot.press("slash", *"nowhere")
        await seen(pilot, "not found")
        await pilot.press("escape")
        assert "compare, when done" in await gone(pilot, "not found")
        await pilot.press("escape")
        await seen(pilot, "Stopped.")

    read(held, story)


def test_matches_that_come_later_are_counted_too() -> None:
    held = Held(talking)
    held.after = [said("needle again")]

    async def story(pilot: Reader) -> None:
        await open_build(pilot)
        await seen(pilot, f"line {MANY - 1}")
        await pilot.press("slash", *"needle", "enter")
        await seen(pilot, "4 of 4")
        held.let_go.set()
        await seen(pilot, "4 of 5")

    read(held, story)


def test_what_is_selected_with_the_mouse_is_copied() -> None:
    held = Held(lambda: iter([*begun(), said("first words"), said("second words")]))

    async def story(pilot: Reader) -> None:
        await open_build(pilot)
        await seen(pilot, "second words")
        log = pilot.app.screen.query_one(BuildLog)
        lines = log.text.splitlines()
        row = next(at for at, text in enumerate(lines) if "first words" in text)
        start = lines[row].index("first")
        row -= log.scroll_offset.y
        padding = log.styles.padding.left
        await pilot.mouse_down(BuildLog, offset=(padding + start, row))
        await pilot.hover(BuildLog, offset=(padding + start + 4, row + 1))
        await pilot.mouse_up(BuildLog, offset=(padding + start + 4, row + 1))
        await pilot.press("c")
        await seen(pilot, "Copied what is selected")
        held.let_go.set()

    app = read(held, story)
    assert app.clipboard.startswith("first words\n")
    assert "second words" not in app.clipboard


def test_the_error_is_copied_and_the_whole_log_with_the_large_letter() -> None:
    copied = []

    async def story(pilot: Reader) -> None:
        await open_build(pilot)
        await seen(pilot, "Mend what the compiler names.")
        await pilot.press("c")
        await seen(pilot, "Copied the error")
        copied.append(pilot.app.clipboard)
        await pilot.press("C")
        await seen(pilot, "Copied the log")

    app = read(Scripted(failing), story)
    assert "undefined: stor" in copied[0] and copied[0].endswith("Mend what the compiler names.")
    assert app.clipboard.startswith("━━ stages, code-edit\n")
    assert "── failed" in app.clipboard


def test_all_of_a_build_is_on_disk_also_what_the_screen_has_dropped(home: Path) -> None:
    def events() -> Iterator[RunEvent]:
        yield from begun()
        yield said("x" * 5000)
        for number in range(12_000):
            yield said(f"line {number}")

    async def story(pilot: Reader) -> None:
        await open_build(pilot)
        await seen(pilot, "line 11999", "build-logs")

    read(Scripted(events), story)
    (kept,) = (home / "build-logs").iterdir()
    lines = kept.read_text(encoding="utf-8").splitlines()
    assert sum("line" in text and "──" not in text for text in lines) == 12_000
    assert "x" * 5000 in kept.read_text(encoding="utf-8")
    assert kept.name.endswith("stages-code-edit.log")


def test_the_place_of_the_log_is_told_where_no_pager_can_be_shown() -> None:
    held = Held(talking)

    async def story(pilot: Reader) -> None:
        await open_build(pilot)
        await seen(pilot, "following")
        await pilot.press("o")
        await seen(pilot, "The log is", "build-logs")
        held.let_go.set()

    read(held, story)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_full_disk_is_told_and_the_build_goes_on(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def on_a_full_disk(_logs: BuildLogs, _build: str) -> TextIO:
        return Path("/dev/full").open("w", encoding="utf-8")

    monkeypatch.setattr(BuildLogs, "_new_file", on_a_full_disk)

    def events() -> Iterator[RunEvent]:
        yield from begun()
        for number in range(1000):
            yield said(f"line {number}")

    held = Held(events)

    async def story(pilot: Reader) -> None:
        await open_build(pilot)
        await seen(pilot, "line 999", "No space left on device", "compare, when done")
        held.let_go.set()

    read(held, story, size)


def test_a_reader_who_scrolled_up_stays_while_more_comes() -> None:
    held = Held(talking)
    held.after = [said(f"later {number}") for number in range(MANY)]

    async def story(pilot: Reader) -> None:
        await open_build(pilot)
        await seen(pilot, f"line {MANY - 1}", "following")
        await pilot.press("home")
        text = await seen(pilot, "line 1\n", "staying here")
        held.let_go.set()
        log = pilot.app.screen.query_one(BuildLog)
        for _ in range(200):
            await pilot.pause(0.02)
            if log.line_count >= 2 * MANY:
                break
        shown = [row for row in text.splitlines() if "  line " in row]
        assert [row for row in screen_text(pilot).splitlines() if "  line " in row][:3] == shown[:3]

    read(held, story)


def test_a_text_with_a_large_letter_is_searched_as_it_is() -> None:
    small, large = LogSearch("go"), LogSearch("Go")
    for search in (small, large):
        search.add(["GO", "Go", "go"], 0)
    assert small.words == "3 lines"
    assert large.words == "1 line"


def test_matches_that_are_thrown_away_are_no_longer_counted() -> None:
    search = LogSearch("a")
    search.add(["a", "b", "a", "a"], 10)
    assert search.start_at(0) == 10
    search.forget(12)
    assert search.words == "2 lines"
    assert search.following(10) == 12
    assert search.following(10) == 13
    assert search.following(10) == 12
    assert search.previous(10) == 13


def test_brackets_in_what_is_searched_are_only_brackets() -> None:
    search = LogSearch("[a-z](")
    search.add(["[a-z](b)", "x("], 0)
    assert search.words == "1 line"
    assert search.spans("[a-z](b)") == [(0, 6)]


def test_the_readers_own_pager_is_taken_and_a_missing_one_is_not() -> None:
    python = Path(sys.executable).as_posix()
    assert pager_command({"PAGER": f'"{python}" -c pass'})[-2:] == ["-c", "pass"]
    assert pager_command({"PAGER": "no-such-pager", "EDITOR": python}) == [python]
    assert pager_command({"PAGER": "no-such-pager"})[:1] != ["no-such-pager"]
