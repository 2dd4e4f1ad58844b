"""What a run has come to, as its events tell: the plan's builds, the running one, how it ended.

One object is owned by the Build tab and fed from the queue; nothing here draws or waits.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from walkthrough.build.model import BuildEvent, BuildFailed, BuildFinished
from walkthrough.course.model import Variant
from walkthrough.errors import WalkthroughError
from walkthrough.measure.explain_cause import MissCause
from walkthrough.measure.plan import PlannedBuild
from walkthrough.measure.progress import (
    Building,
    BuildStarting,
    ImageMeasured,
    ImageMeasuring,
    MissExplained,
    RunEvent,
    RunPlanned,
    SampleTaken,
    WaitingForOther,
)
from walkthrough.report.numbers import size
from walkthrough.tui.build_steps import SHOWN_KEYWORDS, BuildSteps, State, StepRow, step_rows
from walkthrough.tui.foreign_text import harmless, shortened

__all__ = ["SHOWN_KEYWORDS", "BuildRow", "RunState", "State", "StepRow", "clean", "step_rows"]


@dataclass
class BuildRow:
    """One build of the plan."""

    planned: PlannedBuild
    state: State = "waiting"
    seconds: float = 0.0


@dataclass
class RunState:
    """A run from its plan to its end; `error` is why it ended early.

    `number` counts the running build from 1, `causes` say why it was not cached.
    """

    variants: Mapping[str, Variant]
    builds: list[BuildRow] = field(default_factory=list)
    steps: BuildSteps = field(default_factory=BuildSteps)
    current: BuildRow | None = None
    number: int = 0
    last_s: float | None = None
    expected_s: float | None = None
    note: str = ""
    causes: tuple[MissCause, ...] = ()
    failed_line: int | None = None
    error: WalkthroughError | None = None
    ended: bool = False
    _reached_s: float = 0.0
    _reached_at: float = 0.0

    @property
    def running(self) -> bool:
        """Whether there is more to come."""
        return not self.ended

    def apply(self, event: RunEvent) -> None:
        """Take what happened next."""
        match event:
            case RunPlanned(builds=builds, expected_s=expected):
                self.builds = [BuildRow(planned) for planned in builds]
                self.expected_s = expected
            case WaitingForOther(owner=owner):
                self.note = f"One build is measured at a time; {owner} has the turn."
            case BuildStarting():
                self._start(event)
            case Building(event=build_event):
                self._apply_build(build_event)
            case SampleTaken(sample=sample):
                if self.current is not None:
                    self.current.state, self.current.seconds = "done", sample.wall_s
            case MissExplained(causes=causes):
                self.causes = causes
            case ImageMeasuring(variant_id=variant_id):
                self.note = f"Weighing the image of {variant_id}."
            case ImageMeasured(variant_id=variant_id, facts=facts):
                self.note = f"The image of {variant_id} weighs {size(facts.unpacked_bytes)}."

    def reach(self, time_s: float, at: float) -> None:
        """The running build had come so far at this moment of the monotonic clock."""
        self._reached_s, self._reached_at = time_s, at

    def end(self, error: WalkthroughError | None) -> None:
        """The run is over, because of `error` or because all is built."""
        self.ended, self.error = True, error
        cancelled = error is not None and error.exit_code == 130
        state: State = "stopped" if cancelled else "failed" if error else "done"
        self.steps.end(state)
        for build in self.builds:
            if build.state == "running":
                build.state, build.seconds = state, build.seconds or self._reached_s
            elif build.state == "waiting" and error is not None:
                build.state = "stopped"

    def elapsed(self, pace: float = 1.0) -> float:
        """Seconds since the running build began, at the pace of a replay."""
        if self.current is None or not self._reached_at:
            return 0.0
        if self.current.state != "running":
            return self.current.seconds or self._reached_s
        return self._reached_s + (time.monotonic() - self._reached_at) * pace

    def left_s(self, elapsed_s: float) -> float | None:
        """About how long the run still takes, where last time's times are known."""
        if self.expected_s is None:
            return None
        done = sum(build.seconds for build in self.builds if build.state == "done")
        running = self.current is not None and self.current.state == "running"
        return max(0.0, self.expected_s - done - (elapsed_s if running else 0.0))

    def _start(self, event: BuildStarting) -> None:
        if self.current is not None and self.current.state == "running":
            self.current.state = "done"
        self.current = self.builds[event.number - 1]
        self.number, self.last_s, self.note = event.number, event.last_s, ""
        self._begin(self.current)

    def _begin(self, build: BuildRow) -> None:
        build.state = "running"
        self.causes = ()
        self.reach(0.0, time.monotonic())
        self.steps = BuildSteps(step_rows(self.variants[build.planned.variant_id]))

    def _apply_build(self, event: BuildEvent) -> None:
        """Take what happened in the build; after its end, it is carried out once more."""
        if self.current is not None and self.current.state == "done":
            self.note = "Once more: something else used the engine."
            self._begin(self.current)
        self.steps.apply(event)
        match event:
            case BuildFinished(time_s=time_s):
                if self.current is not None:
                    self.current.state, self.current.seconds = "done", time_s
            case BuildFailed(dockerfile_line=line, cancelled=False):
                self.failed_line = line


def clean(text: str) -> str:
    """A line of foreign output without terminal escapes and control characters, not too long."""
    return shortened(harmless(text))
