"""The way from a step of the build back to its line in the Dockerfile."""

import pytest

from walkthrough.build.lines import with_line
from walkthrough.build.steps import step_of, text_of
from walkthrough.course.dockerfile import parse

TWO_STAGES = parse("""\
# a comment
ARG GO=1.26
FROM golang:${GO}-alpine AS Builder
WORKDIR /src
COPY go.mod go.sum \\
     ./
ENV CGO_ENABLED=0
RUN --mount=type=cache,target=/go/pkg/mod \\
    go mod download -x

COPY . .
RUN --mount=type=bind,from=busybox,target=/b go build

FROM scratch AS bare
COPY --from=builder /src/p /p
FROM alpine:3.22
COPY --from=builder /src/p /p
COPY --from=docker.io/library/tools:2 /t /t
ENTRYPOINT ["/p"]
FROM builder
RUN go test ./...
""")


@pytest.mark.parametrize(
    ("name", "kind", "line"),
    [
        ("[builder 1/6] FROM docker.io/library/golang:1.26-alpine@sha256:abc", "base", 3),
        ("[builder 2/6] WORKDIR /src", "instruction", 4),
        ("[builder 3/6] COPY go.mod go.sum      ./", "instruction", 5),
        ("[builder 4/6] RUN --mount=type=cache,target=/go/pkg/mod go mod d", "instruction", 8),
        ("[builder 5/6] COPY . .", "instruction", 11),
        ("[builder 6/6] RUN go build", "instruction", 12),
        ("[bare 1/1] COPY --from=builder /src/p /p", "instruction", 15),
        ("[stage-2 1/3] FROM docker.io/library/alpine:3.22", "base", 16),
        ("[stage-2 2/3] COPY --from=builder /src/p /p", "instruction", 17),
        ("[stage-3 1/1] RUN go test ./...", "instruction", 21),
        ("[linux/amd64 builder 2/6] WORKDIR /src", "instruction", 4),
        ("[linux/amd64->arm64 builder 2/6] WORKDIR /src", "instruction", 4),
        ("[windows(10.0.17763)/amd64 builder 2/6] WORKDIR /src", "instruction", 4),
        ("[builder 2/8] ONBUILD RUN a command of the base", "instruction", None),
        ("[builder 7/6] COPY . .", "instruction", 11),
        ("[builder 3/9] COPY  go.mod go.sum ./", "instruction", 5),
        ("[builder 7/8] COPY . .", "instruction", 11),
        ("[nobody 1/1] COPY . .", "instruction", None),
        ("[builder 6/6] COPY somewhere else", "instruction", None),
        ("[internal] load metadata for docker.io/library/golang:1.26-alpine", "metadata", 3),
        ("[internal] load metadata for docker.io/library/alpine:3.22", "metadata", 16),
        ("[internal] load metadata for docker.io/library/other:1", "metadata", None),
        ("FROM docker.io/library/busybox:latest", "base", 12),
        ("FROM docker.io/library/tools:2@sha256:abc", "base", 18),
        ("[internal] load build context", "context", None),
        ("[internal] load remote build context", "context", None),
        ("copy /context /", "context", None),
        ("[internal] load build definition from Dockerfile", "other", None),
        ("[internal] settings cache mount permissions", "other", None),
        ("resolve image config for docker.io/docker/dockerfile:1", "metadata", None),
        ("docker-image://docker.io/docker/dockerfile:1@sha256:abc", "metadata", None),
        ("exporting to image", "export", None),
        ("exporting to docker image format", "export", None),
        ("naming to walkthrough.local/simple:latest", "export", None),
        ("importing cache manifest from x", "other", None),
    ],
)
def test_a_step_finds_its_line_and_its_kind(name: str, kind: str, line: int | None) -> None:
    step = with_line(step_of("sha256:1", name), TWO_STAGES, {})
    assert (step.kind, step.line) == (kind, line)


def test_a_file_of_one_stage_has_steps_without_a_stage() -> None:
    single = parse("FROM scratch AS only\nCOPY a /\nRUN x\n")
    step = with_line(step_of("sha256:1", "[2/2] RUN x"), single, {})
    assert (step.stage, step.index, step.total, step.line) == ("", 2, 2, 3)


def test_numbers_are_padded_in_a_long_stage() -> None:
    commands = "".join(f"RUN {number}\n" for number in range(11))
    step = with_line(
        step_of("sha256:1", "[builder  3/12] RUN 1"),
        parse(f"FROM a AS builder\n{commands}FROM scratch\n"),
        {},
    )
    assert (step.stage, step.index, step.line) == ("builder", 3, 3)


def test_a_build_argument_decides_which_stage_a_base_belongs_to() -> None:
    name = "[internal] load metadata for docker.io/library/golang:1.25-alpine"
    assert with_line(step_of("sha256:1", name), TWO_STAGES, {"GO": "1.25"}).line == 3


def test_the_text_of_a_step_is_its_name_without_the_brackets() -> None:
    assert text_of("[stage-1 2/3] COPY --from=b [1/2] /x") == "COPY --from=b [1/2] /x"
    assert text_of("exporting to image") == "exporting to image"
