"""Metrics are named the same in lessons, tables and reports."""

import pytest

from walkthrough.course.metric import parse_metric
from walkthrough.errors import BadInputError


@pytest.mark.parametrize(
    ("name", "unit", "title", "scenario", "figure"),
    [
        ("image.unpacked_bytes", "bytes", "Image", None, "unpacked_bytes"),
        ("image.download_bytes", "bytes", "Download", None, "download_bytes"),
        ("context.bytes", "bytes", "Context", None, "bytes"),
        ("context.files", "count", "Files in the context", None, "files"),
        ("build_cache_bytes", "bytes", "Build cache", None, "build_cache_bytes"),
        ("code-edit.wall_s", "s", "Code edit", "code-edit", "wall_s"),
        ("cold.steps_s", "s", "Cold, the steps", "cold", "steps_s"),
        ("cold.cached_steps", "count", "Cold, cached steps", "cold", "cached_steps"),
        (
            "code-edit.modules_downloaded",
            "count",
            "Code edit, modules",
            "code-edit",
            "modules_downloaded",
        ),
    ],
)
def test_a_metric_has_a_unit_a_title_and_a_scenario(
    name: str, unit: str, title: str, scenario: str | None, figure: str
) -> None:
    metric = parse_metric(name)
    assert (metric.unit, metric.title, metric.scenario) == (unit, title, scenario)
    assert (metric.id, metric.figure) == (name, figure)


@pytest.mark.parametrize(
    "name", ["", "wall_s", ".wall_s", "cold.", "image.bytes", "image.wall_s", "cold.minutes"]
)
def test_another_name_is_refused_with_the_names_there_are(name: str) -> None:
    with pytest.raises(BadInputError) as refused:
        parse_metric(name)
    assert "modules_downloaded" in refused.value.why
