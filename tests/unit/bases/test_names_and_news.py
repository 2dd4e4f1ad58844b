"""What bases are called, which certificates are taken, and how news of them is shown."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from walkthrough.cli.prepare import BaseScreen
from walkthrough.engine.bases import derived_reference, rewrites, stand_in_reference
from walkthrough.engine.certificates import chosen_certificates, host_certificates
from walkthrough.engine.model import BaseUsed
from walkthrough.engine.prepare import BaseNews, mirrored_reference


@pytest.mark.parametrize(
    ("reference", "stand_in"),
    [
        ("golang:1.26-alpine", "walkthrough.local/golang:1.26-alpine-stand-in"),
        ("alpine", "walkthrough.local/alpine:latest-stand-in"),
        ("host:5000/team/go:1", "walkthrough.local/host-5000/team/go:1-stand-in"),
        ("alpine:3@sha256:" + "ab" * 32, "walkthrough.local/alpine:3-abababababab-stand-in"),
    ],
)
def test_a_stand_in_never_has_the_real_name(reference: str, stand_in: str) -> None:
    assert stand_in_reference(reference) == stand_in
    assert derived_reference(reference) == stand_in.replace("stand-in", "derived")


def test_a_mirror_has_docker_hubs_images_under_library() -> None:
    assert mirrored_reference("golang:1", "m.example:5000") == "m.example:5000/library/golang:1"
    assert mirrored_reference("team/x:1", "m.example/hub") == "m.example/hub/team/x:1"


def test_only_what_is_not_used_under_its_own_name_is_rewritten() -> None:
    used = (
        BaseUsed("alpine:3", "real", "sha256:1"),
        BaseUsed("golang:1", "stand-in", "sha256:2", "walkthrough.local/golang:1-stand-in"),
    )
    assert rewrites(used) == {"golang:1": "walkthrough.local/golang:1-stand-in"}


def test_a_bundle_that_the_user_chose_is_taken(tmp_path: Path) -> None:
    bundle = tmp_path / "ca.pem"
    bundle.write_text("mine")
    assert chosen_certificates({"SSL_CERT_FILE": str(bundle)}) == b"mine"
    assert chosen_certificates({"REQUESTS_CA_BUNDLE": str(bundle)}) == b"mine"
    assert host_certificates({"SSL_CERT_FILE": str(bundle)}) == b"mine"
    assert chosen_certificates({"SSL_CERT_FILE": str(tmp_path / "gone")}) is None
    assert chosen_certificates({}) is None
    assert b"BEGIN CERTIFICATE" in host_certificates({})


def shown(terminal: bool, *news: BaseNews) -> str:
    output = io.StringIO()
    with BaseScreen(Console(file=output, force_terminal=terminal, width=80)) as screen:
        for one in news:
            screen.show(one)
    return output.getvalue()


def test_without_a_terminal_a_download_is_a_line_for_every_ten_megabytes() -> None:
    steps = [
        BaseNews("go", "Downloading", size, 40_000_000) for size in range(0, 40_000_001, 10**6)
    ]
    lines = shown(False, *steps, BaseNews("go", "pulled")).splitlines()
    assert lines == [
        "go: 10 of 40 MB",
        "go: 20 of 40 MB",
        "go: 30 of 40 MB",
        "go: 40 of 40 MB",
        "go: pulled",
    ]


def test_on_a_terminal_a_download_is_a_bar_that_goes_away() -> None:
    text = shown(True, BaseNews("go", "Downloading", 1, 2), BaseNews("go", "pulled [x]"))
    assert "go: pulled [x]" in text
    assert "\x1b[" in text
