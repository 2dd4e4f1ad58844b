"""The full log of each build on disk: whole, bounded in number, and never in a build's way."""

import sys
from pathlib import Path
from typing import TextIO

import pytest

from walkthrough.engine.cleanup import OwnFolder, _workspaces
from walkthrough.store.build_logs import MOST_FILES, BuildLogs


class FullDisk(BuildLogs):
    """Logs on a disk without any space."""

    def _new_file(self, build: str) -> TextIO:
        return Path("/dev/full").open("w", encoding="utf-8")


def test_the_whole_log_of_a_build_can_be_read_while_it_goes_on(tmp_path: Path) -> None:
    logs = BuildLogs(tmp_path / "logs")
    logs.begin("simple", "cold")
    logs.write(["one", "zwei ✓"])
    logs.write(["three"])
    logs.flush()

    assert logs.path is not None
    assert logs.path.read_text(encoding="utf-8") == "one\nzwei ✓\nthree\n"
    assert "simple-cold" in logs.path.name
    logs.end()


def test_builds_that_begin_in_the_same_second_have_a_file_each(tmp_path: Path) -> None:
    logs = BuildLogs(tmp_path)
    for number in range(3):
        logs.begin("simple", "cold")
        logs.write([f"build {number}"])
    logs.end()

    kept = sorted(tmp_path.iterdir())
    assert [path.read_text() for path in kept] == ["build 0\n", "build 1\n", "build 2\n"]


def test_only_the_newest_logs_are_kept_and_other_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    for number in range(MOST_FILES + 5):
        (tmp_path / f"20200101-000000.{number:02}-simple-cold.log").touch()
    logs = BuildLogs(tmp_path)
    logs.begin("simple", "cold")
    logs.end()

    names = {path.name for path in tmp_path.iterdir()}
    assert len(names) == MOST_FILES + 1
    assert logs.path is not None and logs.path.name in names
    assert "notes.txt" in names and "20200101-000000.05-simple-cold.log" not in names


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told_and_ends_only_the_keeping(tmp_path: Path) -> None:
    logs = FullDisk(tmp_path)
    logs.begin("simple", "cold")
    for _ in range(1000):
        logs.write(["a line that does not fit any more"] * 10)
    logs.end()

    assert logs.problem == "No space left on device"


@pytest.mark.skipif(sys.platform == "win32", reason="a file in the folder's place")
def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "logs").touch()
    logs = BuildLogs(tmp_path / "logs")
    logs.begin("simple", "cold")
    logs.write(["lost"])
    logs.end()

    assert logs.path is None
    assert logs.problem


def test_clean_names_the_folder_of_logs(tmp_path: Path) -> None:
    logs = BuildLogs(tmp_path / "build-logs")
    logs.begin("simple", "cold")
    logs.write(["12345"])
    logs.end()

    assert list(_workspaces(tmp_path)) == [OwnFolder(tmp_path / "build-logs", 6)]
