"""An image's files, layer by layer, in little memory; asked folder by folder. Pure.

The size of a folder is a difference of two sums over the columns, and nothing is built for a folder
that nobody looks into.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import accumulate

from walkthrough.engine.image_files_columns import (
    NOT_HIDDEN,
    IndexColumns,
    Kind,
    LayerColumns,
    Node,
    SortedPaths,
)


class Layer:
    """One layer's files."""

    def __init__(self, number: int, columns: LayerColumns) -> None:
        self.number = number
        self.columns = columns
        self.paths = SortedPaths(columns)
        self._sizes = memoryview(columns.sizes).cast("Q")
        self._hidden_by = memoryview(columns.hidden_by).cast("H")
        kinds = columns.kinds
        seen = [hider == NOT_HIDDEN for hider in self._hidden_by]
        self._bytes = _sums("Q", self._sizes)
        self._files = _sums("I", (kind == Kind.FILE for kind in kinds))
        self._seen_bytes = _sums(
            "Q", (size if one else 0 for size, one in zip(self._sizes, seen, strict=True))
        )
        self._seen_files = _sums(
            "I", (one and kind == Kind.FILE for kind, one in zip(kinds, seen, strict=True))
        )
        self._seen = _sums(
            "I", (one and kind != Kind.GONE for kind, one in zip(kinds, seen, strict=True))
        )

    @property
    def size_bytes(self) -> int:
        """All its regular files together, also those that were not listed."""
        return self._bytes[-1] + self.columns.unlisted_bytes

    @property
    def files(self) -> int:
        """How many regular files it has, also those that were not listed."""
        return self._files[-1] + self.columns.unlisted_files

    def entries(self) -> Iterator[Node]:
        """Every entry in the order of paths."""
        return (self._entry(place, path) for place, path in enumerate(self.paths))

    def entry(self, path: bytes) -> Node | None:
        """What the layer has at exactly this path."""
        place = self.paths.place(path)
        return None if place is None else self._entry(place, path)

    def find(self, text: bytes, after: bytes | None) -> Node | None:
        """The next entry whose path has this text, lower or upper case, behind another one."""
        place = -1 if after is None else bisect_left(self.paths, after)
        if after is not None and (place == len(self.paths) or self.paths[place] != after):
            place -= 1
        found = self.paths.containing(text, place)
        return None if found is None else self._entry(found, self.paths[found])

    def children(self, folder: bytes) -> Iterator[Node]:
        """What this layer has directly in a folder, also what is hidden later."""
        place, end = self.paths.below(folder)
        while place < end:
            path = self.paths[place]
            slash = path.find(b"/", len(folder))
            if path == folder:
                place += 1
            elif slash < 0:
                yield self._entry(place, path)
                place += 1
            else:
                inner = path[: slash + 1]
                place, after = self.paths.below(inner, place, end)
                yield self._folder(inner, place, after)
                place = after

    def seen_children(self, folder: bytes) -> Iterator[Node]:
        """What a container sees of this layer directly in a folder."""
        for node in self.children(folder):
            if not node.is_folder:
                if node.hidden_by is None and node.kind != Kind.GONE:
                    yield node
                continue
            begin, end = self.paths.below(node.path)
            if self._seen[end] > self._seen[begin]:
                yield Node(
                    node.path,
                    node.kind,
                    self._seen_bytes[end] - self._seen_bytes[begin],
                    self._seen_files[end] - self._seen_files[begin],
                    self.number,
                )

    def only_folder(self, folder: bytes) -> bytes | None:
        """The one folder that holds all that lies in this one; the folder itself where nothing
        does, None where there is more than one thing in it."""
        begin, end = self.paths.below(folder)
        if begin < end and self.paths[begin] == folder:
            begin += 1
        if begin == end:
            return folder
        inner, slash, _ = self.paths[begin][len(folder) :].partition(b"/")
        only = folder + inner + slash
        return only if slash and self.paths.below(only, begin, end)[1] == end else None

    def files_below(self, folder: bytes) -> int:
        """How many regular files lie below a folder, also those that a later layer hides."""
        begin, end = self.paths.below(folder)
        return self._files[end] - self._files[begin]

    def has_below(self, folder: bytes) -> bool:
        """Whether the layer has a file or folder with this path that it does not take away."""
        begin, end = self.paths.below(folder)
        return any(kind != Kind.GONE for kind in self.columns.kinds[begin:end])

    def _entry(self, place: int, path: bytes) -> Node:
        kind = Kind(self.columns.kinds[place])
        if path.endswith(b"/"):
            return self._folder(path, *self.paths.below(path))
        return Node(
            path,
            kind,
            self._sizes[place],
            int(kind == Kind.FILE),
            self.number,
            self._hider(place),
            self.columns.links.get(place, b""),
        )

    def _folder(self, path: bytes, begin: int, end: int) -> Node:
        emptied = self.paths[begin] == path and self.columns.kinds[begin] == Kind.EMPTIED
        hidden = self._seen[end] == self._seen[begin]
        return Node(
            path,
            Kind.EMPTIED if emptied else Kind.FOLDER,
            self._bytes[end] - self._bytes[begin],
            self._files[end] - self._files[begin],
            self.number,
            self._hider(begin) if hidden else None,
        )

    def _hider(self, place: int) -> int | None:
        hider = self._hidden_by[place]
        return None if hider == NOT_HIDDEN else hider


