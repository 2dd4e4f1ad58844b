"""The engine's words about a failed pull, told apart."""

import pytest

from walkthrough.engine.pull_error import NEXT, PullError, PullFailure, failure_of


@pytest.mark.parametrize(
    ("said", "failure"),
    [
        (
            'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io on '
            "10.0.0.1:53: no such host",
            "unreachable",
        ),
        (
            'Get "http://127.0.0.1:1/v2/": dial tcp 127.0.0.1:1: connect: connection refused',
            "unreachable",
        ),
        (
            'Get "https://registry-1.docker.io/v2/": net/http: request canceled while waiting for '
            "connection (Client.Timeout exceeded while awaiting headers)",
            "unreachable",
        ),
        ("x509: certificate signed by unknown authority", "unreachable"),
        ("manifest for golang:9 not found: manifest unknown: manifest unknown", "unknown"),
        ("no matching manifest for linux/arm64/v8 in the manifest list entries", "unknown"),
        (
            "pull access denied for nobody/nothing, repository does not exist or may require "
            "'docker login': denied: requested access to the resource is denied",
            "denied",
        ),
        ('Get "http://host/v2/x/manifests/1": no basic auth credentials', "denied"),
        ("toomanyrequests: You have reached your pull rate limit.", "limit"),
        ("unexpected EOF", "interrupted"),
        ("read tcp 10.0.0.2:1->10.0.0.3:443: read: connection reset by peer", "interrupted"),
        ("failed to register layer: no space left on device", "other"),
    ],
)
def test_the_reason_of_a_failed_pull_is_recognised(said: str, failure: PullFailure) -> None:
    assert failure_of(said) == failure


def test_a_registry_that_goes_away_during_a_download_is_an_interruption() -> None:
    assert failure_of("dial tcp: connection refused", downloading=True) == "interrupted"


@pytest.mark.parametrize("failure", list(NEXT))
def test_every_failed_pull_says_what_why_and_what_next(failure: PullFailure) -> None:
    error = PullError("golang:1.26-alpine", failure, "the engine's words.")
    assert error.what == "golang:1.26-alpine could not be pulled."
    assert error.why.endswith("the engine's words.")
    assert error.next_step
    assert error.exit_code == 3
