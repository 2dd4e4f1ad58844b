"""The archive of a one-layer image, written so that the same files always make the same image.

The archive is in the form that `docker load` reads. Its configuration holds no time, its layer is
sorted and undated: the image's id follows from the files alone, so that samples taken before and
after a clean-up still compare. Nothing is held in memory: the layer is generated twice, first for
its digest, then for the engine.
"""

import hashlib
import io
import tarfile
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Literal

import msgspec
from msgspec import Struct

CHUNK_BYTES = 1 << 20
BLOCK_BYTES = 512
NO_TIME = "1970-01-01T00:00:00Z"


class Entry(Struct, frozen=True):
    """One file, folder or symbolic link of a layer. `path` has no leading slash."""

    path: str
    mode: int
    kind: Literal["file", "folder", "link"] = "file"
    size_bytes: int = 0
    target: str = ""
    open: Callable[[], IO[bytes]] = io.BytesIO


class Image(Struct, frozen=True):
    """A one-layer image to be: its names, its configuration and its files."""

    reference: str
    architecture: str
    entries: tuple[Entry, ...]
    environment: dict[str, str]
    labels: dict[str, str]
    working_directory: str = "/"


def text_file(path: str, text: str, mode: int = 0o644) -> Entry:
    """A file that holds this text."""
    return content_file(path, text.encode(), mode)


def content_file(path: str, content: bytes, mode: int = 0o644) -> Entry:
    """A file that holds these bytes."""
    return Entry(path, mode, size_bytes=len(content), open=lambda: io.BytesIO(content))


def folder(path: str, mode: int = 0o755) -> Entry:
    """A folder."""
    return Entry(path, mode, "folder")


def link(path: str, target: str) -> Entry:
    """A symbolic link."""
    return Entry(path, 0o777, "link", target=target)


def image_archive(image: Image) -> Iterator[bytes]:
    """The image as `POST /images/load` takes it, piece by piece."""
    digest = hashlib.sha256()
    layer_bytes = 0
    for chunk in layer_chunks(image.entries):
        digest.update(chunk)
        layer_bytes += len(chunk)
    configuration = _configuration(image, f"sha256:{digest.hexdigest()}")
    configuration_name = f"{hashlib.sha256(configuration).hexdigest()}.json"
    manifest = [
        {"Config": configuration_name, "RepoTags": [image.reference], "Layers": ["layer.tar"]}
    ]
    yield from _member(text_file(configuration_name, configuration.decode()))
    yield from _header(Entry("layer.tar", 0o644, size_bytes=layer_bytes))
    yield from layer_chunks(image.entries)
    yield from _member(text_file("manifest.json", msgspec.json.encode(manifest).decode()))
    yield b"\0" * (2 * BLOCK_BYTES)


def layer_chunks(entries: Iterable[Entry]) -> Iterator[bytes]:
    """The layer's tar archive: sorted by path, without times, owned by root."""
    for entry in sorted(entries, key=lambda one: one.path):
        yield from _member(entry)
    yield b"\0" * (2 * BLOCK_BYTES)


def _member(entry: Entry) -> Iterator[bytes]:
    yield from _header(entry)
    if entry.kind != "file":
        return
    with entry.open() as stream:
        while chunk := stream.read(CHUNK_BYTES):
            yield chunk
    yield b"\0" * (-entry.size_bytes % BLOCK_BYTES)


def _header(entry: Entry) -> Iterator[bytes]:
    information = tarfile.TarInfo(entry.path)
    information.mode = entry.mode
    information.size = entry.size_bytes
    information.linkname = entry.target
    information.type = {
        "file": tarfile.REGTYPE,
        "folder": tarfile.DIRTYPE,
        "link": tarfile.SYMTYPE,
    }[entry.kind]
    yield information.tobuf(tarfile.GNU_FORMAT)


def _configuration(image: Image, layer_digest: str) -> bytes:
    return msgspec.json.encode(
        {
            "architecture": image.architecture,
            "os": "linux",
            "created": NO_TIME,
            "config": {
                "Env": [f"{name}={value}" for name, value in image.environment.items()],
                "Cmd": ["/bin/sh"],
                "WorkingDir": image.working_directory,
                "Labels": image.labels,
            },
            "rootfs": {"type": "layers", "diff_ids": [layer_digest]},
            "history": [{"created": NO_TIME, "created_by": "walkthrough prepare"}],
        },
        order="deterministic",
    )
