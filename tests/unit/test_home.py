"""Where the app keeps its files, however the user names the place."""

from pathlib import Path

import pytest

from walkthrough.home import data_home


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
