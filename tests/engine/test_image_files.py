"""Looking into real images: exactly what lies in them, with little memory, while keys answer."""

import gzip
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docker
import pytest

from tests.engine.small_images import busybox, import_image
from tests.engine.throwaway import build
from walkthrough.engine.cleanup import Leftovers, find_leftovers, remove_leftovers
from walkthrough.engine.image_files import file_content, image_files
from walkthrough.engine.image_files_columns import Kind
from walkthrough.engine.image_files_index import ImageFiles
from walkthrough.engine.image_files_kept import FOLDER, ImageFilesShelf
from walkthrough.engine.naming import IMAGE_PREFIX, SESSION_LABEL, new_cache_namespace
from walkthrough.errors import BadInputError

BASE = f"{IMAGE_PREFIX}test-looked-into-base"
BUILT = f"{IMAGE_PREFIX}test-looked-into"
LARGE = f"{IMAGE_PREFIX}test-one-gigabyte"
SECRET = b"TOKEN=made-up\n"
PIECE = 1 << 24
PIECES = 64
DOCKERFILE = f"""\
FROM {BASE}
WORKDIR /app
COPY Dockerfile /app/copied
RUN ["busybox", "rm", "-r", "/content"]
RUN ["busybox", "ln", "-s", "copied", "link"]
ENTRYPOINT ["./copied"]
"""


@pytest.fixture(scope="module")
def base(client: docker.APIClient) -> Iterator[str]:
    files = {"content/.env": "TOKEN=made-up\n", "content/text": "t" * 3000}
    image_id = import_image(client, "looked-into-base", files, '["/bin/busybox"]')
    yield image_id
    daemon: Any = client
    daemon.remove_image(image_id, force=True)


def built(client: docker.APIClient, dockerfile: str, name: str) -> str:
    labels = json.dumps({SESSION_LABEL: "test"})
    error = build(client, dockerfile, namespace=new_cache_namespace(), t=name, labels=labels)
    assert error is None
    daemon: Any = client
    return str(daemon.inspect_image(name)["Id"])


@pytest.fixture(scope="module")
def small(client: docker.APIClient, base: str) -> Iterator[str]:
    yield built(client, DOCKERFILE, BUILT)
    daemon: Any = client
    daemon.remove_image(BUILT, force=True)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def files(client: docker.APIClient, small: str, home: Path) -> ImageFiles:
    return image_files(client, [small], home, lambda count: None)


def test_every_layer_has_the_files_that_its_line_put_there(files: ImageFiles) -> None:
    base, workdir, copied, removed, linked = files.layers
    assert base.size_bytes == len(busybox()) + len("TOKEN=made-up\n") + 3000
    assert [node.path for node in workdir.entries()] == [b"app/"]
    assert (copied.size_bytes, copied.files) == (len(DOCKERFILE), 1)
    assert [node.path for node in removed.entries() if node.kind == Kind.GONE] == [b"content"]
    link = linked.entry(b"app/link")
    assert link is not None and (link.kind, link.link) == (Kind.SYMLINK, b"copied")
    assert files.columns.program == b"app/copied"


def test_what_a_later_line_removes_is_hidden_and_can_still_be_read(
    client: docker.APIClient, files: ImageFiles
) -> None:
    secret = files.layers[0].entry(b"content/.env")
    assert secret is not None and secret.hidden_by == 3
    assert files.seen(b"content/.env") is None
    content = file_content(client, files, 0, b"content/.env", lambda count: None)
    assert (content.shown, content.is_whole, content.kind) == (b"TOKEN=made-up\n", True, "")
    program = file_content(client, files, 0, b"bin/busybox", lambda count: None)
    assert program.kind == "a Linux program (ELF)"


def test_a_second_look_asks_the_engine_for_nothing(
    client: docker.APIClient, small: str, files: ImageFiles, home: Path
) -> None:
    told: list[int] = []
    again = image_files(client, [small], home, told.append)
    assert again.columns == files.columns
    assert told == []
    assert len(list((home / FOLDER).iterdir())) == 1


def test_clean_removes_what_was_kept_of_images(
    client: docker.APIClient, files: ImageFiles, tmp_path: Path
) -> None:
    ImageFilesShelf(tmp_path).put(files)
    found = find_leftovers(client, tmp_path).workspaces
    assert [one.path for one in found] == [tmp_path / FOLDER]
    assert found[0].bytes > 0
    assert list(remove_leftovers(client, tmp_path, Leftovers(workspaces=found))) == []
    assert not (tmp_path / FOLDER).exists()


def test_the_newest_image_stands_in_for_one_that_is_gone(
    client: docker.APIClient, small: str, tmp_path: Path, files: ImageFiles
) -> None:
    gone = "sha256:" + "0" * 64
    found = image_files(client, [gone, f"{BUILT}:latest"], tmp_path, lambda count: None)
    assert found.columns.image_id == small


def test_an_image_that_is_not_there_is_named(client: docker.APIClient, tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="no image"):
        image_files(client, ["walkthrough.local/test-none"], tmp_path, lambda count: None)


def test_whoever_waits_can_give_up_before_the_first_byte(
    client: docker.APIClient, small: str, tmp_path: Path
) -> None:
    class EnoughError(Exception):
        pass

    def stop(count: int) -> None:
        assert count == 0
        raise EnoughError

    with pytest.raises(EnoughError):
        image_files(client, [small], tmp_path, stop)
    assert not (tmp_path / FOLDER).exists()


@pytest.fixture
def large(client: docker.APIClient) -> Iterator[str]:
    """An image of a gigabyte of zeros and a secret, sent to the engine as a megabyte of gzip."""
    daemon: Any = client
    changes = [f"LABEL {SESSION_LABEL}=test"]
    daemon.import_image_from_data(_a_gigabyte(), repository=LARGE, tag="latest", changes=changes)
    yield str(daemon.inspect_image(LARGE)["Id"])
    daemon.remove_image(LARGE, force=True)


def _a_gigabyte() -> bytes:
    """The compressed archive; gzip files may be joined, so the zeros are compressed only once."""
    zeros = tarfile.TarInfo("zeros")
    zeros.size = PIECES * PIECE
    secret = tarfile.TarInfo(".env")
    secret.size = len(SECRET)
    end = secret.tobuf() + SECRET.ljust(512, b"\0") + bytes(1024)
    return gzip.compress(zeros.tobuf()) + gzip.compress(bytes(PIECE)) * PIECES + gzip.compress(end)


@pytest.mark.skipif(sys.platform == "win32", reason="reads the peak that a Unix system keeps")
def test_keys_answer_and_memory_stays_small_while_a_gigabyte_streams_by(
    large: str, tmp_path: Path
) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "tests.engine.inside_child", large],
        env={**os.environ, "WALKTHROUGH_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    peak, answered = map(int, answer.stdout.split())
    assert peak * (1 if sys.platform == "darwin" else 1024) < 50e6
    assert answered
