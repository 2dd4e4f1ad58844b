"""The engine's response body as messages."""

from collections.abc import Iterator

import pytest

from tests.unit.build.trace_messages import IMAGE_FRAME, error_frame, frame
from walkthrough.build import frames as frames_module
from walkthrough.build.frames import IMAGE_ID, TRACE_ID, frames, image_id, trace_bytes

BODY = frame(b"first \xff\x00 message") + IMAGE_FRAME + error_frame("it broke \u2713")


@pytest.mark.parametrize("size", [1, 2, 7, 64, 10_000])
def test_messages_are_the_same_however_the_body_is_cut(size: int) -> None:
    pieces = [BODY[start : start + size] for start in range(0, len(BODY), size)]
    trace, image, error = frames(pieces)
    assert (trace.id, trace_bytes(trace)) == (TRACE_ID, b"first \xff\x00 message")
    assert (image.id, image_id(image)) == (IMAGE_ID, "sha256:built")
    assert error.failure == "it broke \u2713"


def test_a_message_is_there_as_soon_as_its_line_is() -> None:
    received: list[int] = []

    def pieces() -> Iterator[bytes]:
        for number in range(3):
            received.append(number)
            yield IMAGE_FRAME

    arriving = frames(pieces())
    next(arriving)
    assert received == [0]


def test_a_last_message_needs_no_line_end() -> None:
    assert [one.id for one in frames([IMAGE_FRAME.rstrip()])] == [IMAGE_ID]


def test_an_error_without_detail_is_still_a_failure() -> None:
    (one,) = frames([b'{"error":"plain"}\n'])
    assert one.failure == "plain"


def test_what_is_no_message_is_refused() -> None:
    with pytest.raises(ValueError, match="malformed"):
        list(frames([b"<html>gateway timeout</html>\n"]))


def test_a_message_without_end_is_not_collected_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(frames_module, "LONGEST_MESSAGE_BYTES", 1000)
    with pytest.raises(ValueError, match="no end"):
        list(frames([b"x" * 100] * 100))
