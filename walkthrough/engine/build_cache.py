"""What the engine's build cache holds, as `GET /system/df` tells it."""

import time
from typing import Any

import docker
from msgspec import Struct

POLL_S = 0.05


class CacheRecord(Struct, frozen=True):
    """One record of the build cache. `kind` is the engine's own word: `regular`,
    `source.local`, `exec.cachemount`, ..."""

    id: str
    kind: str
    description: str
    bytes: int
    in_use: bool


def cache_records(client: docker.APIClient) -> dict[str, CacheRecord]:
    """The build cache's records by id. Newer engines are asked for nothing else."""
    daemon: Any = client
    response = daemon._get(daemon._url("/system/df"), params={"type": "build-cache"})
    answer: dict[str, Any] = daemon._result(response, json=True)
    return {record["ID"]: _record(record) for record in answer.get("BuildCache") or []}


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
