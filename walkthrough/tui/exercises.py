"""What the screens may ask about exercises: the reader's own, and a check of what they wrote."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Protocol

from walkthrough.course.exercise import Exercise
from walkthrough.course.exercise_load import load_exercise
from walkthrough.course.model import Lesson
from walkthrough.errors import NoUsableEngineError
from walkthrough.learn.attempts import Attempts
from walkthrough.learn.practice import Practice
from walkthrough.learn.reader_files import ReaderFiles

if TYPE_CHECKING:
    from walkthrough.learn.model import CheckEvent
    from walkthrough.learn.surroundings import Surroundings
    from walkthrough.learn.watch import Run


class Exercises(Protocol):
    """The course's exercises. `new_check` talks to the engine and is called from threads."""

    def of(self, lesson: Lesson) -> Practice | None:
        """The lesson's exercise with what the reader has done of it. Raises BadInputError."""
        ...

    def new_check(self, exercise: Exercise, files: ReaderFiles) -> "Run":
        """A check of these files, not yet run. Raises NoUsableEngineError or BadInputError."""
        ...

    @property
    def is_checking(self) -> bool:
        """Whether a check builds and measures now."""
        ...

    @property
    def can_check(self) -> bool:
        """Whether files can be checked, be it after an engine was set up."""
        ...


class CountedRun:
    """A check that says how many of its kind go on."""

    def __init__(self, run: "Run", under_way: "set[CountedRun]") -> None:
        self._run = run
        self._under_way = under_way

    def run(self) -> "Iterator[CheckEvent]":
        """The check's events."""
        self._under_way.add(self)
        try:
            yield from self._run.run()
        finally:
            self._under_way.discard(self)

    def cancel(self) -> None:
        """End the check; safe from any thread."""
        self._run.cancel()


class MeasuredExercises:
    """Exercises checked on the reader's engine, as soon as there is one."""

    can_check = True

    def __init__(self, attempts: Attempts, around: "Callable[[], Surroundings | None]") -> None:
        self._attempts = attempts
        self._around = around
        self._under_way: set[CountedRun] = set()

    @property
    def is_checking(self) -> bool:
        """Whether a check goes on."""
        return bool(self._under_way)

    def of(self, lesson: Lesson) -> Practice | None:
        """The lesson's exercise, None where it has none."""
        return practice_of(lesson, self._attempts)

    def new_check(self, exercise: Exercise, files: ReaderFiles) -> "Run":
        """A check whose attempt is kept."""
        from walkthrough.learn.check_run import CheckRun
        from walkthrough.learn.kept_run import KeptRun

        around = self._around()
        if around is None:
            raise NoUsableEngineError(
                "There is no engine to check with.",
                "A check builds what you wrote and runs it; no engine with its bases was found.",
                "Press esc, then e: it says what is missing and sets it up.",
            )
        run = KeptRun(CheckRun(exercise, files, around), exercise, self._attempts)
        return CountedRun(run, self._under_way)


class ExercisesWithoutEngine:
    """Exercises beside recorded runs: to read and to write, not to check."""

    is_checking = False
    can_check = False

    def __init__(self, attempts: Attempts) -> None:
        self._attempts = attempts

    def of(self, lesson: Lesson) -> Practice | None:
        """The lesson's exercise, None where it has none."""
        return practice_of(lesson, self._attempts)

    def new_check(self, exercise: Exercise, files: ReaderFiles) -> "Run":
        """Nothing can be checked. Raises NoUsableEngineError."""
        raise NoUsableEngineError(
            "Recorded runs cannot check what you wrote.",
            "A check builds your files and runs the image; that needs an engine.",
            "Open the course with an engine: `walkthrough tour`. Your files stay.",
        )


def practice_of(lesson: Lesson, attempts: Attempts) -> Practice | None:
    """The lesson's exercise with what the reader has done of it. Raises BadInputError."""
    exercise = load_exercise(lesson)
    return None if exercise is None else Practice(exercise, attempts)
