"""A run's progress: plain lines anywhere, a live display of the running steps on a terminal."""

import time
from collections.abc import Callable
from typing import Protocol

from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

from walkthrough.build.model import ContextSent, Step, StepFinished, StepProgress, StepStarted
from walkthrough.measure.plan import PlannedBuild, measured_count
from walkthrough.measure.progress import (
    Building,
    BuildStarting,
    ImageMeasured,
    ImageMeasuring,
    MachineBusy,
    MissExplained,
    ProgramRan,
    RunEvent,
    RunPlanned,
    SampleTaken,
    WaitingForOther,
)
from walkthrough.report.causes import cause_words
from walkthrough.report.numbers import seconds, size
from walkthrough.report.words import sample_words

RUNNING_SHOWN = 4


class ProgressDisplay(Protocol):
    """Shows what a run tells."""

    def show(self, event: RunEvent) -> None:
        """Show one event."""
        ...


def planned_words(planned: PlannedBuild) -> str:
    """`multi-stage, code-edit`; one that is not measured says what it is for."""
    if planned.measured:
        return f"{planned.variant_id}, {planned.scenario_id}"
    return f"{planned.variant_id}, to fill the cache (not measured)"


class PlainProgress:
    """One line for each thing that a reader or a log file wants to know."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._waited_for = ""

    def show(self, event: RunEvent) -> None:
        match event:
            case RunPlanned():
                self._say(plan_words(event))
            case MachineBusy(warning=warning):
                self._say(f"Warning: {warning}.")
            case WaitingForOther(owner=owner) if owner != self._waited_for:
                self._waited_for = owner
                self._say(f"Waiting: one build is measured at a time, and {owner} has the turn.")
            case BuildStarting():
                self._say(_starting_words(event))
            case SampleTaken(sample=sample):
                disturbed = f"; {sample_words(sample)}" if sample.disturbed else ""
                modules = sample.modules_downloaded
                downloaded = f", {modules} modules downloaded" if modules is not None else ""
                cached = f", {sample.cached_steps} of {sample.total_steps} steps cached"
                told = "" if sample.scenario == "cold" else cached
                self._say(f"        {seconds(sample.wall_s)}{told}{downloaded}{disturbed}")
            case MissExplained(causes=causes):
                for cause in causes:
                    self._say(f"        not cached: {cause_words(cause)}")
            case ImageMeasured(facts=facts):
                self._say(f"        image {size(facts.unpacked_bytes)}")
            case ProgramRan(output=output):
                self._say(f"        run, it prints: {output.strip()}")


def plan_words(planned: RunPlanned) -> str:
    """How many builds are to come and how long they took last time."""
    measured = measured_count(planned.builds)
    filling = len(planned.builds) - measured
    builds = f"{measured} {'build' if measured == 1 else 'builds'}"
    if planned.recorded:
        return f"Replaying {builds}. Ctrl-C stops."
    if not measured:
        return "Everything asked for is measured already; --fresh measures anew."
    before = f" and {filling} to fill caches first" if filling else ""
    expected = f"; they took {seconds(planned.expected_s)} last time" if planned.expected_s else ""
    return f"{builds} to measure{before}{expected}. Ctrl-C stops."


def _starting_words(event: BuildStarting) -> str:
    last = f" ({seconds(event.last_s)} last time)" if event.last_s is not None else ""
    return f"[{event.number}/{event.total}] {planned_words(event.planned)}{last}"


class LiveProgress:
    """The plain lines of what is done, and below them the running build's steps."""

    def __init__(self, console: Console) -> None:
        self._plain = PlainProgress(lambda line: console.print(line, highlight=False, markup=False))
        self._running: dict[str, tuple[Step, float]] = {}
        self._parts: dict[str, str] = {}
        self._headline = ""
        self._began = 0.0
        self._live = Live(
            console=console, get_renderable=self._render, refresh_per_second=10, transient=True
        )

    def __enter__(self) -> "LiveProgress":
        self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._live.stop()

    def show(self, event: RunEvent) -> None:
        """Show one event: done things scroll away above, the running build stays below."""
        match event:
            case BuildStarting():
                self._headline = _starting_words(event)
                self._began = time.monotonic()
                self._running.clear()
                self._parts.clear()
            case Building(event=StepStarted(step=step)):
                self._running[step.id] = (step, time.monotonic())
            case Building(event=StepFinished(step=step)):
                self._running.pop(step.id, None)
            case Building(event=StepProgress(step_id=name, current=current, total=total)):
                of = f" of {size(total)}" if total else ""
                self._parts[name] = f"{size(current)}{of}"
            case Building(event=ContextSent(bytes=sent, done=False)):
                self._parts["context"] = f"context sent: {size(sent)}"
            case Building(event=ContextSent(done=True)):
                self._parts.pop("context", None)
            case ImageMeasuring(variant_id=variant):
                self._headline = f"        weighing the image of {variant}"
                self._began = time.monotonic()
            case SampleTaken() | MissExplained() | ImageMeasured() | ProgramRan():
                if isinstance(event, SampleTaken):
                    self._live.console.print(self._headline, highlight=False)
                self._headline = ""
                self._running.clear()
                self._plain.show(event)
            case RunPlanned() | MachineBusy() | WaitingForOther():
                self._plain.show(event)

    def _render(self) -> Group:
        if not self._headline:
            return Group()
        moment = time.monotonic()
        lines = [Text(f"{self._headline}  {seconds(moment - self._began)}")]
        if "context" in self._parts:
            lines.append(Text(f"        {self._parts['context']}", style="dim"))
        for step, began in list(self._running.values())[-RUNNING_SHOWN:]:
            part = self._parts.get(step.id, "")
            lines.append(
                Text(
                    f"        {seconds(moment - began):>8}  {step.name}  {part}",
                    style="dim",
                    overflow="ellipsis",
                    no_wrap=True,
                )
            )
        return Group(*lines)
