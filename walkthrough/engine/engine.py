"""The engine that answers: a small class around the docker SDK's client, and what it says of
itself. Where it was looked for is `walkthrough.engine.find`'s business."""

import contextlib
import os
import queue
import socket
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

import docker
import requests
from docker.errors import APIError, DockerException
from docker.tls import TLSConfig
from requests.utils import get_environ_proxies
from urllib3.exceptions import HTTPError

from walkthrough.engine.find import endpoints, socket_path
from walkthrough.engine.model import Endpoint, EngineFacts
from walkthrough.engine.unreachable import unreachable
from walkthrough.errors import NoUsableEngineError

CONNECT_SECONDS = 5
SSH_SECONDS = 15
REQUEST_SECONDS = 60
NEWEST_API = (1, 45)
FIRST_API_WITH_BUILDKIT = (1, 39)


class Engine:
    """An engine that answered: its client, and the endpoint at which it did."""

    def __init__(
        self, client: docker.APIClient, endpoint: Endpoint, version: dict[str, Any]
    ) -> None:
        self.client = client
        self.endpoint = endpoint
        self._version = version

    def facts(self) -> EngineFacts:
        """What the engine says about itself now. Raises NoUsableEngineError if it has gone."""
        try:
            info: dict[str, Any] = self.client.info()
        except (DockerException, requests.RequestException, OSError) as error:
            raise unreachable(self.endpoint, error, REQUEST_SECONDS) from error
        return engine_facts(self._version, info)

    def has_buildkit(self) -> bool:
        """Whether builds can go to BuildKit, as the version tells."""
        return _has_buildkit(self._version)

    def is_there(self) -> bool:
        """Whether something still listens where it did; an engine that only takes long does."""
        daemon: Any = self.client
        try:
            _knock(self.endpoint)
            daemon._get(daemon._url("/_ping"), timeout=CONNECT_SECONDS)
        except requests.Timeout:
            return True
        except (DockerException, requests.RequestException, OSError):
            return False
        return True

    @contextlib.contextmanager
    def answering(self) -> Iterator[None]:
        """Raise NoUsableEngineError where the engine breaks off, or refuses, within the block."""
        try:
            yield
        except APIError as error:
            raise NoUsableEngineError(
                f"The engine at {self.endpoint.words} refused.",
                str(error.explanation),
                "Look at it with `walkthrough doctor`.",
            ) from error
        except (DockerException, requests.RequestException, HTTPError) as error:
            raise unreachable(self.endpoint, error, REQUEST_SECONDS) from error

    def close(self) -> None:
        """Close the connections."""
        self.client.close()


def find_engine(environment: Mapping[str, str] | None = None) -> Engine:
    """The engine that the docker command would use, connected.

    Without a choice of the user's, an engine with BuildKit wins over one without (a Podman
    service on the default socket). Raises NoUsableEngineError when none answers.
    """
    first_failure: NoUsableEngineError | None = None
    without_buildkit: Engine | None = None
    for endpoint in endpoints(os.environ if environment is None else environment):
        try:
            engine = connect(endpoint)
        except NoUsableEngineError as failure:
            first_failure = first_failure or failure
            continue
        if engine.has_buildkit():
            return engine
        without_buildkit = without_buildkit or engine
    if without_buildkit is not None:
        return without_buildkit
    assert first_failure is not None
    raise first_failure


def usable_engine() -> Engine:
    """The engine that is found, which has BuildKit; raises NoUsableEngineError else."""
    engine = find_engine()
    try:
        require_buildkit(engine.facts())
    except NoUsableEngineError:
        engine.close()
        raise
    return engine


def connect(endpoint: Endpoint) -> Engine:
    """Connect to an engine within 5 seconds (15 over ssh), or raise NoUsableEngineError."""
    client: docker.APIClient | None = None
    seconds = SSH_SECONDS if endpoint.host.startswith("ssh://") else CONNECT_SECONDS
    try:
        _knock(endpoint)
        client = _client(endpoint)
        version = _version_within(seconds, client)
        api = _agreed_api(version)
    except (DockerException, requests.RequestException, OSError, ValueError) as error:
        if client is not None:
            with contextlib.suppress(OSError):
                client.close()
        raise unreachable(endpoint, error, seconds) from error
    client.timeout = REQUEST_SECONDS
    daemon_client: Any = client
    daemon_client._version = api
    return Engine(client, endpoint, version)


def _knock(endpoint: Endpoint) -> None:
    """Raise the plain OSError of a socket that cannot be opened: the docker SDK leaves such a
    socket open and wraps its error in several others."""
    path = socket_path(endpoint)
    if path is not None and sys.platform != "win32":
        with socket.socket(socket.AF_UNIX) as door:
            door.settimeout(CONNECT_SECONDS)
            door.connect(str(path))


