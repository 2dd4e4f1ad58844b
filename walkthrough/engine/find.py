"""Where an engine would be reached, decided as the docker command decides it.

Reads the environment and Docker's own configuration files; whether anything answers there is
`walkthrough.engine.engine`'s business.
"""

import hashlib
import sys
from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from walkthrough.engine.model import Endpoint
from walkthrough.errors import NoUsableEngineError
from walkthrough.home import data_home

DEFAULT_SOCKET = "/var/run/docker.sock"
DEFAULT_PIPE = "npipe:////./pipe/docker_engine"


class _Configuration(Struct, frozen=True):
    current_context: str = msgspec.field(name="currentContext", default="")


class _ContextEndpoint(Struct, frozen=True):
    host: str = msgspec.field(name="Host", default="")
    skip_tls_verify: bool = msgspec.field(name="SkipTLSVerify", default=False)


class _Context(Struct, frozen=True):
    endpoints: dict[str, _ContextEndpoint] = msgspec.field(name="Endpoints", default={})


def endpoints(environment: Mapping[str, str]) -> tuple[Endpoint, ...]:
    """Every endpoint to try, best first; one that was chosen stands alone.

    The order is the docker command's: `DOCKER_HOST`, `DOCKER_CONTEXT`, the current context of
    `config.json`, the default socket. After the default socket come a rootless engine's and our
    own private engine's.

    Raises NoUsableEngineError for a context that does not exist or a file that cannot be read.
    """
    host = environment.get("DOCKER_HOST", "").strip()
    if host:
        return (_chosen_host(host, environment),)
    name = environment.get("DOCKER_CONTEXT", "")
    if name and name != "default":
        return (_context(name, "DOCKER_CONTEXT", environment),)
    current = "" if name else _current_context(environment)
    if current and current != "default":
        return (_context(current, "context", environment),)
    return _default_endpoints(environment)


def private_socket() -> Path:
    """Where our own private engine listens when it runs."""
    return data_home() / "engine" / "docker.sock"


def configuration_directory(environment: Mapping[str, str]) -> Path:
    """Docker's configuration folder: `DOCKER_CONFIG`, else `~/.docker`."""
    chosen = environment.get("DOCKER_CONFIG")
    return Path(chosen).expanduser() if chosen else Path("~/.docker").expanduser()


def socket_path(endpoint: Endpoint) -> Path | None:
    """The endpoint's socket in the file system, or None if it is reached in another way."""
    scheme, _, path = endpoint.host.partition("://")
    return Path("/" + path.lstrip("/")) if scheme == "unix" else None


def _default_endpoints(environment: Mapping[str, str]) -> tuple[Endpoint, ...]:
    if sys.platform == "win32":
        return (Endpoint(DEFAULT_PIPE, "default socket"),)
    found = [Endpoint(f"unix://{DEFAULT_SOCKET}", "default socket")]
    runtime_directory = environment.get("XDG_RUNTIME_DIR")
    if runtime_directory:
        rootless = Path(runtime_directory) / "docker.sock"
        found.append(Endpoint(f"unix://{rootless}", "default socket"))
    found.append(Endpoint(f"unix://{private_socket()}", "private"))
    return tuple(found)


def _chosen_host(host: str, environment: Mapping[str, str]) -> Endpoint:
    verify = bool(environment.get("DOCKER_TLS_VERIFY"))
    if not (verify or environment.get("DOCKER_TLS")):
        return Endpoint(host, "DOCKER_HOST")
    certificates = environment.get("DOCKER_CERT_PATH") or configuration_directory(environment)
    return Endpoint(
        host, "DOCKER_HOST", tls_directory=str(Path(certificates).expanduser()), tls_verify=verify
    )


def _current_context(environment: Mapping[str, str]) -> str:
    file = configuration_directory(environment) / "config.json"
    text = _read(file)
    if text is None:
        return ""
    try:
        return msgspec.json.decode(text, type=_Configuration).current_context
    except msgspec.MsgspecError as error:
        raise NoUsableEngineError(
            f"Docker's configuration {file} cannot be read.",
            f"It is not the JSON that Docker writes: {error}.",
            f"Correct {file}, or choose the engine with DOCKER_HOST.",
        ) from error


def _context(name: str, source: str, environment: Mapping[str, str]) -> Endpoint:
    """A context as `docker context create` keeps it: its metadata lies in a folder named by the
    SHA-256 of its name, its TLS material in the folder of the same name under `tls`."""
    contexts = configuration_directory(environment) / "contexts"
    identity = hashlib.sha256(name.encode()).hexdigest()
    file = contexts / "meta" / identity / "meta.json"
    text = _read(file)
    if text is None:
        raise NoUsableEngineError(
            f"There is no Docker context named {name!r}.",
            f"{_who_chose(source, environment)} chooses it, but {contexts} does not have it.",
            "See `docker context ls` for the names, or unset the choice "
            "(`unset DOCKER_CONTEXT`, `docker context use default`).",
        )
    try:
        endpoint = msgspec.json.decode(text, type=_Context).endpoints.get("docker")
    except msgspec.MsgspecError as error:
        raise NoUsableEngineError(
            f"The Docker context {name!r} cannot be read.",
            f"{file} is not the JSON that Docker writes: {error}.",
            f"Remove the context with `docker context rm {name}` and create it again.",
        ) from error
    if endpoint is None or not endpoint.host:
        raise NoUsableEngineError(
            f"The Docker context {name!r} has no engine.",
            f"{file} names no Docker endpoint.",
            "Choose another context: `docker context ls` lists them.",
        )
    certificates = contexts / "tls" / identity / "docker"
    secured = certificates.is_dir() or endpoint.skip_tls_verify
    return Endpoint(
        endpoint.host,
        "DOCKER_CONTEXT" if source == "DOCKER_CONTEXT" else "context",
        context=name,
        tls_directory=str(certificates) if secured else "",
        tls_verify=secured and not endpoint.skip_tls_verify,
    )


def _who_chose(source: str, environment: Mapping[str, str]) -> str:
    if source == "DOCKER_CONTEXT":
        return "The environment variable DOCKER_CONTEXT"
    return str(configuration_directory(environment) / "config.json")


def _read(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise NoUsableEngineError(
            f"Docker's configuration {file} cannot be read.",
            f"The system says: {error.strerror}.",
            f"Make {file} readable for you, or choose the engine with DOCKER_HOST.",
        ) from error
