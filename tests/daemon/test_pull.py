"""Pulling through the real engine, from a registry on loopback that behaves in many ways."""

import secrets
import socket
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import docker
import pytest

from tests.engine.pushed import LAYER_BYTES, push
from tests.engine.registry import PASSWORD, USER, Proxy, Registry, free_port, running_registry
from tests.engine.throwaway import remove_image
from walkthrough.engine.bases import inspect
from walkthrough.engine.engine import Engine, connect
from walkthrough.engine.images import image_id_of
from walkthrough.engine.pull import PullProgress, pull
from walkthrough.engine.pull_error import PullError


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    with running_registry(tmp_path_factory.mktemp("registry")) as one:
        yield one


@pytest.fixture
def path(engine: Engine, registry: Registry) -> Iterator[str]:
    """The path of a fresh image of 4 MB in the registry; the engine does not have it."""
    name = f"test/{secrets.token_hex(4)}"
    push(engine.client, registry.host, name)
    yield name


def test_a_pull_tells_how_many_bytes_have_come(
    client: docker.APIClient, registry: Registry, path: str
) -> None:
    reference = f"{registry.host}/{path}:1"
    with Proxy(registry.port, bytes_per_second=4_000_000) as proxy:
        slow = f"{proxy.host}/{path}:1"
        try:
            news = list(pull(client, slow))
            assert image_id_of(client, slow)
        finally:
            remove_image(client, slow)
    current = [one.current_bytes for one in news]
    assert current == sorted(current)
    assert len(set(current)) > 3
    assert news[-1].current_bytes == news[-1].total_bytes
    assert LAYER_BYTES * 0.99 < news[-1].total_bytes < LAYER_BYTES * 1.05
    assert image_id_of(client, reference) is None


def test_a_repeated_pull_downloads_nothing(
    client: docker.APIClient, registry: Registry, path: str
) -> None:
    reference = f"{registry.host}/{path}:1"
    try:
        list(pull(client, reference))
        again = list(pull(client, reference))
    finally:
        remove_image(client, reference)
    assert {one.total_bytes for one in again} == {0}
    assert "up to date" in again[-1].status


def test_an_unknown_image_is_told_as_such(client: docker.APIClient, registry: Registry) -> None:
    with pytest.raises(PullError) as caught:
        list(pull(client, f"{registry.host}/test/nobody-has-this:1"))
    assert caught.value.failure == "unknown"
    assert "has no such image" in caught.value.why
    assert "HOST/library/" in caught.value.next_step


def test_a_registry_that_wants_a_password_is_told_as_such_and_takes_the_readers_login(
    engine: Engine, tmp_path: Path
) -> None:
    own: Any = connect(engine.endpoint).client
    with running_registry(tmp_path, with_password=True) as guarded, closing(own):
        name = f"test/{secrets.token_hex(4)}"
        reference = f"{guarded.host}/{name}:1"
        with pytest.raises(PullError) as caught:
            list(pull(own, reference))
        assert caught.value.failure == "denied"
        assert "docker login" in caught.value.next_step
        own.login(USER, PASSWORD, registry=guarded.host)
        push(own, guarded.host, name)
        try:
            list(pull(own, reference))
            assert image_id_of(own, reference)
        finally:
            remove_image(own, reference)


def test_a_download_that_breaks_off_once_is_completed(
    client: docker.APIClient, registry: Registry, path: str
) -> None:
    with Proxy(registry.port, cut_after=1_000_000, cuts=1) as proxy:
        reference = f"{proxy.host}/{path}:1"
        try:
            list(pull(client, reference))
            assert proxy.cuts_left == 0
            assert image_id_of(client, reference)
        finally:
            remove_image(client, reference)


def test_a_download_that_always_breaks_off_ends_with_an_error_and_no_image(
    client: docker.APIClient, registry: Registry, path: str
) -> None:
    with Proxy(registry.port, cut_after=100_000, cuts=1_000_000) as proxy:
        reference = f"{proxy.host}/{path}:1"
        with pytest.raises(PullError) as caught:
            list(pull(client, reference))
        assert caught.value.failure == "interrupted"
        assert "walkthrough prepare" in caught.value.next_step
        assert image_id_of(client, reference) is None


def test_a_slow_pull_that_is_cancelled_ends_at_once_and_leaves_nothing(
    engine: Engine, registry: Registry, path: str
) -> None:
    with Proxy(registry.port, bytes_per_second=200_000) as proxy:
        reference = f"{proxy.host}/{path}:1"
        news: list[PullProgress] = []
        with closing(pull(engine.client, reference)) as going:
            for one in going:
                news.append(one)
                if one.current_bytes > 100_000:
                    break
            stopped_at = time.monotonic()
        assert time.monotonic() - stopped_at < 1
        assert proxy.wait_until_idle(2), "the engine goes on pulling"
        assert proxy.down_bytes < LAYER_BYTES / 2
    assert news[-1].current_bytes < news[-1].total_bytes
    assert inspect(engine, reference) is None


def test_a_registry_that_is_not_there_is_told_within_seconds(client: docker.APIClient) -> None:
    began = time.monotonic()
    with pytest.raises(PullError) as caught:
        list(pull(client, f"127.0.0.1:{free_port()}/test/any:1"))
    assert caught.value.failure == "unreachable"
    assert "--mirror" in caught.value.next_step
    assert time.monotonic() - began < 5


def test_a_registry_that_never_answers_is_given_up(client: docker.APIClient) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        reference = f"127.0.0.1:{silent.getsockname()[1]}/test/any:1"
        began = time.monotonic()
        with pytest.raises(PullError) as caught:
            list(pull(client, reference, first_news_s=1.5))
        assert time.monotonic() - began < 4
    assert caught.value.failure == "unreachable"
