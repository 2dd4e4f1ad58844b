"""Checks at each save: a newer save ends the check that it makes out of date.

What counts is what the files hold, not that they were written: an editor's backup, or a save
without a change, starts nothing.
"""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import watchfiles

from walkthrough.errors import BadInputError, CancelledError, WalkthroughError
from walkthrough.learn.model import CheckEvent
from walkthrough.learn.reader_files import ReaderFiles, read_folder

SETTLE_MS = 100
LOOK_MS = 20
AT_LEAST_EVERY_MS = 1000


class Run(Protocol):
    """A check that can be ended: what `CheckRun` is."""

    def run(self) -> Iterator[CheckEvent]:
        """Yield what happens."""
        ...

    def cancel(self) -> None:
        """End it; safe from any thread."""
        ...


class Watch:
    """Checks a folder now and at each save.

    `new_run` makes a check of the files; `tell` hears every event and every error of the attempt,
    from a thread of the watch's own, one at a time.
    """

    def __init__(
        self,
        folder: Path,
        new_run: Callable[[ReaderFiles], Run],
        tell: Callable[[CheckEvent | WalkthroughError], None],
    ) -> None:
        self._folder = folder
        self._new_run = new_run
        self._tell = tell
        self._stop = threading.Event()
        self._run: Run | None = None
        self._worker: threading.Thread | None = None
        self._seen: ReaderFiles | None = None
        self._told: BadInputError | None = None
        self._broken: Exception | None = None

    def stop(self) -> None:
        """End the watch and the running check; safe from any thread."""
        self._stop.set()
        run = self._run
        if run is not None:
            run.cancel()

    def watch(self) -> None:
        """Watch until `stop`. Raises BadInputError where there is no folder at the beginning."""
        read_folder(self._folder)
        try:
            self._look()
            for _changes in watchfiles.watch(
                self._folder,
                debounce=SETTLE_MS,
                step=LOOK_MS,
                stop_event=self._stop,
                rust_timeout=AT_LEAST_EVERY_MS,
                yield_on_timeout=True,
            ):
                self._look()
        finally:
            self._end()
        if self._broken is not None:
            raise self._broken

    def _look(self) -> None:
        try:
            files = read_folder(self._folder)
            if files == self._seen:
                return
            self._seen = files
            self._end()
            self._run = self._new_run(files)
        except BadInputError as error:
            self._end()
            self._seen = None
            if self._told is None or (error.what, error.why) != (self._told.what, self._told.why):
                self._tell(error)
            self._told = error
            return
        self._told = None
        self._worker = threading.Thread(target=self._check, args=(self._run,), name="check")
        self._worker.start()

    def _end(self) -> None:
        if self._run is not None:
            self._run.cancel()
        if self._worker is not None:
            self._worker.join()
        self._run = self._worker = None

    def _check(self, run: Run) -> None:
        try:
            for event in run.run():
                self._tell(event)
        except CancelledError:
            return
        except WalkthroughError as error:
            self._tell(error)
        except Exception as error:
            self._broken = error
            self._stop.set()
