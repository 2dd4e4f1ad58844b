"""Runs built images for real, shut off from everything and within limits, and removes what it ran.

A container has no network but its own loopback and no way to gain privileges. It has no
capabilities, but for those that a service needs to hand over from root to another user. A service
is asked over HTTP by a second container inside the first one's network namespace, so that no port
is published and any engine, near or far, will do.
"""

import contextlib
import re
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

import docker
import requests
from docker.errors import APIError, DockerException, ImageNotFound, NotFound
from msgspec import Struct

from walkthrough.engine.naming import CONTAINER_LABEL, SESSION_LABEL
from walkthrough.errors import BadInputError, BuildError, NoUsableEngineError, WalkthroughError

MEMORY_BYTES = 256 << 20
PROCESSES = 256
TO_GIVE_UP_ROOT = ("SETGID", "SETUID")
OUTPUT_LIMIT = {"type": "json-file", "config": {"max-size": "1m", "max-file": "1"}}
POLL_SECONDS = 0.05
LOG_LINES = 5
KILLED = 137

# Asks until anything speaks HTTP or the time is up; the answer's head goes to standard error.
# wget's own time limit (-T) crashes Debian 12's static busybox.
PROBE = """
end=$(($(date +%s) + $2))
until timeout 2 wget -q -S -O /answer/body "$1" 2>/answer/head || grep -q HTTP/ /answer/head; do
  [ "$(date +%s)" -lt "$end" ] || break
  sleep 0.1
done
cat /answer/head >&2
[ ! -f /answer/body ] || cat /answer/body
"""
# Tells the user ids of all processes but its own; `read` and `echo` start none.
USER_IDS = """
for folder in /proc/[0-9]*; do
  [ "$folder" = "/proc/$$" ] && continue
  while read -r name _ effective _; do
    [ "$name" = Uid: ] && echo "$effective"
  done < "$folder/status" 2>/dev/null
done
"""
STATUS = re.compile(rb"HTTP/[\d.]+ (\d{3})")


class RunResult(Struct, frozen=True):
    """What a program wrote (both streams), how it ended and how long its process ran."""

    output: str
    exit_code: int
    seconds: float


class HttpAnswer(Struct, frozen=True):
    """An answer; `body` is empty for an error status, which wget gives no body of."""

    status: int
    body: bytes


class StopResult(Struct, frozen=True):
    """How a stop went: the seconds that `docker stop` takes. `killed` means that the process
    outlived the time it had after SIGTERM."""

    seconds: float
    exit_code: int
    killed: bool


class ServiceHandle:
    """A service that runs, or has run, in a container of its own."""

    def __init__(self, client: docker.APIClient, image_id: str, container_id: str) -> None:
        self.client = client
        self.image_id = image_id
        self.container_id = container_id


@contextlib.contextmanager
def start_service(
    client: docker.APIClient, image_id: str, session: str, command: Sequence[str] | None = None
) -> Iterator[ServiceHandle]:
    """Run an image's service; its container is removed when the block ends, however it ends.

    Raises BadInputError where there is no such image, BuildError where its program cannot be
    started and NoUsableEngineError where the engine fails meanwhile.
    """
    with _started(client, image_id, session, command, cap_add=TO_GIVE_UP_ROOT) as container_id:
        yield ServiceHandle(client, image_id, container_id)


def probe(
    service: ServiceHandle,
    path: str,
    port: int,
    probe_image: str,
    session: str,
    limit_s: int = 10,
) -> HttpAnswer:
    """The service's first answer to `GET path`, waiting up to `limit_s` seconds for it.

    `probe_image` needs a shell and wget. Raises BuildError, with the service's last lines, where
    it ends or gives no answer in time.
    """
    url = f"http://127.0.0.1:{port}{path}"
    daemon: Any = service.client
    try:
        with _started(
            service.client,
            probe_image,
            session,
            None,
            entrypoint=["sh", "-c", PROBE, "probe", url, str(limit_s)],
            network_mode=f"container:{service.container_id}",
            tmpfs={"/answer": "size=16m"},
            user="0",
        ) as container_id:
            while _state(daemon, container_id)["Running"]:
                if not _state(daemon, service.container_id)["Running"]:
                    raise _ended(service)
                time.sleep(POLL_SECONDS)
            head = daemon.logs(container_id, stdout=False, stderr=True)
            body = daemon.logs(container_id, stdout=True, stderr=False)
    except WalkthroughError:
        if _state(daemon, service.container_id)["Running"]:
            raise
        raise _ended(service) from None
    statuses = STATUS.findall(head)
    if not statuses:
        raise BuildError(
            f"Image {service.image_id} does not answer on port {port}.",
            f"Nothing came back from {url} in {limit_s} s. {_last_lines(service)}",
            "See that the program listens on this port, on all addresses and not only one.",
        )
    return HttpAnswer(int(statuses[-1]), body)


