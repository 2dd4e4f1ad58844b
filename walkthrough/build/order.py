"""A build request as this engine gets it: bases replaced, parameters written, steps placed."""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress

from walkthrough.build.archive_head import with_dockerfile
from walkthrough.build.lines import with_line
from walkthrough.build.model import BuildRequest, Step
from walkthrough.build.rewrite import rewrite_bases
from walkthrough.build.steps import step_of
from walkthrough.course.dockerfile import Dockerfile, UnparsableDockerfileError, parse

NAMESPACE_ARGUMENT = "BUILDKIT_CACHE_MOUNT_NS"


class Order:
    """What `POST /build` needs for one request, and what its answer is read with.

    `proxies` are the build arguments for proxies that the user's Docker configuration names;
    `parsed` is the Dockerfile as it is sent, None where it cannot be parsed.
    """

    def __init__(self, request: BuildRequest, proxies: Mapping[str, str]) -> None:
        self.id = request.id
        self.tag = request.tag
        self.parameters = parameters(request, proxies)
        self._request = request
        self._dockerfile = rewrite_bases(request.dockerfile, request.bases, request.build_args)
        self.parsed: Dockerfile | None = None
        with suppress(UnparsableDockerfileError):
            self.parsed = parse(self._dockerfile)

    def archive(self) -> Iterator[bytes]:
        """The context, with the Dockerfile as it is to be built."""
        chunks = self._request.context.chunks()
        if self._dockerfile == self._request.dockerfile:
            return chunks
        return with_dockerfile(chunks, self._request.dockerfile_name, self._dockerfile)

    def step(self, vertex_id: str, name: str) -> Step:
        """The step that a vertex of the build graph is, with its Dockerfile line."""
        step = step_of(vertex_id, name)
        if self.parsed is None:
            return step
        return with_line(step, self.parsed, self._request.build_args)


def parameters(request: BuildRequest, proxies: Mapping[str, str]) -> dict[str, str]:
    """The query of `POST /build` for a request.

    Source: https://docs.docker.com/reference/api/engine/, and for the namespace the build argument
    that BuildKit's Dockerfile frontend documents.
    """
    build_args = {**proxies, **request.build_args, NAMESPACE_ARGUMENT: request.cache_namespace}
    wanted = {
        "version": "2",
        "buildid": request.id,
        "t": request.tag,
        "dockerfile": request.dockerfile_name,
        "target": request.target or "",
        "platform": request.platform or "",
        "buildargs": json.dumps(build_args),
        "labels": json.dumps(request.labels),
        "nocache": "1" if request.no_cache else "",
        "networkmode": "" if request.network else "none",
        "rm": "1",
        "forcerm": "1",
    }
    return {name: value for name, value in wanted.items() if value}
