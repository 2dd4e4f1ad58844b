"""What walkthrough left on an engine and on disk, found and removed; nothing else is touched.

What the sessions of another data folder left is told apart: others may share the engine. An image
is ours if one of its names is under `walkthrough.local/` and it carries our label; only that name
is removed, so an image that the user has named too stays. An image without a name is
ours if one of our builds labelled it. A container is ours by a label of its own that is not empty:
images hand their labels on to the containers that a user starts from them. It is removed even while
it runs: one that a killed walkthrough left running ends in no other way. Ordinary records of the
build cache stay: they may serve the user's builds too, and the engine itself collects them.
"""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import docker
from docker.errors import APIError, NotFound
from msgspec import Struct
from msgspec.structs import replace

from walkthrough.engine.build_cache import CacheRecord
from walkthrough.engine.cache_mounts import (
    CacheNamespace,
    forget_cache_mounts,
    named_records,
    remembered_cache_mounts,
    remove_namespace,
    remove_record,
)
from walkthrough.engine.image_files_kept import FOLDER as INDEXES
from walkthrough.engine.images import remove_own_image
from walkthrough.engine.leftover_words import (
    container_words,
    folder_words,
    image_words,
    namespace_words,
    record_words,
)
from walkthrough.engine.naming import (
    BASE_LABEL,
    BASES_SESSION,
    CONTAINER_LABEL,
    IMAGE_PREFIX,
    SESSION_LABEL,
    is_session_of,
)
from walkthrough.home import BUILD_LOGS, is_worked_in, work_lock


class OwnImage(Struct, frozen=True):
    """A name of ours, or the id of an image of ours without a name; `bytes` as the engine says.

    `id` is the image's own: several names may be of one image.
    """

    name: str
    bytes: int
    is_base: bool = False
    id: str = ""


class OwnContainer(Struct, frozen=True):
    """A container of ours."""

    id: str
    name: str


class OwnFolder(Struct, frozen=True):
    """A folder of ours, and the sum of its files' sizes."""

    path: Path
    bytes: int

    @property
    def name(self) -> str:
        """The folder's own name."""
        return self.path.name


class Leftovers(Struct, frozen=True):
    """What walkthrough created and that is still there."""

    containers: tuple[OwnContainer, ...] = ()
    images: tuple[OwnImage, ...] = ()
    namespaces: tuple[CacheNamespace, ...] = ()
    records: tuple[CacheRecord, ...] = ()
    workspaces: tuple[OwnFolder, ...] = ()

    def without_bases(self) -> "Leftovers":
        """All but stand-ins and derived base images."""
        return replace(self, images=tuple(one for one in self.images if not one.is_base))

    def with_others(self, others: "Leftovers") -> "Leftovers":
        """All of this, and what others have left on the engine."""
        return replace(
            self,
            containers=self.containers + others.containers,
            images=self.images + others.images,
            records=self.records + others.records,
        )

    def __bool__(self) -> bool:
        return any((self.containers, self.images, self.namespaces, self.records, self.workspaces))


def find_leftovers(client: docker.APIClient, home: Path, bases: bool = False) -> Leftovers:
    """What the sessions of this data folder have left on this engine and in the folder.

    Stand-ins and derived base images count only with `bases`; images that were pulled never.
    """
    daemon: Any = client
    namespaces = remembered_cache_mounts(home, str(daemon.info().get("ID", "")))
    found = Leftovers(
        containers=tuple(_containers(daemon, home, own=True)),
        images=tuple(_images(daemon, home, own=True)),
        namespaces=namespaces,
        records=tuple(one for one in named_records(client) if _is_in(one, namespaces)),
        workspaces=tuple(_workspaces(home)),
    )
    return found if bases else found.without_bases()


def find_others(client: docker.APIClient, home: Path) -> Leftovers:
    """What the sessions of other data folders, or of older versions, have left on this engine."""
    daemon: Any = client
    namespaces = remembered_cache_mounts(home, str(daemon.info().get("ID", "")))
    return Leftovers(
        containers=tuple(_containers(daemon, home, own=False)),
        images=tuple(_images(daemon, home, own=False)),
        records=tuple(one for one in named_records(client) if not _is_in(one, namespaces)),
    )


