"""Archives in every format that a layer may have are read as the standard library reads them."""

import io
import tarfile
from typing import Literal

import pytest

from tests.unit.image.archives import BINARY, in_pieces, member, tar
from walkthrough.engine.image_archive import (
    BLOCK,
    BrokenArchiveError,
    ByteStream,
    TarMember,
    members,
)

FORMATS = [
    pytest.param(tarfile.USTAR_FORMAT, id="ustar"),
    pytest.param(tarfile.GNU_FORMAT, id="gnu"),
    pytest.param(tarfile.PAX_FORMAT, id="pax"),
]
MADE_OF_MANY_KINDS = (
    {"etc/passwd": b"root", "empty": b"", "exactly-a-block": b"x" * BLOCK, "bin/tool": BINARY},
    (
        member("usr/", tarfile.DIRTYPE),
        member("bin/same-tool", tarfile.LNKTYPE, "bin/tool"),
        member("bin/sh", tarfile.SYMTYPE, "busybox"),
        member("dev/null", tarfile.CHRTYPE),
        member("run/pipe", tarfile.FIFOTYPE),
    ),
)


def read(archive: bytes, piece: int = 32760) -> list[TarMember]:
    return list(members(ByteStream(in_pieces(archive, piece))))


def as_the_standard_library_reads(archive: bytes) -> list[tuple[str, bool, int]]:
    with tarfile.open(fileobj=io.BytesIO(archive)) as opened:
        return [(one.name, one.isreg(), one.size if one.isreg() else 0) for one in opened]


def told(found: list[TarMember]) -> list[tuple[str, bool, int]]:
    return [(one.path.decode().rstrip("/"), one.regular, one.bytes) for one in found]


@pytest.mark.parametrize("archive_format", FORMATS)
def test_every_kind_of_member_is_told_apart(archive_format: int) -> None:
    archive = tar(*MADE_OF_MANY_KINDS, archive_format)
    assert told(read(archive)) == as_the_standard_library_reads(archive)
    assert sum(one.bytes for one in read(archive) if one.regular) == 4 + BLOCK + len(BINARY)


@pytest.mark.parametrize("archive_format", FORMATS)
@pytest.mark.parametrize("piece", [1, 7, 511, 512, 513, 100_000])
def test_it_does_not_matter_how_the_bytes_arrive(archive_format: int, piece: int) -> None:
    archive = tar(*MADE_OF_MANY_KINDS, archive_format)
    assert read(archive, piece) == read(archive)


@pytest.mark.parametrize("archive_format", FORMATS)
def test_a_path_may_be_split_in_prefix_and_name(archive_format: int) -> None:
    path = "usr/local/go/" + "internal/" * 12 + "file.go"
    archive = tar({path: b"package internal"}, (), archive_format)
    assert told(read(archive)) == [(path, True, 16)]


@pytest.mark.parametrize("archive_format", FORMATS[1:])
def test_a_path_longer_than_any_header_is_whole(archive_format: int) -> None:
    path = "deep/" * 200 + "ünïcode.txt"
    target = "elsewhere/" * 30
    link = member("deep/" * 60 + "link", tarfile.SYMTYPE, target)
    found = read(tar({path: b"five!"}, (link,), archive_format))
    assert told(found) == [(path, True, 5), (link.name, False, 0)]
    assert found[1].link.decode() == target


@pytest.mark.parametrize("archive_format", FORMATS[1:])
def test_a_file_over_eight_gibibytes_has_its_size(archive_format: Literal[1, 2]) -> None:
    info = tarfile.TarInfo("large")
    info.size = 9 << 30
    header = info.tobuf(archive_format)
    assert next(members(ByteStream(in_pieces(header)))).bytes == 9 << 30


def test_a_pax_size_counts_before_the_headers() -> None:
    info = tarfile.TarInfo("file")
    info.pax_headers = {"size": "600"}
    header = info.tobuf(tarfile.PAX_FORMAT)
    archive = header + bytes(600 + 424) + tar({"next": b"1234"})
    assert told(read(archive)) == [("file", True, 600), ("next", True, 4)]