class ImageFiles:
    """The files of an image."""

    def __init__(self, columns: IndexColumns) -> None:
        self.columns = columns
        self.layers = tuple(Layer(number, one) for number, one in enumerate(columns.layers))

    @property
    def made_by(self) -> tuple[str, ...]:
        """What the image's history says of each layer, the lowest first."""
        return tuple(layer.columns.created_by for layer in self.layers)

    @property
    def size_bytes(self) -> int:
        """All regular files of all layers together."""
        return sum(layer.size_bytes for layer in self.layers)

    def children(self, folder: bytes, layer: int | None) -> list[Node]:
        """What stands in a folder, the largest first: of one layer, or as a container sees it."""
        found = (
            _joined(node for one in self.layers for node in one.seen_children(folder))
            if layer is None
            else self.layers[layer].children(folder)
        )
        return sorted(found, key=lambda node: (-node.size_bytes, node.path))

    def has_one_folder_in(self, folder: bytes, layer: int | None) -> bool:
        """Whether a folder holds one folder and nothing else: in one layer, or in all."""
        layers = self.layers if layer is None else (self.layers[layer],)
        inner = {one.only_folder(folder) for one in layers} - {folder}
        return len(inner) == 1 and None not in inner

    def seen(self, path: bytes) -> Node | None:
        """The file or link that a container sees at this path."""
        for layer in reversed(self.layers):
            node = layer.entry(path)
            if node is not None:
                return None if node.kind == Kind.GONE or node.hidden_by is not None else node
        return None

    def has(self, path: bytes) -> bool:
        """Whether any layer has this file, or anything in this folder."""
        if path.endswith(b"/"):
            return any(layer.has_below(path) for layer in self.layers)
        found = (layer.entry(path) for layer in self.layers)
        return any(node is not None and node.kind != Kind.GONE for node in found)

    def files_below(self, folder: bytes) -> int:
        """How many regular files lie below a folder, in all layers."""
        return sum(layer.files_below(folder) for layer in self.layers)


def _joined(nodes: Iterable[Node]) -> Iterable[Node]:
    """Folders of several layers as one; of two files at a path only the seen one comes here."""
    by_path: dict[bytes, Node] = {}
    for node in nodes:
        known = by_path.get(node.path)
        if known is not None:
            node = Node(
                node.path,
                node.kind,
                known.size_bytes + node.size_bytes,
                known.files + node.files,
                node.layer,
            )
        by_path[node.path] = node
    return by_path.values()


def _sums(typecode: str, values: Iterable[int]) -> "array[int]":
    """The sums of the first 0, 1, 2 ... values."""
    return array(typecode, accumulate(values, initial=0))
