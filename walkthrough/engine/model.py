"""An engine and its images as data: where it was found, what it is, what an image weighs."""

from typing import Literal

from msgspec import Struct

ENGINE_NAMES = {"docker": "Docker Engine", "podman": "Podman", "unknown": "an unknown engine"}
"""What people call an engine, by its `flavour`."""

EndpointSource = Literal["DOCKER_HOST", "DOCKER_CONTEXT", "context", "default socket", "private"]


class Endpoint(Struct, frozen=True):
    """Where an engine is reached and why that one: the docker CLI's order decides."""

    host: str
    source: EndpointSource
    context: str = ""
    tls_directory: str = ""
    tls_verify: bool = False

    @property
    def words(self) -> str:
        """For people: `unix:///var/run/docker.sock (default socket)`."""
        named = f"{self.source} {self.context}".strip()
        return f"{self.host} ({named})"


class EngineFacts(Struct, frozen=True):
    """What an engine says about itself. `flavour` tells Docker's from Podman's socket."""

    name: str
    flavour: Literal["docker", "podman", "unknown"]
    version: str
    api_version: str
    buildkit: bool
    image_store: Literal["overlay2", "containerd", "other"]
    storage_driver: str
    os: str
    architecture: str
    cpus: int
    memory_bytes: int
    root_directory: str


class BaseUsed(Struct, frozen=True):
    """What a FROM line resolved to on this engine.

    `resolved` is the name that the FROM line is rewritten to, empty where the reference itself is
    used; `note` says what is special about it (pulled from a mirror, with the host's CA bundle).
    """

    reference: str
    kind: Literal["real", "stand-in"]
    image_id: str
    resolved: str = ""
    note: str = ""


class LayerFacts(Struct, frozen=True):
    """One layer: the sum of its regular files, and its compressed blob.

    `digest` is that of the unpacked layer, the same on every engine.
    """

    digest: str
    created_by: str
    unpacked_bytes: int
    download_bytes: int
    files: int
    download_estimated: bool = False


class ImageFacts(Struct, frozen=True):
    """An image's size: regular files over all layers, and the compressed blobs.

    `download_estimated` is true where the engine keeps no compressed blobs and the size was
    computed by compressing the layers.
    """

    image_id: str
    unpacked_bytes: int
    download_bytes: int
    download_estimated: bool
    layers: tuple[LayerFacts, ...]
