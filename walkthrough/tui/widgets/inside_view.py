"""An image by layer, beside the image of the variant that it is read against."""

import re

from msgspec import Struct
from textual.content import Content
from textual.reactive import reactive

from walkthrough.engine.model import ImageFacts, LayerFacts
from walkthrough.report.numbers import size, times
from walkthrough.tui.bars import row_bar
from walkthrough.tui.drawn import Drawn
from walkthrough.tui.format import NUMBER_CELLS, aligned, plural, scale_of
from walkthrough.tui.ink import BEFORE, BETTER, FAINT, MUTED, NEW, PLAIN, STRONG, WORSE
from walkthrough.tui.lines import cut, line, pad, rule, spread, wrap

UNIT_CELLS = 4
LAYER_BAR_CELLS = 12
FILES_CELLS = 14
FILES_FROM = 66
STAND_IN = "walkthrough prepare"
UNKNOWN = "What the image is made of appears here with your first cold build."


class ShownImage(Struct, frozen=True):
    """A variant's image and, where there is one, the image it is read against."""

    variant_id: str
    image: ImageFacts | None
    before_id: str | None = None
    before: ImageFacts | None = None


class InsideView(Drawn):
    """Both images on one scale, then the layers of the variant's own."""

    shown: reactive[ShownImage | None] = reactive(None)

    def watch_shown(self) -> None:
        self.redraw()

    def lines(self, width: int) -> list[Content]:
        shown = self.shown
        if shown is None:
            return []
        if shown.image is None:
            head = line((shown.variant_id, STRONG), ("  not built yet", MUTED))
            return [head, Content(""), *wrap(line((UNKNOWN, MUTED)), width)]
        return [
            *_sizes(shown, shown.image, width),
            Content(""),
            *_layers(shown.variant_id, shown.image, shown.before, width),
            Content(""),
            *wrap(line((_download_words(shown.image), FAINT)), width),
        ]


def _sizes(shown: ShownImage, image: ImageFacts, width: int) -> list[Content]:
    pairs = [(shown.variant_id, image, NEW)]
    if shown.before is not None and shown.before_id is not None:
        pairs.insert(0, (shown.before_id, shown.before, BEFORE))
    largest = max(facts.unpacked_bytes for _, facts, _ in pairs)
    unit, factor = scale_of(largest, "bytes")
    names = max(len(name) for name, _, _ in pairs) + 2
    room = width - names - NUMBER_CELLS - UNIT_CELLS - 1
    rows = [spread(line(("Image", STRONG)), _gain(image, shown.before), width)]
    for name, facts, colour in pairs:
        ink = STRONG if colour == NEW else MUTED
        drawn = row_bar(facts.unpacked_bytes, largest, room, colour)
        number = (f" {aligned(facts.unpacked_bytes / factor)}", STRONG if colour == NEW else PLAIN)
        rows.append(line(pad(line((name, ink)), names), drawn, number, (f" {unit}", MUTED)))
    return rows


def _gain(image: ImageFacts, before: ImageFacts | None) -> Content:
    if before is None or not image.unpacked_bytes or not before.unpacked_bytes:
        return Content("")
    if image.unpacked_bytes == before.unpacked_bytes:
        return line(("the same", MUTED))
    if image.unpacked_bytes < before.unpacked_bytes:
        less = size(before.unpacked_bytes - image.unpacked_bytes)
        factor = times(before.unpacked_bytes / image.unpacked_bytes)
        return line((f"{less} less", MUTED), (f"   {factor} smaller", BETTER))
    more = size(image.unpacked_bytes - before.unpacked_bytes)
    factor = times(image.unpacked_bytes / before.unpacked_bytes)
    return line((f"{more} more", MUTED), (f"   {factor} larger", WORSE))


def _layers(name: str, image: ImageFacts, before: ImageFacts | None, width: int) -> list[Content]:
    shared = {layer.digest for layer in before.layers} if before is not None else set()
    largest = max((layer.unpacked_bytes for layer in image.layers), default=0)
    unit, factor = scale_of(largest, "bytes")
    files = FILES_CELLS if width >= FILES_FROM else 0
    room = width - LAYER_BAR_CELLS - NUMBER_CELLS - UNIT_CELLS - files - 2
    count = sum(layer.files for layer in image.layers)
    title = rule(f"Layers of {name}", line((plural(count, "file"), MUTED)), width)
    rows = [title, Content("")]
    for layer in image.layers:
        words = line((_origin(layer), FAINT if layer.digest in shared else PLAIN))
        same = line(("  same layer", FAINT)) if layer.digest in shared else Content("")
        text = line(cut(words, room - 1 - same.cell_length), same)
        drawn = row_bar(layer.unpacked_bytes, largest, LAYER_BAR_CELLS, BEFORE)
        number = (f" {aligned(layer.unpacked_bytes / factor)}", PLAIN)
        counted = (f"{plural(layer.files, 'file'):>{files}}" if files else "", MUTED)
        own_unit = (f" {unit:<{UNIT_CELLS - 1}}", MUTED)
        rows.append(line(pad(text, room), " ", drawn, number, own_unit, counted))
    return rows


def _origin(layer: LayerFacts) -> str:
    """The instruction that made the layer, as its author wrote it."""
    if layer.created_by == STAND_IN:
        return "base image (a stand-in)"
    text = re.sub(r"^RUN /bin/sh -c ", "RUN ", layer.created_by.removesuffix(" # buildkit"))
    return " ".join(text.split()) or "base image"


def _download_words(image: ImageFacts) -> str:
    about = "about " if image.download_estimated else ""
    return (
        "Sizes are of the files in each layer, also of those that a later layer hides. "
        f"To download: {about}{size(image.download_bytes)}, compressed."
    )
