"""Which later layer hides each of an image's files: by removing, emptying or replacing. Pure.

The rules are those of the OCI image layer specification, "Representing Changes".
"""

from array import array
from collections.abc import Sequence

from walkthrough.engine.image_files_columns import NOT_HIDDEN, Kind, LayerColumns, SortedPaths


class LaterLayers:
    """What the layers above one have put where; the nearest of them counts."""

    def __init__(self) -> None:
        self._covering: dict[bytes, int] = {}
        self._folders: dict[bytes, int] = {}
        self._emptied: dict[bytes, int] = {}

    def add(self, number: int, columns: LayerColumns) -> None:
        """One layer more, below those so far."""
        for path, kind in zip(SortedPaths(columns), columns.kinds, strict=True):
            if kind == Kind.EMPTIED:
                self._emptied[path] = number
            if path.endswith(b"/"):
                self._folders[path[:-1]] = number
            else:
                self._covering[path] = number

    def hiders(self, columns: LayerColumns) -> "array[int]":
        """For each entry the lowest of these layers that hides it."""
        below: dict[bytes, int] = {b"": NOT_HIDDEN}
        found = array("H")
        for path in SortedPaths(columns):
            bare = path.rstrip(b"/")
            folder = bare[: bare.rfind(b"/") + 1]
            hider = min(self._below(folder, below), self._covering.get(bare, NOT_HIDDEN))
            if not path.endswith(b"/"):
                hider = min(hider, self._folders.get(bare, NOT_HIDDEN))
            found.append(hider)
        return found

    def _below(self, folder: bytes, known: dict[bytes, int]) -> int:
        """The lowest of these layers that hides all that lies in a folder."""
        unknown = []
        while (hider := known.get(folder)) is None:
            unknown.append(folder)
            folder = folder[: folder.rfind(b"/", 0, -1) + 1]
        for one in reversed(unknown):
            hider = min(
                hider,
                self._emptied.get(one, NOT_HIDDEN),
                self._covering.get(one[:-1], NOT_HIDDEN),
            )
            known[one] = hider
        return hider


def hiders(layers: Sequence[LayerColumns]) -> "list[array[int]]":
    """For each layer, from the lowest, and each of its entries the layer that hides it."""
    later = LaterLayers()
    found: list[array[int]] = []
    for number in reversed(range(len(layers))):
        found.append(later.hiders(layers[number]))
        if number:
            later.add(number, layers[number])
    return found[::-1]
