"""An exercise's folder that is checked at each save, as `walkthrough check --watch` does it."""

import queue
import threading
import time
from pathlib import Path, PurePosixPath
from typing import Self

from msgspec import Struct

from benchmarks.result import NotMeasurableError
from walkthrough.build.model import BuildFinished
from walkthrough.course.exercise import Exercise, Files
from walkthrough.errors import WalkthroughError
from walkthrough.learn.attempts import Attempts
from walkthrough.learn.bench import THE_IMAGE
from walkthrough.learn.check_run import CheckRun
from walkthrough.learn.kept_run import KeptRun
from walkthrough.learn.model import CheckBuilding, CheckDone, CheckEvent, CheckFinished
from walkthrough.learn.reader_files import ReaderFiles
from walkthrough.learn.surroundings import Surroundings
from walkthrough.learn.watch import Watch

CHECK_SECONDS = 600.0
News = CheckEvent | WalkthroughError | Exception


class Checked(Struct, frozen=True):
    """What a save led to, in seconds since it was begun.

    `verdicts_s` has each check's own, `finished_s` the last of all. `build_s` is the build of the
    image alone, from its request's first byte to its last event; None where none was made.
    """

    verdicts_s: dict[str, float]
    failed: frozenset[str]
    finished_s: float
    build_s: float | None


class WatchedFolder:
    """Watched from `__enter__` to `__exit__`; nothing of a check is left when it has ended."""

    def __init__(
        self, folder: Path, exercise: Exercise, around: Surroundings, attempts: Attempts
    ) -> None:
        self._folder = folder
        self._exercise = exercise
        self._around = around
        self._attempts = attempts
        self._news: queue.SimpleQueue[tuple[float, News]] = queue.SimpleQueue()
        self._watch = Watch(folder, self._new_run, self._tell)
        self._thread = threading.Thread(target=self._keep_watch, name="watch")

    def __enter__(self) -> Self:
        self._write(self._exercise.solution)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._watch.stop()
        self._thread.join()

    def first(self) -> Checked:
        """The check of the solution, which begins with the watch."""
        return self._checked(time.perf_counter())

    def save(self, files: Files) -> Checked:
        """Write these files over the present ones and wait until their check has ended.

        Raises NotMeasurableError where the check cannot be carried out.
        """
        began = time.perf_counter()
        self._write(files)
        return self._checked(began)

    def _checked(self, began: float) -> Checked:
        verdicts: dict[str, float] = {}
        build_s = None
        while True:
            moment, news = self._next()
            match news:
                case CheckDone(result=result):
                    verdicts[result.id] = moment - began
                case CheckBuilding(what=what, event=BuildFinished(time_s=seconds)):
                    build_s = seconds if what == THE_IMAGE else build_s
                case CheckFinished(results=results):
                    failed = frozenset(one.id for one in results if one.state == "failed")
                    return Checked(verdicts, failed, moment - began, build_s)
                case WalkthroughError():
                    raise NotMeasurableError(f"{news.what} {news.why}")
                case Exception():
                    raise NotMeasurableError(f"The watch ended: {news}")

    def _next(self) -> tuple[float, News]:
        try:
            return self._news.get(timeout=CHECK_SECONDS)
        except queue.Empty as error:
            raise NotMeasurableError("A save was never noticed, or its check hangs.") from error

    def _write(self, files: Files) -> None:
        for path, text in files.items():
            target = self._folder / PurePosixPath(path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")

    def _new_run(self, files: ReaderFiles) -> KeptRun:
        run = CheckRun(self._exercise, files, self._around)
        return KeptRun(run, self._exercise, self._attempts)

    def _tell(self, news: News) -> None:
        self._news.put((time.perf_counter(), news))

    def _keep_watch(self) -> None:
        try:
            self._watch.watch()
        except Exception as error:
            self._tell(error)
