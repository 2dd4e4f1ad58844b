"""What the commands for exercises share: which exercise, in which folder."""

from pathlib import Path

from walkthrough.cli.choice import chosen_lessons
from walkthrough.course.exercise import Exercise
from walkthrough.course.exercise_load import load_exercise
from walkthrough.course.model import Course
from walkthrough.errors import BadInputError
from walkthrough.learn.attempts import Attempts
from walkthrough.learn.folder import default_folder


def chosen_exercise(course: Course, lesson: str) -> Exercise:
    """The exercise of the lesson with this id or number. Raises BadInputError for none."""
    (chosen,) = chosen_lessons(course, (lesson,))
    exercise = load_exercise(chosen)
    if exercise is None:
        others = [one.key for one in course.lessons_and_extras if one.practised]
        raise BadInputError(
            f"{chosen.called.capitalize()} has no exercise.",
            "It shows something that is better read and measured than practised.",
            f"Lessons with an exercise: {', '.join(others)}.",
        )
    return exercise


def exercise_folder(exercise: Exercise, attempts: Attempts, named: Path | None) -> Path:
    """Where the reader works on the exercise: the folder named, remembered or usual."""
    if named is not None:
        return named.absolute()
    started = attempts.started(exercise.lesson_id)
    if started is not None and started.folder:
        return Path(started.folder)
    return default_folder(exercise.lesson_id)
