"""The Dockerfile replaced in an archive that streams by."""

import io
import tarfile
from collections.abc import Iterator

import pytest

from tests.engine.tiny import TinyContext
from walkthrough.build.archive_head import with_dockerfile

FILES = {"a": "1" * 700, "dir/b": "2"}
CONTEXT = TinyContext("FROM alpine:3.22\n" + "# note\n" * 200, FILES)


def members(archive: bytes) -> dict[str, str]:
    """The files of an archive."""
    with tarfile.open(fileobj=io.BytesIO(archive)) as opened:
        read = {one.name: opened.extractfile(one) for one in opened}
        return {name: file.read().decode() for name, file in read.items() if file}


def cut(size: int) -> Iterator[bytes]:
    """The context's archive in pieces of this size."""
    whole = b"".join(CONTEXT.chunks())
    return (whole[start : start + size] for start in range(0, len(whole), size))


@pytest.mark.parametrize("size", [100, 512, 1000, 65536])
@pytest.mark.parametrize("text", ["", "FROM x\n", "FROM x # ü\n" * 300])
def test_the_dockerfile_is_another_and_the_rest_is_the_same(size: int, text: str) -> None:
    archive = b"".join(with_dockerfile(cut(size), "Dockerfile", text))
    assert members(archive) == {"Dockerfile": text, **FILES}
    assert len(archive) % 512 == 0


def test_mode_and_time_of_the_dockerfile_stay() -> None:
    archive = b"".join(with_dockerfile(CONTEXT.chunks(), "Dockerfile", "FROM x\n"))
    with tarfile.open(fileobj=io.BytesIO(archive)) as opened:
        first = opened.next()
    assert first is not None
    assert (first.name, first.mode, first.mtime, first.size) == ("Dockerfile", 0o644, 0, 7)


def test_a_dockerfile_that_is_no_utf8_stays_as_it_is() -> None:
    text = b"FROM x # \xff\n".decode("utf-8", "surrogateescape")
    archive = b"".join(with_dockerfile(CONTEXT.chunks(), "./Dockerfile", text))
    assert archive[512:524] == b"FROM x # \xff\n\0"


def test_an_archive_that_begins_with_another_file_is_refused() -> None:
    with pytest.raises(ValueError, match="first member is Dockerfile, not other"):
        list(with_dockerfile(CONTEXT.chunks(), "other", "FROM x\n"))
