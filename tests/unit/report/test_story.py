"""How one comes through a lesson: page by page, from step to step."""

import pytest

from tests.tui.recorded_course import course
from walkthrough.course.model import Lesson
from walkthrough.report.story import page_after, page_before, page_count, steps_of


def lesson() -> Lesson:
    return course().lessons[0]


@pytest.mark.parametrize("step", steps_of(lesson())[:-1])
def test_after_a_steps_last_page_comes_the_next_step_and_back_leads_to_it_again(step: str) -> None:
    steps = steps_of(lesson())
    last = max(0, page_count(lesson(), step) - 1)
    following = steps[steps.index(step) + 1]
    assert page_after(lesson(), step, last) == (following, 0)
    assert page_before(lesson(), following, 0) == (step, last)


def test_within_a_step_one_goes_from_page_to_page() -> None:
    assert page_count(lesson(), "Read") > 2
    assert page_after(lesson(), "Read", 0) == ("Read", 1)
    assert page_before(lesson(), "Read", 2) == ("Read", 1)
