"""One build's exchange with the engine: the context goes up, the answer comes down.

It runs in a thread of its own, because the answer can only be read once the request's last byte
is sent, while the reader wants to hear of the upload as it goes on and to be free to cancel.
"""

import queue
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import docker
import docker.errors
import msgspec
import requests
from msgspec import Struct

from walkthrough.build.answer import Batch, answer_events
from walkthrough.build.failure import cancelled
from walkthrough.build.model import (
    OWN_NAMES,
    BuildEvent,
    BuildFailed,
    BuildFinished,
    ContextSent,
)
from walkthrough.build.order import Order
from walkthrough.build.trace import Trace
from walkthrough.errors import BadInputError, NoUsableEngineError, WalkthroughError

CANCEL_WITHIN_S = 0.6
ASK_AGAIN_S = 0.2
ASK_TIMEOUT_S = 0.3
POLL_S = 0.1
PROGRESS_EVERY_S = 0.1
WAITING_BATCHES = 64


class _StoppedError(Exception):
    """The build was cancelled while its context was on its way."""


class _Refusal(Struct):
    message: str


class Exchange:
    """One build on its way: iterate `events` once, call `cancel` from any thread."""

    def __init__(self, client: docker.APIClient, order: Order) -> None:
        self._client: Any = client
        self._order = order
        self._batches: queue.Queue[Batch | BaseException] = queue.Queue(WAITING_BATCHES)
        self._lock = threading.Lock()
        self._settled = False
        self._cancelled = threading.Event()
        self._over = threading.Event()
        self._began = time.perf_counter()
        self._sent_at = time.time()
        self._unreadable: Exception | None = None
        self._response: requests.Response | None = None
        self._built = ""

    def events(self) -> Iterator[BuildEvent]:
        """The build's events as they arrive; closing the iterator cancels the build."""
        name = f"build {self._order.id}"
        threading.Thread(target=self._carry_out, name=name, daemon=True).start()
        try:
            for batch in self._arriving():
                yield from batch
        finally:
            self._end()
        if self._cancelled.is_set():
            yield cancelled(self._now_s())

    def cancel(self) -> None:
        """End the build; harmless when its end has been told."""
        with self._lock:
            if self._settled or self._cancelled.is_set():
                return
            self._cancelled.set()
        self._ask_to_cancel()

    def _arriving(self) -> Iterator[Batch]:
        while not self._cancelled.is_set():
            try:
                batch = self._batches.get(timeout=POLL_S)
            except queue.Empty:
                continue
            if isinstance(batch, BaseException):
                raise batch
            if isinstance(batch[-1], BuildFinished | BuildFailed):
                if self._settle():
                    yield batch
                return
            yield batch

    def _settle(self) -> bool:
        """Whether the build's end came before any cancel."""
        with self._lock:
            self._settled = not self._cancelled.is_set()
            return self._settled

    def _end(self) -> None:
        if self._settled:
            return
        self.cancel()
        deadline = time.perf_counter() + CANCEL_WITHIN_S
        while not self._over.wait(ASK_AGAIN_S) and time.perf_counter() < deadline:
            self._ask_to_cancel()
        if not self._over.is_set() and self._response is not None:
            with suppress(OSError, ValueError, AttributeError, RuntimeError):
                self._response.raw.shutdown()
        if self._built and self._order.tag.startswith(OWN_NAMES):
            with suppress(requests.RequestException, docker.errors.APIError):
                self._client.remove_image(self._order.tag, noprune=True)

    def _ask_to_cancel(self) -> None:
        url = self._client._url("/build/cancel")
        with suppress(requests.RequestException):
            self._client._post(url, params={"id": self._order.id}, timeout=ASK_TIMEOUT_S)

    def _carry_out(self) -> None:
        try:
            self._converse()
        except _StoppedError:
            pass
        except BaseException as error:
            self._hand_over(self._told(error))
        finally:
            if self._response is not None:
                self._response.close()
            self._over.set()

    def _converse(self) -> None:
        if self._cancelled.is_set():
            return
        self._response = response = self._client._post(
            self._client._url("/build"),
            params=self._order.parameters,
            data=self._body(),
            headers={"Content-Type": "application/x-tar"},
            stream=True,
            timeout=None,
        )
        if response.status_code >= 400:
            raise _refused(response.content)
        if self._cancelled.is_set():
            self._ask_to_cancel()
        trace = Trace(self._order.step, self._sent_at)
        pieces = response.iter_content(None)
        for batch in answer_events(pieces, trace, self._order.parsed, self._now_s):
            for event in batch[-1:]:
                self._built = event.image_id if isinstance(event, BuildFinished) else ""
            self._hand_over(batch)

    def _body(self) -> Iterator[bytes]:
        """The context, told of as it goes. The first byte of the request is sent just before."""
        self._began = time.perf_counter()
        self._sent_at = time.time()
        sent = 0
        told_s = 0.0
        chunks = self._order.archive()
        while True:
            try:
                chunk = next(chunks, None)
            except Exception as error:
                self._unreadable = error
                raise
            if chunk is None:
                break
            yield chunk
            if self._cancelled.is_set():
                raise _StoppedError
            sent += len(chunk)
            if self._now_s() - told_s >= PROGRESS_EVERY_S:
                told_s = self._now_s()
                self._hand_over((ContextSent(told_s, sent, done=False),))
        self._hand_over((ContextSent(self._now_s(), sent, done=True),))

    def _hand_over(self, batch: Batch | BaseException) -> None:
        while batch and not self._cancelled.is_set():
            with suppress(queue.Full):
                self._batches.put(batch, timeout=POLL_S)
                return

    def _told(self, error: BaseException) -> BaseException:
        """The error as its reader should meet it."""
        cause = self._unreadable or error
        if isinstance(cause, WalkthroughError):
            return cause
        if isinstance(cause, OSError) and self._unreadable is not None:
            return BadInputError(
                "The build context cannot be read.",
                str(cause),
                "Make the file readable, or leave it out with a .dockerignore file.",
            )
        if isinstance(cause, requests.RequestException):
            return NoUsableEngineError(
                "The engine cannot be reached, or went away while the context was sent.",
                str(cause),
                "Run `walkthrough doctor` to see what is wrong with it.",
            )
        return cause

    def _now_s(self) -> float:
        return time.perf_counter() - self._began


def _refused(answer: bytes) -> NoUsableEngineError:
    reason = answer[:500].decode("utf-8", errors="replace").strip()
    with suppress(msgspec.MsgspecError):
        reason = msgspec.json.decode(answer, type=_Refusal).message
    return NoUsableEngineError(
        "The engine refused to build.",
        reason or "It gave no reason.",
        "Run `walkthrough doctor` to see what this engine can do.",
    )
