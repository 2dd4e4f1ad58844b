"""The Engine API driver against an endpoint that behaves as engines do, well and badly."""

import json
import threading
import time
import tracemalloc
from collections.abc import Generator, Iterator
from typing import Any

import docker
import pytest
from docker.utils.proxy import ProxyConfig
from msgspec import Struct
from msgspec.structs import replace

from tests.engine.tiny import TinyContext
from tests.unit.build.loopback import Answer, AnswerWriter, BuildEndpoint, build_endpoint
from tests.unit.build.trace_messages import (
    IMAGE_FRAME,
    error_frame,
    frame,
    log,
    message,
    vertex,
)
from walkthrough.build.engine_api import EngineApiDriver
from walkthrough.build.model import (
    OWN_NAMES,
    BuildEvent,
    BuildFailed,
    BuildFinished,
    BuildRequest,
    ContextSent,
    StepFinished,
    StepLog,
    StepStarted,
)
from walkthrough.engine.naming import IMAGE_PREFIX
from walkthrough.errors import BadInputError, NoUsableEngineError, WalkthroughError

DOCKERFILE = "FROM alpine:3.22\nRUN go build\n"
RUN = "[2/2] RUN go build"
REQUEST = BuildRequest(
    id="build-1",
    dockerfile=DOCKERFILE,
    dockerfile_name="Dockerfile",
    context=TinyContext(DOCKERFILE),
    cache_namespace="walkthrough-test",
    tag="walkthrough.local/test-unit:1",
    labels={"walkthrough.session": "test"},
)


class Pieces(Struct, frozen=True):
    """A context of so many pieces of 64 KiB; `raises` comes after them."""

    count: int
    raises: Exception | None = None
    pause_s: float = 0.0

    def chunks(self) -> Iterator[bytes]:
        """The pieces."""
        for _ in range(self.count):
            time.sleep(self.pause_s)
            yield b"\0" * 65536
        if self.raises is not None:
            raise self.raises


def succeed(answer: AnswerWriter, endpoint: BuildEndpoint) -> None:
    """A build that ends well."""
    answer.send(frame(message(vertex(RUN, time.time(), time.time()))))
    answer.send(IMAGE_FRAME)
    answer.end()


def hang(answer: AnswerWriter, endpoint: BuildEndpoint) -> None:
    """A build that neither ends nor listens to a cancel."""
    answer.send(frame(message(vertex(RUN, time.time()))))
    time.sleep(5)


def end_when_cancelled(answer: AnswerWriter, endpoint: BuildEndpoint) -> None:
    """A build that a cancel ends."""
    answer.send(frame(message(vertex(RUN, time.time()))))
    endpoint.cancel_asked.wait(5)
    answer.send(error_frame("context canceled"))
    answer.end()


def test_the_request_says_all_that_the_engine_must_know() -> None:
    with build_endpoint(succeed) as endpoint:
        wanted = replace(REQUEST, target="dev", build_args={"A": "1"}, no_cache=True)
        list(EngineApiDriver(endpoint.client).build(wanted))
        query = {name: values[0] for name, values in endpoint.query.items()}
    assert json.loads(query.pop("buildargs")) == {
        "A": "1",
        "BUILDKIT_CACHE_MOUNT_NS": "walkthrough-test",
    }
    assert json.loads(query.pop("labels")) == {"walkthrough.session": "test"}
    assert query == {
        "version": "2",
        "buildid": "build-1",
        "t": "walkthrough.local/test-unit:1",
        "dockerfile": "Dockerfile",
        "target": "dev",
        "nocache": "1",
        "rm": "1",
        "forcerm": "1",
    }


def test_a_build_argument_cannot_take_the_namespace_away() -> None:
    with build_endpoint(succeed) as endpoint:
        wanted = replace(REQUEST, build_args={"BUILDKIT_CACHE_MOUNT_NS": ""})
        list(EngineApiDriver(endpoint.client).build(wanted))
        sent = json.loads(endpoint.query["buildargs"][0])
    assert sent == {"BUILDKIT_CACHE_MOUNT_NS": "walkthrough-test"}


def test_the_proxies_of_the_docker_configuration_reach_the_build() -> None:
    with build_endpoint(succeed) as endpoint:
        daemon: Any = endpoint.client
        daemon._proxy_configs = ProxyConfig(http="http://proxy.example:3128", no_proxy="here")
        wanted = replace(REQUEST, build_args={"no_proxy": "there"})
        list(EngineApiDriver(endpoint.client).build(wanted))
        sent = json.loads(endpoint.query["buildargs"][0])
    assert sent["HTTP_PROXY"] == sent["http_proxy"] == "http://proxy.example:3128"
    assert (sent["NO_PROXY"], sent["no_proxy"]) == ("here", "there")


@pytest.mark.parametrize("namespace", ["", " "])
def test_a_build_without_a_namespace_is_refused_before_anything_is_sent(namespace: str) -> None:
    with build_endpoint(succeed) as endpoint:
        with pytest.raises(BadInputError, match="no cache namespace"):
            EngineApiDriver(endpoint.client).build(replace(REQUEST, cache_namespace=namespace))
        assert endpoint.query == {}


