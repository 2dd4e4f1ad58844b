"""An image's archive as the engine sends it, with an ear for whoever wants it to end.

An engine may pack for many seconds before its first byte. A thread of its own waits for it, so
that the reader can be asked meanwhile, several times a second, whether to go on.
"""

import queue
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, suppress
from typing import Any

import docker
import requests
import urllib3
from docker.errors import DockerException

from walkthrough.engine.image_archive import BrokenArchiveError

BATCH_BYTES = 1 << 18
MOST_BATCHES = 8
ASKED_EVERY_S = 0.1
IDLE_SECONDS = 600
EXPORT_ERRORS = (
    BrokenArchiveError,
    DockerException,
    requests.RequestException,
    urllib3.exceptions.HTTPError,
)
"""What reading an export may raise because of the engine."""
Batch = list[bytes]


class Export:
    """One image's archive, in pieces, until it ends or nobody wants it any more."""

    def __init__(self, client: docker.APIClient, image_id: str) -> None:
        self._daemon: Any = client
        self._image_id = image_id
        self._batches: queue.Queue[Batch | Exception | None] = queue.Queue(MOST_BATCHES)
        self._unwanted = threading.Event()

    def pieces(self, go_on: Callable[[], None]) -> Generator[bytes, None, None]:
        """The archive's bytes. What `go_on` raises ends it; what the connection raises comes out.

        The connection is closed when the iterator is.
        """
        threading.Thread(target=self._receive, name="image-export", daemon=True).start()
        try:
            while True:
                go_on()
                try:
                    batch = self._batches.get(timeout=ASKED_EVERY_S)
                except queue.Empty:
                    continue
                if isinstance(batch, Exception):
                    raise batch
                if batch is None:
                    return
                yield from batch
        finally:
            self._unwanted.set()

    def _receive(self) -> None:
        try:
            url = self._daemon._url("/images/{0}/get", self._image_id)
            response: requests.Response = self._daemon._get(url, stream=True, timeout=IDLE_SECONDS)
            with closing(response):
                self._daemon._raise_for_status(response)
                for batch in _batches(response.raw.stream(BATCH_BYTES, decode_content=False)):
                    if not self._hand_over(batch):
                        return
            self._hand_over(None)
        except Exception as error:
            self._hand_over(error)

    def _hand_over(self, batch: Batch | Exception | None) -> bool:
        """Whether somebody takes it."""
        while not self._unwanted.is_set():
            with suppress(queue.Full):
                self._batches.put(batch, timeout=ASKED_EVERY_S)
                return True
        return False


def _batches(pieces: Iterator[bytes]) -> Iterator[Batch]:
    """The pieces, of which the engine sends small ones, some at a time: threads that hand over
    each one keep each other from working."""
    batch: Batch = []
    held = 0
    for piece in pieces:
        batch.append(piece)
        held += len(piece)
        if held >= BATCH_BYTES:
            yield batch
            batch, held = [], 0
    yield batch
