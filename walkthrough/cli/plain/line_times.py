"""A Dockerfile with the time that each line took in a build, and what is new in it. Pure."""

from collections.abc import Iterator, Sequence

from walkthrough.course.model import Scenario, Variant
from walkthrough.measure.model import Sample, StepTiming
from walkthrough.report.numbers import seconds
from walkthrough.report.words import sample_words

NEW = "new: "


def dockerfile_lines(
    variant: Variant, before: Variant | None, scenario: Scenario, sample: Sample | None
) -> Iterator[str]:
    """Where the time went, then the Dockerfile; a line that `before` lacks is said to be new."""
    yield f"{variant.id}: {variant.summary}"
    title = scenario.title.lower()
    if sample is None:
        yield f"It has no {title} yet: the time of each line comes with one."
    else:
        yield f"{scenario.title}: {seconds(sample.wall_s)} in all. {_shares(sample)}"
        if sample.disturbed:
            words = sample_words(sample)
            yield f"{words[0].upper()}{words[1:]}."
        yield from _slowest(sample.steps)
    yield ""
    known = set() if before is None else {line.strip() for line in _source(before)}
    times = {} if sample is None else {one.line: one for one in sample.steps}
    for number, line in enumerate(_source(variant), start=1):
        mark = NEW if before is not None and line.strip() and line.strip() not in known else ""
        yield f"{number}: {mark}{line}{_time(times.get(number))}".rstrip()
    if before is not None:
        yield ""
        yield f"Lines that begin with {NEW.strip()} are not in {before.id}."


def _source(variant: Variant) -> list[str]:
    return variant.dockerfile.rstrip("\n").split("\n")


def _time(step: StepTiming | None) -> str:
    if step is None:
        return ""
    return "  [CACHED]" if step.cached else f"  [{seconds(step.seconds)}]"


def _shares(sample: Sample) -> str:
    parts = (
        ("looking up the bases", sample.resolve_s),
        ("sending the context", sample.context_s),
        ("the steps", sample.steps_s),
        ("writing the image", sample.export_s),
    )
    return f"Of these: {', '.join(f'{name} {seconds(value)}' for name, value in parts)}."


def _slowest(steps: Sequence[StepTiming]) -> Iterator[str]:
    ran = [one for one in steps if not one.cached]
    if ran:
        slowest = max(ran, key=lambda one: one.seconds)
        yield f"Most of the steps' time: line {slowest.line}, {seconds(slowest.seconds)}."
    elif steps:
        yield "Every step came from the cache."
