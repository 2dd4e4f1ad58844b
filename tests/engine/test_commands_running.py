"""`walkthrough run` on a course of tiny builds: what it prints, and how it ends."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.engine.command_line import read_until
from walkthrough.app_context import open_store

PROJECT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.usefixtures("bases")


def started(folder: Path, variants: str, *arguments: str) -> "subprocess.Popen[str]":
    """`walkthrough run` with these variants of the tiny course."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.engine.tiny_command", str(folder), variants, *arguments],
        cwd=PROJECT,
        env={**os.environ, "WALKTHROUGH_HOME": str(folder / "home"), "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def test_json_is_all_that_is_on_standard_output(tmp_path: Path) -> None:
    with started(tmp_path, "plain", "run", "--scenario", "cold", "--json", "-") as process:
        out, errors = process.communicate()
    assert process.returncode == 0, errors
    document = json.loads(out)
    (variant,) = document["lessons"][0]["variants"]
    assert variant["id"] == "plain"
    assert {one["scenario"] for one in variant["scenarios"]["cold"]["samples"]} == {"cold"}
    assert document["recorded"] == ""
    assert "[1/1] plain, cold" in errors


def test_a_build_that_fails_ends_the_run_with_4_and_three_lines(tmp_path: Path) -> None:
    with started(tmp_path, "plain,broken", "run", "--scenario", "cold") as process:
        out, errors = process.communicate()
    assert (process.returncode, out) == (4, "")
    lines = errors.splitlines()
    why = next(number for number, line in enumerate(lines) if line.startswith("  why:  "))
    assert "broken" in lines[why - 1]
    assert any(line.startswith("  next: ") for line in lines[why:])
    assert "Traceback" not in errors
    assert open_store(tmp_path / "home").latest_conditions_key() is not None


def test_a_second_ctrl_c_ends_at_once_although_the_engine_goes_on(tmp_path: Path) -> None:
    with started(tmp_path, "slow", "run", "--scenario", "cold") as process:
        read_until(process, "[1/1] slow, cold")
        time.sleep(1.5)
        process.send_signal(signal.SIGINT)
        read_until(process, "Stopping the running build ...")
        time.sleep(0.5)
        assert process.poll() is None
        asked = time.monotonic()
        process.send_signal(signal.SIGINT)
        _out, errors = process.communicate(timeout=20)
    assert time.monotonic() - asked < 1
    assert process.returncode == 130
    assert errors.splitlines()[0] == "Ended at once."
    assert len(errors.splitlines()) == 3