def test_the_upload_is_told_of_while_it_goes_on() -> None:
    with build_endpoint(succeed) as endpoint:
        wanted = replace(REQUEST, context=Pieces(20, pause_s=0.02))
        build = EngineApiDriver(endpoint.client).build(wanted)
        first = next(build)
        assert isinstance(first, ContextSent)
        assert not first.done
        assert not endpoint.upload_ended.is_set()
        sent = [first, *(event for event in build if isinstance(event, ContextSent))]
    assert [event.done for event in sent] == [False] * (len(sent) - 1) + [True]
    assert sent[-1].bytes == 20 * 65536 == endpoint.received
    assert sorted(event.bytes for event in sent) == [event.bytes for event in sent]


def test_a_step_has_its_line_and_the_base_its_replacement() -> None:
    with build_endpoint(succeed) as endpoint:
        wanted = replace(REQUEST, bases={"alpine:3.22": "walkthrough.local/" + "a" * 700})
        events = list(EngineApiDriver(endpoint.client).build(wanted))
    assert [event.step.line for event in events if isinstance(event, StepFinished)] == [2]
    assert endpoint.received == len(b"".join(TinyContext(DOCKERFILE).chunks())) + 512


def test_an_unreadable_file_ends_the_build_in_words() -> None:
    with build_endpoint(succeed) as endpoint:
        wanted = replace(REQUEST, context=Pieces(3, PermissionError(13, "denied", "secret.txt")))
        with pytest.raises(BadInputError) as raised:
            list(EngineApiDriver(endpoint.client).build(wanted))
    assert "secret.txt" in raised.value.why
    assert endpoint.cancelled == ["build-1"]


def test_an_error_of_the_context_itself_reaches_the_reader() -> None:
    error = WalkthroughError("what", "why", "next")
    with build_endpoint(succeed) as endpoint:
        wanted = replace(REQUEST, context=Pieces(0, error))
        with pytest.raises(WalkthroughError) as raised:
            list(EngineApiDriver(endpoint.client).build(wanted))
    assert raised.value is error


def test_a_connection_lost_in_the_middle_fails_the_build() -> None:
    def break_off(answer: AnswerWriter, endpoint: BuildEndpoint) -> None:
        answer.send(frame(message(vertex(RUN, time.time()), log(RUN, b"half a line"))))

    with build_endpoint(break_off) as endpoint:
        events = list(EngineApiDriver(endpoint.client).build(REQUEST))
    assert any(isinstance(event, StepLog) and event.text == "half a line" for event in events)
    last = events[-1]
    assert isinstance(last, BuildFailed)
    assert last.reason.startswith("The connection to the engine was lost")
    assert not last.cancelled


def test_an_answer_without_an_image_is_a_failure() -> None:
    def say_nothing(answer: AnswerWriter, endpoint: BuildEndpoint) -> None:
        answer.send(b"\r\n")
        answer.end()

    with build_endpoint(say_nothing) as endpoint:
        events = list(EngineApiDriver(endpoint.client).build(REQUEST))
    assert isinstance(events[-1], BuildFailed)
    assert "without an image" in events[-1].reason


def test_an_answer_that_is_no_build_log_is_a_failure() -> None:
    with build_endpoint(lambda answer, _: answer.send(b"<html>proxy</html>\n")) as endpoint:
        events = list(EngineApiDriver(endpoint.client).build(REQUEST))
    assert isinstance(events[-1], BuildFailed)


def test_an_engine_without_buildkit_is_recognised() -> None:
    def build_as_podman(answer: AnswerWriter, endpoint: BuildEndpoint) -> None:
        answer.send(b'{"stream":"STEP 1/2: FROM alpine:3.22\\n"}\n')
        time.sleep(5)

    with build_endpoint(build_as_podman) as endpoint:
        began = time.perf_counter()
        with pytest.raises(NoUsableEngineError, match="without BuildKit"):
            list(EngineApiDriver(endpoint.client).build(REQUEST))
        assert time.perf_counter() - began < 3


def test_an_engine_that_refuses_says_why() -> None:
    def refuse(answer: AnswerWriter, endpoint: BuildEndpoint) -> None:
        answer.refuse(500, '{"message":"not today"}')

    with build_endpoint(refuse) as endpoint:
        build = EngineApiDriver(endpoint.client).build(REQUEST)
        with pytest.raises(NoUsableEngineError) as raised:
            list(build)
    assert raised.value.why == "not today"


def test_an_engine_that_is_not_there_is_told_in_words() -> None:
    with build_endpoint(succeed) as endpoint:
        port = str(endpoint.client.base_url).rpartition(":")[2]
    client = docker.APIClient(base_url=f"tcp://127.0.0.1:{port}", version="1.41")
    with pytest.raises(NoUsableEngineError):
        list(EngineApiDriver(client).build(REQUEST))
    client.close()


