"""Which files of an image another one has too. Pure.

A file counts as the same where the other image has one at the same path, or at the same place
below the folder that it works in.
"""

from collections.abc import Collection, Iterator
from typing import Literal

from walkthrough.engine.image_files_columns import IndexColumns, Kind, Node
from walkthrough.engine.image_files_index import ImageFiles

Shared = Literal["all", "part", "none"]


def files_of(image: ImageFiles) -> Iterator[Node]:
    """The regular files of all layers, also those that a later layer hides."""
    return (node for layer in image.layers for node in layer.entries() if node.kind == Kind.FILE)


def known_paths(image: ImageFiles) -> frozenset[bytes]:
    """The image's paths, and those below its working folder also as `./path`."""
    folder = image.columns.working_folder
    paths = [node.path for node in files_of(image)]
    inside = [b"./" + path.removeprefix(folder) for path in paths if path.startswith(folder)]
    return frozenset(paths + inside)


def is_known(path: bytes, image: IndexColumns, known: Collection[bytes]) -> bool:
    """Whether an image that has the `known` paths has this file of `image`."""
    folder = image.working_folder
    return path in known or (path.startswith(folder) and b"./" + path.removeprefix(folder) in known)


def shared_with(node: Node, image: ImageFiles, other: ImageFiles) -> Shared:
    """How much of what stands at a path of `image` the other image has, by the count of files."""
    paths = {node.path}
    if node.path.startswith(image.columns.working_folder):
        inside = node.path.removeprefix(image.columns.working_folder)
        paths.add(other.columns.working_folder + inside)
    if not node.is_folder:
        return "all" if any(other.has(path) for path in paths) else "none"
    found = max(other.files_below(path) for path in paths)
    if not found:
        there = any(path and other.has(path) for path in paths)
        return "all" if there and not node.files else "none"
    return "all" if found >= node.files else "part"
