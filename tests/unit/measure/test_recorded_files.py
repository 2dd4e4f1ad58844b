"""The lists of files that stand beside a recording: kept whole, or said to be unreadable."""

import lzma
import sys
from pathlib import Path

import msgspec
import pytest

from tests.unit.image.archives import tar
from tests.unit.image.saved_images import saved
from walkthrough.errors import BadInputError
from walkthrough.measure.recorded_files import (
    SCHEMA,
    RecordedFiles,
    beside,
    load_files,
    save_files,
)

IMAGE = saved(tar({"app/a": b"a" * 10}), tar({"app/.wh.a": b""}))
OTHER_ORDER = "big" if sys.byteorder == "little" else "little"


def written(schema: int, byte_order: str) -> bytes:
    kept = RecordedFiles(schema, byte_order, {"simple": IMAGE.columns})
    return lzma.compress(msgspec.msgpack.encode(kept))


def test_lists_come_back_as_they_were_saved(tmp_path: Path) -> None:
    file = beside(tmp_path / "recorded.json.gz")
    assert file.name == "recorded.files.xz"
    save_files({"simple": IMAGE}, file)
    found = load_files(file)
    assert {name: one.columns for name, one in found.items()} == {"simple": IMAGE.columns}
    assert found["simple"].size_bytes == IMAGE.size_bytes


@pytest.mark.parametrize(
    ("damaged", "told"),
    [
        (b"nothing", "format"),
        (lzma.compress(b"\x81\xa3"), "truncated"),
        (lzma.compress(b"nothing"), "object"),
        (written(SCHEMA + 1, sys.byteorder), f"schema {SCHEMA + 1}"),
        (written(SCHEMA, OTHER_ORDER), f"{OTHER_ORDER}-endian"),
        (written(SCHEMA, sys.byteorder)[:-40], "end"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, damaged: bytes, told: str) -> None:
    file = tmp_path / "recorded.files.xz"
    file.write_bytes(damaged)
    with pytest.raises(BadInputError) as caught:
        load_files(file)
    assert str(file) in caught.value.why
    assert told in caught.value.why


def test_a_missing_file_and_a_folder_that_is_not_there_are_told(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere" / "recorded.files.xz"
    with pytest.raises(BadInputError, match="cannot be read"):
        load_files(nowhere)
    with pytest.raises(BadInputError, match="cannot be written"):
        save_files({}, nowhere)
