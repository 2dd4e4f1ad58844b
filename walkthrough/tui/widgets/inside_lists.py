"""The layers and the files beside each other, or below: one of both has the keys."""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Container
from textual.getters import query_one
from textual.message import Message

from walkthrough.tui.ink import MUTED
from walkthrough.tui.lines import line
from walkthrough.tui.widgets.file_tree import FileRows, FilesShown
from walkthrough.tui.widgets.inside_known import Known, is_better, keys_of
from walkthrough.tui.widgets.inside_layers import LayerRows, layer_names
from walkthrough.tui.widgets.inside_rows import Rows
from walkthrough.tui.widgets.inside_view import ShownImage

OTHER_LAYERS = "The newest build's image has other layers: build the lesson again to see them."


class InsideLists(Container):
    """Tells its pane with `LayerChosen` and `FileWanted` what was done in it."""

    layer_rows = query_one(LayerRows)
    file_rows = query_one(FileRows)

    class LayerChosen(Message):
        """Another layer is selected."""

    class FileWanted(Message):
        """The selected file was clicked once more."""

    def compose(self) -> ComposeResult:
        yield LayerRows()
        yield FileRows()

    def on_mount(self) -> None:
        self._activate(self.file_rows)

    def layer_name(self, layer: int) -> str:
        """What a layer is called: `line 3`."""
        shown = self.file_rows.shown
        return f"layer {layer + 1}" if shown is None else shown.layer_names[layer]

    def show_files(self, shown: ShownImage, known: Known) -> None:
        """Show the files of the selected layer; those of the variant's own image are known."""
        own, *others = [known.read(key) for key in keys_of(shown)]
        assert own is not None
        layer = self.layer_rows.chosen_layer
        if layer is not None and layer >= len(own.files.layers):
            self.file_rows.tell([line((OTHER_LAYERS, MUTED))])
            return
        names = layer_names(shown.variant, own.files.made_by)
        other = others[0] if others and shown.is_comparable else None
        self.file_rows.show(
            FilesShown(
                title="Files that a container sees"
                if layer is None
                else f"Files of {names[layer]}",
                image=own.files,
                layer=layer,
                other_id=None if other is None else other.key[0],
                other=None if other is None else other.files,
                is_better=is_better(shown),
                layer_names=names,
            )
        )

    def switch(self) -> None:
        """Give the keys to the layers or to the files."""
        self._activate(self.file_rows if self.layer_rows.active else self.layer_rows)

    def move(self, move: Callable[[Rows], bool]) -> None:
        """Move the selection of whichever has the keys."""
        rows = self.layer_rows if self.layer_rows.active else self.file_rows
        if move(rows) and rows is self.layer_rows:
            self.post_message(self.LayerChosen())

    def fold_or_unfold(self) -> None:
        """Open or close the selected folder; from a layer, go to its files."""
        if self.file_rows.active:
            self.file_rows.toggle()
        self._activate(self.file_rows)

    def unfold(self) -> None:
        """Open the selected folder, or go into it; from a layer, go to its files."""
        if self.file_rows.active:
            self.file_rows.unfold()
        self._activate(self.file_rows)

    def fold(self) -> None:
        """Close the selected folder, or the one around it."""
        if self.file_rows.active:
            self.file_rows.fold()

    def find(self, text: str) -> bool:
        """Select the next file with this text in its path; whether there is one."""
        self._activate(self.file_rows)
        return self.file_rows.find(text)

    def on_rows_chosen(self, message: Rows.Chosen) -> None:
        message.stop()
        self._activate(message.rows)
        if message.rows is self.layer_rows:
            self.post_message(self.LayerChosen())
        elif message.again:
            self.post_message(self.FileWanted())

    def _activate(self, rows: Rows) -> None:
        for one in (self.layer_rows, self.file_rows):
            one.active = one is rows
            one.refresh()
