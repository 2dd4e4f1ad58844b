"""Which cache mounts a check meets after one that was cut off: Go's own stay, others are new."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tests.unit.learn.practice import EXERCISE
from walkthrough.build.model import BuildEvent, BuildFailed, BuildFinished, BuildRequest, StepLog
from walkthrough.course.exercise import Exercise
from walkthrough.engine.cache_mounts import remembered_cache_mounts
from walkthrough.errors import CancelledError, NoUsableEngineError
from walkthrough.learn import bench as bench_module
from walkthrough.learn.bench import Bench, UnseenError
from walkthrough.learn.reader_files import reader_files
from walkthrough.learn.surroundings import Surroundings
from walkthrough.workspace.context import Context

ENGINE = "engine-1"
GO_BUILD = "RUN --mount=type=cache,target=/root/.cache/go-build go build\n"
GO = f"FROM golang\nRUN --mount=type=cache,id=mods,target=/go/pkg/mod go mod download\n{GO_BUILD}"
OWN = f"{GO}RUN --mount=type=cache,target=/data fetch-a-lot /data\n"
WITHOUT_MOUNTS = "FROM golang\nRUN go build\n"
BORROWING = replace(EXERCISE, borrow_compiler_cache=True)


class Driver:
    """Notes each build's namespace, and ends builds as it is told."""

    def __init__(self) -> None:
        self.namespaces: list[str] = []
        self.ending: Exception | BuildEvent = BuildFinished(2.0, "sha256:1")
        self._cancelled = threading.Event()

    def build(self, request: BuildRequest) -> Iterator[BuildEvent]:
        self.namespaces.append(request.cache_namespace)
        self._cancelled.clear()
        yield StepLog(1.0, "1", "stdout", "fetching")
        if isinstance(self.ending, Exception):
            raise self.ending
        yield (
            BuildFailed(2.0, "cancelled", cancelled=True)
            if self._cancelled.is_set()
            else (self.ending)
        )

    def cancel(self, _request_id: str) -> None:
        self._cancelled.set()


class Nothing:
    """Stands for what a build does not ask."""

    bases = ()

    def __getattr__(self, name: str) -> "Nothing":
        return self

    def __call__(self, *_: object, **__: object) -> None:
        return None


class NoWorkspace:
    """An attempt that is not laid out."""

    def __init__(self, _exercise: Exercise, text: str, _files: object, _app: object, into: Path):
        into.mkdir(exist_ok=True)
        self._context = Context(into, "Dockerfile", text)

    def context(self) -> Context:
        return self._context

    def remove(self) -> None:
        pass


class Checks:
    """Checks of attempts in one data folder, one after the other."""

    def __init__(self, home: Path) -> None:
        self.driver = Driver()
        nothing: Any = Nothing()
        self._around = Surroundings(
            nothing, home, home, nothing, ENGINE, self.driver, nothing, {}, "session"
        )

    def bench(self, dockerfile: str, exercise: Exercise = EXERCISE) -> Bench:
        return Bench(exercise, reader_files({"Dockerfile": dockerfile}), self._around)

    def namespace(self, dockerfile: str, exercise: Exercise = EXERCISE) -> str:
        """Build to the end; where the build kept its mounts."""
        for _ in self.bench(dockerfile, exercise).image():
            pass
        return self.driver.namespaces[-1]

    def cut_off(self, dockerfile: str, exercise: Exercise = EXERCISE) -> str:
        """Build and cancel in the middle; where the build kept its mounts."""
        bench = self.bench(dockerfile, exercise)
        with pytest.raises(CancelledError):
            for _ in bench.image():
                bench.cancel()
        return self.driver.namespaces[-1]


@pytest.fixture
def checks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checks:
    monkeypatch.setattr(bench_module, "AttemptWorkspace", NoWorkspace)
    return Checks(tmp_path)


@pytest.mark.parametrize(
    ("dockerfile", "exercise"),
    [(GO, EXERCISE), (GO, BORROWING), (WITHOUT_MOUNTS, BORROWING), (WITHOUT_MOUNTS, EXERCISE)],
)
def test_go_s_caches_stay_warm_after_a_check_that_a_save_has_cancelled(
    checks: Checks, dockerfile: str, exercise: Exercise
) -> None:
    before = checks.namespace(dockerfile, exercise)
    assert checks.cut_off(dockerfile, exercise) == before
    assert checks.namespace(dockerfile, exercise) == before


def test_a_mount_that_may_be_half_filled_is_never_met_again_but_still_cleaned_up(
    checks: Checks, tmp_path: Path
) -> None:
    before = checks.namespace(OWN)
    assert checks.cut_off(OWN) == before
    after = checks.namespace(OWN)
    assert after != before
    assert checks.namespace(OWN) == after
    assert checks.cut_off(OWN) == after
    assert checks.namespace(OWN) not in {before, after}
    noted = [one.namespace for one in remembered_cache_mounts(tmp_path, ENGINE)]
    assert noted == list(dict.fromkeys(checks.driver.namespaces))


def test_what_one_exercise_has_compiled_serves_all(checks: Checks) -> None:
    another = replace(EXERCISE, lesson_id="second")
    seen = [checks.namespace(GO, one) for one in (EXERCISE, another, BORROWING)]
    assert len(set(seen)) == 1


def test_a_mount_of_the_readers_own_serves_one_exercise(checks: Checks) -> None:
    another = replace(EXERCISE, lesson_id="second")
    assert checks.namespace(OWN, EXERCISE) != checks.namespace(OWN, another)


def test_other_exercises_keep_their_caches(checks: Checks) -> None:
    another = replace(EXERCISE, lesson_id="second")
    kept = [checks.namespace(GO, one) for one in (another, BORROWING)]
    checks.cut_off(OWN)
    checks.cut_off(OWN, BORROWING)
    assert [checks.namespace(GO, one) for one in (another, BORROWING)] == kept


def test_a_build_that_failed_may_have_ended_other_stages_in_their_middle(checks: Checks) -> None:
    another = replace(EXERCISE, lesson_id="second")
    before = checks.namespace(OWN), checks.namespace(GO, another)
    checks.driver.ending = BuildFailed(2.0, "exit code 1")
    for dockerfile, exercise in ((OWN, EXERCISE), (GO, another)):
        with pytest.raises(UnseenError):
            checks.namespace(dockerfile, exercise)
    checks.driver.ending = BuildFinished(2.0, "sha256:1")
    assert checks.namespace(OWN) != before[0]
    assert checks.namespace(GO, another) == before[1]


def test_the_builds_of_one_check_stay_together_whatever_becomes_of_one(checks: Checks) -> None:
    bench = checks.bench(OWN)
    list(bench.image())
    checks.driver.ending = BuildFailed(2.0, "no network")
    with pytest.raises(UnseenError):
        list(bench.offline())
    checks.driver.ending = BuildFinished(2.0, "sha256:1")
    list(bench.stage("walkthrough-stage-0"))
    first, *others = checks.driver.namespaces
    assert others == [first, first]
    assert checks.namespace(OWN) != first


def test_an_engine_that_is_lost_in_a_build_and_a_process_that_is_killed_cut_it_off(
    checks: Checks,
) -> None:
    seen = {checks.namespace(OWN)}
    checks.driver.ending = NoUsableEngineError("It is gone.", "Why.", "Next.")
    with pytest.raises(NoUsableEngineError):
        checks.namespace(OWN)
    checks.driver.ending = BuildFinished(2.0, "sha256:1")
    seen.add(checks.namespace(OWN))
    assert len(seen) == 2
    killed = checks.bench(OWN).image()
    next(killed)
    assert checks.namespace(OWN) not in seen
