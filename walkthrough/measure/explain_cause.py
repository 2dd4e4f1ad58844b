"""Why a step was not cached: the causes that can be told, as data.

Sizes are in bytes. Whatever names a line means the Dockerfile of the build that is explained
(1-based).
"""

from msgspec import Struct


class FileChange(Struct, frozen=True):
    """A path of the context that is not what it was.

    `bytes` is None for one that is gone, `was_bytes` for one that is new. `mode_only` tells that
    the content is as it was, and only whether it may be run has changed.
    """

    path: str
    bytes: int | None
    was_bytes: int | None
    mode_only: bool = False


class Miss(Struct, frozen=True):
    """The step that ran again: its stage as the engine calls it, its line and its text."""

    stage: str
    line: int
    step: str


class BaseImageChanged(Miss, frozen=True, tag="base-image"):
    """The stage, or the step itself, starts from another image: another reference, or another
    image under the same. Ids are empty where they are not known."""

    reference: str
    was_reference: str
    image_id: str = ""
    was_image_id: str = ""


class InstructionChanged(Miss, frozen=True, tag="instruction"):
    """An instruction that the step depends on, often itself, is not what it was.

    `changed_line` and `text` are those of the changed one, None and empty for one that was taken
    out; `was` is what stood there, empty for a new one. `moved` is one that stood further down.
    """

    changed_line: int | None
    text: str
    was: str
    moved: bool = False


class ArgumentChanged(Miss, frozen=True, tag="argument"):
    """A build argument has another value; None is one that is not given."""

    name: str
    value: str | None
    was: str | None


class FilesChanged(Miss, frozen=True, tag="files"):
    """Files that the step reads are not what they were: the first of them by path, and how many
    there are beyond these."""

    files: tuple[FileChange, ...]
    more: int = 0


class CacheEvicted(Miss, frozen=True, tag="evicted"):
    """Nothing changed: the engine no longer had the result."""


class CacheRefused(Miss, frozen=True, tag="no-cache"):
    """The build was asked not to use the cache."""


MissCause = (
    BaseImageChanged
    | InstructionChanged
    | ArgumentChanged
    | FilesChanged
    | CacheEvicted
    | CacheRefused
)
