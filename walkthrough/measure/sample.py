"""From a build's events to a sample."""

from datetime import UTC, datetime

from walkthrough.build.timing import BuildSummary
from walkthrough.measure.explain_cause import MissCause
from walkthrough.measure.model import Sample, StepTiming


def now() -> str:
    """The present moment as samples carry it: ISO 8601 in UTC, to the microsecond."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def sample_of(
    summary: BuildSummary,
    *,
    variant_id: str,
    variant_hash: str,
    scenario: str,
    taken_at: str,
    build_cache_bytes: int | None = None,
    disturbed: str = "",
    foreign_steps: int = 0,
    causes: tuple[MissCause, ...] = (),
) -> Sample:
    """The sample that a finished build's summary makes."""
    return Sample(
        variant_id=variant_id,
        variant_hash=variant_hash,
        scenario=scenario,
        taken_at=taken_at,
        wall_s=summary.wall_s,
        resolve_s=summary.resolve_s,
        context_s=summary.context_s,
        steps_s=summary.steps_s,
        export_s=summary.export_s,
        cached_steps=summary.cached_steps,
        total_steps=summary.total_steps,
        modules_downloaded=summary.modules_downloaded,
        context_bytes=summary.context_bytes,
        steps=timings(summary),
        build_cache_bytes=build_cache_bytes,
        disturbed=disturbed,
        foreign_steps=foreign_steps,
        causes=causes,
    )


def timings(summary: BuildSummary) -> tuple[StepTiming, ...]:
    """How each instruction of a finished build went."""
    return tuple(
        StepTiming(step.name, step.stage, step.line, step.seconds, step.cached)
        for step in summary.steps
    )
