"""The bundled Go service passes its own checks, inside a build: no Go on the host."""

import secrets

import docker

from walkthrough.app_context import sample_app
from walkthrough.build.engine_api import EngineApiDriver
from walkthrough.build.model import BuildFinished, BuildRequest
from walkthrough.engine.bases import rewrites
from walkthrough.engine.images import remove_own_name
from walkthrough.engine.model import BaseUsed
from walkthrough.engine.naming import SESSION_LABEL, new_cache_namespace
from walkthrough.workspace.context import Context

TEST_STAGE = """\
FROM golang:1.26-alpine AS test
WORKDIR /usr/src/app
RUN --mount=target=. go vet ./... && go test ./... && gofmt -l . > /unformatted
RUN test ! -s /unformatted || { cat /unformatted; false; }
"""
TAG = "walkthrough.local/test-sample-app:latest"


def test_go_vet_and_go_test_and_gofmt_pass_in_a_test_stage(
    client: docker.APIClient, bases: tuple[BaseUsed, ...]
) -> None:
    request = BuildRequest(
        id=secrets.token_hex(8),
        dockerfile=TEST_STAGE,
        dockerfile_name="test.Dockerfile",
        context=Context(sample_app(), "test.Dockerfile", TEST_STAGE),
        cache_namespace=new_cache_namespace(),
        tag=TAG,
        labels={SESSION_LABEL: "test-sample-app"},
        target="test",
        bases=rewrites(bases),
    )
    last = list(EngineApiDriver(client).build(request))[-1]
    assert isinstance(last, BuildFinished), last
    remove_own_name(client, TAG)
