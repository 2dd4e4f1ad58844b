"""`walkthrough exercise`, `check`, `hint`, `solution` as a reader uses them, on lesson 1."""

import json
import os
import signal
import sys
from pathlib import Path

import pytest

from tests.engine.command_line import finished, read_until, started
from walkthrough.engine.model import BaseUsed
from walkthrough.learn.attempts import Attempts
from walkthrough.store.database import STORE_FILE, open_database
from walkthrough.store.progress import ProgressStore


@pytest.fixture(scope="module")
def home(
    course_home: Path, bases: tuple[BaseUsed, ...], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The course's data folder, with its caches, of a reader who begins lesson 1 anew."""
    assert bases
    finished(course_home, "progress", "reset", "1", "--yes")
    folder = course_home / "exercises" / "simple-build"
    if folder.exists():
        folder.rename(tmp_path_factory.mktemp("before") / folder.name)
    return course_home


def attempts(home: Path) -> Attempts:
    title = "Small, fast Docker builds for Go services"
    return Attempts(ProgressStore(open_database(home / STORE_FILE)), title)


def test_from_the_start_over_a_hint_to_a_right_answer(home: Path) -> None:
    begun = finished(home, "exercise", "start", "1")
    folder = home / "exercises" / "simple-build"
    assert begun.returncode == 0 and str(folder) in begun.stdout

    wrong = finished(home, "check", "1")
    assert wrong.returncode == 1, wrong.stderr
    assert "ok      serves: " in wrong.stdout
    assert "FAILED  stops: " in wrong.stdout
    assert "was killed" in wrong.stdout

    assert finished(home, "solution", "1").returncode == 2
    assert "SIGTERM" in finished(home, "hint", "1").stdout

    dockerfile = folder / "Dockerfile"
    *lines, _ = dockerfile.read_text().splitlines()
    mine = "\n".join([*lines, "ENTRYPOINT exec ./product-catalog", ""])
    dockerfile.write_text(mine)
    right = finished(home, "check", "1", "--json")
    assert right.returncode == 0, right.stderr
    document = json.loads(right.stdout)
    assert document["passed"] is True
    assert [one["id"] for one in document["checks"]] == ["builds", "serves", "stops"]

    solution = finished(home, "solution", "1").stdout
    assert "- ENTRYPOINT exec ./product-catalog" in solution
    assert '+ ENTRYPOINT ["./product-catalog"]' in solution
    assert "yours, as it was" in finished(home, "exercise", "start", "1").stdout
    assert dockerfile.read_text() == mine
    assert [one.passed for one in attempts(home).all("simple-build")] == [False, True]
    assert len(attempts(home).hints("simple-build")) == 1


def test_a_folder_with_a_bad_dockerfile_ends_with_2(home: Path, tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_bytes(b"\xef\xbb\xbfFROM alpine:3.22\n")
    ended = finished(home, "check", "1", "--dir", str(tmp_path))
    assert ended.returncode == 2
    assert ended.stderr.splitlines()[0] == "The Dockerfile begins with a byte order mark."


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_kill_in_the_middle_of_a_check_loses_nothing(home: Path, tmp_path: Path) -> None:
    mine = "FROM alpine:3.22\nRUN sleep 300\n"
    (tmp_path / "Dockerfile").write_text(mine)
    before = attempts(home).all("simple-build")
    with started(home, "check", "1", "--dir", str(tmp_path)) as process:
        read_until(process, "building the image")
        process.kill()
    assert (tmp_path / "Dockerfile").read_text() == mine
    assert attempts(home).all("simple-build") == before
    assert finished(home, "hint", "1").returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_watching_checks_at_each_save_until_it_is_stopped(home: Path, tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text("COPPY . .\n")
    with started(home, "check", "1", "--watch", "--dir", str(tmp_path)) as process:
        assert process.stdout is not None
        assert "FAILED  builds" in process.stdout.readline()
        saved = tmp_path.with_name("saved")
        saved.write_text("FROM alpine:3.22\nRUN exit 3\n")
        saved.replace(tmp_path / "Dockerfile")
        for line in process.stdout:
            if "exit code 3" in line:
                break
        else:
            raise AssertionError("the second save was not checked")
        os.kill(process.pid, signal.SIGINT)
        process.communicate()
    assert process.returncode == 1
