"""Cache mounts of others survive our builds, and our namespaces keep to themselves."""

import secrets
from collections.abc import Iterator

import docker
import pytest

from tests.engine import throwaway
from tests.engine.tiny import TinyBuilds, tiny_builds
from walkthrough.build.model import BuildFinished
from walkthrough.engine.naming import IMAGE_PREFIX, new_cache_namespace

MODULES = "--mount=type=cache,target=/go/pkg/mod"
LIST = f"FROM BASE\nRUN {MODULES} echo NONCE && (ls /go/pkg/mod || true) > /listing\n"


@pytest.fixture(scope="module")
def builds(
    client: docker.APIClient, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TinyBuilds]:
    with tiny_builds(client, tmp_path_factory.mktemp("busybox")) as made:
        yield made


@pytest.fixture
def foreign_file(builds: TinyBuilds) -> Iterator[str]:
    """A file that another client's build left in the engine's common cache mount for modules."""
    name = f"foreign-{secrets.token_hex(8)}"
    foreign_build(builds, f"RUN {MODULES} echo {name} > /go/pkg/mod/{name}")
    yield name
    foreign_build(builds, f"RUN {MODULES} rm -f /go/pkg/mod/{name}")


def foreign_build(builds: TinyBuilds, command: str, tag: str = "") -> None:
    """A build as any other client makes it, without a namespace."""
    nonce = f"RUN echo {secrets.token_hex(8)}"
    error = throwaway.build(
        builds.client, f"FROM {builds.base}\n{nonce}\n{command}\n", **({"t": tag} if tag else {})
    )
    assert error is None


def foreign_listing(builds: TinyBuilds) -> list[str]:
    """What another client's build finds in the common cache mount for modules."""
    tag = f"{IMAGE_PREFIX}test-foreign-{secrets.token_hex(6)}:1"
    foreign_build(builds, f"RUN {MODULES} ls /go/pkg/mod > /listing", tag)
    try:
        return throwaway.read_file(builds.client, tag, "/listing").decode().split()
    finally:
        throwaway.remove_image(builds.client, tag)


def our_listing(builds: TinyBuilds, namespace: str, command: str, *, cold: bool) -> list[str]:
    """What our own build finds there, after a command of its own."""
    dockerfile = LIST.replace("NONCE", secrets.token_hex(8)).replace("(ls", f"{command} && (ls")
    request = builds.request(dockerfile, cache_namespace=namespace, no_cache=cold)
    assert isinstance(builds.build(request)[-1], BuildFinished)
    return throwaway.read_file(builds.client, request.tag, "/listing").decode().split()


def namespace() -> str:
    """A namespace that no build has used."""
    return new_cache_namespace()


def test_a_cold_build_leaves_the_cache_of_others_alone(
    builds: TinyBuilds, foreign_file: str
) -> None:
    assert foreign_file in foreign_listing(builds)
    ours = our_listing(builds, namespace(), "touch /go/pkg/mod/ours", cold=True)
    assert ours == ["ours"]
    theirs = foreign_listing(builds)
    assert foreign_file in theirs
    assert "ours" not in theirs


def test_builds_of_one_namespace_share_their_caches(builds: TinyBuilds) -> None:
    ours = namespace()
    assert our_listing(builds, ours, "touch /go/pkg/mod/first", cold=True) == ["first"]
    assert our_listing(builds, ours, "true", cold=False) == ["first"]
    assert our_listing(builds, namespace(), "true", cold=False) == []
    assert our_listing(builds, ours, "true", cold=False) == ["first"]


def test_a_cold_build_begins_with_empty_caches_of_its_own(builds: TinyBuilds) -> None:
    ours = namespace()
    our_listing(builds, ours, "touch /go/pkg/mod/first", cold=True)
    assert our_listing(builds, ours, "true", cold=True) == []
