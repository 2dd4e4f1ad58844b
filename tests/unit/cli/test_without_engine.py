"""Each command that needs an engine, where there is none, or one that cannot be measured on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.engine_find.fake_engine import PODMAN, fake_engine
from tests.unit.measure.recordings import save_course_recording
from walkthrough.engine import install, private
from walkthrough.engine.instructions import Machine
from walkthrough.errors import BadInputError, NoUsableEngineError

BUILDING = [("run", "1"), ("record", "new.json.gz", "1"), ("prepare",), ("lint", "--build")]
TOUR = """
import sys
from pathlib import Path
from walkthrough.cli import main, tour_tables
recording = Path(sys.argv.pop(1))
tour_tables.shipped_recording = lambda: recording
main.main()
"""


def ended(folder: Path, host: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """A command that was run in this folder with this engine chosen."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "WALKTHROUGH_HOME": str(folder / "home"), "DOCKER_HOST": host},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("arguments", [*BUILDING, ("clean", "--yes")], ids=" ".join)
def test_without_an_engine_a_command_ends_with_3_and_three_lines(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    told = ended(tmp_path, f"unix://{tmp_path}/nobody.sock", "-m", "walkthrough", *arguments)
    assert (told.returncode, told.stdout) == (3, "")
    what, why, next_step = told.stderr.splitlines()
    assert what == f"No Docker engine answers at unix://{tmp_path}/nobody.sock (DOCKER_HOST)."
    assert why == "  why:  There is no such socket: no engine runs there."
    assert next_step.startswith("  next: Start that engine.")
    assert not (tmp_path / "new.json.gz").exists()


def test_without_an_engine_the_doctor_says_so_and_ends_with_3(tmp_path: Path) -> None:
    told = ended(tmp_path, f"unix://{tmp_path}/nobody.sock", "-m", "walkthrough", "doctor")
    assert (told.returncode, told.stderr) == (3, "")
    assert "There is no such socket: no engine runs there." in told.stdout
    assert "next: Start that engine." in told.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no Unix sockets in Python")
@pytest.mark.parametrize("arguments", BUILDING, ids=" ".join)
def test_on_podman_nothing_is_built_and_the_engine_to_get_is_named(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    with fake_engine(tmp_path / "s", PODMAN) as host:
        told = ended(tmp_path, host, "-m", "walkthrough", *arguments)
    assert (told.returncode, told.stdout) == (3, "")
    what, _why, next_step = told.stderr.splitlines()
    assert what == "This is Podman 4.3.1, not a Docker engine."
    assert "Docker Engine 20.10 or newer" in next_step


def test_the_tour_shows_the_recorded_course_and_says_why(tmp_path: Path) -> None:
    recording = tmp_path / "recorded.json.gz"
    save_course_recording(recording)
    host = f"unix://{tmp_path}/nobody.sock"
    told = ended(tmp_path, host, "-c", TOUR, str(recording), "tour")
    assert told.returncode == 0, told.stderr
    what, why, next_step, _, until_then, *_ = told.stderr.splitlines()
    assert what.startswith("No Docker engine answers at ")
    assert (why[:8], next_step[:8]) == ("  why:  ", "  next: ")
    assert until_then == "Until then, this is the recorded course."
    assert "recorded on " in told.stdout
    assert "The journey" in told.stdout


def test_a_private_engine_that_may_not_be_started_here_is_no_engine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def none_found() -> None:
        raise NoUsableEngineError("No engine.", "Why.", "Next.")

    def refused(_say: object) -> None:
        raise BadInputError("The path is too long for an engine.", "107.", "Shorten it.")

    monkeypatch.delenv("DOCKER_HOST", raising=False)
    monkeypatch.setattr(install, "endpoints", lambda _environment: ("one", "another"))
    monkeypatch.setattr(install, "usable_engine", none_found)
    monkeypatch.setattr(install, "this_machine", lambda: Machine("linux", True, True))
    monkeypatch.setattr(install, "other_dockerd", lambda _folder: None)
    monkeypatch.setattr(private, "missing_programs", lambda: ())
    monkeypatch.setattr(private, "start", refused)
    with pytest.raises(NoUsableEngineError, match="too long for an engine") as absence:
        install.ensure_engine(lambda _line: None)
    assert absence.value.next_step == "Shorten it."
