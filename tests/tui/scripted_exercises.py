"""Exercises whose checks are scripted: the course's own, in a folder of the test's."""

import threading
from collections.abc import Iterator
from pathlib import Path

from tests.tui.reading import Reader, keep_built, recorded, seen
from walkthrough.build.model import StepLog
from walkthrough.course.exercise import Exercise
from walkthrough.course.load import load_course
from walkthrough.course.model import Lesson
from walkthrough.errors import CancelledError
from walkthrough.learn.attempts import Attempts
from walkthrough.learn.model import (
    CheckBuilding,
    CheckDone,
    CheckEvent,
    CheckFinished,
    CheckPlanned,
    CheckResult,
    CheckStarted,
    PlannedCheck,
)
from walkthrough.learn.practice import Practice
from walkthrough.learn.reader_files import ReaderFiles
from walkthrough.learn.watch import Run
from walkthrough.tui.exercises import practice_of
from walkthrough.tui.recorded import RecordedServices

EXEC_FORM = b'["./product-catalog"]'


class ScriptedCheck:
    """Passes as soon as the Dockerfile has the exec form; `stops` is what fails without."""

    def __init__(self, files: ReaderFiles, waits: bool) -> None:
        self._right = EXEC_FORM in files["Dockerfile"].content
        self._waits = waits
        self._cancelled = threading.Event()

    def run(self) -> Iterator[CheckEvent]:
        names = ("builds", "stops")
        planned = tuple(PlannedCheck(one, f"{one} as it should", "It matters.") for one in names)
        yield CheckPlanned("simple-build", planned)
        yield CheckStarted("builds")
        yield CheckBuilding("the image", StepLog(0.1, "1", "stdout", "compiling"))
        if self._waits:
            self._cancelled.wait()
            raise CancelledError("Stopped.", "You asked for it.", "Check again.")
        results = (
            CheckResult("builds", "passed", "builds as it should", "it builds", ""),
            CheckResult(
                "stops",
                "passed" if self._right else "failed",
                "ends within 1.0 s",
                "0.1 s" if self._right else "killed [b]after[/b] 10 s",
                "A server is stopped at each deployment.",
                next_step="" if self._right else "Look at ENTRYPOINT.",
            ),
        )
        for one in results:
            yield CheckDone(one)
        yield CheckFinished("simple-build", results, self._right, 1.0)

    def cancel(self) -> None:
        self._cancelled.set()


class ScriptedExercises:
    """The course's own exercise in a folder of the test's, its checks scripted."""

    is_checking = False
    can_check = True

    def __init__(self, attempts: Attempts, folder: Path) -> None:
        self.attempts = attempts
        self.folder = folder
        self.waits = False
        self.cancelled = 0

    def of(self, lesson: Lesson) -> Practice | None:
        real = load_course().lesson(lesson.id)
        assert real is not None
        practice = practice_of(real, self.attempts)
        if practice is not None and self.attempts.started(lesson.id) is None:
            self.attempts.start(practice.exercise, self.folder)
        return practice

    def new_check(self, exercise: Exercise, files: ReaderFiles) -> Run:
        check = ScriptedCheck(files, self.waits)
        return Kept(check, exercise, self)


class Kept:
    """A scripted check whose attempt is kept, as a real one's is."""

    def __init__(
        self, check: ScriptedCheck, exercise: Exercise, exercises: ScriptedExercises
    ) -> None:
        self._check, self._exercise, self._exercises = check, exercise, exercises

    def run(self) -> Iterator[CheckEvent]:
        return self._exercises.attempts.keeping(self._exercise.lesson_id, self._check.run())

    def cancel(self) -> None:
        self._exercises.cancelled += 1
        self._check.cancel()


def practising(exercises: ScriptedExercises) -> RecordedServices:
    """A reader whose next part of lesson 1 is the exercise."""
    services = recorded()
    services.exercises = exercises
    keep_built(services.progress, "simple-build")
    services.progress.finish("simple-build", "Compare")
    return services


async def to_exercise(pilot: Reader) -> None:
    """Go on from the course to the exercise."""
    await pilot.press("enter")
    await seen(pilot, "Exercise")
