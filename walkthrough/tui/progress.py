"""Where the reader is, and which steps are behind them: kept at once, so that a kill loses none."""

import msgspec
from msgspec import Struct

from walkthrough.home import data_home
from walkthrough.store.database import STORE_FILE, open_database
from walkthrough.store.progress import ProgressStore

PLACE = "place"
STEPS = "steps"


class Place(Struct, frozen=True):
    """A step of a lesson, and the page of that step from 0."""

    lesson_id: str
    step: str = "Read"
    page: int = 0


def open_progress(course: str) -> "Progress":
    """The reader's progress through the course with this title, in the app's data folder."""
    return Progress(ProgressStore(open_database(data_home() / STORE_FILE)), course)


class Progress:
    """One reader's progress through one course."""

    def __init__(self, store: ProgressStore, course: str) -> None:
        self._store = store
        self._course = course

    def place(self) -> Place | None:
        """Where the reader left off, None at the first start."""
        row = self._store.get(PLACE, self._course)
        return None if row is None else msgspec.json.decode(row, type=Place)

    def remember(self, place: Place) -> None:
        """Keep where the reader is now."""
        self._store.put(PLACE, self._course, msgspec.json.encode(place))

    def done(self, lesson_id: str) -> frozenset[str]:
        """The lesson's steps that are behind the reader."""
        row = self._store.get(STEPS, self._subject(lesson_id))
        return frozenset() if row is None else msgspec.json.decode(row, type=frozenset[str])

    def finish(self, lesson_id: str, step: str) -> None:
        """Keep that this step is behind the reader."""
        steps = sorted(self.done(lesson_id) | {step})
        self._store.put(STEPS, self._subject(lesson_id), msgspec.json.encode(steps))

    def _subject(self, lesson_id: str) -> str:
        return f"{self._course}/{lesson_id}"
