"""What the engine's build cache holds, as `GET /system/df` tells it."""

import time
from typing import Any

import docker
from docker.errors import APIError
from msgspec import Struct

POLL_S = 0.05
TURN_PATIENCE_S = 60.0
REFUSAL = "a disk usage operation is already running"


class CacheRecord(Struct, frozen=True):
    """One record of the build cache. `kind` is the engine's own word: `regular`,
    `source.local`, `exec.cachemount`, ..."""

    id: str
    kind: str
    description: str
    bytes: int
    in_use: bool


def cache_records(
    client: docker.APIClient, patience_s: float = TURN_PATIENCE_S
) -> dict[str, CacheRecord]:
    """The build cache's records by id. Newer engines are asked for nothing else.

    An engine answers one such question at a time and refuses others meanwhile (*tried* on 20.10):
    it is asked again for up to `patience_s` seconds.
    """
    until = time.monotonic() + patience_s
    while True:
        try:
            answer = _disk_usage(client)
        except APIError as error:
            if REFUSAL not in str(error.explanation) or time.monotonic() >= until:
                raise
            time.sleep(POLL_S)
        else:
            return {record["ID"]: _record(record) for record in answer.get("BuildCache") or []}


def _disk_usage(client: docker.APIClient) -> dict[str, Any]:
    daemon: Any = client
    response = daemon._get(daemon._url("/system/df"), params={"type": "build-cache"})
    answer: dict[str, Any] = daemon._result(response, json=True)
    return answer


def settled_cache_records(
    client: docker.APIClient, patience_s: float = 2.0
) -> dict[str, CacheRecord]:
    """The records once no build uses any, or after `patience_s` seconds as they are.

    An engine lets go of a build's records a moment after it has answered, so a record in use right
    after one build tells nothing; one still in use later belongs to another build.
    """
    until = time.monotonic() + patience_s
    while True:
        records = cache_records(client)
        if time.monotonic() >= until or not any(one.in_use for one in records.values()):
            return records
        time.sleep(POLL_S)


def _record(raw: dict[str, Any]) -> CacheRecord:
    return CacheRecord(
        id=raw["ID"],
        kind=raw.get("Type", ""),
        description=raw.get("Description", ""),
        bytes=raw.get("Size", 0),
        in_use=raw.get("InUse", False),
    )
