"""`walkthrough progress`: what is reached is shown, carried to a file and back, and forgotten."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from walkthrough.cli.main import walkthrough
from walkthrough.course.load import load_course
from walkthrough.errors import BadInputError
from walkthrough.home import data_home
from walkthrough.learn.predictions import Answer
from walkthrough.learn.progress import Place, open_progress


def run(*arguments: str, answer: str | None = None) -> Result:
    return CliRunner().invoke(walkthrough, ("progress", *arguments), input=answer)


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WALKTHROUGH_HOME", str(tmp_path / "home"))


@pytest.fixture
def begun() -> None:
    progress = open_progress(load_course().title)
    progress.finish("simple-build", "Read")
    progress.keep_answer("simple-build", "image-size", Answer(0, "2026-01-01T00:00:00+00:00"))


def test_before_the_first_lesson_everything_is_to_come() -> None:
    lines = run().stdout.splitlines()
    assert "1  A simple build: not begun, about 10 minutes" in lines
    assert sum("not begun" in line for line in lines) == 7


@pytest.mark.usefixtures("begun")
def test_the_steps_that_are_done_are_named() -> None:
    assert "1  A simple build: 1 of 6 parts (read)" in run().stdout.splitlines()


def test_a_lesson_that_was_only_opened_in_the_app_is_begun() -> None:
    open_progress(load_course().title).remember(Place("multi-stage"))
    assert "2  Multi-stage builds: 0 of 6 parts (none)" in run().stdout.splitlines()


def test_an_extra_is_told_once_it_is_begun_with_the_parts_that_it_has() -> None:
    assert "Extra" not in run().stdout
    open_progress(load_course().title).finish("reproducible", "Read")
    assert "Extra  The same bytes again: 1 of 4 parts (read)" in run().stdout.splitlines()
    extra = json.loads(run("--json").stdout)["lessons"][7]
    assert (extra["number"], extra["steps"]) == (None, ["Read", "Build", "Compare", "Recap"])


def test_recorded_builds_that_were_seen_are_told_apart_and_carried_along(tmp_path: Path) -> None:
    progress = open_progress(load_course().title).over_recorded_runs()
    assert "Recorded builds" not in run().stdout
    progress.keep_replayed("simple-build", "simple", "cold")
    assert "Recorded builds seen: lesson 1. They are in `walkthrough app --rec" in run().stdout
    saved = str(tmp_path / "saved.json")
    run("export", saved)
    run("reset", "--yes")
    assert not progress.replayed("simple-build")
    progress.keep_replayed("simple-build", "hello", "cold")
    run("import", saved)
    assert progress.replayed("simple-build") == {("hello", "cold"), ("simple", "cold")}


@pytest.mark.usefixtures("begun")
def test_progress_is_printed_as_json() -> None:
    document = json.loads(run("--json").stdout)
    lesson = document["lessons"][0]
    assert document["schema"] == 1
    assert lesson["done"] == ["Read"]
    assert lesson["predictions"][0]["choice"] == 0
    assert lesson["predictions"][0]["verdict"] == "not measured"
    assert lesson["exercise"] == {"passed": False, "attempts": 0, "hints": 0, "spent_s": 0}


@pytest.mark.usefixtures("begun")
def test_a_reset_asks_keeps_a_backup_and_says_how_to_take_it_back() -> None:
    assert "Nothing was forgotten." in run("reset", "1", answer="n\n").stdout
    said = run("reset", "1", answer="y\n").stdout
    assert "Forgot 2 records of your progress in lesson 1, A simple build." in said
    assert "not begun" in run().stdout.splitlines()[2]
    (backup,) = (data_home() / "backups").iterdir()
    assert f"walkthrough progress import {backup}" in said
    assert "Took over 2 records of your progress" in run("import", str(backup)).stdout
    assert "1  A simple build: 1 of 6 parts (read)" in run().stdout.splitlines()


@pytest.mark.usefixtures("begun")
def test_a_reset_that_nobody_answers_forgets_nothing() -> None:
    result = run("reset", answer="")
    assert isinstance(result.exception, BadInputError)
    assert "1 of 6 parts" in run().stdout


@pytest.mark.usefixtures("begun")
def test_an_export_never_overwrites_a_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    assert run("export", str(file)).exit_code == 0
    first = file.read_bytes()
    assert isinstance(run("export", str(file)).exception, BadInputError)
    assert file.read_bytes() == first


@pytest.mark.usefixtures("begun")
def test_an_export_to_a_folder_or_under_too_long_a_name_says_so(tmp_path: Path) -> None:
    error = run("export", str(tmp_path)).exception
    assert isinstance(error, BadInputError)
    assert error.why == "It is a folder."
    error = run("export", str(tmp_path / ("x" * 300))).exception
    assert isinstance(error, BadInputError)
    assert error.why == "File name too long."


@pytest.mark.usefixtures("begun")
def test_a_backup_that_cannot_be_written_keeps_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr("walkthrough.learn.progress_file.msgspec.json.format", full)
        error = run("reset", "--yes").exception
    assert isinstance(error, BadInputError)
    assert error.why == "No space left on device. Nothing was forgotten."
    assert "backups" in error.next_step
    assert list((data_home() / "backups").iterdir()) == []
    assert open_progress(load_course().title).done("simple-build") == {"Read"}


def test_an_unknown_lesson_is_refused_with_the_ids_that_there_are() -> None:
    error = run("reset", "9", "--yes").exception
    assert isinstance(error, BadInputError)
    assert "simple-build" in error.why
