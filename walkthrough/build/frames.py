"""The engine's response body as messages: JSON objects, one a line, as they arrive in pieces."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from msgspec import Raw, Struct

TRACE_ID = "moby.buildkit.trace"
IMAGE_ID = "moby.image.id"
LONGEST_MESSAGE_BYTES = 64 * 1024 * 1024


class ErrorDetail(Struct, frozen=True):
    """Why the engine ended the build."""

    message: str = ""


class Frame(Struct, frozen=True):
    """One message. `id` says what `aux` holds; an engine without BuildKit sends `stream` only."""

    id: str = ""
    aux: Raw = Raw()
    stream: str = ""
    error: str = ""
    error_detail: ErrorDetail = msgspec.field(name="errorDetail", default=ErrorDetail())

    @property
    def failure(self) -> str:
        """The engine's own words for what went wrong, empty where nothing did."""
        return self.error_detail.message or self.error


class _ImageId(Struct, frozen=True):
    ID: str = ""


_decoder = msgspec.json.Decoder(Frame)
_trace_decoder = msgspec.json.Decoder(bytes)
_image_decoder = msgspec.json.Decoder(_ImageId)


def frames(pieces: Iterable[bytes]) -> Iterator[Frame]:
    """Every message of the body, as soon as its last byte is there.

    Raises ValueError for what is no such message, or one longer than 64 MiB.
    """
    rest = bytearray()
    for piece in pieces:
        rest += piece
        if b"\n" not in piece:
            if len(rest) > LONGEST_MESSAGE_BYTES:
                raise ValueError("a message of the engine has no end")
            continue
        *lines, last = rest.split(b"\n")
        rest = bytearray(last)
        for line in lines:
            yield from _frame(line)
    yield from _frame(rest)


def trace_bytes(frame: Frame) -> bytes:
    """The protobuf message that a trace frame carries."""
    return _trace_decoder.decode(frame.aux)


def image_id(frame: Frame) -> str:
    """The image id that an image frame carries."""
    return _image_decoder.decode(frame.aux).ID


def _frame(line: Any) -> Iterator[Frame]:
    if line.strip():
        yield _decoder.decode(line)
