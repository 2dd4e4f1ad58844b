"""The docker command as a user would build with it, pointed at the engine that is measured.

It builds with buildx. Where the machine has no buildx plugin, one is taken from a Debian release
into a private Docker configuration; failing that, the client that old docker commands have built in
is measured, and the benchmark says so.
"""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from benchmarks.debian_package import fetched, own_release
from benchmarks.result import NotMeasurableError
from walkthrough.engine.model import Endpoint

PACKAGE = "docker-buildx"
PROGRAM = "usr/libexec/docker/cli-plugins/docker-buildx"
RELEASE_WITH_BUILDX = "trixie"


class DockerCli(Struct, frozen=True):
    """A docker command that builds: its name for readers, `docker ... build` with the options that
    make it do what we do, and its environment."""

    name: str
    build: tuple[str, ...]
    environment: dict[str, str]


def docker_cli(endpoint: Endpoint, work: Path) -> DockerCli:
    """The client to measure against. Raises NotMeasurableError where there is none."""
    if shutil.which("docker") is None:
        raise NotMeasurableError("There is no docker command on PATH.")
    own = environment_for(endpoint)
    version = _buildx_version(own)
    if version:
        return _buildx(version, own)
    reason = ""
    for number, suite in enumerate(dict.fromkeys((own_release(), RELEASE_WITH_BUILDX))):
        try:
            plugin = fetched(PACKAGE, PROGRAM, suite, work / f"release-{number}")
        except (OSError, subprocess.CalledProcessError) as error:
            reason = str(error)
            continue
        private = own | {"DOCKER_CONFIG": str(_configuration(plugin, work))}
        version = _buildx_version(private)
        if version:
            return _buildx(f"{version} of Debian {suite}", private)
    return _built_in(own, reason)


def environment_for(endpoint: Endpoint) -> dict[str, str]:
    """This process's environment with the engine at `endpoint` as the one that is used."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DOCKER_", "BUILDX_"))
    }
    environment["DOCKER_HOST"] = endpoint.host
    if "DOCKER_CONFIG" in os.environ:
        environment["DOCKER_CONFIG"] = os.environ["DOCKER_CONFIG"]
    if endpoint.tls_directory:
        environment["DOCKER_CERT_PATH"] = endpoint.tls_directory
        environment["DOCKER_TLS_VERIFY" if endpoint.tls_verify else "DOCKER_TLS"] = "1"
    return environment


def _buildx(version: str, environment: dict[str, str]) -> DockerCli:
    command = ("docker", "buildx", "build", "--builder=default", "--provenance=false")
    return DockerCli(f"docker buildx {version}", command, environment)


def _built_in(environment: dict[str, str], reason: str) -> DockerCli:
    version = _printed("docker", "version", "--format={{.Client.Version}}", environment=environment)
    if int(version.partition(".")[0] or 0) not in range(18, 23):
        raise NotMeasurableError(
            f"docker {version} builds with buildx only, and there is none to be had: {reason}"
        )
    name = f"docker {version}, its built-in BuildKit client (no buildx)"
    return DockerCli(name, ("docker", "build"), environment | {"DOCKER_BUILDKIT": "1"})


def _configuration(plugin: Path, work: Path) -> Path:
    configuration = work / "docker-config"
    plugins = configuration / "cli-plugins"
    plugins.mkdir(parents=True, exist_ok=True)
    (plugins / PACKAGE).unlink(missing_ok=True)
    (plugins / PACKAGE).symlink_to(plugin)
    return configuration


def _buildx_version(environment: Mapping[str, str]) -> str:
    words = _printed("docker", "buildx", "version", environment=environment).split()
    return words[1] if len(words) > 1 else ""


def _printed(*command: str, environment: Mapping[str, str]) -> str:
    done = subprocess.run(command, env=environment, capture_output=True, check=False, text=True)
    return done.stdout.strip() if done.returncode == 0 else ""
