"""The course in plain lines on a real engine: built, compared, stopped, found again."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import docker
import pytest

from walkthrough.engine.images import remove_own_image

pytestmark = pytest.mark.usefixtures("bases")


@pytest.fixture
def folder(tmp_path: Path, client: docker.APIClient) -> Iterator[Path]:
    yield tmp_path
    for name in ("plain", "ignored"):
        remove_own_image(client, f"walkthrough.local/{name}:latest")


def opened(folder: Path, variants: str) -> "subprocess.Popen[str]":
    """The course in plain lines, its questions and answers through pipes."""
    where = folder / f"app-{len(list(folder.iterdir()))}"
    return subprocess.Popen(
        [sys.executable, "-m", "tests.engine.tiny_plain", str(where), variants],
        env={**os.environ, "WALKTHROUGH_HOME": str(folder / "home"), "TERM": "dumb"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def heard(folder: Path, variants: str, *answers: str) -> str:
    """All that was said to somebody who gave these answers."""
    with opened(folder, variants) as process:
        out, errors = process.communicate("".join(f"{one}\n" for one in answers))
    assert process.returncode == 0, errors
    return out


def test_a_lesson_is_built_measured_and_found_again(folder: Path) -> None:
    said = heard(folder, "plain,ignored", "1", "", "", "", "5", "1", "2")
    assert "Engine ready: engine " in said
    assert "line 3, COPY . .: 0." in said
    assert "4 builds to measure" in said
    assert "Build 4 of " in said
    assert "not cached: line " in said
    assert "All is built." in said
    assert "Docs edit: " in said
    assert "4: RUN sleep 0.3 && wc -c main.txt > /size.txt  [0." in said
    again = heard(folder, "plain,ignored", "", "", "")
    assert "you are here, at build" in again
    assert "Enter: go on: compare." in again
    assert "Compare.\n\nFigures\n\n" in again
    assert "not measured yet" not in again


def test_ctrl_c_stops_a_build_and_asks_what_to_do_next(folder: Path) -> None:
    with opened(folder, "slow") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("1\n3\n")
        process.stdin.flush()
        for line in process.stdout:
            if "COPY . ." in line:
                break
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate("7\nq\n", timeout=60)
    assert process.returncode == 0, errors
    assert "Stopped.\n" in out
    assert "you are here, at build" in out
    assert out.endswith("Where you are is kept. The same command goes on there.\n")
