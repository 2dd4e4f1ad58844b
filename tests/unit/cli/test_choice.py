"""Lessons and scenarios as they are named on the command line."""

import pytest

from walkthrough.cli.choice import chosen_lessons, chosen_scenarios
from walkthrough.course.load import load_course
from walkthrough.errors import BadInputError


def test_a_scenario_that_the_lesson_does_not_measure_is_refused_with_those_it_does() -> None:
    course = load_course()
    with pytest.raises(BadInputError) as refusal:
        chosen_scenarios(course, chosen_lessons(course, ["1"]), ["commit"])
    assert refusal.value.why == "It is measured in: cold, rebuild, code-edit."
    assert refusal.value.next_step == "Name one of these, or a lesson with 'commit': 3."


def test_a_scenario_that_one_of_the_lessons_measures_is_taken() -> None:
    course = load_course()
    chosen = chosen_scenarios(course, chosen_lessons(course, ["1", "3"]), ["commit"])
    assert chosen == frozenset({"commit"})


def test_without_a_name_no_extra_is_chosen_and_each_can_be_named() -> None:
    course = load_course()
    assert course.extras
    assert chosen_lessons(course, []) == course.lessons
    for extra in course.extras:
        assert chosen_lessons(course, [extra.id, "1"]) == (course.lessons[0], extra)


def test_an_unknown_lesson_is_refused_with_the_extras_that_there_are() -> None:
    course = load_course()
    for name in ("0", "None", "nonsense"):
        with pytest.raises(BadInputError) as refusal:
            chosen_lessons(course, [name])
        assert course.extras[0].id in refusal.value.why
