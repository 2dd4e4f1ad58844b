"""The engine's answer to a build request as events: the trace, the image or the failure."""

from collections.abc import Callable, Iterable, Iterator

import msgspec
import requests
from google.protobuf.message import DecodeError

from walkthrough.build.failure import failure
from walkthrough.build.frames import IMAGE_ID, TRACE_ID, frames, image_id, trace_bytes
from walkthrough.build.model import BuildEvent, BuildFinished
from walkthrough.build.trace import Trace
from walkthrough.course.dockerfile import Dockerfile
from walkthrough.errors import NoUsableEngineError

Batch = tuple[BuildEvent, ...]

_BROKEN = (
    requests.RequestException,
    msgspec.MsgspecError,
    DecodeError,
    OSError,
    ValueError,
)
_TAGGED = "Successfully tagged "


def answer_events(
    pieces: Iterable[bytes],
    trace: Trace,
    dockerfile: Dockerfile | None,
    now_s: Callable[[], float],
) -> Iterator[Batch]:
    """What each message of the response body comes to; the last batch ends the build.

    `now_s` gives the seconds since the request. Raises NoUsableEngineError for the answer of an
    engine that builds without BuildKit. A connection that is lost ends in BuildFailed.
    """
    built = ""
    message = ""
    traced = False
    try:
        for frame in frames(pieces):
            if frame.id == TRACE_ID:
                traced = True
                yield tuple(trace.read(trace_bytes(frame), now_s()))
            elif frame.id == IMAGE_ID:
                built = image_id(frame)
            elif frame.stream and not traced and not frame.stream.startswith(_TAGGED):
                raise _without_buildkit()
            message = message or frame.failure
    except _BROKEN as error:
        message = message or f"The connection to the engine was lost: {error}"
    time_s = now_s()
    yield (*trace.end(time_s), _end(built, message, time_s, trace, dockerfile))


def _end(
    built: str, message: str, time_s: float, trace: Trace, dockerfile: Dockerfile | None
) -> BuildEvent:
    if built and not message:
        return BuildFinished(time_s, built)
    failed = trace.failed
    step = failed.step if failed else None
    return failure(
        message or "The engine ended its answer without an image",
        time_s,
        step,
        trace.log_tail(step.id) if step else (),
        dockerfile,
    )


def _without_buildkit() -> NoUsableEngineError:
    return NoUsableEngineError(
        "This engine builds without BuildKit.",
        "Its answer is the classic builder's or Podman's: no times of steps, no cache namespaces.",
        "Use a Docker engine of version 20.10 or newer; `walkthrough doctor` says which one is "
        "found.",
    )
