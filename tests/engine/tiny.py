"""Tiny builds for tests: contexts made in memory, a base of one busybox, requests around them."""

import io
import secrets
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import docker
from docker.errors import NotFound
from msgspec import Struct

from walkthrough.build.engine_api import EngineApiDriver
from walkthrough.build.model import BuildEvent, BuildRequest, ContextSource
from walkthrough.course.dockerfile import UnparsableDockerfileError, parse
from walkthrough.engine.cache_mounts import CacheNamespace, cache_mount_ids, remove_namespace
from walkthrough.engine.naming import IMAGE_PREFIX, SESSION_LABEL, new_cache_namespace
from walkthrough.engine.stand_in_archive import Image, image_archive
from walkthrough.engine.stand_in_userland import USERLAND_PATH, find_busybox, userland

LABELS = {SESSION_LABEL: "test"}


class TinyContext(Struct, frozen=True):
    """A context of a few files given as text; its Dockerfile is the archive's first member."""

    dockerfile: str
    files: Mapping[str, str] = {}
    dockerfile_name: str = "Dockerfile"

    def chunks(self) -> Iterator[bytes]:
        """The archive in GNU format, in pieces of at most 64 KiB."""
        body = io.BytesIO()
        with tarfile.open(fileobj=body, mode="w", format=tarfile.GNU_FORMAT) as archive:
            for name, text in {self.dockerfile_name: self.dockerfile, **self.files}.items():
                member = tarfile.TarInfo(name)
                member.size = len(text.encode())
                member.mode = 0o644
                archive.addfile(member, io.BytesIO(text.encode()))
        body.seek(0)
        while piece := body.read(65536):
            yield piece


class TinyBuilds:
    """Builds on one engine, on top of `base`; whoever made it removes the images it made."""

    def __init__(self, client: docker.APIClient, base: str) -> None:
        self.client = client
        self.base = base
        self.driver = EngineApiDriver(client)
        self._tags: list[str] = []
        self._namespaces: set[CacheNamespace] = set()

    def request(
        self,
        dockerfile: str,
        files: Mapping[str, str] | None = None,
        *,
        context: ContextSource | None = None,
        **options: Any,
    ) -> BuildRequest:
        """A request for this Dockerfile, in which BASE stands for the base image.

        Its namespace, tag and id are fresh unless they are given.
        """
        text = dockerfile.replace("BASE", self.base)
        fresh = secrets.token_hex(6)
        chosen = {
            "id": f"test-{fresh}",
            "cache_namespace": new_cache_namespace(),
            "tag": f"{IMAGE_PREFIX}test-{fresh}:1",
            "labels": LABELS,
            **options,
        }
        self._tags.append(chosen["tag"])
        with suppress(UnparsableDockerfileError):
            mounts = cache_mount_ids(parse(text))
            self._namespaces.add(CacheNamespace("", chosen["cache_namespace"], mounts))
        return BuildRequest(
            dockerfile=text,
            dockerfile_name="Dockerfile",
            context=context or TinyContext(text, files or {}),
            **chosen,
        )

    def build(self, request: BuildRequest) -> list[BuildEvent]:
        """All events of a build."""
        return list(self.driver.build(request))

    def has(self, reference: str) -> bool:
        """Whether the engine has an image of this name."""
        daemon: Any = self.client
        return bool(daemon.images(name=reference))

    def remove_all(self) -> None:
        """Remove every image that was asked for, and every cache mount."""
        _remove(self.client, self._tags)
        for namespace in self._namespaces:
            if namespace.mount_ids:
                remove_namespace(self.client, namespace)


@contextmanager
def tiny_builds(client: docker.APIClient, folder: Path) -> Iterator[TinyBuilds]:
    """Builds on a base that exists meanwhile: busybox, its applets, nothing else."""
    daemon: Any = client
    architecture = str(daemon.version()["Arch"])
    reference = f"{IMAGE_PREFIX}test-busybox-{secrets.token_hex(6)}:1"
    files = userland(reference, find_busybox(architecture, folder))
    image = Image(reference, architecture, files, {"PATH": USERLAND_PATH}, LABELS)
    list(daemon.load_image(b"".join(image_archive(image))))
    builds = TinyBuilds(client, reference)
    try:
        yield builds
    finally:
        builds.remove_all()
        _remove(client, [reference])


def _remove(client: docker.APIClient, references: Iterable[str]) -> None:
    daemon: Any = client
    for reference in references:
        with suppress(NotFound):
            daemon.remove_image(reference, noprune=True)
