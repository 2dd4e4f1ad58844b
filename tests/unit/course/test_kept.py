"""The shipped course as it was last read: the same course, and read anew when a file changes."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from walkthrough.course import kept
from walkthrough.course.kept import FILE, shipped_course
from walkthrough.course.load import load_course
from walkthrough.errors import BadInputError
from walkthrough.home import data_home, shipped


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WALKTHROUGH_HOME", str(tmp_path / "home"))


@pytest.fixture
def lessons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the lessons that ships instead of them."""
    copy = tmp_path / "lessons"
    shutil.copytree(shipped("lessons"), copy)
    monkeypatch.setattr(kept, "shipped", lambda _folder: copy)
    return copy


def changed(file: Path, before: str, after: str) -> None:
    """Replace text in a file."""
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_it_is_the_course_that_reading_gives() -> None:
    assert shipped_course() == load_course()
    assert shipped_course() == load_course()


def test_the_second_time_nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    first = shipped_course()

    def read(_lessons: Path) -> None:
        raise AssertionError("the pack is read again")

    monkeypatch.setattr("walkthrough.course.load.load_course", read)
    assert shipped_course() == first


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("course.toml", 'title = "', 'title = "New: '),
        ("1-simple-build/lesson.toml", 'title = "A simple', 'title = "A SIMPLE'),
        ("1-simple-build/page.md", "##", "## New"),
        ("2-multi-stage/multi-stage.Dockerfile", "FROM", "# new\nFROM"),
    ],
)
def test_a_changed_file_is_read(lessons: Path, name: str, before: str, after: str) -> None:
    first = shipped_course()
    changed(lessons / name, before, after)
    assert shipped_course() != first
    assert shipped_course() == load_course(lessons)


def test_an_exercise_that_is_added_or_taken_away_is_seen(lessons: Path) -> None:
    assert shipped_course().lessons[0].practised
    (lessons / "1-simple-build" / "exercise" / "exercise.toml").unlink()
    assert not shipped_course().lessons[0].practised


def test_a_pack_that_went_wrong_is_told_with_its_line(lessons: Path) -> None:
    shipped_course()
    (lessons / "course.toml").write_text("title = ", encoding="utf-8")
    with pytest.raises(BadInputError, match=r"course\.toml"):
        shipped_course()


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def with_another_letter(content: bytes) -> bytes:
    return content.replace(b"FROM golang", b"FROM golanG", 1)


def with_a_byte_that_is_no_text(content: bytes) -> bytes:
    return content.replace(b"FROM golang", b"FROM gol\xffng", 1)


@pytest.mark.parametrize("damage", [cut, with_another_letter, with_a_byte_that_is_no_text])
def test_what_is_damaged_is_read_and_kept_anew(damage: Callable[[bytes], bytes]) -> None:
    first = shipped_course()
    file = data_home() / FILE
    sound = file.read_bytes()
    file.write_bytes(damage(sound))
    assert file.read_bytes() != sound
    assert shipped_course() == first
    assert file.read_bytes() == sound


def test_what_another_version_kept_is_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    shipped_course()
    before = (data_home() / FILE).read_bytes()
    monkeypatch.setattr(kept, "__version__", "0.0.0")
    assert shipped_course() == load_course()
    assert (data_home() / FILE).read_bytes() != before


def test_changed_code_reads_the_course_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = tmp_path / "code"
    code.mkdir()
    (code / "load.py").write_text("one")
    monkeypatch.setattr(kept, "CODE", code)
    shipped_course()
    (code / "load.py").write_text("another")

    def read(_lessons: Path) -> None:
        raise BadInputError("Read", "again", "")

    monkeypatch.setattr("walkthrough.course.load.load_course", read)
    with pytest.raises(BadInputError, match="Read"):
        shipped_course()


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own on Windows")
def test_a_link_to_nothing_beside_the_lessons_only_costs_time(lessons: Path) -> None:
    (lessons / "1-simple-build" / ".#page.md").symlink_to("me@here:123")
    assert shipped_course() == load_course(lessons)
    assert not (data_home() / FILE).exists()


def test_no_lessons_at_all_are_told_as_ever(lessons: Path) -> None:
    shutil.rmtree(lessons)
    with pytest.raises(BadInputError, match="There is no lesson pack"):
        shipped_course()


def test_where_nothing_can_be_kept_the_course_is_there_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("not a folder")
    assert shipped_course() == load_course()


def test_no_draft_stays() -> None:
    shipped_course()
    assert [one.name for one in data_home().iterdir()] == [FILE]
