"""Sizes of real images: exactly what lies in them, however one computes it."""

import io
import tarfile
import zlib
from collections.abc import Iterator
from typing import Any

import docker
import pytest

from tests.engine.small_images import busybox, import_image
from tests.engine.throwaway import build
from walkthrough.engine.image_size import image_facts
from walkthrough.engine.model import ImageFacts
from walkthrough.engine.naming import IMAGE_PREFIX, SESSION_LABEL, new_cache_namespace
from walkthrough.errors import BadInputError

BASE = f"{IMAGE_PREFIX}test-weighed-base"
BUILT = f"{IMAGE_PREFIX}test-weighed"
DOCKERFILE = f"""\
FROM {BASE}
WORKDIR /app
ENV ANSWER=42
RUN ["busybox", "sh", "-c", "busybox dd if=/dev/zero of=half bs=1024 count=512"]
RUN ["busybox", "sh", "-c", "busybox ln half same && busybox rm /content/removed"]
COPY Dockerfile /app/copied
CMD ["sh"]
"""


@pytest.fixture(scope="module")
def base(client: docker.APIClient) -> Iterator[str]:
    files = {"content/kept": "k" * 1000, "content/removed": "r" * 3000}
    image_id = import_image(client, "weighed-base", files, '["/bin/busybox"]')
    yield image_id
    daemon: Any = client
    daemon.remove_image(image_id, force=True)


@pytest.fixture(scope="module")
def built(client: docker.APIClient, base: str) -> Iterator[str]:
    error = build(
        client,
        DOCKERFILE,
        namespace=new_cache_namespace(),
        t=BUILT,
        labels=f'{{"{SESSION_LABEL}":"test"}}',
    )
    assert error is None
    daemon: Any = client
    yield str(daemon.inspect_image(BUILT)["Id"])
    daemon.remove_image(BUILT, force=True)


@pytest.fixture(scope="module")
def facts(client: docker.APIClient, built: str) -> ImageFacts:
    return image_facts(client, built)


def test_each_layer_weighs_what_its_line_put_there(facts: ImageFacts) -> None:
    assert [(layer.unpacked_bytes, layer.files) for layer in facts.layers] == [
        (len(busybox()) + 1000 + 3000, 3),
        (0, 0),
        (512 * 1024, 1),
        (512 * 1024, 1),
        (len(DOCKERFILE), 1),
    ]
    assert facts.unpacked_bytes == len(busybox()) + 4000 + 1024 * 1024 + len(DOCKERFILE)


def test_each_layer_names_the_line_that_made_it(facts: ImageFacts) -> None:
    lines = [layer.created_by for layer in facts.layers[1:]]
    assert [line.split()[0] for line in lines] == ["WORKDIR", "RUN", "RUN", "COPY"]
    assert "ln half same" in lines[2]


def test_layers_carry_the_digests_that_the_engine_gives_them(
    client: docker.APIClient, built: str, facts: ImageFacts
) -> None:
    daemon: Any = client
    assert [layer.digest for layer in facts.layers] == daemon.inspect_image(built)["RootFS"][
        "Layers"
    ]
    assert facts.image_id == built


def test_an_image_of_one_layer_weighs_what_its_container_holds(
    client: docker.APIClient, base: str
) -> None:
    daemon: Any = client
    container = daemon.create_container(base, labels={SESSION_LABEL: "test"})["Id"]
    try:
        exported = io.BytesIO(b"".join(daemon.export(container)))
    finally:
        daemon.remove_container(container)
    with tarfile.open(fileobj=exported) as archive:
        held = sum(member.size for member in archive if member.isreg())
    assert image_facts(client, base).unpacked_bytes == held


def test_the_download_is_about_what_gzip_makes_of_it(facts: ImageFacts) -> None:
    assert facts.layers[0].download_bytes == pytest.approx(
        len(zlib.compress(busybox(), 6)), rel=0.01
    )
    assert facts.layers[2].download_bytes < 2000


class Listener:
    """Is asked whether to go on, and says yes."""

    def __init__(self) -> None:
        self.asked = 0

    def go_on(self) -> None:
        self.asked += 1


def test_an_image_of_known_layers_weighs_the_same_without_an_export(
    client: docker.APIClient, built: str, facts: ImageFacts
) -> None:
    listener = Listener()
    known = {layer.digest: layer for layer in facts.layers}
    assert image_facts(client, built, listener.go_on, known) == facts
    assert not listener.asked


def test_one_unknown_layer_is_enough_for_an_export(
    client: docker.APIClient, built: str, facts: ImageFacts
) -> None:
    listener = Listener()
    known = {layer.digest: layer for layer in facts.layers[1:]}
    assert image_facts(client, built, listener.go_on, known) == facts
    assert listener.asked > 2


def test_who_waits_for_the_export_can_end_it(client: docker.APIClient, built: str) -> None:
    class StoppedError(Exception):
        pass

    def stop() -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        image_facts(client, built, stop)


def test_an_image_that_is_not_there_is_named(client: docker.APIClient) -> None:
    with pytest.raises(BadInputError, match="no image"):
        image_facts(client, "walkthrough.local/test-none")
