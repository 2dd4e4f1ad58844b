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
from walkthrough.measure.plan import PlannedBuild, measured_count
from walkthrough.measure.progress import (
    Building,
    BuildStarting,
    ImageMeasured,
    ImageMeasuring,
    MachineBusy,
    MissExplained,
    RunEvent,
    RunPlanned,
    SampleTaken,
    WaitingForOther,
)
from walkthrough.report.numbers import size
from walkthrough.report.words import sample_words
from walkthrough.tui.build_steps import SHOWN_KEYWORDS, BuildSteps, State, StepRow, step_rows
from walkthrough.tui.foreign_text import harmless, shortened

__all__ = ["SHOWN_KEYWORDS", "BuildRow", "RunState", "State", "StepRow", "clean", "step_rows"]


@dataclass
class BuildRow:
    """One build of the plan; `expected_s` is what it took last time, None if unknown."""

    planned: PlannedBuild
    expected_s: float | None = None
    state: State = "waiting"
    seconds: float = 0.0
    disturbed: str = ""


@dataclass
class RunState:
    """A run from its plan to its end; `error` is why it ended early.

    `number` counts the measured builds from 1 to the running one, or to the one that it fills the
    cache for; `causes` say why it was not cached, `warning` that the machine is busy.
    """

    variants: Mapping[str, Variant]
    builds: list[BuildRow] = field(default_factory=list)
    steps: BuildSteps = field(default_factory=BuildSteps)
    current: BuildRow | None = None
    number: int = 0
    last_s: float | None = None
    note: str = ""
    warning: str = ""
    recorded: bool = False
    causes: tuple[MissCause, ...] = ()
    failed_line: int | None = None
    error: WalkthroughError | None = None
    ended: bool = False
    _begun: int = 0
    _reached_s: float = 0.0
    _reached_at: float = 0.0

    @property
    def running(self) -> bool:
        """Whether there is more to come."""
        return not self.ended

    @property
    def total(self) -> int:
        """How many builds are measured."""
        return measured_count([build.planned for build in self.builds])

    def apply(self, event: RunEvent) -> None:
        """Take what happened next."""
        match event:
            case RunPlanned(builds=builds, each_s=each_s, recorded=recorded):
                self.recorded = recorded
                known = each_s or (None,) * len(builds)
                pairs = zip(builds, known, strict=True)
                self.builds = [BuildRow(planned, expected_s) for planned, expected_s in pairs]
            case MachineBusy(warning=warning):
                self.warning = warning
            case WaitingForOther(owner=owner):
                self.note = f"One build is measured at a time; {owner} has the turn."
            case BuildStarting():
                self._start(event)
            case Building(event=build_event):
                self._apply_build(build_event)
            case SampleTaken(sample=sample):
                if self.current is not None:
                    self.current.state, self.current.seconds = "done", sample.wall_s
                    self.current.disturbed = sample_words(sample)
            case MissExplained(causes=causes):
                self.causes = causes
            case ImageMeasuring(variant_id=variant_id):
                self.note = f"Weighing the image of {variant_id}."
            case ImageMeasured(variant_id=variant_id, facts=facts):
                self.note = f"The image of {variant_id} weighs {size(facts.unpacked_bytes)}."

    def reach(self, time_s: float, at: float) -> None:
        """The running build had come so far at this moment of the monotonic clock."""
        self._reached_s, self._reached_at = time_s, at

    def end(self, error: WalkthroughError | None, pace: float = 1.0) -> None:
        """The run is over, because of `error` or because all is built."""
        reached_s = self.elapsed(pace)
        self.ended, self.error = True, error
        cancelled = error is not None and error.exit_code == 130
        state: State = "stopped" if cancelled else "failed" if error else "done"
        self.steps.end(state, reached_s)
        for build in self.builds:
            if build.state == "running":
                build.state, build.seconds = state, build.seconds or reached_s
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
        """About how long the run still takes, where each build to come was made before."""
        left = 0.0
        for build in self.builds:
            if build.state not in ("waiting", "running"):
                continue
            if build.expected_s is None:
                return None
            over = elapsed_s if build.state == "running" else 0.0
            left += max(0.0, build.expected_s - over)
        return left

    def share(self, elapsed_s: float) -> float:
        """How much of the run is done: by seconds where they are known, else by builds."""
        left_s = self.left_s(elapsed_s)
        done = [build for build in self.builds if build.state == "done"]
        if left_s is None:
            return len(done) / max(1, len(self.builds))
        running = self.current is not None and self.current.state == "running"
        spent_s = sum(build.seconds for build in done) + (elapsed_s if running else 0.0)
        return spent_s / (spent_s + left_s) if spent_s + left_s else 0.0

    def _start(self, event: BuildStarting) -> None:
        if self.current is not None and self.current.state == "running":
            self.current.state = "done"
        ahead = range(self._begun, len(self.builds))
        place = next(one for one in ahead if self.builds[one].planned == event.planned)
        self.current, self._begun = self.builds[place], place + 1
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
            self.note = f"Once more; {self.current.disturbed}."
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
