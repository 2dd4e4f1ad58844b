"""Pulling an image through the engine, as progress in bytes and errors that say what to do.

The engine does the pull and its answer decides. When this side stops reading, the engine stops
pulling and drops what is incomplete.
"""

from collections.abc import Generator
from typing import Any

import docker
import requests
from docker.auth import get_config_header, resolve_repository_name
from docker.errors import APIError
from docker.utils import parse_repository_tag
from msgspec import Struct
from urllib3.exceptions import HTTPError

from walkthrough.engine.pull_error import PullError, failure_of

FIRST_NEWS_SECONDS = 20
SILENCE_SECONDS = 300
RETRIES = 2
# The engine drops lines that its reader is too slow for: any of these may be the first to come.
AFTER_DOWNLOAD = frozenset(
    {"Verifying Checksum", "Download complete", "Extracting", "Pull complete", "Already exists"}
)


class PullProgress(Struct, frozen=True):
    """How far a pull is: bytes downloaded, of those announced so far (0 of 0 at the start)."""

    reference: str
    status: str
    current_bytes: int
    total_bytes: int


class LayersPulled:
    """The layers of one pull, as the engine's lines tell."""

    def __init__(self, reference: str) -> None:
        self._reference = reference
        self._bytes: dict[str, tuple[int, int]] = {}
        self._retrying: set[str] = set()
        self._retries: dict[str, int] = {}

    def after(self, line: dict[str, Any]) -> PullProgress:
        """The progress when the engine has said this. Raises PullError for an error or for one
        retry too many."""
        if "error" in line:
            said = str(line["error"])
            raise PullError(self._reference, failure_of(said, bool(self._bytes)), said)
        layer, status = str(line.get("id", "")), str(line.get("status", ""))
        self._count_retry(layer, status)
        if status == "Downloading":
            detail = line.get("progressDetail") or {}
            self._bytes[layer] = (detail.get("current", 0), detail.get("total", 0))
        elif status in AFTER_DOWNLOAD and layer in self._bytes:
            self._bytes[layer] = (self._bytes[layer][1], self._bytes[layer][1])
        elif status.startswith("Status: "):
            self._bytes = {name: (whole, whole) for name, (_, whole) in self._bytes.items()}
        current = sum(part for part, _ in self._bytes.values())
        return PullProgress(
            self._reference, status, current, sum(whole for _, whole in self._bytes.values())
        )

    def _count_retry(self, layer: str, status: str) -> None:
        """The engine says each second how long it still waits before it tries a layer again."""
        if not status.startswith("Retrying"):
            self._retrying.discard(layer)
            return
        if layer in self._retrying:
            return
        self._retrying.add(layer)
        self._retries[layer] = self._retries.get(layer, 0) + 1
        if self._retries[layer] > RETRIES:
            said = f"the download of layer {layer} broke off {RETRIES + 1} times"
            raise PullError(self._reference, "interrupted", said)


def pull(
    client: docker.APIClient, reference: str, first_news_s: float = FIRST_NEWS_SECONDS
) -> Generator[PullProgress, None, None]:
    """Pull an image and yield the progress. Closing the iterator ends the pull.

    The user's own registry logins are used. Raises PullError: also when the engine says nothing
    for `first_news_s` seconds at the start or for five minutes later, and when the download of a
    layer breaks off three times.
    """
    daemon: Any = client
    response = None
    layers = LayersPulled(reference)
    try:
        response = _ask(daemon, reference, first_news_s)
        daemon._raise_for_status(response)
        for line in daemon._stream_helper(response, decode=True):
            progress = layers.after(line)
            if progress.total_bytes:
                _wait_longer(daemon, response)
            yield progress
    except APIError as error:
        said = str(error.explanation)
        raise PullError(reference, failure_of(said), said) from error
    except (requests.Timeout, TimeoutError, HTTPError, requests.ConnectionError) as error:
        said = "the engine heard nothing from the registry for too long"
        raise PullError(reference, "unreachable", said) from error
    finally:
        if response is not None:
            response.close()


def _ask(daemon: Any, reference: str, first_news_s: float) -> requests.Response:
    repository, tag = parse_repository_tag(reference)
    registry, _ = resolve_repository_name(repository)
    login = get_config_header(daemon, registry)
    response: requests.Response = daemon._post(
        daemon._url("/images/create"),
        params={"fromImage": repository, "tag": tag or "latest"},
        headers={"X-Registry-Auth": login} if login else {},
        stream=True,
        timeout=(first_news_s, first_news_s),
    )
    return response


def _wait_longer(daemon: Any, response: requests.Response) -> None:
    """Allow long silences from now on: an engine unpacks a large layer without a word."""
    socket: Any = daemon._get_raw_response_socket(response)
    places: tuple[Any, ...] = (socket, getattr(socket, "_sock", None))
    for one in places:
        if hasattr(one, "settimeout"):
            one.settimeout(SILENCE_SECONDS)
