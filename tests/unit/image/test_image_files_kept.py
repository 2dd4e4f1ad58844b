"""An image that was looked into once is not read again, as long as its index is whole."""

import os
import zlib
from pathlib import Path

import msgspec
import pytest

from tests.unit.image.archives import tar
from tests.unit.image.saved_images import IMAGE_ID, saved
from walkthrough.engine import image_files_kept
from walkthrough.engine.image_files_index import ImageFiles
from walkthrough.engine.image_files_kept import FOLDER, ImageFilesShelf

IMAGE = saved(tar({"app/a": b"a" * 10}), tar({"app/.wh.a": b""}))


def other(number: int) -> ImageFiles:
    return ImageFiles(msgspec.structs.replace(IMAGE.columns, image_id=f"sha256:{number:064x}"))


def test_what_was_put_there_is_found_again(tmp_path: Path) -> None:
    shelf = ImageFilesShelf(tmp_path)
    assert shelf.take(IMAGE_ID) is None
    shelf.put(IMAGE)
    found = shelf.take(IMAGE_ID)
    assert found is not None
    assert found.columns == IMAGE.columns
    hidden = found.layers[0].entry(b"app/a")
    assert hidden is not None and hidden.hidden_by == 1


@pytest.mark.parametrize("damage", [b"", b"nothing", zlib.compress(b"\x81\xa3")])
def test_a_damaged_index_is_as_good_as_none(tmp_path: Path, damage: bytes) -> None:
    shelf = ImageFilesShelf(tmp_path)
    shelf.put(IMAGE)
    next((tmp_path / FOLDER).iterdir()).write_bytes(damage)
    assert shelf.take(IMAGE_ID) is None
    shelf.put(IMAGE)
    assert shelf.take(IMAGE_ID) is not None


def test_an_index_of_another_image_is_not_taken_for_this_one(tmp_path: Path) -> None:
    shelf = ImageFilesShelf(tmp_path)
    shelf.put(IMAGE)
    kept = next((tmp_path / FOLDER).iterdir())
    kept.rename(kept.with_name(f"{7:064x}.files"))
    assert shelf.take(f"sha256:{7:064x}") is None


def test_only_the_newest_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image_files_kept, "MOST_KEPT", 2)
    shelf = ImageFilesShelf(tmp_path)
    for number in range(3):
        shelf.put(other(number))
        for age, file in enumerate((tmp_path / FOLDER).iterdir()):
            os.utime(file, (1000 + age, 1000 + age) if file.stem.endswith("0") else None)
    assert shelf.take(other(0).columns.image_id) is None
    assert shelf.take(other(2).columns.image_id) is not None
    assert len(list((tmp_path / FOLDER).iterdir())) == 2


def test_a_folder_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("a file where the folder should be")
    shelf = ImageFilesShelf(tmp_path)
    shelf.put(IMAGE)
    assert shelf.take(IMAGE_ID) is None


def test_no_name_leads_out_of_the_folder(tmp_path: Path) -> None:
    shelf = ImageFilesShelf(tmp_path / "home")
    shelf.put(ImageFiles(msgspec.structs.replace(IMAGE.columns, image_id="../../outside")))
    assert [path.name for path in tmp_path.iterdir()] == ["home"]
