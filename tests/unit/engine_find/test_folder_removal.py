"""An engine's folder goes, and nothing that it only points to."""

from pathlib import Path

import pytest

from walkthrough.engine.folder_removal import remove_folder


def engine_folder(place: Path) -> Path:
    for layer in range(20):
        inner = place / "engine" / "data" / "overlay2" / f"layer-{layer}" / "diff" / "usr"
        inner.mkdir(parents=True)
        (inner / "file").write_text("content")
    (place / "engine" / "docker.log").write_text("log")
    return place / "engine"


def test_all_of_a_folder_goes_but_not_what_links_lead_to(tmp_path: Path) -> None:
    folder = engine_folder(tmp_path)
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "text").write_text("mine")
    layers = folder / "data" / "overlay2"
    (layers / "link").symlink_to(mine)
    (layers / "layer-0" / "diff" / "link").symlink_to(mine)
    remove_folder(folder)
    assert [one.name for one in tmp_path.iterdir()] == ["mine"]
    assert (mine / "text").read_text() == "mine"


def test_what_cannot_be_removed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = engine_folder(tmp_path)

    def refuse(path: object, **_kept: object) -> None:
        raise PermissionError(13, "not permitted", str(path))

    monkeypatch.setattr("os.unlink", refuse)
    with pytest.raises(PermissionError, match="not permitted"):
        remove_folder(folder)
