"""Layers as they are compressed: unpacks stored blobs as they stream by, and computes what the
blob of a layer would weigh where an engine keeps only the unpacked layer."""

import sys
import zlib
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from typing import Literal

from walkthrough.engine.image_archive import BrokenArchiveError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Compression = Literal["gzip", "zstd"]
Pieces = Iterator[bytes | memoryview]

MAGIC: dict[bytes, Compression] = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}
LARGEST_PIECE = 1 << 20

LEVEL = 6
RAW_DEFLATE = -zlib.MAX_WBITS
GZIP = zlib.MAX_WBITS | 16
HISTORY = 32 << 10
WINDOW = 16 << 10
STRIDE = 256 << 10
SAMPLED_FROM_BYTES = 16 << 20
PENDING = 8


def compression_of(head: bytes) -> Compression | None:
    """How the content that starts with `head` is compressed, as its magic number tells."""
    return next((name for magic, name in MAGIC.items() if head.startswith(magic)), None)


def unpacked(compression: Compression, pieces: Pieces) -> Pieces:
    """The unpacked content, at most a mebibyte at a time.

    Blobs may be made of several gzip members or zstd frames. Raises BrokenArchiveError.
    """
    try:
        yield from _gunzipped(pieces) if compression == "gzip" else _unzstd(pieces)
    except (zlib.error, zstd.ZstdError, EOFError) as error:
        raise BrokenArchiveError(f"A {compression} blob cannot be unpacked: {error}.") from error


def _gunzipped(pieces: Pieces) -> Iterator[bytes]:
    unpacking = zlib.decompressobj(GZIP)
    for piece in pieces:
        left: bytes | memoryview = piece
        while left:
            if unpacking.eof:
                unpacking = zlib.decompressobj(GZIP)
            yield unpacking.decompress(left, LARGEST_PIECE)
            left = unpacking.unused_data if unpacking.eof else unpacking.unconsumed_tail
    while not unpacking.eof and (last := unpacking.decompress(b"", LARGEST_PIECE)):
        yield last
    if not unpacking.eof:
        raise EOFError("it ends too early")


def _unzstd(pieces: Pieces) -> Iterator[bytes]:
    unpacking = zstd.ZstdDecompressor()
    for piece in pieces:
        left = bytes(piece)
        while left or not (unpacking.eof or unpacking.needs_input):
            if unpacking.eof:
                unpacking = zstd.ZstdDecompressor()
            yield unpacking.decompress(left, LARGEST_PIECE)
            left = unpacking.unused_data if unpacking.eof else b""
    if not unpacking.eof:
        raise EOFError("it ends too early")


class CompressedSize:
    """The size of a layer's gzip blob at zlib's level 6, which is what engines push with.

    A layer of up to 16 MiB is compressed whole; of a larger one, 16 KiB in every 256 KiB is, with
    the 32 KiB before it as the history that deflate would have there, and the rest is taken to
    compress as well. Which bytes are looked at depends on the layer alone, so a layer has the same
    size in every image and every run. `executor` does the work beside the reading: zlib lets
    other threads run.
    """

    def __init__(self, executor: Executor, layer_bytes: int) -> None:
        self._executor = executor
        self._layer_bytes = layer_bytes
        self._whole = layer_bytes <= SAMPLED_FROM_BYTES
        self._stream = zlib.compressobj(LEVEL, wbits=GZIP)
        self._position = 0
        self._collected = bytearray()
        self._pending: deque[Future[int]] = deque()
        self._compressed = 0
        self._looked_at = 0

    def add(self, piece: memoryview) -> None:
        """Look at the next bytes of the layer."""
        if self._whole:
            self._submit(self._compress_next, bytes(piece))
            return
        at = 0
        while at < len(piece):
            place = (self._position + at) % STRIDE
            if place < STRIDE - HISTORY - WINDOW:
                at += STRIDE - HISTORY - WINDOW - place
                continue
            wanted = STRIDE - place
            self._collected += piece[at : at + wanted]
            at += wanted
            if at <= len(piece):
                self._submit(_compressed_window, bytes(self._collected))
                self._looked_at += WINDOW
                self._collected.clear()
        self._position += len(piece)

    def result(self) -> int:
        """The blob's bytes, once the whole layer was added."""
        if self._whole:
            self._submit(self._finish, b"")
        while self._pending:
            self._compressed += self._pending.popleft().result()
        if self._whole:
            return self._compressed
        return round(self._compressed / self._looked_at * self._layer_bytes)

    def _submit(self, work: Callable[[bytes], int], data: bytes) -> None:
        if len(self._pending) == PENDING:
            self._compressed += self._pending.popleft().result()
        self._pending.append(self._executor.submit(work, data))

    def _compress_next(self, data: bytes) -> int:
        return len(self._stream.compress(data))

    def _finish(self, _nothing: bytes) -> int:
        return len(self._stream.flush())


def _compressed_window(data: bytes) -> int:
    """What the window at the end of `data` adds to a stream that has the bytes before it."""
    compressing = zlib.compressobj(
        LEVEL,
        zlib.DEFLATED,
        RAW_DEFLATE,
        zlib.DEF_MEM_LEVEL,
        zlib.Z_DEFAULT_STRATEGY,
        data[:HISTORY],
    )
    return len(compressing.compress(data[HISTORY:])) + len(compressing.flush())
