"""What the doctor makes of each finding: pure functions from facts to a line."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from walkthrough.engine.doctor_network import Reach
from walkthrough.engine.model import ENGINE_NAMES, BaseUsed, Endpoint, EngineFacts
from walkthrough.errors import NoUsableEngineError

State = Literal["ok", "warning", "problem"]

COURSE_DISK_BYTES = 6_500_000_000
"""What one run of the whole course took on Docker 20.10: 6.0 GB of build cache, 0.3 GB of bases."""
LEAST_DISK_BYTES = 2_000_000_000
COURSE_MEMORY_BYTES = 1_000_000_000
"""A cold build of the service took 0.61 GB on 2 CPUs (its control group's maximum)."""
FIRST_API_WITH_MOUNTS = (1, 41)
CLOCK_TOLERANCE_S = 5.0


class Check(Struct, frozen=True):
    """One line of the doctor's report. `next_step` is empty where nothing is to be done."""

    id: str
    title: str
    state: State
    found: str
    next_step: str = ""


def failure(identity: str, title: str, error: NoUsableEngineError) -> Check:
    """A problem that was met as an error."""
    return Check(identity, title, "problem", f"{error.what} {error.why}", error.next_step)


def engine_check(endpoint: Endpoint, facts: EngineFacts) -> Check:
    """Which engine answered, and where."""
    return Check(
        "engine",
        "Engine",
        "warning" if facts.flavour == "unknown" else "ok",
        f"{ENGINE_NAMES[facts.flavour]} {facts.version} ({facts.os}/{facts.architecture}) at "
        f"{endpoint.words}",
        "Walkthrough knows Docker Engine only: results may be wrong."
        if facts.flavour == "unknown"
        else "",
    )


def context_check(endpoint: Endpoint) -> Check:
    """What chose this engine."""
    found = {
        "DOCKER_HOST": "chosen by DOCKER_HOST",
        "DOCKER_CONTEXT": f"{endpoint.context}, chosen by DOCKER_CONTEXT",
        "context": f"{endpoint.context}, the current one",
        "default socket": "default",
        "private": "none: walkthrough's private engine",
    }
    return Check("context", "Context", "ok", found[endpoint.source])


def api_check(facts: EngineFacts) -> Check:
    """Whether the engine's API is new enough for the lessons on mounts."""
    major, _, minor = facts.api_version.partition(".")
    if (int(major), int(minor or 0)) >= FIRST_API_WITH_MOUNTS:
        return Check("api", "API", "ok", facts.api_version)
    return Check(
        "api",
        "API",
        "warning",
        f"{facts.api_version}: this engine's own Dockerfile reader knows no RUN --mount",
        "Lessons 5 to 7 need Docker Engine 20.10 or newer: https://docs.docker.com/engine/install/",
    )


def storage_checks(facts: EngineFacts) -> tuple[Check, Check]:
    """The image store and the storage driver."""
    stores = {"overlay2": "the engine's own", "containerd": "containerd's", "other": "another"}
    slow = facts.storage_driver in {"vfs", "devicemapper"}
    return (
        Check("image-store", "Image store", "ok", stores[facts.image_store]),
        Check(
            "storage-driver",
            "Storage driver",
            "warning" if slow else "ok",
            f"{facts.storage_driver}{': every layer is a full copy' if slow else ''}",
            "Builds are slow and large on it; use overlay2: "
            "https://docs.docker.com/engine/storage/drivers/select-storage-driver/"
            if slow
            else "",
        ),
    )


def machine_checks(facts: EngineFacts) -> tuple[Check, Check]:
    """The engine's processors and memory."""
    little = facts.memory_bytes < COURSE_MEMORY_BYTES
    return (
        Check("cpus", "CPUs", "ok" if facts.cpus else "warning", str(facts.cpus or "not told")),
        Check(
            "memory",
            "Memory",
            "warning" if little else "ok",
            f"{_gigabytes(facts.memory_bytes)}; the Go compiler wants "
            f"{_gigabytes(COURSE_MEMORY_BYTES)}",
            "Give the engine (Docker Desktop: Settings, Resources) more memory." if little else "",
        ),
    )


def load_check(warning: str) -> Check:
    """Whether other work would make builds slower than they are."""
    if not warning:
        return Check("load", "Other work", "ok", "nothing that would slow down builds")
    return Check("load", "Other work", "warning", warning, "End it, or measure later.")


def disk_check(free_bytes: int | None, directory: str) -> Check:
    """Free disk where the engine keeps images and caches, against what the course needs."""
    need = f"the course needs about {_gigabytes(COURSE_DISK_BYTES)}"
    if free_bytes is None:
        return Check(
            "disk",
            "Free disk",
            "warning",
            f"not known: {directory or 'its folder'} is not on this machine; {need}",
            "Look on the engine's own machine (Docker Desktop: Settings, Resources).",
        )
    found = f"{_gigabytes(free_bytes)} in {directory}; {need}"
    if free_bytes >= COURSE_DISK_BYTES:
        return Check("disk", "Free disk", "ok", found)
    return Check(
        "disk",
        "Free disk",
        "problem" if free_bytes < LEAST_DISK_BYTES else "warning",
        found,
        "Make room there: `docker system df` shows what Docker itself uses.",
    )


def base_check(reference: str, used: BaseUsed | None) -> Check:
    """Whether a base image is there, and whether it is the real one."""
    identity = f"base:{reference}"
    if used is None:
        return Check(
            identity, "Base", "problem", f"{reference} is missing", "`walkthrough prepare`"
        )
    if used.kind == "real":
        note = f" ({used.note})" if used.note else ""
        return Check(identity, "Base", "ok", f"{reference} is real{note}")
    return Check(
        identity,
        "Base",
        "warning",
        f"{reference} is a stand-in: every result says so",
        "With Docker Hub in reach: `walkthrough prepare --bases real`",
    )


def hub_check(reached: bool, bases_are_missing: bool) -> Check:
    """Whether the engine can pull, and whether it has to."""
    if reached:
        return Check("docker-hub", "Docker Hub", "ok", "the engine reaches it")
    return Check(
        "docker-hub",
        "Docker Hub",
        "warning",
        "the engine does not reach it",
        "`walkthrough prepare` makes stand-ins; `--mirror HOST` pulls from another registry."
        if bases_are_missing
        else "Nothing: the bases are there.",
    )


def proxy_check(reach: Reach, said: str) -> Check:
    """Whether a build can download Go modules."""
    if reach == "reached":
        return Check("module-proxy", "Go modules", "ok", "a build reaches the module proxy")
    causes: dict[Reach, tuple[str, str]] = {
        "too slow": ("the module proxy does not answer in time", "Check the engine's network."),
        "certificate": (
            "the module proxy's certificate is not trusted inside the build",
            "Name your CA bundle in SSL_CERT_FILE and run `walkthrough prepare`: it puts the "
            "bundle into the bases.",
        ),
        "name": (
            "the module proxy's name is not found inside the build",
            "Set the engine's DNS: https://docs.docker.com/engine/daemon/troubleshoot/",
        ),
        "refused": ("the module proxy refuses the connection", "Check firewall and proxies."),
        "failed": (
            "a build cannot download modules",
            "Check the engine's network and proxies: https://docs.docker.com/engine/daemon/proxy/",
        ),
    }
    found, next_step = causes.get(
        reach,
        (
            f"the build that asks the module proxy does not run: {said}",
            "Get the base anew: `walkthrough prepare`.",
        ),
    )
    return Check("module-proxy", "Go modules", "problem", found, next_step)


def proxy_unknown() -> Check:
    """The check that has to wait until there is a Go base."""
    return Check(
        "module-proxy",
        "Go modules",
        "warning",
        "not checked: that takes a build, and the Go base is missing",
        "`walkthrough prepare`, then `walkthrough doctor` again",
    )


def clock_check(engine_time: str, now: datetime) -> Check:
    """The engine's clock (RFC 3339, as `GET /info` has it) against this machine's."""
    try:
        seconds = abs((datetime.fromisoformat(engine_time) - now).total_seconds())
    except (ValueError, TypeError):
        return Check("clock", "Clock", "warning", "the engine does not tell its time")
    if seconds <= CLOCK_TOLERANCE_S:
        return Check("clock", "Clock", "ok", "the engine's agrees with this machine's")
    return Check(
        "clock",
        "Clock",
        "warning",
        f"the engine's is {seconds:.0f} s away from this machine's",
        "Set both by a time server; restarting Docker Desktop sets its clock.",
    )


def _gigabytes(size: int) -> str:
    return f"{size / 1e9:.1f} GB"
