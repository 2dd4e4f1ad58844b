"""A build context: the files that a build sees, streamed as a tar archive.

The archive depends on nothing but names, contents, link targets and executable bits: dates and
owners are left out and the order is fixed, so an unchanged workspace gives the same bytes and the
engine finds its cache. The Dockerfile comes first, because the engine takes a body for an archive
by its first member, and always comes, because the engine reads it there.
"""

import os
from collections.abc import Iterator
from io import FileIO
from pathlib import Path

from walkthrough.errors import BadInputError
from walkthrough.workspace import archive
from walkthrough.workspace.ignore import ignore_for
from walkthrough.workspace.ignore_pattern import shortest_path
from walkthrough.workspace.model import ContextFacts, FileSize
from walkthrough.workspace.walk import Found, unreadable, walk

CHUNK_BYTES = 1024 * 1024
LARGEST_SHOWN = 5


class Context:
    """The build context in `root`, with `dockerfile` as the text of its `dockerfile_name`.

    The text replaces what that file says on disk; nothing on disk changes. Raises BadInputError
    where `root` is no folder, and for a Dockerfile that the engine could not find in an archive.
    """

    def __init__(self, root: Path, dockerfile_name: str, dockerfile: str) -> None:
        self.root = root
        self.dockerfile_name = shortest_path(dockerfile_name.replace(os.sep, "/"))
        self.dockerfile = dockerfile.encode("utf-8", "surrogateescape")
        if not root.is_dir():
            raise BadInputError(
                f"There is no folder {root} to build from.",
                "A build needs a folder with its files, the build context.",
                "Name the folder that the Dockerfile's COPY lines refer to.",
            )
        if not archive.is_plain_name(self.dockerfile_name):
            raise BadInputError(
                f"The Dockerfile's name is too long: {self.dockerfile_name}",
                f"It comes first in the archive, where {archive.LONGEST_PLAIN_NAME} bytes are the"
                " most that an engine reads.",
                "Give the Dockerfile a shorter path.",
            )

    def chunks(self) -> Iterator[bytes]:
        """The archive in pieces of about 1 MiB.

        Raises BadInputError for a file that cannot be read or that shrinks meanwhile, and for an
        ignore file that the docker client would refuse.
        """
        gathered: list[bytes] = []
        size = 0
        for piece in self._pieces():
            gathered.append(piece)
            size += len(piece)
            if size >= CHUNK_BYTES:
                yield b"".join(gathered)
                gathered.clear()
                size = 0
        if gathered:
            yield b"".join(gathered)

    def facts(self) -> ContextFacts:
        """The archive's bytes, its files and the five largest of them; no file is opened.

        Files are all that is no folder. Raises BadInputError as `chunks` does.
        """
        size = len(self.dockerfile)
        total = archive.member_bytes(self.dockerfile_name, size) + len(archive.END)
        files = 1
        largest = [FileSize(self.dockerfile_name, size)]
        for found in self.found():
            if found.kind == "folder":
                total += archive.member_bytes(f"{found.path}/")
            elif found.kind == "link":
                files += 1
                total += archive.member_bytes(found.path, target=_target(found))
            else:
                files += 1
                size = _size(found)
                total += archive.member_bytes(found.path, size)
                largest = _with(largest, FileSize(found.path, size))
        return ContextFacts(bytes=total, files=files, largest=tuple(largest))

    def _pieces(self) -> Iterator[bytes]:
        size = len(self.dockerfile)
        yield archive.file_header(self.dockerfile_name, size, executable=False)
        yield self.dockerfile + archive.padding(size)
        for found in self.found():
            if found.kind == "folder":
                yield archive.folder_header(found.path)
            elif found.kind == "link":
                yield archive.link_header(found.path, _target(found))
            else:
                yield from _file(found)
        yield archive.END

    def found(self) -> Iterator[Found]:
        """What goes into the archive beside the Dockerfile, in its order."""
        for found in walk(self.root, ignore_for(self.root, self.dockerfile_name)):
            if found.path != self.dockerfile_name:
                yield found


def _file(found: Found) -> Iterator[bytes]:
    with _opened(found) as opened:
        status = os.fstat(opened.fileno())
        yield archive.file_header(found.path, status.st_size, bool(status.st_mode & 0o100))
        left = status.st_size
        while left:
            piece = opened.read(min(left, CHUNK_BYTES))
            if not piece:
                raise BadInputError(
                    f"{found.path} became shorter while it was sent to the engine.",
                    f"{left} of its {status.st_size} bytes are gone: something writes to it.",
                    "Stop what writes to it, or leave it out with a line in .dockerignore.",
                )
            left -= len(piece)
            yield piece
        yield archive.padding(status.st_size)


def _opened(found: Found) -> FileIO:
    try:
        return FileIO(found.entry.path)
    except OSError as error:
        raise unreadable(found.path, error) from error


def _target(found: Found) -> str:
    try:
        return str(Path(found.entry.path).readlink()).replace(os.sep, "/")
    except OSError as error:
        raise unreadable(found.path, error) from error


def _size(found: Found) -> int:
    try:
        return found.entry.stat(follow_symlinks=False).st_size
    except OSError as error:
        raise unreadable(found.path, error) from error


def _with(largest: list[FileSize], file: FileSize) -> list[FileSize]:
    ordered = sorted([*largest, file], key=lambda one: (-one.bytes, one.path))
    return ordered[:LARGEST_SHOWN]
