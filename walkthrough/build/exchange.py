"""One build's conversation with the engine: the context goes up, the response comes down.

The conversation runs in a thread of its own, because the response can only be read once the
request's last byte is sent, while its reader wants to hear of the upload as it goes on and to be
free to cancel at any moment.
"""

import json
import queue
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import docker
import msgspec
import requests
from google.protobuf.message import DecodeError

from walkthrough.build.frames import IMAGE_ID, TRACE_ID, frames, image_id, trace_bytes
from walkthrough.build.model import (
    BuildEvent,
    BuildFailed,
    BuildFinished,
    BuildRequest,
    ContextSent,
)
from walkthrough.build.steps import step_of
from walkthrough.build.trace import Trace
from walkthrough.errors import NoUsableEngineError

CANCEL_WITHIN_S = 0.8
POLL_S = 0.1
PROGRESS_EVERY_S = 0.1
WAITING_BATCHES = 64

Batch = tuple[BuildEvent, ...]


class _StoppedError(Exception):
    """The reader is gone or has cancelled: nothing more is wanted."""


class Exchange:
    """One build on its way: `events` may be iterated once, `cancel` called from any thread."""

    def __init__(self, client: docker.APIClient, request: BuildRequest) -> None:
        self._client: Any = client
        self._request = request
        self._batches: queue.Queue[Batch | BaseException | None] = queue.Queue(WAITING_BATCHES)
        self._cancelled = threading.Event()
        self._done = threading.Event()
        self._began = time.perf_counter()
        self._trace = Trace(step_of, time.time())
        self._response: requests.Response | None = None

    def events(self) -> Iterator[BuildEvent]:
        """The build's events as they arrive."""
        name = f"build {self._request.id}"
        threading.Thread(target=self._converse, name=name, daemon=True).start()
        while True:
            if self._cancelled.is_set():
                self._done.wait(CANCEL_WITHIN_S)
                yield BuildFailed(self._now(), "The build was cancelled.", cancelled=True)
                return
            try:
                batch = self._batches.get(timeout=POLL_S)
            except queue.Empty:
                continue
            if batch is None:
                return
            if isinstance(batch, BaseException):
                raise batch
            yield from batch

    def cancel(self) -> None:
        """End the build; harmless when it has ended."""
        if self._done.is_set() or self._cancelled.is_set():
            return
        self._cancelled.set()
        url = self._client._url("/build/cancel")
        with suppress(requests.RequestException):
            self._client._post(url, params={"id": self._request.id}, timeout=CANCEL_WITHIN_S)

    def _converse(self) -> None:
        try:
            self._read(self._send())
            self._hand_over(None)
        except _StoppedError:
            pass
        except BaseException as error:
            with suppress(_StoppedError):
                self._hand_over(error)
        finally:
            if self._response is not None:
                self._response.close()
            self._done.set()

    def _send(self) -> requests.Response:
        self._response = self._client._post(
            self._client._url("/build"),
            params=parameters(self._request),
            data=self._body(),
            headers={"Content-Type": "application/x-tar"},
            stream=True,
            timeout=None,
        )
        if self._response.status_code >= 400:
            raise NoUsableEngineError(
                "The engine refused the build.",
                self._response.text.strip()[:500],
                "Run `walkthrough doctor` to see what this engine can do.",
            )
        return self._response

    def _body(self) -> Iterator[bytes]:
        self._began = time.perf_counter()
        self._trace = Trace(step_of, time.time())
        sent = 0
        told_at = 0.0
        for chunk in self._request.context.chunks():
            yield chunk
            self._check_stopped()
            sent += len(chunk)
            if self._now() - told_at >= PROGRESS_EVERY_S:
                told_at = self._now()
                self._hand_over((ContextSent(told_at, sent, done=False),))
        self._hand_over((ContextSent(self._now(), sent, done=True),))

    def _read(self, response: requests.Response) -> None:
        built = ""
        failure = ""
        try:
            for frame in frames(response.iter_content(None)):
                self._check_stopped()
                if frame.id == TRACE_ID:
                    self._hand_over(tuple(self._trace.read(trace_bytes(frame), self._now())))
                elif frame.id == IMAGE_ID:
                    built = image_id(frame)
                failure = failure or frame.failure
        except (requests.RequestException, ValueError, msgspec.MsgspecError, DecodeError) as error:
            failure = failure or f"The engine's answer broke off: {error}"
        now = self._now()
        rest = tuple(self._trace.end(now))
        if built and not failure:
            self._hand_over((*rest, BuildFinished(now, built)))
            return
        failed = self._trace.failed
        step = failed.step if failed else None
        self._hand_over((*rest, BuildFailed(now, failure, step=step)))

    def _hand_over(self, batch: Batch | BaseException | None) -> None:
        while True:
            self._check_stopped()
            with suppress(queue.Full):
                self._batches.put(batch, timeout=POLL_S)
                return

    def _check_stopped(self) -> None:
        if self._cancelled.is_set():
            raise _StoppedError

    def _now(self) -> float:
        return time.perf_counter() - self._began


def parameters(request: BuildRequest) -> dict[str, str]:
    """The query of `POST /build` for a request."""
    build_args = {**request.build_args, "BUILDKIT_CACHE_MOUNT_NS": request.cache_namespace}
    wanted = {
        "version": "2",
        "buildid": request.id,
        "t": request.tag,
        "dockerfile": request.dockerfile_name,
        "target": request.target or "",
        "buildargs": json.dumps(build_args),
        "labels": json.dumps(request.labels),
        "nocache": "1" if request.no_cache else "",
        "rm": "1",
        "forcerm": "1",
    }
    return {name: value for name, value in wanted.items() if value}