def _client(endpoint: Endpoint) -> docker.APIClient:
    """A client that trusts the endpoint's own authority only: the requests library would let
    `REQUESTS_CA_BUNDLE` override it, so the environment's proxies are handed over one by one."""
    client = docker.APIClient(
        base_url=endpoint.host,
        version=_words(NEWEST_API),
        timeout=CONNECT_SECONDS,
        tls=_tls(endpoint),
        use_ssh_client=True,
    )
    if endpoint.tls_directory:
        client.trust_env = False
        client.proxies.update(get_environ_proxies(client.base_url))
    return client


def require_buildkit(facts: EngineFacts) -> None:
    """Raise NoUsableEngineError, saying what is in the way, if the engine has no BuildKit."""
    if facts.buildkit:
        return
    if facts.flavour == "podman":
        raise NoUsableEngineError(
            f"This is Podman {facts.version}, not a Docker engine.",
            "Podman's Docker-compatible socket builds with Buildah: it reports no step times "
            "and does not separate cache mounts, so nothing can be measured.",
            "Start Docker Engine 20.10 or newer and point DOCKER_HOST at it.",
        )
    if facts.os == "windows":
        raise NoUsableEngineError(
            "This engine runs Windows containers.",
            "BuildKit, and every lesson of the course, builds Linux images.",
            "Switch Docker Desktop to Linux containers.",
        )
    raise NoUsableEngineError(
        f"The engine {facts.name} {facts.version} has no BuildKit.",
        f"It speaks API {facts.api_version}; the lessons' Dockerfiles need 1.41.",
        "Install Docker Engine 20.10 or newer: https://docs.docker.com/engine/install/",
    )


def engine_facts(version: Mapping[str, Any], info: Mapping[str, Any]) -> EngineFacts:
    """The facts in an engine's answers to `GET /version` and `GET /info`."""
    driver = str(info.get("Driver", ""))
    return EngineFacts(
        name=str(info.get("Name", "")),
        flavour=_flavour(version),
        version=str(version.get("Version", "")),
        api_version=str(version.get("ApiVersion", "")),
        buildkit=_has_buildkit(version),
        image_store=_image_store(driver, info),
        storage_driver=driver,
        os=str(version.get("Os", info.get("OSType", ""))),
        architecture=str(version.get("Arch", info.get("Architecture", ""))),
        cpus=int(info.get("NCPU", 0)),
        memory_bytes=int(info.get("MemTotal", 0)),
        root_directory=str(info.get("DockerRootDir", "")),
    )


def _flavour(version: Mapping[str, Any]) -> Literal["docker", "podman", "unknown"]:
    """Podman names itself in its first component, Docker's engine is the component `Engine`."""
    names = {str(part.get("Name", "")) for part in version.get("Components") or []}
    if any("podman" in name.lower() for name in names):
        return "podman"
    return "docker" if "Engine" in names else "unknown"


def _has_buildkit(version: Mapping[str, Any]) -> bool:
    """BuildKit is in every Docker engine for Linux from API 1.39 on.

    The `Builder-Version` header tells only which builder is the default: 20.10 has BuildKit and
    does not send it.
    """
    return (
        _flavour(version) != "podman"
        and version.get("Os") != "windows"
        and _api(str(version.get("ApiVersion", "0.0"))) >= FIRST_API_WITH_BUILDKIT
    )


def _image_store(
    driver: str, info: Mapping[str, Any]
) -> Literal["overlay2", "containerd", "other"]:
    status = {str(row[0]): str(row[1]) for row in info.get("DriverStatus") or [] if len(row) == 2}
    if status.get("driver-type", "").startswith("io.containerd.snapshotter"):
        return "containerd"
    return "overlay2" if driver == "overlay2" else "other"


def _version_within(seconds: int, client: docker.APIClient) -> dict[str, Any]:
    """The engine's version, or TimeoutError: name look-ups and ssh know no timeout of their own."""
    answers: queue.SimpleQueue[object] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(client.version(api_version=False))
        except Exception as error:
            answers.put(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=seconds + 1)
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(answer, Exception):
        raise answer
    if not isinstance(answer, dict):
        raise ValueError(f"it does not answer as an engine does but with {answer!r}")
    return answer


def _agreed_api(version: Mapping[str, Any]) -> str:
    """The newest API that both sides know: the docker SDK itself does not negotiate."""
    newest = _api(str(version.get("ApiVersion", "")))
    oldest = _api(str(version.get("MinAPIVersion", "1.12")))
    return _words(max(min(newest, NEWEST_API), oldest))


def _api(text: str) -> tuple[int, int]:
    major, _, minor = text.partition(".")
    return int(major), int(minor or 0)


def _words(api: tuple[int, int]) -> str:
    return f"{api[0]}.{api[1]}"


def _tls(endpoint: Endpoint) -> TLSConfig | bool:
    if not endpoint.tls_directory:
        return False
    directory = Path(endpoint.tls_directory)
    certificate, key, authority = (directory / f"{name}.pem" for name in ("cert", "key", "ca"))
    return TLSConfig(
        client_cert=(str(certificate), str(key)) if certificate.is_file() else None,
        ca_cert=str(authority) if authority.is_file() else None,
        verify=endpoint.tls_verify,
    )
