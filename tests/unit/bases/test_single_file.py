"""An archive of one file holds it whole, whatever characters are in it."""

import io
import tarfile

import pytest

from walkthrough.engine.single_file import archive_of


@pytest.mark.parametrize(
    "text", ["", "FROM scratch\n", "RUN --mount=type=cache,id=Caf\u00e9 true\n" * 50]
)
def test_what_went_in_comes_out(text: str) -> None:
    body = archive_of("Dockerfile", text.encode())
    with tarfile.open(fileobj=io.BytesIO(body)) as archive:
        (member,) = archive.getmembers()
        file = archive.extractfile(member)
        assert file is not None
        assert (member.name, file.read().decode()) == ("Dockerfile", text)
