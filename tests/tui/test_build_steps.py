"""The Build tab while a build runs: its steps, the plan, why steps ran again, how it failed."""

from collections.abc import Iterator

import pytest

from tests.tui.build_stories import (
    COMPILER,
    CURRENT,
    PLAN,
    VARIANT,
    Held,
    begun,
    event,
    failing,
    finished,
    open_build,
    pulling,
    step_at_work,
)
from tests.tui.reading import Reader, Scripted, read, seen
from tests.tui.recorded_course import course
from tests.tui.repeated_runs import CONTEXT, sample
from walkthrough.build.model import (
    BuildFinished,
    ContextSent,
    Step,
    StepFinished,
    StepProgress,
    StepStarted,
)
from walkthrough.measure.explain_cause import FileChange, FilesChanged
from walkthrough.measure.plan import PlannedBuild
from walkthrough.measure.progress import (
    Building,
    BuildStarting,
    MissExplained,
    RunEvent,
    RunPlanned,
    SampleTaken,
)
from walkthrough.tui.build_steps import BuildSteps, StepRow, part_words, step_rows
from walkthrough.tui.run_state import RunState
from walkthrough.tui.widgets.steps_table import shown_rows, steps_table

SIZES = [(120, 36), (80, 24), (60, 20)]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_running_build_shows_its_step_its_time_and_its_place_in_the_plan(
    size: tuple[int, int],
) -> None:
    held = Held(begun)

    async def story(pilot: Reader) -> None:
        await open_build(pilot)
        text = await seen(pilot, "build 2 of 2, about", "62.0 MB of context sent")
        assert "of about 21.2 s last time" in text
        at_work = next(row for row in text.splitlines() if "running" in row)
        assert str(step_at_work().line) in at_work and "RUN" in at_work
        held.let_go.set()

    read(held, story, size)


def test_a_base_image_that_comes_shows_how_much_of_it_is_there() -> None:
    def events() -> Iterator[RunEvent]:
        yield from begun()
        yield from pulling()

    held = Held(events)

    async def story(pilot: Reader) -> None:
        await open_build(pilot)
        await seen(pilot, "1.5 MB of 3.8 MB")
        held.let_go.set()

    read(held, story)


def test_the_context_is_told_while_it_is_sent() -> None:
    def events() -> Iterator[RunEvent]:
        yield from begun()
        yield event(ContextSent(0.3, 12_000_000, False))

    held = Held(events)

    async def story(pilot: Reader) -> None:
        await open_build(pilot)
        await seen(pilot, "sending the context, 12.0 MB")
        held.let_go.set()

    read(held, story)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_after_a_build_the_reader_sees_what_was_changed(size: tuple[int, int]) -> None:
    changed = FilesChanged("builder", 5, "COPY . .", (FileChange("main.go", 2112, 2100),))

    def events() -> Iterator[RunEvent]:
        yield from begun()
        yield from finished()
        yield MissExplained(CURRENT, (changed,))

    async def story(pilot: Reader) -> None:
        await open_build(pilot)
        text = " ".join((await seen(pilot, "not cached")).split())
        assert "line 5, COPY . .: main.go changed (2,112 B," in text

    read(Scripted(events), story, size)


def test_the_writing_of_the_image_is_a_step_with_a_time() -> None:
    def events() -> Iterator[RunEvent]:
        yield from begun()
        yield from finished()

    async def story(pilot: Reader) -> None:
        await open_build(pilot)
        text = await seen(pilot, "write the image")
        row = next(row for row in text.splitlines() if "write the image" in row)
        assert "done" in row and "1.5 s" in row

    read(Scripted(events), story)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_failed_build_shows_its_line_the_end_of_its_log_and_what_to_try(
    size: tuple[int, int],
) -> None:
    line = step_at_work().line

    async def story(pilot: Reader) -> None:
        await open_build(pilot)
        text = await seen(pilot, f"failed at line {line}.", "Mend what the compiler names.")
        assert "▌" in text and "exit code 1" in text
        for said_last in COMPILER:
            assert said_last in text

    read(Scripted(failing), story, size)


def test_esc_stops_a_build_and_says_so_in_the_steps() -> None:
    held = Held(begun)

    async def story(pilot: Reader) -> None:
        await open_build(pilot)
        await seen(pilot, "running", "compare, when done")
        await pilot.press("escape")
        text = await seen(pilot, "Stopped.", "Build again.")
        assert "running" not in text
        at_work = next(row for row in text.splitlines() if f" {step_at_work().line}  RUN" in row)
        assert "stopped after" in at_work

    read(held, story)


