"""Tiny builds on a real engine: what the driver tells of them."""

import secrets
from collections.abc import Iterator, Sequence
from typing import Any

import docker
import pytest

from tests.engine.throwaway import read_file
from tests.engine.tiny import TinyBuilds, tiny_builds
from walkthrough.build.hints import HEREDOC_HINT
from walkthrough.build.model import (
    BuildEvent,
    BuildFailed,
    BuildFinished,
    BuildWarned,
    ContextSent,
    StepFinished,
    StepLog,
    StepStarted,
)
from walkthrough.build.timing import summarise
from walkthrough.engine.engine import Engine

TWO_STAGES = """\
FROM BASE AS builder
WORKDIR /src
COPY code .
RUN echo NONCE && sleep 0.3 && \\
    cp code program

FROM BASE
COPY --from=builder /src/program /program
"""


@pytest.fixture(scope="module")
def builds(
    client: docker.APIClient, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TinyBuilds]:
    with tiny_builds(client, tmp_path_factory.mktemp("busybox")) as made:
        yield made


def fresh(dockerfile: str) -> str:
    """The Dockerfile with a word in it that no build has seen."""
    return dockerfile.replace("NONCE", secrets.token_hex(8))


def failed(events: Sequence[BuildEvent]) -> BuildFailed:
    """The build's last word, which is a failure."""
    last = events[-1]
    assert isinstance(last, BuildFailed), last
    return last


def finished_steps(events: Sequence[BuildEvent]) -> dict[str, StepFinished]:
    """The ends of steps by the step's name."""
    return {event.step.name: event for event in events if isinstance(event, StepFinished)}


def test_a_build_becomes_an_image_and_its_steps_have_their_lines(builds: TinyBuilds) -> None:
    request = builds.request(fresh(TWO_STAGES), {"code": "text\n"})
    events = builds.build(request)
    last = events[-1]
    assert isinstance(last, BuildFinished)
    assert read_file(builds.client, request.tag, "/program") == b"text\n"
    assert builds.has(request.tag)

    summary = summarise(events)
    assert [(step.stage, step.line, step.cached) for step in summary.steps] == [
        ("builder", 2, summary.steps[0].cached),
        ("builder", 3, summary.steps[1].cached),
        ("builder", 4, False),
        ("stage-1", 8, False),
    ]
    assert 0.3 <= summary.steps[2].seconds <= summary.wall_s
    assert summary.image_id == last.image_id
    sent = [event for event in events if isinstance(event, ContextSent)]
    assert sent[-1].done
    assert sent[-1].bytes == summary.context_bytes == len(b"".join(request.context.chunks()))


def test_base_images_have_the_line_of_their_stage(builds: TinyBuilds) -> None:
    steps = finished_steps(builds.build(builds.request(fresh(TWO_STAGES), {"code": "text\n"})))
    lines = {event.step.kind: event.step.line for event in steps.values()}
    assert lines["metadata"] == 1
    bases = [event.step for event in steps.values() if event.step.kind == "base"]
    assert {step.line for step in bases} <= {1, 7}
    assert bases


def test_the_parts_of_the_wall_time_do_not_exceed_it(builds: TinyBuilds) -> None:
    summary = summarise(builds.build(builds.request(fresh(TWO_STAGES), {"code": "text\n"})))
    parts = summary.resolve_s + summary.context_s + summary.steps_s + summary.export_s
    assert summary.steps_s >= 0.3
    assert summary.context_s > 0
    assert summary.export_s > 0
    assert parts <= summary.wall_s


def test_times_only_go_forward(builds: TinyBuilds) -> None:
    times = [event.time_s for event in builds.build(builds.request(fresh(TWO_STAGES)))]
    assert times == sorted(times)


def test_an_unchanged_build_comes_from_the_cache(builds: TinyBuilds) -> None:
    request = builds.request(fresh(TWO_STAGES), {"code": "text\n"})
    first = summarise(builds.build(request))
    second = summarise(builds.build(request))
    assert second.cached_steps == second.total_steps == 4
    assert second.image_id == first.image_id
    assert second.wall_s < first.wall_s


def test_a_cold_build_runs_every_command_again(builds: TinyBuilds) -> None:
    request = builds.request(fresh(TWO_STAGES), {"code": "text\n"})
    builds.build(request)
    cold = summarise(
        builds.build(
            builds.request(
                request.dockerfile,
                {"code": "text\n"},
                no_cache=True,
                cache_namespace=request.cache_namespace,
            )
        )
    )
    ran = {step.line for step in cold.steps if not step.cached}
    assert {3, 4, 8} <= ran


def test_a_target_builds_that_stage_only(builds: TinyBuilds) -> None:
    events = builds.build(builds.request(fresh(TWO_STAGES), {"code": "text\n"}, target="builder"))
    assert {step.stage for step in summarise(events).steps} == {"builder"}


def test_output_arrives_line_by_line_with_its_stream(builds: TinyBuilds) -> None:
    dockerfile = fresh("FROM BASE\nRUN echo NONCE; echo two; echo three >&2; printf 'no end'\n")
    events = builds.build(builds.request(dockerfile))
    lines = [(event.stream, event.text) for event in events if isinstance(event, StepLog)]
    assert [text for stream, text in lines if stream == "stdout"][1:] == ["two", "no end"]
    assert [text for stream, text in lines if stream == "stderr"] == ["three"]


