"""A page of a lesson: lists, quotations, code, the reader's own figures, and its short form."""

import pytest
from textual.content import Content

from tests.tui.reading import Reader, read, recorded, screen_text, seen, to_step
from walkthrough.course.load import load_course
from walkthrough.course.page import fill, split_page
from walkthrough.tui.page_text import page_lines


def told(text: str, width: int = 30) -> list[str]:
    return [one.plain.rstrip() for one in page_lines(text, width)]


def test_the_lines_of_a_list_item_stand_below_each_other() -> None:
    assert told("- one two three four five\n- six", 14) == [
        "• one two",
        "  three four",
        "  five",
        "• six",
    ]


def test_items_are_numbered_and_lists_lie_in_lists() -> None:
    assert told("1. one\n2. two\n   - inner\n   - more") == [
        "1. one",
        "2. two",
        "   • inner",
        "   • more",
    ]


def test_items_of_more_than_one_paragraph_are_parted() -> None:
    assert told("- one\n\n  more\n\n- two") == ["• one", "", "  more", "", "• two"]


def test_code_stays_as_it_is_and_a_long_line_of_it_is_not_cut() -> None:
    assert told("Run:\n\n```sh\nls  -l\n\npwd\n```") == ["Run:", "", "  ls  -l", "", "  pwd"]
    assert "".join(told("```text\nabcdefghijklmnop\n```", 10)).replace(" ", "") == (
        "abcdefghijklmnop"
    )


def test_a_quotation_has_a_bar_at_each_of_its_lines() -> None:
    assert told("> one two three\n>\n> - four", 10) == ["▎ one two", "▎ three", "▎", "▎ • four"]


def test_a_list_of_figures_is_a_table() -> None:
    text = "- `simple`: **397\u00a0MB**\n- from first to last: **26×**"
    assert told(text) == ["▎ simple               397\u00a0MB", "▎ from first to last      26×"]
    assert told("- `simple`: **397\u00a0MB**\n- nothing else") == [
        "• simple: 397\u00a0MB",
        "• nothing else",
    ]


def test_a_long_name_of_a_figure_takes_more_lines() -> None:
    assert told("- after one line of code: **19.7\u00a0s**", 22) == [
        "▎ after one",
        "▎ line of code  19.7\u00a0s",
    ]


def test_figures_that_are_not_measured_say_so_once() -> None:
    text = "- `a`: *not measured yet*\n- `b`: *not measured yet*"
    assert told(text) == ["▎ a   ·", "▎ b   ·", "▎ · not measured yet"]


def test_what_looks_like_markup_is_text() -> None:
    assert told("[bold]no[/bold] `[red]`") == ["[bold]no[/bold] [red]"]


@pytest.mark.parametrize("width", [38, 52, 58, 76])
def test_every_page_fits_and_no_word_of_it_is_lost(width: int) -> None:
    for lesson in load_course().lessons:
        for text in lesson.steps:
            page = fill(split_page(text)[0].text, lambda _one: "**21.3\u00a0s**")
            rows = page_lines(page, width)
            assert max(one.cell_length for one in rows) <= width
            assert _letters(rows) >= _letters_of(page)


def _letters(rows: list[Content]) -> int:
    return sum(character.isalpha() for row in rows for character in row.plain)


def _letters_of(page: str) -> int:
    """How many letters the page has, at least: without the names of code and the links' targets."""
    lines = [line for line in page.split("\n") if not line.startswith("```")]
    text = "\n".join(lines)
    targets = sum(len(part.partition(")")[0]) for part in text.split("](")[1:])
    return sum(character.isalpha() for character in text) - targets


def test_at_80_columns_a_short_form_stands_over_the_dockerfile() -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        screen = await seen(pilot, "A simple build. You have a Go program", "COPY . .")
        rows = screen.split("\n")
        tabs = next(n for n, row in enumerate(rows) if "1 Dockerfile" in row)
        assert 2 < tabs <= 8
        assert "0 Page" in rows[tabs]
        await pilot.press("0")
        whole = await seen(pilot, "Two programs are built.", "page 1 of 6")
        assert "A simple build. You have" not in whole
        await pilot.press("1", "enter")
        await seen(pilot, "The Dockerfile, line by line. FROM brings", "COPY . .")

    read(recorded(), story, (80, 24))


