"""`walkthrough run --recorded`: the course without an engine, in a process of its own."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.unit.measure.recordings import save_course_recording
from walkthrough.course.load import load_course
from walkthrough.measure.recording import shipped_recording

REPLAYING = """
import sys
from pathlib import Path
from walkthrough.cli import main, run
recording = Path(sys.argv.pop(1))
run.shipped_recording = lambda: recording
main.main()
"""


def started(home: Path, file: Path, *arguments: str, **more: str) -> "subprocess.Popen[str]":
    """`walkthrough run --recorded` with this recording in place of the one that ships."""
    return subprocess.Popen(
        [sys.executable, "-c", REPLAYING, str(file), "run", *arguments, "--recorded"],
        env={**os.environ, "WALKTHROUGH_HOME": str(home), "DOCKER_HOST": "unix:///none", **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding=more.get("PYTHONIOENCODING", "utf-8"),
    )


def ended(home: Path, file: Path, *arguments: str, **more: str) -> tuple[int, str, str]:
    with started(home, file, *arguments, **more) as process:
        out, errors = process.communicate(timeout=60)
    return process.returncode, out, errors


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("recording") / "first.json.gz"
    save_course_recording(file)
    return file


def test_the_tables_are_headed_as_recorded_and_nothing_is_kept(
    tmp_path: Path, recording: Path
) -> None:
    code, out, errors = ended(tmp_path, recording, "1")
    assert code == 0, errors
    heading, caveat = out.splitlines()[:2]
    assert heading.startswith("1  ")
    assert caveat.startswith("recorded on ")
    assert "not measured here" in " ".join(out.split())
    assert "Replaying 6 builds." in errors
    assert "to measure" not in errors
    assert list(tmp_path.iterdir()) == []


def test_json_of_a_recording_is_all_that_is_on_standard_output(
    tmp_path: Path, recording: Path
) -> None:
    code, out, errors = ended(tmp_path, recording, "1", "--json", "-")
    assert code == 0, errors
    document = json.loads(out)
    assert document["recorded"].startswith("recorded on ")
    assert [one["id"] for one in document["lessons"]] == ["simple-build"]


def test_an_output_that_lacks_characters_is_written_all_the_same(
    tmp_path: Path, recording: Path
) -> None:
    code, out, errors = ended(tmp_path, recording, PYTHONIOENCODING="cp1252")
    assert code == 0, errors
    assert "The journey" in out
    assert "Recorded with " in out


def test_a_recording_of_other_lessons_ends_with_2_and_three_lines(
    tmp_path: Path, recording: Path
) -> None:
    code, out, errors = ended(tmp_path, recording, "3", "--scenario", "commit")
    assert (code, out) == (2, "")
    assert errors.splitlines()[0] == "This is not recorded."
    assert len(errors.splitlines()) == 3


def test_an_extra_is_told_not_to_be_recorded(tmp_path: Path, recording: Path) -> None:
    code, out, errors = ended(tmp_path, recording, load_course().extras[0].id)
    assert (code, out) == (2, "")
    assert errors.splitlines()[0] == "This is not recorded."
    assert "extras are not part of it" in errors


def test_an_extra_that_is_recorded_in_part_tells_what_is_not(tmp_path: Path) -> None:
    code, out, errors = ended(tmp_path, shipped_recording(), "test-stage")
    assert code == 0, errors
    assert "not recorded: tests-aside, tests-gate" in out


def test_at_its_own_pace_a_replay_takes_as_long_as_the_builds_took(tmp_path: Path) -> None:
    file = tmp_path / "short.json.gz"
    save_course_recording(file, wall_s=0.5, only=["cold"])
    began = time.monotonic()
    code, _out, errors = ended(tmp_path / "home", file, "1", "--scenario", "cold", "--speed", "1")
    assert code == 0, errors
    assert time.monotonic() - began >= 0.5 + 1.5


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process")
def test_ctrl_c_ends_a_replay_with_130_and_three_lines(tmp_path: Path, recording: Path) -> None:
    with started(tmp_path, recording, "1", "--speed", "1") as process:
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith("[1/6] "):
                break
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=20)
    assert process.returncode == 130
    assert out == ""
    assert errors.splitlines() == [
        "Stopping the running build ...",
        "Stopped.",
        "  why:  You asked for it.",
        "  next: Replay it again to see it all.",
    ]


def test_the_recording_that_ships_heads_every_lesson_as_recorded(tmp_path: Path) -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "walkthrough", "run", "--recorded"],
        env={**os.environ, "WALKTHROUGH_HOME": str(tmp_path), "DOCKER_HOST": "unix:///none"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert shown.returncode == 0, shown.stderr
    lines = shown.stdout.splitlines()
    for lesson in load_course().lessons:
        heading = lines.index(f"{lesson.number}  {lesson.title}")
        assert lines[heading + 1].startswith("recorded on ")
    assert lines[lines.index("The journey") + 1].startswith("recorded on ")
