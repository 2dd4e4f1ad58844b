"""What is kept of an image's files: columns of paths, sizes and kinds, and where a path stands.

A layer's paths stand sorted in one piece of bytes, so that all that lies below a folder is one
stretch of them. A folder's path ends with a slash; the image's root is the empty path.
"""

from bisect import bisect_left
from collections.abc import Iterator
from enum import IntEnum

from msgspec import Struct

NOT_HIDDEN = 0xFFFF
SEPARATOR = b"\0"


class Kind(IntEnum):
    """What stands at a path in a layer.

    `GONE` takes away what lower layers have there, `EMPTIED` is a folder that hides what they have
    in it.
    """

    FILE = 0
    FOLDER = 1
    SYMLINK = 2
    HARD_LINK = 3
    DEVICE = 4
    GONE = 5
    EMPTIED = 6


class Node(Struct, frozen=True):
    """What stands at one path: a file with its size, or a folder with all that lies below it.

    `layer` counts from the lowest, which is 0; a folder of several layers has the highest one's.
    `hidden_by` is the next layer that hides it, None where a container sees it.
    """

    path: bytes
    kind: Kind
    size_bytes: int
    files: int
    layer: int
    hidden_by: int | None = None
    link: bytes = b""

    @property
    def is_folder(self) -> bool:
        """Whether something may lie below it."""
        return self.path.endswith(b"/")

    @property
    def name(self) -> bytes:
        """The last part of the path, a folder's with its slash."""
        return self.path[self.path.rstrip(b"/").rfind(b"/") + 1 :]


class LayerColumns(Struct, frozen=True):
    """A layer's entries in the order of their paths, one column each, as they are kept on disk.

    `paths` are separated by a NUL; `ends` (where each path ends), `sizes` and `hidden_by` are
    arrays of 4, 8 and 2 bytes a number. `links` says what a link names, by the entry's place. What
    was too much to list is counted in `unlisted_files` and `unlisted_bytes`. `texts` holds what
    small files with secrets say, by their path. `archive_path` is where the layer stands in the
    image's archive.
    """

    digest: str
    created_by: str
    archive_path: str
    paths: bytes
    ends: bytes
    sizes: bytes
    kinds: bytes
    hidden_by: bytes
    links: dict[int, bytes] = {}
    texts: dict[bytes, bytes] = {}
    unlisted_files: int = 0
    unlisted_bytes: int = 0


class SortedPaths:
    """A layer's paths by their place in the order; any of them in no time."""

    def __init__(self, columns: LayerColumns) -> None:
        self._paths = columns.paths
        self._ends = memoryview(columns.ends).cast("I")

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, place: int) -> bytes:
        begin = self._ends[place - 1] + 1 if place else 0
        return self._paths[begin : self._ends[place]]

    def __iter__(self) -> Iterator[bytes]:
        begin = 0
        for end in self._ends:
            yield self._paths[begin:end]
            begin = end + 1

    def place(self, path: bytes) -> int | None:
        """Where this path stands, None where the layer has none such."""
        found = bisect_left(self, path)
        return found if found < len(self) and self[found] == path else None

    def below(self, folder: bytes, begin: int = 0, end: int | None = None) -> tuple[int, int]:
        """The stretch of a folder and all that lies below it."""
        last = len(self) if end is None else end
        if not folder:
            return begin, last
        first = bisect_left(self, folder, begin, last)
        return first, bisect_left(self, folder[:-1] + b"0", first, last)

    def containing(self, text: bytes, after: int) -> int | None:
        """The place of the first path behind `after` that has this text, lower or upper case."""
        begin = self._ends[after] if after >= 0 else 0
        found = self._paths.lower().find(text.lower(), begin)
        return None if found < 0 else bisect_left(self._ends, found + 1)


class IndexColumns(Struct, frozen=True):
    """An image's index as it is kept on disk.

    `program` is the path of what the image starts, empty where that is no file of it;
    `working_folder` is where it starts, the root being empty.
    """

    image_id: str
    program: bytes
    working_folder: bytes
    layers: tuple[LayerColumns, ...]
