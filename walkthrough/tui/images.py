"""What the Inside tab may ask of images: their files, and what one of them holds.

Widgets never talk to an engine: an implementation of `Images` does. `files` and `content` take
their time and are called from threads.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from walkthrough.errors import BadInputError, NoUsableEngineError

if TYPE_CHECKING:
    import docker

    from walkthrough.engine.image_files_columns import Node
    from walkthrough.engine.image_files_content import FileContent
from walkthrough.engine.image_files_index import ImageFiles

Told = Callable[[int], None]
NOT_LISTED = "These are recorded runs, and the lists of files were not recorded."


class Images(Protocol):
    """The images that were measured."""

    @property
    def why_none(self) -> str:
        """Why their files cannot be listed; empty where they can."""
        ...

    def files(self, variant_id: str, image_id: str, on_progress: Told) -> "ImageFiles":
        """The files of a variant's image.

        `on_progress` is told the bytes of layers read so far, also while none have come yet; what
        it raises ends the reading. Raises WalkthroughError.
        """
        ...

    def content(self, image: "ImageFiles", node: "Node", on_progress: Told) -> "FileContent":
        """The beginning of a file; `on_progress` as in `files`. Raises WalkthroughError."""
        ...


class RecordedImages:
    """The images of recorded runs: they are on another machine, `lists` tells of their files."""

    def __init__(self, lists: Path | None) -> None:
        self._file = lists
        self._lists: dict[str, ImageFiles] = {}

    @property
    def why_none(self) -> str:
        """Why their files cannot be listed: the recording was kept without."""
        return "" if self._file is not None else NOT_LISTED

    def files(self, variant_id: str, image_id: str, on_progress: Told) -> "ImageFiles":
        """As they were recorded. Raises BadInputError where those of this variant were not."""
        from walkthrough.measure.recorded_files import load_files

        if not self._lists and self._file is not None:
            self._lists = load_files(self._file)
        found = self._lists.get(variant_id)
        if found is None:
            raise BadInputError(
                f"The files of {variant_id} were not recorded.",
                "The recording has the lists of other images.",
                "Start walkthrough where there is an engine, and build the lesson.",
            )
        return found

    def content(self, image: "ImageFiles", node: "Node", on_progress: Told) -> "FileContent":
        """Raises NoUsableEngineError: only the lists were recorded."""
        raise NoUsableEngineError(
            "What this file says was not recorded.",
            "A recording keeps the images' lists of files, and what lies in files with secrets.",
            "Start walkthrough where there is an engine, and build the lesson.",
        )


class EngineImages:
    """The images on an engine. `client` is asked for when one is needed, None without engine."""

    why_none = ""

    def __init__(self, client: Callable[[], "docker.APIClient | None"]) -> None:
        self._client = client

    def files(self, variant_id: str, image_id: str, on_progress: Told) -> "ImageFiles":
        """Of the measured image; once a newer build has taken its place, of that one."""
        from walkthrough.engine.image_files import image_files
        from walkthrough.engine.naming import IMAGE_PREFIX
        from walkthrough.home import data_home

        newest = f"{IMAGE_PREFIX}{variant_id}:latest"
        return image_files(self._there(), (image_id, newest), data_home(), on_progress)

    def content(self, image: "ImageFiles", node: "Node", on_progress: Told) -> "FileContent":
        """Read from the engine once more, up to the file."""
        from walkthrough.engine.image_files import file_content

        return file_content(self._there(), image, node.layer, node.path, on_progress)

    def _there(self) -> "docker.APIClient":
        client = self._client()
        if client is None:
            raise NoUsableEngineError(
                "There is no engine to read the image from.",
                "It was not found, or its base images are missing.",
                "Press e: it says what is missing and sets it up.",
            )
        return client
