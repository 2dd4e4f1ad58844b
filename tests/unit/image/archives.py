"""Archives for the tests: layers, and images as an engine exports them, made in memory."""

import io
import json
import tarfile
from collections.abc import Iterator, Mapping, Sequence

BINARY = bytes(range(256)) * 40


def member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    """A member without content: a folder, a link, a device or an empty file."""
    info = tarfile.TarInfo(name)
    info.type = kind
    info.linkname = link
    return info


def tar(
    files: Mapping[str, bytes],
    others: Sequence[tarfile.TarInfo] = (),
    archive_format: int = tarfile.PAX_FORMAT,
) -> bytes:
    """An archive of these files, then of the members without content."""
    body = io.BytesIO()
    with tarfile.open(fileobj=body, mode="w", format=archive_format) as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        for other in others:
            archive.addfile(other)
    return body.getvalue()


def in_pieces(data: bytes, size: int = 32760) -> Iterator[bytes]:
    """The bytes as a connection delivers them; the engine's pieces are of 32,760 bytes."""
    return (data[at : at + size] for at in range(0, len(data), size))


def configuration(digests: Sequence[str], history: Sequence[tuple[str, bool]]) -> bytes:
    """An image's configuration; a line of history is what ran and whether it made no layer."""
    return json.dumps(
        {
            "architecture": "amd64",
            "rootfs": {"type": "layers", "diff_ids": list(digests)},
            "history": [
                {"created_by": line} | ({"empty_layer": True} if empty else {})
                for line, empty in history
            ],
        }
    ).encode()


def manifest(config: str, layers: Sequence[str]) -> bytes:
    """The manifest.json of an exported image."""
    return json.dumps([{"Config": config, "RepoTags": None, "Layers": list(layers)}]).encode()
