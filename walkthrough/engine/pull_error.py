"""Why a pull failed, told from the engine's words, and what to try next."""

from typing import Literal

from walkthrough.errors import NoUsableEngineError

PullFailure = Literal["unreachable", "interrupted", "denied", "unknown", "limit", "other"]

SIGNS: tuple[tuple[PullFailure, tuple[str, ...]], ...] = (
    ("limit", ("toomanyrequests", "rate limit")),
    ("unknown", ("manifest unknown", "name unknown", "not found", "no matching manifest")),
    ("denied", ("denied", "unauthorized", "no basic auth", "authentication required", "forbidden")),
    (
        "unreachable",
        (
            "no such host",
            "connection refused",
            "network is unreachable",
            "no route to host",
            "i/o timeout",
            "timeout exceeded",
            "tls handshake",
            "server misbehaving",
            "x509",
            "http response to https",
            "lookup ",
        ),
    ),
    ("interrupted", ("eof", "connection reset", "broken pipe", "unexpected", "context canceled")),
)
NEXT = {
    "unreachable": "Check the network and the engine's proxy settings, name a mirror "
    "(`walkthrough prepare --mirror HOST`), or make stand-ins (`--bases stand-in`).",
    "interrupted": "Run `walkthrough prepare` again: what is complete is kept.",
    "denied": "Log in with `docker login` and run `walkthrough prepare` again.",
    "unknown": "Check the name: with `--mirror HOST` the mirror must have Docker Hub's images "
    "under `HOST/library/`.",
    "limit": "Log in with `docker login`, wait, or use `--mirror HOST` or `--bases stand-in`.",
    "other": "Run `walkthrough doctor`, then `walkthrough prepare` again.",
}
WHY = {
    "unreachable": "The engine cannot reach the registry",
    "interrupted": "The download broke off",
    "denied": "The registry refuses access, or has no such image",
    "unknown": "The registry has no such image",
    "limit": "The registry allows no more pulls for now",
    "other": "The engine says",
}


class PullError(NoUsableEngineError):
    """An image could not be pulled; `failure` tells the cases apart."""

    def __init__(self, reference: str, failure: PullFailure, said: str) -> None:
        super().__init__(
            f"{reference} could not be pulled.",
            f"{WHY[failure]}: {said.strip().rstrip('.')}.",
            NEXT[failure],
        )
        self.failure = failure


def failure_of(said: str, downloading: bool = False) -> PullFailure:
    """The kind of failure in an engine's words.

    Once a download has begun, a registry that cannot be reached any more is an interruption.
    """
    words = said.lower()
    found: PullFailure = next(
        (kind for kind, signs in SIGNS if any(sign in words for sign in signs)), "other"
    )
    return "interrupted" if downloading and found == "unreachable" else found
