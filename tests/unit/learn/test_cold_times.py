"""What is remembered of cold builds: the quickest of the last hour, for each app and engine."""

from pathlib import Path

from walkthrough.build.timing import BuildSummary, StepResult
from walkthrough.learn.bench import ran_all
from walkthrough.learn.cold_times import FILE, ColdTimes
from walkthrough.learn.verdicts import clearly_below, close_to_limit


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def build_of(*steps: tuple[str, bool]) -> BuildSummary:
    return BuildSummary(
        wall_s=1,
        resolve_s=0,
        context_s=0,
        steps_s=1,
        export_s=0,
        cached_steps=0,
        total_steps=len(steps),
        modules_downloaded=0,
        steps=tuple(StepResult(name, "builder", 1, 1, cached) for name, cached in steps),
        image_id="",
        context_bytes=0,
    )


def test_the_quickest_cold_build_counts_and_another_check_finds_it(tmp_path: Path) -> None:
    for seconds in (30.0, 25.0, 40.0):
        ColdTimes(tmp_path / "home").keep("engine", ".", seconds)
    times = ColdTimes(tmp_path / "home")
    assert times.quickest("engine", ".") == 25.0
    assert times.quickest("engine", "simple") is None
    assert times.quickest("another", ".") is None


def test_a_cold_build_counts_for_an_hour(tmp_path: Path) -> None:
    clock = Clock()
    times = ColdTimes(tmp_path, clock)
    times.keep("engine", ".", 25.0)
    clock.now += 59 * 60
    assert times.quickest("engine", ".") == 25.0
    clock.now += 2 * 60
    assert times.quickest("engine", ".") is None
    times.keep("engine", ".", 40.0)
    assert times.quickest("engine", ".") == 40.0


def test_a_time_of_tomorrow_or_a_broken_file_counts_for_nothing(tmp_path: Path) -> None:
    clock = Clock()
    times = ColdTimes(tmp_path, clock)
    times.keep("engine", ".", 25.0)
    clock.now -= 24 * 60 * 60
    assert times.quickest("engine", ".") is None
    (tmp_path / FILE).write_text("{", "utf-8")
    assert times.quickest("engine", ".") is None


def test_another_checks_cold_build_counts_only_where_the_edit_is_far_below_the_limit() -> None:
    assert clearly_below(4.0, 1 / 3, 30.0)
    assert not clearly_below(6.0, 1 / 3, 30.0)


def test_an_edit_is_tried_again_only_near_the_limit() -> None:
    assert not close_to_limit(9.0, 1 / 3, 30.0)
    assert close_to_limit(12.0, 1 / 3, 30.0)
    assert not close_to_limit(25.0, 1 / 3, 30.0)


def test_a_build_was_cold_where_it_ran_every_command() -> None:
    assert ran_all(build_of(("WORKDIR /src", True), ("RUN go build", False)))
    assert not ran_all(build_of(("RUN go mod download", True), ("RUN go build", False)))
    assert not ran_all(build_of(("COPY out/ ./", False)))
