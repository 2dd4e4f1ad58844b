"""Stored blobs unpack to their layers, and an unpacked layer's download is close to its blob."""

import gzip
import random
import sys
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.unit.image.archives import BINARY, in_pieces
from walkthrough.engine.compression import (
    LARGEST_PIECE,
    SAMPLED_FROM_BYTES,
    CompressedSize,
    compression_of,
    unpacked,
)
from walkthrough.engine.image_archive import BrokenArchiveError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

WAYS = [
    pytest.param(gzip.compress, id="gzip"),
    pytest.param(zstd.compress, id="zstd"),
]


def unpack(blob: bytes, piece: int = 32760) -> bytes:
    compression = compression_of(blob)
    assert compression is not None
    return b"".join(unpacked(compression, in_pieces(blob, piece)))


@pytest.mark.parametrize("compress", WAYS)
@pytest.mark.parametrize("piece", [1, 5, 32760])
def test_a_stored_blob_unpacks(compress: Callable[[bytes], bytes], piece: int) -> None:
    assert unpack(compress(BINARY), piece) == BINARY


@pytest.mark.parametrize("compress", WAYS)
def test_a_blob_may_be_several_streams_one_after_the_other(
    compress: Callable[[bytes], bytes],
) -> None:
    assert unpack(compress(BINARY) + compress(b"") + compress(b"more")) == BINARY + b"more"


@pytest.mark.parametrize("compress", WAYS)
def test_what_packs_well_unpacks_in_small_pieces(compress: Callable[[bytes], bytes]) -> None:
    blob = compress(bytes(20 << 20))
    compression = compression_of(blob)
    assert compression is not None
    sizes = [len(piece) for piece in unpacked(compression, iter([blob]))]
    assert sum(sizes) == 20 << 20
    assert max(sizes) <= LARGEST_PIECE


@pytest.mark.parametrize("compress", WAYS)
def test_a_blob_that_breaks_off_is_not_taken_for_whole(compress: Callable[[bytes], bytes]) -> None:
    with pytest.raises(BrokenArchiveError, match="ends too early"):
        unpack(compress(BINARY)[:-9])


@pytest.mark.parametrize("compress", WAYS)
def test_a_damaged_blob_is_refused(compress: Callable[[bytes], bytes]) -> None:
    blob = bytearray(compress(random.Random(1).randbytes(5000)))
    blob[4:40] = b"\xff" * 36
    with pytest.raises(BrokenArchiveError, match="cannot be unpacked"):
        unpack(bytes(blob))


def test_what_is_not_compressed_is_known_as_such() -> None:
    assert compression_of(b'{"schemaVersion": 2}') is None
    assert compression_of(b"") is None


def estimate(layer: bytes, piece: int = 32760) -> int:
    with ThreadPoolExecutor(1) as executor:
        download = CompressedSize(executor, len(layer))
        for one in in_pieces(layer, piece):
            download.add(memoryview(one))
        return download.result()


def zlib_bytes(layer: bytes) -> int:
    compressing = zlib.compressobj(6, zlib.DEFLATED, 31)
    return len(compressing.compress(layer)) + len(compressing.flush())


def text(random_numbers: random.Random, count: int) -> bytes:
    words = [random_numbers.randbytes(random_numbers.randint(2, 9)).hex() for _ in range(2000)]
    return " ".join(random_numbers.choices(words, k=count // 10)).encode()[:count]


def varied_layer(mebibytes: int) -> bytes:
    """Files of a few KiB to a few MiB that compress well, hardly or not at all."""
    random_numbers = random.Random(2)
    parts: list[bytes] = []
    size = 0
    while size < mebibytes << 20:
        count = int(2 ** random_numbers.uniform(11, 21))
        kind = random_numbers.random()
        if kind < 0.6:
            part = text(random_numbers, count)
        elif kind < 0.8:
            part = random_numbers.randbytes(count)
        else:
            part = bytes(count)
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def test_a_layer_of_some_megabytes_is_compressed_whole() -> None:
    layer = varied_layer(2)
    assert estimate(layer) == zlib_bytes(layer)


def test_a_large_layers_download_is_within_a_few_percent() -> None:
    layer = varied_layer(48)
    assert len(layer) > 2 * SAMPLED_FROM_BYTES
    assert estimate(layer) == pytest.approx(zlib_bytes(layer), rel=0.05)


def test_where_the_bytes_were_cut_does_not_change_a_layers_download() -> None:
    layer = varied_layer(17)
    downloads = {estimate(layer, piece) for piece in (4096, 32760, 250_000, 5 << 20)}
    assert len(downloads) == 1


def test_a_layer_just_too_large_to_be_compressed_whole_is_close_too() -> None:
    layer = varied_layer(17)[: SAMPLED_FROM_BYTES + 1]
    assert estimate(layer) != zlib_bytes(layer)
    assert estimate(layer) == pytest.approx(zlib_bytes(layer), rel=0.1)


def test_an_error_while_reading_is_not_hidden() -> None:
    def broken() -> Iterator[bytes]:
        yield gzip.compress(BINARY)[:100]
        raise ConnectionError

    with pytest.raises(ConnectionError):
        list(unpacked("gzip", broken()))