def test_a_global_pax_header_is_no_member() -> None:
    body = io.BytesIO()
    with tarfile.open(
        fileobj=body, mode="w", format=tarfile.PAX_FORMAT, pax_headers={"comment": "by git"}
    ) as archive:
        archive.addfile(tarfile.TarInfo("file"))
    assert told(read(body.getvalue())) == [("file", True, 0)]


def with_checksum(header: bytearray) -> bytes:
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header)


def test_a_sparse_file_counts_as_large_as_it_unpacks() -> None:
    header = bytearray(tarfile.TarInfo("sparse").tobuf(tarfile.GNU_FORMAT))
    header[156:157] = tarfile.GNUTYPE_SPARSE
    header[124:136] = b"%011o\0" % BLOCK
    header[386:410] = b"%011o\0%011o\0" % (1 << 20, BLOCK)
    header[482] = 1
    header[483:495] = b"%011o\0" % (2 << 20)
    archive = with_checksum(header) + bytes(BLOCK) + b"x" * BLOCK + tar({"next": b"1"})
    assert told(read(archive)) == [("sparse", True, 2 << 20), ("next", True, 1)]
    assert as_the_standard_library_reads(archive) == told(read(archive))


def test_a_sparse_file_of_the_pax_kind_has_its_own_name_and_size() -> None:
    info = tarfile.TarInfo("GNUSparseFile.0/sparse")
    info.size = BLOCK
    info.pax_headers = {
        "GNU.sparse.major": "1",
        "GNU.sparse.minor": "0",
        "GNU.sparse.name": "sparse",
        "GNU.sparse.realsize": "1048576",
    }
    archive = info.tobuf(tarfile.PAX_FORMAT) + b"0\n".ljust(BLOCK, b"\0") + tar({"next": b"1"})
    assert told(read(archive)) == [("sparse", True, 1 << 20), ("next", True, 1)]


def test_a_folder_of_the_oldest_format_is_no_file() -> None:
    header = bytearray(tarfile.TarInfo("old").tobuf(tarfile.USTAR_FORMAT))
    header[:4] = b"old/"
    header[156] = 0
    header[257:265] = bytes(8)
    assert told(read(with_checksum(header))) == [("old", False, 0)]


def test_a_checksum_of_signed_bytes_counts() -> None:
    header = bytearray(tarfile.TarInfo("ä").tobuf(tarfile.GNU_FORMAT, "latin-1"))
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(byte - 256 if byte > 127 else byte for byte in header)
    assert [one.path for one in read(bytes(header))] == ["ä".encode("latin-1")]


def test_content_that_is_read_is_not_skipped_again() -> None:
    stream = ByteStream(in_pieces(tar({"a": b"alpha", "b": b"b" * 700, "c": b"gamma"})))
    contents = {one.path: stream.read(one.stored_bytes) for one in members(stream)}
    assert contents == {b"a": b"alpha", b"b": b"b" * 700, b"c": b"gamma"}


@pytest.mark.parametrize("kept", [100, BLOCK, BLOCK + 3, 3 * BLOCK - 1])
def test_an_archive_that_breaks_off_is_not_taken_for_whole(kept: int) -> None:
    archive = tar({"file": b"x" * 2 * BLOCK})
    with pytest.raises(BrokenArchiveError):
        read(archive[:kept])


def test_what_is_no_archive_is_refused() -> None:
    with pytest.raises(BrokenArchiveError, match="checksum"):
        read(b"Not an archive.".ljust(2 * BLOCK))


@pytest.mark.parametrize(
    "record", [b"no length", b"9999", b"6 a=bc\n", b"3 \n", b"11 size=many\n", b"12 size=many\n"]
)
def test_a_damaged_pax_header_is_refused(record: bytes) -> None:
    info = tarfile.TarInfo("header")
    info.type = tarfile.XHDTYPE
    info.size = len(record)
    archive = info.tobuf(tarfile.GNU_FORMAT) + record.ljust(BLOCK, b"\0") + tar({"file": b"1"})
    with pytest.raises(BrokenArchiveError):
        read(archive)
