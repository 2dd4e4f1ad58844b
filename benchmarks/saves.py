"""How soon a save of an exercise is judged: a mistake in its structure, a build all of cache."""

from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import msgspec

from benchmarks.builder import CliBuilder
from benchmarks.docker_cli import docker_cli
from benchmarks.engine import Bench
from benchmarks.result import Bounded, Compared, Noted, NotMeasurableError, Result, alternated
from benchmarks.watched import Checked, WatchedFolder
from walkthrough.app_context import surroundings
from walkthrough.course.exercise import DOCKERFILE, Exercise, Files
from walkthrough.course.exercise_load import load_exercise
from walkthrough.course.load import load_course
from walkthrough.course.model import Variant
from walkthrough.learn.attempt_workspace import AttemptWorkspace
from walkthrough.learn.attempts import Attempts
from walkthrough.learn.reader_files import reader_files
from walkthrough.measure.statistics import spread
from walkthrough.store.database import STORE_FILE, open_database
from walkthrough.store.progress import ProgressStore

LESSON = "dockerignore"
IGNORE_FILE = ".dockerignore"
ROUNDS = 8
QUICK_ROUNDS = 2
VERDICT_GOAL_S = 1.0
REBUILD_GOAL = 1.5


def measure(quick: bool, work: Path, bench: Bench) -> Iterator[Result]:
    """The solution of the exercise, saved again and again with mistakes in between."""
    course = load_course()
    lesson = next(one for one in course.lessons if one.id == LESSON)
    exercise = load_exercise(lesson)
    assert exercise is not None
    exercise = msgspec.structs.replace(exercise, borrow_compiler_cache=False)
    home = work / "checks"
    attempts = Attempts(ProgressStore(open_database(home / STORE_FILE)), course.title)
    around = msgspec.structs.replace(
        surroundings(course, bench.engine), home=home, session=bench.session
    )
    with (
        WatchedFolder(home / "exercise", exercise, around, attempts) as folder,
        _by_hand(exercise, bench, work) as theirs,
    ):
        saves = _Saves(folder, exercise)
        theirs.cold()
        saves.warm_up()
        rounds = QUICK_ROUNDS if quick else ROUNDS
        our_s, their_s = alternated(saves.cached, theirs.unchanged, rounds)
    for title, times in saves.mistakes.items():
        yield Bounded(f"save to verdict, {title}", _median(times), "s", VERDICT_GOAL_S)
        yield Bounded("  slowest", max(times), "s")
    title = "save to verdict, all cached"
    yield Compared(title, "saved in the exercise", "docker, by hand", our_s, their_s, REBUILD_GOAL)
    yield Bounded("of ours, the build itself", _median(saves.builds), "s")
    yield Bounded("until every check has its verdict", _median(saves.whole), "s")
    yield Noted(f"The solution of {LESSON}, watched as by `walkthrough check --watch`.")


class _Saves:
    """Saves of the right answer, each after one of the mistakes in turn; what they took."""

    def __init__(self, folder: WatchedFolder, exercise: Exercise) -> None:
        self._folder = folder
        self._right = exercise.solution
        dockerfile, ignore = self._right[DOCKERFILE], self._right[IGNORE_FILE]
        self._mistakes: dict[str, tuple[str, Files]] = {
            "misspelt line": ("builds", {DOCKERFILE: dockerfile.replace("FROM", "FORM", 1)}),
            "secret sent": ("not-sent", {IGNORE_FILE: ignore.replace(".env", "env")}),
        }
        self._turns = cycle(self._mistakes.items())
        self.mistakes: dict[str, list[float]] = {name: [] for name in self._mistakes}
        self.builds: list[float] = []
        self.whole: list[float] = []

    def warm_up(self) -> None:
        """Have everything built once, right and wrong."""
        _expect(self._folder.first(), failing=None)
        for _ in self._mistakes:
            self.cached()
        for times in (*self.mistakes.values(), self.builds, self.whole):
            times.clear()

    def cached(self) -> float:
        """Seconds from a save of the right answer to what its build came to."""
        name, (check, files) = next(self._turns)
        found = _expect(self._folder.save(files), failing=check)
        self.mistakes[name].append(found.verdicts_s[check])
        right = _expect(self._folder.save(self._right), failing=None)
        assert right.build_s is not None
        self.builds.append(right.build_s)
        self.whole.append(right.finished_s)
        return right.verdicts_s["builds"]


def _by_hand(exercise: Exercise, bench: Bench, work: Path) -> CliBuilder:
    dockerfile = exercise.solution[DOCKERFILE]
    files = reader_files(exercise.solution)
    folder = AttemptWorkspace(exercise, dockerfile, files, bench.app, work).root
    variant = Variant("benchmark-exercise-cli", LESSON, "", "", DOCKERFILE, dockerfile)
    return CliBuilder(bench, variant, folder, docker_cli(bench.engine.endpoint, work))


def _expect(checked: Checked, failing: str | None) -> Checked:
    if failing is None and checked.failed:
        raise NotMeasurableError(f"The solution fails {', '.join(sorted(checked.failed))}.")
    if failing is not None and failing not in checked.failed:
        raise NotMeasurableError(f"The mistake is not found by {failing}.")
    return checked


def _median(times: list[float]) -> float:
    found = spread(times)
    assert found is not None
    return found.median
