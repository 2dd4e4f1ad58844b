"""A build as data: the request, the events it becomes, the driver's protocol.

Times are seconds since the request's first byte was sent; sizes are bytes. Every driver (Engine
API, recorded, fake) speaks these events, and nobody else knows which one runs.
"""

from collections.abc import Iterator
from typing import Literal, Protocol

from msgspec import Struct

StepKind = Literal["metadata", "base", "context", "instruction", "export", "other"]

OWN_NAMES = "walkthrough.local/"
"""Image names under it are walkthrough's own; a driver takes no other name off an image."""


class ContextSource(Protocol):
    """A build context that can be streamed as a tar archive, once or more often."""

    def chunks(self) -> Iterator[bytes]:
        """The archive, piece by piece; the whole is never held in memory."""
        ...


class BuildRequest(Struct, frozen=True):
    """One build as it is asked for.

    `dockerfile` is the text as its author wrote it and `dockerfile_name` its name in the context;
    `bases` maps image references to what stands in for them on this engine. `cache_namespace`
    separates the build's cache mounts from everybody else's and must never be empty: with
    `no_cache` an engine deletes the cache mounts of its namespace. Without `network` no RUN line
    reaches anything. `platform` is what the image is for, None for the engine's own.
    """

    id: str
    dockerfile: str
    dockerfile_name: str
    context: ContextSource
    cache_namespace: str
    tag: str
    labels: dict[str, str] = {}
    target: str | None = None
    build_args: dict[str, str] = {}
    bases: dict[str, str] = {}
    no_cache: bool = False
    network: bool = True
    platform: str | None = None


class Step(Struct, frozen=True):
    """One vertex of the build as a reader knows it.

    `line` is the Dockerfile line (1-based) of an instruction or a FROM, None for the engine's own
    steps; `index` and `total` are n and m of `[stage n/m]`.
    """

    id: str
    name: str
    kind: StepKind
    stage: str | None = None
    index: int | None = None
    total: int | None = None
    line: int | None = None


class StepStarted(Struct, frozen=True, tag="step-started"):
    """A step began to run. The same step may start again."""

    time_s: float
    step: Step


class StepProgress(Struct, frozen=True, tag="step-progress"):
    """How far a part of a step is, in bytes (`total` is 0 where unknown)."""

    time_s: float
    step_id: str
    what: str
    current: int
    total: int


class StepLog(Struct, frozen=True, tag="step-log"):
    """Output of a step: one line, without its line end."""

    time_s: float
    step_id: str
    stream: Literal["stdout", "stderr"]
    text: str


class StepFinished(Struct, frozen=True, tag="step-finished"):
    """A step ended. `intervals` are all its runs so far, as (start, end) on the engine's clock
    moved to the request's start; `error` is empty unless it failed."""

    time_s: float
    step: Step
    cached: bool
    intervals: tuple[tuple[float, float], ...]
    error: str = ""


class BuildWarned(Struct, frozen=True, tag="build-warned"):
    """The engine's linter has something to say about a Dockerfile line."""

    time_s: float
    text: str
    url: str = ""
    line: int | None = None


class ContextSent(Struct, frozen=True, tag="context-sent"):
    """So many bytes of the context have gone to the engine; `done` with the last one."""

    time_s: float
    bytes: int
    done: bool


class BuildFinished(Struct, frozen=True, tag="build-finished"):
    """The build succeeded and this is its image."""

    time_s: float
    image_id: str


class BuildFailed(Struct, frozen=True, tag="build-failed"):
    """The build failed: why, in which step, at which Dockerfile line (None where unknown)."""

    time_s: float
    reason: str
    hint: str = ""
    step: Step | None = None
    dockerfile_line: int | None = None
    cancelled: bool = False


BuildEvent = (
    StepStarted
    | StepProgress
    | StepLog
    | StepFinished
    | BuildWarned
    | ContextSent
    | BuildFinished
    | BuildFailed
)


class BuildDriver(Protocol):
    """Carries out builds. Synchronous: iterate `build`, call `cancel` from another thread."""

    def build(self, request: BuildRequest) -> Iterator[BuildEvent]:
        """Build and yield what happens; the last event is BuildFinished or BuildFailed."""
        ...

    def cancel(self, request_id: str) -> None:
        """End a running build within a second; its iterator then ends with BuildFailed."""
        ...
