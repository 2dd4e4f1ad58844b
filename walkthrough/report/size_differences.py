"""What made an image or a build context smaller or larger: its layers, its largest files. Pure."""

from collections.abc import Iterable, Mapping

from walkthrough.course.dockerfile import parse
from walkthrough.measure.results import VariantResult
from walkthrough.report.numbers import size
from walkthrough.report.subjects import BASE, subject_of_layer, subject_of_step
from walkthrough.workspace.model import FileSize

TOLD = 3
TELLING_SHARE = 0.02


def layers_words(before: VariantResult, after: VariantResult, figure: str) -> str:
    """The layers that the difference lies in, largest first: `go build: 190 MB, now gone`.

    `figure` is `unpacked_bytes` or `download_bytes`. Empty where an image was not weighed.
    """
    old, new = _layers(before, figure), _layers(after, figure)
    gaps = {one: old.get(one, 0) - new.get(one, 0) for one in (*old, *new)}
    whole = sum(abs(gap) for gap in gaps.values())
    shrunk = sum(gaps.values()) > 0
    telling = [
        one
        for one, gap in sorted(gaps.items(), key=lambda item: -abs(item[1]))
        if abs(gap) > TELLING_SHARE * whole and (gap > 0) == shrunk
    ]
    return "; ".join(_change(one, old.get(one, 0), new.get(one, 0)) for one in telling[:TOLD])


def context_words(before: VariantResult, after: VariantResult) -> str:
    """What of the first context's largest files the second one does not have, by folder."""
    if before.context is None or after.context is None:
        return ""
    listed = after.context.largest
    kept = {file.path for file in listed}
    smallest = min((file.bytes for file in listed), default=0)
    gone = [
        file
        for file in before.context.largest
        if file.path not in kept and (file.bytes > smallest or after.context.files <= len(listed))
    ]
    folders = _by_folder(gone)
    if not folders:
        return ""
    told = ", ".join(f"{name} {size(total)}" for name, total in folders.items())
    return f"left out, of the largest files: {told}"


def _layers(result: VariantResult, figure: str) -> Mapping[str, int]:
    """Bytes by subject; layers that no line of the Dockerfile made are the base image's."""
    own = {
        subject_of_step(f"{one.keyword} {one.value}")
        for one in parse(result.variant.dockerfile).instructions
        if one.keyword != "FROM"
    }
    found: dict[str, int] = {}
    for layer in result.image.layers if result.image is not None else ():
        subject = subject_of_layer(layer.created_by)
        name = subject if subject in own else BASE
        found[name] = found.get(name, 0) + int(getattr(layer, figure))
    return found


def _change(subject: str, was: int, now: int) -> str:
    if not was:
        return f"{subject}: {size(now)} more"
    return f"{subject}: {size(was)}, now {size(now) if now else 'gone'}"


def _by_folder(files: Iterable[FileSize]) -> dict[str, int]:
    found: dict[str, int] = {}
    for file in files:
        folder, slash, _ = file.path.partition("/")
        found[folder + slash] = found.get(folder + slash, 0) + file.bytes
    return dict(sorted(found.items(), key=lambda item: -item[1]))
