"""Where the reader is, and which steps are behind them: kept at once, so that a kill loses none."""

import sqlite3
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from walkthrough.home import data_home
from walkthrough.learn.kept_rows import ATTEMPT, KeptRows
from walkthrough.learn.predictions import Answer
from walkthrough.store.database import STORE_FILE, open_database
from walkthrough.store.progress import ProgressStore

if TYPE_CHECKING:
    from walkthrough.learn.attempts import Attempts

PLACE = "place"
STEPS = "steps"
RECORDED_PLACE = "place in recorded runs"
RECORDED_STEPS = "steps over recorded runs"
REPLAYED = "replayed builds"
THEME = "theme"
EVERYWHERE = "every course"
ANSWERS = "answers"
BUSY_MILLISECONDS = 250
LESSON_STEPS = ("Read", "Predict", "Build", "Compare", "Exercise", "Recap")
OF_BUILDS = frozenset({"Build", "Compare", "Recap"})
"""Steps that rest on builds: with recorded runs they are done for those only."""


class Place(Struct, frozen=True):
    """A step of a lesson, and the page of that step from 0."""

    lesson_id: str
    step: str = "Read"
    page: int = 0


def open_progress(course: str) -> "Progress":
    """The reader's progress through the course with this title, in the app's data folder."""
    connection = open_database(data_home() / STORE_FILE)
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    return Progress(ProgressStore(connection), course)


class Progress:
    """One reader's progress through one course; over recorded runs for `recorded`.

    What was read, answered and tried is the same in both. Where the reader is and which builds are
    behind is kept apart: a replay measures nothing.

    Where the store cannot be used (locked, damaged, disk full) `problem` says so, and progress
    lasts until the app is closed.
    """

    def __init__(
        self, store: ProgressStore | KeptRows, course: str, recorded: bool = False
    ) -> None:
        self._rows = store if isinstance(store, KeptRows) else KeptRows(store)
        self._course = course
        self._recorded = recorded

    def over_recorded_runs(self) -> "Progress":
        """The same reader's progress with recorded runs."""
        return Progress(self._rows, self._course, recorded=True)

    @property
    def problem(self) -> str:
        """Why progress is not kept on disk at present, empty where it is."""
        return self._rows.problem

    def meet(self, error: sqlite3.Error) -> None:
        """Something else that is kept in the same store could not be read or written."""
        self._rows.meet(error)

    @property
    def attempts(self) -> "Attempts":
        """What the reader has tried of the exercises; kept in the same store."""
        from walkthrough.learn.attempts import Attempts

        return Attempts(self._rows, self._course)

    def place(self) -> Place | None:
        """Where the reader left off, None at the first start."""
        return self._place(self._course)

    def place_in(self, lesson_id: str) -> Place | None:
        """Where the reader left this lesson, None where they have not been in it."""
        return self._place(self._subject(lesson_id))

    def remember(self, place: Place) -> None:
        """Keep where the reader is now."""
        kind = RECORDED_PLACE if self._recorded else PLACE
        subjects = (self._course, self._subject(place.lesson_id))
        self._rows.put_all({(kind, subject): msgspec.json.encode(place) for subject in subjects})

    def done(self, lesson_id: str) -> frozenset[str]:
        """The lesson's steps that are behind the reader."""
        steps = self._steps(STEPS, lesson_id)
        if not self._recorded:
            return steps
        return (steps - OF_BUILDS) | self._steps(RECORDED_STEPS, lesson_id)

    def begun(self, lesson_id: str) -> bool:
        """Whether the reader has ever been in the lesson, or has tried its exercise."""
        return bool(
            self.place_in(lesson_id)
            or self.done(lesson_id)
            or self.answers(lesson_id)
            or self._has_tried(lesson_id)
        )

    def finish(self, lesson_id: str, step: str) -> None:
        """Keep that this step is behind the reader."""
        kind = RECORDED_STEPS if self._recorded and step in OF_BUILDS else STEPS
        steps = sorted(self._steps(kind, lesson_id) | {step})
        self._rows.put(kind, self._subject(lesson_id), msgspec.json.encode(steps))

    def answers(self, lesson_id: str) -> dict[str, Answer]:
        """The lesson's predictions that the reader has answered or skipped, by their id."""
        row = self._rows.get(ANSWERS, self._subject(lesson_id))
        return {} if row is None else msgspec.json.decode(row, type=dict[str, Answer])

    def keep_answer(self, lesson_id: str, prediction_id: str, answer: Answer) -> None:
        """Keep an answer; one that was given before stays, it was given without knowing."""
        answers = self.answers(lesson_id)
        answers.setdefault(prediction_id, answer)
        self._rows.put(ANSWERS, self._subject(lesson_id), msgspec.json.encode(answers))

    def replayed(self, lesson_id: str) -> frozenset[tuple[str, str]]:
        """The lesson's recorded builds that the reader has seen: variants and scenarios."""
        names = (name.split("/", 1) for name in self._steps(REPLAYED, lesson_id))
        return frozenset((variant_id, scenario_id) for variant_id, scenario_id in names)

    def keep_replayed(self, lesson_id: str, variant_id: str, scenario_id: str) -> None:
        """Keep that this recorded build was seen to its end."""
        names = self._steps(REPLAYED, lesson_id) | {f"{variant_id}/{scenario_id}"}
        self._rows.put(REPLAYED, self._subject(lesson_id), msgspec.json.encode(sorted(names)))

    def theme(self) -> str:
        """The theme that the reader chose last, empty before the first choice."""
        row = self._rows.get(THEME, EVERYWHERE)
        return "" if row is None else msgspec.json.decode(row, type=str)

    def keep_theme(self, name: str) -> None:
        """Keep which theme the reader has chosen."""
        self._rows.put(THEME, EVERYWHERE, msgspec.json.encode(name))

    def _place(self, subject: str) -> Place | None:
        """With recorded runs the measured place where there is no other, but none behind builds
        that were not replayed."""
        if self._recorded and (row := self._rows.get(RECORDED_PLACE, subject)) is not None:
            return msgspec.json.decode(row, type=Place)
        row = self._rows.get(PLACE, subject)
        place = None if row is None else msgspec.json.decode(row, type=Place)
        if self._recorded and place is not None and place.step in OF_BUILDS:
            return Place(place.lesson_id, "Build")
        return place

    def _steps(self, kind: str, lesson_id: str) -> frozenset[str]:
        row = self._rows.get(kind, self._subject(lesson_id))
        return frozenset() if row is None else msgspec.json.decode(row, type=frozenset[str])

    def _has_tried(self, lesson_id: str) -> bool:
        prefix = f"{self._subject(lesson_id)}/"
        return any(subject.startswith(prefix) for subject in self._rows.all(ATTEMPT))

    def _subject(self, lesson_id: str) -> str:
        return f"{self._course}/{lesson_id}"
