"""Folders that are no good attempt: each is refused in a sentence, and nothing outside is read."""

import os
import sys
from pathlib import Path

import pytest

from walkthrough.errors import BadInputError
from walkthrough.learn.reader_files import (
    LARGEST_FILE_BYTES,
    MOST_FILES,
    dockerfile_text,
    read_folder,
)

DOCKERFILE = b"FROM alpine:3.22\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "exercise"
    made.mkdir()
    (made / "Dockerfile").write_bytes(DOCKERFILE)
    return made


def refusal(folder: Path) -> BadInputError:
    with pytest.raises(BadInputError) as caught:
        dockerfile_text(read_folder(folder))
    return caught.value


def test_all_files_are_read_but_for_what_editors_and_git_leave(folder: Path) -> None:
    for name in ("TASK.md", "Dockerfile~", ".Dockerfile.swp", ".git/HEAD", "in/a.sh", ".env"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"#!/bin/sh\n")
    (folder / "in" / "a.sh").chmod(0o755)
    found = read_folder(folder)
    assert set(found) == {"Dockerfile", "in/a.sh", ".env"}
    assert found["Dockerfile"].content == DOCKERFILE


def test_a_link_out_of_the_folder_is_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").write_text("not yours")
    (folder / "notes").symlink_to(tmp_path / "outside")
    assert refusal(folder).what == "notes is a link out of the exercise's folder."


def test_a_folder_that_links_out_of_the_folder_is_refused(folder: Path, tmp_path: Path) -> None:
    (folder / "up").symlink_to(tmp_path, target_is_directory=True)
    assert "link out" in refusal(folder).what


def test_a_link_within_the_folder_is_followed(folder: Path) -> None:
    (folder / "other").symlink_to("Dockerfile")
    assert read_folder(folder)["other"].content == DOCKERFILE


def test_a_link_in_a_circle_is_refused(folder: Path) -> None:
    (folder / "round").symlink_to("round")
    assert "round" in refusal(folder).what


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_a_named_pipe_is_refused_and_not_waited_for(folder: Path) -> None:
    if sys.platform != "win32":
        os.mkfifo(folder / "pipe")
    assert refusal(folder).what == "pipe is no file."


def test_a_huge_file_is_refused_unread(folder: Path) -> None:
    with (folder / "huge").open("wb") as opened:
        opened.truncate(1 << 30)
    assert refusal(folder).what == "huge is too large for an exercise."
    (folder / "huge").unlink()
    with (folder / "large").open("wb") as opened:
        opened.truncate(LARGEST_FILE_BYTES)
    assert len(read_folder(folder)["large"].content) == LARGEST_FILE_BYTES


def test_too_many_files_are_refused(folder: Path) -> None:
    for number in range(MOST_FILES):
        (folder / f"f{number}").touch()
    assert "too large" in refusal(folder).what


def test_a_file_that_may_not_be_read_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(self: Path, *_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    refused = refusal(folder)
    assert refused.what.startswith("Cannot read ")
    assert refused.why == "Permission denied."


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"\xef\xbb\xbfFROM alpine\n", "begins with a byte order mark"),
        ("FROM alpine\n".encode("utf-16"), "begins with a byte order mark"),
        (b"FROM alpine\r\nRUN true\r\n", "has Windows line ends"),
        (b"\x7fELF\x00\x01", "is not a text"),
        (b"FROM caf\xe9\n", "is not UTF-8"),
    ],
)
def test_a_dockerfile_that_is_no_plain_text_is_refused(
    folder: Path, content: bytes, what: str
) -> None:
    (folder / "Dockerfile").write_bytes(content)
    refused = refusal(folder)
    assert refused.what == f"The Dockerfile {what}."
    assert refused.why and refused.next_step


def test_a_folder_without_a_dockerfile_or_no_folder_is_told(folder: Path) -> None:
    (folder / "Dockerfile").unlink()
    assert "has no Dockerfile" in refusal(folder).what
    assert "There is no exercise" in refusal(folder / "nowhere").what
