"""What a run refuses before it builds anything."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from walkthrough.cli.main import walkthrough
from walkthrough.cli.measuring import require_writable
from walkthrough.errors import BadInputError, NoUsableEngineError


@pytest.fixture(autouse=True)
def nothing_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WALKTHROUGH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/nobody.sock")


def failure(*arguments: str) -> BaseException | None:
    return CliRunner().invoke(walkthrough, arguments).exception


def refused(*arguments: str) -> BadInputError:
    error = failure(*arguments)
    assert isinstance(error, BadInputError)
    return error


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("--recorded", "--runs", "1"), "--runs cannot go with --recorded."),
        (("--recorded", "--fresh"), "--fresh cannot go with --recorded."),
        (("--speed", "0"), "--speed is for --recorded only."),
    ],
)
def test_options_that_contradict_each_other_are_refused(
    arguments: tuple[str, ...], what: str
) -> None:
    assert refused("run", "1", *arguments).what == what


def test_results_that_could_not_be_written_are_not_measured_first(tmp_path: Path) -> None:
    nowhere = tmp_path / "none" / "results.json"
    assert (
        refused("run", "1", "--json", str(nowhere)).why == f"There is no folder {nowhere.parent}."
    )
    assert refused("run", "1", "--json", str(tmp_path)).why == "It is a folder."
    assert refused("record", str(nowhere), "1").why == f"There is no folder {nowhere.parent}."
    assert isinstance(failure("run", "1", "--json", str(tmp_path / "new")), NoUsableEngineError)
    assert isinstance(failure("run", "1", "--json", "-"), NoUsableEngineError)
    assert not (tmp_path / "new").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
def test_a_folder_that_takes_no_file_is_told() -> None:
    with pytest.raises(BadInputError) as refusal:
        require_writable(Path("/proc/results.json"))
    assert refusal.value.why == "Nothing can be written to the folder /proc."


@pytest.mark.parametrize("lesson", ["1", "simple-build"])
def test_an_exercise_without_what_to_do_with_it_names_start_and_check(lesson: str) -> None:
    error = refused("exercise", lesson)
    assert f"walkthrough exercise start {lesson}" in error.next_step
    assert f"walkthrough check {lesson}" in error.next_step
    assert "walkthrough exercise start LESSON" in refused("exercise", "strat").next_step


def test_a_command_without_its_lesson_says_how_to_name_one() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "walkthrough", "check"], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert ended.stderr.splitlines() == [
        "`walkthrough check` needs LESSON.",
        "  why:  It was called without.",
        "  next: Call it as in `walkthrough check 1`; `walkthrough lessons` lists the lessons.",
    ]
