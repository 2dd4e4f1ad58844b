"""Where the app keeps its files, however the user names the place."""

import threading
from pathlib import Path

import pytest

from walkthrough.home import data_home, home_id, write_whole


def test_a_relative_place_stays_the_same_when_the_folder_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WALKTHROUGH_HOME", "kept/../mine")
    chosen = data_home()
    monkeypatch.chdir("elsewhere")
    assert chosen == tmp_path.resolve() / "mine"


def test_a_linked_place_is_named_as_the_system_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    monkeypatch.setenv("WALKTHROUGH_HOME", str(tmp_path / "link"))
    assert data_home() == (tmp_path / "real").resolve()


def test_a_file_is_replaced_by_a_whole_one_and_no_draft_stays(tmp_path: Path) -> None:
    file = tmp_path / "new" / "file"
    write_whole(file, b"one")
    write_whole(file, b"two")
    assert file.read_bytes() == b"two"
    assert list(file.parent.iterdir()) == [file]


def test_what_cannot_be_written_leaves_what_was_there_and_no_draft(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    (folder / "mine").mkdir(parents=True)
    with pytest.raises(OSError):
        write_whole(folder, b"one")
    assert [one.name for one in tmp_path.iterdir()] == ["folder"]
    assert (folder / "mine").is_dir()


def test_a_folder_has_one_id_however_many_ask_for_it_first(tmp_path: Path) -> None:
    begin, told = threading.Barrier(8), set()

    def ask() -> None:
        begin.wait()
        told.add(home_id(tmp_path))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == {home_id(tmp_path)}
