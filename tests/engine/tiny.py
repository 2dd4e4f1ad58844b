"""Tiny contexts for tests that build: an archive made in memory, the Dockerfile first."""

import io
import tarfile
from collections.abc import Iterator, Mapping

from msgspec import Struct


class TinyContext(Struct, frozen=True):
    """A context of a few files given as text; its Dockerfile is the archive's first member."""

    dockerfile: str
    files: Mapping[str, str] = {}
    dockerfile_name: str = "Dockerfile"

    def chunks(self) -> Iterator[bytes]:
        """The archive in GNU format, in pieces of at most 64 KiB."""
        body = io.BytesIO()
        with tarfile.open(fileobj=body, mode="w", format=tarfile.GNU_FORMAT) as archive:
            for name, text in {self.dockerfile_name: self.dockerfile, **self.files}.items():
                member = tarfile.TarInfo(name)
                member.size = len(text.encode())
                member.mode = 0o644
                archive.addfile(member, io.BytesIO(text.encode()))
        body.seek(0)
        while piece := body.read(65536):
            yield piece
