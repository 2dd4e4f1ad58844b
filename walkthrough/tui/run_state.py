"""What a run has come to, as its events tell: the plan's builds, the running one's steps, its log.

One object is owned by the lesson's screen and fed from the queue; nothing here draws or waits.
"""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from walkthrough.build.model import (
    BuildEvent,
    BuildFailed,
    BuildFinished,
    ContextSent,
    StepFinished,
    StepLog,
    StepProgress,
    StepStarted,
)
from walkthrough.course.dockerfile import parse
from walkthrough.course.model import Variant
from walkthrough.errors import WalkthroughError
from walkthrough.measure.plan import PlannedBuild
from walkthrough.measure.progress import (
    Building,
    BuildStarting,
    ImageMeasured,
    ImageMeasuring,
    ProgramRan,
    RunEvent,
    RunPlanned,
    SampleTaken,
    WaitingForOther,
)
from walkthrough.report.numbers import size

State = Literal["waiting", "running", "done", "CACHED", "not needed", "stopped", "failed"]
SHOWN_KEYWORDS = frozenset({"FROM", "RUN", "COPY", "ADD", "WORKDIR"})
LONGEST_LOG_LINE = 2000
_ESCAPE = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|.)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass
class StepRow:
    """One instruction of the running build. `seconds` is what it has taken when it is over."""

    line: int
    stage: str
    text: str
    state: State = "waiting"
    seconds: float = 0.0
    began_s: float = 0.0
    part: str = ""


@dataclass
class BuildRow:
    """One build of the plan."""

    planned: PlannedBuild
    state: State = "waiting"
    seconds: float = 0.0


@dataclass
class RunState:
    """A run from its plan to its end; `error` is why it ended early."""

    variants: Mapping[str, Variant]
    builds: list[BuildRow] = field(default_factory=list)
    steps: list[StepRow] = field(default_factory=list)
    current: BuildRow | None = None
    last_s: float | None = None
    expected_s: float | None = None
    note: str = ""
    failed_line: int | None = None
    error: WalkthroughError | None = None
    ended: bool = False
    _log: list[str] = field(default_factory=list)
    _log_step: str = ""
    _lines_of: dict[str, int] = field(default_factory=dict)
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
                self._reached_s, self._reached_at = build_event.time_s, time.monotonic()
                self._apply_build(build_event)
            case SampleTaken(sample=sample):
                if self.current is not None:
                    self.current.state, self.current.seconds = "done", sample.wall_s
            case ImageMeasuring(variant_id=variant_id):
                self.note = f"Weighing the image of {variant_id}."
            case ImageMeasured(variant_id=variant_id, facts=facts):
                self.note = f"The image of {variant_id} weighs {size(facts.unpacked_bytes)}."
            case ProgramRan(variant_id=variant_id, output=output):
                self._log.append(f"── {variant_id} was run and printed")
                self._log += [f"{'':9}{clean(text)}" for text in output.splitlines()]

    def end(self, error: WalkthroughError | None) -> None:
        """The run is over, because of `error` or because all is built."""
        self.ended, self.error = True, error
        cancelled = error is not None and error.exit_code == 130
        state: State = "stopped" if cancelled else "failed" if error else "done"
        for row in self.steps:
            row.state = state if row.state == "running" else row.state
        for build in self.builds:
            build.state = state if build.state == "running" else build.state
        if error is not None:
            for build in self.builds:
                if build.state == "waiting":
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
        return max(0.0, self.expected_s - done - elapsed_s)

    def take_log(self) -> list[str]:
        """The log's lines since it was last taken."""
        lines, self._log = self._log, []
        return lines

    def _start(self, event: BuildStarting) -> None:
        if self.current is not None and self.current.state == "running":
            self.current.state = "done"
        self.current = self.builds[event.number - 1]
        self.current.state = "running"
        self.last_s, self.note = event.last_s, ""
        self._reached_s, self._reached_at = 0.0, time.monotonic()
        self._lines_of.clear()
        self._log_step = ""
        variant = self.variants[event.planned.variant_id]
        self.steps = step_rows(variant)
        self._log.append(f"━━ {variant.id}, {event.planned.scenario_id}")

    def _apply_build(self, event: BuildEvent) -> None:
        match event:
            case StepStarted(time_s=time_s, step=step):
                if step.line is not None:
                    self._lines_of[step.id] = step.line
                row = self._row(step.id)
                if row is not None and row.state != "running":
                    row.state, row.began_s = "running", time_s
                elif row is None and step.kind == "export":
                    self.note = "Writing the image."
            case StepProgress(step_id=step_id, current=current, total=total):
                row = self._row(step_id)
                if row is not None:
                    row.part = f"{size(current)} of {size(total)}" if total else size(current)
            case StepFinished(step=step):
                if step.line is not None:
                    self._lines_of[step.id] = step.line
                self._finish(event)
            case StepLog():
                self._take_line(event)
            case ContextSent(bytes=sent, done=done):
                self.note = (
                    f"Sent {size(sent)} as build context."
                    if done
                    else (f"Sending the build context: {size(sent)}.")
                )
            case BuildFinished(time_s=time_s):
                self.note = ""
                self._close_steps(time_s)
            case BuildFailed(reason=reason, dockerfile_line=line, cancelled=False):
                self.failed_line = line
                self._log.extend(clean(text) for text in reason.splitlines())

    def _finish(self, event: StepFinished) -> None:
        row = self._row(event.step.id)
        if row is None:
            return
        row.part = ""
        row.seconds = sum(end - start for start, end in event.intervals)
        row.state = "failed" if event.error else "CACHED" if event.cached else "done"

    def _close_steps(self, time_s: float) -> None:
        if self.current is not None:
            self.current.state, self.current.seconds = "done", time_s
        for row in self.steps:
            if row.state == "waiting":
                row.state = "not needed"

    def _row(self, step_id: str) -> StepRow | None:
        line = self._lines_of.get(step_id)
        return next((row for row in self.steps if row.line == line), None)

    def _take_line(self, event: StepLog) -> None:
        if event.step_id != self._log_step:
            self._log_step = event.step_id
            row = self._row(event.step_id)
            if row is not None:
                self._log.append(f"── line {row.line}  {row.text}")
        self._log.append(f"{event.time_s:7.2f}  {clean(event.text)}")


def step_rows(variant: Variant) -> list[StepRow]:
    """The instructions of the variant's Dockerfile that a build works on, all of them waiting."""
    rows = []
    for stage in parse(variant.dockerfile).stages:
        name = stage.name or f"stage {stage.index}"
        rows.append(StepRow(stage.line, name, f"FROM {stage.base}"))
        rows += [
            StepRow(one.line, name, f"{one.keyword} {' '.join(one.value.split())}")
            for one in stage.instructions
            if one.keyword in SHOWN_KEYWORDS
        ]
    return rows


def clean(text: str) -> str:
    """A line of foreign output without terminal escapes and control characters, not too long."""
    shown = _CONTROL.sub("", _ESCAPE.sub("", text.expandtabs()))
    return shown if len(shown) <= LONGEST_LOG_LINE else f"{shown[:LONGEST_LOG_LINE]} …"