def test_an_engine_that_goes_away_during_the_upload_ends_the_build() -> None:
    with build_endpoint(lambda *_: None, read_body=False) as endpoint:
        wanted = replace(REQUEST, context=Pieces(500))
        with pytest.raises(NoUsableEngineError):
            list(EngineApiDriver(endpoint.client).build(wanted))


@pytest.mark.parametrize("answer", [end_when_cancelled, hang])
def test_a_cancelled_build_ends_within_a_second(answer: Answer) -> None:
    with build_endpoint(answer) as endpoint:
        driver = EngineApiDriver(endpoint.client)
        build = driver.build(REQUEST)
        next(event for event in build if isinstance(event, StepStarted))
        began = time.perf_counter()
        threading.Timer(0.05, driver.cancel, ["build-1"]).start()
        rest = list(build)
        took_s = time.perf_counter() - began
    assert took_s < 1.2
    assert was_cancelled(rest)
    assert set(endpoint.cancelled) == {"build-1"}


def test_a_build_cancelled_during_the_upload_stops_sending() -> None:
    with build_endpoint(succeed) as endpoint:
        driver = EngineApiDriver(endpoint.client)
        build = driver.build(replace(REQUEST, context=Pieces(100_000, pause_s=0.001)))
        next(build)
        driver.cancel("build-1")
        began = time.perf_counter()
        assert was_cancelled(list(build))
        assert time.perf_counter() - began < 1
        assert not endpoint.upload_ended.is_set()


def test_a_build_cancelled_before_it_began_sends_nothing() -> None:
    with build_endpoint(succeed) as endpoint:
        driver = EngineApiDriver(endpoint.client)
        build = driver.build(REQUEST)
        driver.cancel("build-1")
        assert was_cancelled(list(build))
        assert endpoint.query == {}


def test_leaving_the_iterator_cancels_the_build() -> None:
    with build_endpoint(end_when_cancelled) as endpoint:
        build = EngineApiDriver(endpoint.client).build(REQUEST)
        next(event for event in build if isinstance(event, StepStarted))
        assert isinstance(build, Generator)
        build.close()
        assert endpoint.cancelled == ["build-1"]


def finish_although_cancelled(answer: AnswerWriter, endpoint: BuildEndpoint) -> None:
    """A build that a cancel reaches too late."""
    answer.send(frame(message(vertex(RUN, time.time()))))
    endpoint.cancel_asked.wait(5)
    answer.send(IMAGE_FRAME)
    answer.end()


@pytest.mark.parametrize(
    ("tag", "removed"),
    [
        ("walkthrough.local/test-unit:1", ["walkthrough.local/test-unit:1"]),
        ("shop/catalog:1", []),
        ("walkthrough.localhost/x:1", []),
    ],
)
def test_of_a_build_cancelled_too_late_a_name_of_ours_is_removed_and_no_other(
    tag: str, removed: list[str]
) -> None:
    with build_endpoint(finish_although_cancelled) as endpoint:
        driver = EngineApiDriver(endpoint.client)
        build = driver.build(replace(REQUEST, tag=tag))
        next(event for event in build if isinstance(event, StepStarted))
        driver.cancel("build-1")
        assert was_cancelled(list(build))
        assert endpoint.removed == removed
        assert [query["noprune"] for query in endpoint.removed_with] == [["True"]] * len(removed)


def test_a_driver_and_a_clean_know_the_same_names_as_ours() -> None:
    assert OWN_NAMES == IMAGE_PREFIX


def test_a_cancel_after_the_end_changes_nothing() -> None:
    with build_endpoint(succeed) as endpoint:
        driver = EngineApiDriver(endpoint.client)
        build = driver.build(REQUEST)
        finished = next(event for event in build if isinstance(event, BuildFinished))
        driver.cancel("build-1")
        assert finished.image_id == "sha256:built"
        assert list(build) == []
        assert (endpoint.cancelled, endpoint.removed) == ([], [])
    driver.cancel("nobody")


def test_a_hundred_thousand_lines_are_read_quickly_in_little_memory() -> None:
    lines = b"".join(b"%06d a line of a build that talks a lot\n" % n for n in range(100))
    talk = frame(message(log(RUN, lines)))

    def talk_much(answer: AnswerWriter, endpoint: BuildEndpoint) -> None:
        for _ in range(1000):
            answer.send(talk)
        succeed(answer, endpoint)

    with build_endpoint(talk_much) as endpoint:
        tracemalloc.start()
        began = time.perf_counter()
        build = EngineApiDriver(endpoint.client).build(REQUEST)
        count = sum(isinstance(event, StepLog) for event in build)
        took_s = time.perf_counter() - began
        _, peak_bytes = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert count == 100_000
    assert took_s < 10
    assert peak_bytes < 20_000_000


def was_cancelled(events: list[BuildEvent]) -> bool:
    """Whether the build's last word is that it was cancelled."""
    last = events[-1]
    return isinstance(last, BuildFailed) and last.cancelled