def test_a_disturbed_build_is_told_to_be_built_once_more() -> None:
    def events() -> Iterator[RunEvent]:
        yield from begun()
        yield from finished()
        taken = sample(VARIANT, "code-edit", 10.6, disturbed="somebody else was building")
        yield SampleTaken(CURRENT, taken, CONTEXT)
        yield event(StepStarted(0.1, step_at_work()))

    held = Held(events)

    async def story(pilot: Reader) -> None:
        await open_build(pilot)
        text = await seen(pilot, "Once more; disturbed: somebody else was building.")
        at_work = next(row for row in text.splitlines() if f" {step_at_work().line}  RUN" in row)
        assert "running" in at_work
        held.let_go.set()

    read(held, story)


def test_builds_that_are_done_are_ticked_while_the_next_one_runs() -> None:
    def events() -> Iterator[RunEvent]:
        yield RunPlanned(PLAN, None)
        yield BuildStarting(1, 2, PLAN[0], None)
        yield Building(PLAN[0], BuildFinished(12.3, "sha256:image"))
        yield BuildStarting(2, 2, PLAN[1], None)

    held = Held(events)

    async def story(pilot: Reader) -> None:
        await open_build(pilot)
        text = await seen(pilot, "build 2 of 2", "1 of ")
        assert "12.3 s" in text
        held.let_go.set()

    read(held, story)


def test_a_low_screen_shows_the_steps_around_the_one_at_work() -> None:
    rows = [StepRow(number, "builder", "RUN true") for number in range(1, 17)]
    for row in rows[:8]:
        row.state = "done"
    rows[8].state = "running"

    assert shown_rows(rows, 16) == (0, 16)
    assert shown_rows(rows, 6) == (6, 10)
    for row in rows:
        row.state = "done"
    assert shown_rows(rows, 6) == (11, 16)
    for row in rows:
        row.state = "waiting"
    assert shown_rows(rows, 6) == (0, 5)


def test_bytes_of_unknown_extent_are_told_without_it() -> None:
    assert part_words([(1_500_000, 0)]).split() == ["1.5", "MB"]


def test_progress_of_an_unknown_step_changes_nothing() -> None:
    steps = BuildSteps([StepRow(1, "builder", "FROM base")])
    steps.apply(StepProgress(0.1, "unknown", "sha256:1", 1, 2))
    assert [row.part for row in steps.rows] == [""]


def test_a_step_that_never_began_while_a_later_one_runs_is_not_needed() -> None:
    steps = BuildSteps(step_rows(course().variants[VARIANT]))
    base, workdir, copy = steps.rows[:3]
    other = next(row for row in steps.rows if row.stage != base.stage)
    last = Step("copy", "[dev 3/3] COPY . .", "instruction", copy.stage, 3, 3, copy.line)
    steps.apply(StepStarted(0.5, last))
    assert (base.state, workdir.state, copy.state) == ("not needed", "not needed", "running")
    assert other.state == "waiting"

    told = Step("dir", "[dev 2/3] WORKDIR /src", "instruction", workdir.stage, 2, 3, workdir.line)
    steps.apply(StepFinished(0.6, told, True, ((0.6, 0.6),)))
    assert workdir.state == "CACHED"


def test_a_step_that_is_stopped_tells_how_long_it_ran() -> None:
    steps = BuildSteps(step_rows(course().variants[VARIANT]))
    row = steps.rows[2]
    step = Step("copy", "[dev 3/3] COPY . .", "instruction", row.stage, 3, 3, row.line)
    steps.apply(StepStarted(0.5, step))
    steps.end("stopped", 12.7)
    assert (row.state, round(row.seconds, 1)) == ("stopped", 12.2)
    drawn = [line.plain for line in steps_table(steps.rows, 12.7, 76, 14)]
    assert any(
        "COPY . ." in one and one.rstrip().endswith("stopped after 12\u00a0s") for one in drawn
    )
    assert len({len(one) for one in drawn if "COPY" in one or "WORKDIR" in one}) == 1


def test_what_is_left_of_a_run_is_the_sum_of_what_each_build_took() -> None:
    filling = PlannedBuild("multi-stage", VARIANT, "code-edit", measured=False)
    edit = PlannedBuild("multi-stage", VARIANT, "code-edit")
    run = RunState(course().variants)
    run.apply(RunPlanned((filling, edit), 3.0, each_s=(2.0, 1.0)))
    assert (run.total, run.left_s(0.0)) == (1, 3.0)
    run.apply(BuildStarting(1, 1, filling, 2.0))
    assert run.left_s(0.5) == 2.5
    run.apply(Building(filling, BuildFinished(0.2, "sha256:image")))
    run.apply(BuildStarting(1, 1, edit, 1.0))
    assert (run.number, run.left_s(0.25)) == (1, 0.75)
