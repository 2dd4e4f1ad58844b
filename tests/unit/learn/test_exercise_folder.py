"""Starting an exercise: what is written, and that nothing of the reader's is."""

from pathlib import Path

import msgspec
import pytest

from tests.unit.learn.practice import EXERCISE, START
from walkthrough.errors import BadInputError
from walkthrough.learn.folder import default_folder, fingerprint, folder_beside, start
from walkthrough.learn.reader_files import TASK_FILE


def test_the_start_and_the_task_are_written(tmp_path: Path) -> None:
    done = start(EXERCISE, tmp_path / "a" / "b")
    assert done.written == ("Dockerfile", TASK_FILE)
    assert (tmp_path / "a" / "b" / "Dockerfile").read_text() == START
    assert "Make it stop." in (tmp_path / "a" / "b" / TASK_FILE).read_text()


def test_a_file_that_is_there_stays_and_a_missing_one_comes_back(tmp_path: Path) -> None:
    start(EXERCISE, tmp_path)
    (tmp_path / "Dockerfile").write_text("FROM mine\n")
    (tmp_path / TASK_FILE).unlink()
    done = start(EXERCISE, tmp_path)
    assert (done.written, done.kept) == ((TASK_FILE,), ("Dockerfile",))
    assert (tmp_path / "Dockerfile").read_text() == "FROM mine\n"


def test_a_link_in_the_way_is_not_written_through(tmp_path: Path) -> None:
    folder = tmp_path / "exercise"
    folder.mkdir()
    (folder / "Dockerfile").symlink_to(tmp_path / "outside")
    assert "Dockerfile" in start(EXERCISE, folder).kept
    assert not (tmp_path / "outside").exists()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BadInputError, match="cannot be started"):
        start(EXERCISE, tmp_path / "file" / "below")


def test_another_try_goes_beside_the_first(tmp_path: Path) -> None:
    first = tmp_path / "simple-build"
    first.mkdir()
    assert folder_beside(first).name == "simple-build-2"
    folder_beside(first).mkdir()
    assert folder_beside(first).name == "simple-build-3"


def test_a_changed_start_is_told_from_the_one_before() -> None:
    changed = msgspec.structs.replace(EXERCISE, start={"Dockerfile": "FROM other\n"})
    assert fingerprint(EXERCISE) == fingerprint(msgspec.structs.replace(EXERCISE, hints=()))
    assert fingerprint(EXERCISE) != fingerprint(changed)


def test_the_usual_folder_is_in_the_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WALKTHROUGH_HOME", str(tmp_path))
    assert default_folder("first") == tmp_path.resolve() / "exercises" / "first"
    monkeypatch.delenv("WALKTHROUGH_HOME")
    assert default_folder("first").parts[-2:] == ("walkthrough", "first")
