"""A page in a few rows: its heading, and the sentences that fit."""

import pytest

from walkthrough.course.load import load_course
from walkthrough.course.model import Lesson
from walkthrough.course.page import NOT_YET, fill, split_page
from walkthrough.course.short_form import ROWS, short_form
from walkthrough.report.page_screen import screen_lines

WIDTH = 76


def whole(text: str) -> str:
    return short_form(text, lambda _text: True)


def of_length(text: str, most: int) -> str:
    return short_form(text, lambda short: len(short) <= most)


def test_the_heading_runs_into_the_text() -> None:
    assert whole("# What an edit costs\n\nAll of it.\nTwice.\n") == (
        "**What an edit costs.** All of it. Twice."
    )
    assert whole("# Why not?\n\nIt is slow.") == "**Why not?** It is slow."


def test_it_ends_after_a_whole_sentence() -> None:
    text = "# T\n\nOne is here. Two is there. Three is nowhere."
    assert of_length(text, 40) == "**T.** One is here. Two is there. …"
    assert of_length(text, 33) == "**T.** One is here. Two is there."
    assert of_length(text, 3) == "**T.**"
    assert "…" not in whole(text)


def test_a_sentence_does_not_end_inside_code_or_a_figure() -> None:
    text = "# T\n\n`COPY . . X` takes all. It took 21.3 s. {{ a: cold.wall_s. X }} is it."
    assert of_length(text, 31) == "**T.** `COPY . . X` takes all."
    assert whole(text).endswith("It took 21.3 s. {{ a: cold.wall_s. X }} is it.")


def test_a_number_is_not_parted_from_its_unit() -> None:
    assert "21.3\u00a0s" in whole("# T\n\nIt took 21.3\u00a0s.")


def test_code_is_left_out_and_what_leads_to_it_becomes_a_sentence() -> None:
    text = "# T\n\nLook at this:\n\n```dockerfile\nFROM scratch\n```\n\nIt lists."
    assert whole(text) == "**T.** Look at this. It lists."


def test_commands_are_left_out_with_what_asks_for_them() -> None:
    text = "# T\n\nA folder. Look around:\n\n```sh\nls\n```\n\nIt lists."
    assert whole(text) == "**T.** A folder. It lists."


def test_nothing_follows_that_would_go_on_with_the_code() -> None:
    text = "# T\n\nThis one\n\n```sh\nls\n```\n\nlists files. Good."
    assert whole(text) == "**T.** This one"


def test_a_list_becomes_a_sentence_with_what_leads_to_it() -> None:
    text = "# T\n\nIt needs:\n\n- a compiler\n- the sources\n\nNo more."
    assert whole(text) == "**T.** It needs: a compiler; the sources. No more."
    assert of_length(text, 40) == "**T.** …"


def test_of_a_list_of_figures_only_those_are_told_that_are_measured() -> None:
    text = "# T\n\nBefore:\n\n- image: {}\n- build: **21 s**\n\nNo more."
    measured = text.replace("{}", "**9 MB**")
    assert whole(measured) == "**T.** Before: image: **9 MB**; build: **21 s**. No more."
    assert whole(text.replace("{}", NOT_YET)) == "**T.** Before: build: **21 s**. No more."
    nothing = text.replace("{}", NOT_YET).replace("**21 s**", NOT_YET)
    assert whole(nothing) == "**T.** No more."


def test_a_list_of_sentences_is_told_item_by_item() -> None:
    text = "# T\n\n- They copy all. It is slow.\n- They forget. Look:\n- Third. Here."
    assert whole(text) == "**T.** They copy all. It is slow. They forget. Third. Here."
    assert of_length(text, 33) == "**T.** They copy all. It is slow."
    assert of_length(text, 25) == "**T.** They copy all. …"


def test_a_quotation_is_told_too() -> None:
    assert whole("# T\n\n> Nothing of it reaches the image.") == (
        "**T.** Nothing of it reaches the image."
    )


@pytest.mark.parametrize("lesson", load_course().lessons, ids=lambda one: str(one.id))
def test_every_page_of_the_course_says_something_in_four_rows(lesson: Lesson) -> None:
    for text in lesson.steps:
        (page,) = split_page(text)
        filled = fill(text, lambda _placeholder: "21.3\u00a0s")
        short = short_form(filled, lambda one: screen_lines(one, WIDTH) <= ROWS)
        said = short.removeprefix(f"**{page.title}.**").removesuffix("…").strip()
        assert len(said.split()) >= 8, page.title
        assert said.endswith((".", "?", "!")), page.title
