"""Lessons and scenarios as a user names them on the command line."""

from collections.abc import Sequence

from walkthrough.course.model import Course, Lesson
from walkthrough.errors import BadInputError


def chosen_lessons(course: Course, names: Sequence[str]) -> tuple[Lesson, ...]:
    """The lessons and extras with these ids or numbers, in the course's order.

    All of the course's lessons, and no extra, for no names. Raises BadInputError for a name that
    none of them has.
    """
    if not names:
        return course.lessons
    for name in names:
        if course.lesson(name) is None:
            known = ", ".join(
                one.id if one.number is None else f"{one.number} {one.id}"
                for one in course.lessons_and_extras
            )
            raise BadInputError(
                f"There is no lesson {name!r}.",
                f"The course has: {known}.",
                "Name a lesson by its id or its number.",
            )
    return tuple(one for one in course.lessons_and_extras if {one.id, one.key} & set(names))


def chosen_scenarios(
    course: Course, lessons: Sequence[Lesson], names: Sequence[str]
) -> frozenset[str]:
    """The scenarios with these ids, none for all of them.

    Raises BadInputError for a name that no scenario has, or that none of the lessons measures.
    """
    for name in names:
        if name not in course.scenarios:
            raise BadInputError(
                f"There is no scenario {name!r}.",
                f"The course has: {', '.join(course.scenarios)}.",
                "Name one of these with --scenario.",
            )
        if not any(name in lesson.scenarios for lesson in lessons):
            measured = dict.fromkeys(one for lesson in lessons for one in lesson.scenarios)
            everything = course.lessons_and_extras
            elsewhere = [one.key for one in everything if name in one.scenarios]
            raise BadInputError(
                f"Nothing that you chose is measured in the scenario {name!r}.",
                f"It is measured in: {', '.join(measured)}.",
                f"Name one of these, or a lesson with {name!r}: {', '.join(elsewhere)}.",
            )
    return frozenset(names)
