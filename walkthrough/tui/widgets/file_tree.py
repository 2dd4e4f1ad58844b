"""The files of a layer, or of a whole image, as a tree with sizes; what the other image has too."""

from collections.abc import Sequence

from msgspec import Struct
from textual.content import Content

from walkthrough.engine.image_files_columns import Kind, Node
from walkthrough.engine.image_files_index import ImageFiles
from walkthrough.engine.image_files_secret import may_hold_secret
from walkthrough.report.image_kept import Shared, shared_with
from walkthrough.tui.bars import row_bar
from walkthrough.tui.format import NUMBER_CELLS, aligned, scale_of
from walkthrough.tui.ink import BEFORE, BETTER, FAILED, FAINT, MUTED, PLAIN, STRONG
from walkthrough.tui.lines import cut, fit, line, pad, spread
from walkthrough.tui.widgets.file_branches import Branch, Branches
from walkthrough.tui.widgets.file_words import shown_name
from walkthrough.tui.widgets.inside_rows import MARK_CELLS, Rows

BAR_CELLS = 8
BAR_FROM = 56
STATUS_CELLS = 12
STATUS_FROM = 44
INDENT = 2
MOST_INDENT = 16
STATUS = {
    "worse": {"all": "kept", "part": "in part", "none": "left out"},
    "better": {"all": "also there", "part": "in part", "none": "only here"},
}


class FilesShown(Struct, frozen=True):
    """Which files: `title` says so; `other` is the image that they are held against.

    `is_better` where this image is the smaller of the two.
    """

    title: str
    image: ImageFiles
    layer: int | None
    other_id: str | None
    other: ImageFiles | None
    is_better: bool
    layer_names: tuple[str, ...]


