"""One reader at one exercise: their folder, their hints, and the solution when it opens."""

from pathlib import Path

from msgspec import Struct

from walkthrough.course.exercise import Exercise
from walkthrough.course.exercise_reasons import Change
from walkthrough.learn.attempts import Attempts
from walkthrough.learn.folder import Started, default_folder, fingerprint, folder_beside, start
from walkthrough.learn.hints import helpful_hints, next_hint
from walkthrough.learn.solution import solution_changes


class Hints(Struct, frozen=True):
    """The hints given for what fails now, in their order, of `total` that there are for it."""

    given: tuple[str, ...]
    total: int


class Practice:
    """What can be done with an exercise besides checking it."""

    def __init__(self, exercise: Exercise, attempts: Attempts) -> None:
        self.exercise = exercise
        self._attempts = attempts

    @property
    def folder(self) -> Path:
        """Where the reader works: the folder that they started in, else the usual one."""
        started = self._attempts.started(self.exercise.lesson_id)
        if started is not None and started.folder:
            return Path(started.folder)
        return default_folder(self.exercise.lesson_id)

    @property
    def is_started(self) -> bool:
        """Whether the reader has started, and the folder is still there."""
        started = self._attempts.started(self.exercise.lesson_id)
        return started is not None and bool(started.folder) and self.folder.is_dir()

    @property
    def is_outdated(self) -> bool:
        """Whether the course has another state of the exercise than the reader started with."""
        started = self._attempts.started(self.exercise.lesson_id)
        if started is None or not started.fingerprint:
            return False
        return started.fingerprint != fingerprint(self.exercise)

    @property
    def has_passed(self) -> bool:
        """Whether any attempt has passed."""
        return self._attempts.passed(self.exercise.lesson_id)

    @property
    def tries(self) -> int:
        """How many attempts there were."""
        return len(self._attempts.all(self.exercise.lesson_id))

    @property
    def solution_is_open(self) -> bool:
        """Whether the reader may see the solution."""
        return self._attempts.solution_is_open(self.exercise.lesson_id)

    def begin(self, folder: Path) -> Started:
        """Put what is missing of the exercise into `folder`, and keep that it is worked on there.

        A folder of an outdated exercise stays known as that. Raises BadInputError where it cannot
        be written.
        """
        done = start(self.exercise, folder)
        if not self.is_outdated or folder != self.folder:
            self._attempts.start(self.exercise, folder)
        return done

    def begin_anew(self) -> Started:
        """Start in a folder beside the present one, which stays as it is."""
        folder = self.folder
        return self.begin(folder_beside(folder) if folder.exists() else folder)

    def hints(self) -> Hints:
        """The hints given so far for the checks that fail now."""
        failing = self._attempts.failing(self.exercise)
        helpful = helpful_hints(self.exercise, failing) if failing else ()
        shown = self._attempts.hints(self.exercise.lesson_id)
        given = tuple(self.exercise.hints[one].text for one in helpful if one in shown)
        return Hints(given, len(helpful))

    def next_hint(self) -> Hints:
        """Give one hint more, if there is one for what fails now."""
        failing = self._attempts.failing(self.exercise)
        shown = self._attempts.hints(self.exercise.lesson_id)
        number = next_hint(self.exercise, failing, shown) if failing else None
        if number is not None:
            self._attempts.show_hint(self.exercise.lesson_id, number)
        return self.hints()

    def solution(self) -> dict[str, tuple[Change, ...]]:
        """The way from the reader's files to the solution, by file, with a reason for each line.

        Raises BadInputError where the reader's files cannot be read.
        """
        return solution_changes(self.exercise, self.folder)
