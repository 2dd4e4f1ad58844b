"""A lesson's variants compared in words and numbers, metric by metric. Pure."""

from collections.abc import Iterator

from walkthrough.course.metric import Metric, parse_metric
from walkthrough.course.model import Course, Lesson, Promise
from walkthrough.measure.headline import compared
from walkthrough.measure.model import Conditions
from walkthrough.report.numbers import median, span
from walkthrough.report.story import Results
from walkthrough.report.tables import conditions_line
from walkthrough.report.words import disturbance_words, promise_words, verdict_words
from walkthrough.tui.format import metric_title

KEPT = {
    "kept": " The lesson's promise is kept.",
    "BROKEN": " The lesson's promise is BROKEN.",
    "": "",
}


def comparison_lines(
    course: Course, lesson: Lesson, results: Results, conditions: Conditions | None
) -> Iterator[str]:
    """Each metric with every variant's figure, then what follows; at last under what conditions."""
    promises: dict[str, list[Promise]] = {}
    for promise in lesson.comparisons:
        promises.setdefault(promise.metric, []).append(promise)
    missing = []
    for name, about in promises.items():
        metric = parse_metric(name)
        title = metric_title(metric, course)
        variants = [one for one in lesson.variants if any(one in (p.from_id, p.to) for p in about)]
        if not any(_figure(results, one, metric) for one in variants):
            missing.append(title)
            continue
        yield f"{title}:"
        for variant in variants:
            yield f"  {variant}: {_figure(results, variant, metric) or 'not measured yet'}"
        for promise in about:
            yield f"  {_verdict(promise, metric, results)}"
    if missing:
        yield f"Not measured yet: {', '.join(missing)}."
    if conditions is not None and len(missing) < len(promises):
        yield conditions_line(conditions)


def _figure(results: Results, variant_id: str, metric: Metric) -> str:
    result = results.get(variant_id)
    spread = None if result is None else result.spread(metric)
    if spread is None:
        return ""
    extent = span(spread, metric.unit)
    runs = f", {extent} in {spread.count} runs" if extent else ""
    disturbed = f", {disturbance_words(spread.disturbed)}" if spread.disturbed else ""
    return f"{median(spread, metric.unit)}{runs}{disturbed}"


def _verdict(promise: Promise, metric: Metric, results: Results) -> str:
    comparison = compared(promise, results)
    said = verdict_words(comparison, metric)
    return f"{promise.to} against {promise.from_id}: {said}.{KEPT[promise_words(comparison)]}"
