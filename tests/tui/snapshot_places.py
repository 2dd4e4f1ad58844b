"""Readers to take snapshots of: what they have measured, on which machine. All figures invented."""

import threading
from collections.abc import Mapping
from pathlib import Path

import msgspec

from tests.tui.looked_into import FakeImages, LookedInto
from tests.tui.reading import WithoutEngine, new_progress
from tests.tui.recorded_course import course
from tests.tui.repeated_runs import HERE, Repeating, Times, image, results_of
from tests.tui.scripted_exercises import ScriptedExercises
from walkthrough.course.model import Lesson
from walkthrough.learn.practice import Practice
from walkthrough.learn.progress import Place, Progress
from walkthrough.measure.model import Conditions
from walkthrough.measure.results import VariantResult
from walkthrough.report.story import STEPS
from walkthrough.tui.exercises import practice_of
from walkthrough.tui.images import Told

MEGABYTES = {
    "hello": 270.0,
    "simple": 397.0,
    "multi-stage": 16.1,
    "ignored": 16.1,
    "deps-first": 16.1,
    "cache-mods": 16.1,
    "cache-both": 16.1,
    "mounted": 16.1,
    "stages": 16.1,
    "scratch": 12.8,
    "stripped": 11.4,
    "final": 11.3,
}
FULL: Times = {
    ("hello", "cold"): (20.8, 20.1, 21.4),
    ("simple", "cold"): (21.2, 20.6, 22.0),
    ("multi-stage", "cold"): (21.4, 20.9, 22.1),
    ("stages", "cold"): (21.3, 20.8, 22.2),
    ("scratch", "cold"): (21.0, 20.4, 21.9),
    ("stripped", "cold"): (20.7, 20.3, 21.6),
    ("multi-stage", "rebuild"): (0.3, 0.3, 0.4),
    ("simple", "code-edit"): (20.9, 20.5, 21.8),
    ("hello", "code-edit"): (0.9, 0.8, 1.0),
    ("multi-stage", "code-edit"): (20.9, 20.4, 21.5),
    ("multi-stage", "commit"): (21.0, 20.7, 21.5),
    ("ignored", "commit"): (0.4, 0.4, 0.5),
    ("ignored", "code-edit"): (20.8, 20.2, 21.6),
    ("ignored", "cold"): (21.1, 20.5, 21.7),
    ("deps-first", "cold"): (21.2, 20.6, 22.0),
    ("cache-mods", "cold"): (21.4, 20.8, 22.1),
    ("cache-both", "cold"): (21.6, 20.9, 22.5),
    ("deps-first", "code-edit"): (21.2, 20.7, 21.9),
    ("cache-mods", "code-edit"): (21.0, 20.8, 21.5),
    ("cache-both", "code-edit"): (1.1, 1.0, 1.2),
    ("deps-first", "dependency-edit"): (21.9, 21.3, 22.6),
    ("cache-mods", "dependency-edit"): (20.9, 20.2, 21.1),
    ("cache-both", "dependency-edit"): (1.3, 1.2, 1.4),
    ("mounted", "cold"): (21.3, 20.9, 22.0),
    ("mounted", "code-edit"): (1.1, 1.0, 1.3),
    ("final", "cold"): (21.0, 20.7, 21.9),
    ("final", "code-edit"): (1.0, 0.9, 1.1),
    ("final", "dependency-edit"): (1.2, 1.1, 1.4),
}


class Measured(Repeating):
    """A reader with three runs of nearly all, at this place, the `done` lessons behind them."""

    def __init__(self, place: Place, done: int) -> None:
        progress = new_progress()
        for lesson in course().lessons[:done]:
            for step in STEPS:
                progress.finish(lesson.id, step)
        _come_to(progress, place)
        super().__init__(progress, FULL)
        self._weighed = {
            name: msgspec.structs.replace(one, image=image(MEGABYTES[name]))
            for name, one in results_of(FULL).items()
        }

    def results(self) -> Mapping[str, VariantResult]:
        return self._weighed


class Looking(WithoutEngine):
    """An engine that is looked for until the test ends."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = threading.Event()

    def connect(self) -> Conditions:
        self.let_go.wait(60)
        return HERE


class HalfRead(FakeImages):
    """The image comes as far as its first 0.8 MB."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go_of_it = threading.Event()

    def _read(self, on_progress: Told) -> None:
        while not self.let_go_of_it.wait(0.01):
            on_progress(800_000)


class Practising(LookedInto):
    """A reader before the first exercise, which lies in a folder of the present directory."""

    def __init__(self) -> None:
        super().__init__()
        self.exercises = ExercisesHere(self.progress)
        _come_to(self.progress, Place("simple-build", "Exercise"))


class ExercisesHere(ScriptedExercises):
    """Nothing is begun before the reader does so."""

    def __init__(self, progress: Progress) -> None:
        super().__init__(progress.attempts, Path("simple-build"))

    def of(self, lesson: Lesson) -> Practice | None:
        return practice_of(lesson, self.attempts)


def _come_to(progress: Progress, place: Place) -> None:
    for step in STEPS[: STEPS.index(place.step)]:
        progress.finish(place.lesson_id, step)
    progress.remember(place)