def user_ids(service: ServiceHandle, probe_image: str, session: str) -> tuple[int, ...]:
    """The effective user ids of the service's processes, as the kernel has them.

    `probe_image` needs a shell. Raises BuildError where the service has ended.
    """
    daemon: Any = service.client
    if not _state(daemon, service.container_id)["Running"]:
        raise _ended(service)
    with _started(
        service.client,
        probe_image,
        session,
        None,
        entrypoint=["sh", "-c", USER_IDS],
        pid_mode=f"container:{service.container_id}",
        user="0",
    ) as container_id:
        while _state(daemon, container_id)["Running"]:
            time.sleep(POLL_SECONDS)
        found = daemon.logs(container_id, stdout=True, stderr=False)
    if not found.split():
        raise _ended(service)
    return tuple(int(one) for one in found.split())


def stop(service: ServiceHandle, timeout_s: int = 10) -> StopResult:
    """Stop the service as `docker stop` does: SIGTERM, after `timeout_s` seconds SIGKILL.

    Raises BuildError where it had ended before.
    """
    daemon: Any = service.client
    if not _state(daemon, service.container_id)["Running"]:
        raise _ended(service)
    started = time.monotonic()
    daemon.stop(service.container_id, timeout=timeout_s)
    seconds = time.monotonic() - started
    exit_code = int(_state(daemon, service.container_id)["ExitCode"])
    return StopResult(seconds, exit_code, exit_code == KILLED and seconds >= timeout_s)


def run_once(
    client: docker.APIClient,
    image_id: str,
    session: str,
    command: Sequence[str] | None = None,
    limit_s: float = 60,
    go_on: Callable[[], None] = lambda: None,
) -> RunResult:
    """Run a program to its end. Raises as `start_service` does, and BuildError after `limit_s`.

    `go_on` is called several times a second; what it raises ends the program and comes out here.
    """
    daemon: Any = client
    with _started(client, image_id, session, command) as container_id:
        end = time.monotonic() + limit_s
        while _state(daemon, container_id)["Running"]:
            go_on()
            if time.monotonic() > end:
                raise BuildError(
                    f"The program of image {image_id} does not end.",
                    f"It still runs after {limit_s:g} s and was removed.",
                    "See whether it waits for something, or is a service.",
                )
            time.sleep(POLL_SECONDS)
        state = _state(daemon, container_id)
        output = daemon.logs(container_id).decode("utf-8", "replace")
    seconds = _time(state["FinishedAt"]) - _time(state["StartedAt"])
    return RunResult(output, int(state["ExitCode"]), seconds.total_seconds())


@contextlib.contextmanager
def _started(
    client: docker.APIClient,
    image: str,
    session: str,
    command: Sequence[str] | None,
    entrypoint: Sequence[str] | None = None,
    network_mode: str = "none",
    pid_mode: str | None = None,
    tmpfs: dict[str, str] | None = None,
    user: str | None = None,
    cap_add: Sequence[str] = (),
) -> Iterator[str]:
    daemon: Any = client
    try:
        with _starting(image):
            container_id: str = daemon.create_container(
                image,
                None if command is None else list(command),
                entrypoint=None if entrypoint is None else list(entrypoint),
                user=user,
                labels={SESSION_LABEL: session, CONTAINER_LABEL: "run"},
                host_config=daemon.create_host_config(
                    network_mode=network_mode,
                    pid_mode=pid_mode,
                    tmpfs=tmpfs,
                    mem_limit=MEMORY_BYTES,
                    memswap_limit=MEMORY_BYTES,
                    pids_limit=PROCESSES,
                    cap_drop=["ALL"],
                    cap_add=list(cap_add),
                    security_opt=["no-new-privileges"],
                    log_config=OUTPUT_LIMIT,
                ),
            )["Id"]
        try:
            with _starting(image):
                daemon.start(container_id)
            yield container_id
        finally:
            with contextlib.suppress(NotFound):
                daemon.remove_container(container_id, force=True, v=True)
    except (DockerException, requests.RequestException) as error:
        raise NoUsableEngineError(
            f"The engine failed while it ran image {image}.",
            f"It says: {error}",
            "Try again; `walkthrough doctor` shows the engine's state.",
        ) from error


@contextlib.contextmanager
def _starting(image: str) -> Iterator[None]:
    """What an engine refuses here is the image's fault."""
    try:
        yield
    except ImageNotFound as error:
        raise BadInputError(
            f"The engine has no image {image}.",
            "It was removed, or it is on another engine.",
            "Build it again, then repeat the command.",
        ) from error
    except APIError as error:
        raise BuildError(
            f"Image {image} cannot be run.",
            f"The engine says: {error.explanation}",
            "See the image's ENTRYPOINT and CMD: the program must be there and be executable.",
        ) from error


def _state(daemon: Any, container_id: str) -> dict[str, Any]:
    state: dict[str, Any] = daemon.inspect_container(container_id)["State"]
    return state


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _ended(service: ServiceHandle) -> BuildError:
    exit_code = _state(service.client, service.container_id)["ExitCode"]
    return BuildError(
        f"The service of image {service.image_id} does not keep running.",
        f"It ended with exit code {exit_code}. {_last_lines(service)}",
        "Run the image yourself with `docker run --rm` to see all that it writes.",
    )


def _last_lines(service: ServiceHandle) -> str:
    daemon: Any = service.client
    output = daemon.logs(service.container_id, tail=LOG_LINES).decode("utf-8", "replace").strip()
    return f"Its last lines: {output}" if output else "It wrote nothing."