def test_output_that_is_no_text_does_not_stop_the_build(builds: TinyBuilds) -> None:
    dockerfile = fresh("FROM BASE\nRUN printf 'NONCE \\377\\n10%%\\r100%%\\n\\000\\n'\n")
    events = builds.build(builds.request(dockerfile))
    assert isinstance(events[-1], BuildFinished)
    lines = [event.text for event in events if isinstance(event, StepLog)]
    assert lines[0].endswith(" \ufffd")
    assert lines[1:] == ["100%", "\x00"]


def test_a_failing_command_is_told_with_its_line_and_output(builds: TinyBuilds) -> None:
    dockerfile = fresh("FROM BASE\n\n# why\nRUN echo NONCE && \\\n  exit 3\n")
    request = builds.request(dockerfile)
    events = builds.build(request)
    failure = failed(events)
    assert failure.dockerfile_line == 4
    assert failure.reason.endswith("ended with exit code 3.")
    assert failure.step is not None
    assert any(isinstance(event, StepLog) and event.step_id == failure.step.id for event in events)
    assert not failure.cancelled
    assert not builds.has(request.tag)


@pytest.mark.parametrize(
    ("dockerfile", "line", "reason", "hint"),
    [
        pytest.param(
            "FROM BASE\nNOPE x\n", 2, "unknown instruction: NOPE", "NOPE", id="instruction"
        ),
        pytest.param(
            "FROM BASE\nCOPY nope /\n", 2, "nope is not in the build", ".docker", id="COPY"
        ),
        pytest.param("FROM BASE\nCOPY --lnik a /\n", 2, "flag: ", "--lnik", id="flag"),
        pytest.param(
            "FROM BASE\nRUN NONCE\n", 2, "exit code 127", "The base image has no ", id="command"
        ),
        pytest.param("FROM BASE\nRUN --mount=type=ssh echo NONCE\n", 2, "", "SSH", id="ssh"),
        pytest.param("FROM scratch\nRUN NONCE\n", 2, "exit code 1", "no /bin/sh", id="no shell"),
        pytest.param(
            "FROM BASE AS a\nFROM walkthrough.invalid/no/such:1\nCOPY --from=a /bin/sh /\n",
            2,
            "walkthrough.invalid/no/such:1 could not be had",
            "registry",
            id="base",
        ),
        pytest.param(
            "FROM BASE\nRUN true\nCOPY --from=walkthrough.invalid/no/such:1 /a /\n",
            3,
            "walkthrough.invalid/no/such:1 could not be had",
            "registry",
            id="image copied from",
        ),
    ],
)
def test_a_failure_names_line_reason_and_what_to_try(
    builds: TinyBuilds, dockerfile: str, line: int, reason: str, hint: str
) -> None:
    failure = failed(builds.build(builds.request(fresh(dockerfile))))
    assert failure.dockerfile_line == line
    assert reason in failure.reason
    assert hint in failure.hint


def test_heredocs_work_or_the_engine_is_said_to_be_too_old(
    builds: TinyBuilds, engine: Engine
) -> None:
    last = builds.build(builds.request(fresh("FROM BASE\nRUN <<EOF\necho NONCE\nEOF\n")))[-1]
    if is_newer_than_20(engine):
        assert isinstance(last, BuildFinished)
    else:
        assert isinstance(last, BuildFailed)
        assert (last.dockerfile_line, last.hint) == (3, HEREDOC_HINT)


def test_a_newer_engine_warns_of_a_line(builds: TinyBuilds, engine: Engine) -> None:
    events = builds.build(builds.request(fresh("FROM BASE as odd\nRUN echo NONCE\n")))
    warned = [event for event in events if isinstance(event, BuildWarned)]
    assert isinstance(events[-1], BuildFinished)
    if int(engine.facts().version.partition(".")[0]) >= 27:
        assert [event.line for event in warned] == [1]
        assert "FromAsCasing" in warned[0].url + warned[0].text
    else:
        assert warned == []


def test_bases_are_replaced_on_their_way_to_the_engine(builds: TinyBuilds) -> None:
    dockerfile = fresh(
        "ARG VERSION=9\n"
        "FROM walkthrough.invalid/made-up:${VERSION} AS a\n"
        "RUN echo NONCE > /x\n"
        "FROM scratch\n"
        "COPY --from=a /x /x\n"
        "COPY --from=walkthrough.invalid/made-up:9 /etc/os-release /y\n"
    )
    request = builds.request(dockerfile, bases={"walkthrough.invalid/made-up:9": builds.base})
    events = builds.build(request)
    assert isinstance(events[-1], BuildFinished), events[-1]
    assert read_file(builds.client, request.tag, "/y")
    steps = finished_steps(events)
    assert {event.step.line for event in steps.values() if event.step.line} >= {3, 5, 6}


def test_build_arguments_and_labels_reach_the_image(builds: TinyBuilds) -> None:
    dockerfile = fresh("FROM BASE\nARG WORD\nRUN echo NONCE && echo $WORD > /word\n")
    request = builds.request(dockerfile, build_args={"WORD": "said"})
    builds.build(request)
    assert read_file(builds.client, request.tag, "/word") == b"said\n"
    daemon: Any = builds.client
    labels = daemon.inspect_image(request.tag)["Config"]["Labels"]
    assert labels["walkthrough.session"] == "test"


def test_a_step_starts_before_it_ends(builds: TinyBuilds) -> None:
    events = builds.build(builds.request(fresh(TWO_STAGES), {"code": "text\n"}))
    started: set[str] = set()
    for event in events:
        if isinstance(event, StepStarted):
            started.add(event.step.id)
        elif isinstance(event, StepFinished):
            assert event.step.id in started


def is_newer_than_20(engine: Engine) -> bool:
    """Whether the engine's own Dockerfile frontend is that of 23.0 or later."""
    return int(engine.facts().version.partition(".")[0]) >= 23
