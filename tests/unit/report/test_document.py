"""The JSON document keeps its documented shape."""

import json

from tests.unit.report.example import result, sample
from walkthrough.report.document import course_document, encode


def test_the_document_has_the_documented_fields() -> None:
    document = json.loads(encode(course_document(result())))
    assert list(document) == ["schema", "recorded", "engine", "conditions", "lessons"]
    variant = document["lessons"][0]["variants"][0]
    assert list(variant) == ["id", "title", "image", "context", "scenarios"]
    assert set(variant["image"]) == {
        "image_id",
        "unpacked_bytes",
        "download_bytes",
        "download_estimated",
        "layers",
    }
    assert variant["context"]["largest"] == [{"path": ".git/pack", "bytes": 30_000_000}]
    cold = variant["scenarios"]["cold"]
    assert (cold["median_s"], cold["min_s"], cold["max_s"]) == (21.0, 20.7, 21.9)
    assert {
        "wall_s",
        "resolve_s",
        "context_s",
        "steps_s",
        "export_s",
        "cached_steps",
        "total_steps",
        "modules_downloaded",
        "steps",
    } <= set(cold["samples"][0])
    assert cold["samples"][0]["steps"][0] == {
        "name": "RUN go build",
        "stage": "builder",
        "line": 4,
        "seconds": 10.35,
        "cached": False,
    }


def test_comparisons_carry_ratio_range_and_verdict() -> None:
    image, cold, modules = course_document(result())["lessons"][0]["comparisons"]
    assert (image["metric"], image["from"], image["to"]) == (
        "image.unpacked_bytes",
        "simple",
        "small",
    )
    assert round(image["ratio"], 3) == 0.038
    assert (image["verdict"], image["promise_kept"]) == ("lower", True)
    assert cold["verdict"] == "too close to call"
    assert cold["low"] < cold["ratio"] < cold["high"]
    assert (modules["ratio"], modules["promise_kept"]) == (0.0, True)


def test_a_disturbed_sample_is_kept_but_not_in_the_median() -> None:
    shown = result()
    variant = shown.lessons[0].variants[0]
    variant.samples["cold"] += (sample("simple", "cold", 300.0, 14, disturbed="another build"),)
    cold = course_document(shown)["lessons"][0]["variants"][0]["scenarios"]["cold"]
    assert len(cold["samples"]) == 4
    assert cold["max_s"] == 21.9
