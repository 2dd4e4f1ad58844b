"""A tree of files as rows: which folders are open, and what is seen then. Pure but for that.

A folder that holds nothing but one folder stands in one row with it (`usr/local/go/`).
"""

from msgspec import Struct

from walkthrough.engine.image_files_columns import Node
from walkthrough.engine.image_files_index import ImageFiles

MOST_JOINED = 64
OPENED_AT_FIRST = 2


class Branch(Struct, frozen=True):
    """A row: what stands there, how deep, and the name to show."""

    node: Node
    depth: int
    name: bytes
    is_open: bool = False


class Branches:
    """The tree of one layer, or of what a container sees where `layer` is None."""

    def __init__(self, image: ImageFiles, layer: int | None) -> None:
        self.image = image
        self.layer = layer
        self._open: set[bytes] = set()
        self.rows = self._rows_in(b"", 0)
        self.largest = max((row.node.size_bytes for row in self.rows), default=0)
        while len(self.rows) <= OPENED_AT_FIRST and self._next_closed() is not None:
            self.toggle(self._next_closed() or 0)

    def toggle(self, place: int) -> None:
        """Open a closed folder, close an open one; a file stays as it is."""
        if self.rows[place].is_open:
            self.close(place)
        else:
            self.open(place)

    def open(self, place: int) -> None:
        """Show what lies in a folder."""
        row = self.rows[place]
        if row.node.is_folder and not row.is_open:
            self._open.add(row.node.path)
            inner = self._rows_in(row.node.path, row.depth + 1)
            self.rows[place : place + 1] = [self._row(row.node, row.depth, row.name), *inner]

    def close(self, place: int) -> int:
        """Close a folder, or the one that a row stands in; the place of what was closed."""
        row = self.rows[place]
        if not row.is_open:
            place = next(
                (above for above in range(place - 1, -1, -1) if self.rows[above].depth < row.depth),
                place,
            )
            row = self.rows[place]
        if row.is_open:
            self._open = {one for one in self._open if not one.startswith(row.node.path)}
            end = place + 1
            while end < len(self.rows) and self.rows[end].depth > row.depth:
                end += 1
            self.rows[place:end] = [self._row(row.node, row.depth, row.name)]
        return place

    def reveal(self, path: bytes) -> int | None:
        """Open the folders on the way to a path; its place, None where it is not in the tree."""
        place = 0
        while place < len(self.rows):
            node = self.rows[place].node
            if node.path.startswith(path):
                return place
            if node.is_folder and path.startswith(node.path):
                self.open(place)
            place += 1
        return None

    def _rows_in(self, folder: bytes, depth: int) -> list[Branch]:
        inside = (self._joined(child) for child in self.image.children(folder, self.layer))
        return [self._row(node, depth, node.path[len(folder) :]) for node in inside]

    def _row(self, node: Node, depth: int, name: bytes) -> Branch:
        return Branch(node, depth, name, node.path in self._open)

    def _joined(self, node: Node) -> Node:
        for _ in range(MOST_JOINED):
            if not (node.is_folder and self.image.has_one_folder_in(node.path, self.layer)):
                break
            inner = self.image.children(node.path, self.layer)
            if len(inner) != 1:
                break
            node = inner[0]
        return node

    def _next_closed(self) -> int | None:
        """The first folder that is closed and has something in it."""
        closed = (
            place
            for place, row in enumerate(self.rows)
            if row.node.is_folder and not row.is_open and row.node.files
        )
        return next(closed, None)
