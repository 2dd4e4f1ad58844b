"""What a run's log says, line by line, as its events come. Foreign text comes out harmless."""

from collections.abc import Mapping

from walkthrough.build.model import BuildFailed, StepFinished, StepLog, StepStarted
from walkthrough.course.model import Variant
from walkthrough.measure.progress import (
    Building,
    BuildStarting,
    ImageMeasured,
    MachineBusy,
    MissExplained,
    ProgramRan,
    RunEvent,
    SampleTaken,
)
from walkthrough.report.causes import cause_words
from walkthrough.report.numbers import seconds, size
from walkthrough.report.words import sample_words
from walkthrough.tui.build_steps import step_rows
from walkthrough.tui.foreign_text import harmless

BUILD_MARK = "━━"
STEP_MARK = "──"
TIME_CELLS = 7
MOST_LOG_LINES = 10_000
"""So many lines are held for the screen; all of them are on disk."""


class RunLog:
    """Turns events into lines; `line` is the Dockerfile line that spoke last, None without one."""

    def __init__(self, variants: Mapping[str, Variant]) -> None:
        self._variants = variants
        self._texts: dict[int | None, str] = {}
        self._lines_of: dict[str, int] = {}
        self._speaker = ""
        self.line: int | None = None

    def lines(self, event: RunEvent) -> list[str]:
        """The lines that this event adds to the log, mostly none."""
        match event:
            case Building(event=StepLog() as said):
                return self._said(said)
            case Building(event=StepStarted(step=step) | StepFinished(step=step)):
                if step.line is not None:
                    self._lines_of[step.id] = step.line
            case Building(event=BuildFailed(reason=reason)):
                return [f"{STEP_MARK} failed", *_untimed(reason)]
            case BuildStarting(planned=planned):
                rows = step_rows(self._variants[planned.variant_id])
                self._texts = {row.line: row.text for row in rows}
                self._lines_of.clear()
                self._speaker, self.line = "", None
                filling = "" if planned.measured else ", to fill the cache"
                return [f"{BUILD_MARK} {planned.variant_id}, {planned.scenario_id}{filling}"]
            case MachineBusy(warning=warning):
                return [f"{STEP_MARK} {warning}"]
            case SampleTaken(sample=sample):
                disturbed = f"; {sample_words(sample)}" if sample.disturbed else ""
                return [f"{STEP_MARK} built in {seconds(sample.wall_s)}{disturbed}"]
            case MissExplained(causes=causes):
                return [f"{STEP_MARK} not cached: {harmless(cause_words(one))}" for one in causes]
            case ImageMeasured(variant_id=variant_id, facts=facts):
                weight = size(facts.unpacked_bytes)
                return [f"{STEP_MARK} the image of {variant_id} weighs {weight}"]
            case ProgramRan(variant_id=variant_id, output=output):
                return [f"{STEP_MARK} {variant_id} was run and printed", *_untimed(output)]
        return []

    def _said(self, event: StepLog) -> list[str]:
        said = f"{event.time_s:{TIME_CELLS}.2f}  {harmless(event.text)}"
        if event.step_id == self._speaker:
            return [said]
        self._speaker = event.step_id
        self.line = self._lines_of.get(event.step_id)
        text = self._texts.get(self.line)
        return [said] if text is None else [f"{STEP_MARK} line {self.line}  {text}", said]


def _untimed(text: str) -> list[str]:
    """Lines under the output of steps, where no time stands before them."""
    return [f"{'':{TIME_CELLS}}  {harmless(one)}" for one in text.splitlines()]
