"""The cache mounts that our builds left, by namespace: remembered before a build, removed later.

Engines before 23.0 do not tell which namespace a cache mount belongs to. But every engine drops
the cache mounts that a `nocache` build names, in that build's namespace alone; so a build of
nothing but those mounts, which fails before it would run, removes exactly them (seen on Docker
Engine 20.10).
"""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any

import docker
import msgspec
from msgspec import Struct

from walkthrough.course.dockerfile import Dockerfile
from walkthrough.engine.build_cache import CacheRecord, cache_records
from walkthrough.engine.naming import CACHE_NAMESPACE_FORM, is_own_cache_namespace
from walkthrough.engine.single_file import archive_of
from walkthrough.home import write_whole

FILE = "cache-namespaces.jsonl"
CACHE_MOUNT = "exec.cachemount"
PRUNE_SECONDS = 120
NEVER_THERE = "COPY walkthrough-removes-cache-mounts /\n"
NAMED = re.compile(f'with id "{CACHE_NAMESPACE_FORM}/')


class CacheNamespace(Struct, frozen=True):
    """A namespace of ours on one engine, and the ids of the cache mounts built in it."""

    engine_id: str
    namespace: str
    mount_ids: tuple[str, ...]


def cache_mount_ids(dockerfile: Dockerfile) -> tuple[str, ...]:
    """The ids of a Dockerfile's cache mounts; a mount without one goes by its target."""
    named = (fields.get("id") or _target(fields) for fields in _cache_mounts(dockerfile))
    return tuple(dict.fromkeys(filter(None, named)))


def cache_mount_targets(dockerfile: Dockerfile) -> tuple[str, ...]:
    """The folders that a Dockerfile's cache mounts are mounted on."""
    targets = (_target(fields) for fields in _cache_mounts(dockerfile))
    return tuple(dict.fromkeys(filter(None, targets)))


def remember_cache_mounts(
    home: Path, engine_id: str, namespace: str, dockerfile: Dockerfile
) -> None:
    """Note, before a build, the cache mounts that it may leave behind in its namespace."""
    mount_ids = cache_mount_ids(dockerfile)
    if not mount_ids:
        return
    home.mkdir(parents=True, exist_ok=True)
    line = msgspec.json.encode(CacheNamespace(engine_id, namespace, mount_ids)) + b"\n"
    with (home / FILE).open("ab") as stream:
        stream.write(line)


def remembered_cache_mounts(home: Path, engine_id: str) -> tuple[CacheNamespace, ...]:
    """What was noted for this engine; a line that is no note of ours is passed over."""
    return tuple(one for one in _all(home) if one.engine_id == engine_id)


def forget_cache_mounts(home: Path, gone: Sequence[CacheNamespace]) -> None:
    """Drop what has been removed from the notes."""
    kept = [one for one in _all(home) if one not in gone]
    file = home / FILE
    if not kept:
        file.unlink(missing_ok=True)
        return
    write_whole(file, b"".join(msgspec.json.encode(one) + b"\n" for one in kept))


def named_records(client: docker.APIClient) -> tuple[CacheRecord, ...]:
    """The cache mounts that a newer engine names as our namespaces' (`with id "NS//target"`)."""
    return tuple(
        record
        for record in cache_records(client).values()
        if record.kind == CACHE_MOUNT and NAMED.search(record.description)
    )


def remove_namespace(client: docker.APIClient, one: CacheNamespace) -> None:
    """Remove one namespace's cache mounts and nobody else's.

    Raises ValueError for a namespace that is not ours.
    """
    if not is_own_cache_namespace(one.namespace):
        raise ValueError(f"{one.namespace!r} is not a namespace of ours")
    mounts = "".join(
        f"RUN --mount=type=cache,id={identity},target=/mount-{number} true\n"
        for number, identity in enumerate(one.mount_ids)
    )
    daemon: Any = client
    response = daemon._post(
        daemon._url("/build"),
        params={
            "version": "2",
            "nocache": "1",
            "dockerfile": "Dockerfile",
            "buildargs": json.dumps({"BUILDKIT_CACHE_MOUNT_NS": one.namespace}),
        },
        data=archive_of("Dockerfile", f"FROM scratch\n{NEVER_THERE}{mounts}".encode()),
        headers={"Content-Type": "application/x-tar"},
        timeout=PRUNE_SECONDS,
    )
    daemon._raise_for_status(response)


def remove_record(client: docker.APIClient, record: CacheRecord) -> None:
    """Remove one record of the build cache."""
    daemon: Any = client
    response = daemon._post(
        daemon._url("/build/prune"),
        params={"all": "1", "filters": json.dumps({"id": [record.id]})},
        timeout=PRUNE_SECONDS,
    )
    daemon._raise_for_status(response)


def _all(home: Path) -> Iterator[CacheNamespace]:
    file = home / FILE
    if not file.exists():
        return
    for line in file.read_bytes().splitlines():
        with suppress(msgspec.MsgspecError):
            note = msgspec.json.decode(line, type=CacheNamespace)
            if is_own_cache_namespace(note.namespace):
                yield note


def _cache_mounts(dockerfile: Dockerfile) -> Iterator[dict[str, str]]:
    """The fields of each `--mount=type=cache`."""
    for instruction in dockerfile.instructions:
        if instruction.keyword == "RUN":
            for flag in instruction.flag_values("mount"):
                fields = dict(part.partition("=")[::2] for part in flag.split(","))
                if fields.get("type") == "cache":
                    yield fields


def _target(fields: dict[str, str]) -> str:
    target = next(
        (fields[name] for name in ("target", "dst", "destination") if fields.get(name)), ""
    )
    return str(PurePosixPath(target)) if target else ""
