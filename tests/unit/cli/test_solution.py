"""`walkthrough solution`: beside the reader's files, which have to be where they are named."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from walkthrough.cli.main import walkthrough
from walkthrough.course.load import load_course
from walkthrough.errors import BadInputError
from walkthrough.learn.attempts import open_attempts
from walkthrough.learn.hints import HINTS_BEFORE_SOLUTION


@pytest.fixture(autouse=True)
def open_solution(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader who has had all hints, and has not started the exercise."""
    monkeypatch.setenv("WALKTHROUGH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HOME", str(tmp_path))
    attempts = open_attempts(load_course().title)
    for number in range(HINTS_BEFORE_SOLUTION):
        attempts.show_hint("simple-build", number)


def solution(*arguments: str) -> Result:
    return CliRunner().invoke(walkthrough, ("solution", "1", *arguments))


def test_a_folder_that_is_named_and_not_there_is_refused(tmp_path: Path) -> None:
    error = solution("--dir", str(tmp_path / "typo")).exception
    assert isinstance(error, BadInputError)
    assert "typo" in error.what
    assert "--dir" in error.next_step


def test_before_the_exercise_is_started_the_solution_stands_beside_its_start() -> None:
    said = solution().stdout
    assert "- ENTRYPOINT ./product-catalog && echo bye" in said
    assert '+ ENTRYPOINT ["./product-catalog"]' in said


def test_the_files_in_the_folder_that_is_named_count(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "Dockerfile").write_text("FROM mine\n")
    assert "- FROM mine" in solution("--dir", str(tmp_path / "mine")).stdout
