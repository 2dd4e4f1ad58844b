"""The bundled Go service passes its own checks, inside a build: no Go on the host."""

import secrets
from pathlib import Path

import docker

from walkthrough.app_context import sample_app
from walkthrough.build.engine_api import EngineApiDriver
from walkthrough.build.model import BuildFinished, BuildRequest
from walkthrough.course.dockerfile import parse
from walkthrough.engine.bases import rewrites
from walkthrough.engine.cache_mounts import (
    cache_mount_ids,
    remember_cache_mounts,
    remembered_cache_mounts,
)
from walkthrough.engine.images import remove_own_name
from walkthrough.engine.model import BaseUsed
from walkthrough.engine.naming import SESSION_LABEL, new_cache_namespace
from walkthrough.workspace.context import Context

TEST_STAGE = """\
FROM golang:1.26-alpine AS test
WORKDIR /usr/src/app
RUN --mount=target=. \\
    --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \\
    go vet ./... && go test ./... && gofmt -l . > /unformatted
RUN test ! -s /unformatted || { cat /unformatted; false; }
"""
TAG = "walkthrough.local/test-sample-app:latest"


def compiled_in(home: Path, engine_id: str) -> str:
    """A namespace in which the course compiled its service, a new one where it has not."""
    mounts = cache_mount_ids(parse(TEST_STAGE))
    for one in remembered_cache_mounts(home, engine_id):
        if set(mounts) <= set(one.mount_ids):
            return one.namespace
    namespace = new_cache_namespace()
    remember_cache_mounts(home, engine_id, namespace, parse(TEST_STAGE))
    return namespace


def test_go_vet_and_go_test_and_gofmt_pass_in_a_test_stage(
    client: docker.APIClient, bases: tuple[BaseUsed, ...], course_home: Path
) -> None:
    request = BuildRequest(
        id=secrets.token_hex(8),
        dockerfile=TEST_STAGE,
        dockerfile_name="test.Dockerfile",
        context=Context(sample_app(), "test.Dockerfile", TEST_STAGE),
        cache_namespace=compiled_in(course_home, str(client.info()["ID"])),
        tag=TAG,
        labels={SESSION_LABEL: "test-sample-app"},
        target="test",
        bases=rewrites(bases),
    )
    last = list(EngineApiDriver(client).build(request))[-1]
    assert isinstance(last, BuildFinished), last
    remove_own_name(client, TAG)
