"""What a failed build says to its reader."""

import pytest

from tests.unit.build.events import instruction, other
from walkthrough.build.failure import failure
from walkthrough.build.hints import HEREDOC_HINT, hint_for
from walkthrough.build.model import Step
from walkthrough.course.dockerfile import parse

LLB = "failed to solve with frontend dockerfile.v0: failed to create LLB definition: "
RUN = instruction("[builder 3/5] RUN go build", line=7)
COPY = instruction("[builder 2/5] COPY nope /", line=4)
COPY_FROM = instruction("[stage-1 2/2] COPY --from=builder /nope /", line=9)
METADATA = Step("m", "[internal] load metadata for docker.io/library/x:1", "metadata", line=1)
NO_HOST = (
    'failed to do request: Head "https://registry.example/v2/library/x/manifests/1": '
    "dial tcp: lookup registry.example: no such host"
)


@pytest.mark.parametrize(
    ("message", "step", "reason", "line"),
    [
        (
            "executor failed running [/bin/sh -c go build]: exit code: 1",
            RUN,
            "RUN go build ended with exit code 1.",
            7,
        ),
        (
            'failed to solve: process "/bin/sh -c go build" did not complete successfully: '
            "exit code: 2",
            RUN,
            "RUN go build ended with exit code 2.",
            7,
        ),
        (
            f"{LLB}dockerfile parse error line 2: unknown instruction: NOPE",
            None,
            "Line 2 of the Dockerfile: unknown instruction: NOPE.",
            2,
        ),
        (
            "failed to solve: dockerfile parse error on line 12: unknown flag: --lnik",
            None,
            "Line 12 of the Dockerfile: unknown flag: --lnik.",
            12,
        ),
        (
            'failed to compute cache key: "/nope" not found: not found',
            COPY,
            "COPY nope /: nope is not in the build context.",
            4,
        ),
        (
            "failed to solve: failed to compute cache key: failed to calculate checksum of ref "
            'abc::def: "/nope": not found',
            COPY,
            "COPY nope /: nope is not in the build context.",
            4,
        ),
        (
            'failed to compute cache key: "/nope" not found: not found',
            COPY_FROM,
            "COPY --from=builder /nope /: nope is not in the image.",
            9,
        ),
        (
            "failed to compute cache key: failed to walk "
            "/var/lib/docker/tmp/buildkit-mount3070906922/nope: lstat "
            "/var/lib/docker/tmp/buildkit-mount3070906922/nope: no such file or directory",
            COPY,
            "COPY nope /: nope is not in the build context.",
            4,
        ),
        (
            LLB + NO_HOST,
            METADATA,
            "docker.io/library/x:1 could not be had: dial tcp: lookup registry.example: "
            "no such host.",
            1,
        ),
        (
            "failed to solve: x:1: failed to resolve source metadata for docker.io/library/x:1: "
            "docker.io/library/x:1: not found",
            METADATA,
            "docker.io/library/x:1 could not be had: docker.io/library/x:1: not found.",
            1,
        ),
        (f"{LLB}something nobody has seen", None, "Something nobody has seen", None),
        ("no active sessions", RUN, "No active sessions", 7),
    ],
)
def test_the_reason_is_in_plain_words_with_its_line(
    message: str, step: Step | None, reason: str, line: int | None
) -> None:
    failed = failure(message, 1.5, step)
    assert (failed.reason, failed.dockerfile_line) == (reason, line)
    assert (failed.step, failed.time_s, failed.cancelled) == (step, 1.5, False)


def test_a_heredoc_that_the_engine_takes_for_instructions_is_named() -> None:
    dockerfile = parse("FROM a\nRUN <<EOF\necho hi\nEOF\n")
    message = f"{LLB}dockerfile parse error line 3: unknown instruction: ECHO"
    assert failure(message, 0.0, dockerfile=dockerfile).hint == HEREDOC_HINT
    outside = f"{LLB}dockerfile parse error line 1: unknown instruction: FORM"
    assert "FORM" in failure(outside, 0.0, dockerfile=dockerfile).hint


