"""How far a reader is: steps, predictions, attempts, time and best numbers of each lesson. Pure."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from walkthrough.course.model import Course, Lesson
from walkthrough.learn.attempts import Attempt
from walkthrough.learn.predictions import Answer, Outcome, Results, outcomes
from walkthrough.measure.headline import Headline, headline


class LessonProgress(Struct, frozen=True):
    """One lesson: the steps behind the reader, the exercise's attempts and seconds spent on them.

    `passed` tells whether any attempt has passed.
    """

    lesson: Lesson
    begun: bool
    done: frozenset[str]
    outcomes: tuple[Outcome, ...]
    attempts: int
    hints: int
    spent_s: float
    passed: bool
    best: Headline | None


class Kept(Struct, frozen=True):
    """What is kept of one lesson."""

    begun: bool
    done: frozenset[str]
    answers: Mapping[str, Answer]
    attempts: Sequence[Attempt]
    hints: int


def summary(course: Course, kept: Mapping[str, Kept], results: Results) -> list[LessonProgress]:
    """Every lesson in order, then the extras that were begun; `kept` by their ids."""
    begun = [one for one in course.extras if kept[one.id].begun]
    return [_lesson(one, kept[one.id], results) for one in (*course.lessons, *begun)]


def _lesson(lesson: Lesson, kept: Kept, results: Results) -> LessonProgress:
    return LessonProgress(
        lesson=lesson,
        begun=kept.begun,
        done=kept.done,
        outcomes=outcomes(lesson, kept.answers, results),
        attempts=len(kept.attempts),
        hints=kept.hints,
        spent_s=sum(one.spent_s for one in kept.attempts),
        passed=any(one.passed for one in kept.attempts),
        best=headline(lesson, results),
    )
