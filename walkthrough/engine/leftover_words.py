"""What walkthrough left behind, in the words that the command line and the screens share. Pure."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from walkthrough.engine.build_cache import CacheRecord
    from walkthrough.engine.cache_mounts import CacheNamespace
    from walkthrough.engine.cleanup import Leftovers, OwnContainer, OwnFolder, OwnImage

QUESTION = "Remove all this?"
NOTHING_REMOVED = "Nothing was removed."
OF_OTHERS = (
    "Left alone, as another user, another data folder or an older version made it "
    "(--others takes it too):"
)


def left_words(where: str) -> str:
    """The head of a listing."""
    return f"Left by your walkthrough on {where}:"


def nothing_left_words(where: str) -> str:
    """Said in place of an empty listing."""
    return f"There is nothing of your walkthrough's on {where}."


def done_words(stayed: int) -> str:
    """The end of a removal after which so many things stayed."""
    return "Done." if not stayed else "Done, but for the above."


def listing(leftovers: "Leftovers") -> Iterator[str]:
    """One line for each thing that would be removed, in the order of the removal."""
    yield from map(container_words, leftovers.containers)
    yield from map(image_words, leftovers.images)
    yield from map(namespace_words, leftovers.namespaces)
    yield from map(record_words, leftovers.records)
    yield from map(folder_words, leftovers.workspaces)


def container_words(container: "OwnContainer") -> str:
    """A container's line."""
    return f"container {container.name}"


def image_words(image: "OwnImage") -> str:
    """An image's line."""
    return f"image {image.name} ({megabytes(image.bytes)})"


def namespace_words(namespace: "CacheNamespace") -> str:
    """The line of the cache mounts of one namespace: engines do not tell their size by it."""
    return f"cache mounts {', '.join(namespace.mount_ids)} of {namespace.namespace}"


def record_words(record: "CacheRecord") -> str:
    """A cache record's line."""
    return f"{record.description} ({megabytes(record.bytes)})"


def folder_words(folder: "OwnFolder") -> str:
    """A folder's line."""
    return f"folder {folder.path} ({megabytes(folder.bytes)})"


def megabytes(size: int) -> str:
    """`15.1 MB`, from bytes."""
    return f"{size / 1e6:.1f} MB"
