"""Keeps the indexes of images' files in the app's data folder, so that a second look is instant.

One file an image, named by its id, the newest `MOST_KEPT` of them. Whatever cannot be read or
written is as good as not there: the image is read again.
"""

import os
import sys
import zlib
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from walkthrough.engine.image_files_columns import IndexColumns
from walkthrough.engine.image_files_index import ImageFiles
from walkthrough.home import write_whole

FOLDER = "image-files"
SCHEMA = 1
MOST_KEPT = 24
LEVEL = 3


class KeptIndex(Struct, frozen=True):
    """An index with what it depends on beside the image."""

    schema: int
    byte_order: str
    columns: IndexColumns


class ImageFilesShelf:
    """The indexes that are kept in a data folder."""

    def __init__(self, home: Path) -> None:
        self._folder = home / FOLDER

    def take(self, image_id: str) -> ImageFiles | None:
        """The image's files, None where they are not kept."""
        file = self._file(image_id)
        try:
            kept = msgspec.msgpack.decode(zlib.decompress(file.read_bytes()), type=KeptIndex)
            if (kept.schema, kept.byte_order) != (SCHEMA, sys.byteorder):
                return None
            if kept.columns.image_id != image_id:
                return None
            image = ImageFiles(kept.columns)
            os.utime(file)
        except (OSError, ValueError, zlib.error, msgspec.MsgspecError):
            return None
        return image

    def put(self, image: ImageFiles) -> None:
        """Keep these, and no more than the newest ones."""
        kept = KeptIndex(SCHEMA, sys.byteorder, image.columns)
        packed = zlib.compress(msgspec.msgpack.encode(kept), LEVEL)
        with suppress(OSError):
            write_whole(self._file(image.columns.image_id), packed)
            for old in self._newest_first()[MOST_KEPT:]:
                old.unlink(missing_ok=True)

    def _file(self, image_id: str) -> Path:
        letters = "".join(one for one in image_id.rpartition(":")[2] if one.isalnum())
        return self._folder / f"{letters}.files"

    def _newest_first(self) -> list[Path]:
        files = [(file.stat().st_mtime, file) for file in self._folder.iterdir()]
        return [file for _, file in sorted(files, reverse=True)]
