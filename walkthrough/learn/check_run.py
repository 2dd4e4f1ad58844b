"""Checks one attempt at an exercise: what is cheap to see first, each build made once.

The run is an iterator of what happens. It holds the engine's turn meanwhile and leaves behind the
caches of the exercise's own namespaces, which make the next check of the same exercise quick.
"""

import contextlib
import time
from collections.abc import Generator

from walkthrough.course.exercise import Exercise
from walkthrough.course.exercise_checks import (
    AnyCheck,
    Builds,
    BuildsOffline,
    ContextBelow,
    ContextWithout,
    EditKeeps,
    ImageBelow,
    LayersWithout,
    ModulesDownloaded,
    NotRoot,
    Prints,
    Serves,
    StageExists,
    Stops,
    TimeBelow,
)
from walkthrough.learn.bench import Bench
from walkthrough.learn.model import (
    CheckDone,
    CheckEvent,
    CheckFinished,
    CheckPlanned,
    CheckResult,
    CheckStarted,
    PlannedCheck,
    State,
    WaitingForTurn,
)
from walkthrough.learn.observe import Observer
from walkthrough.learn.reader_files import ReaderFiles
from walkthrough.learn.seen import Rebuilt, Unseen
from walkthrough.learn.surroundings import Surroundings
from walkthrough.learn.verdicts import expected, verdict
from walkthrough.measure.killed_sessions import remove_left_by_killed
from walkthrough.measure.turn import Turn

CHEAP_FIRST: tuple[type[AnyCheck], ...] = (
    StageExists,
    ContextBelow,
    ContextWithout,
    Builds,
    Prints,
    Serves,
    NotRoot,
    Stops,
    ImageBelow,
    LayersWithout,
    BuildsOffline,
    EditKeeps,
    ModulesDownloaded,
    TimeBelow,
)
WITHOUT_ENGINE = (StageExists, ContextBelow, ContextWithout)


class CheckRun:
    """One check of one attempt."""

    def __init__(self, exercise: Exercise, files: ReaderFiles, around: Surroundings) -> None:
        """Raises BadInputError where the files are no attempt at the exercise."""
        self._exercise = exercise
        self._bench = Bench(exercise, files, around)
        self._turn = Turn(around.home, around.engine_id, around.session)
        self._client = around.engine.client

    def cancel(self) -> None:
        """End the running build and the check; safe from any thread, at any time."""
        self._bench.cancel()

    def run(self) -> Generator[CheckEvent, None, None]:
        """Look at everything that the exercise wants to see; the last event is CheckFinished.

        Raises CancelledError after `cancel`, BadInputError for an attempt that is none, BuildError
        where a variant to compare with does not build, and NoUsableEngineError.
        """
        began, waited_s = time.monotonic(), 0.0
        checks = in_order(self._exercise.checks)
        planned = tuple(PlannedCheck(one.id, expected(one), one.why) for one in checks)
        yield CheckPlanned(self._exercise.lesson_id, planned)
        observer = Observer(self._bench)
        results: dict[str, CheckResult] = {}
        with contextlib.ExitStack() as afterwards:
            afterwards.callback(self._turn.give_back)
            afterwards.callback(self._bench.close)
            holds_turn = False
            for check in checks:
                if not holds_turn and self._needs_turn(check):
                    asked = time.monotonic()
                    for owner in self._turn.take():
                        self._bench.check_stop()
                        yield WaitingForTurn(owner)
                    waited_s = time.monotonic() - asked
                    remove_left_by_killed(self._client, self._turn)
                    holds_turn = True
                results[check.id] = yield from self._check(check, observer)
                yield CheckDone(results[check.id])
        told = tuple(results[one.id] for one in self._exercise.checks)
        passed = all(one.state == "passed" for one in told)
        seconds = time.monotonic() - began - waited_s
        yield CheckFinished(self._exercise.lesson_id, told, passed, seconds, waited_s)

    def _needs_turn(self, check: AnyCheck) -> bool:
        """Whether the check builds: what is seen without a build is told at once."""
        return self._bench.unreadable is None and not isinstance(check, WITHOUT_ENGINE)

    def _check(
        self, check: AnyCheck, observer: Observer
    ) -> Generator[CheckEvent, None, CheckResult]:
        self._bench.check_stop()
        began = time.monotonic()
        yield CheckStarted(check.id)
        seen = yield from observer.look(check)
        judged = verdict(check, seen)
        unseen = seen if isinstance(seen, Unseen) else Unseen("")
        failed: State = "blocked" if unseen.blocked else "failed"
        return CheckResult(
            id=check.id,
            state="passed" if judged.passed else failed,
            expected=expected(check),
            seen=judged.seen,
            why=check.why,
            detail=unseen.detail,
            next_step=unseen.next_step,
            seconds=time.monotonic() - began,
            causes=seen.causes if isinstance(seen, Rebuilt) else (),
        )


def in_order(checks: tuple[AnyCheck, ...]) -> tuple[AnyCheck, ...]:
    """The checks, what is quick to see first; alike ones stay in the exercise's order."""
    return tuple(sorted(checks, key=lambda one: CHEAP_FIRST.index(type(one))))
