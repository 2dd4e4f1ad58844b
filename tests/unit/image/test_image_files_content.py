"""What a file in an image says, or what kind of file it is."""

import gzip
import tarfile
from collections.abc import Iterator

import pytest

from tests.unit.image.archives import in_pieces, member, tar
from tests.unit.image.saved_images import oci_archive, older_archive
from walkthrough.engine.image_files_content import (
    SHOWN_BYTES,
    FileContent,
    kind_of,
    read_file_content,
)

SECRET = b"KEY=made-up\n"
LOWER = tar({"app/.env": SECRET, "app/program": b"\x7fELF" + bytes(900)})
UPPER = tar({"app/.wh..env": b"", "app/large.txt": b"line\n" * 100_000})


def content(archive: bytes, layer: str, path: bytes) -> FileContent | None:
    return read_file_content(in_pieces(archive), layer, path)


def test_a_file_that_a_later_layer_removes_can_be_read() -> None:
    found = content(older_archive([LOWER, UPPER]), "00/layer.tar", b"app/.env")
    assert found == FileContent(b"app/.env", len(SECRET), SECRET)
    assert found.is_whole


def test_a_file_in_a_compressed_blob_can_be_read() -> None:
    found = content(oci_archive([LOWER, UPPER]), f"blobs/sha256/{0:064x}", b"app/.env")
    assert found is not None and found.shown == SECRET


def test_only_the_beginning_of_a_large_file_is_kept() -> None:
    found = content(older_archive([LOWER, UPPER]), "01/layer.tar", b"app/large.txt")
    assert found is not None
    assert (found.size_bytes, len(found.shown), found.is_whole) == (500_000, SHOWN_BYTES, False)


def test_the_reading_ends_at_the_file() -> None:
    read = 0

    def pieces() -> Iterator[bytes]:
        nonlocal read
        for piece in in_pieces(tar({"00/layer.tar": LOWER, "01/layer.tar": bytes(5_000_000)})):
            read += len(piece)
            yield piece

    assert read_file_content(pieces(), "00/layer.tar", b"app/.env") is not None
    assert read < 100_000


def test_what_is_not_there_is_none() -> None:
    archive = older_archive([LOWER])
    assert content(archive, "00/layer.tar", b"app/other") is None
    assert content(archive, "07/layer.tar", b"app/.env") is None


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\x7fELF\x02\x01\x01" + bytes(50), "a Linux program (ELF)"),
        (gzip.compress(b"text", mtime=0), "compressed with gzip"),
        (b"PACK\x00\x00\x00\x02", "a pack of Git objects"),
        (tar({"file": b"x"}), "a tar archive"),
        (bytes(range(256)), "binary data"),
        (b"\xff\xfe\xfa\xfb" * 20, "binary data"),
        (b"MZ is how this text begins", ""),
        ("Grüße aus dem Abbild\n".encode(), ""),
        (b"\x1b[31mred\x1b[0m\n", ""),
        (b"", ""),
    ],
)
def test_binary_files_are_told_by_their_kind(head: bytes, kind: str) -> None:
    assert kind_of(head) == kind


def test_a_text_cut_inside_a_letter_is_still_text() -> None:
    assert kind_of(("ü" * 10_000).encode()[:8191]) == ""


def test_a_sparse_file_is_not_shown_as_something_else() -> None:
    sparse = member("disk.img")
    sparse.pax_headers = {"GNU.sparse.size": "1000000", "GNU.sparse.major": "1"}
    layer = tar({}, [sparse], tarfile.PAX_FORMAT)
    found = content(older_archive([layer]), "00/layer.tar", b"disk.img")
    assert found == FileContent(b"disk.img", 1_000_000, b"", "a sparse file")
