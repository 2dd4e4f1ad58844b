"""A folder of the reader's in which something is wrong: told in words, the app alive, nothing
outside of it read or written."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tui.reading import Reader, new_progress, read, screen_text, seen
from tests.tui.scripted_exercises import ScriptedExercises, practising, to_exercise
from walkthrough.course.exercise import Exercise
from walkthrough.learn.reader_files import ReaderFiles, dockerfile_text
from walkthrough.learn.watch import Run

OUTSIDE = b"SECRET=not-yours\n"
RIGHT = b'FROM golang:1.26-alpine\nENTRYPOINT ["./product-catalog"]\n'
Spoil = Callable[[Path, Path], None]


class ReadsTheDockerfile(ScriptedExercises):
    """Checks that refuse what is no Dockerfile, as real ones do, before they begin."""

    def new_check(self, exercise: Exercise, files: ReaderFiles) -> Run:
        dockerfile_text(files)
        return super().new_check(exercise, files)


@pytest.fixture
def exercises(tmp_path: Path, no_editor: None) -> ReadsTheDockerfile:
    return ReadsTheDockerfile(new_progress().attempts, tmp_path / "mine")


def link_out(folder: Path, outside: Path) -> None:
    (folder / "notes").symlink_to(outside)


def folder_out(folder: Path, outside: Path) -> None:
    (folder / "up").symlink_to(outside.parent, target_is_directory=True)


def linked_dockerfile(folder: Path, outside: Path) -> None:
    (folder / "Dockerfile").unlink()
    (folder / "Dockerfile").symlink_to(outside)


def huge(folder: Path, _outside: Path) -> None:
    with (folder / "huge").open("wb") as opened:
        opened.truncate(1 << 30)


def pipe(folder: Path, _outside: Path) -> None:
    if sys.platform != "win32":
        os.mkfifo(folder / "pipe")


def piped_dockerfile(folder: Path, outside: Path) -> None:
    (folder / "Dockerfile").unlink()
    if sys.platform != "win32":
        os.mkfifo(folder / "Dockerfile")


def no_dockerfile(folder: Path, _outside: Path) -> None:
    (folder / "Dockerfile").unlink()


def dockerfile_of(content: bytes) -> Spoil:
    def write(folder: Path, _outside: Path) -> None:
        (folder / "Dockerfile").write_bytes(content)

    return write


SPOILT: dict[str, tuple[Spoil, str]] = {
    "a link out": (link_out, "notes is a link out of"),
    "a folder's link out": (folder_out, "up is a link out of"),
    "the Dockerfile links out": (linked_dockerfile, "Dockerfile is a link out of"),
    "1 GB": (huge, "huge is too large"),
    "a named pipe": (pipe, "pipe is no file."),
    "the Dockerfile is a pipe": (piped_dockerfile, "Dockerfile is no file."),
    "no Dockerfile": (no_dockerfile, "has no Dockerfile"),
    "CRLF": (dockerfile_of(RIGHT.replace(b"\n", b"\r\n")), "has Windows line ends"),
    "BOM": (dockerfile_of(b"\xef\xbb\xbf" + RIGHT), "begins with a byte order mark"),
    "empty": (dockerfile_of(b""), "The Dockerfile is empty"),
    "binary": (dockerfile_of(b"\x7fELF\x00\x01\x02" * 500), "The Dockerfile is not a text"),
    "escapes": (dockerfile_of(b"FROM \xff\x1b[2J[red]\n"), "is not UTF-8"),
}
POSIX_ONLY = {name for name in SPOILT if "link" in name or "pipe" in name}


@pytest.mark.parametrize("spoilt", SPOILT)
def test_it_is_told_and_mended_and_nothing_outside_is_touched(
    spoilt: str, exercises: ReadsTheDockerfile, tmp_path: Path
) -> None:
    if spoilt in POSIX_ONLY and sys.platform == "win32":
        pytest.skip("Windows has no named pipes in folders, and links only for some users")
    spoil, words = SPOILT[spoilt]
    outside = tmp_path / "outside" / "secret.env"
    outside.parent.mkdir()
    outside.write_bytes(OUTSIDE)
    folder = exercises.folder

    async def story(pilot: Reader) -> None:
        await to_exercise(pilot)
        await pilot.press("enter")
        await seen(pilot, "save and check")
        await pilot.press("escape")
        spoil(folder, outside)
        await pilot.press("enter")
        told = " ".join((await seen(pilot, "why", "next")).split())
        assert words in told
        await pilot.press("2", *"xyz", "ctrl+s")
        await pilot.pause()
        if "save and check" in screen_text(pilot):
            await pilot.press("escape")
        await pilot.press("3", "1")
        await seen(pilot, "1 Checks", "? keys")
        assert "not-yours" not in screen_text(pilot)
        for one in folder.iterdir():
            one.unlink()
        (folder / "new").write_bytes(RIGHT)
        (folder / "new").replace(folder / "Dockerfile")
        await pilot.press("1", "c")
        await seen(pilot, "2 of 2 checks pass")

    read(practising(exercises), story)
    assert [one.name for one in outside.parent.iterdir()] == ["secret.env"]
    assert outside.read_bytes() == OUTSIDE


def test_a_folder_that_may_not_be_read_or_is_taken_away_is_told(
    exercises: ReadsTheDockerfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story(pilot: Reader) -> None:
        await to_exercise(pilot)
        await pilot.press("enter")
        await seen(pilot, "save and check")
        await pilot.press("escape")
        with monkeypatch.context() as denying:
            denying.setattr("walkthrough.learn.reader_files.os.scandir", denied)
            await pilot.press("enter")
            await seen(pilot, "Cannot read", "Permission denied", "Correct its permissions")
        exercises.folder.rename(exercises.folder.with_name("away"))
        await pilot.press("c")
        await seen(pilot, "start the exercise")
        await pilot.press("enter")
        await seen(pilot, "save and check")

    read(practising(exercises), story)


def denied(_folder: object) -> None:
    raise PermissionError(13, "Permission denied")
