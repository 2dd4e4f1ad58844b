"""A workspace and its build context as data: where the files are, how large, which are largest."""

from pathlib import Path

from msgspec import Struct


class Workspace(Struct, frozen=True):
    """A folder laid out for one variant; `root` is the build context."""

    root: Path
    variant_id: str
    dockerfile_name: str = "Dockerfile"


class FileSize(Struct, frozen=True):
    """A file of the build context and its size."""

    path: str
    bytes: int


class ContextFacts(Struct, frozen=True):
    """What the engine was sent: the archive's bytes, its files, the five largest of them."""

    bytes: int
    files: int
    largest: tuple[FileSize, ...]
