"""What the shipped lessons' texts must have, and that the table of techniques leads to them."""

import re
from pathlib import Path

import pytest

from walkthrough.course.load import load_course
from walkthrough.course.model import Lesson
from walkthrough.course.page import placeholders, split_page

TABLE = Path(__file__).parents[3] / "docs" / "where-taught.md"
ROW = re.compile(r"\| [^|]+ \| \[([^]|]+)\]\(\.\./(lessons/[^)|]+)\) \| ([^|]+) \|")
PICTURE = re.compile(r"```text\n(.*?)```", re.DOTALL)
BESIDE_THE_TABS = 36
IN_THE_LIST = 46
LESSONS = [pytest.param(lesson, id=lesson.id) for lesson in load_course().lessons]
EXTRAS = [pytest.param(extra, id=extra.id) for extra in load_course().extras]


def test_each_technique_is_taught_where_the_table_says() -> None:
    rows = [row for row in TABLE.read_text("utf-8").split("\n") if row.startswith("| ")]
    taught = [row for row in rows if not row.startswith("| technique |")]
    assert len(taught) > 50
    for row in taught:
        match = ROW.fullmatch(row)
        assert match is not None, row
        page = TABLE.parents[1] / match[2]
        assert page.parent.name == match[1], row
        titles = [step.title for step in split_page(page.read_text("utf-8"))]
        assert match[3] in titles, row


@pytest.mark.parametrize("lesson", [*LESSONS, *EXTRAS])
def test_each_prediction_is_about_a_figure_that_a_comparison_shows(lesson: Lesson) -> None:
    shown = {
        (one.metric, variant) for one in lesson.comparisons for variant in (one.from_id, one.to)
    }
    assert {(one.metric, one.variant) for one in lesson.predictions} <= shown


@pytest.mark.parametrize("extra", EXTRAS)
def test_an_extra_is_short_has_a_figure_of_the_readers_own_and_a_place_in_the_table(
    extra: Lesson,
) -> None:
    assert 3 <= len(extra.steps) <= 5
    assert placeholders("\n".join(extra.steps))
    assert f"(../lessons/{extra.folder}/page.md)" in TABLE.read_text("utf-8")


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_begins_with_figures_of_the_readers_own(lesson: Lesson) -> None:
    assert placeholders(lesson.steps[0])


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_says_what_people_get_wrong(lesson: Lesson) -> None:
    assert any(step.startswith("## What people get wrong\n") for step in lesson.steps)


@pytest.mark.parametrize("lesson", [*LESSONS, *EXTRAS])
def test_a_lesson_ends_with_links_into_dockers_and_gos_documentation(lesson: Lesson) -> None:
    recap = lesson.steps[-1]
    assert "](https://docs.docker.com/" in recap
    assert "](https://go.dev/" in recap or "](https://pkg.go.dev/" in recap


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_picture_is_whole_beside_the_tabs_and_can_be_read_out(lesson: Lesson) -> None:
    for picture in PICTURE.findall("\n".join(lesson.steps)):
        assert max(map(len, picture.split("\n"))) <= BESIDE_THE_TABS, picture
        assert picture.replace("…", "").isascii(), picture


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lessons_summary_is_not_cut_in_the_list_of_lessons(lesson: Lesson) -> None:
    assert len(lesson.summary) <= IN_THE_LIST


def test_no_two_lessons_begin_alike() -> None:
    begun = [lesson.steps[0].split("\n\n")[1] for lesson in load_course().lessons]
    assert len({text.split()[0] for text in begun}) == len(begun)
