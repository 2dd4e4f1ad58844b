"""A text of the reader's is written where it lies, and never through a link."""

from pathlib import Path

import pytest

from walkthrough.errors import BadInputError
from walkthrough.learn.own_file import read_own_text, write_own_text


def test_line_ends_and_the_right_to_run_stay_as_they_are(tmp_path: Path) -> None:
    file = tmp_path / "start.sh"
    file.write_bytes(b"one\r\ntwo\n")
    file.chmod(0o755)
    text = read_own_text(tmp_path, "start.sh")
    assert text == "one\r\ntwo\n"
    write_own_text(tmp_path, "start.sh", f"{text}three\n")
    assert file.read_bytes() == b"one\r\ntwo\nthree\n"
    assert file.stat().st_mode & 0o777 == 0o755
    assert [one.name for one in tmp_path.iterdir()] == ["start.sh"]


def test_a_missing_file_is_none_and_can_be_written(tmp_path: Path) -> None:
    assert read_own_text(tmp_path, "Dockerfile") is None
    write_own_text(tmp_path, "Dockerfile", "FROM a\n")
    assert (tmp_path / "Dockerfile").read_text() == "FROM a\n"


def test_a_link_is_neither_read_nor_written_through(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text("theirs")
    folder = tmp_path / "mine"
    folder.mkdir()
    try:
        (folder / "Dockerfile").symlink_to(outside)
    except OSError:
        (folder / "Dockerfile").mkdir()
    with pytest.raises(BadInputError, match="no ordinary file"):
        read_own_text(folder, "Dockerfile")
    with pytest.raises(BadInputError, match="no ordinary file"):
        write_own_text(folder, "Dockerfile", "mine")
    assert outside.read_text() == "theirs"


@pytest.mark.parametrize(
    ("content", "words"), [(b"\xff\x00", "not UTF-8"), (b"x" * 2_000_000, "too large")]
)
def test_what_cannot_be_edited_is_told(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "Dockerfile").write_bytes(content)
    with pytest.raises(BadInputError, match=words):
        read_own_text(tmp_path, "Dockerfile")
