"""The steps of one build, as its events tell: which instruction is at work, since when, how far.

One object belongs to a run's state; nothing here draws or waits.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from walkthrough.build.model import (
    BuildEvent,
    BuildFinished,
    ContextSent,
    Step,
    StepFinished,
    StepProgress,
    StepStarted,
)
from walkthrough.course.dockerfile import Instruction, parse
from walkthrough.course.model import Variant
from walkthrough.report.explained.place import EMPTY_BASE, Build
from walkthrough.report.numbers import size

State = Literal["waiting", "running", "done", "CACHED", "not needed", "stopped", "failed"]
SHOWN_KEYWORDS = frozenset({"FROM", "RUN", "COPY", "ADD", "WORKDIR"})
EXPORT = "write the image"


@dataclass
class StepRow:
    """One instruction of the running build, or, without a line, the writing of its image.

    `seconds` is what it has taken when it is over, `part` how many bytes it has come.
    """

    line: int | None
    stage: str
    text: str
    state: State = "waiting"
    seconds: float = 0.0
    began_s: float = 0.0
    part: str = ""


@dataclass
class BuildSteps:
    """A build's steps in the order of its Dockerfile, and what was sent of its context."""

    rows: list[StepRow] = field(default_factory=list)
    context: str = ""
    _rows_of: dict[str, StepRow] = field(default_factory=dict)
    _parts: dict[str, dict[str, tuple[int, int]]] = field(default_factory=dict)

    def apply(self, event: BuildEvent) -> None:
        """Take what happened next."""
        match event:
            case StepStarted(time_s=time_s, step=step):
                row = self._row(step)
                if row is not None and row.state != "running":
                    row.state, row.began_s = "running", time_s
                    self._pass_by(row)
            case StepProgress():
                self._progress(event)
            case StepFinished():
                self._finish(event)
            case ContextSent(bytes=sent, done=True):
                self.context = f"{size(sent)} of context sent"
            case ContextSent(bytes=sent):
                self.context = f"sending the context, {size(sent)}"
            case BuildFinished():
                for one in self.rows:
                    one.state = "not needed" if one.state == "waiting" else one.state

    def end(self, state: State, reached_s: float) -> None:
        """The build is over after so many seconds; what still ran ends as it did."""
        for row in self.rows:
            if row.state == "running":
                row.state, row.seconds = state, max(0.0, reached_s - row.began_s)

    def _pass_by(self, later: StepRow) -> None:
        """What stands before a step that begins, in its stage, and never began is not needed: the
        engine has its result. Where it is told of after all, that counts."""
        for row in self.rows[: self.rows.index(later)]:
            if row.state == "waiting" and row.line is not None and row.stage == later.stage:
                row.state = "not needed"

    def _progress(self, event: StepProgress) -> None:
        """The parts of a step added up: a base image comes as several layers at once."""
        row = self._rows_of.get(event.step_id)
        if row is None:
            return
        parts = self._parts.setdefault(event.step_id, {})
        parts[event.what] = (event.current, event.total)
        row.part = part_words(parts.values())

    def _finish(self, event: StepFinished) -> None:
        row = self._row(event.step)
        if row is None:
            return
        row.part = ""
        row.seconds = sum(end - start for start, end in event.intervals)
        row.state = "failed" if event.error else "CACHED" if event.cached else "done"

    def _row(self, step: Step) -> StepRow | None:
        known = self._rows_of.get(step.id)
        if known is None:
            known = next((row for row in self.rows if row.line == step.line), None)
            if known is None and step.kind == "export":
                known = StepRow(None, "", EXPORT)
                self.rows.append(known)
            if known is not None:
                self._rows_of[step.id] = known
        return known


def part_words(parts: Iterable[tuple[int, int]]) -> str:
    """How far parts are, each as (bytes, all its bytes or 0): `12.3 MB of 60.1 MB`."""
    listed = list(parts)
    current = sum(done for done, _ in listed)
    total = sum(whole for _, whole in listed)
    return f"{size(current)} of {size(total)}" if total >= current > 0 else size(current)


def step_rows(variant: Variant) -> list[StepRow]:
    """The instructions of the variant's Dockerfile that a build works on, all of them waiting.

    A FROM that starts from an earlier stage, or from nothing, is no work.
    """
    rows = []
    build = Build(parse(variant.dockerfile), ())
    for stage in build.dockerfile.stages:
        name = stage.name or f"stage {stage.index}"
        if build.base_of(stage) is None and stage.base.lower() != EMPTY_BASE:
            rows.append(StepRow(stage.line, name, f"FROM {stage.base}"))
        rows += [
            StepRow(one.line, name, instruction_words(one))
            for one in stage.instructions
            if one.keyword in SHOWN_KEYWORDS
        ]
    return rows


def instruction_words(instruction: Instruction) -> str:
    """The instruction on one line, with where it copies from but without its other flags."""
    sources = [f"--from={source}" for source in instruction.flag_values("from")]
    return " ".join([instruction.keyword, *sources, *instruction.value.split()])
