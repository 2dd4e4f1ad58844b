"""Lines, bars and pages: what fits, what is kept whole, what a bar never hides."""

import pytest

from tests.tui.recorded_course import course
from walkthrough.report.story import STEPS, journey, new_variant, pages_of, predecessor
from walkthrough.tui.bars import bar, progress_line, row_bar, split_bar, whisker
from walkthrough.tui.code import changes
from walkthrough.tui.format import aligned, scale_of
from walkthrough.tui.lines import cut_at_word, fit, line, spread, wrap
from walkthrough.tui.page_text import page_lines
from walkthrough.tui.run_state import clean, step_rows


def test_a_value_above_zero_is_never_invisible() -> None:
    assert bar(0.001, 400, 40).plain.strip() == "▏"
    assert bar(0, 400, 40).plain.strip() == ""
    assert row_bar(0.001, 400, 40).plain.strip() == "▆"
    assert split_bar(0, 1, 400, 40, ("red", "blue")).plain.strip() == "▆"


@pytest.mark.parametrize("value", [0, 1, 21.2, 1000])
def test_a_bar_is_as_wide_as_its_room(value: float) -> None:
    for drawn in (bar(value, 21.2, 30), row_bar(value, 21.2, 30), progress_line(value, 30)):
        assert drawn.cell_length == 30


def test_a_range_lies_between_its_ends_with_its_median_inside() -> None:
    drawn = whisker(20.6, 21.2, 22.0, (20.5, 22.5), 41, "red").plain
    assert drawn.index("├") < drawn.index("●") < drawn.index("┤")
    assert whisker(1.0, 1.0, 1.0, (1.0, 1.0), 10, "red").plain.count("●") == 1


def test_numbers_stand_on_their_decimal_point() -> None:
    points = {aligned(value).index(".") for value in (0.06, 1.1, 21.2)}
    assert points == {5}
    assert aligned(397).index("7") == 4
    assert aligned(0.0004) == "  < 0.01"
    assert {len(aligned(value)) for value in (0, 0.0004, 0.06, 1.1, 21.2, 397, 1077)} == {8}
    assert scale_of(397e6, "bytes") == ("MB", 1e6)


def test_no_word_is_broken_and_a_number_keeps_its_unit() -> None:
    text = line("It took 21.2\u00a0s in all")
    assert [one.plain for one in wrap(text, 12)] == ["It took", "21.2\u00a0s in", "all"]
    assert cut_at_word(line("one two three"), 10).plain == "one two …"
    assert [one.plain for one in wrap(line("a-very-long-word"), 6)] == ["a-very", "-long-", "word"]


def test_what_stands_on_the_right_stays_whole() -> None:
    drawn = spread(line("a very long left side"), line("21.2 s"), 16).plain
    assert drawn.endswith(" 21.2 s")
    assert len(drawn) == 16
    assert fit([line("too long for it"), line("short")], 6).plain == "short"


def test_a_page_keeps_its_lists_code_and_links_apart() -> None:
    page = (
        "# Title\n\nText *and* `code`.\n\n- one\n- [two](https://docs.docker.com)\n\n```sh\nls\n```"
    )
    lines = [one.plain for one in page_lines(page, 30)]
    address = "  https://docs.docker.com"
    assert lines == ["Title", "", "Text and code.", "", "• one", "• two", address, "", "  ls"]


@pytest.mark.parametrize("width", [38, 56, 76])
def test_every_page_of_the_course_fits_its_width(width: int) -> None:
    for lesson in course().lessons:
        for step in STEPS:
            for page in pages_of(lesson, step):
                assert max(one.cell_length for one in page_lines(page.text, width)) <= width


def test_a_changed_line_is_told_from_a_new_one() -> None:
    before = ["FROM alpine", "RUN go build -o app ."]
    after = ["FROM alpine", "# why", "RUN --mount=type=cache,target=/c \\", "  go build -o app ."]
    assert changes(before, after) == ["", "+", "+", "~"]
    assert changes(["a", "b"], ["a", "x", "b"]) == ["", "+", ""]


def test_output_loses_what_would_steer_a_terminal() -> None:
    assert clean("\x1b[1;31mred\x1b[0m\x07\r") == "red"
    assert clean("\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\") == "link"
    assert clean("a\tb") == "a       b"
    assert len(clean("x" * 100_000)) < 3000


def test_every_variant_shows_its_steps_in_the_files_order() -> None:
    for variant in course().variants.values():
        numbers = [row.line for row in step_rows(variant)]
        assert numbers == sorted(number for number in numbers if number is not None)
        assert numbers


def test_the_journey_takes_one_variant_a_lesson() -> None:
    assert journey(course())[:2] == ("simple", "multi-stage")
    for lesson in course().lessons:
        assert new_variant(lesson) in lesson.variants
        assert predecessor(lesson, new_variant(lesson)) in course().variants
