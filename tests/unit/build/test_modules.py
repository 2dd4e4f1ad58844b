"""How many modules a build's log shows being downloaded."""

import pytest

from tests.unit.build.events import finished, instruction, log
from walkthrough.build.modules import modules_downloaded

FROM_PROXY = "# get https://proxy.example/go/github.com/!burnt!sushi/toml/@v/v1.4.0.zip"


def test_what_go_build_announces_is_counted_once_a_version() -> None:
    lines = [
        "go: downloading github.com/go-chi/chi/v5 v5.1.0",
        "go: downloading github.com/go-chi/chi/v5 v5.1.0",
        "go: downloading github.com/go-chi/chi/v5 v5.2.0",
        "go: downloading go1.26.2 (linux/amd64)",
        "go: finding module for package x",
    ]
    assert modules_downloaded(map(log, lines)) == 2


def test_what_go_mod_download_x_fetches_is_counted_when_it_has_arrived() -> None:
    lines = [
        FROM_PROXY,
        f"{FROM_PROXY}: 200 OK (0.123s)",
        f"{FROM_PROXY.replace('.zip', '.mod')}: 200 OK (0.1s)",
        f"{FROM_PROXY.replace('v1.4.0', 'v1.5.0')}: 404 Not Found (0.1s)",
        "# get $GOPROXY/github.com/rs/zerolog/@v/v1.33.0.zip: 200 OK (0.2s)",
    ]
    assert modules_downloaded(map(log, lines)) == 2


def test_a_module_that_is_announced_and_fetched_is_one_module() -> None:
    lines = [
        f"{FROM_PROXY}: 200 OK (0.123s)",
        "go: downloading github.com/BurntSushi/toml v1.4.0",
    ]
    assert modules_downloaded(map(log, lines)) == 1


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        ("RUN go mod download", None),
        ("RUN go mod download && go build -x .", None),
        ("RUN go -C app mod download", None),
        ('RUN ["go", "mod", "download"]', None),
        ('RUN ["go", "-C", "app", "mod", "download"]', None),
        ('RUN ["go", "mod", "download", "-x"]', 0),
        ("RUN go mod download -x", 0),
        ("RUN go mod download -x=true", 0),
        ("RUN --mount=type=cache,target=/go/pkg/mod go mod download -x all && go build", 0),
        ("RUN go mod verify", 0),
    ],
)
def test_a_silent_download_cannot_be_counted(command: str, shown: int | None) -> None:
    step = instruction(f"[builder 3/5] {command}")
    assert modules_downloaded([finished(step, (0.0, 1.0))]) == shown


def test_a_silent_download_from_the_cache_downloads_nothing() -> None:
    step = instruction("[builder 3/5] RUN go mod download")
    assert modules_downloaded([finished(step, (0.0, 0.0), cached=True)]) == 0


def test_a_log_that_the_engine_cut_cannot_be_counted() -> None:
    lines = ["go: downloading a.b/c v1.0.0", "[output clipped, log limit 1MiB reached]"]
    assert modules_downloaded(map(log, lines)) is None
