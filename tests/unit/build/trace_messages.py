"""Short ways to write the engine's trace messages in tests; times are seconds since 1970."""

import base64
import json

from google.protobuf.timestamp_pb2 import Timestamp

from walkthrough.build.trace_pb2 import (
    Position,
    Range,
    StatusResponse,
    Vertex,
    VertexLog,
    VertexStatus,
    VertexWarning,
)


def moment(seconds: float | None) -> Timestamp | None:
    """The protobuf form of a time."""
    if seconds is None:
        return None
    whole = int(seconds)
    return Timestamp(seconds=whole, nanos=round((seconds - whole) * 1e9))


def vertex(
    name: str,
    started: float | None = None,
    completed: float | None = None,
    *,
    cached: bool = False,
    error: str = "",
    digest: str = "",
) -> Vertex:
    """A vertex; its digest is its name unless another one is given."""
    return Vertex(
        digest=digest or name,
        name=name.encode(),
        started=moment(started),
        completed=moment(completed),
        cached=cached,
        error=error.encode(),
    )


def log(vertex_id: str, msg: bytes, stream: int = 1) -> VertexLog:
    """A piece of a step's output."""
    return VertexLog(vertex=vertex_id, msg=msg, stream=stream)


def status(vertex_id: str, what: str, current: int, total: int) -> VertexStatus:
    """How far a part of a step is."""
    return VertexStatus(vertex=vertex_id, id=what.encode(), current=current, total=total)


def warning(text: str, url: str, line: int) -> VertexWarning:
    """A word of the engine's linter."""
    place = Range(start=Position(line=line), end=Position(line=line))
    return VertexWarning(short=text.encode(), url=url, ranges=[place])


def message(*parts: Vertex | VertexLog | VertexStatus | VertexWarning) -> bytes:
    """One trace message in its binary form."""
    return StatusResponse(
        vertexes=[part for part in parts if isinstance(part, Vertex)],
        statuses=[part for part in parts if isinstance(part, VertexStatus)],
        logs=[part for part in parts if isinstance(part, VertexLog)],
        warnings=[part for part in parts if isinstance(part, VertexWarning)],
    ).SerializeToString()


def frame(trace_message: bytes) -> bytes:
    """A trace message as it stands in the response body."""
    aux = base64.b64encode(trace_message).decode()
    return json.dumps({"id": "moby.buildkit.trace", "aux": aux}).encode() + b"\r\n"


IMAGE_FRAME = b'{"id":"moby.image.id","aux":{"ID":"sha256:built"}}\r\n'


def error_frame(text: str) -> bytes:
    """The message that ends a failed build."""
    return json.dumps({"errorDetail": {"message": text}, "error": text}).encode() + b"\r\n"
