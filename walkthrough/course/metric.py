"""Names of what is measured: which figure, of what, in which unit. Pure.

`image.unpacked_bytes`, `context.files` and `build_cache_bytes` belong to a variant as such;
`code-edit.wall_s` to a variant in a scenario.
"""

from typing import Literal

from msgspec import Struct

from walkthrough.errors import BadInputError

Unit = Literal["bytes", "s", "count"]
Kind = Literal["image", "context", "build cache", "scenario"]


class Metric(Struct, frozen=True):
    """One metric. `figure` is the field of the model that holds it, such as `wall_s`.

    `scenario` is the scenario's id, None where the figure does not depend on one.
    """

    id: str
    kind: Kind
    figure: str
    unit: Unit
    title: str
    scenario: str | None = None


_OF_VARIANT = {
    one.id: one
    for one in (
        Metric("image.unpacked_bytes", "image", "unpacked_bytes", "bytes", "Image"),
        Metric("image.download_bytes", "image", "download_bytes", "bytes", "Download"),
        Metric("context.bytes", "context", "bytes", "bytes", "Context"),
        Metric("context.files", "context", "files", "count", "Files in the context"),
        Metric("build_cache_bytes", "build cache", "build_cache_bytes", "bytes", "Build cache"),
    )
}
_OF_SCENARIO: dict[str, tuple[Unit, str]] = {
    "wall_s": ("s", ""),
    "resolve_s": ("s", "resolving"),
    "context_s": ("s", "sending the context"),
    "steps_s": ("s", "the steps"),
    "export_s": ("s", "exporting"),
    "cached_steps": ("count", "cached steps"),
    "total_steps": ("count", "steps"),
    "modules_downloaded": ("count", "modules"),
}
METRIC_WORDS = (
    f"{', '.join(_OF_VARIANT)}, or a scenario, a dot and one of {', '.join(_OF_SCENARIO)}"
)


def parse_metric(text: str) -> Metric:
    """The metric with this name, such as `code-edit.wall_s`.

    Whether a course has the scenario is not checked. Raises BadInputError for another name.
    """
    if text in _OF_VARIANT:
        return _OF_VARIANT[text]
    scenario, _, figure = text.rpartition(".")
    if not scenario or scenario in ("image", "context") or figure not in _OF_SCENARIO:
        raise BadInputError(
            f"There is no metric {text!r}.",
            f"A metric is {METRIC_WORDS}.",
            "Correct the name.",
        )
    unit, part = _OF_SCENARIO[figure]
    title = scenario.replace("-", " ").capitalize()
    return Metric(
        id=text,
        kind="scenario",
        figure=figure,
        unit=unit,
        title=f"{title}, {part}" if part else title,
        scenario=scenario,
    )