def test_a_short_form_gives_way_to_every_other_tab() -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        await seen(pilot, "A simple build. You have a Go program")
        for key in ("3", "4", "2", "0"):
            await pilot.press(key)
            await pilot.pause(0.05)
            assert "A simple build. You have" not in screen_text(pilot)

    read(recorded(), story, (80, 24))


def test_the_page_is_found_again_at_each_width() -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        await seen(pilot, "You have a Go program", "page 1 of 6", "COPY . .")
        await pilot.resize_terminal(80, 24)
        await seen(pilot, "A simple build. You have a Go program", "COPY . .")
        await pilot.resize_terminal(60, 20)
        await seen(pilot, "You have a Go program", "0 Page")
        await pilot.resize_terminal(120, 36)
        await seen(pilot, "You have a Go program", "page 1 of 6", "COPY . .")

    read(recorded(), story)


def test_a_long_page_scrolls_with_the_keys() -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("enter", "enter", "enter")
        top = await seen(pilot, "What the image weighs")
        assert "who has the image" not in " ".join(top.split())
        await pilot.press("end")
        await seen(pilot, "page 3 of 6")

    read(recorded(), story, (60, 20))


@pytest.mark.parametrize("key", ["enter", "p"])
def test_a_page_that_a_line_s_words_cover_comes_to_sight_as_it_turns(key: str) -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        await seen(pilot, "page 1 of 6", "0 the whole page", "next: The Dockerfile, line by line")
        if key == "p":
            await pilot.press("enter")
            await seen(pilot, "page 2 of 6")
        await pilot.press("down")
        text = await seen(pilot, "Does  ", "esc close")
        assert "page" not in text.partition("Dockerfile")[0]
        await pilot.press(key)
        if key == "p":
            await pilot.press("escape")
        text = await seen(pilot, "page 2 of 6")
        assert "Does  " not in text

    read(recorded(), story, (80, 24))


def test_whoever_reads_on_the_page_s_own_tab_stays_there() -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        await seen(pilot, "0 the whole page")
        await pilot.press("0", "enter")
        text = await seen(pilot, "page 2 of 6", "next: What the image weighs")
        assert "0 the whole page" not in text
        await pilot.press("p")
        await seen(pilot, "page 1 of 6")

    read(recorded(), story, (80, 24))


@pytest.mark.parametrize("tab", ["2", "4"])
def test_no_page_turns_back_where_it_is_not_in_sight(tab: str) -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("enter", "enter")
        await seen(pilot, "page 2 of 6", "↑↓ explain a line")
        await pilot.press(tab)
        assert "p back" not in await seen(pilot, "1 Dockerfile")
        await pilot.press("p", "1")
        await seen(pilot, "page 2 of 6")
        await pilot.press("p")
        await seen(pilot, "page 1 of 6")

    read(recorded(), story, (80, 24))


def test_a_link_s_address_stands_below_it_and_ends_a_row_after_one_of_its_parts() -> None:
    text = "- [Build cache](https://docs.docker.com/build/cache/)\n- [Go](https://go.dev/doc)"
    assert told(text, 80) == [
        "• Build cache",
        "  https://docs.docker.com/build/cache/",
        "• Go",
        "  https://go.dev/doc",
    ]
    assert told(text, 26)[:3] == ["• Build cache", "  https://docs.docker.com/", "  build/cache/"]
    assert max(map(len, told(text, 12))) <= 12


def test_the_recap_shows_where_its_links_lead() -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        await to_step(pilot, "Recap")
        await pilot.press("0", "end")
        await seen(pilot, "Compile and install", "https://go.dev/doc/tutorial/compile-install")

    read(recorded(), story, (80, 24))
