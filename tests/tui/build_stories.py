"""Runs that are written down for the Build tab: one that talks, waits, fails or is not cached."""

import threading
from collections.abc import Callable, Iterator

from tests.tui.reading import WAIT_S, Reader, Scripted
from tests.tui.recorded_course import course
from walkthrough.build.model import (
    BuildEvent,
    BuildFailed,
    BuildFinished,
    ContextSent,
    Step,
    StepFinished,
    StepKind,
    StepLog,
    StepProgress,
    StepStarted,
)
from walkthrough.errors import BuildError, CancelledError
from walkthrough.measure.plan import PlannedBuild
from walkthrough.measure.progress import Building, BuildStarting, RunEvent, RunPlanned
from walkthrough.tui.build_steps import StepRow, step_rows

VARIANT = "stages"
PLAN = tuple(PlannedBuild("multi-stage", VARIANT, name) for name in ("cold", "code-edit"))
CURRENT = PLAN[1]
COMPILER = ("# product-catalog", "./main.go:41:12: undefined: stor", "./main.go:52:2: oops")


def event(happened: BuildEvent) -> RunEvent:
    """Something in the second build of the plan."""
    return Building(CURRENT, happened)


def steps() -> list[Step]:
    """The steps of the variant, as a driver names them."""
    return [_step(row, number) for number, row in enumerate(step_rows(course().variants[VARIANT]))]


def step_at_work() -> Step:
    """The first RUN."""
    return next(one for one in steps() if " RUN " in one.name)


def begun() -> Iterator[RunEvent]:
    """The second of two builds, everything before its first RUN cached."""
    yield RunPlanned(PLAN, 40.0, each_s=(18.8, 21.2))
    yield BuildStarting(2, 2, CURRENT, 21.2)
    yield event(ContextSent(0.1, 62_000_000, True))
    for step in steps():
        if step == step_at_work():
            break
        yield event(StepStarted(0.2, step))
        yield event(StepFinished(0.2, step, True, ((0.2, 0.2),)))
    yield event(StepStarted(0.3, step_at_work()))


def said(text: str, time_s: float = 0.5) -> RunEvent:
    """A line of the step at work."""
    return event(StepLog(time_s, step_at_work().id, "stderr", text))


def pulling() -> Iterator[RunEvent]:
    """The other stage's base image comes in two layers at once."""
    base = [one for one in steps() if one.kind == "base"][-1]
    yield event(StepStarted(0.4, base))
    yield event(StepProgress(0.5, base.id, "sha256:1", 1_000_000, 3_000_000))
    yield event(StepProgress(0.6, base.id, "sha256:2", 500_000, 800_000))


def finished() -> Iterator[RunEvent]:
    """The step at work, the image's writing and the build come to their end."""
    export = Step("export", "exporting to image", "export")
    yield event(StepFinished(9.0, step_at_work(), False, ((0.3, 9.0),)))
    yield event(StepStarted(9.0, export))
    yield event(StepFinished(10.5, export, False, ((9.0, 10.5),)))
    yield event(BuildFinished(10.6, "sha256:image"))


def failing() -> Iterator[RunEvent]:
    """The step at work does not compile."""
    yield from begun()
    for number, text in enumerate(COMPILER):
        yield said(text, 1.0 + number)
    step = step_at_work()
    yield event(StepFinished(4.0, step, False, ((0.3, 4.0),), "exit code: 1"))
    yield event(BuildFailed(4.1, "RUN go build ended with exit code 1.", "", step, step.line))
    log = "\n".join(f"    {text}" for text in COMPILER)
    raise BuildError(
        f"The code-edit build of {VARIANT} failed at line {step.line}.",
        f"RUN go build ended with exit code 1.\n{log}",
        "Mend what the compiler names.",
    )


class Held(Scripted):
    """A run that stops before its end until it is let go, or cancelled."""

    def __init__(self, before: Callable[[], Iterator[RunEvent]]) -> None:
        super().__init__(self._events_until_let_go)
        self._before = before
        self.after: list[RunEvent] = []
        self.let_go = threading.Event()
        self._cancelled = False

    def cancel(self) -> None:
        """End the run."""
        self._cancelled = True
        self.let_go.set()

    def _events_until_let_go(self) -> Iterator[RunEvent]:
        yield from self._before()
        self.let_go.wait(WAIT_S)
        if self._cancelled:
            raise CancelledError("Stopped.", "You asked for it.", "Build again.")
        yield from self.after


async def open_build(pilot: Reader) -> None:
    """From the course to the running build of lesson 2."""
    await pilot.press("down", "enter", "b")


def _step(row: StepRow, number: int) -> Step:
    kind: StepKind = "base" if row.text.startswith("FROM") else "instruction"
    name = f"[{row.stage} {number}/9] {row.text}"
    return Step(f"step-{row.line}", name, kind, row.stage, number, 9, row.line)
