"""Why an engine could not be reached, in the words of somebody who wants to reach it."""

import errno
from collections.abc import Iterator

import requests

from walkthrough.engine.instructions import how_to_get_an_engine, this_machine
from walkthrough.engine.model import Endpoint
from walkthrough.errors import NoUsableEngineError


def unreachable(endpoint: Endpoint, failure: BaseException, seconds: int) -> NoUsableEngineError:
    """The error for `failure`, met when the endpoint was given `seconds` to answer."""
    what = f"No Docker engine answers at {endpoint.words}."
    why, next_step = _cause(endpoint, failure, seconds)
    return NoUsableEngineError(what, why, next_step)


def _cause(endpoint: Endpoint, failure: BaseException, seconds: int) -> tuple[str, str]:
    chain = list(_causes(failure))
    numbers = {cause.errno for cause in chain if isinstance(cause, OSError)}
    text = str(failure)
    if any(isinstance(cause, TimeoutError | requests.Timeout) for cause in chain):
        return (
            f"Nothing answered within {seconds} seconds.",
            "See whether the engine is busy or hangs, and whether the network reaches it.",
        )
    if any(isinstance(cause, requests.exceptions.SSLError) for cause in chain):
        return (
            f"The TLS connection failed: {chain[-1]}.",
            f"Check ca.pem, cert.pem and key.pem in {endpoint.tls_directory or 'the TLS folder'}.",
        )
    if errno.EACCES in numbers or errno.EPERM in numbers:
        return (
            "Your user may not open the engine's socket.",
            "Join its group with `sudo usermod -aG docker $USER` and log in again, "
            "or use a rootless engine.",
        )
    if errno.ENOENT in numbers:
        return "There is no such socket: no engine runs there.", _start(endpoint)
    if errno.ECONNREFUSED in numbers or "Connection refused" in text:
        return "The connection was refused: nothing listens there.", _start(endpoint)
    if endpoint.host.startswith("ssh://"):
        return _ssh_cause(text)
    return f"The connection failed: {chain[-1]}.", _choice(endpoint)


def _ssh_cause(text: str) -> tuple[str, str]:
    if "paramiko" in text:
        return (
            "The Python library for ssh:// connections is not installed.",
            "Install it beside walkthrough: `pip install 'docker[ssh]'`.",
        )
    return (
        f"The ssh connection failed: {text}",
        "Try `ssh HOST docker version`: it has to work without a question.",
    )


def _start(endpoint: Endpoint) -> str:
    if endpoint.source == "private":
        return "Start the private engine with `walkthrough engine start`."
    if endpoint.source == "default socket":
        return how_to_get_an_engine(this_machine())
    return f"Start that engine. {_choice(endpoint)}"


def _choice(endpoint: Endpoint) -> str:
    if endpoint.source == "context":
        return "Or choose another with `docker context use`."
    if endpoint.source in {"DOCKER_HOST", "DOCKER_CONTEXT"}:
        return f"Or choose another: correct or unset {endpoint.source}."
    return "Start the engine again."


def _causes(failure: BaseException) -> Iterator[BaseException]:
    """The exception and all that it wraps, in the attributes and arguments too."""
    seen: set[int] = set()
    waiting: list[BaseException] = [failure]
    while waiting:
        cause = waiting.pop(0)
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        inner = (cause.__cause__, getattr(cause, "reason", None), *cause.args)
        waiting.extend(value for value in inner if isinstance(value, BaseException))
