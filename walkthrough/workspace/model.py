"""A build context as data: its size and its largest files."""

from msgspec import Struct


class FileSize(Struct, frozen=True):
    """A file of the build context and its size."""

    path: str
    bytes: int


class ContextFacts(Struct, frozen=True):
    """What the engine was sent: the archive's bytes, its files, the five largest of them."""

    bytes: int
    files: int
    largest: tuple[FileSize, ...]
