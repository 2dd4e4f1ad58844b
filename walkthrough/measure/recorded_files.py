"""The files of a recording's images, listed in one compressed file beside the recording.

The file is MessagePack compressed with xz: images share layers, and xz keeps those once.
"""

import lzma
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from walkthrough.engine.image_files_columns import IndexColumns
from walkthrough.engine.image_files_index import ImageFiles
from walkthrough.errors import BadInputError
from walkthrough.measure.recording import unfinished

SCHEMA = 1


class RecordedFiles(Struct, frozen=True):
    """Lists by the variant's id. Their columns are in the byte order of who wrote them."""

    schema: int
    byte_order: str
    images: dict[str, IndexColumns]


def beside(recording: Path) -> Path:
    """Where the lists of a recording's images are."""
    return recording.with_name(f"{recording.name.partition('.')[0]}.files.xz")


def save_files(images: Mapping[str, ImageFiles], file: Path) -> None:
    """Write the lists by variant; a file that is there is replaced only when the new one is whole.

    Raises BadInputError where the file cannot be written.
    """
    columns = {variant: image.columns for variant, image in images.items()}
    written = msgspec.msgpack.encode(RecordedFiles(SCHEMA, sys.byteorder, columns))
    draft = unfinished(file)
    try:
        draft.write_bytes(lzma.compress(written))
        draft.replace(file)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise BadInputError(
            f"The lists of the images' files cannot be written to {file}.",
            f"{error.strerror}. The recording itself is kept.",
            "Name another file.",
        ) from error


def load_files(file: Path) -> dict[str, ImageFiles]:
    """The lists by variant. Raises BadInputError for a file that is none of ours,
    was written by a machine of the other byte order, or is damaged."""
    try:
        found = msgspec.msgpack.decode(lzma.decompress(file.read_bytes()), type=RecordedFiles)
        if (found.schema, found.byte_order) != (SCHEMA, sys.byteorder):
            raise ValueError(f"It is of schema {found.schema}, {found.byte_order}-endian")
        return {variant: ImageFiles(columns) for variant, columns in found.images.items()}
    except (OSError, EOFError, ValueError, lzma.LZMAError, msgspec.MsgspecError) as error:
        raise BadInputError(
            "The recorded lists of files cannot be read.",
            f"{file}: {getattr(error, 'strerror', None) or error}.",
            "Look into images where there is an engine, or install walkthrough again.",
        ) from error
