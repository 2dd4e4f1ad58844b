"""What the engine's build cache holds, as `GET /system/df` tells it."""

from typing import Any

import docker
from msgspec import Struct


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


def _record(raw: dict[str, Any]) -> CacheRecord:
    return CacheRecord(
        id=raw["ID"],
        kind=raw.get("Type", ""),
        description=raw.get("Description", ""),
        bytes=raw.get("Size", 0),
        in_use=raw.get("InUse", False),
    )
