"""The results as the documented, stable JSON document (docs/json.md). Pure functions."""

from typing import Any

import msgspec

from walkthrough.measure.model import Sample
from walkthrough.measure.results import CourseResult, LessonResult, VariantResult
from walkthrough.measure.statistics import spread
from walkthrough.measure.usable import disturbance_of, usable
from walkthrough.measure.verdict import Comparison

SCHEMA = 1


def course_document(result: CourseResult) -> dict[str, Any]:
    """The whole of a run's results, ready to be encoded."""
    return {
        "schema": SCHEMA,
        "recorded": result.recorded,
        "engine": {"endpoint": result.endpoint, **msgspec.to_builtins(result.engine)},
        "conditions": msgspec.to_builtins(result.conditions),
        "lessons": [_lesson(lesson) for lesson in result.lessons],
    }


def encode(document: dict[str, Any]) -> bytes:
    """The document as JSON text in UTF-8, indented, with a line end."""
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def _lesson(result: LessonResult) -> dict[str, Any]:
    return {
        "id": result.lesson.id,
        "number": result.lesson.number,
        "title": result.lesson.title,
        "variants": [_variant(variant) for variant in result.variants],
        "comparisons": [_comparison(one) for one in result.comparisons],
    }


def _variant(result: VariantResult) -> dict[str, Any]:
    return {
        "id": result.variant.id,
        "title": result.variant.title,
        "image": msgspec.to_builtins(result.image),
        "context": msgspec.to_builtins(result.context),
        "scenarios": {
            name: _scenario(samples) for name, samples in result.samples.items() if samples
        },
    }


def _scenario(samples: tuple[Sample, ...]) -> dict[str, Any]:
    walls = spread([sample.wall_s for sample in usable(samples)], disturbance_of(samples))
    return {
        "samples": [msgspec.to_builtins(sample) for sample in samples],
        "median_s": walls.median if walls else None,
        "min_s": walls.low if walls else None,
        "max_s": walls.high if walls else None,
        "disturbed": walls.disturbed if walls else "",
    }


def _comparison(comparison: Comparison) -> dict[str, Any]:
    return {
        "metric": comparison.metric,
        "from": comparison.from_id,
        "to": comparison.to,
        "ratio": comparison.ratio,
        "low": comparison.low,
        "high": comparison.high,
        "verdict": comparison.verdict,
        "promise_kept": comparison.kept,
        "disturbed": comparison.disturbed,
    }
