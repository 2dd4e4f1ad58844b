"""Builds on the screen: stopped, failed, talkative, and quit in the middle."""

import threading
from collections.abc import Iterator

from tests.tui.reading import Reader, Scripted, read, recorded, screen_text, seen, to_step
from tests.tui.recorded_course import course
from walkthrough.build.model import BuildFailed, Step, StepLog, StepStarted
from walkthrough.errors import BuildError
from walkthrough.measure.plan import PlannedBuild
from walkthrough.measure.progress import Building, BuildStarting, RunEvent, RunPlanned
from walkthrough.tui.run_log import MOST_LOG_LINES
from walkthrough.tui.widgets.build_log import BuildLog

PLANNED = PlannedBuild("simple-build", "simple", "cold")
STEP = Step("step", "[4/4] RUN go build", "instruction", "", 4, 4, 4)


def started() -> Iterator[RunEvent]:
    yield RunPlanned((PLANNED,), None)
    yield BuildStarting(1, 1, PLANNED, 21.2)
    yield Building(PLANNED, StepStarted(0.1, STEP))


def said(text: str, time_s: float = 0.2) -> RunEvent:
    return Building(PLANNED, StepLog(time_s, STEP.id, "stderr", text))


def test_esc_stops_a_build_at_once_and_what_was_built_stays() -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        await to_step(pilot, "Build")
        await pilot.press("enter")
        await seen(pilot, "running", "esc stop", "compare, when done")
        await pilot.press("escape")
        text = await seen(
            pilot, "Stopped.", "stopped", "replay 6 builds", "b builds what is missing"
        )
        assert "command" not in text

    read(recorded(pace=1.0), story)


def test_a_replay_goes_faster_on_a_key() -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        await to_step(pilot, "Build")
        await pilot.press("enter")
        await seen(pilot, "running", "pace 1×")
        await pilot.press("f", "f", "f")
        await seen(pilot, "next: compare", "6 of 6")

    read(recorded(pace=1.0), story)


def test_enter_waits_while_a_build_runs() -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        await to_step(pilot, "Build")
        await pilot.press("enter", "enter", "enter", "b")
        assert "● Build" in await seen(pilot, "compare, when done")
        await pilot.press("escape")
        await seen(pilot, "Stopped.")

    read(recorded(pace=1.0), story)


def test_quitting_asks_while_a_build_runs_and_then_stops_it() -> None:
    async def story(pilot: Reader) -> None:
        await pilot.press("enter")
        await to_step(pilot, "Build")
        await pilot.press("enter")
        await seen(pilot, "running")
        await pilot.press("q")
        await seen(pilot, "A recorded build is being replayed.", "stop it and quit")
        await pilot.press("escape")
        await seen(pilot, "compare, when done")
        await pilot.press("q", "enter")
        for _ in range(100):
            await pilot.pause(0.02)
            if not pilot.app.is_running or pilot.app._exit:
                return
        raise AssertionError("it never quit")

    read(recorded(pace=1.0), story)


def test_a_failed_build_shows_the_line_its_log_and_what_to_try() -> None:
    def fails() -> Iterator[RunEvent]:
        yield from started()
        yield said("main.go:7: undefined: oops")
        yield Building(PLANNED, BuildFailed(1.0, "exit code: 1", "", STEP, 4))
        raise BuildError(
            "The build of simple failed.", "main.go:7: undefined: oops", "Mend line 7."
        )

    async def story(pilot: Reader) -> None:
        await pilot.press("enter", "b")
        text = await seen(pilot, "Line 4: The build of simple failed.", "Mend line 7.", "failed")
        assert "why   main.go:7: undefined: oops" in text
        assert "0.20  main.go:7: undefined: oops" in text

    read(Scripted(fails), story)


def test_an_unexpected_end_is_told_without_a_traceback() -> None:
    def breaks() -> Iterator[RunEvent]:
        yield from started()
        raise RuntimeError("the socket is gone")

    async def story(pilot: Reader) -> None:
        await pilot.press("enter", "b")
        text = await seen(pilot, "The run ended unexpectedly.", "the socket is gone")
        assert "Traceback" not in text

    read(Scripted(breaks), story)


def test_hostile_output_is_shown_as_harmless_text() -> None:
    def talks() -> Iterator[RunEvent]:
        yield from started()
        yield said("\x1b[31mred\x1b[0m \x1b]0;title\x07 [bold]markup[/] \x9b31m\u202ereversed\r")

    async def story(pilot: Reader) -> None:
        await pilot.press("enter", "b")
        text = await seen(pilot, "red  [bold]markup[/] 31mreversed")
        assert "\x1b" not in text

    read(Scripted(talks), story)


def test_a_long_log_is_kept_within_bounds_and_leaves_a_reader_where_they_are() -> None:
    lines = 3 * MOST_LOG_LINES

    def talks() -> Iterator[RunEvent]:
        yield from started()
        for number in range(lines):
            yield said(f"line {number}")

    async def story(pilot: Reader) -> None:
        await pilot.press("enter", "b")
        await seen(pilot, f"line {lines - 1}", "following")
        log = pilot.app.screen.query_one(BuildLog)
        assert log.line_count == MOST_LOG_LINES
        await pilot.press("pageup", "pageup")
        await seen(pilot, "staying here")
        assert f"line {lines - 1}" not in screen_text(pilot)
        await pilot.press("end")
        await seen(pilot, f"line {lines - 1}", "following")

    read(Scripted(talks), story)


def test_all_steps_that_a_build_carries_out_are_shown_from_the_start() -> None:
    over = threading.Event()

    def waits() -> Iterator[RunEvent]:
        yield from started()
        over.wait(10)

    async def story(pilot: Reader) -> None:
        await pilot.press("enter", "b")
        text = await seen(pilot, "FROM golang:1.26-alpine", "COPY . .", "of about 21.2 s last time")
        for row in ("EXPOSE", "ENTRYPOINT"):
            assert row not in text
        over.set()

    assert "EXPOSE" in course().variants["simple"].dockerfile
    read(Scripted(waits), story)
