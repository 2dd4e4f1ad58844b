"""What an image is made of, layer by layer, in words. Pure."""

from collections.abc import Iterator

from walkthrough.engine.model import ImageFacts
from walkthrough.report.numbers import size
from walkthrough.tui.format import plural

STAND_IN = "walkthrough prepare"
SHELL = "RUN /bin/sh -c "


def image_lines(
    variant_id: str, image: ImageFacts | None, before_id: str | None, before: ImageFacts | None
) -> Iterator[str]:
    """The image's size beside the one before, then its layers from the lowest to the topmost."""
    if image is None:
        yield f"The image of {variant_id} is not built yet: its layers come with a cold build."
        return
    yield f"The image of {variant_id}: {size(image.unpacked_bytes)}, {_download(image)}."
    if before_id is not None and before is not None:
        yield f"The image of {before_id}: {size(before.unpacked_bytes)}."
    shared = set() if before is None else {layer.digest for layer in before.layers}
    for number, layer in enumerate(image.layers, start=1):
        same = f", the same layer as in {before_id}" if layer.digest in shared else ""
        words = f"{size(layer.unpacked_bytes)}, {plural(layer.files, 'file')}{same}"
        yield f"Layer {number}: {words}. {origin(layer.created_by)}"
    yield "Sizes are of the files in each layer, also of those that a later layer hides."


def origin(created_by: str) -> str:
    """The instruction that made a layer, as its author wrote it."""
    if created_by == STAND_IN:
        return "Base image, a stand-in."
    text = created_by.removesuffix(" # buildkit")
    text = f"RUN {text.removeprefix(SHELL)}" if text.startswith(SHELL) else text
    return " ".join(text.split()) or "Base image."


def _download(image: ImageFacts) -> str:
    about = "about " if image.download_estimated else ""
    return f"{about}{size(image.download_bytes)} to download"
