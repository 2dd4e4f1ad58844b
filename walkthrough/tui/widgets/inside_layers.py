"""An image's layers, the lowest first, below them what a container sees of all together."""

import re
from collections.abc import Sequence

from textual.content import Content

from walkthrough.course.model import Variant
from walkthrough.engine.model import ImageFacts, LayerFacts
from walkthrough.report.layer_lines import lines_of_layers
from walkthrough.report.numbers import size
from walkthrough.tui.bars import row_bar
from walkthrough.tui.format import NUMBER_CELLS, aligned, plural, scale_of
from walkthrough.tui.ink import BEFORE, FAINT, MUTED, PLAIN, STRONG
from walkthrough.tui.lines import cut, cut_at_word, line, pad, spread, wrap
from walkthrough.tui.widgets.file_words import shown_name
from walkthrough.tui.widgets.inside_rows import MARK_CELLS, Rows

BAR_CELLS = 7
BAR_FROM = 42
LABEL_CELLS = 9
STAND_IN = "walkthrough prepare"
ALL_LAYERS = "all layers"


class LayerRows(Rows):
    """The first row is the whole image; the others are its layers."""

    def __init__(self) -> None:
        super().__init__(classes="layers")
        self._variant_id = ""
        self._layers: tuple[LayerFacts, ...] = ()
        self._shared: frozenset[str] = frozenset()
        self._image: ImageFacts | None = None
        self._total = 0
        self.names: tuple[str, ...] = ()

    def show(self, variant: Variant, image: ImageFacts, other: ImageFacts | None) -> None:
        """Show these layers; those that the other image has too are told."""
        self._variant_id = variant.id
        self._image = image
        self._layers, self._total = image.layers, image.unpacked_bytes
        self._shared = frozenset(layer.digest for layer in other.layers) if other else frozenset()
        self.names = layer_names(variant, [layer.created_by for layer in image.layers])
        self.redraw()

    @property
    def chosen_layer(self) -> int | None:
        """The selected layer, counted from the lowest; None for all of them."""
        return None if self.selected == 0 else self.selected - 1

    def count(self) -> int:
        return len(self._layers) + 1

    def head(self, width: int) -> Sequence[Content]:
        unit, _ = scale_of(self._total, "bytes")
        title = line(" " * MARK_CELLS, (f"Layers of {self._variant_id}", STRONG))
        return [spread(title, line((f"{unit:<3}", MUTED)), width)]

    def row(self, place: int, width: int, chosen: bool) -> Content:
        weight = self._total if place == 0 else self._layers[place - 1].unpacked_bytes
        _, factor = scale_of(self._total, "bytes")
        bar = BAR_CELLS if width >= BAR_FROM else 0
        largest = max((layer.unpacked_bytes for layer in self._layers), default=0)
        drawn = row_bar(weight, largest, bar, BEFORE) if bar and place else " " * bar
        room = width - bar - NUMBER_CELLS - 1
        ink = STRONG if chosen else PLAIN
        words = self._words(place, room, ink)
        return line(pad(words, room), " ", drawn, (aligned(weight / factor), ink))

    def foot(self, width: int) -> Sequence[Content]:
        room = width - MARK_CELLS
        notes = [line((note, FAINT)) for note in self._notes() if note]
        return [Content(""), *(row for note in notes for row in wrap(note, room, "  "))]

    def _notes(self) -> tuple[str, ...]:
        """What there is to know of the selected layer, or of the image."""
        if self._image is None:
            return ()
        if self.selected == 0:
            about = "about " if self._image.download_estimated else ""
            files = f"{sum(layer.files for layer in self._layers):,} files"
            return (
                f"{files}, also those that a later layer hides. To download: {about}"
                f"{size(self._image.download_bytes)}, compressed.",
            )
        layer = self._layers[self.selected - 1]
        about = "about " if layer.download_estimated else ""
        download = f"to download: {about}{size(layer.download_bytes)}, compressed"
        return (
            f"{self.names[self.selected - 1]}: {origin(layer)}",
            f"{plural(layer.files, 'file')}, {size(layer.unpacked_bytes)}; {download}.",
        )

    def _words(self, place: int, room: int, ink: str) -> Content:
        if place == 0:
            return cut(line((ALL_LAYERS, ink), ("  what a container sees", FAINT)), room)
        layer = self._layers[place - 1]
        shared = layer.digest in self._shared
        label = line((f"{self.names[place - 1]:<{LABEL_CELLS}}", MUTED))
        same = line(("  shared", FAINT)) if shared else Content("")
        colour = FAINT if shared and ink == PLAIN else ink
        left = room - LABEL_CELLS - same.cell_length
        whole = origin(layer)
        short = re.sub(r"\S*/(?=[^\s/])", "…/", whole)
        fits = next((one for one in (whole, short) if len(one) <= left), short)
        return line(label, cut_at_word(line((fits, colour)), left), same)


def layer_names(variant: Variant, made_by: Sequence[str]) -> tuple[str, ...]:
    """`base`, `line 3`; `layer 2` where the Dockerfile does not tell. `made_by` is what the image's
    history says of each layer."""
    lines = lines_of_layers(variant, made_by)
    if all(one is None for one in lines):
        return tuple(f"layer {number}" for number in range(1, len(made_by) + 1))
    return tuple("base" if one is None else f"line {one}" for one in lines)


def origin(layer: LayerFacts) -> str:
    """The instruction that made the layer, as its author wrote it."""
    if layer.created_by == STAND_IN:
        return "a stand-in"
    text = re.sub(r"^RUN /bin/sh -c ", "RUN ", layer.created_by.removesuffix(" # buildkit"))
    return shown_name(" ".join(text.split()).encode()) if text.strip() else "base image"