class FileRows(Rows):
    """The tree, or a notice where there is none."""

    def __init__(self) -> None:
        super().__init__(classes="files")
        self.shown: FilesShown | None = None
        self.branches: Branches | None = None
        self._notice: Sequence[Content] = ()

    @property
    def chosen(self) -> Branch | None:
        """The selected row."""
        rows = self.branches.rows if self.branches is not None else []
        return rows[self.selected] if self.selected < len(rows) else None

    def show(self, shown: FilesShown) -> None:
        """Show these files; the tree stays as it is where they are the same."""
        known = self.shown
        same = known is not None and (known.image, known.layer) == (shown.image, shown.layer)
        self.shown, self._notice = shown, ()
        if not same:
            self.branches = Branches(shown.image, shown.layer)
            self.selected = 0
        self.redraw()

    def tell(self, notice: Sequence[Content]) -> None:
        """Say this instead of a tree."""
        self.shown = self.branches = None
        self._notice = notice
        self.redraw()

    def toggle(self) -> None:
        """Open or close the selected folder."""
        if self.branches is not None and self.chosen is not None:
            self.branches.toggle(self.selected)
            self.redraw()

    def unfold(self) -> None:
        """Open the selected folder; where it is open, go into it."""
        chosen = self.chosen
        if self.branches is None or chosen is None or not chosen.node.is_folder:
            return
        if chosen.is_open:
            self.move(1)
        else:
            self.branches.open(self.selected)
            self.redraw()

    def fold(self) -> None:
        """Close the selected folder, or the one that the selected row stands in."""
        if self.branches is not None and self.chosen is not None:
            self.selected = self.branches.close(self.selected)
            self.redraw()

    def find(self, text: str) -> bool:
        """Select the next path with this text, from the selected one on and round to it again."""
        if self.branches is None or not text:
            return False
        node = self._next_with(text.encode(), self.chosen)
        place = None if node is None else self.branches.reveal(node.path)
        if place is None:
            return False
        self.selected = place
        self.redraw()
        return True

    def count(self) -> int:
        return 0 if self.branches is None else len(self.branches.rows)

    def head(self, width: int) -> Sequence[Content]:
        shown = self.shown
        if shown is None or self.branches is None:
            return self._notice
        unit, _ = scale_of(self.branches.largest, "bytes")
        right = line((unit, MUTED))
        if shown.other_id is not None and width >= STATUS_FROM:
            head = f"in {shown.other_id}"
            fits = head if len(head) <= STATUS_CELLS else shown.other_id
            right = line(right, "  ", (f"{fits:<{STATUS_CELLS}}", MUTED))
        title = line(" " * MARK_CELLS, (shown.title, STRONG))
        if not self.branches.rows:
            return [
                spread(title, right, width),
                line("  ", ("No files: this layer changes none.", MUTED)),
            ]
        return [spread(title, right, width)]

    def row(self, place: int, width: int, chosen: bool) -> Content:
        assert self.branches is not None and self.shown is not None
        branch = self.branches.rows[place]
        node = branch.node
        with_status = self.shown.other_id is not None and width + MARK_CELLS >= STATUS_FROM
        bar = BAR_CELLS if width >= BAR_FROM else 0
        status = STATUS_CELLS + 2 if with_status else 0
        room = width - bar - NUMBER_CELLS - status - 1
        _, factor = scale_of(self.branches.largest, "bytes")
        seen = node.size_bytes * bar * 2 >= self.branches.largest
        drawn = row_bar(node.size_bytes if seen else 0, self.branches.largest, bar, BEFORE)
        weighs = node.kind in (Kind.FILE, Kind.FOLDER, Kind.EMPTIED)
        number = aligned(node.size_bytes / factor) if weighs else " " * NUMBER_CELLS
        text = line(pad(self._words(branch, room, chosen), room), " ", drawn, (number, PLAIN))
        return line(text, "  ", self._status(node)) if with_status else text

    def _words(self, branch: Branch, room: int, chosen: bool) -> Content:
        node = branch.node
        indent = " " * min(branch.depth * INDENT, MOST_INDENT)
        arrow = ("▾ " if branch.is_open else "▸ ") if node.is_folder else "  "
        secret = self._has_secret(node)
        ink = (
            FAILED
            if secret and not node.is_folder
            else STRONG
            if chosen
            else MUTED
            if node.kind == Kind.GONE
            else PLAIN
        )
        name = line((f"{indent}{arrow}", FAINT), (shown_name(branch.name), ink))
        notes = [
            line(name, (f"  {note}", FAILED if secret else FAINT)) for note in self._notes(node)
        ]
        return fit([*notes, name], room)

    def _notes(self, node: Node) -> list[str]:
        """What is special about it, from the longest words to the shortest."""
        assert self.shown is not None
        if node.hidden_by is not None:
            by = self.shown.layer_names[node.hidden_by]
            return [f"hidden by {by}", "hidden"]
        if node.kind == Kind.GONE:
            return ["removed here", "gone"]
        if node.kind == Kind.EMPTIED:
            return ["emptied here", "emptied"]
        if node.kind == Kind.SYMLINK:
            return [f"→ {shown_name(node.link)}", "link"]
        if node.kind == Kind.HARD_LINK:
            return [f"the same file as {shown_name(node.link)}", "hard link"]
        if node.kind == Kind.DEVICE:
            return ["a device"]
        if self._has_secret(node):
            return ["a secret in it", "a secret"] if node.is_folder else ["a secret"]
        return [f"{node.files:,} files"] if node.is_folder and node.files > 1 else []

    def _has_secret(self, node: Node) -> bool:
        """Whether it is a file that holds a secret, or a folder with such a file below it."""
        assert self.shown is not None
        if not node.is_folder:
            return node.kind == Kind.FILE and may_hold_secret(node.path)
        image, layer = self.shown.image, self.shown.layer
        layers = image.layers if layer is None else (image.layers[layer],)
        return any(path.startswith(node.path) for one in layers for path in one.columns.texts)

    def _status(self, node: Node) -> Content:
        assert self.shown is not None
        other = self.shown.other
        if other is None or node.kind == Kind.GONE:
            return line(("·".ljust(STATUS_CELLS), FAINT))
        shared: Shared = shared_with(node, self.shown.image, other)
        words = STATUS["better" if self.shown.is_better else "worse"][shared]
        kept = shared == "all" and not self.shown.is_better
        return cut(line((f"{words:<{STATUS_CELLS}}", BETTER if kept else MUTED)), STATUS_CELLS)

    def _next_with(self, text: bytes, chosen: Branch | None) -> Node | None:
        assert self.shown is not None
        image, layer = self.shown.image, self.shown.layer
        layers = image.layers if layer is None else (image.layers[layer],)
        begin = None if chosen is None else chosen.node.path
        for after in (begin, None):
            for one in layers:
                node = one.find(text, after)
                while node is not None and layer is None and image.seen(node.path) is None:
                    if node.is_folder:
                        break
                    node = one.find(text, node.path)
                if node is not None:
                    return node
        return None
