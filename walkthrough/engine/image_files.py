"""What lies in an image on an engine: its files layer by layer, and what one of them holds.

Both are read from the image's archive as it streams by; memory grows with the number of files,
never with their sizes.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import docker
from docker.errors import ImageNotFound

from walkthrough.engine.image_export import EXPORT_ERRORS, Export
from walkthrough.engine.image_files_archive import read_image_files
from walkthrough.engine.image_files_content import FileContent, read_file_content
from walkthrough.engine.image_files_index import ImageFiles
from walkthrough.engine.image_files_kept import ImageFilesShelf
from walkthrough.errors import BadInputError, NoUsableEngineError

Told = Callable[[int], None]


def image_files(
    client: docker.APIClient, names: Sequence[str], home: Path, on_progress: Told
) -> ImageFiles:
    """The files of the first of these images that there is, kept in `home` for the next time.

    `on_progress` is told the bytes of layers read so far, at least ten times a second, also while
    the engine has sent nothing yet; what it raises ends the reading and comes out here. Raises
    BadInputError where the engine has none of the images and NoUsableEngineError where an archive
    breaks off or cannot be understood.
    """
    shelf = ImageFilesShelf(home)
    with _told_as_errors(names):
        for name in names:
            kept = shelf.take(name)
            if kept is not None:
                return kept
        image_id = _first_there(client, names)
        kept = shelf.take(image_id)
        if kept is not None:
            return kept
        found = _read(client, image_id, on_progress)
    shelf.put(found)
    return found


def file_content(
    client: docker.APIClient, image: ImageFiles, layer: int, path: bytes, on_progress: Told
) -> FileContent:
    """The beginning of the file that a layer of the image has at `path`.

    `on_progress` as in `image_files`, here the bytes of the archive. Raises as `image_files`,
    BadInputError also where the layer has no such file.
    """
    columns = image.columns
    received = 0

    def tell(count: int) -> None:
        nonlocal received
        received = count

    with _told_as_errors([columns.image_id]):
        export = Export(client, _first_there(client, [columns.image_id]))
        pieces = export.pieces(lambda: on_progress(received))
        with closing(pieces):
            archive_path = columns.layers[layer].archive_path
            content = read_file_content(pieces, archive_path, path, tell)
    if content is None:
        raise BadInputError(
            "The file cannot be shown.",
            f"Layer {layer + 1} has no regular file of that name any more.",
            "Open the tab again: the image is then read anew.",
        )
    return content


def _read(client: docker.APIClient, image_id: str, on_progress: Told) -> ImageFiles:
    passed = 0

    def tell(count: int) -> None:
        nonlocal passed
        passed = count

    pieces = Export(client, image_id).pieces(lambda: on_progress(passed))
    with closing(pieces):
        return read_image_files(pieces, image_id, tell)


def _first_there(client: docker.APIClient, names: Sequence[str]) -> str:
    daemon: Any = client
    for name in names:
        try:
            return str(daemon.inspect_image(name)["Id"])
        except ImageNotFound as error:
            if name == names[-1]:
                raise BadInputError(
                    f"The engine has no image {name}.",
                    "It was removed, or it is on another engine.",
                    "Build it again: b.",
                ) from error
    raise ValueError("no image is named")


@contextmanager
def _told_as_errors(names: Sequence[str]) -> Iterator[None]:
    try:
        yield
    except EXPORT_ERRORS as error:
        raise NoUsableEngineError(
            f"The files of image {names[-1]} cannot be read.",
            f"Its export from the engine failed: {error}",
            "Try again; `walkthrough doctor` shows the engine's state and the free disk.",
        ) from error
