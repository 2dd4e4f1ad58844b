"""What the reader has tried: folders, attempts and hints, each kept the moment it happens."""

from collections.abc import Generator, Iterable
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from walkthrough.course.exercise import Exercise
from walkthrough.home import data_home
from walkthrough.learn.folder import fingerprint
from walkthrough.learn.hints import HINTS_BEFORE_SOLUTION
from walkthrough.learn.kept_rows import ATTEMPT, Rows
from walkthrough.learn.model import CheckDone, CheckEvent, CheckFinished, CheckPlanned, State
from walkthrough.measure.sample import now
from walkthrough.store.database import STORE_FILE, open_database
from walkthrough.store.progress import ProgressStore

EXERCISE = "exercise"
LONGEST_PAUSE_S = 30 * 60


class StartedExercise(Struct, frozen=True):
    """An exercise that the reader has started: where, when, from which state of the course.

    `hints` are the numbers of the hints shown so far, in the order they were shown.
    """

    folder: str
    started_at: str
    fingerprint: str
    hints: tuple[int, ...] = ()


class Attempt(Struct, frozen=True):
    """One check of the reader's files.

    `spent_s` are the seconds since the attempt before (or the start), half an hour at most: who
    was away longer was not working on it. An attempt that ended in the middle is not `finished`
    and has the results so far.
    """

    at: str
    results: dict[str, State]
    spent_s: float
    checked_s: float = 0.0
    finished: bool = False
    passed: bool = False


def open_attempts(course: str) -> "Attempts":
    """What was tried of the exercises of the course with this title, in the app's data folder."""
    return Attempts(ProgressStore(open_database(data_home() / STORE_FILE)), course)


class Attempts:
    """One reader's exercises in one course; each row is put when it happens, not later."""

    def __init__(self, store: Rows, course: str) -> None:
        self._store = store
        self._course = course

    def started(self, lesson_id: str) -> StartedExercise | None:
        """The lesson's exercise as it was started, None before."""
        row = self._store.get(EXERCISE, self._subject(lesson_id))
        return None if row is None else msgspec.json.decode(row, type=StartedExercise)

    def start(self, exercise: Exercise, folder: Path) -> None:
        """Keep that the exercise is worked on in this folder; the hints shown stay shown."""
        before = self.started(exercise.lesson_id)
        self._put(
            exercise.lesson_id,
            StartedExercise(
                folder=str(folder),
                started_at=now(),
                fingerprint=fingerprint(exercise),
                hints=before.hints if before else (),
            ),
        )

    def hints(self, lesson_id: str) -> tuple[int, ...]:
        """The numbers of the hints that were shown, from 0."""
        started = self.started(lesson_id)
        return started.hints if started else ()

    def show_hint(self, lesson_id: str, number: int) -> None:
        """Keep that this hint was shown."""
        started = self.started(lesson_id) or StartedExercise("", now(), "")
        if number not in started.hints:
            hints = (*started.hints, number)
            self._put(lesson_id, msgspec.structs.replace(started, hints=hints))

    def all(self, lesson_id: str) -> tuple[Attempt, ...]:
        """The attempts at the lesson's exercise, oldest first."""
        prefix = f"{self._subject(lesson_id)}/"
        rows = sorted(self._store.all(ATTEMPT).items())
        return tuple(
            msgspec.json.decode(row, type=Attempt)
            for subject, row in rows
            if subject.startswith(prefix)
        )

    def passed(self, lesson_id: str) -> bool:
        """Whether any attempt has passed."""
        return any(one.passed for one in self.all(lesson_id))

    def failing(self, exercise: Exercise) -> frozenset[str]:
        """The checks that the newest finished attempt failed; before one, those of the start."""
        finished = [one for one in self.all(exercise.lesson_id) if one.finished]
        if not finished:
            return frozenset(exercise.start_fails)
        return frozenset(name for name, state in finished[-1].results.items() if state == "failed")

    def solution_is_open(self, lesson_id: str) -> bool:
        """Whether the reader may see the solution: after a pass, or the third hint."""
        return self.passed(lesson_id) or len(self.hints(lesson_id)) >= HINTS_BEFORE_SOLUTION

    def keeping(
        self, lesson_id: str, events: Iterable[CheckEvent]
    ) -> Generator[CheckEvent, None, None]:
        """The events as they come; each result is kept before its event is handed on."""
        attempt: Attempt | None = None
        for event in events:
            match event:
                case CheckPlanned():
                    moment = now()
                    attempt = Attempt(moment, {}, self._spent_s(lesson_id, moment))
                case CheckDone(result=result) if attempt is not None:
                    results = {**attempt.results, result.id: result.state}
                    attempt = msgspec.structs.replace(attempt, results=results)
                    self._keep(lesson_id, attempt)
                case CheckFinished(passed=passed, seconds=seconds) if attempt is not None:
                    attempt = msgspec.structs.replace(
                        attempt, finished=True, passed=passed, checked_s=seconds
                    )
                    self._keep(lesson_id, attempt)
            yield event

    def _spent_s(self, lesson_id: str, moment: str) -> float:
        before = [one.at for one in self.all(lesson_id)]
        started = self.started(lesson_id)
        if started is not None:
            before.append(started.started_at)
        if not before:
            return 0.0
        since = datetime.fromisoformat(moment) - datetime.fromisoformat(max(before))
        return min(max(since.total_seconds(), 0.0), LONGEST_PAUSE_S)

    def _keep(self, lesson_id: str, attempt: Attempt) -> None:
        subject = f"{self._subject(lesson_id)}/{attempt.at}"
        self._store.put(ATTEMPT, subject, msgspec.json.encode(attempt))

    def _put(self, lesson_id: str, started: StartedExercise) -> None:
        self._store.put(EXERCISE, self._subject(lesson_id), msgspec.json.encode(started))

    def _subject(self, lesson_id: str) -> str:
        return f"{self._course}/{lesson_id}"
