"""What the engine's build cache holds, as `GET /system/df` tells it."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import docker
from docker.errors import APIError
from msgspec import Struct

POLL_S = 0.05
TURN_PATIENCE_S = 60.0
REFUSAL = "a disk usage operation is already running"
HELD_S = 60.0
"""What nobody has touched for so long is held by the engine, not used by a build."""


class CacheRecord(Struct, frozen=True):
    """One record of the build cache. `kind` is the engine's own word: `regular`,
    `source.local`, `exec.cachemount`, ...; `in_use` tells that a build uses it now."""

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
            return _records(client)
        except APIError as error:
            if REFUSAL not in str(error.explanation) or time.monotonic() >= until:
                raise
            time.sleep(POLL_S)


def used_now(records: Sequence[dict[str, Any]], engine_now: datetime) -> frozenset[str]:
    """The ids of the records that a running build uses, of those that the engine calls in use.

    An engine never lets go of some records of a build that was cancelled, nor of what those build
    upon (*tried* on 20.10). So one counts that was touched within `HELD_S`, unless it is only in
    use because another one that is builds upon it.
    """
    marked = [one for one in records if one.get("InUse")]
    built_upon = {parent for one in marked for parent in _parents(one)}
    return frozenset(
        one["ID"]
        for one in marked
        if one["ID"] not in built_upon
        and (engine_now - _touched(one, engine_now)).total_seconds() < HELD_S
    )


def _records(client: docker.APIClient) -> dict[str, CacheRecord]:
    daemon: Any = client
    response = daemon._get(daemon._url("/system/df"), params={"type": "build-cache"})
    answer: dict[str, Any] = daemon._result(response, json=True)
    date = response.headers.get("Date")
    engine_now = parsedate_to_datetime(date) if date else datetime.now(UTC)
    found = answer.get("BuildCache") or []
    used = used_now(found, engine_now)
    return {one["ID"]: _record(one, one["ID"] in used) for one in found}


def _parents(record: dict[str, Any]) -> list[str]:
    """What it builds upon; engines before 23.0 name one."""
    parent = record.get("Parent")
    return record.get("Parents") or ([parent] if parent else [])


def _touched(record: dict[str, Any], engine_now: datetime) -> datetime:
    moment = record.get("LastUsedAt") or record.get("CreatedAt")
    return datetime.fromisoformat(moment) if moment else engine_now


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


def _record(raw: dict[str, Any], in_use: bool) -> CacheRecord:
    return CacheRecord(
        id=raw["ID"],
        kind=raw.get("Type", ""),
        description=raw.get("Description", ""),
        bytes=raw.get("Size", 0),
        in_use=in_use,
    )
