"""A check whose attempt is kept while it runs, so that a kill loses nothing."""

from collections.abc import Generator

from walkthrough.course.exercise import Exercise
from walkthrough.learn.attempts import Attempts
from walkthrough.learn.check_run import CheckRun
from walkthrough.learn.model import CheckEvent


class KeptRun:
    """A CheckRun, seen through what is kept of it."""

    def __init__(self, run: CheckRun, exercise: Exercise, attempts: Attempts) -> None:
        self._run = run
        self._lesson_id = exercise.lesson_id
        self._attempts = attempts

    def run(self) -> Generator[CheckEvent, None, None]:
        """The check's events, each kept before it is handed on."""
        return self._attempts.keeping(self._lesson_id, self._run.run())

    def cancel(self) -> None:
        """End the check; safe from any thread."""
        self._run.cancel()
