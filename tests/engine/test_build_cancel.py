"""Builds that are cancelled on a real engine end at once and leave nothing."""

import secrets
import threading
import time
from collections.abc import Generator, Iterator

import docker
import pytest

from tests.engine.tiny import TinyBuilds, TinyContext, tiny_builds
from walkthrough.build.model import (
    BuildEvent,
    BuildFailed,
    BuildFinished,
    BuildRequest,
    ContextSent,
    StepLog,
)
from walkthrough.errors import WalkthroughError

SLOW = "FROM BASE\nRUN echo NONCE begins && sleep 60\n"


class SlowContext:
    """A context whose archive never ends."""

    def __init__(self, dockerfile: str) -> None:
        self._dockerfile = dockerfile
        self.asked = 0

    def chunks(self) -> Iterator[bytes]:
        """The Dockerfile, then the endless beginning of a file of a terabyte."""
        yield from TinyContext(self._dockerfile).chunks()
        while True:
            self.asked += 1
            time.sleep(0.01)
            yield b"\0" * 1024


class BrokenContext:
    """A context that cannot be read to its end."""

    def chunks(self) -> Iterator[bytes]:
        """The Dockerfile, then an error."""
        yield from TinyContext("FROM scratch\nCOPY . /\n").chunks()
        raise WalkthroughError("A file went away.", "It was there before.", "Try again.")


@pytest.fixture(scope="module")
def builds(
    client: docker.APIClient, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TinyBuilds]:
    with tiny_builds(client, tmp_path_factory.mktemp("busybox")) as made:
        yield made


def slow_request(builds: TinyBuilds) -> BuildRequest:
    """A build whose one command takes a minute and is never cached."""
    return builds.request(SLOW.replace("NONCE", secrets.token_hex(8)))


def until_it_runs(build: Iterator[BuildEvent]) -> None:
    """Read on until the slow command says something."""
    next(event for event in build if isinstance(event, StepLog) and "begins" in event.text)


def was_cancelled(events: list[BuildEvent]) -> bool:
    """Whether the build's last word is that it was cancelled."""
    last = events[-1]
    return isinstance(last, BuildFailed) and last.cancelled


def test_a_command_that_runs_is_ended_within_a_second(builds: TinyBuilds) -> None:
    request = slow_request(builds)
    build = builds.driver.build(request)
    until_it_runs(build)
    began = time.perf_counter()
    canceller = threading.Thread(target=builds.driver.cancel, args=[request.id])
    canceller.start()
    rest = list(build)
    took_s = time.perf_counter() - began
    canceller.join()
    assert was_cancelled(rest)
    assert took_s < 1
    assert not builds.has(request.tag)


def test_a_cancelled_command_runs_no_longer(builds: TinyBuilds) -> None:
    mount = "RUN --mount=type=cache,target=/c"
    nonce = secrets.token_hex(8)
    beating = builds.request(
        f"FROM BASE\n{mount} n=0; while true; do n=$((n+1)); echo $n > /c/next; "
        f'mv /c/next /c/beat; [ "$n" != 3 ] || echo {nonce} begins; sleep 0.05; done\n'
    )
    build = builds.driver.build(beating)
    until_it_runs(build)
    builds.driver.cancel(beating.id)
    assert was_cancelled(list(build))
    watching = builds.request(
        f"FROM BASE\n{mount} echo {nonce} && test -e /c/beat && for look in 1 2 3 4; do "
        'before=$(cat /c/beat); sleep 0.5; [ "$before" != "$(cat /c/beat)" ] || exit 0; '
        "done; exit 1\n",
        cache_namespace=beating.cache_namespace,
    )
    assert isinstance(builds.build(watching)[-1], BuildFinished)


def test_leaving_the_iterator_ends_the_build(builds: TinyBuilds) -> None:
    request = slow_request(builds)
    build = builds.driver.build(request)
    until_it_runs(build)
    assert isinstance(build, Generator)
    began = time.perf_counter()
    build.close()
    assert time.perf_counter() - began < 1
    assert not builds.has(request.tag)


def test_an_upload_is_ended_within_a_second(builds: TinyBuilds) -> None:
    context = SlowContext("FROM scratch\nCOPY . /\n")
    request = builds.request("FROM scratch\nCOPY . /\n", context=context)
    build = builds.driver.build(request)
    first = next(build)
    assert isinstance(first, ContextSent)
    assert not first.done
    began = time.perf_counter()
    builds.driver.cancel(request.id)
    assert was_cancelled(list(build))
    assert time.perf_counter() - began < 1
    asked = context.asked
    time.sleep(0.1)
    assert context.asked <= asked + 1
    assert not builds.has(request.tag)


def test_a_context_that_cannot_be_read_leaves_no_image(builds: TinyBuilds) -> None:
    request = builds.request("FROM scratch\nCOPY . /\n", context=BrokenContext())
    with pytest.raises(WalkthroughError, match="went away"):
        builds.build(request)
    assert not builds.has(request.tag)


def test_a_build_after_a_cancelled_one_works(builds: TinyBuilds) -> None:
    request = slow_request(builds)
    build = builds.driver.build(request)
    until_it_runs(build)
    builds.driver.cancel(request.id)
    assert was_cancelled(list(build))
    events = builds.build(builds.request("FROM BASE\nRUN true\n"))
    assert isinstance(events[-1], BuildFinished)


def test_cancelling_an_unknown_build_disturbs_no_other(builds: TinyBuilds) -> None:
    builds.driver.cancel("nobody-" + secrets.token_hex(4))
    events = list(builds.driver.build(builds.request("FROM BASE\nRUN true\n")))
    assert isinstance(events[-1], BuildFinished)
