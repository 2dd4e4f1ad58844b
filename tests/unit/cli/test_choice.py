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