@pytest.mark.parametrize(
    ("message", "word"),
    [
        (f"{LLB}dockerfile parse error line 2: Unknown flag: link", "--link"),
        (f"{LLB}dockerfile parse error line 2: Unknown flag: network", "--network"),
        (f"{LLB}failed to process \"${{V#v}}\": missing ':' in substitution", "${NAME:-default}"),
        (
            "failed to solve with frontend dockerfile.v0: failed to solve with frontend "
            'gateway.v0: failed to do request: Head "https://r/v2/docker/dockerfile/manifests/1": '
            "dial tcp: no such host",
            "# syntax=",
        ),
        ("no active sessions", "Secrets"),
        ("toomanyrequests: You have reached your pull rate limit.", "limits anonymous pulls"),
        ("pull access denied, repository does not exist", "anonymously"),
        ('Head "https://r/v2/": x509: certificate signed by unknown authority', "certificate"),
        (LLB + NO_HOST, "walkthrough prepare"),
        ("docker.io/library/alpine:9.99: not found", "name and tag"),
        ("no match for platform in manifest: not found", "platform"),
        ("write /var/lib/x: no space left on device", "disk is full"),
        ("executor failed running [/bin/sh -c x]: exit code: 137", "memory"),
        ("runc run failed: exec /bin/sh: exec format error", "processor"),
        (f'{LLB}invalid mount target "/"', "WORKDIR"),
        ('failed to compute cache key: "/nope" not found: not found', ".dockerignore"),
        ('failed to calculate checksum of ref a::b: "/nope": not found', ".dockerignore"),
        ("failed to walk /tmp/buildkit-mount1/out: lstat /tmp/out: no such", ".dockerignore"),
        (f"{LLB}target stage dev could not be found", "AS"),
        (f"{LLB}base name (${{NOPE}}) should not be blank", "ARG"),
        (f"{LLB}the Dockerfile cannot be empty", "FROM"),
    ],
)
def test_a_known_error_has_a_hint(message: str, word: str) -> None:
    assert word in hint_for(message)


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("/bin/sh: apk: not found", "no apk"),
        ("/bin/sh: 1: make: not found", "no make"),
        ("bash: line 1: git: command not found", "no git"),
        ('exec: "/bin/sh": stat /bin/sh: no such file or directory', "no /bin/sh"),
        ("go: go.mod requires go >= 1.26.8 (running go 1.26.0; GOTOOLCHAIN=local)", "Go 1.26.8"),
        ("dial tcp: lookup proxy.example on 10.0.0.1:53: no such host", "doctor"),
        ("tls: failed to verify certificate: x509: certificate signed by unknown", "prepare"),
        ("go: writing go.sum: open /src/go.sum: read-only file system", "read-only"),
        ("go: no modules specified (see 'go help mod download')", "WORKDIR"),
        ("go: go.mod file not found in current directory or any parent directory", "WORKDIR"),
        ("main.go:3:2: missing go.sum entry for module providing package x.io/y", "go.sum"),
        ("link: mapping output file failed: no space left on device", "full"),
        ("/usr/local/go/pkg/tool/linux_amd64/compile: signal: killed", "memory"),
    ],
)
def test_the_end_of_the_log_says_more_than_an_exit_code(line: str, word: str) -> None:
    message = "executor failed running [/bin/sh -c x]: exit code: 1"
    assert word in hint_for(message, f"#1 something\n{line}\nsomething else")


def test_an_unknown_error_has_no_hint() -> None:
    assert hint_for("executor failed running [/bin/sh -c false]: exit code: 1") == ""
    assert hint_for("frobnication", "of the widget {braces} %s") == ""


def test_an_engine_step_that_fails_has_its_words_in_the_reason() -> None:
    export = other("exporting to image", "export")
    failed = failure("failed to solve: no space left on device", 1.0, export)
    assert failed.reason == "No space left on device"
    assert failed.dockerfile_line is None
