"""Where a build's time went, computed from its events: the wall time's split and each step's."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from walkthrough.build.intervals import Interval, merged, total_s, without
from walkthrough.build.model import (
    BuildEvent,
    BuildFinished,
    ContextSent,
    StepFinished,
    StepKind,
)
from walkthrough.build.modules import modules_downloaded
from walkthrough.build.steps import text_of


class StepResult(Struct, frozen=True):
    """One instruction of the Dockerfile as it ran: seconds with overlaps counted once."""

    name: str
    stage: str
    line: int | None
    seconds: float
    cached: bool


class BuildSummary(Struct, frozen=True):
    """A build's figures. Times in seconds, sizes in bytes.

    `resolve_s`, `context_s`, `steps_s` and `export_s` never count a moment twice, so they are
    together at most `wall_s`: time that an instruction ran in belongs to the steps, whatever else
    went on beside it. `cached_steps` of `total_steps` leave FROM out. `modules_downloaded` is None
    where the log cannot show it. `bases` are the images that the stages started from as the engine
    named them, with a digest where it asked a registry.
    """

    wall_s: float
    resolve_s: float
    context_s: float
    steps_s: float
    export_s: float
    cached_steps: int
    total_steps: int
    modules_downloaded: int | None
    steps: tuple[StepResult, ...]
    image_id: str
    context_bytes: int
    bases: tuple[str, ...] = ()


def summarise(events: Iterable[BuildEvent]) -> BuildSummary:
    """The figures of a build from all its events, in their order."""
    kept = tuple(events)
    wall_s = kept[-1].time_s if kept else 0.0
    sent = _sent(kept)
    runs = _last_of_each_step(kept)
    upload: tuple[Interval, ...] = ((0.0, sent.time_s),) if sent else ()
    steps_s, export_s, context_s, resolve_s = _shares(
        wall_s,
        _intervals(runs, "instruction"),
        _intervals(runs, "export"),
        upload + _intervals(runs, "context"),
        _intervals(runs, "metadata") + _intervals(runs, "base"),
    )
    results = _results(runs)
    return BuildSummary(
        wall_s=wall_s,
        resolve_s=resolve_s,
        context_s=context_s,
        steps_s=steps_s,
        export_s=export_s,
        cached_steps=sum(result.cached for result in results),
        total_steps=len(results),
        modules_downloaded=modules_downloaded(kept),
        steps=results,
        image_id=next((one.image_id for one in kept if isinstance(one, BuildFinished)), ""),
        context_bytes=sent.bytes if sent else 0,
        bases=_bases(runs),
    )


def _sent(events: tuple[BuildEvent, ...]) -> ContextSent | None:
    return next((one for one in reversed(events) if isinstance(one, ContextSent)), None)


def _last_of_each_step(events: tuple[BuildEvent, ...]) -> tuple[StepFinished, ...]:
    """What each step came to: its last StepFinished has all its intervals."""
    last = {event.step.id: event for event in events if isinstance(event, StepFinished)}
    return tuple(last.values())


def _bases(runs: tuple[StepFinished, ...]) -> tuple[str, ...]:
    named = [text_of(run.step.name) for run in runs if run.step.kind == "base"]
    return tuple(dict.fromkeys(name.partition(" ")[2] for name in named))


def _intervals(runs: tuple[StepFinished, ...], kind: StepKind) -> tuple[Interval, ...]:
    return tuple(span for run in runs if run.step.kind == kind for span in run.intervals)


def _shares(wall_s: float, *claims: tuple[Interval, ...]) -> Iterator[float]:
    """Seconds within the wall time that each claim covers and no claim before it does."""
    taken: tuple[Interval, ...] = ((float("-inf"), 0.0), (wall_s, float("inf")))
    for claim in claims:
        own = without(claim, taken)
        taken += own
        yield total_s(own)


def _results(runs: tuple[StepFinished, ...]) -> tuple[StepResult, ...]:
    """The instructions in the Dockerfile's order; several vertices of one become one."""
    instructions: dict[tuple[str | None, int | None, str], list[StepFinished]] = {}
    for run in runs:
        if run.step.kind == "instruction":
            place = (run.step.stage, run.step.index, run.step.name)
            instructions.setdefault(place, []).append(run)
    together = [_result(same) for same in instructions.values()]
    return tuple(sorted(together, key=lambda result: result.line or 0))


def _result(runs: list[StepFinished]) -> StepResult:
    step = runs[0].step
    return StepResult(
        name=text_of(step.name),
        stage=step.stage or "",
        line=step.line,
        seconds=total_s(merged(span for run in runs for span in run.intervals)),
        cached=all(run.cached for run in runs),
    )
