"""Whether the engine reaches Docker Hub, and whether a build reaches the Go module proxy.

Both are asked from where it matters: the engine's own pull code, and a step of a real build.
"""

import json
import re
import secrets
from pathlib import Path
from typing import Any, Literal

import docker
import requests
from docker.errors import APIError, DockerException
from docker.utils import parse_repository_tag

from walkthrough.engine.naming import SESSION_LABEL, new_cache_namespace
from walkthrough.engine.single_file import archive_of

HUB_SECONDS = 15
PROXY_SECONDS = 20
BUILD_SECONDS = 60

Reach = Literal[
    "reached", "failed", "too slow", "certificate", "name", "refused", "no build", "no answer"
]

_REACHED = 40
_OUTCOMES: dict[int, Reach] = {
    _REACHED: "reached",
    41: "failed",
    42: "too slow",
    43: "certificate",
    44: "name",
    45: "refused",
}
_REGISTRY_ANSWERS = (
    "manifest unknown",
    "not found",
    "no such manifest",
    "toomanyrequests",
    "denied",
    "unauthorized",
)


def hub_answers(client: docker.APIClient, reference: str) -> bool:
    """Whether the engine reaches the registry of `reference`, asked for a tag that is not there.

    A tag that does not exist costs nothing of a rate limit. Takes up to 15 seconds.
    """
    repository, _ = parse_repository_tag(reference)
    daemon: Any = client
    try:
        response = daemon._get(
            daemon._url("/distribution/{0}/json", f"{repository}:walkthrough-asks-only"),
            timeout=HUB_SECONDS,
        )
        daemon._raise_for_status(response)
    except APIError as error:
        said = str(error.explanation).lower()
        return any(answer in said for answer in _REGISTRY_ANSWERS)
    except requests.RequestException:
        return False
    return True


def module_proxy(client: docker.APIClient, golang: str, module: str) -> tuple[Reach, str]:
    """Ask the module proxy for one version of a module, from inside a build on `golang`.

    Which proxy that is decides the base's own `go env GOPROXY`. The build's only step ends with
    an exit code that tells what happened, so that neither an image nor a cache record is left.
    Returns the outcome and, for `no build`, what the engine said.
    """
    try:
        said = _build(client, _dockerfile(golang, module))
    except (DockerException, requests.RequestException, OSError) as error:
        return "no answer", str(error)
    found = re.search(r"exit code: (\d+)", said)
    outcome = _OUTCOMES.get(int(found[1])) if found else None
    return (outcome, "") if outcome else ("no build", said)


def first_module(go_mod: Path) -> str:
    """The first required module in a go.mod, as `path@version`."""
    found = re.search(r"^\s*(?:require\s+)?(\S+\.\S+/\S+)\s+(v\S+)", go_mod.read_text(), re.M)
    if found is None:
        raise ValueError(f"{go_mod} requires no module")
    return f"{found[1]}@{found[2]}"


def _dockerfile(golang: str, module: str) -> str:
    """One step that is never the same twice: its nonce keeps it from being cached."""
    return (
        f"FROM {golang}\n"
        f"RUN : {secrets.token_hex(8)}; said=$(timeout {PROXY_SECONDS} go list -m {module} 2>&1);"
        f" code=$?; [ $code = 0 ] && exit {_REACHED};"
        ' case "$code" in 124|143) exit 42;; esac;'
        ' case "$said" in *x509*) exit 43;; *"no such host"*|*" lookup "*) exit 44;;'
        ' *"connection refused"*) exit 45;; esac; exit 41\n'
    )


def _build(client: docker.APIClient, dockerfile: str) -> str:
    """Build the Dockerfile and return the engine's error, which there always is."""
    daemon: Any = client
    response = daemon._post(
        daemon._url("/build"),
        params={
            "version": "2",
            "buildargs": json.dumps({"BUILDKIT_CACHE_MOUNT_NS": new_cache_namespace()}),
            "labels": json.dumps({SESSION_LABEL: "doctor"}),
        },
        headers={"Content-Type": "application/x-tar"},
        data=archive_of("Dockerfile", dockerfile.encode()),
        stream=True,
        timeout=BUILD_SECONDS,
    )
    with response:
        daemon._raise_for_status(response)
        lines = daemon._stream_helper(response, decode=True)
        return next((str(line["error"]) for line in lines if "error" in line), "")
