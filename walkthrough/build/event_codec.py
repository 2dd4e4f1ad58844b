"""Build events as bytes and back: one JSON object a line."""

from collections.abc import Iterable

import msgspec

from walkthrough.build.model import BuildEvent
from walkthrough.errors import BadInputError

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(BuildEvent)


def encode_events(events: Iterable[BuildEvent]) -> bytes:
    """The events in order, a line each."""
    return _encoder.encode_lines(events)


def decode_events(data: bytes) -> tuple[BuildEvent, ...]:
    """The events that `encode_events` wrote; raises BadInputError for anything else."""
    try:
        return tuple(_decoder.decode_lines(data))
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BadInputError(
            "A recorded build cannot be read.",
            str(error),
            "Record it again with this version of walkthrough.",
        ) from error
