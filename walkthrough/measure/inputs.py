"""All that a build's steps can depend on, taken down before it: what two builds are compared by.

Taking it reads the whole context, so it is done before the request is timed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec
from msgspec import Struct

from walkthrough.build.model import BuildRequest
from walkthrough.build.references import base_of, complete, images_used, without_digest
from walkthrough.course.dockerfile import Dockerfile, UnparsableDockerfileError, parse
from walkthrough.workspace.context import Context
from walkthrough.workspace.manifest import Manifest, manifest_of


class BuildInputs(Struct, frozen=True):
    """What a build is made from.

    `images` maps complete references of the Dockerfile to the ids that they have on the engine; one
    that the engine does not have is missing there. `digests` are those that a registry gave during
    the build. `files` is the context without what is ignored.
    """

    dockerfile: str
    files: Manifest
    dockerfile_name: str = "Dockerfile"
    images: dict[str, str] = {}
    digests: dict[str, str] = {}
    build_args: dict[str, str] = {}
    target: str | None = None
    cache_namespace: str = ""
    no_cache: bool = False

    def image(self, reference: str) -> str:
        """The image that a complete reference stood for: a digest, else an id, else empty."""
        return self.digests.get(reference) or self.images.get(reference, "")


def inputs_of(
    request: BuildRequest, context: Context, image_id: Callable[[str], str | None]
) -> BuildInputs:
    """What this request is made from now; `image_id` tells which image a name has on the engine.

    Reads every file of the context. Raises BadInputError where one cannot be read.
    """
    names = _names_on_engine(request)
    ids = {image: image_id(name) for image, name in names.items()}
    return BuildInputs(
        dockerfile=request.dockerfile,
        files=manifest_of(context),
        dockerfile_name=context.dockerfile_name,
        images={image: found for image, found in ids.items() if found},
        build_args=dict(request.build_args),
        target=request.target,
        cache_namespace=request.cache_namespace,
        no_cache=request.no_cache,
    )


def with_digests(inputs: BuildInputs, bases: Iterable[str]) -> BuildInputs:
    """The inputs once it is known which images the engine took: `bases` as it named them.

    An engine that asks a registry may take another image than the one it has under that name.
    """
    parted = (base.rpartition("@") for base in bases)
    digests = {complete(name): digest for name, at, digest in parted if at}
    return msgspec.structs.replace(inputs, digests=digests)


def _names_on_engine(request: BuildRequest) -> dict[str, str]:
    """The images that the Dockerfile names, and what each is called on the engine."""
    try:
        dockerfile = parse(request.dockerfile)
    except UnparsableDockerfileError:
        return {}
    replaced = {complete(image): name for image, name in request.bases.items()}
    return {
        image: replaced.get(image) or replaced.get(without_digest(image)) or image
        for image in _images(dockerfile, request.build_args)
    }


def _images(dockerfile: Dockerfile, build_args: Mapping[str, str]) -> Iterator[str]:
    for stage in dockerfile.stages:
        base = base_of(dockerfile, stage, build_args)
        if base is not None:
            yield base
        for instruction in stage.instructions:
            yield from map(complete, images_used(dockerfile, instruction))