def remove_leftovers(
    client: docker.APIClient,
    home: Path,
    leftovers: Leftovers,
    begin: Callable[[str], None] = lambda words: None,
) -> Iterator[str]:
    """Remove them, yielding a line about each that stayed and why.

    `begin` is told what goes next, in the words of the listing; where it raises, the rest stays.
    """
    daemon: Any = client
    for container in leftovers.containers:
        begin(container_words(container))
        what = f"container {container.name}"
        yield from _try(what, daemon.remove_container, container.id, v=True, force=True)
    for image in leftovers.images:
        begin(image_words(image))
        if image.name.startswith(IMAGE_PREFIX):
            yield from _try(f"image {image.name}", daemon.remove_image, image.name, noprune=True)
        elif not remove_own_image(client, image.name):
            yield f"image {image.name} stays: it is in use, or has got a name"
    for namespace in leftovers.namespaces:
        begin(namespace_words(namespace))
        stayed = list(_try(f"cache {namespace.namespace}", remove_namespace, client, namespace))
        if not stayed:
            forget_cache_mounts(home, [namespace])
        yield from stayed
    for record in leftovers.records:
        begin(record_words(record))
        yield from _try(f"cache {record.description}", remove_record, client, record)
    for workspace in leftovers.workspaces:
        begin(folder_words(workspace))
        yield from _remove_folder(workspace.path)


def _remove_folder(folder: Path) -> Iterator[str]:
    """Remove a folder and its lock, which is held meanwhile: nobody begins to work in it."""
    from filelock import Timeout

    lock = work_lock(folder)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        yield f"folder {folder} stays: another walkthrough works in it"
        return
    shutil.rmtree(folder, ignore_errors=True)
    lock.release()
    if folder.exists():
        yield f"folder {folder} stays: some of its files cannot be removed"
    else:
        Path(lock.lock_file).unlink(missing_ok=True)


def _is_in(record: CacheRecord, namespaces: Sequence[CacheNamespace]) -> bool:
    return any(one.namespace in record.description for one in namespaces)


def _containers(daemon: Any, home: Path, *, own: bool) -> Iterator[OwnContainer]:
    for container in daemon.containers(all=True, filters={"label": CONTAINER_LABEL}):
        labels = container["Labels"]
        if labels[CONTAINER_LABEL] and is_session_of(home, labels.get(SESSION_LABEL, "")) == own:
            names = container.get("Names") or [container["Id"][:12]]
            yield OwnContainer(container["Id"], names[0].lstrip("/"))


def _workspaces(home: Path) -> Iterator[OwnFolder]:
    """The workspaces, what is copied into them, with its lock, builds' logs, images' indexes."""
    others = (home / name for name in ("carried", BUILD_LOGS, INDEXES))
    workspaces = filter(Path.is_dir, sorted((home / "workspaces").glob("*")))
    for path in (*workspaces, *filter(Path.is_dir, others)):
        if not is_worked_in(path):
            yield OwnFolder(path, _folder_bytes(path))


def _folder_bytes(folder: Path) -> int:
    """The sizes of the files below a folder; what cannot be read, or goes meanwhile, counts 0."""
    total = 0
    for directory, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                total += (Path(directory) / name).lstat().st_size
    return total


def _images(daemon: Any, home: Path, *, own: bool) -> Iterator[OwnImage]:
    for image in daemon.images(filters={"label": SESSION_LABEL}):
        labels = image.get("Labels") or {}
        if is_session_of(home, labels.get(SESSION_LABEL, "")) != own:
            continue
        names = [name for name in image.get("RepoTags") or [] if name != "<none>:<none>"]
        if not names and labels.get(SESSION_LABEL) != BASES_SESSION:
            yield OwnImage(image["Id"], image["Size"], id=image["Id"])
        for name in names:
            if name.startswith(IMAGE_PREFIX):
                yield OwnImage(name, image["Size"], labels.get(BASE_LABEL) == name, image["Id"])


def _try(what: str, remove: Any, *arguments: Any, **options: Any) -> Iterator[str]:
    try:
        remove(*arguments, **options)
    except NotFound:
        return
    except APIError as error:
        yield f"{what} stays: {error.explanation}"
